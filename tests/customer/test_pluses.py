"""A plus in an address means a blank: what was one all the same is taken as one, and nothing else is."""

import re
from urllib.parse import quote

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from bookings import phones
from bookings.models import Booking
from customer import pluses
from customer.params import BookingParams
from customer.visit import read_address
from pages.models import LocationKind, Page
from tests.customer.customers import fields, read, times
from tests.customer.masters import WAYS, address_of
from tests.tables import table

NINE_IN_MADRID = 1796284800  # 2026-12-03T09:00:00+01:00


def address(query: str) -> BookingParams:
    """What a browser asks for whose address ends in the query, to the byte."""
    return read_address(RequestFactory().get(f"/p/acme/call/?{query}"))


@table(
    ("query", "answer"),
    [
        ("phone=+34600000000", "+34600000000"),
        ("phone=%2B34600000000", "+34600000000"),
        ("phone=%2034600000000", "+34600000000"),
        ("PHONE=+34+600+000+000", "+34 600 000 000"),
        ("phone=++34600000000", "+34600000000"),
        ("phone=+44+(0)20+7946+0958+ext.+12", "+44 (0)20 7946 0958 ext. 12"),
        ("phone=%E2%80%AA+34600000000%E2%80%AC", "+34600000000"),
        ("phone=+%D9%A3%D9%A4600000000", "+34600000000"),
        ("phone=34600000000", "34600000000"),
        ("phone=+0034600000000", "0034600000000"),
        ("phone=+020+7946+0958", "020 7946 0958"),
        ("phone=+(020)+7946+0958", "(020) 7946 0958"),
        ("phone=+call+me", "call me"),
        ("email=ana+test@example.com", "ana+test@example.com"),
        ("email=ana%2Btest@example.com", "ana+test@example.com"),
        ("email=ana%20test@example.com", "ana+test@example.com"),
        ("email=ana+b+c%40example.com+", "ana+b+c@example.com"),
        ("email=+ana@example.com", "ana@example.com"),
        ("email=Ana+Ruiz+<ana@example.com>", "ana@example.com"),
        ("email=ana@example+com", "ana@example com"),
        ("guests=ana+test@example.com,ben@example.com", "ana+test@example.com,ben@example.com"),
        ("guests=a@example.com,+b+c@example.com", "a@example.com,b+c@example.com"),
        ("guests=a@example.com+b@example.com%0Ac+d@example.com", "a@example.com b@example.com\nc+d@example.com"),
        ("guests=nobody+at+all", "nobody at all"),
        ("location=+34600000000", "+34600000000"),
        ("location=+12+Main+Street", "12 Main Street"),
        ("mobile=+34+600+000+000", "+34 600 000 000"),
        ("budget=+500", "500"),
        ("name=Ana+Ruiz", "Ana Ruiz"),
        ("company=Salt+Pepper", "Salt Pepper"),
        ("note=Call+me+at+noon", "Call me at noon"),
    ],
)
def test_answers_get_a_lost_plus_back(query, answer):
    asked = address(query)
    assert [text for _name, text in asked.answers] == [answer]
    # From here on it stands in our own addresses, which encode it.
    assert address(asked.query().removeprefix("?")) == asked


@table(
    ("query", "zone"),
    [
        ("zone=Etc/GMT+5", "Etc/GMT+5"),
        ("zone=Etc%2FGMT%2B5", "Etc/GMT+5"),
        ("zone=Etc/GMT%205", "Etc/GMT+5"),
        ("zone=Etc/GMT-5", "Etc/GMT-5"),
        ("zone=Etc/GMT+0", "Etc/GMT"),
        ("zone=GMT+0", "Etc/GMT"),
        ("zone=Etc/GMT+12", "Etc/GMT+12"),
        ("zone=Etc/GMT-14", "Etc/GMT-14"),
        ("zone=Etc/GMT+13", ""),
        ("zone=Etc/UTC", "UTC"),
        ("zone=America/New+York", "America/New_York"),
        ("zone=America/Argentina/Buenos%20Aires", "America/Argentina/Buenos_Aires"),
        ("zone=Mars/Olympus+Mons", ""),
        ("zone=+", ""),
    ],
)
def test_zones_get_a_lost_plus_back(query, zone):
    asked = address(query)
    assert asked == BookingParams(zone=zone)
    assert address(asked.query().removeprefix("?")) == asked


@table("name", ["start", "near", "picked"])
@table(
    ("text", "instant"),
    [
        ("2026-12-03T09:00:00+01:00", NINE_IN_MADRID),
        ("2026-12-03T09:00:00%2B01:00", NINE_IN_MADRID),
        ("2026-12-03+09:00:00+01:00", NINE_IN_MADRID),
        ("2026-12-03T09:00+0100", NINE_IN_MADRID),
        ("2026-12-03T03:00:00-05:00", NINE_IN_MADRID),
        ("2026-12-03+08:00:00Z", NINE_IN_MADRID),
        ("2026-12-03+09:00", None),
        ("2026-12-03T09:00:00", None),
        ("2026-12-03+", None),
    ],
)
def test_times_get_a_lost_plus_back(name, text, instant):
    found = getattr(address(f"{name}={text}"), name)
    assert found == (instant if name != "picked" else () if instant is None else (instant,))


@given(st.text(alphabet="+ 0123456789@.,;<a()\u202a\n\t", max_size=40))
def test_nothing_but_blanks_ever_becomes_a_plus(text):
    for put_back in (pluses.in_phone, pluses.in_answer, pluses.in_emails, pluses.in_zone, pluses.in_time):
        found = put_back(text)
        kept = phones.plain(text) if put_back in {pluses.in_phone, pluses.in_answer} and found != text else text
        assert found.replace("+", "").replace("_", "").replace(" ", "") == kept.replace("+", "").replace(" ", "")


@pytest.fixture
def calling(anas_page: Page) -> Page:
    Page.objects.update(location_kind=LocationKind.HOST_CALLS)
    return anas_page


@pytest.mark.parametrize("way", WAYS)
def test_calling_host_gets_the_meant_number(client, ana, calling, way):
    details = times(client, f"{address_of(ana, calling, way)}?day=2030-01-08&phone=+34600000000")[0]
    assert "phone=%2B34600000000" in details
    form = fields(client.get(details))
    assert form["phone"] == "+34600000000"
    assert client.post(details, form | {"name": "Priya Shah", "email": "priya@example.com"}).status_code == 303
    assert Booking.objects.get().location == "+34600000000"


@pytest.mark.parametrize(("query", "first", "last"), [("Etc/GMT+5", 3, 11), ("Etc/GMT-5", 13, 21)])
def test_hours_appear_in_zone_without_plus(client, ana, anas_page, query, first, last):
    """9:00 to 17:00 in Madrid; the sign of these names says what is to be added to get UTC."""
    shown = client.get(f"{address_of(ana, anas_page, 'public page')}?day=2030-01-08&clock=24&zone={query}")
    zone = quote(query, safe="")
    links = [link["href"] for link in read(shown).find("a", "time")]
    assert [link for link in links if f"zone={zone}" not in link] == []
    expected = [f"{hour:02}:{minute:02}" for hour in range(first, last) for minute in (0, 30)]
    assert re.findall(r'class="time"[^>]*>(\d\d:\d\d)', shown.content.decode()) == expected
