"""The word for a link's state, as its owner reads it: one pure function, beside the judgement it rests on."""

from enum import StrEnum

from links.liveness import Dead


class LinkStatus(StrEnum):
    """What has become of a link."""

    NOT_OPENED = "not-opened"
    OPENED = "opened"
    SCANNED = "scanned"
    BOOKED = "booked"
    EXPIRED = "expired"
    REVOKED = "revoked"
    PAUSED = "paused"
    DELETED = "deleted"


# Those that still admit somebody.
OUTSTANDING = frozenset({LinkStatus.NOT_OPENED, LinkStatus.OPENED, LinkStatus.SCANNED})

BY_REASON = {
    Dead.USED: LinkStatus.BOOKED,
    Dead.REVOKED: LinkStatus.REVOKED,
    Dead.EXPIRED: LinkStatus.EXPIRED,
    Dead.DELETED: LinkStatus.DELETED,
    Dead.PAUSED: LinkStatus.PAUSED,
}


def link_status(dead: Dead | None, *, opened: bool, scanned: bool) -> LinkStatus:
    """Why it is dead, else what is known of its opening; a mail scanner alone is never counted as a person."""
    if dead is not None:
        return BY_REASON[dead]
    if opened:
        return LinkStatus.OPENED
    return LinkStatus.SCANNED if scanned else LinkStatus.NOT_OPENED
