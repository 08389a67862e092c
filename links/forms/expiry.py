"""The choice of how long links work: a number of days, until a date, or without end."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Unpack

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Organization
from core.dates import DayField
from core.zones import zone, zone_name
from links.actions import expiry
from links.forms.days import ON_A_DATE, last_day_error
from links.forms.details import OwnersForm, OwnersOptions
from links.queries import end_of_day
from links.texts import end_text

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class ExpiryForm(OwnersForm):
    """The choice of when links end.

    Days are in the user's zone, and the organization's default is chosen first. A field that another choice hides is
    ignored.
    """

    expires = forms.ChoiceField(
        label=gettext_lazy("Closes"),
        choices=[
            ("1", gettext_lazy("In 24 hours")),
            ("7", gettext_lazy("In 7 days")),
            ("30", gettext_lazy("In 30 days")),
            (ON_A_DATE, gettext_lazy("On a date")),
            ("0", gettext_lazy("Never")),
        ],
    )
    expires_on = DayField(
        label=gettext_lazy("Last day"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    # Texts for one link. Forms that make several override them.
    day_missing: "StrOrPromise" = gettext_lazy("Choose the last day the link works.")
    day_explained: "StrOrPromise" = gettext_lazy("The link works until the end of that day, %(zone)s.")
    never_explained: "StrOrPromise" = gettext_lazy("It stays open until it is booked or revoked.")

    def __init__(
        self, data: Mapping[str, object] | None = None, *, now: datetime, **more: Unpack[OwnersOptions]
    ) -> None:
        super().__init__(data, **more)
        self.now, self.zone = now, zone(self.user.time_zone)
        self.initial.setdefault("expires", str(self.link_life))
        day = self.fields["expires_on"]
        day.error_messages["required"] = self.day_missing
        day.help_text = self.day_explained % {"zone": zone_name(self.user.time_zone)}

    @property
    def link_life(self) -> int:
        """The organization's default life of links, in days; 0 means never."""
        return self.user.organization.link_life

    def closes(self) -> dict[str, str]:
        """Return when links made now would end, in words, for each choice of `expires` except a date."""
        return {str(days): self._closing(expiry(days, self.now)) for days in Organization.LinkLife.values}

    def _closing(self, instant: datetime | None) -> str:
        if instant is None:
            return str(self.never_explained)
        return _("That is %(end)s.") % {"end": end_text(instant, self.user)}

    @property
    def today(self) -> date:
        """Today's date in the user's zone."""
        return self.now.astimezone(self.zone).date()

    def clean(self) -> dict[str, object]:
        cleaned = self.cleaned_data
        if cleaned.get("expires") != ON_A_DATE:
            self.ignore("expires_on")
        elif "expires_on" not in self.errors:
            too_late = _("Choose a day within the next ten years, or “Never”.")
            if error := last_day_error(cleaned["expires_on"], self.today, too_late):
                self.add_error("expires_on", error)
        return cleaned

    def ignore(self, *names: str) -> None:
        """Drop the values and errors of fields that another choice makes meaningless."""
        for name in names:
            self.errors.pop(name, None)
            self.cleaned_data[name] = ""

    @property
    def life(self) -> str:
        """The choice itself, which does not change with the time at which the form is sent. For valid forms only."""
        day: date | str = self.cleaned_data["expires_on"]
        return str(day or self.cleaned_data["expires"])

    @property
    def expires_at(self) -> datetime | None:
        """The instant at which links made now end, or None. For valid forms only."""
        day = self.cleaned_data["expires_on"]
        return end_of_day(day, self.zone) if day else expiry(int(self.cleaned_data["expires"]), self.now)
