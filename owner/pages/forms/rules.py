"""The table of a team-or-panel page: event types, and who is assigned to them."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Self

from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.ids import read_id
from owner.pages.forms.options import Option, Options
from owner.pages.forms.rows import Placed, PlainRow, RowEditor
from owner.pages.forms.seating import rule_problems
from pages.actions import Rule
from pages.errors import TeamNeedsAutomaticBooking
from pages.models import EventType
from pages.queries.assignments import Assignable

# All rows together must stay below Django's limit of fields in a form.
MOST_ROWS, MOST_TEAM = 40, 30


@dataclass(slots=True)
class RuleRow(PlainRow):
    """One row as typed: the keys that were chosen. `joining` is the member that is chosen to be added to the
    team. `key` identifies the row in its buttons.
    """

    key: str = ""
    event_type: str = ""
    assignment: str = ""
    team: list[str] = field(default_factory=list)
    joining: str = ""
    # Whether the row contained somebody who can no longer be chosen.
    lost: bool = False

    @property
    def is_blank(self) -> bool:
        """Whether nothing was chosen. Such a row was added and then not used."""
        return not (self.event_type or self.assignment or self.team or self.joining)

    @property
    def everybody(self) -> list[str]:
        return [key for key in (self.assignment, *self.team) if key]

    def join(self) -> None:
        """Add the chosen additional member to the row."""
        if self.joining and self.joining not in self.everybody and len(self.team) < MOST_TEAM:
            self.team.append(self.joining)
        self.joining = ""


@dataclass(frozen=True, slots=True)
class Choices:
    """What the rows choose from, by key. Archived event types, pages and pools are included only if a row has them."""

    event_types: dict[str, EventType]
    assignables: dict[str, Assignable]
    # The names of the assignables. Equal ones have something added.
    names: dict[str, str]

    def event_type_options(self) -> Options:
        """Return the event types as options.

        Event types that cannot be used for a team or panel are shown disabled, so that nobody searches for them.
        """
        managed: list[Option] = []
        personal: list[Option] = []
        unusable: list[Option] = []
        for key, event_type in self.event_types.items():
            if event_type.archived_at is None:
                group = managed if event_type.managed else personal
                if not event_type.books_at_once:
                    group = unusable
                group.append(Option(key, self.type_label(key), disabled=not event_type.books_at_once))
        return Options(
            [(_("Admin-managed"), managed), (_("Personal"), personal), (_("Not for a team or panel"), unusable)]
        )

    def assignment_options(self) -> Options:
        pages: list[Option] = []
        pools: list[Option] = []
        for assignable in self.assignables.values():
            if not assignable.is_archived:
                group = pools if assignable.is_pool else pages
                group.append(Option(assignable.key, self.label(assignable.key)))
        return Options([(_("Booking pages"), pages), (_("Pools"), pools)])

    def type_label(self, key: str) -> str:
        """Return the text for an event type; for a personal one with its owner, because many have the same name."""
        event_type = self.event_types[key]
        words = {"name": event_type.name, "owner": event_type.owner.name}
        if event_type.archived_at is not None:
            return _("%(name)s (archived)") % words
        if event_type.needs_approval:
            return _("%(name)s (with approval)") % words
        if event_type.sessions > 1:
            return _("%(name)s (session package)") % words
        return event_type.name if event_type.managed else _("%(name)s, %(owner)s") % words

    def label(self, key: str) -> str:
        """Return the text for a booking page or pool. Equal names are told apart."""
        assignable, name = self.assignables[key], self.names[key]
        if assignable.is_archived:
            return _("%(name)s (archived)") % {"name": name}
        return name if assignable.persons or assignable.is_pool else _("%(name)s (paused)") % {"name": name}


@dataclass(frozen=True, slots=True)
class PlacedRule(Placed[RuleRow]):
    """A row for the template, with its options and with what keeps it from being offered."""

    name: str
    event_types: SafeString
    assignments: SafeString
    joinable: SafeString
    team: list[tuple[str, str, bool]]
    problems: list[str]


class RulesEditor(RowEditor[RuleRow]):
    """The rows in the form, valid or not."""

    name = "row"
    row_class = RuleRow
    most = MOST_ROWS
    first = "event_type"
    menu = "menu"

    def __init__(self, choices: Choices, rows: Iterable[RuleRow]) -> None:
        super().__init__(rows)
        self.choices = choices

    @classmethod
    def of(cls, choices: Choices, rules: Sequence[tuple[EventType, Sequence[Assignable]]]) -> Self:
        """Return the rows of the page; of one that has none yet, an empty row to begin with."""
        rows = [
            RuleRow(
                event_type=str(event_type.pk),
                assignment="".join(seat.key for seat in seats[:1]),
                team=[seat.key for seat in seats[1:]],
            )
            for event_type, seats in rules
        ]
        editor = cls(choices, rows or [RuleRow()])
        if not rows:
            editor.focus = 0, cls.first
        return editor

    @classmethod
    def typed(cls, choices: Choices, data: QueryDict) -> Self:
        """Return the rows that were sent, in the order of their hidden inputs, which dragging changes."""
        keys = [key for key in dict.fromkeys(data.getlist("row")) if read_id(key) is not None][:MOST_ROWS]
        return cls(choices, [_typed(choices, data, key) for key in keys])

    def find(self, key: str) -> int | None:
        return next((place for place, row in enumerate(self.rows) if row.key == key), None)

    def change(self, action: str, place: int, part: str) -> None:
        row = self.rows[place]
        if action == "join":
            row.join()
        elif action == "leave":
            row.team = [member for member in row.team if member != part]
        else:
            super().change(action, place, part)
            return
        self.focus = place, "joining"

    def validate_rows(self) -> None:
        self.rows = self.filled
        counts = Counter(row.event_type for row in self.rows)
        for row in self.rows:
            # Also add a member who was chosen without pressing “Add”.
            row.join()
            errors = {
                "event_type": self._type_error(row, counts),
                "assignment": self._assignment_error(row),
                "joining": self._team_error(row),
            }
            row.errors = {part: error for part, error in errors.items() if error}

    def _type_error(self, row: RuleRow, counts: Counter[str]) -> str:
        event_type = self.choices.event_types.get(row.event_type)
        if event_type is None:
            return _("Choose an event type.")
        if event_type.archived_at is not None:
            return _("“%(name)s” has been archived. Choose another, or remove the row.") % {"name": event_type}
        if not event_type.books_at_once:
            return str(TeamNeedsAutomaticBooking())
        return _("This event type is in two rows. Use it only once per page.") if counts[row.event_type] > 1 else ""

    def _assignment_error(self, row: RuleRow) -> str:
        chosen = self.choices.assignables.get(row.assignment)
        if chosen is None:
            return _("Choose who gets these meetings.")
        return _archived_text(chosen) if chosen.is_archived else ""

    def _team_error(self, row: RuleRow) -> str:
        assignables = self.choices.assignables
        if archived := [key for key in row.team if assignables[key].is_archived]:
            return _archived_text(assignables[archived[0]])
        if row.lost:
            return _("Someone you chose is no longer available. Check this row.")
        if duplicates := [key for key, count in Counter(row.everybody).items() if count > 1]:
            return _("“%(name)s” is in this row twice. Keep only one.") % {"name": assignables[duplicates[0]].row}
        return ""

    def row_label(self, place: int, row: RuleRow) -> str:
        name = self.choices.event_types.get(row.event_type)
        number = _("Row %(number)s") % {"number": place + 1}
        return f"{number}, {name}" if name else number

    def rules(self) -> list[Rule]:
        """Return the valid rows as they are saved."""
        assignables = self.choices.assignables
        return [
            Rule(
                self.choices.event_types[row.event_type],
                assignables[row.assignment].row,
                tuple(assignables[key].row for key in row.team),
            )
            for row in self.rows
        ]

    @cached_property
    def _options(self) -> tuple[Options, Options]:
        """Return the options of the selects, which all rows share."""
        return self.choices.event_type_options(), self.choices.assignment_options()

    def place(self, row: RuleRow, place: int) -> PlacedRule:
        choices, placed = self.choices, super().place(row, place)
        types, assignments = self._options
        event_type = choices.event_types.get(row.event_type)
        return PlacedRule(
            row,
            place,
            placed.id,
            placed.focus,
            name=event_type.name if event_type else _("New row"),
            event_types=_options_html(types, row.event_type, choices.event_types, choices.type_label),
            assignments=_options_html(assignments, row.assignment, choices.assignables, choices.label),
            joinable=assignments.shown(row.joining, without=row.everybody),
            team=[(key, choices.label(key), choices.assignables[key].is_pool) for key in row.team],
            problems=self._problems(row),
        )

    def _problems(self, row: RuleRow) -> list[str]:
        seats = [self.choices.assignables[key] for key in row.everybody if key in self.choices.assignables]
        return rule_problems(seats) if seats and not row.errors else []


def _options_html(options: Options, chosen: str, known: Collection[str], label: Callable[[str], str]) -> SafeString:
    """Return the options as HTML. A choice that can no longer be made is listed first if the row has it."""
    if chosen in known and all(option.value != chosen for option in options):
        options = Options([("", [Option(chosen, label(chosen))]), *options.groups])
    return options.shown(chosen)


def _typed(choices: Choices, data: QueryDict, key: str) -> RuleRow:
    name = f"row-{key}"
    team, joining = data.getlist(f"{name}-team"), data.get(f"{name}-joining", "")
    members = [member for member in team if member in choices.assignables]
    return RuleRow(
        key=key,
        event_type=data.get(f"{name}-event_type", ""),
        assignment=data.get(f"{name}-assignment", ""),
        team=members[:MOST_TEAM],
        joining=joining if joining in choices.assignables else "",
        lost=len(members) < len(team) or joining not in {"", *choices.assignables},
    )


def _archived_text(assignable: Assignable) -> str:
    return _("“%(name)s” has been archived. Choose someone else.") % {"name": assignable.row}
