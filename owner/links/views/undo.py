"""What was just revoked, and can be taken back with one press."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from accounts.models import User
from links.models import Link
from links.queries import undoable
from owner.links.forms.filters import LinkFilter

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
# The year 9999, beyond which there are no instants.
LAST = 253_370_764_800_000_000


@dataclass(frozen=True, slots=True)
class Revoked:
    """One link, or many that were revoked at one instant."""

    link: Link | None
    count: int
    mark: int | None


def just_revoked(form: LinkFilter, user: User, now: datetime) -> Revoked | None:
    """What the address says was revoked, if it was, and if it is not too late."""
    pk, mark = form.cleaned_data.get("revoked"), form.cleaned_data.get("undo")
    # Reusable links are taken back elsewhere, and managed ones not at all.
    links = undoable(user=user, now=now).exclude(max_uses=None)
    if pk:
        link = links.filter(pk=pk).first()
        return None if link is None else Revoked(link, 1, None)
    if mark and mark < LAST:
        count = links.filter(revoked_at=instant_of(mark)).count()
        return Revoked(None, count, mark) if count else None
    return None


def mark_of(instant: datetime) -> int:
    """The instant as a number, for an address."""
    return (instant - EPOCH) // MICROSECOND


def instant_of(mark: int) -> datetime:
    """The instant of such a number."""
    return EPOCH + mark * MICROSECOND
