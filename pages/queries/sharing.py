"""Through which page an event type is shared."""

from collections.abc import Iterable

from django.db.models import Case, F, When

from accounts.models import User
from pages.models import EventType, Page, PageEventType


def pages_to_share(user: User, event_types: Iterable[EventType]) -> dict[int, Page]:
    """Return a page by the id of each event type that is offered on one that the user may share. One query.

    The user's own pages come first, then those of the event type's owner; booking pages before master pages.
    """
    owner_order = Case(When(page__owner=user, then=0), When(page__owner=F("event_type__owner"), then=1), default=2)
    offered = PageEventType.objects.filter(
        event_type__in=[event_type.pk for event_type in event_types], page__in=Page.objects.shareable_by(user)
    )
    rows = offered.select_related("page__organization").order_by(owner_order, "page__kind", "page__name", "page")
    found: dict[int, Page] = {}
    for row in rows:
        found.setdefault(row.event_type_id, row.page)
    return found
