"""Where the meetings of a booking page take place: as a part of its form, and as a form of its own."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.text import validate_one_line
from owner.pages.forms.explained import Explained, explained
from owner.pages.forms.rooms import how_to_get_rooms, room_makers
from pages.models import LocationKind, Page, kinds_to_choose

NEEDS_DETAILS = {
    LocationKind.ADDRESS: _("Enter the address where you meet."),
    LocationKind.CUSTOMER_CALLS: _("Enter the number the customer should call."),
}
# Places that need no details.
NEED_NO_DETAILS = {LocationKind.JITSI, LocationKind.CALENDAR}
PLACES_EXPLAINED = {
    LocationKind.VIDEO: _("Add the link here, or send it later."),
    LocationKind.JITSI: _("Each booking gets a link that nobody else has."),
    LocationKind.CALENDAR: _("The host’s Google or Microsoft calendar makes the link, within two minutes as a rule."),
    LocationKind.HOST_CALLS: _("The booking form asks for the customer’s number."),
    LocationKind.CUSTOMER_CALLS: _("The customer gets your number with the confirmation."),
    LocationKind.ADDRESS: _("The customer gets the address with the confirmation."),
    LocationKind.ASK: _("The booking form asks the customer where to meet."),
}
# What needs nothing else to be ready, the best first.
READY = (LocationKind.CALENDAR, LocationKind.JITSI, LocationKind.HOST_CALLS)


class PlaceFields(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """The place of a booking page, with what else is to be typed for it."""

    location_kind = forms.ChoiceField(label=_("Where"), widget=forms.RadioSelect)
    location = forms.CharField(
        label=_("Link, number or address"),
        max_length=500,
        required=False,
        validators=[validate_one_line],
        help_text=_("The customer gets it with the confirmation."),
    )

    def set_up_places(self, user: User) -> None:
        """Offer the places that there are for what the user may change."""
        fields: dict[str, Any] = self.fields
        self.makers = room_makers(user)
        self.kinds = kinds_to_choose(self.instance.location_kind, in_calendar=bool(self.makers))
        fields["location_kind"].choices = [(kind, kind.label) for kind in self.kinds]
        fields["location_kind"].help_text = how_to_get_rooms(self.makers)

    def check_place(self, data: dict[str, Any], host: object) -> None:
        """Add an error where something is missing for the place, and drop what it does not need."""
        kind = data.get("location_kind")
        if kind in NEEDS_DETAILS and not data.get("location") and "location" not in self.errors:
            self.add_error("location", NEEDS_DETAILS[LocationKind(kind)])
        if kind in NEED_NO_DETAILS:
            self.errors.pop("location", None)
            data["location"] = ""
        self._check_room(kind, host)

    def _check_room(self, kind: object, host: object) -> None:
        """Refuse a room that no calendar would make. An earlier choice may stay."""
        is_new = {"location_kind", "host"} & {*self.changed_data}
        if kind == LocationKind.CALENDAR and isinstance(host, User) and is_new and host.pk not in self.makers:
            words = gettext(
                "Meetings of %(host)s are added to no Google or Microsoft calendar, which could make the room."
            )
            self.add_error("location_kind", words % {"host": host})

    def places(self) -> Explained:
        return explained(self["location_kind"], [PLACES_EXPLAINED[kind] for kind in self.kinds])


class PlaceForm(PlaceFields):
    """The place alone. Where there is none yet, one that needs nothing else is chosen already."""

    class Meta:
        model = Page
        fields = ["location_kind", "location"]

    def __init__(self, data: QueryDict | None, *, instance: Page, initial: dict[str, str] | None, user: User) -> None:
        super().__init__(data, instance=instance, initial=initial)
        self.set_up_places(user)
        if instance.location_kind == LocationKind.VIDEO and not instance.location and not initial:
            known = set(self.kinds) if instance.host_id in self.makers else {*self.kinds} - {LocationKind.CALENDAR}
            self.initial["location_kind"] = next(one for one in READY if one in known)

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        self.check_place(data, self.instance.host)
        return data
