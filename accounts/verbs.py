"""The verbs of the history. Their values are stored."""

from enum import StrEnum


class Verb(StrEnum):
    """What somebody did."""

    # Done to things of several kinds.
    MADE = "made"
    CHANGED = "changed"
    ARCHIVED = "archived"
    REMOVED = "removed"
    DELEGATES = "delegates"
    TRIED_AGAIN = "tried again"
    # Done to webhooks.
    RENEWED = "renewed"
    DISABLED = "disabled"
    ENABLED = "enabled"
    # Done to links.
    COPIED = "copied"
    SENT = "sent"
    USED = "used"
    REVOKED = "revoked"
    RESTORED = "restored"
    EXTENDED = "extended"
    REISSUED = "reissued"
    # Done to meetings. Links are requested, too.
    BOOKED = "booked"
    REQUESTED = "requested"
    APPROVED = "approved"
    DECLINED = "declined"
    RESCHEDULED = "rescheduled"
    REASSIGNED = "reassigned"
    CANCELLED = "cancelled"
    NO_SHOW = "no-show"
    CAME = "came after all"
    ASKED_NEW_TIME = "asked for a new time"
    REMINDERS_STOPPED = "reminders stopped"
    NOTED = "noted"
    # Done to the data of a customer. The first two are recorded on the organization, the others on each erased row.
    CUSTOMER_EXPORTED = "customer exported"
    CUSTOMER_ERASED = "customer erased"
    ERASED = "erased"
    GUEST_ERASED = "guest erased"
