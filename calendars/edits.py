"""Edits: what hosts have made of our entries in their calendars, as a reading shows it."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from calendars.errors import CalendarRefusal
from calendars.providers import HostEdit, Outcome, WrittenEntry
from calendars.reading import OwnEntry
from calendars.weeks import Span

# Entries that are looked for one by one after a reading.
MOST_LOOKS = 10

# Looks at one entry: None if it is surely gone. Raises CalendarRefusal.
Look = Callable[[WrittenEntry], OwnEntry | None]


def add_edits(outcome: Outcome, written: Sequence[WrittenEntry], window: Span, look: Look) -> Outcome:
    """Return the outcome of a reading, with the edits of its host.

    An entry that the reading lacks is looked up by itself, since a server may have left it out. If it is gone, or could
    not be looked up, the cursor is dropped, so that the next reading looks at the whole calendar again.
    """
    if outcome.found is None:
        return outcome
    edits: list[HostEdit] = []
    absent: list[WrittenEntry] = []
    for entry in written:
        now = _span_of(outcome.found.own.get(entry.uid))
        if now is not None:
            edits += _edit(entry, now)
        elif entry.known is not None and window[0] <= entry.starts < window[1]:
            absent.append(entry)
    absent_edits, is_complete = _look_up(absent, look)
    is_settled = is_complete and all(edit.now is not None for edit in absent_edits)
    return replace(outcome, edits=(*edits, *absent_edits), cursor=outcome.cursor if is_settled else {})


def _look_up(absent: Sequence[WrittenEntry], look: Look) -> tuple[list[HostEdit], bool]:
    """Return the edits of entries that a reading lacks, and whether all of them are known.

    Only the first MOST_LOOKS are looked up. If all of these are gone, the others count as gone, too: most likely the
    host has emptied the calendar, and is asked about all of them together.
    """
    edits: list[HostEdit] = []
    are_gone = True
    for entry in absent[:MOST_LOOKS]:
        try:
            now = _span_of(look(entry))
        except CalendarRefusal:
            return edits, False
        are_gone = are_gone and now is None
        edits += _edit(entry, now)
    others = absent[MOST_LOOKS:]
    if are_gone:
        edits += [HostEdit(entry, None) for entry in others]
    return edits, are_gone or not others


def _span_of(entry: OwnEntry | None) -> Span | None:
    return (entry.starts, entry.ends) if entry is not None and entry.exists else None


def _edit(entry: WrittenEntry, now: Span | None) -> list[HostEdit]:
    """Return the edit, if it is new. A host may change the length of an entry: only its start counts."""
    known_start, start = entry.known and entry.known[0], now and now[0]
    return [] if start == known_start and not entry.is_lost else [HostEdit(entry, now)]
