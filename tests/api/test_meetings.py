"""Meetings through the API: which there are, and what a host does with them."""

from datetime import timedelta
from uuid import uuid4

import pytest

from accounts.models import ApiToken, HistoryEntry, Scope
from api.booking_shapes import BookingOut
from bookings.actions import cancel, reschedule
from bookings.models import Booking
from bookings.published import PublishedBooking
from tests.api.client import Program, code_of, token_of
from tests.bookings.meetings import book_at_page, book_meeting, change_settings
from tests.builders import NOW, START, managed_event_type, team_page

pytestmark = [pytest.mark.django_db, pytest.mark.page]
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


@pytest.fixture
def program(ana):
    return Program(token_of(ana))


def uids(response):
    assert response.status_code == 200, response.json()
    return [one["uid"] for one in response.json()["data"]]


def test_api_tells_whatever_is_published():
    assert set(BookingOut.model_fields) == set(PublishedBooking.__annotations__) | {"manage_url"}


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("reach", "query", "cost"),
    [("own", "", 9), ("organization", "", 8), ("own", "?updated_since=2030-01-01T00:00:00Z", 9)],
)
def test_list_costs_the_same(ana, event_type, django_assert_num_queries, rows, reach, query, cost):
    program = Program(token_of(ana, reach=reach))
    for day in range(rows):
        book_meeting(ana, event_type, START + day * DAY)
    with django_assert_num_queries(cost):
        response = program("GET", f"/bookings{query}")
    assert len(uids(response)) == rows


def test_one_meeting_with_its_history(program, ana, event_type, django_assert_num_queries):
    booking = book_meeting(ana, event_type)
    cancel(booking=booking, actor=ana, reason="Ill", now=NOW + MINUTE)
    with django_assert_num_queries(5):
        said = program("GET", f"/bookings/{booking.uid}").json()
    assert (said["uid"], said["status"], said["reason"]) == (str(booking.uid), "cancelled", "Ill")
    assert said["manage_url"] == booking.address()
    assert said["history"] == [
        {"at": "2030-01-07T08:00:00Z", "verb": "booked", "by": None, "details": {}},
        {
            "at": "2030-01-07T08:01:00Z",
            "verb": "cancelled",
            "by": {"id": ana.pk, "name": "Ana Ruiz"},
            "details": {"reason": "Ill"},
        },
    ]


def test_pages_follow_one_another(program, ana, event_type):
    made = [book_meeting(ana, event_type, START + day * DAY) for day in range(3)]
    expected = [str(one.uid) for one in reversed(made)]
    first = program("GET", "/bookings?limit=2")
    cursor = first.json()["next_cursor"]
    assert uids(first) == expected[:2]
    assert f"cursor={cursor}" in first["Link"]
    last = program("GET", f"/bookings?limit=2&cursor={cursor}")
    assert (uids(last), last.json()["next_cursor"]) == (expected[2:], None)


def test_what_changed_comes_in_that_order(program, ana, event_type):
    made = [book_meeting(ana, event_type, START + day * DAY) for day in range(4)]
    cancel(booking=made[0], actor=ana, now=NOW + 2 * MINUTE)
    reschedule(booking=made[2], start=START + 4 * DAY, actor=ana, now=NOW + MINUTE)
    cancel(booking=made[3], actor=ana, now=NOW + MINUTE)
    since = "updated_since=2030-01-07T08:01:00Z"
    expected = [str(made[one].uid) for one in (2, 3, 0)]
    assert uids(program("GET", f"/bookings?{since}")) == expected
    found, cursor = [], ""
    while cursor is not None:
        response = program("GET", f"/bookings?{since}&limit=1&cursor={cursor}")
        found += uids(response)
        cursor = response.json()["next_cursor"]
    assert found == expected


@pytest.mark.parametrize("query", ["state=cancelled", "link_type=public", "state=scheduled"])
def test_changed_ones_are_looked_at_in_parts(program, ana, event_type, monkeypatch, query):
    """A page may have nothing, though others follow."""
    monkeypatch.setattr("bookings.published_lists.CHANGED", 2)
    starts = [START + day * DAY + half * 30 * MINUTE for day in range(3) for half in range(2)]
    made = [book_meeting(ana, event_type, start) for start in starts]
    cancel(booking=made[4], actor=ana, now=NOW)
    since, whole = "updated_since=2030-01-07T00:00:00Z", uids(program("GET", f"/bookings?{query}"))
    sizes, found, cursor = [], [], ""
    while cursor is not None:
        response = program("GET", f"/bookings?{since}&{query}&cursor={cursor}")
        found += uids(response)
        sizes.append(len(uids(response)))
        cursor = response.json()["next_cursor"]
    assert (sorted(found), len(sizes)) == (sorted(whole), 3)
    # Few came through each link, so these are looked up.
    one = made[4].admission.link_id
    response = program("GET", f"/bookings?{since}&link={one}")
    assert (uids(response), response.json()["next_cursor"]) == ([str(made[4].uid)], None)


@pytest.mark.parametrize(
    ("query", "days"),
    [
        ("state=cancelled", [0]),
        ("state=scheduled", [1]),
        ("link_type=public", [1]),
        ("starts_from=2030-01-08T00:00:00Z", [1]),
        ("starts_before=2030-01-08T00:00:00%2B01:00", [0]),
        ("text=tom", [1]),
        ("state=scheduled&link_type=single-use", []),
    ],
)
def test_filters_narrow_the_list(program, ana, anas_page, event_type, query, days):
    made = [book_meeting(ana, event_type), book_at_page(anas_page, event_type, START + DAY, name="Tom Moss")]
    cancel(booking=made[0], actor=ana, now=NOW)
    assert uids(program("GET", f"/bookings?{query}")) == [str(made[day].uid) for day in days]


def test_members_find_what_a_host_shares(ana, ben, event_type):
    """Held together, or booked through a link of theirs; nothing else of the other's."""
    shared = managed_event_type(ana)
    together = book_at_page(team_page(ana, shared, ana.pages.get(), ben.pages.get()), shared)
    Booking.objects.filter(pk=book_meeting(ana, event_type, START + 2 * DAY).pk).update(onlooker=ben)
    book_meeting(ana, event_type, START + DAY)
    looked_on = Booking.objects.get(onlooker=ben)
    found = uids(Program(token_of(ben))("GET", f"/bookings?host={ana.pk}"))
    assert found == [str(looked_on.uid), str(together.uid)]


def test_filters_by_id(program, ana, ben, zoe, event_type):
    booking = book_meeting(ana, event_type)
    link = booking.admission.link_id
    for query, found in ((f"link={link}", 1), (f"link={link + 1}", 0), (f"host={ana.pk}", 1), (f"host={ben.pk}", 0)):
        assert len(uids(program("GET", f"/bookings?{query}"))) == found
    assert len(uids(program("GET", f"/bookings?event_type={event_type.pk}"))) == 1
    for query in (f"host={zoe.pk}", "event_type=999999"):
        assert code_of(program("GET", f"/bookings?{query}")) == (422, "invalid")


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("state=gone", "state"),
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("cursor=abc", "cursor"),
        ("cursor=YWZ0ZXI6eA", "cursor"),
        ("updated_since=2030-01-01T00:00:00Z&cursor=YWZ0ZXI6MQ", "cursor"),
        ("updated_since=yesterday", "updated_since"),
        ("colour=red", "colour"),
        ("text=" + "x" * 101, "text"),
        ("link=x", "link"),
    ],
)
def test_a_parameter_of_another_kind(program, query, parameter):
    response = program("GET", f"/bookings?{query}")
    assert code_of(response) == (422, "invalid")
    assert response.json()["errors"][0]["parameter"] == parameter


def test_members_see_their_own(ana, ben, zoe, event_type):
    booking = book_meeting(ana, event_type)
    narrow = token_of(ana, reach=ApiToken.Reach.OWN)
    assert uids(Program(narrow)("GET", "/bookings")) == [str(booking.uid)]
    for somebody in (ben, zoe):
        program = Program(token_of(somebody))
        assert uids(program("GET", "/bookings")) == []
        assert uids(program("GET", "/bookings?updated_since=2030-01-01T00:00:00Z")) == []
        for method, path in (
            ("GET", ""),
            *(("POST", deed) for deed in ("/cancel", "/reschedule", "/no-show", "/approve", "/decline")),
        ):
            body = {"start": "2030-01-08T14:00:00Z"} if path in {"/reschedule", "/approve"} else {}
            response = program(method, f"/bookings/{booking.uid}{path}", body if method == "POST" else None)
            assert code_of(response) == (404, "not-found")
    assert code_of(Program(narrow)("GET", f"/bookings/{uuid4()}")) == (404, "not-found")


def test_cancelled_with_a_reason(program, ana, event_type):
    booking = book_meeting(ana, event_type)
    said = program("POST", f"/bookings/{booking.uid}/cancel", {"reason": "Ill", "sequence": 0}).json()
    assert (said["status"], said["sequence"], said["reason"]) == ("cancelled", 1, "Ill")
    assert said["decided_by"] == {"id": ana.pk, "name": "Ana Ruiz"}
    again = program("POST", f"/bookings/{booking.uid}/cancel", {})
    assert (again.status_code, again.json()["sequence"]) == (200, 1)
    done = HistoryEntry.objects.get(subject="booking", subject_id=booking.pk, verb="cancelled")
    assert (done.actor, done.details["via"], done.details["reason"]) == (ana, "api", "Ill")


def test_moved_to_another_time(program, ana, event_type):
    booking = book_meeting(ana, event_type)
    body = {"start": "2030-01-08T15:00:00+01:00", "reason": "Train", "sequence": 0}
    said = program("POST", f"/bookings/{booking.uid}/reschedule", body).json()
    assert (said["starts_at"], said["state"], said["sequence"]) == ("2030-01-08T14:00:00Z", "rescheduled", 1)


def test_moving_to_a_taken_time_suggests(program, ana, event_type):
    booking, other = book_meeting(ana, event_type), book_meeting(ana, event_type, START + DAY)
    body = {"start": other.starts_at.isoformat().replace("+00:00", "Z")}
    response = program("POST", f"/bookings/{booking.uid}/reschedule", body)
    assert code_of(response) == (409, "slot-taken")
    assert response.json()["suggestions"] == [
        f"2030-01-08T{time}:00Z" for time in ("13:30", "14:30", "13:00", "15:00", "12:30")
    ]


@pytest.mark.parametrize("deed", ["cancel", "reschedule", "no-show", "approve", "decline"])
def test_a_changed_meeting_is_looked_at_again(program, ana, event_type, deed):
    if deed in {"approve", "decline"}:
        change_settings(event_type, needs_approval=True)
    booking = book_meeting(ana, event_type)
    Booking.objects.filter(pk=booking.pk).update(sequence=3)
    start = {"reschedule": {"start": "2030-01-08T14:00:00Z"}, "approve": {"start": "2030-01-07T14:00:00Z"}}
    response = program("POST", f"/bookings/{booking.uid}/{deed}", {"sequence": 2, **start.get(deed, {})})
    assert code_of(response) == (409, "changed")
    booking.refresh_from_db()
    assert (booking.sequence, booking.decided_at) == (3, None)


def test_refusals_have_their_codes(program, ana, event_type):
    booking = book_meeting(ana, event_type)
    assert code_of(program("POST", f"/bookings/{booking.uid}/no-show", {})) == (409, "not-over")
    assert code_of(program("POST", f"/bookings/{booking.uid}/decline", {})) == (409, "not-requested")
    cancel(booking=booking, actor=ana, now=NOW)
    body = {"start": "2030-01-08T14:00:00Z"}
    assert code_of(program("POST", f"/bookings/{booking.uid}/reschedule", body)) == (409, "ended")


def test_requests_are_answered(program, ana, event_type):
    change_settings(event_type, needs_approval=True)
    asked = book_meeting(ana, event_type, further=(START + DAY,))
    response = program("POST", f"/bookings/{asked.uid}/approve", {"start": "2030-01-09T14:00:00Z"})
    assert code_of(response) == (409, "slot-taken")
    assert response.json()["suggestions"] == ["2030-01-07T14:00:00Z", "2030-01-08T14:00:00Z"]
    said = program("POST", f"/bookings/{asked.uid}/approve", {"start": "2030-01-08T14:00:00Z"}).json()
    assert (said["status"], said["starts_at"]) == ("scheduled", "2030-01-08T14:00:00Z")
    other = book_meeting(ana, event_type)
    said = program("POST", f"/bookings/{other.uid}/decline", {"reason": "Full"}).json()
    assert (said["status"], said["reason"]) == ("declined", "Full")


def test_a_customer_who_never_came(program, ana, event_type):
    booking = book_meeting(ana, event_type)
    Booking.objects.filter(pk=booking.pk).update(starts_at=NOW - MINUTE)
    said = program("POST", f"/bookings/{booking.uid}/no-show", {"sequence": 0}).json()
    assert (said["status"], said["state"]) == ("no_show", "no-show")


def test_reading_is_not_writing(ana, event_type):
    booking = book_meeting(ana, event_type)
    reader = Program(token_of(ana, Scope.BOOKINGS_READ))
    response = reader("POST", f"/bookings/{booking.uid}/cancel", {})
    assert code_of(response) == (403, "insufficient-scope")
    assert 'scope="bookings:write"' in response["WWW-Authenticate"]
