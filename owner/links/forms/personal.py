"""The fields of a link that is made for one customer, and of its limits."""

from datetime import date

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.dates import DayField
from core.text import EmailAddressField, validate_lines, validate_one_line
from links.actions import LinkFields
from links.forms.days import LATEST
from links.forms.details import NO_LONGER_AVAILABLE
from links.forms.fields import pick_from, private_label
from links.models import MOST_USES
from pages.models import EventType, Page
from pages.queries import event_types_of


class PersonalForm(forms.Form):
    """Name, email, note, label, event types, days, lock and number of bookings. All are optional."""

    customer_name = forms.CharField(
        label=gettext_lazy("For whom"),
        required=False,
        max_length=100,
        validators=[validate_one_line],
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    customer_email = EmailAddressField(
        label=gettext_lazy("Email"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    locked = forms.BooleanField(
        label=gettext_lazy("Only this email can book"),
        required=False,
        help_text=gettext_lazy("Even if the link is forwarded."),
    )
    message = forms.CharField(
        label=gettext_lazy("Note to the customer"),
        required=False,
        max_length=2_000,
        validators=[validate_lines],
        help_text=gettext_lazy("Shown on the page the link opens."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    label = private_label()
    event_types = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Event types"),
        required=False,
        help_text=gettext_lazy("Leave all unselected to offer everything on the page."),
        error_messages={"invalid_choice": NO_LONGER_AVAILABLE},
        widget=forms.CheckboxSelectMultiple,
    )
    first_day = DayField(
        label=gettext_lazy("Meetings from"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    last_day = DayField(
        label=gettext_lazy("Meetings until"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    max_uses = forms.IntegerField(
        label=gettext_lazy("Bookings allowed"),
        required=False,
        initial=1,
        min_value=1,
        max_value=MOST_USES,
        help_text=gettext_lazy("Keep 1, unless this link is for several meetings."),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )

    personal = (
        "customer_name", "customer_email", "locked", "message", "label", "event_types", "first_day", "last_day",
        "max_uses",
    )  # fmt: skip
    options = personal[2:]
    # Which fields are required depends on the choices, so the server and not the browser reports what is missing.
    use_required_attribute = False

    def choose_among(self, page: Page | None) -> None:
        """Offer the event types of the page, or none before a page is chosen."""
        self.choosable: dict[str, EventType] = {}
        if page is not None:
            self.choosable = {str(event_type.pk): event_type for event_type in event_types_of(page)}
        pick_from(self, "event_types", self.choosable)

    @property
    def narrows(self) -> bool:
        """Whether there are several event types to choose from."""
        return len(self.choosable) > 1 or "event_types" in self.errors

    @property
    def unfolded(self) -> bool:
        """Whether to show the options, which are folded unless one of them has an error."""
        return bool(self.errors.keys() & {*self.options, "expires", "expires_on"})

    @property
    def options_set(self) -> set[str]:
        """The names of options that differ from their initial values. The summary of the folded part tells them."""
        names = {name for name in self.options if self[name].value()}
        if str(self["max_uses"].value()) in {"1", "None"}:
            names.discard("max_uses")
        return names

    def clean_message(self) -> str:
        """Return the message with Unix line ends, because browsers send CRLF."""
        return str(self.cleaned_data["message"]).replace("\r\n", "\n")

    def check_personal(self, today: date) -> None:
        """Report errors that depend on several fields."""
        self._check_days(today)
        if "customer_email" not in self.errors and not self.cleaned_data.get("customer_email"):
            self._check_no_email()

    def _check_days(self, today: date) -> None:
        first, last = self.cleaned_data.get("first_day"), self.cleaned_data.get("last_day")
        for name, day in (("first_day", first), ("last_day", last)):
            if day and abs(day - today) > LATEST:
                self.add_error(name, _("Choose a day within the next ten years."))
                return
        if last and last < today:
            self.add_error("last_day", _("This day has passed. Choose today or a later day."))
        elif first and last and last < first:
            self.add_error("last_day", _("Choose the first day or a later one."))

    def _check_no_email(self) -> None:
        if self.cleaned_data.get("locked"):
            self.add_error("customer_email", _("Enter the email that can book, or let anyone with the link book."))

    def personal_choices(self) -> LinkFields:
        """Return the fields of the link that a valid form describes."""
        cleaned = self.cleaned_data
        return {
            "recipient_name": cleaned["customer_name"],
            "recipient_email": cleaned["customer_email"],
            "locked_to_recipient": bool(cleaned["locked"]),
            "message": cleaned["message"],
            "label": cleaned["label"],
            "event_types": list(cleaned["event_types"]),
            "first_day": cleaned["first_day"] or None,
            "last_day": cleaned["last_day"] or None,
            "max_uses": cleaned["max_uses"] or 1,
        }
