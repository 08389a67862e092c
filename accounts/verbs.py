"""What can be done, as the history says it. The values are stored."""

from enum import StrEnum


class Verb(StrEnum):
    """What somebody did."""

    # To anything, most often what owners edit.
    MADE = "made"
    CHANGED = "changed"
    ARCHIVED = "archived"
    DELEGATES = "delegates"
    TRIED_AGAIN = "tried again"
    # To links.
    COPIED = "copied"
    SENT = "sent"
    USED = "used"
    REVOKED = "revoked"
    RESTORED = "restored"
    EXTENDED = "extended"
    REISSUED = "reissued"
    # To meetings; links are requested, too.
    BOOKED = "booked"
    REQUESTED = "requested"
    APPROVED = "approved"
    DECLINED = "declined"
    RESCHEDULED = "rescheduled"
    REASSIGNED = "reassigned"
    CANCELLED = "cancelled"
    NO_SHOW = "no-show"
    ASKED_NEW_TIME = "asked for a new time"
    REMINDERS_STOPPED = "reminders stopped"
    NOTED = "noted"
    # To what is held about a customer: the organization has the first two, what is left of each thing the others.
    CUSTOMER_EXPORTED = "customer exported"
    CUSTOMER_ERASED = "customer erased"
    ERASED = "erased"
    GUEST_ERASED = "guest erased"
