"""Conditions for links in a state, made of parts that PostgreSQL's indexes can answer.

A status means the same here as in `links.status`; a test keeps the two equal. A parent is always a reusable link, which
the actions make sure of. So it is never used up, and its `over_at` is when it was revoked or expires.
"""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, BooleanField, Exists, F, Func, OuterRef, Q, QuerySet, Value

from accounts.models import User
from links.models import Link, Opening
from links.status import OUTSTANDING, LinkStatus
from pages.models import Page

ALL, NONE = Q(), Q(pk__in=[])
UNSPENT = Q(uses__lt=F("max_uses"))
THERE = Q(page__archived_at=None, parent__page__archived_at=None)


class Parents:
    """The organization's reusable links that have versions. They are few, so they are read before the versions."""

    def __init__(self, organization_id: int) -> None:
        parents = Link.objects.reusable().filter(has_versions=True, organization_id=organization_id)
        self.rows = list(parents.values_list("pk", "revoked_at", "over_at"))

    def open_since(self, since: datetime) -> Q:
        """Return the condition for versions of parents that had not ended at `since`."""
        return self._versions(pk for pk, _revoked_at, over_at in self.rows if over_at > since)

    def revoked(self) -> Q:
        """Return the condition for versions of revoked parents."""
        return self._versions(pk for pk, revoked_at, _over_at in self.rows if revoked_at is not None)

    def expired(self, since: datetime, now: datetime) -> Q:
        """Return the condition for versions of parents that expired between the two instants and were not revoked."""
        unrevoked = ((pk, over_at) for pk, revoked_at, over_at in self.rows if revoked_at is None)
        return self._versions(pk for pk, over_at in unrevoked if since < over_at <= now)

    def ended(self, since: datetime, now: datetime) -> Q:
        """Return the condition for versions of parents that ended between the two instants."""
        return self._versions(pk for pk, _revoked_at, over_at in self.rows if since < over_at <= now)

    def _versions(self, parents: Iterable[int]) -> Q:
        chosen = list(parents)
        return Q(any_of(F("parent_id"), chosen)) if chosen else NONE


def in_states(statuses: frozenset[LinkStatus], parents: Parents, user: User, now: datetime, since: datetime) -> Q:
    """Return the condition for links in one of these statuses, made of parts that indexes can answer.

    Links that expired before `since` may be missing from the result: they are not asked for.
    """
    opened, scanned = (Q(Exists(Opening.objects.filter(link=OuterRef("pk"), by=by))) for by in Opening.By.values)
    pages = Page.objects.filter(organization_id=user.organization_id)
    own_over = Q(over_at__gt=since, over_at__lte=now)
    own_over |= parents.open_since(now) & Q(version_over_at__gt=since, version_over_at__lte=now)
    alive = UNSPENT & Q(revoked_at=None) & not_over(parents, now)
    works = alive & THERE & (Q(page__accepts_bookings=True) | Q(parent__page__accepts_bookings=True))
    conditions = {
        LinkStatus.BOOKED: Q(uses__gte=F("max_uses")),
        LinkStatus.REVOKED: UNSPENT & (Q(revoked_at__isnull=False) | parents.revoked()),
        LinkStatus.EXPIRED: UNSPENT & Q(revoked_at=None) & (own_over | parents.expired(since, now)),
    }
    if LinkStatus.DELETED in statuses:
        conditions[LinkStatus.DELETED] = alive & leading_to(pages.exclude(archived_at=None))
    if LinkStatus.PAUSED in statuses:
        conditions[LinkStatus.PAUSED] = alive & leading_to(pages.filter(archived_at=None, accepts_bookings=False))
    found = NONE
    if statuses >= OUTSTANDING:
        # All links that work are wanted, so openings need not be looked up.
        found, statuses = works, statuses - OUTSTANDING
    conditions[LinkStatus.OPENED] = works & opened
    conditions[LinkStatus.SCANNED] = works & ~opened & scanned
    conditions[LinkStatus.NOT_OPENED] = works & ~opened & ~scanned
    for one in sorted(statuses):
        found |= conditions[one]
    return found


def still_open(user: User, now: datetime) -> Q:
    """Return the condition for links that are not used up, revoked or expired, and so can be revoked."""
    return UNSPENT & Q(revoked_at=None) & not_over(Parents(user.organization_id), now)


def not_over(parents: Parents, since: datetime) -> Q:
    """Return the condition for links that had not ended at `since`, by their own limits or by their parent's."""
    return Q(over_at__gt=since) | parents.open_since(since) & Q(version_over_at__gt=since)


def ended_lately(parents: Parents, since: datetime, now: datetime) -> Q:
    """Return the condition for links that ended between the two instants, by their own limits or by their parent's."""
    own = Q(over_at__gt=since, over_at__lte=now)
    versions = parents.open_since(since) & Q(version_over_at__gt=since, version_over_at__lte=now)
    return own | versions | parents.ended(since, now) & Q(version_over_at__gt=since)


def leading_to(pages: Iterable[int] | QuerySet[Page], parents_that: Q = ALL) -> Q:
    """Return the condition for links to the pages, and for versions of reusable links to them.

    The ids are passed as arrays, for which indexes are used.
    """
    chosen = list(pages.values_list("pk", flat=True) if isinstance(pages, QuerySet) else pages)
    parents = list(Link.objects.reusable().filter(parents_that, page__in=chosen).values_list("pk", flat=True))
    found = Q(any_of(F("page_id"), chosen)) if chosen else NONE
    return found | Q(any_of(F("parent_id"), parents)) if parents else found


def any_of(one: F, several: list[int]) -> Func:
    """Return the condition `one IN several` with a single parameter, however many ids there are."""
    return Func(
        one,
        Value(several, ArrayField(BigIntegerField())),
        template="%(expressions)s::bigint[])",
        arg_joiner=" = ANY(",
        output_field=BooleanField(),
    )
