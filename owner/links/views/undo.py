"""The links that were just revoked, as long as that can be undone."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.http import HttpRequest

from accounts.models import User
from core.ids import read_number
from links.models import Link
from links.queries import restorable_links
from owner.links.forms.filters import LinkFilter

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
# The start of the year 9999, in microseconds. Dates end with that year.
LAST = 253_370_764_800_000_000


@dataclass(frozen=True, slots=True)
class Revoked:
    """One link that was revoked, or the number of links that were revoked at one instant."""

    link: Link | None
    count: int
    mark: int | None


def just_revoked(form: LinkFilter, user: User, now: datetime) -> Revoked | None:
    """Return what the address says was revoked; None if that is not true, or can no longer be undone."""
    pk, mark = form.cleaned_data.get("revoked"), form.cleaned_data.get("undo")
    # Reusable links are restored in other views, and managed links not at all.
    links = restorable_links(user=user, now=now).exclude(max_uses=None)
    if pk:
        link = links.filter(pk=pk).first()
        return None if link is None else Revoked(link, 1, None)
    if mark and mark < LAST:
        count = links.filter(revoked_at=instant_of(mark)).count()
        return Revoked(None, count, mark) if count else None
    return None


def shown_at(request: HttpRequest, now: datetime) -> datetime:
    """Return when the form that is sent was shown, as its field `asked` says."""
    mark = read_number(request.POST.get("asked", ""), LAST - 1)
    return now if mark is None else instant_of(mark)


def mark_of(instant: datetime) -> int:
    """Return the instant as a number for an address: microseconds since 1970."""
    return (instant - EPOCH) // MICROSECOND


def instant_of(mark: int) -> datetime:
    """Return the instant of a number that mark_of() returned."""
    return EPOCH + mark * MICROSECOND
