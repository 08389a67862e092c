"""Settings > Status: the same in words for an organization's admins, and nothing of others."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse

from accounts.models import ZoneRecord
from bookings.actions.zone_data import REACH
from bookings.models import Admission
from bookings.offsets import points_of
from calendars.oauth import VENDORS
from core.zones import zone
from deliveries.actions import beat
from deliveries.models import Delivery
from scheduler import status_page
from scheduler.status_page import mail_in_short, sealing_in_short, vendors_in_short, zones_in_short
from scheduler.zone_data import PACKAGE, ZoneData
from tests.builders import NOW, START
from tests.markup import markup
from tests.owner.meetings.owners import make_meeting

pytestmark = pytest.mark.django_db
PAGE = "/settings/status/"
OFFERED = [f"{vendor.name} calendars" for vendor in VENDORS.values()]
ABOUT = ["Worker", "Outbox", "Mail", "Secrets", *OFFERED, "Time zones"]


@pytest.fixture(autouse=True)
def at_our_time(monkeypatch, settings):
    monkeypatch.setattr(status_page, "read_clock", lambda: NOW)
    settings.ZONE_DATA = ZoneData(SimpleNamespace(version="2029b", source=PACKAGE, good_until=None), ())


def findings_of(response):
    return [(one.about, one.is_well) for one in response.context["findings"]]


def new_clocks(name, seconds):
    """Zone data by which the zone's clocks are set otherwise than when meetings were booked."""
    points = points_of(zone(name), NOW, NOW + timedelta(days=1_000))
    for version, days, offset in (("2029a", -9, 0), ("2030a", 1, seconds)):
        seen = NOW + timedelta(days=days)
        moved = [[instant, at + offset] for instant, at in points]
        ZoneRecord.objects.create(version=version, seen_at=seen, until=seen + REACH, points={name: moved})


def test_admins_read_how_it_is_doing(anas, ana, zoe, settings):
    beat(process="web1:7", kind="deliver", now=NOW - timedelta(seconds=5))
    assert findings_of(anas.get(PAGE)) == [(about, True) for about in ABOUT]
    # The mails of others are none of theirs.
    make_meeting(zoe)
    Delivery.objects.update(due_at=NOW - timedelta(hours=1))
    assert findings_of(anas.get(PAGE)) == [(about, True) for about in ABOUT]
    make_meeting(ana)
    Delivery.objects.update(due_at=NOW - timedelta(hours=1))
    assert findings_of(anas.get(PAGE))[1] == ("Outbox", False)


def test_missing_worker_is_said(anas):
    response = anas.get(PAGE)
    assert findings_of(response)[0] == ("Worker", False)
    assert "No worker has shown life yet." in markup(response)


def test_no_secret_and_no_server_is_told(anas, settings):
    vars_of_mail = {"MAIL_TO_FILES": False, "EMAIL_HOST": "mail.inside", "EMAIL_HOST_PASSWORD": "correct horse"}
    for name, value in vars_of_mail.items():
        setattr(settings, name, value)
    html = markup(anas.get(PAGE))
    for secret in ("mail.inside", "correct horse", settings.SECRET_KEY, str(settings.BASE_DIR)):
        assert secret not in html
    for key in (*settings.LINK_KEYS.values(), *settings.SEALING_KEYS.values()):
        assert key.hex() not in html


def test_moved_meetings_of_own_organization_are_listed(anas, ana, zoe):
    mine, theirs = make_meeting(ana, START), make_meeting(zoe, START)
    Admission.objects.update(customer_zone="America/Vancouver")
    assert "None: all upcoming meetings" in markup(anas.get(PAGE))
    new_clocks("America/Vancouver", 3_600)
    response = anas.get(PAGE)
    [row] = response.context["meetings"]
    assert (row.booking, row.zone, row.agreed, row.now) == (
        mine,
        "Vancouver time",
        "Mon 7 Jan, 07:00",
        "Mon 7 Jan, 08:00",
    )
    html = markup(response)
    assert f'<a href="{reverse("meeting", args=[mine.pk])}">{mine.title}</a>' in html
    assert reverse("meeting", args=[theirs.pk]) not in html


@pytest.mark.parametrize("many", [1, 3])
def test_page_costs_constant_number_of_queries(anas, ana, many, django_assert_num_queries):
    for number in range(many):
        make_meeting(ana, START + timedelta(minutes=30 * number))
        beat(process=f"web1:{number}", kind="deliver", now=NOW)
    new_clocks("Europe/Madrid", 3_600)
    with django_assert_num_queries(8):
        assert len(anas.get(PAGE).context["meetings"]) == many


@pytest.mark.parametrize(
    ("changes", "is_well", "text"),
    [
        ({"MAIL_TO_FILES": True, "DEVELOPMENT": False}, False, "Written to files on the server, not sent."),
        ({"MAIL_TO_FILES": False, "EMAIL_USE_SSL": True}, True, "Sent from meet@example.com, encrypted."),
        ({"MAIL_TO_FILES": False, "EMAIL_USE_TLS": False}, True, "Sent from meet@example.com, not encrypted."),
    ],
)
def test_mail_is_told_in_short(settings, changes, is_well, text):
    for name, value in ({"EMAIL_USE_SSL": False, "DEFAULT_FROM_EMAIL": "meet@example.com"} | changes).items():
        setattr(settings, name, value)
    found = mail_in_short()
    assert found.is_well is is_well
    assert found.text.startswith(text)


def test_secrets_in_the_clear_are_told(settings):
    assert sealing_in_short().is_well
    settings.SEALING_KEYS = {}
    assert not sealing_in_short().is_well


@pytest.mark.parametrize(("until", "is_well"), [(date(2030, 1, 8), True), (date(2030, 1, 7), False), (None, True)])
def test_old_zone_data_is_told(until, is_well):
    found = zones_in_short(ZoneData(SimpleNamespace(version="2029b", source=PACKAGE, good_until=until), ()))
    assert found.is_well is is_well
    assert found.text.startswith("Version 2029b, from the Python package tzdata.")


def test_vendors_are_told_how_to_turn_on(settings):
    settings.GOOGLE_CLIENT_ID = settings.GOOGLE_CLIENT_SECRET = ""
    off = next(one for one in vendors_in_short() if "Google" in str(one.about))
    settings.GOOGLE_CLIENT_ID, settings.GOOGLE_CLIENT_SECRET = "id", "secret"
    on = next(one for one in vendors_in_short() if "Google" in str(one.about))
    assert ("GOOGLE_CLIENT_ID" in off.text, off.is_well, on.text) == (True, True, "Can be connected.")
