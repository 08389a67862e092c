"""Which links work, and yet nothing can be booked through them for now, because their event types are paused."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.contrib.postgres.aggregates import BoolOr
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.lookups import Exact

from links.models import Link
from links.queries.conditions import ALL, NONE, any_of
from links.queries.planner import FEW
from pages.models import PageEventType

LIMITS = Link.event_types.through.objects
OFFERED = PageEventType.objects.filter(event_type__archived_at=None)
# Pages, and reusable links that have versions, by the open and the paused event types that can be booked through each.
Targets = dict[tuple[frozenset[int], frozenset[int]], tuple[list[int], list[int]]]


def paused_links(links: Collection[Link]) -> set[int]:
    """Return the ids of the links of which all event types are paused. One query, and one more if any is.

    Pages and parents must be loaded.
    """
    pages = {link.target.pk for link in links}
    if not pages:
        return set()
    some = OFFERED.filter(page__in=pages, event_type__accepts_bookings=False).values("page")
    types = _types_by_page(OFFERED.filter(page__in=some))
    concerned = [link for link in links if link.target.pk in types]
    allowed = _allowed_by({pk for link in concerned for pk in (link.pk, link.parent_id) if pk})
    return {link.pk for link in concerned if _is_paused(types[link.target.pk], allowed, link)}


def paused_condition(organization_id: int) -> Q:
    """Return the condition for the links that `paused_links` would return.

    One query, and at most two more if an event type is paused that a page offers.
    """
    found, limited_ones = NONE, NONE
    groups = _targets_by_types(organization_id)
    for (open_types, paused_types), (pages, parents) in groups.items():
        leading = Q(any_of(F("page_id"), pages)) | Q(any_of(F("parent_id"), parents))
        if open_types:
            limited_ones |= leading & _limited_to_paused(open_types, paused_types)
        else:
            unlimited = ~Q(Exists(LIMITS.filter(link=OuterRef("pk"))))
            found |= leading & (unlimited | _limited_to_paused(open_types, paused_types))
    mixed = {pk for open_types, paused_types in groups if open_types for pk in paused_types}
    return found | limited_ones & _limited_to_any(mixed) if mixed else found


def _targets_by_types(organization_id: int) -> Targets:
    """Return the organization's pages and parents through which a paused event type can be booked."""
    paused = {"event_type__organization": organization_id, "event_type__accepts_bookings": False}
    some = OFFERED.filter(**paused).values("page")
    types = _types_by_page(OFFERED.filter(page__in=some))
    found: Targets = defaultdict(lambda: ([], []))
    for page, offered in types.items():
        found[_open_and_paused(offered)][0].append(page)
    if types:
        parents = Link.objects.reusable().filter(organization_id=organization_id, has_versions=True, page__in=types)
        limits = ArraySubquery(LIMITS.filter(link=OuterRef("pk")).values("eventtype"))
        for parent, page, limited in parents.values_list("pk", "page", limits):
            left = {pk: is_open for pk, is_open in types[page].items() if not limited or pk in limited}
            found[_open_and_paused(left)][1].append(parent)
    return {group: targets for group, targets in found.items() if group[1]}


def _types_by_page(offered: QuerySet[PageEventType]) -> dict[int, dict[int, bool]]:
    """Return by page which event types are offered there, and whether each is open."""
    types: dict[int, dict[int, bool]] = defaultdict(dict)
    for page, event_type, is_open in offered.values_list("page", "event_type", "event_type__accepts_bookings"):
        types[page][event_type] = is_open
    return types


def _open_and_paused(types: dict[int, bool]) -> tuple[frozenset[int], frozenset[int]]:
    open_types = frozenset(pk for pk, is_open in types.items() if is_open)
    return open_types, frozenset(types) - open_types


def _limited_to_any(event_types: Collection[int]) -> Q:
    """Return a condition that is true at least of all links that are themselves limited to one of the event types: of
    no others, if these are few.
    """
    limited = list(LIMITS.filter(eventtype__in=event_types).values_list("link", flat=True)[: FEW + 1])
    return Q(any_of(F("pk"), limited)) if len(limited) <= FEW else ALL


def _limited_to_paused(open_types: Collection[int], paused_types: Collection[int]) -> Q:
    """Return the condition for links that are themselves limited to one of the paused event types, and to none of the
    open ones.
    """
    is_open, is_paused = (Q(any_of(F("eventtype_id"), sorted(types))) for types in (open_types, paused_types))
    limits: QuerySet[Any] = LIMITS.filter(link=OuterRef("pk")).values("link")
    # True if one of these is open, NULL if the link is limited to others, or not at all. One search for each link.
    some_open = limits.annotate(some_open=BoolOr(is_open, filter=is_open | is_paused)).values("some_open")
    return Q(Exact(Subquery(some_open), Value(False)))


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
