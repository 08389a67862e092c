"""Who books, and what the event type asks of them."""

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.text import mailable, no_website, one_line
from bookings.asked import asked_fields
from bookings.forms.fields import asked_field, question_field, sound_answer, typed
from pages.models import EventType, LocationKind
from pages.questions import read_questions

NOTHING: Mapping[str, Any] = MappingProxyType({})


class DetailsForm(forms.Form):
    """Name and email, and what the event type asks: some of the form's own fields, and its custom questions.

    `location_kinds` says where the meeting can be, which may need a number or a place; without it, the event type's own
    word counts. What is `known`, as cleaned values by name, is not asked; what of it is no empty answer is `told`, as
    (name, label, text).
    """

    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=100,
        validators=[one_line, no_website],
        error_messages={"required": gettext_lazy("Please enter your name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("Email"),
        max_length=254,
        validators=[one_line, mailable],
        error_messages={
            "required": gettext_lazy("Please enter your email address."),
            "invalid": gettext_lazy("This does not look like an email address. Compare it with name@example.com."),
        },
        help_text=gettext_lazy("The confirmation and the calendar invitation go here."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        event_type: EventType,
        location_kinds: Collection[str] | None = None,
        known: Mapping[str, Any] = NOTHING,
        initial: Mapping[str, str] = NOTHING,
        email_fixed: bool = False,
        host: str = "",
    ) -> None:
        super().__init__(data)
        self.event_type = event_type
        self.known, self.all_questions = known, read_questions(event_type.questions)
        self.questions = {one.name: one for one in self.all_questions if not one.hidden}
        kinds = {event_type.location_kind} if location_kinds is None else location_kinds
        calls = LocationKind.HOST_CALLS in kinds
        own = {
            name: asked_field(name, required, host, calls=calls)
            for name, required in asked_fields(event_type, kinds).items()
        }
        note = own.pop("note", None)
        asked = own | {name: question_field(one) for name, one in self.questions.items()}
        self.fields |= asked if note is None else asked | {"note": note}
        self.initial = {name: typed(field, initial[name]) for name, field in self.fields.items() if name in initial}
        self.told: list[tuple[str, Any, str]] = []
        for name in [name for name in self.fields if name in known]:
            field, value = self.fields.pop(name), known[name]
            if value:
                self.told.append((name, field.label, value if isinstance(value, str) else ", ".join(value)))
        if email_fixed and "email" in self.fields:
            self._fix_email()

    @classmethod
    def of_texts(cls, texts: Mapping[str, str], **asked: Any) -> "DetailsForm":
        """The form as if the texts, by the names of its fields, had been typed into it."""
        blank = cls(**asked)
        return cls(
            {blank.add_prefix(name): typed(field, texts.get(name, "")) for name, field in blank.fields.items()}, **asked
        )

    def add_prefix(self, field_name: str) -> str:
        """A question's own name could be that of something which scripts ask a form for, such as `elements`."""
        return f"answer-{field_name}" if field_name in self.questions else field_name

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        own_email = {**self.known, **values}.get("email", "").lower()
        if guests := values.get("guests"):
            others = tuple(one for one in guests if one.lower() != own_email)
            if not others and self.fields["guests"].required:
                self.add_error("guests", _("You are invited already. Please name somebody else."))
            values["guests"] = others
        return values

    @property
    def values(self) -> dict[str, Any]:
        """Of a valid form, what is known and what was typed, by the names of the fields."""
        return {**self.known, **self.cleaned_data}

    def answers(self, texts: Mapping[str, str]) -> tuple[dict[str, Any], ...]:
        """Of a valid form, the answers to the custom questions, in their order; an address's texts fill hidden ones."""
        found = {one.name: sound_answer(one, texts.get(one.name, "")) for one in self.all_questions if one.hidden}
        values = self.values | found
        return tuple(
            {
                "name": one.name,
                "label": one.label,
                "value": value if isinstance(value, str) else "\n".join(value),
                "hidden": one.hidden,
            }
            for one in self.all_questions
            if (value := values.get(one.name))
        )

    def _fix_email(self) -> None:
        self.fields["email"].widget.attrs["readonly"] = True
        self.fields["email"].help_text = _(
            "This link was made for this address, so only it can book. Is it not yours? Ask for a link of your own."
        )
