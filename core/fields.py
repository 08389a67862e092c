"""Form fields for email addresses, dates and time zones."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.dates import read_date
from core.text import read_email, validate_mailable, validate_one_line
from core.zones import canonical_zone, is_zone, zone_label, zone_places


class EmailAddressField(forms.EmailField):
    """An email address as people type and copy it. Mail can be sent there, unless `found` looks for a stored one."""

    default_validators = [validate_email, validate_one_line]

    def __init__(self, *, found: bool = False, **options: Any) -> None:
        super().__init__(max_length=254, validators=[] if found else [validate_mailable], **options)

    def to_python(self, value: Any) -> str:
        return read_email(super().to_python(value) or "")


class DayField(forms.DateField):
    """A date, picked or typed. Texts that could mean two dates are read as usual in the active language."""

    def to_python(self, value: Any) -> date | None:
        found = read_date(value) if isinstance(value, str) else None
        return found or super().to_python(value)


def zone_choices() -> list[tuple[str, str]]:
    """Return the zones of all countries as choices sorted by city, labelled with their current offset from UTC."""
    now = timezone.now()
    return [(place.name, zone_label(place.name, now)) for place in zone_places()]


class ZoneSelect(forms.Select):
    template_name = "shared/zone_select.html"


class ZoneField(forms.ChoiceField):
    """A time zone chosen from a list. Valid names that are not in the list, such as old ones, are accepted too."""

    widget = ZoneSelect

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=zone_choices, **options)
        self.error_messages["invalid_choice"] = _("Choose a time zone from the list.")

    def valid_value(self, value: Any) -> bool:
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

    def clean(self, value: Any) -> str:
        return canonical_zone(value) if isinstance(value, str) and is_zone(value) else "UTC"
