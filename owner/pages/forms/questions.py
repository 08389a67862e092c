"""The editor of custom questions: rows that are added, removed and moved."""

from collections.abc import Sequence
from typing import Self

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from owner.pages.forms.rows import NOWHERE, RowEditor
from pages.drafts import TypedQuestion, question_order, typed_questions
from pages.models import EventType
from pages.questions import MOST_QUESTIONS, QuestionKind, check_questions, read_questions

KINDS = [
    (QuestionKind.LINE, gettext_lazy("One line")),
    (QuestionKind.TEXT, gettext_lazy("Longer text")),
    (QuestionKind.CHOICE, gettext_lazy("Choice: one answer")),
    (QuestionKind.CHECKBOXES, gettext_lazy("Checkboxes: several answers")),
]


class QuestionsEditor(RowEditor[TypedQuestion]):
    """The questions in the form, valid or not."""

    button = "question"
    name = "question-order"
    row_id = "question"
    row_class = TypedQuestion
    most = MOST_QUESTIONS
    first = "label"
    menu = "remove"
    kinds = KINDS
    # The earlier place of each row, if rows were dragged.
    sent: Sequence[int] = ()

    @classmethod
    def of(cls, event_type: EventType) -> Self:
        """Return the event type's questions."""
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
        """Return what was sent, as it was typed."""
        editor = cls(typed_questions(data))
        editor.sent = question_order(data)
        return editor

    def find(self, key: str) -> int | None:
        place = super().find(key)
        return place if place not in self.sent else self.sent.index(place)

    def move(self, place: int, action: str) -> None:
        super().move(place, action)
        target, last = self.focus[0], len(self.rows) - 1
        # The focus moves with the question. The first and last row have only one of the two buttons.
        button = {0: "down", last: "up"}.get(target, action)
        self.focus = (target, button) if target != place else NOWHERE

    def validate_rows(self) -> None:
        """Set the errors of each question. An empty field name is filled in."""
        self.rows = self.filled
        names = {row.name.strip() for row in self.rows}
        questions = []
        for row in self.rows:
            try:
                question = row.read(names)
            except ValueError:
                row.errors["kind"] = _("Choose how it is answered.")
                continue
            names.add(question.name)
            questions.append((row, question))
        errors = check_questions([question for _row, question in questions])
        for place, (row, question) in enumerate(questions):
            if place in errors:
                part, sentence = errors[place]
                row.errors[part] = sentence
            elif not row.name.strip():
                row.name = question.name

    def row_label(self, place: int, row: TypedQuestion) -> str:
        return row.label.strip() or _("Question %(number)s") % {"number": place + 1}

    def stored(self) -> list[dict[str, object]]:
        """Return the valid questions as they are stored."""
        return [row.read(()).stored() for row in self.rows]
