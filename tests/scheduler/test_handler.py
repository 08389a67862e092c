"""What a request says of its own encoding makes nothing fail, and reaches no database."""

from io import BytesIO
from typing import Any
from urllib.parse import quote
from wsgiref.util import setup_testing_defaults

import pytest
from django.db import connections

from scheduler.handler import Handler, Utf8Request
from tests.tables import table

# No text encodings; those that replace nothing that they do not know; and those that make lone surrogates.
CHARSETS = ["rot13", "base64", "undefined", "idna", "punycode", "utf-7", "unicode_escape", "utf-16", "bogus", "utf-8"]
SURROGATES = ["+2AA-", r"\ud800"]


@pytest.fixture(autouse=True)
def no_connection() -> None:
    """None that another test left open: Django looks at each when a request begins."""
    connections.close_all()


def environ(path: str, kind: str, body: bytes = b"") -> dict[str, Any]:
    """What the web server hands over."""
    where, _mark, query = path.partition("?")
    made: dict[str, Any] = {"REQUEST_METHOD": "POST" if body else "GET", "PATH_INFO": where, "QUERY_STRING": query}
    made |= {"CONTENT_TYPE": kind, "CONTENT_LENGTH": str(len(body)), "wsgi.input": BytesIO(body)}
    setup_testing_defaults(made)
    return made


def status(asked: dict[str, Any]) -> int:
    """That of the answer."""
    said: list[str] = []
    Handler()(asked, lambda line, _headers: said.append(line)).close()
    return int(said[0].split()[0])


@table("charset", [f"charset={one}" for one in CHARSETS] + ["charset*=utf-8''%00"])
def test_a_charset_that_is_none_fails_nothing(charset):
    assert status(environ("/b/forged/?lang=%5Cud800", f"text/plain; {charset}")) == 404


@table("charset", CHARSETS)
@table("text", [*SURROGATES, "é"])
def test_input_is_always_read_as_unicode(charset, text):
    body = f'--b\r\nContent-Disposition: form-data; name="note"\r\n\r\n{text}\r\n--b--\r\n'.encode()
    request = Utf8Request(environ(f"/?q={quote(text)}", f"multipart/form-data; boundary=b; charset={charset}", body))
    assert request.POST["note"] == request.GET["q"] == text


def answered(method: str, path: str) -> tuple[str, str, bytes]:
    """The status, the stated length and the body that the web server gets."""
    said: list[Any] = []
    response = Handler()(
        environ(path, "") | {"REQUEST_METHOD": method}, lambda line, headers: said.extend([line, headers])
    )
    body = b"".join(response)
    response.close()
    return said[0], dict(said[1])["Content-Length"], body


@pytest.mark.parametrize("path", ["/health/", "/b/forged/", "/no/such/page/"])
def test_head_has_headers_and_no_body(path):
    status_of_get, length, body = answered("GET", path)
    assert (len(body), len(body) > 0) == (int(length), True)
    assert answered("HEAD", path) == (status_of_get, length, b"")
