"""What can have become of a meeting: the one table of its states, and which of them it is in.

The conditions for the database are in `bookings.logs.in_state`; a test holds the two equal.
"""

from datetime import datetime
from typing import Self

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class BookingStatus(TextChoices):
    """What is stored; the clock and a move tell the rest."""

    REQUESTED = "requested", _("Requested")
    SCHEDULED = "scheduled", _("Scheduled")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    CANCELLED = "cancelled", _("Cancelled")
    NO_SHOW = "no_show", _("No-show")


# Requests, answered or not, that no host has approved: they have no time.
NEVER_AGREED = (BookingStatus.REQUESTED, BookingStatus.DECLINED, BookingStatus.WITHDRAWN)


class Tab(TextChoices):
    """The parts of the list of meetings."""

    UPCOMING = "upcoming", _("Upcoming")
    REQUESTS = "requests", _("Requests")
    PAST = "past", _("Past")
    CANCELLED = "cancelled", _("Cancelled")


class BookingState(TextChoices):
    """What has become of a meeting: as it is stored, the colour of its badge, the tab that lists it, and the word."""

    status: BookingStatus
    variant: str
    tab: Tab

    REQUESTED = "requested", BookingStatus.REQUESTED, "accent", Tab.REQUESTS, _("Requested")
    SCHEDULED = "scheduled", BookingStatus.SCHEDULED, "success", Tab.UPCOMING, _("Scheduled")
    RESCHEDULED = "rescheduled", BookingStatus.SCHEDULED, "success", Tab.UPCOMING, _("Rescheduled")
    COMPLETED = "completed", BookingStatus.SCHEDULED, "", Tab.PAST, _("Completed")
    DECLINED = "declined", BookingStatus.DECLINED, "danger", Tab.CANCELLED, _("Declined")
    LAPSED = "lapsed", BookingStatus.REQUESTED, "warning", Tab.CANCELLED, _("Lapsed")
    NO_SHOW = "no-show", BookingStatus.NO_SHOW, "warning", Tab.PAST, _("No-show")
    WITHDRAWN = "withdrawn", BookingStatus.WITHDRAWN, "danger", Tab.CANCELLED, _("Withdrawn")
    CANCELLED = "cancelled", BookingStatus.CANCELLED, "danger", Tab.CANCELLED, _("Cancelled")

    # Django takes the word, which comes last, for the label.
    def __new__(cls, value: str, status: BookingStatus, variant: str, tab: Tab) -> Self:
        state = str.__new__(cls, value)
        state._value_, state.status, state.variant, state.tab = value, status, variant, tab
        return state


# Those that are stored as they are.
DECIDED: dict[str, BookingState] = {
    state.status: state
    for state in BookingState
    if state.status not in {BookingStatus.REQUESTED, BookingStatus.SCHEDULED}
}


def state_of(
    status: str, *, ends_at: datetime, moved: bool, last_suggested: datetime | None, now: datetime
) -> BookingState:
    """A request whose last suggested time has come has lapsed; a meeting that takes place is completed by itself."""
    match status:
        case BookingStatus.REQUESTED:
            waits = last_suggested is not None and last_suggested > now
            return BookingState.REQUESTED if waits else BookingState.LAPSED
        case BookingStatus.SCHEDULED if ends_at <= now:
            return BookingState.COMPLETED
        case BookingStatus.SCHEDULED:
            return BookingState.RESCHEDULED if moved else BookingState.SCHEDULED
        case _decided:
            return DECIDED[status]


def word_beside(state: BookingState) -> str:
    """The word for a session among the others of its package; none where it is as it was booked."""
    return "" if state == BookingState.SCHEDULED else str(state.label)
