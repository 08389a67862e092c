"""The form of a schedule, except its hours, which owner.pages.forms.hours edits."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from core.fields import ZoneField
from core.text import validate_one_line
from pages.models import Schedule


class ScheduleForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """The name and time zone of a schedule."""

    name = forms.CharField(label=_("Name"), max_length=100, validators=[validate_one_line])
    time_zone = ZoneField(
        label=_("Time zone"),
        help_text=_("The hours below are on the clocks of this place. Meetings already booked keep their times."),
    )

    class Meta:
        model = Schedule
        fields = ["name", "time_zone"]

    def __init__(
        self, data: QueryDict | None = None, *, instance: Schedule, initial: dict[str, str] | None = None
    ) -> None:
        super().__init__(data, instance=instance, initial=initial)
        zone = self.fields["time_zone"]
        assert isinstance(zone, ZoneField)
        zone.keep(self.initial.get("time_zone") or instance.time_zone)
