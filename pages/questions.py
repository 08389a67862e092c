"""The custom questions of an event type's booking form, stored as a list of JSON objects."""

import re
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from itertools import chain, count
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _

from core.text import validate_one_line
from pages.standard_fields import STANDARD_FIELDS

MOST_QUESTIONS, MOST_CHOICES = 20, 50
LONGEST_LABEL, LONGEST_CHOICE, LONGEST_NAME, LONGEST_PROPOSED = 200, 100, 40, 28
# Field names that the booking form and its address use themselves.
FORM_FIELDS = ("name", "email", *(field.key for field in STANDARD_FIELDS))
PICKER_PARAMETERS = ("skip", "event", "page", "month", "day", "start", "picked", "near")
ADDRESS_PARAMETERS = (*PICKER_PARAMETERS, "zone", "clock", "lang", "theme", "embed", "token")
RESERVED_NAMES = frozenset(FORM_FIELDS + ADDRESS_PARAMETERS)
UTM = "utm_"
NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")


class QuestionKind(StrEnum):
    """How a question is answered."""

    LINE = "line"
    TEXT = "text"
    CHOICE = "choice"
    CHECKBOXES = "checkboxes"


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `name` is its field name in the form and in addresses.

    A hidden question is filled only by a parameter of the address.
    """

    name: str
    label: str
    kind: QuestionKind = QuestionKind.LINE
    required: bool = False
    hidden: bool = False
    choices: tuple[str, ...] = ()

    def stored(self) -> dict[str, object]:
        """Return the question as it is stored in the database."""
        return asdict(self) | {"kind": str(self.kind), "choices": list(self.choices)}


def read_questions(stored: Sequence[dict[str, Any]]) -> list[Question]:
    """Return stored questions as objects. Raise ValueError, KeyError or TypeError for anything else."""
    return [
        Question(
            name=row["name"],
            label=row["label"],
            kind=QuestionKind(row["kind"]),
            required=bool(row["required"]),
            hidden=bool(row["hidden"]),
            choices=tuple(row["choices"]),
        )
        for row in stored
    ]


def check_questions(questions: Sequence[Question]) -> dict[int, tuple[str, str]]:
    """Return the invalid questions, by index in the list: the part that is wrong, and a sentence about it."""
    wrong: dict[int, tuple[str, str]] = {}
    seen: set[str] = set()
    for index, question in enumerate(questions):
        problems = {
            "label": _label_problem(question),
            "name": _name_problem(question, seen),
            "choices": _choices_problem(question),
            "hidden": _hidden_problem(question),
        }
        for part, problem in problems.items():
            if problem:
                wrong.setdefault(index, (part, problem))
        seen.add(question.name)
    return wrong


def _label_problem(question: Question) -> str:
    if not _is_text(question.label) or not question.label.strip():
        return _("Enter the question on one line.")
    if len(question.label) > LONGEST_LABEL:
        return _("Use at most %(most)s characters for the question.") % {"most": LONGEST_LABEL}
    return ""


def _name_problem(question: Question, seen: set[str]) -> str:
    if not isinstance(question.name, str) or not NAME.fullmatch(question.name):
        return _(
            "Start the field name with a letter, and use only lowercase letters, digits and _, such as project_size."
        )
    if question.name in RESERVED_NAMES or question.name.startswith(UTM):
        return _("The field name “%(name)s” is reserved. Choose another.") % {"name": question.name}
    if question.name in seen:
        return _("Two questions use the field name “%(name)s”. Give each a different one.") % {"name": question.name}
    return ""


def _choices_problem(question: Question) -> str:
    choices = question.choices
    if any(not _is_text(choice) or not choice.strip() or len(choice) > LONGEST_CHOICE for choice in choices):
        return _("Answers cannot be empty or longer than %(most)s characters.") % {"most": LONGEST_CHOICE}
    if len(set(choices)) < len(choices):
        return _("Two of the answers are the same. Change one of them.")
    if question.kind == QuestionKind.CHOICE and not 2 <= len(choices) <= MOST_CHOICES:
        return _("Enter at least two and at most %(most)s answers.") % {"most": MOST_CHOICES}
    if question.kind == QuestionKind.CHECKBOXES and not 1 <= len(choices) <= MOST_CHOICES:
        return _("Enter at least one and at most %(most)s answers.") % {"most": MOST_CHOICES}
    return ""


def _hidden_problem(question: Question) -> str:
    if question.hidden and question.required:
        return _("A hidden question cannot be required, because customers cannot see it. Untick one of the two.")
    return ""


def _is_text(value: object) -> bool:
    """Return whether the value is text on one line that the database can store."""
    if not isinstance(value, str):
        return False
    try:
        validate_one_line(value)
        value.encode()
    except (ValidationError, UnicodeEncodeError):
        return False
    return True


def propose_name(label: str, taken: Collection[str]) -> str:
    """Return a field name made from the label, which is not in `taken`, for a question without one."""
    stem = ""
    for word in slugify(label).split("-"):
        if len(stem) + 1 + len(word) > LONGEST_PROPOSED:
            break
        stem = f"{stem}_{word}".strip("_")
    if not NAME.fullmatch(stem) or stem.startswith(UTM):
        stem = f"question_{stem}".strip("_")
    numbered = (f"{stem}_{number}" for number in count(2))
    return next(name for name in chain([stem], numbered) if name not in taken and name not in RESERVED_NAMES)


def validate_questions(stored: object) -> None:
    """Raise ValidationError unless the value is a list of valid questions."""
    if not isinstance(stored, list) or len(stored) > MOST_QUESTIONS:
        raise ValidationError(_("Use a list of at most %(most)s questions.") % {"most": MOST_QUESTIONS})
    try:
        wrong = check_questions(read_questions(stored))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ValidationError(_("Each question needs name, label, kind, required, hidden and choices.")) from error
    if wrong:
        raise ValidationError([sentence for _part, sentence in wrong.values()])
