"""Websites as people type them, and the origins that come of it."""

import re

from hypothesis import given
from hypothesis import strategies as st

from accounts.websites import read_website
from tests.junk import junk_settings
from tests.tables import table

SAFE = re.compile(r"https?://(\*\.)?[a-z0-9.-]+(:[0-9]{1,5})?")


@table(
    ("typed", "origin"),
    [
        ("www.shop.example", "https://www.shop.example"),
        (" https://Shop.example/contact?x=1#y ", "https://shop.example"),
        ("*.shop.example", "https://*.shop.example"),
        ("http://localhost:8080", "http://localhost:8080"),
        ("https://bücher.example", "https://xn--bcher-kva.example"),
        ("127.0.0.1", "https://127.0.0.1"),
        ("", None),
        ("*", None),
        ("https://*.*.example", None),
        ("shop example", None),
        ("shop.example; script-src *", None),
        ("https://shop.example;x", None),
        ("javascript:alert(1)", None),
        ("ftp://shop.example", None),
        ("https://ana@shop.example", None),
        ("https://shop.example:99999", None),
        ("https://[::1", None),
        ("-shop.example", None),
        ("a" * 300, None),
        (".".join(["ab"] * 100), None),
    ],
)
def test_website_is_read_as_origin(typed, origin):
    assert read_website(typed) == origin


@junk_settings
@given(st.text(st.characters(codec="utf-8"), max_size=60))
def test_origins_are_safe_in_a_policy(typed):
    origin = read_website(typed)
    assert origin is None or SAFE.fullmatch(origin)
    assert origin is None or read_website(origin) == origin
