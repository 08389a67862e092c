"""The form that asks how much more time links get."""

from collections.abc import Mapping
from datetime import datetime

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.dates import DayField
from core.zones import zone, zone_name
from links.actions import MoreTime
from links.forms.days import ON_A_DATE, last_day_error
from links.forms.details import OwnersForm
from links.queries import end_of_day

NEVER = "never"


class ExtendForm(OwnersForm):
    """A number of days, a date, or no end at all."""

    more = forms.ChoiceField(
        label=gettext_lazy("New expiry"),
        choices=[
            ("7", gettext_lazy("7 more days")),
            ("30", gettext_lazy("30 more days")),
            (ON_A_DATE, gettext_lazy("Until a date")),
            (NEVER, gettext_lazy("No expiry")),
        ],
        widget=forms.RadioSelect,
        initial="7",
    )
    until = DayField(
        label=gettext_lazy("Last day"),
        required=False,
        error_messages={"required": gettext_lazy("Choose the last day the link works.")},
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def __init__(self, data: Mapping[str, object] | None = None, *, user: User, now: datetime) -> None:
        super().__init__(data, user=user)
        self.now, self.zone = now, zone(self.user.time_zone)
        self.fields["until"].help_text = _("The link works until the end of that day, %(zone)s.") % {
            "zone": zone_name(self.user.time_zone)
        }

    def clean(self) -> dict[str, object]:
        cleaned = self.cleaned_data
        if cleaned.get("more") != ON_A_DATE:
            self.errors.pop("until", None)
            cleaned["until"] = None
            return cleaned
        if "until" in self.errors:
            return cleaned
        day, today = cleaned.get("until"), self.now.astimezone(self.zone).date()
        if day is None:
            self.add_error("until", self.fields["until"].error_messages["required"])
        elif wrong := last_day_error(day, today, _("Choose a day within the next ten years, or “No expiry”.")):
            self.add_error("until", wrong)
        return cleaned

    def chosen(self) -> MoreTime:
        """Return the choice of a valid form."""
        more, day = self.cleaned_data["more"], self.cleaned_data["until"]
        if more == NEVER:
            return MoreTime()
        if more == ON_A_DATE:
            return MoreTime(until=end_of_day(day, self.zone))
        return MoreTime(days=int(more))
