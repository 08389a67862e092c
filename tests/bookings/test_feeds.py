"""A host's meetings as other calendar programs read them: whose, which, what is said of them, and that none counts
twice."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from accounts.actions import change_member
from bookings import feeds
from bookings.actions import book, cancel, keep_feed, mark_missed, renew_feed, reschedule, withdraw_feed
from bookings.errors import NoFeed, UnknownFeed, WithdrawnFeed
from bookings.feeds import find_feed, write_feed
from bookings.models import Booking, HostFeed
from bookings.readings import host_profile
from calendars.reading import read_busy
from core.dates import to_epoch
from core.tokens import Purpose, make_token
from tests.builders import NOW, START, add_colleague, forged, one_time_link, submission
from tests.calendars.builders import calendar_of, connection_of

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PRIVATE = ("Priya", "priya@example.com", "Tom", "tom@example.com", "Ana", "30-minute", "purple")


@pytest.fixture
def bookings(ana, event_type):
    """Two meetings of Ana's, on two days."""
    forms = [
        submission(event_type.pk, START + number * DAY, note="Bring the purple one", guests=("tom@example.com",))
        for number in range(2)
    ]
    return [book(submission=form, link=one_time_link(ana), now=NOW).booking for form in forms]


def feed_of(user, details=False):
    return find_feed(keep_feed(user=user, details=details, now=NOW).token())


def events(feed, now=NOW):
    return Calendar.from_ical(write_feed(feed, now)).events


def uids(feed, now=NOW):
    return [str(event["UID"]) for event in events(feed, now)]


def test_only_busy_times_by_default(ana, bookings):
    written = write_feed(feed_of(ana), NOW)
    file = Calendar.from_ical(written)
    assert [(event["UID"], event.DTSTART, event.DTEND, event["SUMMARY"]) for event in file.events] == [
        (str(booking.uid), booking.starts_at, booking.ends_at, "Busy") for booking in bookings
    ]
    named = {"UID", "SEQUENCE", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "STATUS", "TRANSP"}
    assert {name for event in file.events for name in event} == named
    assert [word for word in PRIVATE if word.lower() in written.decode().lower()] == []
    assert (file["METHOD"], file["VERSION"], file["X-WR-CALNAME"]) == ("PUBLISH", "2.0", "Admit One")
    assert b"\r\nREFRESH-INTERVAL;VALUE=DURATION:PT15M\r\n" in written
    assert b"\r\nX-PUBLISHED-TTL:PT15M\r\n" in written


def test_names_and_answers_where_wanted(ana, bookings):
    first = events(feed_of(ana, details=True))[0]
    assert first["SUMMARY"] == "30-minute meeting: Priya Shah & Ana Ruiz"
    assert "priya@example.com" in first["DESCRIPTION"]
    assert "Bring the purple one" in first["DESCRIPTION"]
    assert f"/meetings/{bookings[0].pk}/" in first["DESCRIPTION"]
    assert "/b/" not in first["DESCRIPTION"]
    assert "ATTENDEE" not in first


def test_the_file_follows_each_meeting(ana, bookings):
    feed, (first, second) = feed_of(ana), bookings
    before = write_feed(feed, NOW)
    assert write_feed(feed, NOW + HOUR) == before
    reschedule(booking=first, start=START + HOUR, actor=ana, now=NOW)
    cancel(booking=second, actor=ana, now=NOW)
    (event,) = events(feed)
    assert (event["UID"], event["SEQUENCE"], event.DTSTART) == (str(first.uid), 1, START + HOUR)
    mark_missed(booking=first, actor=ana, now=START + DAY)
    assert uids(feed) == [str(first.uid)]


@pytest.mark.parametrize(
    ("after", "number"),
    [(-366 * DAY, 0), (-365 * DAY, 0), (-364 * DAY, 1), (29 * DAY, 2), (30 * DAY, 2), (31 * DAY, 1), (32 * DAY, 0)],
)
def test_thirty_days_back_and_a_year_ahead(ana, bookings, after, number):
    assert len(events(feed_of(ana), START + after)) == number


def test_the_first_ones_if_too_many(ana, bookings, monkeypatch):
    monkeypatch.setattr(feeds, "MOST_MEETINGS", 1)
    assert uids(feed_of(ana)) == [str(bookings[0].uid)]


def test_one_reads_only_what_one_hosts(ana, ben, zoe, bookings):
    assert [uids(feed_of(user)) for user in (ben, zoe)] == [[], []]


def test_a_request_is_no_meeting_yet(ana, bookings):
    Booking.objects.filter(pk=bookings[0].pk).update(status="requested")
    assert uids(feed_of(ana)) == [str(bookings[1].uid)]


@pytest.mark.parametrize("details", [False, True])
@pytest.mark.parametrize("number", [1, 3])
def test_two_queries_whatever_is_written(ana, event_type, details, number):
    for day in range(number):
        book(submission=submission(event_type.pk, START + day * DAY), link=one_time_link(ana), now=NOW)
    token = keep_feed(user=ana, details=details, now=NOW).token()
    with CaptureQueriesContext(connection) as queries:
        assert len(events(find_feed(token))) == number
    assert len(queries) == 2


@pytest.mark.parametrize("details", [False, True])
def test_a_subscribed_feed_does_not_count_twice(ana, ben, bookings, details):
    """Ana checks a calendar that has her own feed. To Ben's calendars it is somebody else's."""
    stream = write_feed(feed_of(ana, details), NOW)
    window = to_epoch(NOW - DAY), to_epoch(NOW + 30 * DAY)
    mine, bens = (host_profile(calendar_of(connection_of(user)), NOW) for user in (ana, ben))
    spans = [(to_epoch(booking.starts_at), to_epoch(booking.ends_at)) for booking in bookings]
    assert list(read_busy([stream], mine, window).busy) == []
    assert list(read_busy([stream], bens, window).busy) == spans


def test_forged_addresses_cost_no_query(ana, settings, django_assert_num_queries):
    feed = keep_feed(user=ana, details=False, now=NOW)
    token = feed.token()
    other = make_token(Purpose.MANAGE, feed.kid, bytes(feed.handle), settings.LINK_KEYS)
    wrong = [token[:-1], forged(token), other, "", "x" * 36, "é" * 36]
    with django_assert_num_queries(0):
        for one in wrong:
            with pytest.raises(UnknownFeed):
                find_feed(one)


def test_a_new_address_replaces_the_former(ana):
    former = keep_feed(user=ana, details=True, now=NOW).token()
    new = renew_feed(user=ana, now=NOW + HOUR)
    assert (new.token() != former, find_feed(new.token()).details) == (True, True)
    with pytest.raises(WithdrawnFeed):
        find_feed(former)


def test_a_withdrawn_address_never_comes_back(ana):
    former = keep_feed(user=ana, details=False, now=NOW).token()
    withdraw_feed(user=ana, now=NOW)
    with pytest.raises(NoFeed):
        renew_feed(user=ana, now=NOW)
    again = keep_feed(user=ana, details=False, now=NOW + HOUR)
    assert (again.created_at, HostFeed.objects.get().revoked_at) == (NOW + HOUR, None)
    assert find_feed(again.token()) == again
    with pytest.raises(WithdrawnFeed):
        find_feed(former)


def test_choosing_keeps_the_address(ana):
    former, now = (keep_feed(user=ana, details=details, now=NOW) for details in (False, True))
    assert (now.token(), now.details) == (former.token(), True)


def test_deactivating_withdraws_in_one_commit(ana):
    cleo = add_colleague(ana, "Cleo Diaz", "cleo@acme.example")
    token = keep_feed(user=cleo, details=False, now=NOW).token()
    change_member(actor=ana, member=cleo, role="member", is_active=False)
    with pytest.raises(WithdrawnFeed):
        find_feed(token)
    with pytest.raises(NoFeed):
        keep_feed(user=cleo, details=False, now=NOW)
    change_member(actor=ana, member=cleo, role="member", is_active=True)
    with pytest.raises(WithdrawnFeed):
        find_feed(token)
