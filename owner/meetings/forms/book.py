"""The form with which a user books for a customer."""

import uuid
from collections.abc import Mapping
from datetime import datetime

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from bookings.booking_form import BookingForm
from bookings.submission import Submission
from core.dates import from_epoch
from owner.form_key import FormKeyField
from owner.meetings.forms.acts import LAST
from owner.meetings.sessions import Sessions
from pages.offers import Offer


class SessionsField(forms.CharField):
    """A time for each session of a package."""

    def __init__(self, offer: Offer) -> None:
        super().__init__(label=_("Times"), required=False)
        self.offer = offer

    def clean(self, value: str) -> list[datetime]:
        sessions = Sessions.of(self.offer, [super().clean(value)])
        assert sessions is not None
        if not sessions.full:
            missing = sessions.count - len(sessions.chosen)
            text = ngettext("Choose one more time.", "Choose %(count)d more times.", missing)
            raise forms.ValidationError(text % {"count": missing})
        return [from_epoch(seconds) for seconds in sessions.chosen]


class BookForForm(BookingForm):
    """The customer's questions, with labels for the user who asks them. Also the time, or one for each session of a
    package, and a key that tells a repeat from a new form.
    """

    start = forms.IntegerField(
        label=_("Time"),
        min_value=0,
        max_value=LAST,
        error_messages=dict.fromkeys(["required", "invalid", "min_value", "max_value"], _("Choose a time.")),
    )
    key = FormKeyField()

    def __init__(self, data: Mapping[str, object] | None = None, *, offer: Offer) -> None:
        super().__init__(data, event_type=offer.event_type, location_kinds=offer.location_kinds)
        self.offer = offer
        self.initial = {"key": uuid.uuid4()}
        if offer.event_type.sessions > 1:
            del self.fields["start"]
            self.fields["picked"] = SessionsField(offer)
        name, email = self.fields["name"], self.fields["email"]
        name.label, email.label = _("Customer"), _("Customer’s email")
        name.error_messages["required"] = _("Enter the customer’s name.")
        email.error_messages["required"] = _("Enter the customer’s email address.")
        email.help_text = _("The confirmation and the calendar invitation go here.")
        name.widget.attrs.update(autocomplete="off", list="known-customers")
        email.widget.attrs.update(autocomplete="off")
        if "note" in self.fields:
            self.fields["note"].label = _("Note from the customer")

    @property
    def asked(self) -> list[forms.BoundField]:
        """The fields below the time, in order."""
        return [self[name] for name in self.fields if name not in {"start", "picked", "key"}]

    @property
    def starts(self) -> list[datetime]:
        """The chosen times. For valid forms only."""
        picked: list[datetime] | None = self.cleaned_data.get("picked")
        return [from_epoch(self.cleaned_data["start"])] if picked is None else picked

    def renew_key(self) -> None:
        """Give the form a new key, so that it does not count as a repeat when it is sent again."""
        assert isinstance(self.data, QueryDict)
        data = self.data.copy()
        data["key"] = str(uuid.uuid4())
        self.data = data

    def submitted(self, zone: str, clock: str, language: str) -> Submission:
        """Return what is booked, with what is known of how the customer reads times. For valid forms only."""
        return self.submission(
            self.cleaned_data["key"],
            self.starts,
            page_id=self.offer.page,
            zone=zone,
            clock=clock,
            language=language,
            texts={},
        )
