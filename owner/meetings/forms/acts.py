"""Forms for what hosts do with a meeting."""

from datetime import datetime

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from bookings.models import Booking
from core.dates import from_epoch, to_epoch
from core.text import LazyText, validate_lines
from pages.models import Page

# The start of the year 9999, in epoch seconds. Dates end with that year.
LAST = 253_370_764_800


def _message(label: LazyText, help_text: LazyText) -> forms.CharField:
    """Return a field for the message that is mailed with an action. bookings.notifications decides who gets the
    mail.
    """
    return forms.CharField(
        label=label,
        required=False,
        max_length=2_000,
        validators=[validate_lines],
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=help_text,
    )


class ActForm(forms.Form):
    """The sequence of the meeting that the host saw, and a message to the customer, who is the only one to get a
    mail.
    """

    sequence = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    message = _message(
        _("Message to the customer"),
        _("No one else gets an email. Hosts and admins can see the message in the meeting’s history."),
    )


class TellAllForm(ActForm):
    """The sequence, and a message to everybody, because everybody gets a mail."""

    message = _message(
        _("Message to everyone"),
        _("Included in the email to the customer, guests, hosts and other attendees."),
    )


class MoveForm(TellAllForm):
    """The new time of a meeting."""

    start = forms.IntegerField(
        label=_("Time"),
        min_value=0,
        max_value=LAST,
        error_messages=dict.fromkeys(["required", "invalid", "min_value", "max_value"], _("Choose a time.")),
    )
    field_order = ["start", "message", "sequence"]

    def clean_start(self) -> datetime:
        return from_epoch(self.cleaned_data["start"])


class ApproveForm(forms.Form):
    """The suggested time to approve."""

    start = forms.TypedChoiceField(
        label=_("Suggested times"),
        coerce=lambda text: from_epoch(int(text)),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the times.")},
    )

    def __init__(self, data: QueryDict | None, *, booking: Booking, initial: dict[str, object]) -> None:
        super().__init__(data, initial=initial)
        starts = [to_epoch(suggested.starts_at) for suggested in booking.suggested.all()]
        self.fields["start"].choices = [(start, start) for start in starts]  # type: ignore[attr-defined]


class ReassignForm(TellAllForm):
    """The host to replace, and the booking page of the colleague who takes over."""

    former = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Replace"),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": _("Choose which host to replace.")},
    )
    message = _message(
        _("Message to everyone"),
        _("Included in the email to the customer, guests, other attendees and all hosts, including the previous one."),
    )
    page = forms.ModelChoiceField(
        Page.objects.none(),
        label=_("Colleague"),
        error_messages={"required": _("Choose a colleague.")},
    )

    def __init__(
        self, data: QueryDict | None, *, hosts: list[User], pages: QuerySet[Page], initial: dict[str, object]
    ) -> None:
        super().__init__(data, initial=initial)
        former = self.fields["former"]
        former.queryset = User.objects.filter(pk__in=[host.pk for host in hosts])  # type: ignore[attr-defined]
        self.fields["page"].queryset = pages  # type: ignore[attr-defined]
        if len(hosts) == 1:
            former.initial, former.required, former.widget = hosts[0].pk, False, forms.HiddenInput()
        self.hosts = hosts

    def clean_former(self) -> User:
        chosen: User | None = self.cleaned_data["former"]
        return chosen or self.hosts[0]


class NoteForm(forms.Form):
    """The hosts' private note. `seen` is the mark of the note that it replaces."""

    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    note = forms.CharField(
        label=_("Private note"),
        required=False,
        max_length=5_000,
        validators=[validate_lines],
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Only hosts and admins can see this note."),
    )
