"""The filters of the list of links."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q

from accounts.models import User
from links.models import Link, LinkQuerySet, Opening
from links.models.links import REVOKED, UNSPENT
from links.models.metadata import metadata_condition
from links.models.search import LinkSearchVector, ReadSearchVector, search_condition, whole_word_condition
from links.queries.conditions import (
    ALL,
    LONG_AGO,
    Parents,
    any_of,
    count_open,
    ended_between,
    in_states,
    leading_to,
    not_ended,
)
from links.queries.pausing import paused_condition
from links.queries.planner import FEW, few_with_words
from links.status import OUTSTANDING, LinkStatus
from pages.models import EventType, Page

# Links that ended longer ago are left out of the list unless they are asked for.
LISTED_AFTER_END = timedelta(days=30)

ONE_TIME, SEVERAL, VERSION = "one-time", "several", "version"
KINDS = {
    ONE_TIME: Q(max_uses=1, parent=None),
    SEVERAL: Q(max_uses__gt=1),
    VERSION: Q(parent__isnull=False),
}
# The database's clock, by which links are used, may be ahead of a web server's, but not by so much.
CLOCK_MARGIN = timedelta(days=1)
# Metadata that more than one in so many of the newest links has is not looked up: these are found soon, or in parts.
COMMON = 10
ENDED = {LinkStatus.BOOKED, LinkStatus.REVOKED, LinkStatus.EXPIRED}
OPENED = {LinkStatus.OPENED, LinkStatus.SCANNED}
# The statuses of links that are not used up, revoked or expired.
OPEN = OUTSTANDING | {LinkStatus.PAUSED, LinkStatus.DELETED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """The filters of the list. Empty ones do not narrow it. `old` includes links that ended long ago."""

    statuses: frozenset[LinkStatus] = frozenset()
    # Also links that work, if all their event types are paused. Only with statuses of open links.
    paused_types: bool = False
    page: Page | None = None
    kind: str = ""
    owner: User | None = None
    event_type: EventType | None = None
    made_from: datetime | None = None
    made_before: datetime | None = None
    text: str = ""
    # Keys and values that the link's own metadata must have.
    metadata: Mapping[str, str] = field(default_factory=dict)
    parent: int | None = None
    batch: int | None = None
    pks: tuple[int, ...] | None = None
    old: bool = True

    @property
    def only_open(self) -> bool:
        """Whether only statuses are wanted of links that are not used up, revoked or expired."""
        return bool(self.statuses) and self.statuses <= OPEN

    @property
    def only_ended(self) -> bool:
        """Whether only statuses are wanted of links that are used up, revoked or expired."""
        return bool(self.statuses) and self.statuses <= ENDED

    @property
    def only_opened(self) -> bool:
        """Whether only statuses are wanted of open links that somebody, or a scanner, has opened."""
        return bool(self.statuses) and self.statuses <= OPENED

    @property
    def indexed(self) -> Q:
        """The condition of the index in list order that has all matches, whatever their parents are."""
        if self.statuses and self.statuses <= OPEN | {LinkStatus.EXPIRED}:
            return UNSPENT
        return REVOKED if self.statuses == {LinkStatus.REVOKED} else ALL

    @property
    def of_history(self) -> bool:
        """Whether the result grows with the years. Otherwise it only has links that are open or ended lately."""
        return self.old and not self.only_open

    @property
    def together(self) -> bool:
        """Whether an index has all matches together, so that they are read at once and then sorted."""
        revoked = self.statuses == {LinkStatus.REVOKED} and not self.text
        return not self.of_history and (self.pks is not None or revoked)


def matching(*, user: User, filters: Filters, now: datetime) -> LinkQuerySet:
    """Return the links that the user may see and that match the filters, without reusable ones, in no order."""
    links = Link.objects.visible_to(user).exclude(max_uses=None).filter(_in_time(user, filters, now))
    if filters.page is not None:
        links = links.filter(leading_to([filters.page.pk]))
    if filters.kind == VERSION and not filters.parent:
        # Where no parent has versions, a million links of other kinds would be walked through.
        links = links.filter(Parents(user.organization_id).versions)
    elif filters.kind:
        links = links.filter(KINDS[filters.kind])
    if filters.event_type is not None:
        links = links.filter(_offering(filters.event_type))
    if filters.text:
        links = links.filter(_words_condition(user, filters))
    if filters.metadata:
        links = links.filter(metadata__contains=filters.metadata)
    if filters.pks is not None:
        links = links.filter(any_of(F("pk"), list(filters.pks)))
    plain = {
        "owner": filters.owner,
        "created_at__gte": filters.made_from,
        "created_at__lt": filters.made_before,
        "parent": filters.parent,
        "batch": filters.batch,
    }
    return links.filter(**{name: value for name, value in plain.items() if value is not None})


def resolve_filters(user: User, filters: Filters, now: datetime) -> Filters:
    """Return the filters with the ids of the links that have the words, or the metadata, in place of these, if there
    are few of them; of opened links with the ids of those that were ever opened, if these are few and open ones many.

    Call it inside `fresh_plans`.
    """
    if filters.pks is not None:
        return filters
    if not (filters.text or filters.metadata):
        ever = _ever_opened(user, now) if filters.only_opened else None
        return filters if ever is None else replace(filters, pks=ever)
    newest = Link.objects.visible_to(user).order_by("-created_at", "-id").values_list("pk", flat=True)
    if filters.text:
        mark = _mark(user)
        whole = whole_word_condition(filters.text, *mark)
        few = few_with_words(Link.objects.all(), search_condition(filters.text, *mark), newest, whole)
        return filters if few is None else replace(filters, text="", pks=tuple(few))
    have, indexed = Q(metadata__contains=filters.metadata), metadata_condition(filters.metadata, user.organization_id)
    few = few_with_words(Link.objects.all(), have, newest, indexed=indexed, one_in=COMMON)
    return filters if few is None else replace(filters, metadata={}, pks=tuple(few))


def _ever_opened(user: User, now: datetime) -> tuple[int, ...] | None:
    """Return the ids of the links that were ever opened, and maybe of some that the user may not see; None if they are
    more than FEW, or if fewer links have not ended: then it is these whose openings are looked up.
    """
    # The openings that a release before noted have no owner. They are few, or none.
    openings = Opening.objects.visible_to(user), Opening.objects.filter(organization=None)
    # In the order of their index, which then is all that is read.
    in_order = (rows.order_by("organization", "owner", "link") for rows in openings)
    first, other = (rows.values_list("link", flat=True)[: FEW + 1] for rows in in_order)
    ever = set(first.union(other, all=True))
    if len(ever) > FEW or count_open(user, now, len(ever) + 1) <= len(ever):
        return None
    return tuple(sorted(ever))


def _words_condition(user: User, filters: Filters) -> Q:
    """Return the condition for links that the user may see and that have the words."""
    # What is open or ended lately is read without the index of words, which has those of all years.
    vector = LinkSearchVector if filters.of_history else ReadSearchVector
    return search_condition(filters.text, *_mark(user), vector)


def _mark(user: User) -> tuple[str, int]:
    """Return the mark of the links that the user may see."""
    return ("#", user.organization_id) if user.is_admin else ("=", user.pk)


def _in_time(user: User, filters: Filters, now: datetime) -> Q:
    """Return the condition for links in the wanted statuses, without those that ended long ago unless `old`."""
    if filters.old and not filters.statuses:
        return ALL
    parents, since = Parents(user.organization_id), LONG_AGO if filters.old else now - LISTED_AFTER_END
    wanted = in_states(filters.statuses, parents, user, now, since) if filters.statuses else ALL
    if filters.paused_types:
        wanted |= in_states(OUTSTANDING, parents, user, now, since) & paused_condition(user.organization_id)
    if filters.old:
        return wanted
    if filters.only_open:
        # Links that have not ended at all need no condition about when they ended.
        limits = ALL
    elif filters.only_ended:
        # The conditions for the other statuses have their limits. Without an upper limit, all that is open would be
        # read, too.
        lately = LinkStatus.BOOKED in filters.statuses
        limits = ended_between(parents, since, now + CLOCK_MARGIN) if lately else ALL
    else:
        limits = not_ended(parents, since)
    # Pages of links that work are not archived.
    return wanted & limits & (ALL if filters.statuses and filters.statuses <= OUTSTANDING else _pages_kept(user, since))


def _pages_kept(user: User, since: datetime) -> Q:
    """Return the condition for links whose page was not archived before `since`.

    Pages are not joined, since they would be looked up for each link.
    """
    gone = Page.objects.filter(organization_id=user.organization_id, archived_at__lte=since)
    parents = Link.objects.filter(organization_id=user.organization_id, has_versions=True, page__in=gone)
    return ~Q(page__in=gone) & ~Q(parent__in=parents)


def _offering(event_type: EventType) -> Q:
    """Return the condition for links through which the event type can be booked.

    Their pages offer it, and neither the link nor its parent excludes it.
    """
    chosen = Link.event_types.through.objects.filter(link=OuterRef("pk"))
    open_to = ~Exists(chosen) | Exists(chosen.filter(eventtype=event_type))
    pages = Page.objects.filter(organization_id=event_type.organization_id, event_types=event_type)
    return leading_to(pages, Q(open_to)) & Q(open_to)
