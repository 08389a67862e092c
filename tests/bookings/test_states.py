"""The words for what became of a meeting, and where the list shows it."""

from datetime import timedelta

import pytest

from bookings.actions import approve, cancel, decline, mark_missed, reschedule
from bookings.meetings import meetings
from bookings.states import BookingState, Tab, state_of
from tests.builders import NOW, START
from tests.owner.meetings.owners import HALF, TUESDAY, make_meeting, make_request, moved_to_past
from tests.tables import table

SECOND = timedelta(seconds=1)


@table(
    ("status", "end", "moved", "last", "word"),
    [
        ("scheduled", SECOND, False, None, BookingState.SCHEDULED),
        ("scheduled", SECOND, True, None, BookingState.RESCHEDULED),
        ("scheduled", SECOND * 0, True, None, BookingState.COMPLETED),
        ("requested", SECOND, False, SECOND, BookingState.REQUESTED),
        ("requested", -SECOND, False, SECOND, BookingState.REQUESTED),
        ("requested", SECOND, False, SECOND * 0, BookingState.LAPSED),
        ("requested", SECOND, False, None, BookingState.LAPSED),
        ("declined", SECOND, False, SECOND, BookingState.DECLINED),
        ("withdrawn", SECOND, False, SECOND, BookingState.WITHDRAWN),
        ("cancelled", -SECOND, True, None, BookingState.CANCELLED),
        # It was a request, and approved.
        ("cancelled", SECOND, False, SECOND, BookingState.CANCELLED),
        ("no_show", SECOND, True, None, BookingState.NO_SHOW),
    ],
)
@pytest.mark.feature("A20")
def test_state_follows_from_status_and_clock(status, end, moved, last, word):
    last_suggested = None if last is None else NOW + last
    facts = {"ends_at": NOW + end, "moved": moved, "last_suggested": last_suggested, "now": NOW}
    assert state_of(status, **facts) == word


@pytest.mark.django_db
@pytest.mark.feature("A13")
def test_unapproved_request_lists_its_suggested_times(anas, ana):
    withdrawn, refused, approved = make_request(ana), make_request(ana, TUESDAY), make_request(ana, TUESDAY + 4 * HALF)
    cancel(booking=withdrawn, actor=None, now=NOW)
    decline(booking=refused, actor=ana, now=NOW)
    approve(booking=approved, start=TUESDAY + 4 * HALF, actor=ana, now=NOW)
    cancel(booking=approved, actor=None, now=NOW)
    days = anas.get("/meetings/?show=cancelled").context["days"]
    lines = {line.booking.pk: line for day in days for line in day.lines}
    pages = {booking: anas.get(f"/meetings/{booking.pk}/") for booking in (withdrawn, refused, approved)}
    for booking, word, by, more in [
        (withdrawn, "Withdrawn", "by the customer", 2),
        (refused, "Declined", "by Ana Ruiz", 2),
        (approved, "Cancelled", "by the customer", 0),
    ]:
        line, page = lines[booking.pk], pages[booking]
        assert ([tag.word for tag in line.tags], line.more_times) == ([f"{word} {by}"], more)
        assert (page.context["word"], page.context["by"]) == (word, by)
        assert len(page.context["suggested"]) == (more + 1 if more else 0)
        html = page.content.decode()
        assert ("Your time" in html) == (booking == approved)
        assert "Approve" not in html
    assert "The customer withdrew it." in pages[withdrawn].content.decode()
    assert "The customer cancelled it." in pages[approved].content.decode()


@pytest.mark.django_db
@pytest.mark.feature("A20", "O25")
def test_each_state_has_tab_word_and_person(anas, ana):
    scheduled = make_meeting(ana)
    moved = reschedule(booking=make_meeting(ana, START + HALF), start=START + 2 * HALF, actor=ana, now=NOW)
    by_customer = reschedule(booking=make_meeting(ana, START + HALF), start=START + 3 * HALF, actor=None, now=NOW)
    waiting, refused = make_request(ana, TUESDAY), make_request(ana, TUESDAY + 4 * HALF)
    decline(booking=refused, actor=ana, now=NOW)
    withdrawn = cancel(booking=make_meeting(ana, START + HALF), actor=None, now=NOW)
    stopped = cancel(booking=make_meeting(ana, START + HALF), actor=ana, now=NOW)
    completed, lapsed = (
        moved_to_past(make_meeting(ana, START + HALF)),
        moved_to_past(make_request(ana, TUESDAY + 8 * HALF)),
    )
    missed = make_meeting(ana, TUESDAY + 12 * HALF)
    mark_missed(booking=missed, actor=ana, now=missed.starts_at)

    def listed(tab):
        days = anas.get(f"/meetings/?show={tab}").context["days"]
        return {line.booking.pk: " ".join(tag.word for tag in line.tags) for day in days for line in day.lines}

    # What is as it should be, or as one did it oneself, goes without saying.
    assert listed("upcoming") == {scheduled.pk: "", moved.pk: "", by_customer.pk: "Moved by the customer"}
    assert listed("requests") == {waiting.pk: ""}
    assert listed("past") == {completed.pk: "", missed.pk: "No-show by Ana Ruiz"}
    assert listed("cancelled") == {
        refused.pk: "Declined by Ana Ruiz",
        withdrawn.pk: "Cancelled by the customer",
        stopped.pk: "Cancelled by Ana Ruiz",
        lapsed.pk: "Lapsed",
    }
    counted = {tab.value: count for tab, _word, count, _query in anas.get("/meetings/").context["tabs"]}
    assert counted == {"upcoming": "3", "requests": "1", "past": "2", "cancelled": "4"}
    assert listed("nonsense") == listed("upcoming")


@pytest.mark.django_db
@pytest.mark.feature("A20")
def test_request_lapses_at_its_last_time(ana):
    booking = make_request(ana, times=2)
    for moment, word, tab in [
        (START + HALF - SECOND, BookingState.REQUESTED, Tab.REQUESTS),
        (START + HALF, BookingState.LAPSED, Tab.CANCELLED),
    ]:
        assert booking.state(moment) == word
        assert [one.pk for one in meetings(user=ana, now=moment, tab=tab).bookings] == [booking.pk]


@pytest.mark.django_db
@pytest.mark.feature("O25")
def test_requests_continue_oldest_first(ana):
    made = []
    for number in range(3):
        made.append(make_request(ana, TUESDAY - 2 * HALF * number + 4 * HALF, times=1))
    first = meetings(user=ana, now=NOW, tab=Tab.REQUESTS, limit=2)
    second = meetings(user=ana, now=NOW, tab=Tab.REQUESTS, limit=2, after=first.further)
    assert [booking.pk for booking in first.bookings + second.bookings] == [booking.pk for booking in made]
    for booking in made:
        cancel(booking=booking, actor=ana, now=NOW)
    first = meetings(user=ana, now=NOW, tab=Tab.CANCELLED, limit=2)
    second = meetings(user=ana, now=NOW, tab=Tab.CANCELLED, limit=2, after=first.further)
    # By their times, the last first.
    assert [booking.pk for booking in first.bookings + second.bookings] == [booking.pk for booking in made]
