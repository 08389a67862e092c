"""The table of a team-or-panel page: event types, and who gets their meetings; rows are added, moved and removed."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.ids import read_id
from owner.pages.forms.rows import Option, Options, Problem, move, pressed
from owner.pages.forms.seating import rule_problems
from pages.actions import Rule
from pages.errors import TeamsBookAtOnce
from pages.models import EventType
from pages.queries.assignments import Assignable

# Together they stay below Django's limit of fields in one form.
MOST_ROWS, MOST_TEAM = 40, 30


@dataclass(slots=True)
class RuleRow:
    """One row as it stands in the form: keys of what was chosen; `joining` is chosen to be added to the team."""

    event_type: str = ""
    assignment: str = ""
    team: list[str] = field(default_factory=list)
    joining: str = ""
    errors: dict[str, str] = field(default_factory=dict)
    # Whether somebody was sent who is not to be had.
    lost: bool = False

    @property
    def is_blank(self) -> bool:
        """Whether nothing was chosen: such a row was added, and then not needed."""
        return not (self.event_type or self.assignment or self.team or self.joining)

    @property
    def everybody(self) -> list[str]:
        return [key for key in (self.assignment, *self.team) if key]


@dataclass(frozen=True, slots=True)
class Choices:
    """What the rows choose from, by key; of what is archived only that which the page has already."""

    event_types: dict[str, EventType]
    assignables: dict[str, Assignable]

    def event_type_options(self) -> Options:
        """Those that a team can use; the others are shown as well, so that nobody looks for them."""
        there = [(key, one) for key, one in self.event_types.items() if one.archived_at is None]

        def listed(found: Iterable[tuple[str, EventType]], disabled: bool = False) -> list[Option]:
            return [Option(key, self.type_label(key), disabled) for key, _one in found]

        usable = [pair for pair in there if pair[1].books_at_once]
        return Options(
            [
                (_("Admin-managed"), listed(pair for pair in usable if pair[1].managed)),
                (_("Personal"), listed(pair for pair in usable if not pair[1].managed)),
                (_("Not for a team or panel"), listed((pair for pair in there if pair not in usable), disabled=True)),
            ]
        )

    def assignment_options(self) -> Options:
        there = [one for one in self.assignables.values() if not one.is_archived]
        return Options(
            [
                (heading, [Option(one.key, self.label(one.key)) for one in there if one.is_pool == is_pool])
                for heading, is_pool in ((_("Booking pages"), False), (_("Pools"), True))
            ]
        )

    def type_label(self, key: str) -> str:
        """How an event type is called in the form; of a personal one with its owner, since many have the same name."""
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
        """How a booking page or pool is called in the form."""
        one = self.assignables[key]
        if one.is_archived:
            return _("%(name)s (archived)") % {"name": one.row}
        return str(one.row) if one.persons or one.is_pool else _("%(name)s (paused)") % {"name": one.row}


@dataclass(slots=True)
class RulesEditor:
    """The rows as they stand in the form, whether they make sense yet or not.

    `focus` is a row and the part of it to go on with; the row after the last one stands for the button that adds.
    """

    choices: Choices
    rows: list[RuleRow]
    keys: list[str] = field(default_factory=list)
    focus: tuple[int, str] = (-1, "")

    @classmethod
    def of(cls, choices: Choices, rules: Sequence[tuple[EventType, Sequence[Assignable]]]) -> "RulesEditor":
        """The page's own."""
        return cls(
            choices,
            [
                RuleRow(str(event_type.pk), "".join(seat.key for seat in seats[:1]), [seat.key for seat in seats[1:]])
                for event_type, seats in rules
            ],
        )

    @classmethod
    def typed(cls, choices: Choices, data: QueryDict) -> "RulesEditor":
        """What was sent; the order of the rows is that of their hidden inputs, which dragging changes."""
        keys = [key for key in dict.fromkeys(data.getlist("row")) if read_id(key) is not None][:MOST_ROWS]
        rows = [_typed(choices, data, f"row-{key}") for key in keys]
        return cls(choices, rows, keys)

    @property
    def is_full(self) -> bool:
        return len(self.rows) >= MOST_ROWS

    def apply(self, data: QueryDict) -> bool:
        """Does what one of the buttons of the rows says, when one was pressed; says whether one was."""
        if "deed" not in data:
            return False
        deed, key, part = pressed(data)
        if deed == "add" and not self.is_full:
            self.rows.append(RuleRow())
            self.focus = len(self.rows) - 1, "event_type"
        elif deed == "sorted" and part in self.keys:
            # What was dragged stands where it is to be already.
            self.focus = self.keys.index(part), "menu"
        elif key in self.keys:
            self._change(deed, self.keys.index(key), part)
        return True

    def _change(self, deed: str, place: int, part: str) -> None:
        row = self.rows[place]
        self.focus = place, "joining"
        if deed == "join":
            _join(row)
        elif deed == "leave":
            row.team = [one for one in row.team if one != part]
        elif deed == "remove":
            del self.rows[place]
            self.focus = min(place, len(self.rows) - 1), "menu"
        elif deed in {"up", "down"}:
            self.focus = move(self.rows, place, deed), "menu"

    def check(self) -> bool:
        """Reads every row; what is wrong stands at the row."""
        self.rows = [row for row in self.rows if not row.is_blank]
        known = self.choices
        times = Counter(row.event_type for row in self.rows)
        for row in self.rows:
            row.errors = {}
            # Chosen, but “Add” not pressed: it was meant.
            if row.joining:
                _join(row)
            if error := self._type_error(row, times):
                row.errors["event_type"] = error
            if row.assignment not in known.assignables:
                row.errors["assignment"] = _("Choose who gets these meetings.")
            elif known.assignables[row.assignment].is_archived:
                row.errors["assignment"] = _archived(known.assignables[row.assignment])
            gone = [known.assignables[key] for key in row.team if known.assignables[key].is_archived]
            if gone:
                row.errors["joining"] = _archived(gone[0])
            elif row.lost:
                row.errors["joining"] = _("Somebody you had chosen here is no longer to be had. Look the row over.")
            elif twice := [key for key, times in Counter(row.everybody).items() if times > 1]:
                row.errors["joining"] = _("“%(name)s” is in this row twice. Everybody is in it once.") % {
                    "name": known.assignables[twice[0]].row
                }
        return not any(row.errors for row in self.rows)

    def _type_error(self, row: RuleRow, times: Counter[str]) -> str:
        event_type = self.choices.event_types.get(row.event_type)
        if event_type is None:
            return _("Choose an event type.")
        if event_type.archived_at is not None:
            return _("“%(name)s” has been archived. Choose another, or remove the row.") % {"name": event_type}
        if not event_type.books_at_once:
            return str(TeamsBookAtOnce())
        return _("This event type stands in two rows. On a page it comes once.") if times[row.event_type] > 1 else ""

    def rules(self) -> list[Rule]:
        """The checked rows, as they are saved."""
        there = self.choices.assignables
        return [
            Rule(
                self.choices.event_types[row.event_type],
                there[row.assignment].row,
                tuple(there[key].row for key in row.team),
            )
            for row in self.rows
        ]

    def errors(self) -> Iterator[Problem]:
        """Where it is wrong, whose row, and what, for the summary."""
        for place, row in enumerate(self.rows):
            for part, sentence in row.errors.items():
                name = self.choices.event_types.get(row.event_type)
                whose = _("Row %(number)s") % {"number": place + 1}
                yield f"row-{place}-{part}", f"{whose}, {name}" if name else whose, sentence

    @property
    def placed(self) -> list[dict[str, Any]]:
        """The rows as the page shows them."""
        types, assignments = self.choices.event_type_options(), self.choices.assignment_options()
        focused, part = self.focus
        return [
            {
                "row": row,
                "place": place,
                "id": f"row-{place}",
                "name": self._name(row),
                "focus": part if place == focused else "",
                "event_types": self._shown(types, row.event_type, self.choices.event_types, self.choices.type_label),
                "assignments": self._shown(assignments, row.assignment, self.choices.assignables, self.choices.label),
                "joinable": assignments.shown(row.joining, without=row.everybody),
                "team": [(key, self.choices.label(key), self.choices.assignables[key].is_pool) for key in row.team],
                "problems": self._problems(row),
            }
            for place, row in enumerate(self.rows)
        ]

    def _name(self, row: RuleRow) -> str:
        event_type = self.choices.event_types.get(row.event_type)
        return event_type.name if event_type else _("New row")

    @staticmethod
    def _shown(options: Options, chosen: str, known: dict[str, Any], label: Any) -> SafeString:
        """The options, with what was chosen once and can be no longer at their head."""
        if chosen in known and all(option.value != chosen for option in options):
            options = Options([("", [Option(chosen, label(chosen))]), *options.groups])
        return options.shown(chosen)

    def _problems(self, row: RuleRow) -> list[str]:
        seats = [self.choices.assignables[key] for key in row.everybody if key in self.choices.assignables]
        return rule_problems(seats) if seats and not row.errors else []


def _typed(choices: Choices, data: QueryDict, name: str) -> RuleRow:
    team, joining = data.getlist(f"{name}-team"), data.get(f"{name}-joining", "")
    there = [key for key in team if key in choices.assignables]
    return RuleRow(
        event_type=data.get(f"{name}-event_type", ""),
        assignment=data.get(f"{name}-assignment", ""),
        team=there[:MOST_TEAM],
        joining=joining if joining in choices.assignables else "",
        lost=len(there) < len(team) or joining not in {"", *choices.assignables},
    )


def _join(row: RuleRow) -> None:
    if row.joining and row.joining not in row.everybody and len(row.team) < MOST_TEAM:
        row.team.append(row.joining)
    row.joining = ""


def _archived(one: Assignable) -> str:
    return _("“%(name)s” has been archived. Choose somebody else.") % {"name": one.row}
