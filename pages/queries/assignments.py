"""Reads for setting up master pages and pools: what can be assigned, what a page contains, where a page is used."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Prefetch, Q

from core.ids import read_id
from pages.assignment import can_fill_all
from pages.models import EventType, IncludedPage, Page, PageEventType, Pool, PoolMember, RuleSeat


@dataclass(frozen=True, slots=True)
class Assignable:
    """A booking page or a pool, with the hosts who could take a seat through it now, whatever their hours.

    `persons` are ids of users.
    """

    row: Page | Pool
    persons: tuple[int, ...]

    @property
    def key(self) -> str:
        """The value that stands for it in a form, such as “page-12”."""
        return f"{'pool' if self.is_pool else 'page'}-{self.row.pk}"

    @property
    def is_pool(self) -> bool:
        return isinstance(self.row, Pool)

    @property
    def is_archived(self) -> bool:
        return self.row.archived_at is not None


def assignables(organization_id: int, keys: Iterable[str] = ()) -> dict[str, Assignable]:
    """Return the organization's booking pages and pools by key: first the pages, then the pools, each by name.

    Archived ones are included only if their key is in `keys`. Unknown keys are ignored. Three queries.
    """
    included = list(keys)
    pages = Page.objects.filter(organization_id=organization_id, kind=Page.Kind.BOOKING).filter(
        Q(archived_at=None) | Q(pk__in=ids_of("page", included))
    )
    pools = Pool.objects.filter(organization_id=organization_id).filter(
        Q(archived_at=None) | Q(pk__in=ids_of("pool", included))
    )
    by_page = {page.pk: Assignable(page, persons_of(page)) for page in pages.select_related("host", "owner")}
    members: dict[int, list[int]] = defaultdict(list)
    rows = PoolMember.objects.filter(pool__in=pools, active=True).order_by("position", "pk")
    for pool, page in rows.values_list("pool", "page"):
        members[pool] += by_page[page].persons if page in by_page else ()
    found = list(by_page.values())
    found += [Assignable(pool, tuple(dict.fromkeys(members[pool.pk]))) for pool in pools]
    found.sort(key=lambda assignable: (assignable.is_pool, str(assignable.row).lower(), assignable.row.pk))
    return {assignable.key: assignable for assignable in found}


def ids_of(kind: str, keys: Iterable[str]) -> list[int]:
    """Return the ids from the keys of one kind, such as 12 from “page-12”. Invalid keys are left out."""
    ids = (read_id(key.removeprefix(f"{kind}-")) for key in keys if key.startswith(f"{kind}-"))
    return [pk for pk in ids if pk is not None]


def persons_of(page: Page) -> tuple[int, ...]:
    """Return the id of the booking page's host; empty if meetings cannot be booked through the page now."""
    host = page.host
    if host is None or not host.is_active or not page.accepts_bookings or page.archived_at is not None:
        return ()
    return (host.pk,)


@dataclass(slots=True)
class Contents:
    """What a master page contains: the rules of a team, or the event types and booking pages to choose from."""

    rules: list[tuple[EventType, list[Assignable]]] = field(default_factory=list)
    event_types: list[EventType] = field(default_factory=list)
    pages: list[Assignable] = field(default_factory=list)
    # The ids of the event types that each booking page offers, by the page's id.
    offered: dict[int, set[int]] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not (self.rules or (self.event_types and self.pages))

    @property
    def bookable(self) -> list[EventType]:
        """The event types, without archived and paused ones, that enough hosts could take now, whatever their hours."""
        found = []
        for event_type, seats in self.rules:
            if seats and can_fill_all([seat.persons for seat in seats]):
                found.append(event_type)
        for event_type in self.event_types:
            if any(page.persons for page in self.offering(event_type)):
                found.append(event_type)
        return [event_type for event_type in found if event_type.archived_at is None and event_type.accepts_bookings]

    def offering(self, event_type: EventType) -> list[Assignable]:
        """Return the booking pages that offer the event type."""
        return [page for page in self.pages if event_type.pk in self.offered.get(page.row.pk, ())]

    def add(self, offer: PageEventType, assigned: Mapping[str, Assignable]) -> None:
        """Add what the page offers: a rule with the assignables of its seats, or an event type to choose."""
        if offer.at_once:
            self.rules.append((offer.event_type, [assigned[seat_key(seat)] for seat in offer.seats.all()]))
        else:
            self.event_types.append(offer.event_type)


def contents_of(masters: Sequence[Page]) -> dict[int, Contents]:
    """Return what each of one organization's master pages contains, by the page's id.

    Seven queries, however many pages.
    """
    if not masters:
        return {}
    offered = list(
        PageEventType.objects.filter(page__in=masters)
        .select_related("event_type")
        .prefetch_related(Prefetch("seats", RuleSeat.objects.order_by("position", "pk")))
    )
    included = list(IncludedPage.objects.filter(master__in=masters))
    assigned = assignables(masters[0].organization_id, [seat_key(seat) for row in offered for seat in row.seats.all()])
    found = {master.pk: Contents() for master in masters}
    for row in included:
        assignable = assigned.get(f"page-{row.page_id}")
        if assignable is not None:
            found[row.master_id].pages.append(assignable)
    for offer in offered:
        found[offer.page_id].add(offer, assigned)
    types = event_types_by_page(row.page_id for row in included)
    for contents in found.values():
        contents.offered = types
    return found


def offers_nothing(page: Page) -> bool:
    """Return whether the page has nothing to book: no event type, or on a master page none that is assigned to anybody.

    Paused event types count: the page will offer them again. One query.
    """
    offered = PageEventType.objects.filter(page=page, event_type__archived_at=None)
    if page.is_team:
        offered = offered.filter(seats__isnull=False)
    elif page.kind == Page.Kind.MASTER:
        included = IncludedPage.objects.filter(master=page).values("page")
        offered = offered.filter(event_type__offered_on__page__in=included)
    return not offered.exists()


def seat_key(seat: RuleSeat) -> str:
    """Return the key of the booking page or pool that the seat is assigned to."""
    return f"page-{seat.page_id}" if seat.page_id else f"pool-{seat.pool_id}"


def event_types_by_page(pages: Iterable[int]) -> dict[int, set[int]]:
    """Return the ids of the event types that each of the booking pages offers. One query."""
    found: dict[int, set[int]] = defaultdict(set)
    for page, event_type in PageEventType.objects.filter(page__in=set(pages)).values_list("page", "event_type"):
        found[page].add(event_type)
    return dict(found)


@dataclass(slots=True)
class Uses:
    """Where a booking page is used: team-or-panel pages, master pages with choices, and pools."""

    teams: list[Page] = field(default_factory=list)
    choices: list[Page] = field(default_factory=list)
    pools: list[Pool] = field(default_factory=list)

    @property
    def masters(self) -> list[Page]:
        return list(dict.fromkeys((*self.teams, *self.choices)))

    def __bool__(self) -> bool:
        return bool(self.teams or self.choices or self.pools)


def uses_of(pages: Iterable[Page]) -> dict[int, Uses]:
    """Return where each of the booking pages is used, by the page's id. Three queries, however many pages."""
    found = {page.pk: Uses() for page in pages}
    # Pages made together with a link appear in no list: they are edited with the link.
    rules = RuleSeat.objects.filter(page__in=found, rule__page__archived_at=None, rule__page__by_wizard=False)
    seats = rules.select_related("rule__page")
    for seat in seats.order_by("rule__page__name", "rule__page"):
        teams = found[seat.page_id or 0].teams
        # List a page once, even if several of its rules use the booking page.
        if seat.rule.page not in teams:
            teams.append(seat.rule.page)
    for included in IncludedPage.objects.filter(page__in=found).select_related("master").order_by("master__name"):
        found[included.page_id].choices.append(included.master)
    members = PoolMember.objects.filter(page__in=found, pool__archived_at=None).select_related("pool")
    for member in members.order_by("pool__name", "pool"):
        found[member.page_id].pools.append(member.pool)
    return found
