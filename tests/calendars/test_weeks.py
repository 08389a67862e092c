"""Busy time as spans and as rows of weeks."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from calendars.weeks import (
    FIRST_MONDAY,
    MOST_SPANS,
    WEEK,
    added_spans,
    changed_weeks,
    clip_spans,
    merge_spans,
    overlaps,
    rows_of_spans,
    spans_of_rows,
    week_of,
)

instants = st.integers(-3 * WEEK, 5 * WEEK)
spans = st.lists(st.tuples(instants, instants), max_size=8)


def seconds(found):
    """The seconds that the spans hold."""
    return {one for starts, ends in found for one in range(starts, ends)}


small = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=8)


@given(small)
def test_merged_spans_are_the_same_time(found):
    merged = merge_spans(found)
    assert seconds(merged) == seconds(found)
    edges = [one for span in merged for one in span]
    assert edges == sorted(set(edges))


@given(small, small)
def test_added_spans_are_the_difference(before, after):
    assert seconds(added_spans(merge_spans(before), merge_spans(after))) == seconds(after) - seconds(before)


@given(small, st.tuples(st.integers(0, 30), st.integers(0, 30)))
def test_overlaps_are_common_time(found, wanted):
    merged = merge_spans(found)
    assert overlaps(merged, wanted) == bool(seconds(merged) & seconds([wanted]))
    assert seconds(clip_spans(merged, wanted)) == seconds(merged) & seconds([wanted])


@given(spans)
def test_rows_hold_all_time_of_weeks(found):
    rows = rows_of_spans(found)
    assert spans_of_rows(rows) == merge_spans(found)
    for week, (starts, ends) in rows.items():
        assert (week - FIRST_MONDAY) % WEEK == 0
        assert week <= min(starts) < max(ends) <= week + WEEK


def test_weeks_begin_on_mondays():
    for written, monday in (("2027-03-07T23:59:59", "2027-03-01"), ("2027-03-08T00:00:00", "2027-03-08")):
        instant = int(datetime.fromisoformat(written).replace(tzinfo=UTC).timestamp())
        assert datetime.fromtimestamp(week_of(instant), UTC).date().isoformat() == monday


def test_full_weeks_lose_their_shortest_gaps():
    many = [(place * 600, place * 600 + 300 - place % 2) for place in range(1_000)]
    (row,) = rows_of_spans([(starts + FIRST_MONDAY, ends + FIRST_MONDAY) for starts, ends in many]).values()
    kept = list(zip(*row, strict=True))
    assert len(kept) == MOST_SPANS
    shifted = [(starts + FIRST_MONDAY, ends + FIRST_MONDAY) for starts, ends in many]
    assert added_spans(kept, shifted) == []
    assert {ends - starts for starts, ends in added_spans(shifted, kept)} == {300}


def test_changed_weeks_are_written_and_deleted():
    monday, next_monday, third = FIRST_MONDAY, FIRST_MONDAY + WEEK, FIRST_MONDAY + 2 * WEEK
    before = rows_of_spans([(monday, monday + 60), (next_monday, next_monday + 60)])
    after = rows_of_spans([(monday, monday + 60), (third, third + 60)])
    assert changed_weeks(before, after) == ({third: ((third,), (third + 60,))}, {next_monday})
    assert changed_weeks(after, after) == ({}, set())
