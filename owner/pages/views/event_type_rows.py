"""An event type as a row of its list: where the meeting is, and the page through which it is shared."""

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.models import User
from owner.pages.forms.summaries import location_summary
from pages.models import LOCATION_ICONS, EventType, LocationKind, Page
from pages.queries import pages_to_share


@dataclass(frozen=True, slots=True)
class EventTypeRow:
    """One row. `page` is None if no page that the user may share offers it."""

    event_type: EventType
    page: Page | None

    @property
    def _place(self) -> EventType | Page | None:
        return self.event_type if self.event_type.location_kind else self.page

    @property
    def icon(self) -> str:
        return "pin" if self._place is None else LOCATION_ICONS[LocationKind(self._place.location_kind)]

    @property
    def where(self) -> str:
        """Where the meeting is, in words."""
        place = self._place
        return location_summary("", "") if place is None else location_summary(place.location_kind, place.location)


def rows_of(user: User, event_types: Sequence[EventType]) -> list[EventTypeRow]:
    """Return a row for each event type. One query."""
    pages = pages_to_share(user, event_types)
    return [EventTypeRow(event_type, pages.get(event_type.pk)) for event_type in event_types]
