"""Queries of the list of outstanding links: its pages, its counts, and all of it piece by piece."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Min, QuerySet, Value

from accounts.models import User
from core.database import fresh_plans
from core.paging import ROWS, Place, newer_than, older_than, paginate
from links.models import Link, LinkQuerySet, Opening
from links.queries.filters import Filters, matching, resolve_filters
from links.queries.planner import FEW, only_in_index_order
from links.status import OUTSTANDING, LinkStatus, link_status
from pages.models import Page

# Counts stop here: exact ones would cost more and more as history grows.
MOST_COUNTED = 100
# How many links are read at once when all are exported.
CHUNK = 500
# How many of the newest links are searched first for a page; for words, where each row costs more, first fewer. The API
# searches for metadata that many links have in parts of WINDOW links.
WINDOW, WINDOW_OF_WORDS = 1_000, 300
UNDO_TIME = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class ListedLink:
    """One line of the list of links."""

    link: Link
    status: LinkStatus
    opened_at: datetime | None


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of the list of links.

    `older` is the id of the link after which the next page begins, `newer` that before which the previous page ends;
    None where there is no such page.
    """

    rows: list[ListedLink]
    older: int | None
    newer: int | None
    # How many matches all pages have together, counted up to a limit, and whether there are more than that.
    count: int
    more: bool


def outstanding_links(
    *,
    user: User,
    now: datetime,
    filters: Filters | None = None,
    before: int | None = None,
    after: int | None = None,
) -> Listing:
    """Return a page of the links that the user may see, without reusable ones, newest first, with their number.

    `before` is the id of the link that the page follows, `after` that of the link that follows the page. The number is
    counted up to a limit.
    """
    filters = filters or Filters()
    with fresh_plans():
        chosen = resolve_filters(user, filters, now)
        found = matching(user=user, filters=chosen, now=now)
        together = _all_places(found) if chosen.together else None

        def older_ones(at: Place, most: int) -> list[int]:
            if together is not None:
                return [pk for when, pk in together if (when, pk) < at][:most]
            return _first(found.filter(older_than(at)), most, user, chosen, at)

        most = max(MOST_COUNTED, ROWS) + 1
        first = _first(found, most, user, chosen) if together is None else [pk for _at, pk in together[:most]]
        page, newer, older = paginate(
            first,
            place=lambda pk: _place(user, pk),
            older=older_ones,
            newer=lambda at, most: _oldest(found.filter(newer_than(at)), most),
            before=before,
            after=after,
        )
        rows = _rows(page, now)
    count, more = min(len(first), MOST_COUNTED), len(first) > MOST_COUNTED
    return Listing(rows, page[-1] if older else None, page[0] if newer else None, count, more)


def has_one_time(user: User) -> bool:
    """Return whether the user may see any link of the list, in whatever status and however old."""
    with fresh_plans():
        return Link.objects.visible_to(user).exclude(max_uses=None).exists()


def newest_links(
    *, user: User, now: datetime, filters: Filters, most: int, before: int | None = None
) -> tuple[list[int], int | None]:
    """Return the ids of up to `most` links that the user may see, without reusable ones, newest first, and the id to
    pass as `before` for the next ones, or None. Of metadata that many links have, WINDOW links are looked at: fewer may
    be returned then, or none, though others follow.
    """
    with fresh_plans():
        chosen = resolve_filters(user, filters, now)
        found, place = matching(user=user, filters=chosen, now=now), None
        if before is not None:
            place = _place(user, before)
            found = found.none() if place is None else found.filter(older_than(place))
        # The links of a batch lie together in an index, and are read as a whole.
        end = _end_of_part(user, place) if chosen.metadata and chosen.batch is None else None
        if end is None:
            page = _first(found, most + 1, user, chosen, place)
        else:
            # The first ones fill a page soon. If not, all of the part is passed, up to its last link.
            at, pk = end
            with only_in_index_order():
                page = _newest(found.filter(newer_than((at, pk - 1))), most + 1)
    further = None if end is None else end[1]
    return page[:most], page[most - 1] if len(page) > most else further


def _first(found: QuerySet[Link], most: int, user: User, filters: Filters, place: Place | None = None) -> list[int]:
    """Return the ids of the newest matching links, `most` of them at most: all that are found follow the place.

    Where matches grow with the years, the newest are found soon in the order of an index. Links that are open or ended
    lately are mostly new, but PostgreSQL does not know it: left to itself, it may walk through a million links that
    ended long ago in search of a fiftieth that did not. So the newest links are searched first. If they are not enough,
    all older matches are read and then sorted; so are those that an index has together: by their ids, or by when they
    were revoked. Words that few links have were looked up before. Those that are left are in so many links that the
    newest are found soon.
    """
    if filters.of_history and not filters.text:
        return _newest(found, most)
    newest: list[int] = []
    windows = () if filters.together else (WINDOW_OF_WORDS, WINDOW) if filters.text else (WINDOW,)
    for window in windows:
        since = _window_start(user, filters, place, window)
        if since is None:
            break
        with only_in_index_order():
            newest += _newest(found.filter(created_at__gte=since), most - len(newest))
        found = found.filter(created_at__lt=since)
        if len(newest) == most:
            return newest
    left = most - len(newest)
    if filters.of_history:
        return newest + _newest(found, left)
    # The sum keeps PostgreSQL from using an index in list order.
    in_order = found.order_by((F("created_at") + Value(timedelta())).desc(), "-id")
    return newest + list(in_order.values_list("pk", flat=True)[:left])


def _window_start(user: User, filters: Filters, place: Place | None, window: int) -> datetime | None:
    """Return when the oldest of so many newest links was made, which are searched first; None if there are no others.

    They are the newest of those that have an index of their own in list order, if all matches are among these.
    """
    links = Link.objects.visible_to(user).filter(filters.indexed)
    if place is not None:
        links = links.filter(created_at__lte=place[0])
    return links.order_by("-created_at").values_list("created_at", flat=True)[window : window + 1].first()


def _all_places(found: QuerySet[Link]) -> list[Place] | None:
    """Return the places of all matches, newest first; None if they are more than FEW."""
    places = found.order_by().values_list("created_at", "pk")[: FEW + 1]
    return sorted(places, reverse=True) if len(places) <= FEW else None


def _newest(found: QuerySet[Link], most: int) -> list[int]:
    return list(found.order_by("-created_at", "-id").values_list("pk", flat=True)[:most])


def _oldest(found: QuerySet[Link], most: int) -> list[int]:
    return list(found.order_by("created_at", "id").values_list("pk", flat=True)[:most])


def all_rows(*, user: User, now: datetime, filters: Filters) -> Iterator[ListedLink]:
    """Yield every line of the list, newest first, reading CHUNK at a time: there may be a million."""
    found: LinkQuerySet | None = None
    place: Place | None = None
    while True:
        with fresh_plans():
            if found is None:
                # What the conditions are made of, such as the parents, is asked once.
                found = matching(user=user, filters=resolve_filters(user, filters, now), now=now)
            further = found if place is None else found.filter(older_than(place))
            rows = _rows(_newest(further, CHUNK), now)
        yield from rows
        if len(rows) < CHUNK:
            return
        place = (rows[-1].link.created_at, rows[-1].link.pk)


def count_outstanding(*, user: User, page: Page, now: datetime) -> int:
    """Return how many links to the page, without reusable ones, still admit somebody, counted up to MOST_COUNTED."""
    with fresh_plans():
        filters = Filters(page=page, statuses=OUTSTANDING)
        return len(_first(matching(user=user, filters=filters, now=now), MOST_COUNTED, user, filters))


def restorable_links(*, user: User, now: datetime) -> LinkQuerySet:
    """Return the links that were revoked within UNDO, so that one press can restore them."""
    return Link.objects.changeable_by(user).filter(revoked_at__gt=now - UNDO_TIME)


def _rows(pks: list[int], now: datetime) -> list[ListedLink]:
    """Return the lines of the links with these ids."""
    return with_statuses(Link.objects.outstanding().filter(pk__in=pks), now)


def with_statuses(links: QuerySet[Any], now: datetime) -> list[ListedLink]:
    """Return the links with their status and when a browser opened them first."""
    rows = list(links)
    # Apart from the links: one search for all of them reads far fewer pages than two for each.
    openings = Opening.objects.filter(link__in=[link.pk for link in rows]).order_by()
    first = {(link, by): at for link, by, at in openings.values_list("link", "by").annotate(Min("at"))}
    return [_line(link, first, now) for link in rows]


def _line(link: Link, first: Mapping[tuple[int, str], datetime], now: datetime) -> ListedLink:
    opened_at = first.get((link.pk, Opening.By.BROWSER))
    scanned = (link.pk, Opening.By.SCANNER) in first
    return ListedLink(
        link, link_status(link.dead_reason(now), opened=opened_at is not None, scanned=scanned), opened_at
    )


def _place(user: User, pk: int) -> Place | None:
    """Return the link's place in the list; None if the user may not see it."""
    return Link.objects.visible_to(user).filter(pk=pk).values_list("created_at", "pk").first()


def _end_of_part(user: User, place: Place | None) -> Place | None:
    """Return the place of the last of the next WINDOW links that the user may see; None if no others follow."""
    own = Link.objects.visible_to(user)
    if place is not None:
        own = own.filter(older_than(place))
    places = own.order_by("-created_at", "-id").values_list("created_at", "pk")
    end, *further = places[WINDOW - 1 : WINDOW + 1] or [None]
    return end if further else None
