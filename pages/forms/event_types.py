"""The form of an event type."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.text import lines, one_line
from pages.models import EventType

HOUR, DAY = 60, 24 * 60
YEAR = 365 * DAY
UNITS = [("1", _("minutes")), (str(HOUR), _("hours")), (str(DAY), _("days"))]


class EventTypeForm(forms.ModelForm):  # type: ignore[type-arg]  # it takes none when it runs
    """What is booked, when it can start, and how much of it there may be."""

    name = forms.CharField(
        label=_("Name"), max_length=100, validators=[one_line], help_text=_("Customers see it, e.g. “Intro call”.")
    )
    description = forms.CharField(
        label=_("Description"),
        max_length=2_000,
        required=False,
        validators=[lines],
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A sentence or two on what it is about."),
    )
    notice_amount = forms.IntegerField(label=_("Minimum notice"), min_value=0, max_value=YEAR, initial=2)
    notice_unit = forms.TypedChoiceField(label=_("Unit of the notice"), choices=UNITS, coerce=int, initial=str(HOUR))

    class Meta:
        model = EventType
        fields = [
            "name", "description", "duration", "interval", "offset", "buffer_before", "buffer_after",
            "horizon_days", "limit_per_day", "limit_per_week",
        ]  # fmt: skip
        labels = {
            "duration": _("Duration"),
            "interval": _("A start every"),
            "offset": _("First start after opening"),
            "buffer_before": _("Free time before"),
            "buffer_after": _("Free time after"),
            "horizon_days": _("Bookable ahead"),
            "limit_per_day": _("At most a day"),
            "limit_per_week": _("At most a week"),
        }
        help_texts = {
            "duration": _("How long a meeting takes, 24 hours at the most."),
            "interval": _("Left empty, one start follows another: every 30 minutes for a meeting of 30."),
            "offset": _("0 starts with your hours; 5 makes 9:05, 9:35 and so on."),
            "buffer_before": _("Time to prepare. Customers do not see it."),
            "buffer_after": _("Time to write things up. Customers do not see it."),
            "horizon_days": _("Whole days after today; 0 means today only."),
            "limit_per_day": _("Meetings of this kind on one day. Left empty, there is no limit."),
            "limit_per_week": _("From Monday to Sunday. Left empty, there is no limit."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        notice = self.instance.notice
        unit = next((size for size in (DAY, HOUR) if notice and notice % size == 0), HOUR if notice == 0 else 1)
        self.initial.update(notice_amount=notice // unit, notice_unit=str(unit))
        for field in self.fields.values():
            if isinstance(field, forms.IntegerField):
                field.widget.attrs["inputmode"] = "numeric"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        amount, unit = data.get("notice_amount"), data.get("notice_unit")
        if amount is not None and unit:
            if amount * unit > YEAR:
                self.add_error("notice_amount", gettext("A year at the most."))
            self.instance.notice = min(amount * unit, YEAR)
        if data.get("offset") is None and "offset" not in self.errors:
            self.add_error("offset", gettext("Say how many minutes; 0 for none."))
        return data
