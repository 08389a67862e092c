"""How much more time links get."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.zones import zone
from links.actions import More
from links.queries import end_of_day


class ExtendForm(forms.Form):
    """How much more time."""

    NEVER, ON_A_DATE = "never", "date"

    more = forms.ChoiceField(
        label=gettext_lazy("Give"),
        choices=[
            ("7", gettext_lazy("7 more days")),
            ("30", gettext_lazy("30 more days")),
            (ON_A_DATE, gettext_lazy("Until a date")),
            (NEVER, gettext_lazy("No end at all")),
        ],
        widget=forms.RadioSelect,
        initial="7",
    )
    until = forms.DateField(
        label=gettext_lazy("Last day"),
        required=False,
        error_messages={"required": gettext_lazy("Choose the last day on which the link works.")},
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    use_required_attribute = False
    LATEST = timedelta(days=3650)

    def __init__(self, data: Any = None, *, user: User, now: datetime) -> None:
        super().__init__(data)
        self.now, self.zone = now, zone(user.time_zone)
        self.fields["until"].help_text = _("The link works until the end of that day, %(zone)s.") % {
            "zone": user.time_zone
        }

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        if cleaned.get("more") != self.ON_A_DATE:
            self.errors.pop("until", None)
            cleaned["until"] = None
            return cleaned
        day, today = cleaned.get("until"), self.now.astimezone(self.zone).date()
        if "until" in self.errors:
            return cleaned
        if day is None:
            self.add_error("until", self.fields["until"].error_messages["required"])
        elif day < today:
            self.add_error("until", _("This day is over. Choose today or a later day."))
        elif day > today + self.LATEST:
            self.add_error("until", _("Choose a day within ten years, or “No end at all”."))
        return cleaned

    def chosen(self) -> More:
        """Of a valid form."""
        more, day = self.cleaned_data["more"], self.cleaned_data["until"]
        if more.isdecimal():
            return More(days=int(more))
        return More(until=None if day is None else end_of_day(day, self.zone))
