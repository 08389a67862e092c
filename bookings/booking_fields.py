"""The fields of the booking form, made from what an event type asks.

`typed` turns a text, such as a parameter of an address, into the value that a field expects.
"""

from collections.abc import Iterable
from typing import Unpack

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.contact_fields import FieldOptions, GuestsField, PhoneField
from core.text import LazyText, validate_lines, validate_one_line
from pages.questions import Question, QuestionKind
from pages.standard_fields import FIELDS_BY_KEY, FieldKind, Value

LONGEST_LINE, LONGEST_TEXT = 200, 2_000
# Above this number of choices, a drop-down list is shown instead of radio buttons.
MOST_RADIOS = 7
# Error messages of a custom question's field, by the question's kind.
MESSAGES: dict[QuestionKind, dict[str, LazyText]] = {
    QuestionKind.LINE: {"required": gettext_lazy("Please answer this.")},
    QuestionKind.TEXT: {"required": gettext_lazy("Please answer this.")},
    QuestionKind.CHOICE: {
        "required": gettext_lazy("Please choose an answer."),
        "invalid_choice": gettext_lazy("Please choose one of the answers."),
    },
    QuestionKind.CHECKBOXES: {
        "required": gettext_lazy("Please tick at least one answer."),
        "invalid_choice": gettext_lazy("Please tick answers from the list."),
    },
}


def to_field_input(field: forms.Field, text: str) -> Value:
    """Return the text as the field's raw input: a text, or a list for a multiple choice field.

    Several answers in one text are separated by commas or stand on lines of their own.
    """
    if not isinstance(field, forms.MultipleChoiceField):
        return text
    choices = {str(value) for value, _label in field.choices}  # type: ignore[misc, union-attr]
    return [choice for line in text.splitlines() for choice in _split_choices(line.strip(), choices)]


def _split_choices(line: str, choices: set[str]) -> list[str]:
    # Look for the whole line first: an answer may contain commas.
    return [line] if line in choices else [choice for part in line.split(",") if (choice := part.strip())]


def _line_field(longest: int, autocomplete: str = "", **more: Unpack[FieldOptions]) -> forms.Field:
    attributes = {"autocomplete": autocomplete} if autocomplete else {}
    return forms.CharField(
        max_length=longest, validators=[validate_one_line], widget=forms.TextInput(attrs=attributes), **more
    )


def _text_field(**more: Unpack[FieldOptions]) -> forms.Field:
    return forms.CharField(
        max_length=LONGEST_TEXT, validators=[validate_lines], widget=forms.Textarea(attrs={"rows": 3}), **more
    )


def standard_field(name: str, required: bool, host: str, *, calls: bool) -> forms.Field:
    """Return the field for one of STANDARD_FIELDS, the questions beside name and email.

    `host` is the host's name if the customer meets one person, otherwise empty; `calls` says whether the host calls the
    customer.
    """
    definition = FIELDS_BY_KEY[name]
    label = _("Anything %(host)s should know?") % {"host": host} if name == "note" and host else definition.question
    options: FieldOptions = {"required": required, "label": label, "error_messages": {"required": definition.missing}}
    match definition.kind:
        case FieldKind.LINE:
            return _line_field(definition.longest, definition.autocomplete, **options)
        case FieldKind.PHONE:
            return PhoneField(from_abroad=calls, **options)
        case FieldKind.EMAILS:
            return GuestsField(**options)
        case FieldKind.TEXT:
            return _text_field(**options)


def question_field(question: Question) -> forms.Field:
    """Return the field of a custom question."""
    options: FieldOptions = {
        "label": question.label,
        "required": question.required,
        "error_messages": MESSAGES[question.kind],
    }
    match question.kind:
        case QuestionKind.LINE:
            return _line_field(LONGEST_LINE, "off", **options)
        case QuestionKind.TEXT:
            return _text_field(**options)
        case QuestionKind.CHOICE:
            choices, widget = _choices_and_widget(question)
            return forms.ChoiceField(choices=choices, widget=widget, **options)
        case QuestionKind.CHECKBOXES:
            choices = _pairs(question.choices)
            return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **options)


def _choices_and_widget(question: Question) -> tuple[list[tuple[str, str]], type[forms.Select | forms.RadioSelect]]:
    pairs = _pairs(question.choices)
    if len(pairs) > MOST_RADIOS:
        return [("", _("Please choose")), *pairs], forms.Select
    # A radio button cannot be unchosen, so an optional question gets a choice for no answer.
    none = [] if question.required else [("", _("No answer"))]
    return [*pairs, *none], forms.RadioSelect


def _pairs(choices: Iterable[str]) -> list[tuple[str, str]]:
    return [(choice, choice) for choice in choices]


def clean_answer(question: Question, text: str) -> Value | None:
    """Return the cleaned answer that a text gives to a question; None if it is empty or invalid."""
    field = question_field(question)
    try:
        return field.clean(to_field_input(field, text)) or None
    except ValidationError:
        return None
