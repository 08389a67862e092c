"""The filters of the meeting logs."""

from django import forms
from django.utils.translation import gettext_lazy

from bookings.log_filters import LogFilters
from bookings.states import BookingState
from owner.address_filter import hidden_id
from owner.meetings.forms.filters import MeetingFilter

STATES = {str(state): state for state in BookingState}


class LogFilter(MeetingFilter):
    """The filters of the meeting logs. They live in the address; invalid values are ignored."""

    folded = ("host", "link_type", "meets_from", "meets_to")
    status = forms.ChoiceField(
        label=gettext_lazy("Status"),
        required=False,
        choices=[("", gettext_lazy("All")), *BookingState.choices],
    )
    hide = forms.BooleanField(
        label=gettext_lazy("Hide single-use links"),
        required=False,
        widget=forms.CheckboxInput(attrs={"role": "switch"}),
    )
    link, before, after = (hidden_id() for _number in range(3))

    def filters(self) -> LogFilters:
        """Return the filters as the queries expect them."""
        cleaned = self.cleaned_data
        return LogFilters(
            **self.query_values(),
            state=STATES.get(cleaned.get("status", "")),
            link=cleaned.get("link"),
            without_single_use=bool(cleaned.get("hide")),
        )
