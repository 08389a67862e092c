"""What customers choose from, as ordered lists: event types, and on some master pages booking pages."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from owner.pages.forms.ordered import ListedEntry, ListedPage, OrderedList
from owner.pages.forms.rows import Editor
from owner.pages.forms.seating import page_problem
from pages.models import EventType, Page
from pages.queries.assignments import Assignable

PAGES, EVENT_TYPES = "page", "event_type"


@dataclass(slots=True)
class ListedType(ListedEntry):
    """An event type as an entry of a list; a personal one with its owner, because many have the same name."""

    event_type: EventType

    @classmethod
    def of(cls, event_type: EventType) -> Self:
        return cls._named(event_type, event_type.managed)

    @classmethod
    def beside(cls, event_type: EventType, user: User) -> Self:
        """Return the entry without its owner, if that is the user."""
        return cls._named(event_type, event_type.owner_id == user.pk)

    @classmethod
    def _named(cls, event_type: EventType, is_known: bool) -> Self:
        duration = event_type.duration
        minutes = ngettext("%(count)d minute", "%(count)d minutes", duration) % {"count": duration}
        detail = minutes if is_known else f"{minutes}, {event_type.owner.name}"
        return cls(str(event_type.pk), event_type.name, detail, event_type)


class OfferedTypes(OrderedList[ListedType]):
    """What a booking page offers, in order: at least one event type."""

    def validate_rows(self) -> None:
        super().validate_rows()
        if not self.rows and not self.error:
            self.error = _("Choose at least one event type, so that customers have something to book.")

    def chosen(self) -> list[EventType]:
        return [row.event_type for row in self.rows]

    def entries(self) -> list[tuple[ListedEntry, list[str]]]:
        """Return the event types as the list shows them, without warnings."""
        return [(row, []) for row in self.rows]


class ChoicesEditor(Editor):
    """The two lists as they are in the form. `offered` holds the ids of each booking page's event types."""

    def __init__(
        self,
        pages: Iterable[Assignable],
        event_types: Iterable[EventType],
        offered: Mapping[int, set[int]],
        data: QueryDict | None = None,
        stored: tuple[Sequence[str], Sequence[str]] = ((), ()),
    ) -> None:
        """Use the rows that were sent, or else the stored keys of pages and event types. The others can be added."""
        self.pages = OrderedList(PAGES, _("Booking pages"), map(ListedPage.of, pages), data, stored[0])
        self.event_types = OrderedList(EVENT_TYPES, _("Event types"), map(ListedType.of, event_types), data, stored[1])
        self.offered = offered
        self.parts = {EVENT_TYPES: self.event_types, PAGES: self.pages}

    def chosen_pages(self) -> list[Page]:
        return [row for choice in self.pages.rows if isinstance(row := choice.page.row, Page)]

    def chosen_event_types(self) -> list[EventType]:
        return [row.event_type for row in self.event_types.rows]

    def page_rows(self) -> list[tuple[ListedEntry, list[str]]]:
        """Return the booking pages, each with its warnings."""
        chosen = {event_type.pk for event_type in self.chosen_event_types()}
        rows: list[tuple[ListedEntry, list[str]]] = []
        for row in self.pages.rows:
            notes = [page_problem(row.page)]
            if chosen and not chosen & self.offered.get(row.page.row.pk, set()):
                notes.append(_("Hidden from customers, because it has none of these event types."))
            rows.append((row, [note for note in notes if note]))
        return rows

    def event_type_rows(self) -> list[tuple[ListedEntry, list[str]]]:
        """Return the event types, each with its warnings."""
        offered = [self.offered.get(page.pk, set()) for page in self.chosen_pages()]
        note = _("Hidden from customers, because none of these booking pages has it.")
        rows: list[tuple[ListedEntry, list[str]]] = []
        for row in self.event_types.rows:
            is_offered = any(row.event_type.pk in types for types in offered)
            rows.append((row, [note] if offered and not is_offered else []))
        return rows
