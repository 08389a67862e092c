"""The words for what became of a meeting, and where the list shows it."""

from datetime import timedelta

import pytest

from bookings.actions import cancel, decline, mark_missed, reschedule
from bookings.queries import Tab, meetings
from bookings.standing import Standing, standing
from tests.bookings.owners import HALF, TUESDAY, asked, booked, over
from tests.builders import NOW, START

SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("status", "end", "moved", "last", "word"),
    [
        ("scheduled", SECOND, False, None, Standing.SCHEDULED),
        ("scheduled", SECOND, True, None, Standing.RESCHEDULED),
        ("scheduled", SECOND * 0, True, None, Standing.COMPLETED),
        ("requested", SECOND, False, SECOND, Standing.REQUESTED),
        ("requested", -SECOND, False, SECOND, Standing.REQUESTED),
        ("requested", SECOND, False, SECOND * 0, Standing.LAPSED),
        ("requested", SECOND, False, None, Standing.LAPSED),
        ("declined", SECOND, False, SECOND, Standing.DECLINED),
        ("cancelled", -SECOND, True, None, Standing.CANCELLED),
        ("no_show", SECOND, True, None, Standing.NO_SHOW),
    ],
)
def test_a20_the_word_follows_from_what_is_stored_and_the_clock(status, end, moved, last, word):
    last_suggested = None if last is None else NOW + last
    assert standing(status, ends_at=NOW + end, moved=moved, last_suggested=last_suggested, now=NOW) == word


@pytest.mark.django_db
@pytest.mark.usefixtures("at_now")
def test_a20_o25_each_state_has_its_tab_its_word_and_who_did_it(anas, ana):
    scheduled = booked(ana)
    moved = reschedule(booking=booked(ana, START + HALF), start=START + 2 * HALF, actor=ana, now=NOW)
    by_customer = reschedule(booking=booked(ana, START + HALF), start=START + 3 * HALF, actor=None, now=NOW)
    waiting, refused = asked(ana, TUESDAY), asked(ana, TUESDAY + 4 * HALF)
    decline(booking=refused, actor=ana, now=NOW)
    withdrawn = cancel(booking=booked(ana, START + HALF), actor=None, now=NOW)
    stopped = cancel(booking=booked(ana, START + HALF), actor=ana, now=NOW)
    completed, lapsed = over(booked(ana, START + HALF)), over(asked(ana, TUESDAY + 8 * HALF))
    missed = booked(ana, TUESDAY + 12 * HALF)
    mark_missed(booking=missed, actor=ana, now=missed.starts_at)

    def listed(tab):
        lines = anas.get(f"/meetings/?show={tab}").context["lines"]
        return {line.booking.pk: (line.word, line.by) for line in lines}

    assert listed("upcoming") == {
        scheduled.pk: ("Scheduled", ""),
        moved.pk: ("Rescheduled", "by Ana Ruiz"),
        by_customer.pk: ("Rescheduled", "by the customer"),
    }
    assert listed("requests") == {waiting.pk: ("Requested", "")}
    assert listed("past") == {completed.pk: ("Completed", ""), missed.pk: ("No-show", "by Ana Ruiz")}
    assert listed("cancelled") == {
        refused.pk: ("Declined", "by Ana Ruiz"),
        withdrawn.pk: ("Cancelled", "by the customer"),
        stopped.pk: ("Cancelled", "by Ana Ruiz"),
        lapsed.pk: ("Lapsed", ""),
    }
    counted = {tab.value: count for tab, _word, count in anas.get("/meetings/").context["tabs"]}
    assert counted == {"upcoming": "3", "requests": "1", "past": "2", "cancelled": "4"}
    assert listed("nonsense") == listed("upcoming")


@pytest.mark.django_db
def test_a20_a_request_lapses_when_its_last_time_has_come(ana):
    booking = asked(ana, times=2)
    for moment, word, tab in [
        (START + HALF - SECOND, Standing.REQUESTED, Tab.REQUESTS),
        (START + HALF, Standing.LAPSED, Tab.CANCELLED),
    ]:
        assert booking.standing(moment) == word
        assert [one.pk for one in meetings(user=ana, now=moment, tab=tab).bookings] == [booking.pk]


@pytest.mark.django_db
@pytest.mark.usefixtures("at_now")
@pytest.mark.parametrize("tab", ["requests", "cancelled"])
@pytest.mark.parametrize("count", [1, 3])
def test_o25_each_tab_needs_the_same_queries_for_one_and_for_three(anas, ana, tab, count, django_assert_num_queries):
    for number in range(count):
        booking = asked(ana, TUESDAY + 2 * HALF * number, times=1)
        if tab == "cancelled":
            decline(booking=booking, actor=ana, now=NOW)
    with django_assert_num_queries(10):
        assert len(anas.get(f"/meetings/?show={tab}").context["lines"]) == count


@pytest.mark.django_db
def test_o25_requests_go_on_where_the_page_ended_the_oldest_first(ana):
    made = []
    for number in range(3):
        made.append(asked(ana, TUESDAY - 2 * HALF * number + 4 * HALF, times=1))
    first = meetings(user=ana, now=NOW, tab=Tab.REQUESTS, limit=2)
    second = meetings(user=ana, now=NOW, tab=Tab.REQUESTS, limit=2, after=first.further)
    assert [one.pk for one in first.bookings + second.bookings] == [one.pk for one in made]
    for one in made:
        cancel(booking=one, actor=ana, now=NOW)
    first = meetings(user=ana, now=NOW, tab=Tab.CANCELLED, limit=2)
    second = meetings(user=ana, now=NOW, tab=Tab.CANCELLED, limit=2, after=first.further)
    # By their times, the last first.
    assert [one.pk for one in first.bookings + second.bookings] == [one.pk for one in made]
