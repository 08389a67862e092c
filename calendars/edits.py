"""What hosts have made of our entries in their calendars, as a reading shows it."""

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


def with_edits(outcome: Outcome, written: Sequence[WrittenEntry], window: Span, look: Look) -> Outcome:
    """Return the outcome of a reading with what its host has moved or deleted of the entries.

    An entry that a reading lacks is looked for by itself: a server may have left it out. If that cannot be told now, or
    if it is gone, the calendar counts as changed, so that the next reading tells, or says so again.
    """
    if outcome.found is None:
        return outcome
    edits, absent = list[HostEdit](), list[WrittenEntry]()
    for entry in written:
        now = _standing(outcome.found.own.get(entry.uid))
        if now is not None:
            edits += _edit(entry, now)
        elif entry.known is not None and window[0] <= entry.starts < window[1]:
            absent.append(entry)
    looked, is_certain = _looked_for(absent, look)
    is_settled = is_certain and all(edit.now is not None for edit in looked)
    return replace(outcome, edits=(*edits, *looked), cursor=outcome.cursor if is_settled else {})


def _looked_for(absent: Sequence[WrittenEntry], look: Look) -> tuple[list[HostEdit], bool]:
    """Return what became of entries that a reading lacks, and whether that is certain of all.

    Of very many only the first are looked for. If each of these is gone, so are the others: that happens to a whole
    calendar, and its host is asked about them together.
    """
    edits, are_gone = list[HostEdit](), True
    for entry in absent[:MOST_LOOKS]:
        try:
            now = _standing(look(entry))
        except CalendarRefusal:
            return edits, False
        are_gone = are_gone and now is None
        edits += _edit(entry, now)
    others = absent[MOST_LOOKS:]
    return edits + [HostEdit(entry, None) for entry in others if are_gone], are_gone or not others


def _standing(seen: OwnEntry | None) -> Span | None:
    return (seen.starts, seen.ends) if seen is not None and seen.standing else None


def _edit(entry: WrittenEntry, now: Span | None) -> list[HostEdit]:
    """Return the edit, if it is news. Its length is the host's own affair."""
    same = now == entry.known or (now and entry.known and now[0] == entry.known[0])
    return [] if same and not entry.is_lost else [HostEdit(entry, now)]
