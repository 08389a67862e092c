"""The form of an event type, except its custom questions, which owner.pages.forms.questions edits."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.text import LazyText, validate_lines, validate_one_line
from owner.pages.forms.notices import DAY, NOTICES, UNITS, USUAL_REMINDERS, NoticesFields, typed_length, typed_notices
from owner.pages.forms.places import NEED_NO_DETAILS, NEEDS_DETAILS
from owner.pages.forms.rooms import how_to_get_rooms, room_makers
from owner.pages.forms.summaries import parts_with
from pages.fields import PACKAGE_WITHOUT_APPROVAL
from pages.models import MOST_SESSIONS, ChangeDeadline, EventType, LocationKind, Page, kinds_to_choose
from pages.standard_fields import ASK_SETTINGS, STORED_FIELDS

YEAR = 365 * DAY
# Fields for a length of time, which is typed as an amount and a unit.
LENGTHS = ("notice", "cancel_before", "reschedule_before")
POLICIES = ("cancel_when", "cancel_reason", "reschedule_when", "reschedule_reason")
USUAL_PACKAGE = 5
# The parts of the form that are folded unless they have errors.
FOLDED: dict[str, tuple[str, ...]] = {
    "place": ("location_kind", "location"),
    "times": ("interval", "offset", "buffer_before", "buffer_after"),
    "limits": ("notice_amount", "notice_unit", "horizon_days", "limit_per_day", "limit_per_week"),
    "booking-form": ASK_SETTINGS,
    "booking": ("needs_approval", "holds_suggested", "package", "sessions"),
    "changes": (
        "cancel_when", "cancel_before_amount", "cancel_before_unit", "cancel_reason",
        "reschedule_when", "reschedule_before_amount", "reschedule_before_unit", "reschedule_reason",
    ),
    "notices": NOTICES,
    "sharing": ("managed", "locked"),
}  # fmt: skip


def either(label: LazyText, no: LazyText, yes: LazyText) -> forms.TypedChoiceField:
    """Return a field with two radio buttons, for a boolean column."""
    return forms.TypedChoiceField(
        label=label,
        choices=[("False", no), ("True", yes)],
        coerce=lambda value: value == "True",
        widget=forms.RadioSelect,
    )


def amount(label: LazyText, help_text: LazyText = "") -> forms.IntegerField:
    """Return a field for an amount, whose unit is in the field beside it."""
    return forms.IntegerField(label=label, min_value=0, max_value=YEAR, help_text=help_text)


def unit(label: LazyText) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, choices=UNITS, coerce=int)


class EventTypeForm(NoticesFields, forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """What is booked, where, when it can start, its limits, and who may use and change it."""

    name = forms.CharField(
        label=_("Name"),
        max_length=100,
        validators=[validate_one_line],
        help_text=_("Customers see it, e.g. “Intro call”."),
    )
    description = forms.CharField(
        label=_("Description"),
        max_length=2_000,
        required=False,
        validators=[validate_lines],
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A sentence or two about the meeting."),
    )
    on_own_page = forms.BooleanField(label=_("Offer it on my booking page"), required=False, initial=True)
    location_kind = forms.ChoiceField(label=_("Where do you meet?"), required=False)
    location = forms.CharField(
        label=_("Details"),
        max_length=500,
        required=False,
        validators=[validate_one_line],
        help_text=_("The video link, the phone number or the address. The customer gets it with the confirmation."),
    )
    notice_amount = amount(_("Minimum notice"), _("How long before the start customers must book."))
    notice_unit = unit(_("Unit of the notice"))
    needs_approval = either(_("How booking works"), _("Automatic booking"), _("Booking with approval"))
    package = either(_("Sessions per booking"), _("Single session"), _("Session package"))
    # Required only for a package: see `clean`.
    sessions = forms.IntegerField(label=_("Sessions in the package"), min_value=2, max_value=MOST_SESSIONS)
    cancel_before_amount = amount(_("Cancel at least this long before the start"))
    cancel_before_unit = unit(_("Unit of the time to cancel"))
    reschedule_before_amount = amount(_("Reschedule at least this long before the start"))
    reschedule_before_unit = unit(_("Unit of the time to reschedule"))
    managed = either(_("Who can change it"), _("Personal"), _("Admin-managed"))
    locked = either(_("Who can offer it"), _("Unlocked"), _("Locked"))

    class Meta:
        model = EventType
        fields = [
            "name", "description", "duration", "interval", "offset", "buffer_before", "buffer_after",
            "horizon_days", "limit_per_day", "limit_per_week", "managed", "locked", "needs_approval",
            "holds_suggested", "sessions", "cancel_when", "cancel_reason", "reschedule_when", "reschedule_reason",
            *ASK_SETTINGS, "location_kind", "location", "follow_up_text",
            "redirect_to",
        ]  # fmt: skip
        labels = {field.setting: field.label for field in STORED_FIELDS} | {
            "duration": _("Duration"),
            "interval": _("Start times every"),
            "offset": _("First start after opening"),
            "buffer_before": _("Free time before"),
            "buffer_after": _("Free time after"),
            "horizon_days": _("Booking window"),
            "limit_per_day": _("Maximum per day"),
            "limit_per_week": _("Maximum per week"),
            "holds_suggested": _("Hold suggested times"),
            "cancel_when": _("Customers may cancel"),
            "cancel_reason": _("Reason for cancelling"),
            "reschedule_when": _("Customers may reschedule"),
            "reschedule_reason": _("Reason for rescheduling"),
        }
        help_texts = {field.setting: field.hint for field in STORED_FIELDS} | {
            "duration": _("How long a meeting takes, up to 24 hours."),
            "interval": _("Leave empty to offer times back to back, such as every 30 minutes for a 30-minute meeting."),
            "offset": _("0 starts when your hours start. 5 gives 9:05, 9:35 and so on."),
            "buffer_before": _("Time to prepare. Customers do not see it."),
            "buffer_after": _("Time to write things up. Customers do not see it."),
            "horizon_days": _("How many days ahead customers can book. 0 means today only."),
            "limit_per_day": _("Meetings of this event type per day. Leave empty for no limit."),
            "limit_per_week": _("From Monday to Sunday. Leave empty for no limit."),
            "holds_suggested": _("Suggested times are not offered to anyone else while they wait for your answer."),
        }
        widgets = dict.fromkeys((*ASK_SETTINGS, *POLICIES), forms.RadioSelect)

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        instance: EventType,
        user: User,
        initial: dict[str, str] | None = None,
    ) -> None:
        if instance._state.adding:
            instance.managed, instance.locked = user.is_admin, not user.is_admin
            instance.reminders = USUAL_REMINDERS
        super().__init__(data, instance=instance, initial=_other_initial(instance) | (initial or {}))
        self.user = user
        # The page that offers a new event type at once. Later, the forms of pages choose what they offer.
        own_pages = Page.objects.editable_by(user).filter(host=user).order_by("pk")
        self.own_page = own_pages.first() if instance._state.adding else None
        if self.own_page is None:
            del self.fields["on_own_page"]
        else:
            self.fields["on_own_page"].help_text = gettext("“%(page)s”, where customers find it right away.") % {
                "page": self.own_page
            }
        if not user.is_admin:
            del self.fields["managed"]
        elif not user.has_colleagues:
            del self.fields["managed"], self.fields["locked"]
        kind = self.fields["location_kind"]
        assert isinstance(kind, forms.ChoiceField)
        makers = room_makers(user)
        kinds = [(kind, kind.label) for kind in kinds_to_choose(instance.location_kind, in_calendar=bool(makers))]
        kind.help_text = how_to_get_rooms(makers)
        kind.choices = [("", _("As on the booking page")), *kinds]
        for field in self.fields.values():
            if isinstance(field, forms.IntegerField):
                field.widget.attrs["inputmode"] = "numeric"

    @property
    def asks(self) -> list[forms.BoundField]:
        """Return the form fields that say what the booking form asks."""
        return [self[name] for name in ASK_SETTINGS]

    @property
    def unfolded(self) -> set[str]:
        """The parts that have errors."""
        return parts_with(self.errors, FOLDED)

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        if data.get("offset") is None and "offset" not in self.errors:
            self.add_error("offset", gettext("Enter the number of minutes, or 0 for none."))
        self._take_length("notice", least=0)
        for change in ("cancel", "reschedule"):
            if data.get(f"{change}_when") == ChangeDeadline.BEFORE:
                self._take_length(f"{change}_before", least=1)
            else:
                # Fields that the choice hides are not validated, and the stored length stays.
                self._drop_errors(f"{change}_before_amount", f"{change}_before_unit")
        self._clean_place(data)
        self._clean_booking(data)
        self.take_notices()
        return data

    def _take_length(self, name: str, least: int) -> None:
        """Store an amount and its unit as minutes in the event type."""
        amount, unit = (self.cleaned_data.get(f"{name}_{part}") for part in ("amount", "unit"))
        if self.errors.keys() & {f"{name}_amount", f"{name}_unit"}:
            return
        minutes = (amount or 0) * (unit or 0)
        if minutes < least:
            self.add_error(f"{name}_amount", gettext("Enter how long before the start."))
        elif minutes > YEAR:
            self.add_error(f"{name}_amount", gettext("Enter at most one year."))
        else:
            setattr(self.instance, name, minutes)

    def _drop_errors(self, *names: str) -> None:
        for name in names:
            self.errors.pop(name, None)

    def _clean_place(self, data: dict[str, object]) -> None:
        kind = str(data.get("location_kind") or "")
        if not kind or kind in NEED_NO_DETAILS:
            self._drop_errors("location")
            data["location"] = ""
        elif kind in NEEDS_DETAILS and not data.get("location") and "location" not in self.errors:
            self.add_error("location", NEEDS_DETAILS[LocationKind(kind)])

    def _clean_booking(self, data: dict[str, object]) -> None:
        if not data.get("package"):
            self._drop_errors("sessions")
            data["sessions"] = 1
        elif data.get("needs_approval"):
            self.add_error("package", str(PACKAGE_WITHOUT_APPROVAL))
            data["sessions"] = 1
        if not data.get("needs_approval"):
            data["holds_suggested"] = False


def _other_initial(event_type: EventType) -> dict[str, object]:
    """Return the initial values of fields that are not columns of the event type."""
    initial: dict[str, object] = {"package": event_type.sessions > 1}
    if event_type.sessions == 1:
        initial["sessions"] = USUAL_PACKAGE
    for name in LENGTHS:
        initial |= typed_length(name, getattr(event_type, name))
    return initial | typed_notices(event_type)
