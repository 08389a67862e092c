"""The body of a call, made of the frozen facts of a delivery alone, so that each attempt sends the same bytes."""

import json
from collections.abc import Collection, Mapping
from typing import Any

from django.conf import settings

from core.text import REDACTED
from core.tokens import Purpose, make_token
from deliveries.models import Delivery

VERSION = 1
ELLIPSIS = "…"
# Bytes of the longest body. Many receivers and the queues behind them accept no more by default.
MAX_BYTES = 20_480
# The keys whose texts are shortened in a longer body, and to how many bytes: first what people wrote, then metadata.
TEXT_KEYS = frozenset({"value", "label", "reason", "message"})
METADATA_KEYS = frozenset({"metadata", "utm"})
CUTS = [
    *((TEXT_KEYS, max_bytes) for max_bytes in (2_000, 1_000, 500, 200, 100)),
    *((TEXT_KEYS | METADATA_KEYS, max_bytes) for max_bytes in (500, 200, 100, 50)),
]


def build_body(delivery: Delivery) -> bytes:
    """Return the body of a call: canonical JSON, its names in order and without blanks, of MAX_BYTES at most."""
    return _encode(_shorten_to_fit(_payload(delivery)))


def readable_body(delivery: Delivery) -> str:
    """Return the body for people, without the address of the customer's own page; empty if its facts were erased."""
    if "data" not in delivery.facts:
        return ""
    payload = _shorten_to_fit(_payload(delivery))
    if "manage" in delivery.facts:
        payload["data"]["booking"]["manage_url"] = REDACTED
    return json.dumps(payload, sort_keys=True, indent=2, ensure_ascii=False)


def _encode(payload: Mapping[str, Any]) -> bytes:
    return json.dumps(payload, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _payload(delivery: Delivery) -> dict[str, Any]:
    facts = delivery.facts
    data = dict(facts["data"])
    if "manage" in facts:
        data["booking"] = {**data["booking"], "manage_url": _manage_url(delivery)}
    return {
        "type": delivery.kind,
        "version": VERSION,
        "id": facts["id"],
        "timestamp": facts["timestamp"],
        "organization": facts["organization"],
        "data": data,
    }


def _shorten_to_fit(payload: dict[str, Any]) -> dict[str, Any]:
    """Return the payload, shortened as far as needed to fit. Then `cut` is true, and shortened texts end in “…”."""
    for names, max_bytes in CUTS:
        if len(_encode(payload)) <= MAX_BYTES:
            break
        payload = {**payload, "data": _shorten(payload["data"], names, max_bytes), "cut": True}
    return payload


def _shorten(value: Any, names: Collection[str], max_bytes: int, *, is_named: bool = False) -> Any:
    """Return the value with each text under one of these names, at any depth, shortened to `max_bytes`."""
    if isinstance(value, dict):
        return {
            name: _shorten(item, names, max_bytes, is_named=is_named or name in names) for name, item in value.items()
        }
    if isinstance(value, list):
        return [_shorten(item, names, max_bytes, is_named=is_named) for item in value]
    if is_named and isinstance(value, str) and len(value.encode()) > max_bytes:
        return value.encode()[: max_bytes - len(ELLIPSIS.encode())].decode(errors="ignore") + ELLIPSIS
    return value


def _manage_url(delivery: Delivery) -> str | None:
    """Return the address of the customer's own page of the meeting; None if the key that signed it was dropped."""
    manage = delivery.facts.get("manage")
    if manage is None or manage["kid"] not in settings.LINK_KEYS:
        return None
    token = make_token(Purpose.MANAGE, manage["kid"], bytes.fromhex(manage["handle"]), settings.LINK_KEYS)
    return f"{settings.BASE_URL}/b/{token}/"
