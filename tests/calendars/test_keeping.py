"""A reading kept: which weeks are written, what is told, and who may not keep one."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction

from calendars.actions.reading import keep_reading, stop_reading
from calendars.models import BusyWeek, Calendar
from calendars.providers import Outcome
from calendars.queries import weeks_of
from calendars.reading import BusyTime
from calendars.weeks import WEEK, spans_of_rows, week_of
from core.database import read_clock
from core.dates import from_epoch, to_epoch
from tests.builders import NOW
from tests.calendars.builders import claim_again, claimed_calendar

pytestmark = pytest.mark.django_db(transaction=True)
HOUR = 3_600
MONDAY = week_of(to_epoch(NOW))
WINDOW = (MONDAY, MONDAY + 9 * WEEK)


def keep(calendar, *busy, told=None, began=NOW, window=WINDOW, cursor=None):
    outcome = Outcome(BusyTime(busy, {}, (("too often", 5),)), cursor or {"ctag": "1"})
    heard = [] if told is None else told
    return keep_reading(
        calendar=calendar,
        began=began,
        window=window,
        outcome=outcome,
        on_change=lambda host, spans, _edited: heard.append((host, list(spans))),
    )


def existing(calendar):
    return spans_of_rows(weeks_of(calendar))


def test_first_reading_is_kept_whole(ana):
    calendar, told = claimed_calendar(ana), []
    before = read_clock()
    over_two_weeks = (MONDAY + WEEK - HOUR, MONDAY + WEEK + HOUR)
    assert keep(calendar, (MONDAY, MONDAY + HOUR), over_two_weeks, told=told)
    assert existing(calendar) == [(MONDAY, MONDAY + HOUR), over_two_weeks]
    assert set(BusyWeek.objects.values_list("host", "week")) == {
        (ana.pk, from_epoch(MONDAY)),
        (ana.pk, from_epoch(MONDAY + WEEK)),
    }
    assert told == [(ana.pk, [(MONDAY, MONDAY + HOUR), over_two_weeks])]
    row = Calendar.objects.get()
    assert (row.read_at, row.known_until, row.cursor) == (NOW, from_epoch(WINDOW[1]), {"ctag": "1"})
    assert (row.lease, row.leased_until, row.attempts, row.warnings) == (None, None, 0, [["too often", 5]])
    assert timedelta(seconds=269) < row.due_at - before < timedelta(seconds=335)


def test_files_are_read_every_quarter_hour(ana):
    calendar, before = claimed_calendar(ana, kind="ics"), read_clock()
    keep(calendar)
    assert timedelta(minutes=13) < Calendar.objects.get().due_at - before < timedelta(minutes=17)


def test_only_weeks_that_differ_are_written(ana):
    calendar, told = claimed_calendar(ana), []
    same, gone = (MONDAY, MONDAY + HOUR), (MONDAY + WEEK, MONDAY + WEEK + HOUR)
    keep(calendar, same, gone)
    versions = dict(BusyWeek.objects.values_list("week", "pk"))
    claim_again(calendar)
    new = (MONDAY + 2 * WEEK, MONDAY + 2 * WEEK + HOUR)
    keep(calendar, same, new, told=told)
    assert existing(calendar) == [same, new]
    assert BusyWeek.objects.get(week=from_epoch(MONDAY)).pk == versions[from_epoch(MONDAY)]
    assert told == [(ana.pk, [new])]


def test_less_busy_time_tells_of_none(ana):
    calendar, told = claimed_calendar(ana), []
    keep(calendar, (MONDAY, MONDAY + 2 * HOUR), told=told)
    claim_again(calendar)
    keep(calendar, (MONDAY, MONDAY + HOUR), told=told)
    claim_again(calendar)
    keep(calendar, (MONDAY, MONDAY + HOUR), told=told)
    assert told == [(ana.pk, [(MONDAY, MONDAY + 2 * HOUR)]), (ana.pk, [])]


def test_unchanged_reading_takes_one_statement(ana, django_assert_num_queries):
    calendar = claimed_calendar(ana)
    keep(calendar, (MONDAY, MONDAY + HOUR))
    claim_again(calendar)
    later = NOW + timedelta(minutes=5)
    with django_assert_num_queries(1):
        assert keep_reading(
            calendar=calendar, began=later, window=WINDOW, outcome=Outcome(None, {"ctag": "2"}), on_change=never
        )
    row = Calendar.objects.get()
    assert (row.read_at, row.cursor, row.lease, row.warnings) == (later, {"ctag": "2"}, None, [["too often", 5]])
    assert existing(calendar) == [(MONDAY, MONDAY + HOUR)]


def never(_host, _spans):
    raise AssertionError


@pytest.mark.parametrize("outcome", [Outcome(None, {}), Outcome(BusyTime(((MONDAY, MONDAY + HOUR),), {}, ()), {})])
def test_nothing_is_kept_without_lease(ana, outcome):
    calendar = claimed_calendar(ana)
    Calendar.objects.update(lease=uuid4())
    before = Calendar.objects.values().get()
    given = {"began": NOW, "window": WINDOW, "outcome": outcome, "on_change": never}
    assert not keep_reading(calendar=calendar, **given)
    calendar.lease = None
    Calendar.objects.update(lease=None, leased_until=None)
    assert not keep_reading(calendar=calendar, **given)
    assert Calendar.objects.values().get() == before | {"lease": None, "leased_until": None}
    assert not BusyWeek.objects.exists()


def test_calendar_that_is_no_longer_checked(ana, ben):
    calendar, other = claimed_calendar(ana), claimed_calendar(ben)
    keep(calendar, (MONDAY, MONDAY + HOUR))
    keep(other, (MONDAY, MONDAY + HOUR))
    claim_again(calendar)
    with transaction.atomic():
        stop_reading(Calendar.objects.filter(host=ana))
    assert not keep(calendar, (MONDAY, MONDAY + HOUR))
    row = Calendar.objects.get(pk=calendar.pk)
    assert (row.checked, row.read_at, row.known_until, row.cursor, row.due_at) == (False, None, None, {}, None)
    assert (row.lease, row.warnings, existing(calendar)) == (None, [], [])
    assert (existing(other), Calendar.objects.get(pk=other.pk).checked) == ([(MONDAY, MONDAY + HOUR)], True)
