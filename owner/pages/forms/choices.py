"""What the customers of the other master pages choose from: event types and booking pages, each in an order."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from owner.pages.forms.rows import Listed, OrderedList, Problem, pressed
from owner.pages.forms.seating import page_problem
from pages.models import EventType, Page
from pages.queries.assignments import Assignable

PAGES, EVENT_TYPES = "page", "event_type"


@dataclass(slots=True)
class ChoicesEditor:
    """The two lists as they stand in the form; `offered` holds the event types that each booking page has."""

    pages: OrderedList
    event_types: OrderedList
    offered: Mapping[int, set[int]]

    @classmethod
    def of(
        cls,
        pages: Sequence[Assignable],
        event_types: Sequence[EventType],
        offered: Mapping[int, set[int]],
        data: QueryDict | None = None,
        chosen: tuple[Sequence[str], Sequence[str]] = ((), ()),
    ) -> "ChoicesEditor":
        """What was sent, or else what the page has; the rest of what there is can be added."""
        known = (
            (PAGES, {one.key: one for one in map(listed_page, pages)}),
            (EVENT_TYPES, {one.key: one for one in map(_listed_type, event_types)}),
        )
        if data is None:
            lists = [OrderedList(name, there, list(keys)) for (name, there), keys in zip(known, chosen, strict=True)]
        else:
            lists = [OrderedList.typed(name, there, data) for name, there in known]
        return cls(lists[0], lists[1], offered)

    def apply(self, data: QueryDict) -> bool:
        """Does what one of the lists' buttons says, when one was pressed; says whether one was."""
        deed, whose, key = pressed(data)
        for one in (self.pages, self.event_types):
            one.apply(deed, whose, key)
        return "deed" in data

    def check(self) -> bool:
        return self.pages.check() & self.event_types.check()

    def errors(self) -> Iterator[Problem]:
        """Where it is wrong, whose list, and what, for the summary."""
        for one, name in ((self.event_types, _("Event types")), (self.pages, _("Booking pages"))):
            if one.error:
                yield f"add-{one.name}", name, one.error

    def chosen_pages(self) -> list[Page]:
        return [one.row.row for one in self.pages.listed]

    def chosen_event_types(self) -> list[EventType]:
        return [one.row for one in self.event_types.listed]

    def page_rows(self) -> list[tuple[Listed, list[str]]]:
        """The booking pages with what is to be said of each."""
        wanted = {one.pk for one in self.chosen_event_types()}
        found = []
        for one in self.pages.listed:
            notes = [page_problem(one.row)]
            if wanted and not wanted & self.offered.get(one.row.row.pk, set()):
                notes.append(_("It has none of these event types, so customers do not see it."))
            found.append((one, [note for note in notes if note]))
        return found

    def event_type_rows(self) -> list[tuple[Listed, list[str]]]:
        """The event types with what is to be said of each."""
        pages = self.chosen_pages()
        found = []
        for one in self.event_types.listed:
            notes = []
            if pages and not any(one.row.pk in self.offered.get(page.pk, ()) for page in pages):
                notes.append(_("None of these booking pages has it, so customers do not see it."))
            found.append((one, notes))
        return found


def listed_page(page: Assignable) -> Listed:
    """A booking page in a list; with its host where its name is another."""
    row = page.row
    host = row.host.name if isinstance(row, Page) and row.host is not None else ""
    return Listed(str(row.pk), str(row), page, "" if host in str(row) else host)


def _listed_type(event_type: EventType) -> Listed:
    """An event type in a list; a personal one with its owner, since many have the same name."""
    minutes = ngettext("%(count)d minute", "%(count)d minutes", event_type.duration) % {"count": event_type.duration}
    detail = minutes if event_type.managed else f"{minutes}, {event_type.owner.name}"
    return Listed(str(event_type.pk), event_type.name, event_type, detail)
