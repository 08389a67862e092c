"""The standard fields of booking forms: what can be asked besides name, email and custom questions.

To add a field, add a row here and a migration for its column of `Admission` and its setting of `EventType`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from core.text import LazyText

MOST_GUESTS = 10
# The value of a field: text, or a list of addresses.
Value = str | Sequence[str]


class FieldKind(StrEnum):
    """How a field is answered."""

    LINE = "line"
    PHONE = "phone"
    EMAILS = "emails"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class StandardField:
    """One standard field: its label for owners and mails, its question on the form, and the error if it is left empty.

    `longest` counts characters. `setting` is the column of the event type that says whether the field is asked. Without
    a setting, the location of the meeting decides, and the booking keeps the answer, not the admission.
    """

    key: str
    label: LazyText
    question: LazyText
    missing: LazyText
    kind: FieldKind
    longest: int
    setting: str = ""
    hint: LazyText = ""
    autocomplete: str = ""

    @property
    def empty(self) -> Value:
        return () if self.kind == FieldKind.EMAILS else ""

    def ask(self, event_type: object) -> str:
        """Return whether the event type asks for the field, as a value of `Ask`."""
        return str(getattr(event_type, self.setting)) if self.setting else "no"

    def stored_text(self, admission: object) -> str:
        """Return the stored answer as text, with one address on each line."""
        value: Value = getattr(admission, self.key)
        return value if isinstance(value, str) else "\n".join(value)


STANDARD_FIELDS = (
    StandardField(
        key="company",
        label=_("Company"),
        question=_("Company"),
        missing=_("Please enter your company."),
        kind=FieldKind.LINE,
        longest=200,
        setting="ask_company",
        autocomplete="organization",
    ),
    StandardField(
        key="phone",
        label=_("Phone"),
        question=_("Phone number"),
        missing=_("Please enter a phone number."),
        kind=FieldKind.PHONE,
        longest=50,
        setting="ask_phone",
        hint=_("Always required when we call the customer."),
        autocomplete="tel",
    ),
    StandardField(
        key="location",
        label=_("Where"),
        question=_("Where would you like to meet?"),
        missing=_("Please say where you would like to meet."),
        kind=FieldKind.LINE,
        longest=500,
    ),
    StandardField(
        key="guests",
        label=_("Guests"),
        question=_("Guests"),
        missing=_("Please enter at least one guest."),
        kind=FieldKind.EMAILS,
        longest=2_600,
        setting="ask_guests",
        hint=_("Up to 10 email addresses of other people to invite."),
    ),
    StandardField(
        key="note",
        label=_("Note"),
        question=_("Anything we should know?"),
        missing=_("Please answer this."),
        kind=FieldKind.TEXT,
        longest=2_000,
        setting="ask_note",
        hint=_("“Anything we should know?”"),
    ),
)


def to_stored(value: Value) -> str | list[str]:
    """Return the value as its column stores it."""
    return value if isinstance(value, str) else list(value)


FIELDS_BY_KEY = {field.key: field for field in STANDARD_FIELDS}
# The fields that an event type may ask for, which have a column of the admission.
STORED_FIELDS = tuple(field for field in STANDARD_FIELDS if field.setting)
ASK_SETTINGS = tuple(field.setting for field in STORED_FIELDS)
