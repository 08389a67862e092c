"""The filters that every list of meetings has."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.log_filters import LogFilters
from bookings.models import Booking, LinkType
from bookings.states import Tab
from owner.address_filter import AddressFilter, Pairs, day_field, hidden_id, search_field


class MeetingFilter(AddressFilter):
    """The filters of a list of meetings. They live in the address; invalid values are ignored."""

    ranges = (("meets_from", "meets_to"),)

    q = search_field(gettext_lazy("Name, email, company"), gettext_lazy("Customer or guest"))
    event_type = forms.TypedChoiceField(label=gettext_lazy("Event type"), required=False, empty_value=None)
    host = forms.TypedChoiceField(label=gettext_lazy("Host"), required=False, empty_value=None)
    link_type = forms.ChoiceField(
        label=gettext_lazy("Link type"),
        required=False,
        choices=[("", gettext_lazy("All types")), *LinkType.choices],
    )
    meets_from = day_field(gettext_lazy("Meeting from"))
    meets_to = day_field(gettext_lazy("Meeting until"))

    def offer_choices(self) -> None:
        self.choose_event_type()
        self.choose_user("host")

    def searched_rows(self) -> QuerySet[Any]:
        return Booking.objects.filter(organization_id=self.user.organization_id)

    def query_values(self) -> dict[str, Any]:
        """Return the filters by the names that the queries know."""
        cleaned = self.cleaned_data
        return {
            "event_type": cleaned.get("event_type"),
            "host": cleaned.get("host"),
            "link_type": cleaned.get("link_type") or "",
            "starts_from": self.start_of(cleaned.get("meets_from")),
            "starts_before": self.end_of(cleaned.get("meets_to")),
            "text": cleaned.get("q") or "",
        }


class AgendaFilter(MeetingFilter):
    """The filters of the agenda, and which of its tabs is shown."""

    passing = ("after",)
    widening = ("show",)

    show = forms.ChoiceField(choices=Tab.choices, required=False, widget=forms.HiddenInput)
    after = hidden_id()

    def offer_choices(self) -> None:
        super().offer_choices()
        self.name_empty_choice("event_type", _("Event type"))
        self.name_empty_choice("host", _("Host: everyone"))
        self.name_empty_choice("link_type", _("Booked through"))

    def name_empty_choice(self, name: str, text: str) -> None:
        """Set the text of the first choice. It says what the field is about, since it has no visible label."""
        field = self.fields.get(name)
        if isinstance(field, forms.ChoiceField):
            _empty, *others = field.widget.choices
            field.choices = Pairs([("", text), *others])

    @property
    def tab(self) -> Tab:
        return Tab(self.cleaned_data.get("show") or Tab.UPCOMING)

    @property
    def picks(self) -> list[forms.BoundField]:
        """The fields in which one of several things is chosen."""
        return [self[name] for name in ("host", "event_type", "link_type") if name in self.fields]

    @property
    def dates_set(self) -> bool:
        """Whether a date is set or wrong, so that the dates must be shown."""
        return any(self.cleaned_data.get(name) or name in self.errors for name in ("meets_from", "meets_to"))

    def filters(self) -> LogFilters:
        """Return the filters as the queries expect them."""
        return LogFilters(**self.query_values())
