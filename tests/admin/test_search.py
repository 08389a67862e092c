"""Searches of the admin's long lists find what they name, word by word, and read no list to find nothing."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.admin_search import IndexedSearchAdmin
from accounts.models import HistoryEntry, SignIn, User
from bookings.actions import book
from bookings.models import Admission, Booking
from calendars.models import Alert, HostEntry
from deliveries.models import Delivery
from links.actions import record_opening, request_link
from links.models import Link, LinkRequest, Opening
from pages.models import HostTime
from tests.admin.test_lists import SITE, changelist
from tests.builders import NOW, START, one_time_link, submission
from tests.calendars.builders import calendar_with_rows

pytestmark = [pytest.mark.django_db, pytest.mark.page]


@pytest.fixture
def booking(ana):
    """A booking with a row of every kind about it, and another customer's link."""
    one_time_link(ana, recipient_name="Tom Li", recipient_email="tom@example.com")
    link = one_time_link(ana, recipient_name="Priya Shah", label="Spring")
    record_opening(link=link, by=Opening.By.BROWSER, now=NOW)
    made = book(submission=submission(ana.event_types.get().pk, START), link=link, now=NOW).booking
    request_link(link=link, name="Gus", email="gus@example.com", message="", now=NOW)
    ana.sign_ins.create(at=NOW, how="password", address="203.0.113.7")
    calendar_with_rows(ana)
    return made


def found(client, model, text):
    return {row.pk for row in client.get(changelist(model), {"q": text}).context["cl"].result_list}


def all_of(model, **fields):
    return set(model.objects.filter(**fields).values_list("pk", flat=True))


@pytest.mark.parametrize("by_superuser", [False, True])
def test_each_list_finds_what_its_words_name(client, ana, booking, by_superuser):
    root = User.objects.create_superuser("root@admit.example", "correct horse", name="Root")
    client.force_login(root if by_superuser else ana)
    link, reference = booking.admission.link_id, booking.reference
    entry, alert = HostEntry.objects.get(), Alert.objects.get()
    for model, text, expected in (
        (Link, "priya", {link}),
        (Link, "SHAH spring", {link}),
        (Link, "priya tom", set()),
        (Link, str(link), {link}),
        (Link, "ruiz", all_of(Link)),
        (Opening, "spring", all_of(Opening)),
        (LinkRequest, "Gus@example.com", all_of(LinkRequest)),
        (LinkRequest, "spring", all_of(LinkRequest)),
        (Admission, "shah", {booking.admission_id}),
        (Admission, "priya@exam", {booking.admission_id}),
        (Booking, reference, {booking.pk}),
        (Booking, str(booking.uid), {booking.pk}),
        (Booking, "priya", {booking.pk}),
        (Delivery, "PRIYA@example.com", all_of(Delivery, recipient="priya@example.com")),
        (Delivery, reference, all_of(Delivery, thread=booking.uid)),
        (HostTime, reference.lower(), all_of(HostTime)),
        (HostTime, ana.email, all_of(HostTime)),
        (HostEntry, entry.meeting.hex[:8], {entry.pk}),
        (Alert, "ruiz", {alert.pk}),
        (HistoryEntry, f"link {link}", all_of(HistoryEntry, subject="link", subject_id=link)),
        (HistoryEntry, "booked", all_of(HistoryEntry, verb="booked")),
        (HistoryEntry, "minted ana", all_of(HistoryEntry, verb="minted")),
        (SignIn, "203.0.113.7", all_of(SignIn)),
        (SignIn, "ana", all_of(SignIn)),
    ):
        assert found(client, model, text) == expected, (model, text)


def test_nothing_is_found_without_reading_the_list(client, ana, booking):
    client.force_login(ana)
    for model, screen in SITE._registry.items():
        if not isinstance(screen, IndexedSearchAdmin):
            continue
        for text in ("nobody", "nobody@nowhere.example", "ffffffff", "!", '"', "9" * 30):
            with CaptureQueriesContext(connection) as queries:
                assert found(client, model, text) == set(), (model, text)
            assert not [one for one in queries if "ILIKE" in one["sql"] and model._meta.db_table in one["sql"]]


@pytest.mark.parametrize("by_superuser", [False, True])
def test_beginnings_are_found_among_the_newest(client, ana, booking, monkeypatch, by_superuser):
    monkeypatch.setattr("links.queries.planner.WINDOW", 1)
    root = User.objects.create_superuser("root@admit.example", "correct horse", name="Root")
    client.force_login(root if by_superuser else ana)
    newer = book(
        submission=submission(ana.event_types.get().pk, START + timedelta(days=1), name="Tom", email="tom@example.com"),
        link=one_time_link(ana, recipient_name="Tom"),
        now=NOW,
    )
    link = booking.admission.link_id
    assert [found(client, Link, text) for text in ("pri", "priya")] == [set(), {link}]
    assert [found(client, Booking, text) for text in ("pri", "priya")] == [set(), {booking.pk}]
    assert found(client, Booking, "to") == {newer.booking.pk}
    assert "found among the newest 1 only." in client.get(changelist(Link)).content.decode()


def test_another_organizations_rows_are_not_found(client, zoe, booking):
    client.force_login(zoe)
    for model, text in ((Link, "priya"), (Booking, booking.reference), (Delivery, "priya@example.com")):
        assert found(client, model, text) == set()


@pytest.mark.parametrize("model", [Link, Opening, LinkRequest, Admission, Booking])
def test_longer_than_any_email_finds_nothing(client, ana, booking, model):
    """PostgreSQL looks for no word of this length."""
    client.force_login(ana)
    assert found(client, model, "priya@" + "x" * 3_000) == set()
