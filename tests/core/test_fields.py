"""Email addresses, dates and times as people type them, and as programs hand them over."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from bookings.contact_fields import GuestsField
from core.dates import DayField, read_date
from core.text import EmailAddressField, read_email
from pages.wall_clock import minutes_of
from tests.tables import table

ANA = "ana@example.com"


@table(
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
        ("ana@example｡com", ANA),
        ("|ana@example.com|", ANA),
        ("'ana@example.com", ANA),
        ('="ana@example.com"', ANA),
        ("`ana@example.com`", ANA),
        ("*ana@example.com*", ANA),
        ("{ana@example.com}", ANA),
        ("ａｎａ@example.com", ANA),
        ("\ufeffana\u200b@exam\u00adple.com\u200f", ANA),
        ("o'hara@example.com", "o'hara@example.com"),
        ('"quoted;name"@example.com', '"quoted;name"@example.com'),
    ],
)
def test_address_is_read_however_typed(typed, read):
    assert EmailAddressField().clean(typed) == read


@table(
    "typed",
    ["ana", "ana@", "ana @ example.com", "a@example.com, b@example.com", "a@example.com <b@example.com>",
     "x@localhost", "x@LOCALHOST", "x@[127.0.0.1]", "mailto:", "<>", "zoë@example.com"],
)  # fmt: skip
def test_what_is_no_address_is_refused(typed):
    with pytest.raises(ValidationError):
        EmailAddressField().clean(typed)


def test_stored_addresses_are_still_found():
    assert EmailAddressField(for_lookup=True).clean("X <x@localhost>") == "x@localhost"
    assert EmailAddressField(for_lookup=True).clean(" 'x@example.com") == "'x@example.com"


@table(
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


@table(
    "typed",
    ["2030-01-13", "2030/1/13", "2030.01.13", "13.1.2030", "13. 01. 2030", "13/01/2030", "1/13/2030", "13-1-2030",
     "13 January 2030", "13th Jan 2030", "January 13, 2030", "Jan. 13 2030",
     "２０３０年１月１３日", "٢٠٣٠-٠١-١٣", "۱۳/۰۱/۲۰۳۰", "१३.१.२०३०", "\u200e13.\u00a01.2030 "],
)  # fmt: skip
def test_date_is_read_however_typed(typed):
    assert read_date(typed) == DayField().clean(typed) == date(2030, 1, 13)


@table("typed", ["7/1/2030", "1-7-2030", "30.2.2030", "13 Foo 2030", "0000-01-01", "", "tomorrow", "13.1.30"])
def test_unclear_date_is_not_guessed(typed):
    assert read_date(typed) is None


@given(st.text(max_size=30))
def test_no_text_breaks_a_reading(text):
    read_date(text)
    read_email(text)
    minutes_of(text)


@table(
    ("typed", "minutes"),
    [
        ("９：３０", 570), ("9:30\u202fAM", 570), ("9:30\u00a0a.\u00a0m.", 570), ("9:30:00", 570), ("9h30", 570),
        ("9h", 540),
        ("9.30 Uhr", 570), ("9 Uhr", 540), ("9p", 1260), ("\u200e09:30\u200e", 570), ("٩:٣٠", 570), ("९:३०", 570),
        ("9:30:15", None),
    ],
)  # fmt: skip
def test_time_is_read_however_typed(typed, minutes):
    assert minutes_of(typed) == minutes
