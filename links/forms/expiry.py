"""How long links work: for as many days, until a date, or for ever."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Unpack

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Organization
from core.zones import zone
from links.actions import expiry
from links.forms.days import ON_A_DATE, wrong_day
from links.forms.details import OwnersForm, OwnersOptions
from links.queries import end_of_day
from links.texts import end_text

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class ExpiryForm(OwnersForm):
    """The choice, with a day in the zone of whoever makes it; the organization's own choice comes first.

    What choices hide counts for nothing.
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
    expires_on = forms.DateField(
        label=gettext_lazy("Last day"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    # Of one link; a form that makes several has words of its own.
    day_missing: "StrOrPromise" = gettext_lazy("Choose the last day on which the link works.")
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
        day.help_text = self.day_explained % {"zone": self.user.time_zone}

    @property
    def link_life(self) -> int:
        """The organization's default, in days."""
        return self.user.organization.link_life

    def closes(self) -> dict[str, str]:
        """For each choice of `expires` that fixes it, when what is made now would close."""
        return {str(days): self._closing(expiry(days, self.now)) for days in Organization.LinkLife.values}

    def _closing(self, instant: datetime | None) -> str:
        if instant is None:
            return str(self.never_explained)
        return _("That is %(moment)s, %(zone)s.") % {
            "moment": end_text(instant, self.user),
            "zone": self.user.time_zone,
        }

    @property
    def today(self) -> date:
        """The date where whoever fills the form in is."""
        return self.now.astimezone(self.zone).date()

    def clean(self) -> dict[str, object]:
        cleaned = self.cleaned_data
        if cleaned.get("expires") != ON_A_DATE:
            self.ignore("expires_on")
        elif "expires_on" not in self.errors:
            too_late = _("Choose a day within ten years, or “Never”.")
            if wrong := wrong_day(cleaned["expires_on"], self.today, too_late):
                self.add_error("expires_on", wrong)
        return cleaned

    def ignore(self, *names: str) -> None:
        """What other choices make meaningless counts for nothing, right or wrong."""
        for name in names:
            self.errors.pop(name, None)
            self.cleaned_data[name] = ""

    @property
    def life(self) -> str:
        """Of a valid form, the choice itself: the same whenever it is sent."""
        day: date | str = self.cleaned_data["expires_on"]
        return str(day or self.cleaned_data["expires"])

    @property
    def expires_at(self) -> datetime | None:
        """Of a valid form, when what is made now ends."""
        day = self.cleaned_data["expires_on"]
        return end_of_day(day, self.zone) if day else expiry(int(self.cleaned_data["expires"]), self.now)
