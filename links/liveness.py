"""Whether a link still admits somebody, and if not, why: one pure function for every opening and every booking."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class DeadReason(StrEnum):
    """Why a link does not work, in the order in which the reasons are looked for."""

    USED = "used"
    REVOKED = "revoked"
    EXPIRED = "expired"
    DELETED = "deleted"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class LinkFacts:
    """The data of a link, or of its parent, on which liveness depends."""

    uses: int
    max_uses: int | None
    expires_at: datetime | None
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class PageFacts:
    """The data of the page, on which liveness depends."""

    archived: bool
    accepts_bookings: bool


def liveness(link: LinkFacts, parent: LinkFacts | None, page: PageFacts, now: datetime) -> DeadReason | None:
    """Return why the link is dead at `now`, or None if it works.

    The first reason of used, revoked, expired, deleted, paused is returned. The limits of the link and of its parent
    all count. A use of the link is no use of its parent, but a parent that is used up admits nobody. The expiry is the
    first instant at which the link is dead.
    """
    both = (link,) if parent is None else (link, parent)
    if any(facts.max_uses is not None and facts.uses >= facts.max_uses for facts in both):
        return DeadReason.USED
    if any(facts.revoked_at is not None for facts in both):
        return DeadReason.REVOKED
    if any(facts.expires_at is not None and facts.expires_at <= now for facts in both):
        return DeadReason.EXPIRED
    if page.archived:
        return DeadReason.DELETED
    if not page.accepts_bookings:
        return DeadReason.PAUSED
    return None
