"""Rooms that calendars make, as owners choose them: only where there is such a calendar, and else it is said why."""

import pytest
from django.urls import reverse

from calendars.models import Target
from pages.models import EventType, LocationKind, Page
from tests.builders import NOW
from tests.calendars.builders import calendar_of, connection_of
from tests.customer.customers import fields, read

pytestmark = [pytest.mark.django_db, pytest.mark.page]
MISSING = "For a Google Meet or Teams room with each meeting, connect a Google or Microsoft calendar"


@pytest.fixture(autouse=True)
def vendors(settings):
    settings.MICROSOFT_CLIENT_ID = "client"


def adds_to(user, kind):
    Target.objects.create(host=user, calendar=calendar_of(connection_of(user, kind=kind)), since=NOW)


@pytest.mark.parametrize("way", ["page", "event type"])
@pytest.mark.parametrize(("kind", "offered"), [("", False), ("caldav", False), ("google", True), ("microsoft", True)])
def test_offered_where_a_calendar_makes_rooms(client, ben, event_type, way, kind, offered):
    client.force_login(ben)
    if kind:
        adds_to(ben, kind)
    if way == "page":
        row, address = ben.pages.get(), reverse("booking-page", args=[ben.pages.get().pk])
    else:
        row, address = None, reverse("new-event-type")
    shown = read(client.get(address))
    assert (MISSING in shown.text) == (not offered)
    assert ('value="calendar"' in client.get(address).content.decode()) == offered
    answer = client.post(address, fields(client.get(address)) | {"location_kind": "calendar", "location": "x" * 600})
    if row is not None:
        assert answer.status_code == (302 if offered else 422)
        row.refresh_from_db()
        assert (row.location_kind == LocationKind.CALENDAR, row.location if offered else "") == (offered, "")


def test_admin_chooses_it_for_its_host(client, ana, ben):
    client.force_login(ana)
    adds_to(ana, "google")
    address = reverse("booking-page", args=[ben.pages.get().pk])
    refused = client.post(address, fields(client.get(address)) | {"location_kind": "calendar"})
    assert refused.status_code == 422
    words = "Meetings of Ben Ode are added to no Google or Microsoft calendar, which could make the room."
    assert words in read(refused).text
    adds_to(ben, "microsoft")
    assert client.post(address, fields(client.get(address)) | {"location_kind": "calendar"}).status_code == 302
    assert ben.pages.get().location_kind == LocationKind.CALENDAR


def test_what_was_chosen_stays(client, ana, anas_page, event_type):
    client.force_login(ana)
    Page.objects.filter(pk=anas_page.pk).update(location_kind=LocationKind.CALENDAR)
    EventType.objects.filter(pk=event_type.pk).update(location_kind=LocationKind.CALENDAR)
    for address in (reverse("booking-page", args=[anas_page.pk]), reverse("event-type", args=[event_type.pk])):
        assert 'value="calendar"' in client.get(address).content.decode()
        assert client.post(address, fields(client.get(address))).status_code == 302
    assert Page.objects.get(pk=anas_page.pk).location_kind == LocationKind.CALENDAR
    assert EventType.objects.get(pk=event_type.pk).location_kind == LocationKind.CALENDAR


def test_nobody_is_sent_where_nothing_is(client, ana, anas_page, settings):
    client.force_login(ana)
    settings.GOOGLE_CLIENT_ID = settings.MICROSOFT_CLIENT_ID = ""
    assert MISSING not in read(client.get(reverse("booking-page", args=[anas_page.pk]))).text
