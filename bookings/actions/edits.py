"""Writes of what a reading of a host's calendar says about their meetings.

What hosts make of meetings in their own calendars is asked about, or done for everybody where they have chosen so.
"""

from collections.abc import Collection, Sequence
from uuid import UUID

from bookings.actions.conflicts import note_busy
from bookings.actions.edits_asked import ask_about_edits
from bookings.actions.following import note_followed
from bookings.steps import check
from calendars.weeks import Span


def note_reading(host: int, spans: Sequence[Span], edited: Collection[UUID]) -> None:
    """Tell a host what follows from a reading: meetings during which they are busy, and those that they have edited.

    Call it in the reading's transaction, under the lock of the host's row: no meeting is made meanwhile.
    """
    note_busy(host, spans)
    if edited:
        now = check.read_clock()
        if asked := set(edited) - note_followed(host, edited, now):
            ask_about_edits(host, asked, now)
