"""The part of an event type's form with reminders, follow-up and redirect after booking."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.text import LazyText, validate_lines
from pages.fields import WebPageField
from pages.models import EventType
from pages.notices import LONGEST_NOTICE, MOST_REMINDERS

HOUR, DAY = 60, 24 * 60
UNITS = [("1", _("minutes")), (str(HOUR), _("hours")), (str(DAY), _("days"))]
# The reminders of a new event type.
USUAL_REMINDERS = [DAY]
REMINDERS = tuple(f"reminder_{number}" for number in range(1, MOST_REMINDERS + 1))
NOTICES = (
    *(f"{name}_{part}" for name in REMINDERS for part in ("amount", "unit")),
    "sends_follow_up",
    "follow_up_amount",
    "follow_up_unit",
    "follow_up_text",
    "redirect_to",
)


def amount(label: LazyText) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=LONGEST_NOTICE, required=False)


def unit(label: LazyText) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, choices=UNITS, coerce=int, required=False, empty_value=None)


class NoticesFields(forms.Form):
    """Up to three reminders, a follow-up, and the page to which customers go after booking."""

    instance: EventType

    reminder_1_amount = amount(_("First reminder, before the start"))
    reminder_1_unit = unit(_("Unit of the first reminder"))
    reminder_2_amount = amount(_("Second reminder"))
    reminder_2_unit = unit(_("Unit of the second reminder"))
    reminder_3_amount = amount(_("Third reminder"))
    reminder_3_unit = unit(_("Unit of the third reminder"))
    sends_follow_up = forms.BooleanField(label=_("Send a follow-up"), required=False)
    follow_up_amount = amount(_("After the end"))
    follow_up_unit = unit(_("Unit of the follow-up"))
    follow_up_text = forms.CharField(
        label=_("What the follow-up says"),
        max_length=2_000,
        required=False,
        validators=[validate_lines],
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Leave empty to send a thank-you."),
    )
    redirect_to = WebPageField(
        label=_("After booking, continue to"),
        help_text=_(
            "A web page customers are taken to after booking, unless they choose to stay, such as "
            "https://example.com/thanks."
        ),
    )

    def take_notices(self) -> None:
        """Store the typed values in the event type, or report what is invalid."""
        reminders: list[int] = []
        for name in REMINDERS:
            minutes = self._minutes(name, gettext("Enter at most four weeks before the start."))
            if minutes == 0:
                self.add_error(f"{name}_amount", gettext("Enter at least one minute before the start."))
            elif minutes in reminders:
                self.add_error(
                    f"{name}_amount", gettext("Two reminders are set for the same time. Change one of them.")
                )
            elif minutes is not None:
                reminders.append(minutes)
        self.instance.reminders = sorted(reminders, reverse=True)
        self._take_follow_up()

    def _take_follow_up(self) -> None:
        if not self.cleaned_data.get("sends_follow_up"):
            # Fields that the choice hides are not validated, and the stored text stays.
            for name in ("follow_up_amount", "follow_up_unit", "follow_up_text"):
                self.errors.pop(name, None)
            self.cleaned_data["follow_up_text"] = self.instance.follow_up_text
            self.instance.follow_up = None
            return
        minutes = self._minutes("follow_up", gettext("Enter at most four weeks after the end."))
        if minutes is None and "follow_up_amount" not in self.errors:
            self.add_error("follow_up_amount", gettext("Enter how long after the end, or 0 to send it right away."))
        self.instance.follow_up = minutes

    def _minutes(self, name: str, too_long: str) -> int | None:
        """Return an amount and its unit as minutes; None if nothing valid was typed."""
        amount, size = (self.cleaned_data.get(f"{name}_{part}") for part in ("amount", "unit"))
        if amount is None or f"{name}_unit" in self.errors:
            return None
        size = size or 1
        if amount * size > LONGEST_NOTICE:
            self.add_error(f"{name}_amount", too_long)
            return None
        return int(amount * size)


def typed_notices(event_type: EventType) -> dict[str, object]:
    """Return the initial values of the fields."""
    initial: dict[str, object] = {"sends_follow_up": event_type.follow_up is not None}
    initial |= typed_length("follow_up", event_type.follow_up if event_type.follow_up is not None else HOUR)
    for place, name in enumerate(REMINDERS):
        if place < len(event_type.reminders):
            initial |= typed_length(name, event_type.reminders[place])
        else:
            initial |= {f"{name}_amount": None, f"{name}_unit": str(HOUR)}
    return initial


def typed_length(name: str, minutes: int) -> dict[str, object]:
    """Return a length of time as amount and unit, in the largest unit that divides it."""
    size = next((size for size in (DAY, HOUR) if minutes and minutes % size == 0), 1 if minutes else HOUR)
    return {f"{name}_amount": minutes // size, f"{name}_unit": str(size)}
