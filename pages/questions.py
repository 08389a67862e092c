"""Custom questions of an event type's booking form, as they are kept: a list of plain objects."""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MOST_QUESTIONS, MOST_CHOICES = 20, 50
LONGEST_LABEL, LONGEST_CHOICE, LONGEST_NAME = 200, 100, 40
# Field names that the booking form and the address have taken.
STANDARD_FIELDS = ("name", "email", "company", "phone", "note", "guests", "location")
STEPS = ("skip", "event", "page", "month", "day", "start", "near", "zone", "clock", "lang", "token")
TAKEN = frozenset(STANDARD_FIELDS + STEPS)
NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")


class Kind(StrEnum):
    """How a question is answered."""

    LINE = "line"
    TEXT = "text"
    CHOICE = "choice"
    CHECKBOXES = "checkboxes"


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `name` is its field name, also as a parameter of addresses: only those fill a hidden one."""

    name: str
    label: str
    kind: Kind = Kind.LINE
    required: bool = False
    hidden: bool = False
    choices: tuple[str, ...] = ()

    def stored(self) -> dict[str, Any]:
        """As it is kept in the database."""
        return asdict(self) | {"kind": str(self.kind), "choices": list(self.choices)}


def read_questions(stored: Sequence[dict[str, Any]]) -> list[Question]:
    """The questions as they were kept. Raises ValueError, KeyError or TypeError for what never was one."""
    return [
        Question(
            name=one["name"],
            label=one["label"],
            kind=Kind(one["kind"]),
            required=bool(one["required"]),
            hidden=bool(one["hidden"]),
            choices=tuple(one["choices"]),
        )
        for one in stored
    ]


def check_questions(questions: Sequence[Question]) -> dict[int, str]:
    """What is wrong with each of the questions, by its place in the list; empty when nothing is."""
    wrong: dict[int, str] = {}
    seen: set[str] = set()
    for place, question in enumerate(questions):
        problem = _problem(question, seen)
        if problem:
            wrong[place] = problem
        seen.add(question.name)
    return wrong


def _problem(question: Question, seen: set[str]) -> str:
    if not isinstance(question.label, str) or not question.label.strip():
        return _("Write the question.")
    if len(question.label) > LONGEST_LABEL:
        return _("Make the question shorter: %(most)s characters at the most.") % {"most": LONGEST_LABEL}
    if not isinstance(question.name, str) or not NAME.fullmatch(question.name):
        return _("A field name starts with a letter and has small letters, digits and _ only, such as project_size.")
    if question.name in TAKEN or question.name.startswith("utm_"):
        return _("The field name “%(name)s” is taken by the form itself. Choose another.") % {"name": question.name}
    if question.name in seen:
        return _("Two questions have the field name “%(name)s”. Give each its own.") % {"name": question.name}
    if question.kind not in {Kind.CHOICE, Kind.CHECKBOXES}:
        return ""
    if not 2 <= len(question.choices) <= MOST_CHOICES and question.kind == Kind.CHOICE:
        return _("Give two answers to choose from at least, and %(most)s at the most.") % {"most": MOST_CHOICES}
    if not 1 <= len(question.choices) <= MOST_CHOICES:
        return _("Give one answer to tick at least, and %(most)s at the most.") % {"most": MOST_CHOICES}
    if len(set(question.choices)) < len(question.choices):
        return _("Two of the answers are the same.")
    if any(not isinstance(one, str) or not one.strip() or len(one) > LONGEST_CHOICE for one in question.choices):
        return _("An answer to choose has %(most)s characters at the most, and is not empty.") % {
            "most": LONGEST_CHOICE
        }
    return ""


def validate_questions(stored: Any) -> None:
    """Raises ValidationError for a value that is no list of sound questions."""
    if not isinstance(stored, list) or len(stored) > MOST_QUESTIONS:
        raise ValidationError(_("Give a list of %(most)s questions at the most.") % {"most": MOST_QUESTIONS})
    try:
        wrong = check_questions(read_questions(stored))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ValidationError(_("Each question needs name, label, kind, required, hidden and choices.")) from error
    if wrong:
        raise ValidationError(list(wrong.values()))
