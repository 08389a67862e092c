"""The word for a meeting's state, as stored and as it follows from the clock: one pure function for all screens."""

from datetime import datetime
from enum import StrEnum

from django.utils.translation import gettext_lazy


class Standing(StrEnum):
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
DECIDED = {"declined": Standing.DECLINED, "cancelled": Standing.CANCELLED, "no_show": Standing.NO_SHOW}


def may_be_withdrawn(status: str, sequence: int) -> bool:
    """Whether it was withdrawn while it waited, if it was a request: then the first change of it was its end.

    Whoever approves a request changes it, so what is cancelled later has changed twice.
    """
    return status == "cancelled" and sequence == 1


def standing(
    status: str, *, sequence: int, ends_at: datetime, moved: bool, last_suggested: datetime | None, now: datetime
) -> Standing:
    """A request whose last suggested time has come has lapsed; a meeting that takes place is completed by itself.

    Only of a request some time was suggested.
    """
    if last_suggested is not None and may_be_withdrawn(status, sequence):
        return Standing.WITHDRAWN
    if status in DECIDED:
        return DECIDED[status]
    if status == "requested":
        waits = last_suggested is not None and last_suggested > now
        return Standing.REQUESTED if waits else Standing.LAPSED
    if ends_at <= now:
        return Standing.COMPLETED
    return Standing.RESCHEDULED if moved else Standing.SCHEDULED


WORDS = {
    Standing.REQUESTED: gettext_lazy("Requested"),
    Standing.SCHEDULED: gettext_lazy("Scheduled"),
    Standing.RESCHEDULED: gettext_lazy("Rescheduled"),
    Standing.COMPLETED: gettext_lazy("Completed"),
    Standing.DECLINED: gettext_lazy("Declined"),
    Standing.LAPSED: gettext_lazy("Lapsed"),
    Standing.NO_SHOW: gettext_lazy("No-show"),
    Standing.WITHDRAWN: gettext_lazy("Withdrawn"),
    Standing.CANCELLED: gettext_lazy("Cancelled"),
}


def word_beside(standing: Standing) -> str:
    """The word for a session among the others of its package; none where it is as it was booked."""
    return "" if standing == Standing.SCHEDULED else str(WORDS[standing])
