"""Email addresses as people type them, and as programs hand them over."""

import pytest
from django.core.exceptions import ValidationError

from bookings.booking_fields import GuestsField
from core.fields import EmailAddressField

ANA = "ana@example.com"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (" ana@example.com\u00a0", ANA),
        ("ana@example.com.", ANA),
        ("Ana <ana@example.com>", ANA),
        ('"Ruiz, Ana" <ana@example.com>;', ANA),
        ("<ana@example.com>", ANA),
        ("Ana <mailto:ana@example.com>", ANA),
        ("mailto:ana@example.com", ANA),
        ("MAILTO:ana%2Bnews@example.com?subject=Hello", "ana+news@example.com"),
        ("“ana@example.com”", ANA),
        ("'ana@example.com'", ANA),
        ("(ana@example.com),", ANA),
        ("ana＠example．com", ANA),
        ("ana@example。com", ANA),
        ("ａｎａ@example.com", ANA),
        ("\ufeffana\u200b@exam\u00adple.com\u200f", ANA),
        ("o'hara@example.com", "o'hara@example.com"),
        ('"quoted;name"@example.com', '"quoted;name"@example.com'),
    ],
)
def test_address_is_read_however_typed(typed, read):
    assert EmailAddressField().clean(typed) == read


@pytest.mark.parametrize(
    "typed",
    ["ana", "ana@", "ana @ example.com", "a@example.com, b@example.com", "a@example.com <b@example.com>",
     "x@localhost", "x@LOCALHOST", "x@[127.0.0.1]", "mailto:", "<>", "zoë@example.com"],
)  # fmt: skip
def test_what_is_no_address_is_refused(typed):
    with pytest.raises(ValidationError):
        EmailAddressField().clean(typed)


def test_stored_addresses_are_still_found():
    assert EmailAddressField(found=True).clean("X <x@localhost>") == "x@localhost"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("tom@example.com lena@example.com", ("tom@example.com", "lena@example.com")),
        ("Tom <tom@example.com>, Lena <lena@example.com>", ("tom@example.com", "lena@example.com")),
        ("Berg, Tom <tom@example.com>\nmailto:lena@example.com.", ("tom@example.com", "lena@example.com")),
        ("Tom <tom@example.com> Lena <lena@example.com>", ("tom@example.com", "lena@example.com")),
        ("tom＠example.com；lena@example.com、", ("tom@example.com", "lena@example.com")),
    ],
)
def test_guests_are_read_however_typed(typed, read):
    assert GuestsField().clean(typed) == read


@pytest.mark.parametrize("typed", ["Tom", "tom@example.com, Lena", "tom@example.com Lena <lena@example.com>"])
def test_what_is_no_guest_is_named(typed):
    with pytest.raises(ValidationError, match="is not an email address"):
        GuestsField().clean(typed)
