"""The word for a link's state, as its owner reads it: one pure function, beside the judgement it rests on."""

from enum import StrEnum

from links.liveness import Dead


class Status(StrEnum):
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
OUTSTANDING = frozenset({Status.NOT_OPENED, Status.OPENED, Status.SCANNED})

BY_REASON = {
    Dead.USED: Status.BOOKED,
    Dead.REVOKED: Status.REVOKED,
    Dead.EXPIRED: Status.EXPIRED,
    Dead.DELETED: Status.DELETED,
    Dead.PAUSED: Status.PAUSED,
}


def status(dead: Dead | None, *, opened: bool, scanned: bool) -> Status:
    """Why it is dead, else what is known of its opening; a mail scanner alone is never counted as a person."""
    if dead is not None:
        return BY_REASON[dead]
    if opened:
        return Status.OPENED
    return Status.SCANNED if scanned else Status.NOT_OPENED
