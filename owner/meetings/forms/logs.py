"""The filters of the meeting logs."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from bookings.log_filters import LogFilters
from bookings.models import LinkType
from bookings.states import BookingState
from owner.address_filter import AddressFilter, day_field, hidden_id, search_field
from pages.models import EventType

STATES = {str(one): one for one in BookingState}


class LogFilter(AddressFilter):
    """The filters of the meeting logs. They live in the address; invalid values are ignored."""

    folded = ("host", "link_type", "meets_from", "meets_to")
    ranges = (("meets_from", "meets_to"),)

    q = search_field(gettext_lazy("Name, email, company"), gettext_lazy("Customer or guest"))
    status = forms.ChoiceField(
        label=gettext_lazy("Status"),
        required=False,
        choices=[("", gettext_lazy("All")), *BookingState.choices],
    )
    event_type = forms.TypedChoiceField(label=gettext_lazy("Event type"), required=False, empty_value=None)
    host = forms.TypedChoiceField(label=gettext_lazy("Host"), required=False, empty_value=None)
    link_type = forms.ChoiceField(
        label=gettext_lazy("Link type"),
        required=False,
        choices=[("", gettext_lazy("All types")), *LinkType.choices],
    )
    meets_from = day_field(gettext_lazy("Meeting from"))
    meets_to = day_field(gettext_lazy("Meeting until"))
    hide = forms.BooleanField(
        label=gettext_lazy("Hide single-use links"),
        required=False,
        widget=forms.CheckboxInput(attrs={"role": "switch"}),
    )
    link, before, after = (hidden_id() for _number in range(3))

    def offer_choices(self) -> None:
        user = self.user
        event_types = EventType.objects.filter(organization_id=user.organization_id)
        if not user.is_admin:
            event_types = event_types.filter(Q(owner=user) | Q(managed=True) | Q(locked=False))
        self.choose("event_type", _("All event types"), event_types.select_related("owner").order_by("name", "pk"))
        if user.is_admin:
            everybody = User.objects.filter(organization_id=user.organization_id)
            self.choose("host", _("Everyone"), everybody.order_by("name", "pk"))
        else:
            del self.fields["host"]

    def filters(self) -> LogFilters:
        """Return the filters as the queries expect them."""
        wanted = self.cleaned_data
        return LogFilters(
            event_type=wanted.get("event_type"),
            host=wanted.get("host"),
            link_type=wanted.get("link_type") or "",
            state=STATES.get(wanted.get("status", "")),
            starts_from=self.begins(wanted.get("meets_from")),
            starts_before=self.ends(wanted.get("meets_to")),
            text=wanted.get("q") or "",
            link=wanted.get("link"),
            without_single_use=bool(wanted.get("hide")),
        )
