"""Busy time as spans, which rules use, and as rows of weeks, which the database stores.

A span is [starts, ends) in seconds since 1970. Spans of one calendar are in order, and none touches another. A week
begins on Monday at 00:00 UTC, and a row has the time of one week only.

This module knows no ORM, request or clock.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

Span = tuple[int, int]
# Starts and ends of the spans of a week, side by side.
Row = tuple[tuple[int, ...], tuple[int, ...]]
WEEK = 7 * 24 * 3_600
# The first Monday after the epoch, which was a Thursday.
FIRST_MONDAY = 4 * 24 * 3_600
# A row has no more spans than this; a constraint of the table says so too.
MOST_SPANS = 700


def merge_spans(spans: Iterable[Span]) -> list[Span]:
    """Return the same time as few spans: in order, none empty, none touching another."""
    merged: list[Span] = []
    for starts, ends in sorted(spans):
        if ends <= starts:
            continue
        if merged and starts <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], ends))
        else:
            merged.append((starts, ends))
    return merged


def clip_spans(spans: Iterable[Span], window: Span) -> list[Span]:
    """Return the parts of the spans that are in the window."""
    cut = ((max(starts, window[0]), min(ends, window[1])) for starts, ends in spans)
    return [(starts, ends) for starts, ends in cut if starts < ends]


def week_of(instant: int) -> int:
    """Return when the week of the instant began."""
    return instant - (instant - FIRST_MONDAY) % WEEK


def rows_of_spans(spans: Iterable[Span]) -> dict[int, Row]:
    """Return a row for each week that has busy time, by its beginning.

    If a week has more spans than a row has room for, the shortest gaps between them count as busy.
    """
    weeks: dict[int, list[Span]] = {}
    for starts, ends in merge_spans(spans):
        for week in range(week_of(starts), ends, WEEK):
            weeks.setdefault(week, []).append((max(starts, week), min(ends, week + WEEK)))
    return {week: _row(_close_gaps(found)) for week, found in weeks.items()}


def spans_of_rows(rows: Mapping[int, Row]) -> list[Span]:
    """Return the spans of the rows. Those that were cut at the end of a week are joined again."""
    return merge_spans(span for starts, ends in rows.values() for span in zip(starts, ends, strict=True))


def changed_weeks(before: Mapping[int, Row], after: Mapping[int, Row]) -> tuple[dict[int, Row], set[int]]:
    """Return the rows to write and the weeks to delete, so that `before` becomes `after`."""
    written = {week: row for week, row in after.items() if before.get(week) != row}
    return written, before.keys() - after.keys()


def added_spans(before: Sequence[Span], after: Iterable[Span]) -> list[Span]:
    """Return the time that is in `after` and not in `before`, which are both merged."""
    added: list[Span] = []
    for starts, ends in after:
        for index in range(bisect_right(before, starts, key=_end), len(before)):
            busy_starts, busy_ends = before[index]
            if busy_starts >= ends:
                break
            added.append((starts, busy_starts))
            starts = busy_ends
        added.append((starts, ends))
    return merge_spans(added)


def overlaps(spans: Sequence[Span], wanted: Span) -> bool:
    """Return whether any of the merged spans has time in common with the wanted one."""
    index = bisect_right(spans, wanted[0], key=_end)
    return index < len(spans) and spans[index][0] < wanted[1] and wanted[0] < wanted[1]


def _end(span: Span) -> int:
    return span[1]


def _close_gaps(spans: list[Span]) -> list[Span]:
    gaps = [(before[1], after[0]) for before, after in pairwise(spans)]
    gaps.sort(key=lambda gap: gap[1] - gap[0])
    return merge_spans([*spans, *gaps[: max(0, len(spans) - MOST_SPANS)]])


def _row(spans: Iterable[Span]) -> Row:
    starts, ends = zip(*spans, strict=True)
    return starts, ends
