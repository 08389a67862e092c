"""The form that selects times of a link for an email, and their time zone."""

from collections.abc import Sequence
from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.zones import main_zones, zone_label
from links.forms.details import NO_LONGER_AVAILABLE
from links.forms.fields import choice_field, pick_from
from pages.offers import Offer

MOST_TIMES = 8


class TimesForm(forms.Form):
    """An offer, a time zone, and the chosen times of the offer in epoch seconds."""

    offer = forms.TypedChoiceField(
        label=gettext_lazy("Event type"), error_messages={"invalid_choice": NO_LONGER_AVAILABLE}
    )
    zone = forms.ChoiceField(label=gettext_lazy("Your customer’s time zone"))
    at = forms.TypedMultipleChoiceField(label=gettext_lazy("Times"), required=False, coerce=int)

    use_required_attribute = False

    def __init__(self, data: QueryDict, *, offers: Sequence[Offer], zone: str, now: datetime) -> None:
        data = data.copy()
        # Defaults for what the address does not say.
        data.setdefault("offer", key_of(offers[0]))
        data.setdefault("zone", zone)
        super().__init__(data)
        self.offers = {key_of(offer): offer for offer in offers}
        self.own_zone = zone
        pick_from(self, "offer", self.offers).choices = [(key, title(offer)) for key, offer in self.offers.items()]
        self.zones = {name: zone_label(name, now) for name in sorted({zone, *main_zones()})}
        zone_field = self.fields["zone"]
        assert isinstance(zone_field, forms.ChoiceField)
        zone_field.choices = list(self.zones.items())
        # The choices of times depend on the offer, so set_times() sets them later.
        choice_field(self, "at").choices = []

    @property
    def chosen_offer(self) -> Offer:
        """The chosen offer; the first one until another is chosen."""
        return self.offers.get(str(self["offer"].value() or ""), next(iter(self.offers.values())))

    @property
    def chosen_zone(self) -> str:
        """The time zone of the printed times; the sender's own until another is chosen."""
        name = str(self["zone"].value() or "")
        return name if name in self.zones else self.own_zone

    def set_times(self, starts: Sequence[int]) -> None:
        """Offer the times that are free now."""
        field = choice_field(self, "at")
        field.choices = [(str(start), "") for start in starts]
        field.error_messages = {"invalid_choice": _("One of these times has just been taken. Choose again.")}

    def clean_at(self) -> list[int]:
        """Return the times in order, without duplicates."""
        times = sorted(set(self.cleaned_data["at"]))
        if len(times) > MOST_TIMES:
            raise ValidationError(_("Choose at most %(most)d times.") % {"most": MOST_TIMES})
        return times

    @property
    def ticked(self) -> set[str]:
        """The times that are ticked now, valid or not."""
        return {str(start) for start in self["at"].value() or []}


def key_of(offer: Offer) -> str:
    """Return a key that identifies the offer among the offers of a link."""
    return f"{offer.event_type.pk}-{offer.page or ''}"


def title(offer: Offer) -> str:
    """Return the name of the event type, with the booking page if the customer can choose one."""
    return offer.event_type.name if offer.page is None else f"{offer.event_type.name} · {offer.lead.name}"
