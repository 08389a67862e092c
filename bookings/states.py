"""The word for a meeting's state, as stored and as it follows from the clock: one pure function for all screens."""

from datetime import datetime
from enum import StrEnum

from django.utils.translation import gettext_lazy


class BookingState(StrEnum):
    """What has become of a meeting."""

    REQUESTED = "requested"
    SCHEDULED = "scheduled"
    RESCHEDULED = "rescheduled"
    COMPLETED = "completed"
    DECLINED = "declined"
    LAPSED = "lapsed"
    NO_SHOW = "no-show"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"


# Those that nothing but somebody's decision brings about.
DECIDED = {
    "declined": BookingState.DECLINED,
    "withdrawn": BookingState.WITHDRAWN,
    "cancelled": BookingState.CANCELLED,
    "no_show": BookingState.NO_SHOW,
}


def state_of(
    status: str, *, ends_at: datetime, moved: bool, last_suggested: datetime | None, now: datetime
) -> BookingState:
    """A request whose last suggested time has come has lapsed; a meeting that takes place is completed by itself."""
    if status in DECIDED:
        return DECIDED[status]
    if status == "requested":
        waits = last_suggested is not None and last_suggested > now
        return BookingState.REQUESTED if waits else BookingState.LAPSED
    if ends_at <= now:
        return BookingState.COMPLETED
    return BookingState.RESCHEDULED if moved else BookingState.SCHEDULED


WORDS = {
    BookingState.REQUESTED: gettext_lazy("Requested"),
    BookingState.SCHEDULED: gettext_lazy("Scheduled"),
    BookingState.RESCHEDULED: gettext_lazy("Rescheduled"),
    BookingState.COMPLETED: gettext_lazy("Completed"),
    BookingState.DECLINED: gettext_lazy("Declined"),
    BookingState.LAPSED: gettext_lazy("Lapsed"),
    BookingState.NO_SHOW: gettext_lazy("No-show"),
    BookingState.WITHDRAWN: gettext_lazy("Withdrawn"),
    BookingState.CANCELLED: gettext_lazy("Cancelled"),
}


def word_beside(state: BookingState) -> str:
    """The word for a session among the others of its package; none where it is as it was booked."""
    return "" if state == BookingState.SCHEDULED else str(WORDS[state])
