"""What links can be made from, and what can be booked."""

from collections import defaultdict
from collections.abc import Mapping

from django.db.models import QuerySet

from accounts.models import Scope
from api.auth import Caller
from api.door import NounRouter
from api.shapes import Named, Out
from links.queries import public_address
from pages.models import EventType, Page, PageEventType

router = NounRouter(tags=["Pages"])


class PageOut(Out):
    """A page from which links can be made. `address` is null if it is not listed: then it opens from links only."""

    id: int
    kind: str
    name: str
    label: str
    address: str | None
    accepts_bookings: bool
    owner: Named
    event_types: list[Named]


class EventTypeOut(Out):
    """Something that can be booked. `duration` is in minutes; `sessions` above 1 make a package."""

    id: int
    name: str
    description: str
    duration: int
    approval: bool
    sessions: int
    managed: bool
    locked: bool
    accepts_bookings: bool
    owner: Named


class Pages(Out):
    data: list[PageOut]


class EventTypes(Out):
    data: list[EventTypeOut]


@router.reads("/pages", Scope.LINKS_READ, Pages)
def list_pages(request: Caller) -> Pages:
    """List the pages from which the user may make links."""
    pages = Page.objects.shareable_by(request.user).select_related("organization", "owner").order_by("name", "pk")
    offered = _offered(pages)
    return Pages(data=[_page(page, offered) for page in pages])


def _page(page: Page, offered: Mapping[int, list[Named]]) -> PageOut:
    return PageOut(
        id=page.pk,
        kind=page.kind,
        name=page.name,
        label=page.label,
        address=public_address(page),
        accepts_bookings=page.accepts_bookings,
        owner=Named(id=page.owner_id, name=page.owner.name),
        event_types=offered.get(page.pk, []),
    )


def _offered(pages: QuerySet[Page]) -> Mapping[int, list[Named]]:
    """Return the event types of each page, in its order."""
    offered = defaultdict(list)
    rows = PageEventType.objects.filter(page__in=pages.order_by().values("pk"), event_type__archived_at=None)
    for page, pk, name in rows.order_by("position", "pk").values_list("page", "event_type", "event_type__name"):
        offered[page].append(Named(id=pk, name=name))
    return offered


@router.reads("/event-types", Scope.LINKS_READ, EventTypes)
def list_event_types(request: Caller) -> EventTypes:
    """List the event types that the user may use."""
    rows = EventType.objects.usable_by(request.user).select_related("owner").order_by("name", "pk")
    return EventTypes(data=[_event_type(row) for row in rows])


def _event_type(row: EventType) -> EventTypeOut:
    return EventTypeOut(
        id=row.pk,
        name=row.name,
        description=row.description,
        duration=row.duration,
        approval=row.needs_approval,
        sessions=row.sessions,
        managed=row.managed,
        locked=row.locked,
        accepts_bookings=row.accepts_bookings,
        owner=Named(id=row.owner_id, name=row.owner.name),
    )
