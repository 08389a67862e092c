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

    An entry that a reading lacks is looked for by itself before it counts as deleted: a server may have left it out. If
    that cannot be told now, the calendar counts as changed, so that the next reading tells.
    """
    if outcome.found is None:
        return outcome
    own, edits, looks, is_whole = outcome.found.own, list[HostEdit](), 0, True
    for entry in written:
        seen = own.get(entry.uid)
        if seen is None or not seen.standing:
            if not window[0] <= entry.starts < window[1]:
                continue
            looks += 1
            try:
                if looks > MOST_LOOKS:
                    raise CalendarRefusal
                seen = look(entry)
            except CalendarRefusal:
                is_whole = False
                continue
        edits += _edit(entry, seen)
    return replace(outcome, edits=tuple(edits), cursor=outcome.cursor if is_whole else {})


def _edit(entry: WrittenEntry, seen: OwnEntry | None) -> list[HostEdit]:
    """Return the edit, if it is news. Its length is the host's own affair."""
    now = (seen.starts, seen.ends) if seen is not None and seen.standing else None
    known = entry.known
    return [] if now == known or (now and known and now[0] == known[0]) else [HostEdit(entry, now)]
