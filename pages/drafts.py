"""An event type as it stands in its unsaved form: valid input is used, everything else is ignored."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError

from core.ids import read_number
from core.text import validate_lines, validate_one_line
from pages.models import LONGEST_MEETING, MOST_SESSIONS, Ask, EventType, LocationKind
from pages.questions import MOST_QUESTIONS, Kind, Question, check_questions, propose_name
from pages.standard_fields import SETTINGS

HAS_CHOICES = (Kind.CHOICE, Kind.CHECKBOXES)
TEXTS = (("name", 100, validate_one_line), ("description", 2_000, validate_lines), ("location", 500, validate_one_line))


@dataclass(slots=True)
class TypedQuestion:
    """One question as typed. `choices` holds one answer per line."""

    label: str = ""
    kind: str = Kind.LINE
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
            kind=Kind(self.kind),
            required=self.required,
            hidden=self.hidden,
            choices=tuple(answer for answer in answers if answer) if self.has_choices else (),
        )


def typed_questions(typed: Mapping[str, str]) -> list[TypedQuestion]:
    """Return the rows of questions that the form submits, in their order."""
    return [
        TypedQuestion(
            label=typed.get(f"question-{place}-label", ""),
            kind=typed.get(f"question-{place}-kind", Kind.LINE),
            name=typed.get(f"question-{place}-name", ""),
            choices=typed.get(f"question-{place}-choices", ""),
            required=f"question-{place}-required" in typed,
            hidden=f"question-{place}-hidden" in typed,
        )
        for place in range(MOST_QUESTIONS)
        if f"question-{place}-label" in typed
    ]


def read_draft(event_type: EventType, typed: Mapping[str, str]) -> EventType:
    """Fill the event type with what customers would see of the typed form. The caller must not save it."""
    for name, longest, check in TEXTS:
        text = typed.get(name, "").strip()
        try:
            check(text)
        except ValidationError:
            continue
        setattr(event_type, name, text[:longest])
    for name in SETTINGS:
        if typed.get(name) in Ask.values:
            setattr(event_type, name, typed[name])
    if typed.get("location_kind") in {"", *LocationKind.values}:
        event_type.location_kind = typed["location_kind"]
    event_type.duration = _number(typed.get("duration", ""), LONGEST_MEETING) or event_type.duration
    event_type.needs_approval = typed.get("needs_approval") == "True"
    sessions = _number(typed.get("sessions", ""), MOST_SESSIONS) or 1
    event_type.sessions = sessions if typed.get("package") == "True" else 1
    event_type.questions = [question.stored() for question in sound_questions(typed)]
    return event_type


def sound_questions(typed: Mapping[str, str]) -> list[Question]:
    """Return the typed questions that are valid."""
    found: list[Question] = []
    for row in typed_questions(typed):
        try:
            question = row.read([one.name for one in found])
        except ValueError:
            continue
        if len(found) not in check_questions([*found, question]):
            found.append(question)
    return found


def _number(text: str, most: int) -> int | None:
    """Return a whole number from 1 to `most`, or None."""
    return read_number(text.strip(), most) or None
