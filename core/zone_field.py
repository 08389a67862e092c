"""Form fields for time zones."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.text import LazyText
from core.zones import is_zone, zone_label, zone_places


def zone_choices() -> list[tuple[str, str]]:
    """Return the zones of all countries as choices sorted by city, labelled with their current offset from UTC."""
    now = timezone.now()
    return [(place.name, zone_label(place.name, now)) for place in zone_places()]


class ZoneSelect(forms.Select):
    template_name = "shared/zone_select.html"


class ZoneField(forms.ChoiceField):
    """A time zone chosen from a list. Valid names that are not in the list, such as old ones, are accepted too."""

    widget = ZoneSelect

    def __init__(self, *, label: LazyText, help_text: LazyText = "") -> None:
        super().__init__(choices=zone_choices, label=label, help_text=help_text)
        self.error_messages["invalid_choice"] = _("Choose a time zone from the list.")

    def valid_value(self, value: object) -> bool:
        return isinstance(value, str) and is_zone(value)

    def keep(self, name: str) -> None:
        """Add the current value to the list, so that opening and sending the form does not change it."""
        if is_zone(name) and all(name != place.name for place in zone_places()):
            self.choices = [(name, zone_label(name, timezone.now())), *zone_choices()]


class ZoneGuess(forms.Field):
    """The browser's zone, filled in by a script. Invalid values become UTC, because nobody typed them."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False, initial="UTC")

    def clean(self, value: object) -> str:
        return value if isinstance(value, str) and is_zone(value) else "UTC"
