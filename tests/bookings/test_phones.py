"""Phone numbers: what is one, and the country code where the host calls."""

import pytest
from django.core.exceptions import ValidationError

from bookings import phones
from bookings.booking_fields import PhoneField
from bookings.models import Booking
from pages.models import Ask, EventType, LocationKind, Page
from tests.builders import add_colleagues, managed_event_type, pool_of, team_page
from tests.customer.customers import fields, read, send, times
from tests.customer.masters import address_of

NO_CODE = "Please begin with + and your country code, as in +34 600 000 000. The call may come from abroad."


@pytest.mark.parametrize(
    ("number", "from_abroad", "dialled"),
    [
        ("+34 600 000 000", True, "+34600000000"),
        ("0034 600 000 000", True, "0034600000000"),
        ("(+34) 600-000-000", True, "+34600000000"),
        ("+44 (0)20 7946 0958 ext. 12", True, "+442079460958"),
        ("(020) 7946-0958, 12", False, "02079460958"),
        ("600 000 000", False, "600000000"),
        ("34600000000", False, "34600000000"),
        ("+0 600 000 000", False, "+0600000000"),
        ("000 600 000", False, "000600000"),
        ("", False, ""),
    ],
)
def test_which_numbers_are_dialled_from_abroad(number, from_abroad, dialled):
    assert (phones.has_country_code(number), phones.dial(number)) == (from_abroad, dialled)


@pytest.mark.parametrize(
    "typed",
    [
        "tel:+34600000000",
        "TEL:+34-600-000-000",
        "+34\u00a0600\u202f000\u00a0000",
        "＋３４６００（０００）０００",
        "'+34600000000",
        "«+34 600 000 000»",
        "\u202a+34 600 000 000\u202c",
        "+34–600–000–000",
        "+34.600.000.000",
        "+34 600 000 000;ext=12",
    ],
)
def test_number_is_read_however_copied(typed):
    number = PhoneField(from_abroad=True).clean(typed)
    assert phones.dial(number) == "+34600000000"


@pytest.mark.parametrize("typed", ["tel:", "call me", "tel: +34 6a0 000 000", "+34 600 000 000 or +34 600 000 001"])
def test_what_is_no_number_is_refused(typed):
    with pytest.raises(ValidationError):
        PhoneField().clean(typed)


@pytest.fixture
def calling(anas_page: Page) -> Page:
    Page.objects.update(location_kind=LocationKind.HOST_CALLS)
    return anas_page


@pytest.mark.parametrize("typed", ["600 000 000", "34600000000", "(020) 7946-0958", "+0600000000"])
def test_calling_host_needs_country_code(client, ana, calling, typed):
    details = times(client, f"{address_of(ana, calling, 'public page')}?day=2030-01-08")[0]
    assert "Include the country code, as in +34 600 000 000." in read(client.get(details)).text
    refused = send(client, details, phone=typed)
    assert (refused.status_code, fields(refused)["phone"], Booking.objects.count()) == (422, typed, 0)
    assert f"Phone number : {NO_CODE}" in read(refused).text
    assert client.post(details, fields(refused) | {"phone": "0034 600 000 000"}).status_code == 303
    assert Booking.objects.get().location == "0034 600 000 000"


def test_uncalled_number_needs_no_country_code(client, ana, anas_page, event_type):
    EventType.objects.update(ask_phone=Ask.REQUIRED)
    details = times(client, f"{address_of(ana, anas_page, 'public page')}?day=2030-01-08")[0]
    assert "country code" not in read(client.get(details)).text
    assert send(client, details, phone="(020) 7946-0958").status_code == 303


def test_changed_turn_may_require_country_code(client, ana, anas_page):
    video, phone = add_colleagues(ana, 2)
    Page.objects.filter(pk=phone.pk).update(location_kind=LocationKind.HOST_CALLS)
    team = team_page(ana, managed_event_type(ana, ask_phone=Ask.OPTIONAL), pool_of(ana, [video, phone]))
    details = times(client, f"{address_of(ana, team, 'public page')}?day=2030-01-08")[0]
    form = fields(client.get(details)) | {"name": "Priya Shah", "email": "priya@example.com", "phone": "600 000 000"}
    team.offered.get().seats.get().pool.members.filter(page=video).update(level=1)
    refused = client.post(details, form)
    assert (refused.status_code, fields(refused)["phone"], Booking.objects.count()) == (422, "600 000 000", 0)
    assert f"Phone number : {NO_CODE}" in read(refused).text
    assert client.post(details, fields(refused) | {"phone": "+34 600 000 000"}).status_code == 303
