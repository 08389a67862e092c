"""How long links work: for as many days, until a date, or for ever."""

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Organization
from accounts.zones import zone
from links.actions import expiry
from links.forms.details import MemberForm
from links.queries import end_of_day
from links.views.wording import moment_text

ON_A_DATE = "date"
LATEST = timedelta(days=3650)


class ExpiryForm(MemberForm):
    """The choice, with a day in the zone of whoever makes it; the organization's own choice comes first."""

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
        error_messages={"required": gettext_lazy("Choose the last day on which the links work.")},
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def __init__(self, data: Any = None, *, now: datetime, **more: Any) -> None:
        super().__init__(data, **more)
        self.now, self.zone = now, zone(self.user.time_zone)
        self.initial.setdefault("expires", str(self.user.organization.link_life))
        self.fields["expires_on"].help_text = _("The links work until the end of that day, %(zone)s.") % {
            "zone": self.user.time_zone
        }

    def closes(self) -> dict[str, str]:
        """For each choice of `expires` that fixes it, when links made now would close."""
        return {str(days): self._closing(expiry(days, self.now)) for days in Organization.LinkLife.values}

    def _closing(self, instant: datetime | None) -> str:
        if instant is None:
            return _("They stay open until they are booked or revoked.")
        return _("That is %(moment)s, %(zone)s.") % {
            "moment": moment_text(instant, self.user),
            "zone": self.user.time_zone,
        }

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        if cleaned.get("expires") != ON_A_DATE:
            self.ignore("expires_on")
        elif "expires_on" not in self.errors:
            day, today = cleaned["expires_on"], self.now.astimezone(self.zone).date()
            if day < today:
                self.add_error("expires_on", _("This day is over. Choose today or a later day."))
            elif day > today + LATEST:
                self.add_error("expires_on", _("Choose a day within ten years, or “Never”."))
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
        """Of a valid form, when links made now end."""
        day = self.cleaned_data["expires_on"]
        return end_of_day(day, self.zone) if day else expiry(int(self.cleaned_data["expires"]), self.now)
