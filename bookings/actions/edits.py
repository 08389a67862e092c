"""What a reading of a host's calendar changes about their meetings.

Hosts are asked about entries that they have edited, or the meeting follows where they have chosen so.
"""

from collections.abc import Collection, Sequence
from uuid import UUID

from bookings.actions.conflicts import update_conflicts
from bookings.actions.edit_questions import ask_about_edits
from bookings.actions.following import choose_following
from bookings.steps import judge
from calendars.weeks import Span


def handle_reading(host: int, spans: Sequence[Span], edited: Collection[UUID]) -> None:
    """Notify a host of what a reading shows: meetings during which they are busy, and those that they have edited.

    Call it in the reading's transaction, under the lock of the host's row: no meeting is made meanwhile.
    """
    update_conflicts(host, spans)
    if edited:
        now = judge.read_clock()
        if unsettled := set(edited) - choose_following(host, edited, now):
            ask_about_edits(host, unsettled, now)
