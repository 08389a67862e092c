"""Which links work, and yet nothing can be booked through them for now, because their event types are paused."""

from collections import defaultdict
from collections.abc import Collection

from django.contrib.postgres.aggregates import BoolAnd, BoolOr
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce

from links.models import Link
from links.queries.conditions import NONE, any_of
from links.queries.planner import FEW
from pages.models import PageEventType

LIMITS = Link.event_types.through.objects
OFFERED = PageEventType.objects.filter(event_type__archived_at=None)


def paused_links(links: Collection[Link]) -> set[int]:
    """Return the ids of the links of which all event types are paused. One query, and one more if any is.

    Pages and parents must be loaded.
    """
    pages = {link.target.pk for link in links}
    if not pages:
        return set()
    some = OFFERED.filter(page__in=pages, event_type__accepts_bookings=False).values("page")
    types: dict[int, dict[int, bool]] = defaultdict(dict)
    rows = OFFERED.filter(page__in=some).values_list("page", "event_type", "event_type__accepts_bookings")
    for page, event_type, is_open in rows:
        types[page][event_type] = is_open
    concerned = [link for link in links if link.target.pk in types]
    allowed = _allowed_by({pk for link in concerned for pk in (link.pk, link.parent_id) if pk})
    return {link.pk for link in concerned if _is_paused(types[link.target.pk], allowed, link)}


def paused_condition(organization_id: int) -> Q:
    """Return the condition for the links that `paused_links` would return.

    One query, and one more if a page offers other event types beside paused ones.
    """
    parents = Link.objects.reusable().filter(page=OuterRef("page"), has_versions=True).values("pk")
    is_open = "event_type__accepts_bookings"
    pages = OFFERED.filter(page__organization_id=organization_id).order_by().values("page")
    pages = pages.annotate(some_open=BoolOr(is_open), all_open=BoolAnd(is_open)).filter(all_open=False)
    rows = list(pages.values_list("page", "some_open", ArraySubquery(parents)))
    if not rows:
        return NONE
    closed, mixed = ([row for row in rows if row[1] is some_open] for some_open in (False, True))
    target = Coalesce(OuterRef("parent"), OuterRef("pk"))
    left = OFFERED.filter(_is_allowed("pk"), _is_allowed("parent"), page__links=target)
    candidates = (_leading_to(closed) if closed else NONE) | (_limited(mixed) if mixed else NONE)
    return candidates & Q(Exists(left)) & ~Q(Exists(left.filter(event_type__accepts_bookings=True)))


def _leading_to(rows: Collection[tuple[int, bool, list[int]]]) -> Q:
    """Return the condition for links to the pages and for versions of their parents."""
    pages, parents = [page for page, *_more in rows], [pk for *_more, pks in rows for pk in pks]
    return Q(any_of(F("page_id"), pages)) | Q(any_of(F("parent_id"), parents))


def _limited(rows: Collection[tuple[int, bool, list[int]]]) -> Q:
    """Return a condition that is true at least of all links to the pages through which only paused event types can be
    booked: of those that were limited to one of these, if they are few.
    """
    pages = OFFERED.filter(page__in=[page for page, *_more in rows], event_type__accepts_bookings=False)
    limits = LIMITS.filter(eventtype__in=pages.values("event_type"))
    few = list(limits.values_list("link", flat=True)[: FEW + 1])
    if len(few) <= FEW:
        return Q(any_of(F("pk"), few)) | Q(any_of(F("parent_id"), few))
    own, parents = (Q(Exists(LIMITS.filter(link=OuterRef(link)))) for link in ("pk", "parent"))
    return _leading_to(rows) & (own | parents)


def _is_allowed(link: str) -> Q:
    """Return the condition for offered event types that can be booked through the link, by its own limits."""
    limits = LIMITS.filter(link=OuterRef(OuterRef(link)))
    return ~Q(Exists(limits)) | Q(Exists(limits.filter(eventtype=OuterRef("event_type"))))


def _allowed_by(links: Collection[int]) -> dict[int, set[int]]:
    """Return the event types that alone can be booked through each link; without those through which all can."""
    allowed: dict[int, set[int]] = defaultdict(set)
    if links:
        for link, event_type in LIMITS.filter(link__in=links).values_list("link", "eventtype"):
            allowed[link].add(event_type)
    return allowed


def _is_paused(types: dict[int, bool], allowed: dict[int, set[int]], link: Link) -> bool:
    limits = [allowed[pk] for pk in (link.pk, link.parent_id) if pk in allowed]
    left = [is_open for pk, is_open in types.items() if all(pk in limit for limit in limits)]
    return bool(left) and not any(left)
