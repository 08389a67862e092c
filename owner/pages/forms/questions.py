"""The editor of custom questions: rows added, removed and moved, and read in one go."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Self

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.ids import read_number
from pages.drafts import TypedQuestion, typed_questions
from pages.models import EventType
from pages.questions import MOST_QUESTIONS, Kind, check_questions, read_questions

KINDS = [
    (Kind.LINE, gettext_lazy("One line")),
    (Kind.TEXT, gettext_lazy("Longer text")),
    (Kind.CHOICE, gettext_lazy("Choice: one answer")),
    (Kind.CHECKBOXES, gettext_lazy("Checkboxes: several answers")),
]


@dataclass(slots=True)
class QuestionsEditor:
    """The questions as they stand in the form, whether they make sense yet or not.

    `pressed` says that a row was just added, moved or removed; `focus` is the row and its part to go on with.
    """

    rows: list[TypedQuestion]
    pressed: bool = False
    focus: tuple[int, str] = (0, "")

    @classmethod
    def of(cls, event_type: EventType) -> Self:
        """The event type's own."""
        return cls(
            [
                TypedQuestion(
                    label=question.label,
                    kind=question.kind,
                    name=question.name,
                    choices="\n".join(question.choices),
                    required=question.required,
                    hidden=question.hidden,
                )
                for question in read_questions(event_type.questions)
            ]
        )

    @classmethod
    def typed(cls, data: QueryDict) -> Self:
        """What was sent, as it was typed."""
        return cls(typed_questions(data))

    @property
    def kinds(self) -> list[tuple[Kind, Any]]:
        return KINDS

    @property
    def placed(self) -> list[dict[str, Any]]:
        """The rows as the page lists them: each with its place, its id, and which part of it has the focus."""
        focused, part = self.focus
        return [
            {"row": row, "place": place, "id": f"question-{place}", "focus": part if place == focused else ""}
            for place, row in enumerate(self.rows)
        ]

    @property
    def is_full(self) -> bool:
        return len(self.rows) >= MOST_QUESTIONS

    def apply(self, data: QueryDict) -> bool:
        """Adds, removes or moves a row, when one of those buttons was pressed; says whether one was."""
        if "question" not in data:
            return False
        deed, _dash, text = str(data["question"]).partition("-")
        place = read_number(text, len(self.rows) - 1)
        self.pressed = True
        if deed == "add":
            self._add()
        elif place is not None:
            if deed == "remove":
                self._remove(place)
            elif deed in {"up", "down"}:
                self._move(place, deed)
        return True

    def _add(self) -> None:
        if not self.is_full:
            self.rows.append(TypedQuestion())
            self.focus = len(self.rows) - 1, "label"

    def _remove(self, place: int) -> None:
        del self.rows[place]
        self.focus = min(place, len(self.rows) - 1), "remove"

    def _move(self, place: int, deed: str) -> None:
        target = place + (1 if deed == "down" else -1)
        if not 0 <= target < len(self.rows):
            return
        self.rows.insert(target, self.rows.pop(place))
        # The focus goes with the question; at either end, its other button is left.
        last = len(self.rows) - 1
        self.focus = target, {0: "down", last: "up"}.get(target, deed)

    def check(self) -> bool:
        """Reads every row; what is wrong stands at the row, and a field name that was left empty is filled in."""
        self.rows = [row for row in self.rows if not row.is_blank]
        chosen = {row.name.strip() for row in self.rows}
        found = []
        for row in self.rows:
            row.errors = {}
            try:
                question = row.read(chosen)
            except ValueError:
                row.errors["kind"] = _("Choose how it is answered.")
                continue
            chosen.add(question.name)
            found.append((row, question))
        wrong = check_questions([question for _row, question in found])
        for place, (row, question) in enumerate(found):
            if place in wrong:
                part, sentence = wrong[place]
                row.errors[part] = sentence
            elif not row.name.strip():
                row.name = question.name
        return not any(row.errors for row in self.rows)

    def stored(self) -> list[dict[str, Any]]:
        """The checked questions, as they are kept."""
        return [row.read(()).stored() for row in self.rows]

    def errors(self) -> Iterator[tuple[str, str, str]]:
        """(anchor, whose, what) of every part that is wrong, for the summary."""
        for place, row in enumerate(self.rows):
            for part, sentence in row.errors.items():
                whose = row.label.strip() or _("Question %(number)s") % {"number": place + 1}
                yield f"question-{place}-{part}", whose, sentence
