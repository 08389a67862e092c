"""The status of a link as its owner reads it: one pure function, based on liveness."""

from enum import StrEnum

from links.liveness import DeadReason


class LinkStatus(StrEnum):
    """The status of a link."""

    NOT_OPENED = "not-opened"
    OPENED = "opened"
    SCANNED = "scanned"
    BOOKED = "booked"
    EXPIRED = "expired"
    REVOKED = "revoked"
    PAUSED = "paused"
    DELETED = "deleted"


# The statuses of links that still admit somebody.
OUTSTANDING = frozenset({LinkStatus.NOT_OPENED, LinkStatus.OPENED, LinkStatus.SCANNED})

STATUS_BY_REASON = {
    DeadReason.USED: LinkStatus.BOOKED,
    DeadReason.REVOKED: LinkStatus.REVOKED,
    DeadReason.EXPIRED: LinkStatus.EXPIRED,
    DeadReason.DELETED: LinkStatus.DELETED,
    DeadReason.PAUSED: LinkStatus.PAUSED,
}


def link_status(dead: DeadReason | None, *, opened: bool, scanned: bool) -> LinkStatus:
    """Return the reason why the link is dead, else what is known of its openings.

    A mail scanner alone does not count as a person.
    """
    if dead is not None:
        return STATUS_BY_REASON[dead]
    if opened:
        return LinkStatus.OPENED
    return LinkStatus.SCANNED if scanned else LinkStatus.NOT_OPENED
