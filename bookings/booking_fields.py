"""The fields of the booking form, made from what an event type asks.

`typed` turns a text, such as a parameter of an address, into the value that a field expects.
"""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from bookings import phones
from core.text import address_key, read_email, validate_lines, validate_mailable, validate_one_line
from pages.questions import Kind, Question
from pages.standard_fields import BY_KEY, MOST_GUESTS, Answered

LONGEST_LINE, LONGEST_TEXT, LONGEST_EMAIL = 200, 2_000, 254
# Above this number of choices, a drop-down list is shown instead of radio buttons.
MOST_RADIOS = 7
# The addresses in “Ana <ana@example.com> Tom <tom@example.com>”.
ANGLED = re.compile(r"<([^<>]*)>")
ANSWER = gettext_lazy("Please answer this.")
well_formed = EmailValidator()


def typed(field: forms.Field, text: str) -> Any:
    """Return the text as the field's raw input: a text, or a list for a multiple choice field.

    Several answers in one text are separated by commas or stand on lines of their own.
    """
    if not isinstance(field, forms.MultipleChoiceField):
        return text
    choices = {str(value) for value, _label in field.choices}  # type: ignore[misc, union-attr]
    return [one for line in text.splitlines() for one in _chosen(line.strip(), choices)]


def _chosen(line: str, choices: set[str]) -> list[str]:
    # Look for the whole line first: an answer may contain commas.
    return [line] if line in choices else [one for part in line.split(",") if (one := part.strip())]


class PhoneField(forms.CharField):
    """A phone number that can be dialled; with `from_abroad`, one that can be dialled from any country."""

    def __init__(self, *, from_abroad: bool = False, **more: Any) -> None:
        super().__init__(
            max_length=phones.LONGEST,
            validators=[validate_one_line, dialled_from_abroad if from_abroad else dialled],
            widget=forms.TelInput(attrs={"autocomplete": "tel"}),
            help_text=_("With the country code, as in +34 600 000 000.") if from_abroad else "",
            **more,
        )

    def to_python(self, value: Any) -> Any:
        return phones.plain(super().to_python(value) or "")


def dialled(text: str) -> None:
    """Raise ValidationError for a text that is no phone number."""
    if not phones.is_number(text):
        raise ValidationError(_("This does not look like a phone number. Compare it with +34 600 000 000."))


def dialled_from_abroad(text: str) -> None:
    """Raise ValidationError for a number without country code: nobody knows which country the host calls from."""
    dialled(text)
    if not phones.has_country_code(text):
        raise ValidationError(
            _("Please begin with + and your country code, as in +34 600 000 000. The call may come from abroad.")
        )


class GuestsField(forms.CharField):
    """Email addresses, separated by line breaks, blanks, commas or semicolons; repeated ones are dropped."""

    def __init__(self, **more: Any) -> None:
        attributes = {"rows": 2, "inputmode": "email", "autocomplete": "off", "spellcheck": "false"}
        hint = _("Up to %(most)s email addresses, one on each line. They get the invitation too.")
        super().__init__(widget=forms.Textarea(attrs=attributes), help_text=hint % {"most": MOST_GUESTS}, **more)

    def clean(self, value: Any) -> Any:
        """Return the addresses as a tuple. Raise ValidationError that names the texts that are no email addresses."""
        text = super().clean(value)
        found = {address_key(one): one for one in read_emails(text)}
        wrong = [one for one in found.values() if not _is_mailable(one)]
        if wrong:
            raise ValidationError([_no_address(one) for one in wrong[:MOST_GUESTS]])
        if len(found) > MOST_GUESTS:
            message = ngettext(
                "Please name %(most)s guest at the most.", "Please name %(most)s guests at the most.", MOST_GUESTS
            )
            raise ValidationError(message % {"most": MOST_GUESTS})
        return tuple(found.values())


def read_emails(text: str) -> list[str]:
    """Return the addresses of a list as it was typed or copied. Names before addresses in angle brackets are dropped,
    and whatever is no address is returned as it is.
    """
    found: list[str] = []
    # Parts that may be the beginning of a name with a comma in it, such as “Shah, Priya <priya@example.com>”.
    names: list[str] = []
    for part in map(str.strip, re.split(r"[,;\r\n，；、]", text)):
        if "<" in part:
            angled, rest = ANGLED.findall(part), ANGLED.sub("", part)
            found += map(read_email, angled if angled and "@" not in rest else [part])
            names = []
        elif "@" in part or "＠" in part:
            found += [*names, *map(read_email, part.split())]
            names = []
        else:
            names += part.split()
    return [*found, *names]


def _is_mailable(address: str) -> bool:
    if len(address) > LONGEST_EMAIL:
        return False
    try:
        for check in (validate_one_line, well_formed, validate_mailable):
            check(address)
    except ValidationError:
        return False
    return True


def _no_address(text: str) -> str:
    try:
        well_formed(text)
    except ValidationError:
        return _("“%(address)s” is not an email address.") % {"address": text[:80]}
    return _("No mail can be sent to “%(address)s”. Compare it with name@example.com.") % {"address": text[:80]}


def _line(longest: int, autocomplete: str = "", **more: Any) -> forms.Field:
    attributes = {"autocomplete": autocomplete} if autocomplete else {}
    return forms.CharField(
        max_length=longest, validators=[validate_one_line], widget=forms.TextInput(attrs=attributes), **more
    )


def _text(**more: Any) -> forms.Field:
    return forms.CharField(
        max_length=LONGEST_TEXT, validators=[validate_lines], widget=forms.Textarea(attrs={"rows": 3}), **more
    )


def asked_field(name: str, required: bool, host: str, *, calls: bool) -> forms.Field:
    """Return the field for one of OWN, the form's own questions beside name and email.

    `host` is the host's name if the customer meets one person, otherwise empty; `calls` says whether the host calls the
    customer.
    """
    asked = BY_KEY[name]
    label = _("Anything %(host)s should know?") % {"host": host} if name == "note" and host else asked.question
    words: dict[str, Any] = {"required": required, "label": label, "error_messages": {"required": asked.missing}}
    match asked.answered:
        case Answered.LINE:
            return _line(asked.longest, asked.autocomplete, **words)
        case Answered.PHONE:
            return PhoneField(from_abroad=calls, **words)
        case Answered.EMAILS:
            return GuestsField(**words)
        case Answered.TEXT:
            return _text(**words)


def question_field(question: Question) -> forms.Field:
    """Return the field of a custom question."""
    words: dict[str, Any] = {"label": question.label, "required": question.required}
    match question.kind:
        case Kind.LINE:
            return _line(LONGEST_LINE, "off", error_messages={"required": ANSWER}, **words)
        case Kind.TEXT:
            return _text(error_messages={"required": ANSWER}, **words)
        case Kind.CHOICE:
            messages = {
                "required": gettext_lazy("Please choose an answer."),
                "invalid_choice": gettext_lazy("Please choose one of the answers."),
            }
            return forms.ChoiceField(**_choice(question), error_messages=messages, **words)
        case Kind.CHECKBOXES:
            messages = {
                "required": gettext_lazy("Please tick an answer at least."),
                "invalid_choice": gettext_lazy("Please tick some of the answers."),
            }
            choices = _pairs(question.choices)
            return forms.MultipleChoiceField(
                choices=choices, widget=forms.CheckboxSelectMultiple, error_messages=messages, **words
            )


def _choice(question: Question) -> dict[str, Any]:
    pairs = _pairs(question.choices)
    if len(pairs) > MOST_RADIOS:
        return {"choices": [("", _("Please choose")), *pairs], "widget": forms.Select}
    # A radio button cannot be unchosen, so an optional question gets a choice for no answer.
    none = [] if question.required else [("", _("No answer"))]
    return {"choices": [*pairs, *none], "widget": forms.RadioSelect}


def _pairs(choices: Iterable[str]) -> list[tuple[str, str]]:
    return [(one, one) for one in choices]


def sound_answer(question: Question, text: str) -> Any:
    """Return the cleaned answer that a text gives to a question; None if it is empty or invalid."""
    field = question_field(question)
    try:
        return field.clean(typed(field, text)) or None
    except ValidationError:
        return None
