"""The form of a webhook: its address, what it is for, and its events."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from core.text import validate_one_line
from deliveries.models import Endpoint, HookEvent
from deliveries.webhooks.addresses import validate_address

# Tests are sent on demand, so nobody chooses them.
CHOICES = [(value, label) for value, label in HookEvent.choices if value != HookEvent.PING]


class EndpointForm(forms.Form):
    """What admins enter for a webhook. If all events are ticked, none is stored: that includes later ones."""

    url = forms.CharField(
        label=gettext_lazy("Address"),
        max_length=500,
        validators=[validate_address],
        help_text=gettext_lazy("Where your program takes calls, beginning with https://."),
        widget=forms.URLInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    about = forms.CharField(
        label=gettext_lazy("What it is for"),
        max_length=100,
        required=False,
        validators=[validate_one_line],
        help_text=gettext_lazy("Such as the name of the program. Only administrators see it."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    events = forms.MultipleChoiceField(
        label=gettext_lazy("Tell it when"),
        choices=CHOICES,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one.")},
    )

    def __init__(self, data: QueryDict | None = None, *, endpoint: Endpoint | None = None) -> None:
        chosen = (endpoint.events if endpoint else []) or [value for value, _label in CHOICES]
        initial: dict[str, object] = {"events": chosen}
        if endpoint is not None:
            initial |= {"url": endpoint.url, "about": endpoint.about}
        super().__init__(data, initial=initial)

    def clean_events(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["events"]
        return [] if len(chosen) == len(CHOICES) else chosen

    def fields_chosen(self) -> Any:
        return {name: self.cleaned_data[name] for name in ("url", "about", "events")}


class EnableForm(forms.Form):
    """Whether to send the calls that the webhook missed."""

    send_missed = forms.BooleanField(required=False)
