"""Which links work, and yet nothing can be booked through them for now, because their event types are paused."""

from collections import defaultdict
from collections.abc import Collection

from links.models import Link
from pages.models import PageEventType


def paused_links(links: Collection[Link]) -> set[int]:
    """Return the ids of the links of which all event types are paused. One query, and one more if any is.

    Pages and parents must be loaded.
    """
    pages = {link.target.pk for link in links}
    if not pages:
        return set()
    offered = PageEventType.objects.filter(event_type__archived_at=None)
    some = offered.filter(page__in=pages, event_type__accepts_bookings=False).values("page")
    types: dict[int, dict[int, bool]] = defaultdict(dict)
    rows = offered.filter(page__in=some).values_list("page", "event_type", "event_type__accepts_bookings")
    for page, event_type, is_open in rows:
        types[page][event_type] = is_open
    concerned = [link for link in links if link.target.pk in types]
    allowed = _allowed_by({pk for link in concerned for pk in (link.pk, link.parent_id) if pk})
    return {link.pk for link in concerned if _is_paused(types[link.target.pk], allowed, link)}


def _allowed_by(links: Collection[int]) -> dict[int, set[int]]:
    """Return the event types that alone can be booked through each link; without those through which all can."""
    allowed: dict[int, set[int]] = defaultdict(set)
    if links:
        through = Link.event_types.through.objects.filter(link__in=links)
        for link, event_type in through.values_list("link", "eventtype"):
            allowed[link].add(event_type)
    return allowed


def _is_paused(types: dict[int, bool], allowed: dict[int, set[int]], link: Link) -> bool:
    limits = [allowed[pk] for pk in (link.pk, link.parent_id) if pk in allowed]
    left = [is_open for pk, is_open in types.items() if all(pk in limit for limit in limits)]
    return bool(left) and not any(left)
