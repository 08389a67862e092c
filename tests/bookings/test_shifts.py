"""Meetings that newer time zone data has moved to another time of day are found, and no others."""

from datetime import UTC, datetime, timedelta, timezone
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.test import override_settings

from accounts.models import ZoneRecord
from bookings.actions import book, zone_data
from bookings.actions.zone_data import REACH, note_zone_data
from bookings.models import Booking
from bookings.offsets import offset_at, offsets_differ, points_of
from bookings.shifts import shifted_meetings
from core.zones import zone, zone_names
from scheduler.management.commands.zones import in_words
from tests.builders import NOW, START, one_time_link, submission
from tests.tables import table

YEARS = timedelta(days=3 * 365)
ZONES = ["Europe/Madrid", "America/Vancouver", "Africa/Casablanca", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"]


@table("name", ZONES)
def test_points_tell_what_the_zone_tells(name):
    points, madrid = points_of(zone(name), NOW, NOW + YEARS), zone(name)
    for hours in range(0, 3 * 365 * 24, 5):
        instant = NOW + timedelta(hours=hours)
        assert offset_at(points, instant) == instant.astimezone(madrid).utcoffset()
    for instant, _offset in points[1:]:
        around = [datetime.fromtimestamp(instant + second, UTC) for second in (-1, 0)]
        assert [offset_at(points, moment) for moment in around] == [
            moment.astimezone(madrid).utcoffset() for moment in around
        ]


def test_before_the_first_point_its_offset_holds():
    assert offset_at([[1_000, 60], [2_000, 120]], datetime.fromtimestamp(5, UTC)) == timedelta(seconds=60)


def points(*pairs):
    """Points of hours since NOW and hours of offset."""
    return [[round((NOW + timedelta(hours=hours)).timestamp()), 3_600 * offset] for hours, offset in pairs]


@table(
    ("before", "after", "found"),
    [
        (points((0, 1)), points((0, 1)), False),
        (points((0, 1)), points((0, 2)), True),
        (points((0, 1), (50, 2)), points((0, 1), (50, 2)), False),
        (points((0, 1), (50, 2)), points((0, 1), (60, 2)), True),
        (points((0, 1), (50, 2)), points((0, 1)), True),
        # Beyond what is known, and before what is asked.
        (points((0, 1)), points((0, 1), (100, 2)), False),
        (points((-9, 1), (0, 2)), points((0, 2)), False),
    ],
)
def test_sets_differ_where_both_are_known(before, after, found):
    assert offsets_differ(before, after, NOW, NOW + timedelta(hours=100)) is found


def use(version):
    return override_settings(ZONE_DATA=SimpleNamespace(chosen=SimpleNamespace(version=version)))


@pytest.fixture
def few_zones(monkeypatch):
    monkeypatch.setattr(zone_data, "zone_names", lambda: set(ZONES))


@pytest.mark.django_db
def test_all_zones_are_noted():
    note_zone_data(NOW)
    assert ZoneRecord.objects.get().points.keys() == zone_names()


@pytest.mark.django_db
@pytest.mark.usefixtures("few_zones")
def test_each_version_is_noted_once():
    for days, version in [(0, "2026f"), (1, "2026f"), (30, "2026g"), (31, "2026f"), (32, "")]:
        with use(version):
            assert note_zone_data(NOW + timedelta(days=days)) is False
    assert list(ZoneRecord.objects.order_by("pk").values_list("version", "seen_at", "until")) == [
        ("2026f", NOW, NOW + REACH),
        ("2026g", NOW + timedelta(days=30), NOW + timedelta(days=30) + REACH),
        ("unknown", NOW + timedelta(days=32), NOW + timedelta(days=32) + REACH),
    ]


@pytest.mark.django_db
@pytest.mark.usefixtures("few_zones")
def test_a_record_is_renewed_in_time():
    later = NOW + timedelta(days=366)
    with use("2026f"):
        note_zone_data(NOW)
        note_zone_data(later)
    record = ZoneRecord.objects.get()
    assert (record.seen_at, record.until) == (NOW, later + REACH)


def noted(version, days, **changed):
    """A record of what holds, but for these zones, whose clocks are set back by an hour."""
    told = {name: points_of(zone(name), NOW, NOW + YEARS) for name in ("Europe/Madrid", "America/Vancouver", "UTC")}
    for name in changed.get("back", ()):
        told[name] = [[instant, offset - 3_600] for instant, offset in told[name]]
    at = NOW + timedelta(days=days)
    return ZoneRecord.objects.create(version=version, seen_at=at, until=at + REACH, points=told)


@pytest.fixture
def booking(ana, event_type):
    """Ana's clocks are Madrid's, her customer's Vancouver's."""
    made = book(submission=submission(event_type.pk, START), link=one_time_link(ana), now=NOW).bookings.get()
    made.admission.customer_zone = "America/Vancouver"
    made.admission.save()
    return made


def shifts(at=NOW):
    return [(shift.booking.pk, shift.zone, shift.after - shift.before) for shift in shifted_meetings(at)]


HOUR = timedelta(hours=1)


@pytest.mark.django_db
def test_meetings_agreed_on_older_data_are_found(booking):
    noted("2026f", -9, back=["America/Vancouver"])
    assert shifts() == []
    noted("2026g", 1)
    assert shifts() == [(booking.pk, "America/Vancouver", HOUR)]


@pytest.mark.django_db
def test_the_clocks_of_hosts_count_too(booking):
    noted("2026f", -9, back=["Europe/Madrid", "America/Vancouver", "UTC"])
    noted("2026g", 1)
    assert shifts() == [(booking.pk, "America/Vancouver", HOUR), (booking.pk, "Europe/Madrid", HOUR)]


@pytest.mark.django_db
def test_meetings_agreed_on_newer_data_stand(booking):
    noted("2026f", -9, back=["America/Vancouver"])
    noted("2026g", -1)
    assert shifts() == []
    Booking.objects.update(created_at=NOW - timedelta(days=2))
    assert len(shifts()) == 1
    Booking.objects.update(rescheduled_at=NOW)
    assert shifts() == []


@pytest.mark.django_db
def test_cancelled_and_past_meetings_stand(booking):
    noted("2026f", -9, back=["America/Vancouver"])
    noted("2026g", 1)
    assert shifts(booking.ends_at) == []
    Booking.objects.update(status="cancelled")
    assert shifts() == []


@pytest.mark.django_db
def test_other_zones_move_nothing(booking):
    noted("2026f", -9, back=["UTC"])
    noted("2026g", 1)
    assert shifts() == []


@pytest.mark.django_db
def test_zones_command_lists_both_times(booking, capsys, monkeypatch):
    monkeypatch.setattr("scheduler.management.commands.zones.read_clock", lambda: NOW)
    call_command("zones")
    assert capsys.readouterr().out == "All upcoming meetings are at the time of day that was agreed on.\n"
    noted("2026f", -9, back=["America/Vancouver"])
    noted("2026g", 1)
    call_command("zones")
    here = booking.starts_at.astimezone(ZoneInfo("America/Vancouver"))
    agreed = here.astimezone(timezone(here.utcoffset() - HOUR))
    line = f"{agreed:%Y-%m-%d %H:%M} became {here:%Y-%m-%d %H:%M} in America/Vancouver: "
    assert capsys.readouterr().out == f"{line}{booking.title} ({booking.reference}), Acme\n"
    assert in_words(shifted_meetings(NOW)[0]).startswith(line)
