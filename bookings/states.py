"""The states of a meeting, and the rules for which of them it is in.

`bookings.log_filters.in_state` has the same rules as conditions for the database; a test keeps the two equal.
"""

from datetime import datetime
from typing import Self

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class BookingStatus(TextChoices):
    """The stored status. The other states follow from the clock and from whether the meeting was moved."""

    REQUESTED = "requested", _("Requested")
    SCHEDULED = "scheduled", _("Scheduled")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    CANCELLED = "cancelled", _("Cancelled")
    NO_SHOW = "no_show", _("No-show")


# The statuses of requests that were never approved, and so never had a definite time.
NEVER_AGREED = (BookingStatus.REQUESTED, BookingStatus.DECLINED, BookingStatus.WITHDRAWN)


class Tab(TextChoices):
    """The tabs of the list of meetings."""

    UPCOMING = "upcoming", _("Upcoming")
    REQUESTS = "requests", _("Requests")
    PAST = "past", _("Past")
    CANCELLED = "cancelled", _("Cancelled")


class BookingState(TextChoices):
    """The state of a meeting, with its stored status, the colour of its badge, the tab that lists it, and its label."""

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

    # The label must come last in each member's tuple: that is where Django takes it from.
    def __new__(cls, value: str, status: BookingStatus, variant: str, tab: Tab) -> Self:
        state = str.__new__(cls, value)
        state._value_, state.status, state.variant, state.tab = value, status, variant, tab
        return state


# The states that follow from the stored status alone.
STATE_BY_STATUS: dict[str, BookingState] = {
    state.status: state
    for state in BookingState
    if state.status not in {BookingStatus.REQUESTED, BookingStatus.SCHEDULED}
}


def state_of(
    status: str, *, ends_at: datetime, moved: bool, last_suggested: datetime | None, now: datetime
) -> BookingState:
    """Return the state of a booking at the moment `now`.

    A request lapses when the last of its suggested times has come. A scheduled meeting is completed when it has ended.
    """
    match status:
        case BookingStatus.REQUESTED:
            waits = last_suggested is not None and last_suggested > now
            return BookingState.REQUESTED if waits else BookingState.LAPSED
        case BookingStatus.SCHEDULED if ends_at <= now:
            return BookingState.COMPLETED
        case BookingStatus.SCHEDULED:
            return BookingState.RESCHEDULED if moved else BookingState.SCHEDULED
        case _decided:
            return STATE_BY_STATUS[status]


def session_state_text(state: BookingState) -> str:
    """Return the word for a session's state among the others of its package; empty if it is simply scheduled."""
    return "" if state == BookingState.SCHEDULED else str(state.label)
