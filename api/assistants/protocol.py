"""The Model Context Protocol, as far as a server of tools needs it: messages, versions and errors. Knows no tool.

Version 2026-07-28 has no state: each request says its version and capabilities itself, and names its method in a header
too. Clients of older versions begin with `initialize`, which is answered, and remembers nothing.
"""

import base64
import binascii
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

STATELESS = "2026-07-28"
WITH_HANDSHAKE = ("2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05")
PARSE_ERROR, INVALID_REQUEST, METHOD_NOT_FOUND, INVALID_PARAMS = -32700, -32600, -32601, -32602
HEADER_MISMATCH, UNSUPPORTED_VERSION = -32020, -32022
VERSION_KEY = "io.modelcontextprotocol/protocolVersion"
CAPABILITIES_KEY = "io.modelcontextprotocol/clientCapabilities"
ENCODED = re.compile(r"=\?base64\?(?P<text>.*)\?=")


class RpcError(Exception):
    """A message that cannot be served, as a JSON-RPC error. `message_id` is the id of the message, if it has one."""

    def __init__(self, code: int, message: str, message_id: str | int | None = None, **data: Any) -> None:
        super().__init__(message)
        self.code, self.message, self.message_id, self.data = code, message, message_id, data


@dataclass(frozen=True, slots=True)
class Message:
    """A request of a client. `message_id` is its id; a notification has none. `stateless` tells the version."""

    message_id: str | int | None
    method: str
    params: Mapping[str, Any]
    stateless: bool


def read_message(body: bytes, headers: Mapping[str, str]) -> Message:
    """Return the message of a POST. Raise RpcError."""
    sent = _parse(body)
    message_id, params = _read_id(sent), sent.get("params", {})
    if not isinstance(params, dict):
        raise RpcError(INVALID_PARAMS, _("The parameters are not an object."), message_id)
    version = headers.get("MCP-Protocol-Version", "")
    if version and version not in {STATELESS, *WITH_HANDSHAKE}:
        raise _unsupported_version(version, message_id)
    meta = params.get("_meta")
    stateless = version == STATELESS or (isinstance(meta, dict) and VERSION_KEY in meta)
    message = Message(message_id, sent["method"], params, stateless)
    if stateless and "id" in sent:
        _validate(message, headers)
    return message


def _parse(body: bytes) -> dict[str, Any]:
    """Return the one request or notification that the body is."""
    try:
        sent = json.loads(body.decode())
    except (ValueError, RecursionError) as error:
        raise RpcError(PARSE_ERROR, _("The body is not JSON in UTF-8.")) from error
    if not isinstance(sent, dict) or not isinstance(sent.get("method"), str) or sent.get("jsonrpc") != "2.0":
        raise RpcError(INVALID_REQUEST, _("The body is not a single JSON-RPC 2.0 request."))
    return sent


def _read_id(sent: Mapping[str, Any]) -> str | int | None:
    """Return the id of a request; None for a notification, which has none."""
    message_id: str | int | None = sent.get("id")
    if "id" in sent and (isinstance(message_id, bool) or not isinstance(message_id, str | int)):
        raise RpcError(INVALID_REQUEST, _("The id is neither a text nor a whole number."))
    return message_id


def _validate(message: Message, headers: Mapping[str, str]) -> None:
    """Raise RpcError unless the request has what version 2026-07-28 requires, and its headers match."""
    meta = message.params.get("_meta")
    if not isinstance(meta, dict) or not {VERSION_KEY, CAPABILITIES_KEY} <= set(meta):
        raise RpcError(INVALID_PARAMS, _version_sentence(), message.message_id)
    expected = {"MCP-Protocol-Version": meta[VERSION_KEY], "Mcp-Method": message.method}
    if message.method == "tools/call":
        expected["Mcp-Name"] = message.params.get("name")
    for name, value in expected.items():
        if decode_header(headers.get(name)) != value:
            raise RpcError(
                HEADER_MISMATCH, _("The header %(name)s differs from the body.") % {"name": name}, message.message_id
            )
    if meta[VERSION_KEY] != STATELESS:
        raise _unsupported_version(str(meta[VERSION_KEY]), message.message_id)


def decode_header(header: str | None) -> str | None:
    """Return the text of a header, which may be in base64; None where it is missing or cannot be read."""
    match = ENCODED.fullmatch(header or "")
    if match is None:
        return header
    try:
        return base64.b64decode(match["text"], validate=True).decode()
    except (binascii.Error, ValueError):
        return None


def _version_sentence() -> str:
    return _("params._meta needs %(version)s and %(capabilities)s.") % {
        "version": VERSION_KEY,
        "capabilities": CAPABILITIES_KEY,
    }


def _unsupported_version(version: str, message_id: str | int | None) -> RpcError:
    versions = [STATELESS, *WITH_HANDSHAKE]
    return RpcError(
        UNSUPPORTED_VERSION, _("This version is not supported."), message_id, supported=versions, requested=version
    )


def result_message(message: Message, result: Mapping[str, Any]) -> dict[str, Any]:
    """Return the JSON-RPC message with the result, in the form of the request's version."""
    complete = {"resultType": "complete"} if message.stateless else {}
    return {"jsonrpc": "2.0", "id": message.message_id, "result": {**result, **complete}}


def error_message(error: RpcError) -> dict[str, Any]:
    """Return the JSON-RPC message of an error."""
    error_object = {"code": error.code, "message": error.message, **({"data": error.data} if error.data else {})}
    return {"jsonrpc": "2.0", "id": error.message_id, "error": error_object}


def status_of(error: RpcError, message: Message | None) -> int:
    """Return the HTTP status of an error. Older clients take 404 for a session that has ended."""
    if error.code == METHOD_NOT_FOUND:
        return 404 if message is not None and message.stateless else 200
    return 400


def agreed_version(requested: object) -> str:
    """Return the version to use with an older client: the requested one, if we know it."""
    return requested if isinstance(requested, str) and requested in WITH_HANDSHAKE else WITH_HANDSHAKE[0]
