"""Event types and pages as typed in their unsaved forms: valid input is used, everything else is ignored."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db.models import Field, Model
from django.http import QueryDict

from core.ids import read_id, read_number
from core.text import validate_lines, validate_one_line
from pages.models import MOST_SESSIONS, Ask, EventType, LocationKind, Page
from pages.questions import MOST_QUESTIONS, Question, QuestionKind, check_questions, propose_name
from pages.standard_fields import ASK_SETTINGS

HAS_CHOICES = (QuestionKind.CHOICE, QuestionKind.CHECKBOXES)
TEXTS = {
    "name": (100, validate_one_line),
    "description": (2_000, validate_lines),
    "location": (500, validate_one_line),
    "welcome": (2_000, validate_lines),
    "contact": (300, validate_one_line),
}
NUMBERS = (
    "duration", "interval", "offset", "buffer_before", "buffer_after",
    "horizon_days", "limit_per_day", "limit_per_week",
)  # fmt: skip
# The kinds of keys that a seat of a team can have.
SEATS = ("page", "pool")
# Minutes in a unit of time, and the longest notice in minutes.
UNITS, LONGEST_NOTICE = (1, 60, 1_440), 525_600


@dataclass(slots=True)
class TypedQuestion:
    """One question as typed. `choices` holds one answer per line."""

    label: str = ""
    kind: str = QuestionKind.LINE
    name: str = ""
    choices: str = ""
    required: bool = False
    hidden: bool = False
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed, as in a row that was added and then not needed."""
        return not (self.label.strip() or self.name.strip() or self.choices.strip())

    @property
    def has_choices(self) -> bool:
        return self.kind in HAS_CHOICES

    def read(self, taken: Collection[str]) -> Question:
        """Return the question with a field name of its own. Raise ValueError for an unknown kind."""
        answers = (line.strip() for line in self.choices.splitlines())
        return Question(
            name=self.name.strip() or propose_name(self.label, taken),
            label=self.label.strip(),
            kind=QuestionKind(self.kind),
            required=self.required,
            hidden=self.hidden,
            choices=tuple(answer for answer in answers if answer) if self.has_choices else (),
        )


def question_order(typed: QueryDict) -> list[int]:
    """Return the numbers of the questions that the form submits, in their order, which dragging may have changed."""
    submitted = [number for number in range(MOST_QUESTIONS) if f"question-{number}-label" in typed]
    order: list[int] = []
    for text in typed.getlist("question-order"):
        number = read_number(text, MOST_QUESTIONS - 1)
        if number in submitted and number not in order:
            order.append(number)
    return order + [number for number in submitted if number not in order]


def typed_questions(typed: QueryDict) -> list[TypedQuestion]:
    """Return the rows of questions that the form submits, in their order."""
    return [
        TypedQuestion(
            label=typed.get(f"question-{number}-label", ""),
            kind=typed.get(f"question-{number}-kind", QuestionKind.LINE),
            name=typed.get(f"question-{number}-name", ""),
            choices=typed.get(f"question-{number}-choices", ""),
            required=f"question-{number}-required" in typed,
            hidden=f"question-{number}-hidden" in typed,
        )
        for number in question_order(typed)
    ]


@dataclass(frozen=True, slots=True)
class TypedAssignment:
    """What a master page's form assigns, by ids that the caller must look up.

    `rules` holds the seats of each event type, a page or a pool each; `event_types` and `pages` are the lists of the
    other scenarios.
    """

    rules: dict[int, list[tuple[str, int]]]
    event_types: list[int]
    pages: list[int]


def read_assignment(typed: QueryDict) -> TypedAssignment:
    """Return what the form of a master page assigns. Incomplete rows are left out."""
    rules: dict[int, list[tuple[str, int]]] = {}
    for key in dict.fromkeys(typed.getlist("row")):
        event_type = read_id(typed.get(f"row-{key}-event_type", ""))
        keys = [typed.get(f"row-{key}-assignment", ""), *typed.getlist(f"row-{key}-team")]
        seats = [seat for seat in map(_seat, keys) if seat is not None]
        if event_type is not None and seats and len(seats) == len(keys):
            rules.setdefault(event_type, seats)
    return TypedAssignment(rules, list(rules) or _ids(typed, "event_type"), _ids(typed, "page"))


def _seat(key: str) -> tuple[str, int] | None:
    kind, _dash, number = key.partition("-")
    pk = read_id(number)
    return (kind, pk) if kind in SEATS and pk is not None else None


def _ids(typed: QueryDict, name: str) -> list[int]:
    ids = (read_id(text) for text in dict.fromkeys(typed.getlist(name)))
    return [pk for pk in ids if pk is not None]


def read_event_type(event_type: EventType, typed: QueryDict) -> None:
    """Fill the event type with what customers would see of the typed form. The caller must not save it."""
    _read_texts(event_type, typed, "name", "description", "location")
    _read_numbers(event_type, typed)
    for name in ASK_SETTINGS:
        if typed.get(name) in Ask.values:
            setattr(event_type, name, typed[name])
    if typed.get("location_kind") in {"", *LocationKind.values}:
        event_type.location_kind = str(typed["location_kind"])
    event_type.needs_approval = typed.get("needs_approval") == "True"
    sessions = read_number(typed.get("sessions", "").strip(), MOST_SESSIONS) or 1
    event_type.sessions = sessions if typed.get("package") == "True" else 1
    event_type.questions = [question.stored() for question in valid_questions(typed)]


def read_typed_page(page: Page, typed: Mapping[str, str]) -> None:
    """Fill the page with its typed texts and place. The caller must not save it."""
    _read_texts(page, typed, "name", "welcome", "contact")
    if page.kind == Page.Kind.MASTER:
        return
    _read_texts(page, typed, "location")
    if typed.get("location_kind") in LocationKind.values:
        page.location_kind = typed["location_kind"]


def _read_texts(row: Model, typed: Mapping[str, str], *names: str) -> None:
    for name in names:
        longest, check = TEXTS[name]
        text = typed.get(name, "").strip()
        try:
            check(text)
        except ValidationError:
            continue
        setattr(row, name, text[:longest])


def _read_numbers(event_type: EventType, typed: Mapping[str, str]) -> None:
    """Set each number that its column accepts, and the notice, which is typed as an amount and its unit."""
    for name in NUMBERS:
        text, column = typed.get(name, "").strip(), EventType._meta.get_field(name)
        assert isinstance(column, Field)
        try:
            setattr(event_type, name, column.clean(text or None, event_type))
        except ValidationError:
            continue
    amount = read_number(typed.get("notice_amount", "").strip(), LONGEST_NOTICE)
    unit = read_number(typed.get("notice_unit", ""), UNITS[-1])
    if amount is not None and unit in UNITS and amount * unit <= LONGEST_NOTICE:
        event_type.notice = amount * unit


def valid_questions(typed: QueryDict) -> list[Question]:
    """Return the typed questions that are valid."""
    found: list[Question] = []
    for row in typed_questions(typed):
        try:
            question = row.read([earlier.name for earlier in found])
        except ValueError:
            continue
        if len(found) not in check_questions([*found, question]):
            found.append(question)
    return found
