"""The booking form: who books, and the answers that the event type asks for."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.booking_fields import clean_answer, question_field, standard_field, to_field_input
from bookings.required_answers import asked_fields
from bookings.submission import Customer, StoredAnswer, Submission
from core.text import EmailAddressField, address_key, validate_no_website, validate_one_line
from pages.models import EventType, LocationKind
from pages.questions import read_questions
from pages.standard_fields import STANDARD_FIELDS, Value

NO_VALUES: Mapping[str, str] = MappingProxyType({})


class BookingForm(forms.Form):
    """Name, email and the further questions of the event type: own fields of the form, and custom questions.

    `location_kinds` are the kinds of location that the meeting can have, which may need a phone number or a place; None
    means the event type's own. Fields in `known` (cleaned values by field name) are not asked; those of them that are
    not empty are in `known_answers`, as (name, label, text).
    """

    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=100,
        validators=[validate_one_line, validate_no_website],
        error_messages={"required": gettext_lazy("Please enter your name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = EmailAddressField(
        label=gettext_lazy("Email"),
        error_messages={
            "required": gettext_lazy("Please enter your email address."),
            "invalid": gettext_lazy("Enter a valid email address, such as name@example.com."),
        },
        help_text=gettext_lazy("We send the confirmation and the calendar invitation here."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(
        self,
        data: Mapping[str, object] | None = None,
        *,
        event_type: EventType,
        location_kinds: Collection[str] | None = None,
        known: Mapping[str, Value] = NO_VALUES,
        initial: Mapping[str, str] = NO_VALUES,
        email_fixed: bool = False,
        host: str = "",
    ) -> None:
        super().__init__(data)
        self.event_type = event_type
        self.known, self.all_questions = known, read_questions(event_type.questions)
        self.questions = {question.name: question for question in self.all_questions if not question.hidden}
        self.fields |= self._build_fields(
            {event_type.location_kind} if location_kinds is None else location_kinds, host
        )
        self.initial = {
            name: to_field_input(field, initial[name]) for name, field in self.fields.items() if name in initial
        }
        self.known_answers = self._pop_known_fields()
        if email_fixed and "email" in self.fields:
            self._fix_email()

    def _build_fields(self, location_kinds: Collection[str], host: str) -> dict[str, forms.Field]:
        """Return the fields beside name and email. The note comes last."""
        calls = LocationKind.HOST_CALLS in location_kinds
        standard = {
            name: standard_field(name, required, host, calls=calls)
            for name, required in asked_fields(self.event_type, location_kinds).items()
        }
        note = {"note": standard.pop("note")} if "note" in standard else {}
        return standard | {name: question_field(question) for name, question in self.questions.items()} | note

    def _pop_known_fields(self) -> list[tuple[str, str, str]]:
        """Remove the fields that are known, and return those with a value as (name, label, text)."""
        known_fields = {name: self.fields.pop(name) for name in list(self.fields) if name in self.known}
        return [
            (name, str(field.label), _on_one_line(self.known[name]))
            for name, field in known_fields.items()
            if self.known[name]
        ]

    @classmethod
    def of_texts(
        cls, texts: Mapping[str, str], *, event_type: EventType, location_kinds: Collection[str] | None = None
    ) -> "BookingForm":
        """Return the form bound to these texts, by field name, as if they had been typed into it."""
        blank = cls(event_type=event_type, location_kinds=location_kinds)
        data = {
            blank.add_prefix(name): to_field_input(field, texts.get(name, "")) for name, field in blank.fields.items()
        }
        return cls(data, event_type=event_type, location_kinds=location_kinds)

    def add_prefix(self, field_name: str) -> str:
        """Prefix custom questions: a bare name such as `elements` would hide the form's own property from scripts."""
        return f"answer-{field_name}" if field_name in self.questions else field_name

    def clean(self) -> dict[str, Value]:
        values = super().clean() or {}
        own_email = address_key({**self.known, **values}.get("email", ""))
        if guests := values.get("guests"):
            other_guests = tuple(guest for guest in guests if address_key(guest) != own_email)
            if not other_guests and self.fields["guests"].required:
                self.add_error("guests", _("You are already invited. Please add someone else."))
            values["guests"] = other_guests
        return values

    @property
    def values(self) -> dict[str, Value]:
        """The known values and the cleaned ones, by field name. For valid forms only."""
        return {**self.known, **self.cleaned_data}

    def answers(self, texts: Mapping[str, str]) -> tuple[StoredAnswer, ...]:
        """Return the answers to the custom questions, in the event type's order. For valid forms only.

        `texts` are the parameters of the address, by question name; they answer the hidden questions.
        """
        hidden_answers = {
            question.name: clean_answer(question, texts.get(question.name, ""))
            for question in self.all_questions
            if question.hidden
        }
        values = self.values | hidden_answers
        return tuple(
            {
                "name": question.name,
                "label": question.label,
                "value": value if isinstance(value, str) else "\n".join(value),
                "hidden": question.hidden,
            }
            for question in self.all_questions
            if (value := values.get(question.name))
        )

    def submission(
        self,
        key: UUID,
        starts: Sequence[datetime],
        *,
        page_id: int | None,
        zone: str,
        clock: str,
        language: str,
        texts: Mapping[str, str],
        utm: tuple[tuple[str, str], ...] = (),
    ) -> Submission:
        """Return the form as it is booked, at these times. For valid forms only."""
        values = self.values
        name, email = str(values["name"]), str(values["email"])
        return Submission(
            key=key,
            event_type_id=self.event_type.pk,
            page_id=page_id,
            start=starts[0],
            further=tuple(starts[1:]),
            customer=Customer(name=name, email=email, zone=zone, clock=clock, language=language),
            standard={field.key: values.get(field.key) or field.empty for field in STANDARD_FIELDS},
            answers=self.answers(texts),
            utm=utm,
        )

    def _fix_email(self) -> None:
        self.fields["email"].widget.attrs["readonly"] = True
        self.fields["email"].help_text = _(
            "Only this email address can book with this link. Not yours? Ask for a link of your own."
        )


def _on_one_line(value: Value) -> str:
    """Return a known value on one line."""
    return value if isinstance(value, str) else ", ".join(value)
