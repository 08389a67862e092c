"""Conditions for links in a state, made of parts that PostgreSQL's indexes can answer.

A status means the same here as in `links.status`; a test keeps the two equal. A parent is always a reusable link, which
the actions make sure of. So it is never used up, and its `over_at` is when it was revoked or expires.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, BooleanField, F, Field, Func, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.lookups import GreaterThan, IsNull, LessThanOrEqual

from accounts.models import User
from links.models import ENDS_AT, Link, Opening
from links.status import OUTSTANDING, LinkStatus
from pages.models import Page

ALL, NONE = Q(), Q(pk__in=[])
UNSPENT = Q(uses__lt=F("max_uses"))
LONG_AGO = datetime(1, 1, 2, tzinfo=UTC)


class Parents:
    """The organization's reusable links that have versions. They are few, so they are read before the versions."""

    def __init__(self, organization_id: int) -> None:
        parents = Link.objects.reusable().filter(has_versions=True, organization_id=organization_id)
        takes_bookings = Q(page__archived_at=None, page__accepts_bookings=True)
        rows = parents.annotate(takes_bookings=takes_bookings)
        self.rows = list(rows.values_list("pk", "revoked_at", "over_at", "takes_bookings"))

    @property
    def versions(self) -> Q:
        """The condition for versions, whatever became of their parents."""
        return self._versions(pk for pk, *_more in self.rows)

    def not_ended(self, since: datetime) -> Q:
        """Return the condition for links, but not for versions of parents that had ended at `since`."""
        return self._but(pk for pk, _revoked_at, over_at, _takes in self.rows if over_at <= since)

    def not_closed(self, now: datetime) -> Q:
        """Return the condition for links, but not for versions of parents that have ended, or whose page takes no
        bookings.
        """
        return self._but(pk for pk, _revoked_at, over_at, takes in self.rows if over_at <= now or not takes)

    def open_since(self, since: datetime) -> Q:
        """Return the condition for versions of parents that had not ended at `since`."""
        return self._versions(pk for pk, _revoked_at, over_at, _takes in self.rows if over_at > since)

    def working(self, now: datetime) -> Q:
        """Return the condition for versions of parents that work, and whose page takes bookings."""
        return self._versions(pk for pk, _revoked_at, over_at, takes in self.rows if takes and over_at > now)

    def revoked(self, since: datetime) -> Q:
        """Return the condition for versions of parents that were revoked after `since`."""
        return self._versions(pk for pk, revoked_at, _over_at, _takes in self.rows if revoked_at and revoked_at > since)

    def expired(self, since: datetime, now: datetime) -> Q:
        """Return the condition for versions of parents that expired between the two instants and were not revoked."""
        unrevoked = ((pk, over_at) for pk, revoked_at, over_at, _takes in self.rows if revoked_at is None)
        return self._versions(pk for pk, over_at in unrevoked if since < over_at <= now)

    def ended(self, since: datetime, now: datetime) -> Q:
        """Return the condition for versions of parents that ended between the two instants."""
        return self._versions(pk for pk, _revoked_at, over_at, _takes in self.rows if since < over_at <= now)

    def _versions(self, parents: Iterable[int]) -> Q:
        chosen = list(parents)
        return Q(any_of(F("parent_id"), chosen)) if chosen else NONE

    def _but(self, parents: Iterable[int]) -> Q:
        # As what is left out, parents do not lead PostgreSQL to all links that were ever made from the others.
        chosen = list(parents)
        return ~Q(any_of(F("parent_id"), chosen), parent__isnull=False) if chosen else ALL


def in_states(statuses: frozenset[LinkStatus], parents: Parents, user: User, now: datetime, since: datetime) -> Q:
    """Return the condition for links in one of these statuses, made of parts that indexes can answer.

    Links that expired or were revoked before `since`, or whose parent had ended by then, are not among them.
    """
    opened, scanned = (opened_by(by) for by in Opening.By.values)
    pages = Page.objects.filter(organization_id=user.organization_id)
    alive = UNSPENT & Q(revoked_at=None) & not_ended(parents, now)
    works = _working(user, parents, now)
    with_parent = parents.expired(since, now) & Q(version_over_at__gt=since)
    if user.is_admin:
        expired = Q(over_at__gt=since, over_at__lte=now)
        expired |= parents.open_since(now) & Q(version_over_at__gt=since, version_over_at__lte=now) | with_parent
    else:
        # What has expired is in the index of what is open, in the range before.
        expired = own_ended(user, since, now) & parents.not_ended(now) | own_open(user, since) & with_parent
    revoked = Q(revoked_at__gt=since) & parents.not_ended(since)
    conditions = {
        LinkStatus.BOOKED: Q(uses__gte=F("max_uses")),
        LinkStatus.REVOKED: UNSPENT & (revoked | Q(version_over_at__gt=since) & parents.revoked(since)),
        LinkStatus.EXPIRED: UNSPENT & Q(revoked_at=None) & expired,
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


def opened_by(by: str) -> Q:
    """Return the condition for links that one of this kind has opened.

    A subquery of each link: with `Exists`, PostgreSQL might read all openings of all years first.
    """
    openings = Opening.objects.filter(link=OuterRef("pk"), by=by)
    return Q(IsNull(Subquery(openings.values("link")[:1]), False))


def _working(user: User, parents: Parents, now: datetime) -> Q:
    """Return the condition for links that the user may see and that admit somebody."""
    # Parents are known, and closed pages are few: to join either would be to look it up for each link. As what is left
    # out, pages do not lead PostgreSQL to all links that they ever had.
    pages = Page.objects.filter(organization_id=user.organization_id)
    takes = ~Q(page__in=pages.exclude(archived_at=None, accepts_bookings=True))
    if not user.is_admin:
        return own_open(user, now) & takes & parents.not_closed(now)
    open_still = Q(over_at__gt=now) & takes | parents.working(now) & Q(version_over_at__gt=now)
    return UNSPENT & Q(revoked_at=None) & open_still


def own_open(user: User, now: datetime) -> Q:
    """Return the condition for links of the user's that their own limits have not ended, as one range of an index.

    A version may have ended with its parent nevertheless.
    """
    return Q(GreaterThan(ENDS_AT, now), UNSPENT, owner=user, revoked_at=None)


def own_ended(user: User, since: datetime, now: datetime) -> Q:
    """Return the condition for links of the user's that expired between the two instants, as one range of an index."""
    # With the calendar's first day as the other end, PostgreSQL would expect hardly any.
    begun = ALL if since == LONG_AGO else Q(GreaterThan(ENDS_AT, since))
    return begun & Q(LessThanOrEqual(ENDS_AT, now), UNSPENT, owner=user, revoked_at=None)


def count_open(user: User, now: datetime, most: int) -> int:
    """Return how many of the links that the user may see have not ended, counted up to `most`."""
    if not user.is_admin:
        return Link.objects.filter(own_open(user, now)).order_by()[:most].count()
    own = Link.objects.filter(organization_id=user.organization_id, over_at__gt=now)
    versions = Link.objects.filter(Parents(user.organization_id).open_since(now), version_over_at__gt=now)
    return min(most, sum(links.order_by()[:most].count() for links in (own, versions)))


def open_condition(user: User, now: datetime) -> Q:
    """Return the condition for links that are not used up, revoked or expired, and so can be revoked."""
    return UNSPENT & Q(revoked_at=None) & not_ended(Parents(user.organization_id), now)


def not_ended(parents: Parents, since: datetime) -> Q:
    """Return the condition for links that had not ended at `since`, by their own limits or by their parent's."""
    return Q(over_at__gt=since) | parents.open_since(since) & Q(version_over_at__gt=since)


def ended_between(parents: Parents, since: datetime, now: datetime) -> Q:
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


def any_of(one: F, several: Sequence[int | UUID], kind: "Field[Any, Any] | None" = None) -> Func:
    """Return the condition `one IN several` with a single parameter, however many ids there are.

    They are numbers, if the kind of the column is not given.
    """
    return Func(
        one,
        Value(several, ArrayField(kind or BigIntegerField())),
        template="%(expressions)s)",
        arg_joiner=" = ANY(",
        output_field=BooleanField(),
    )
