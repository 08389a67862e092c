"""Form parts that all reusable links share: name, expiry date and event types."""

from collections.abc import Collection, Mapping, MutableMapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NotRequired, TypedDict, Unpack

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.cldr import list_text
from core.dates import DayField
from core.text import validate_one_line
from core.zones import zone, zone_name
from links.forms.days import last_day_error
from links.forms.fields import pick_from
from links.queries import end_of_day
from pages.models import EventType

NO_LONGER_AVAILABLE = gettext_lazy("Something you chose is no longer available. Choose again.")


@dataclass(frozen=True, slots=True)
class ListOption:
    """One line of a list to choose from. `barred` says why it cannot be chosen; empty if it can."""

    value: str
    label: str
    detail: str = ""
    ticked: bool = False
    barred: str = ""


def chosen_keys(bound: forms.BoundField) -> Collection[str]:
    """Return the keys that are chosen now, as strings, valid or not."""
    value = bound.value()
    return {str(item) for item in value} if isinstance(value, (list, tuple)) else {str(value)}


class FormOptions(TypedDict, total=False):
    """Keyword arguments of every form, besides its data."""

    files: "MultiValueDict[str, UploadedFile[bytes]] | None"
    initial: MutableMapping[str, Any] | None
    auto_id: str


class OwnersOptions(FormOptions):
    """Keyword arguments of a form that depends on the user who fills it in."""

    user: User


class DatedOptions(OwnersOptions):
    """Keyword arguments of a form that depends on the user and the day."""

    now: datetime


class NamedOptions(DatedOptions):
    """Keyword arguments of a form for a link that may have ended."""

    expires_at: NotRequired[datetime | None]


class OwnersForm(forms.Form):
    """A form whose choices depend on the signed-in user.

    Browsers do not check required fields: which ones are required depends on other choices, so the server reports them
    at the field.
    """

    use_required_attribute = False

    def __init__(self, data: Mapping[str, object] | None = None, *, user: User, **more: Unpack[FormOptions]) -> None:
        super().__init__(data, **more)
        self.user = user


class NamedForm(OwnersForm):
    """A name, and an expiry date in the user's time zone."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=100,
        validators=[validate_one_line],
        help_text=gettext_lazy("Only your organization sees it."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    expires_on = DayField(
        label=gettext_lazy("Expiry date"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def __init__(
        self,
        data: Mapping[str, object] | None = None,
        *,
        now: datetime,
        expires_at: datetime | None = None,
        **more: Unpack[OwnersOptions],
    ) -> None:
        super().__init__(data, **more)
        self.now, self.zone, self.expires_at = now, zone(self.user.time_zone), expires_at
        if expires_at is not None:
            self.initial.setdefault("expires_on", self.day_of(expires_at))
        self.fields["expires_on"].help_text = _(
            "The last day it can be used to book, %(zone)s. Leave empty for no expiry."
        ) % {"zone": zone_name(self.user.time_zone)}

    def day_of(self, expires_at: datetime) -> date:
        """Return the last day before the instant `expires_at`, in the user's zone."""
        return (expires_at - timedelta(microseconds=1)).astimezone(self.zone).date()

    def clean_expires_on(self) -> date | None:
        day: date | None = self.cleaned_data["expires_on"]
        today = self.now.astimezone(self.zone).date()
        if day is None or (self.expires_at is not None and day == self.day_of(self.expires_at)):
            return day
        if error := last_day_error(day, today, _("Choose a day within the next ten years, or leave this empty.")):
            raise ValidationError(error)
        return day

    @property
    def expiry(self) -> datetime | None:
        """The instant at which the link ends, or None. For valid forms only.

        If the day was not changed, it is exactly the former instant.
        """
        day: date | None = self.cleaned_data["expires_on"]
        if day is None:
            return None
        if self.expires_at is not None and day == self.day_of(self.expires_at):
            return self.expires_at
        return end_of_day(day, self.zone)


class ReusableLinkForm(NamedForm):
    """A name, an expiry date, and whether colleagues find the link in the library."""

    in_library = forms.BooleanField(
        label=gettext_lazy("Add to the links library"),
        required=False,
        help_text=gettext_lazy("Colleagues find it there, and hand out the link, or one-time links made from it."),
    )

    def __init__(
        self,
        data: Mapping[str, object] | None = None,
        *,
        offered: Collection[EventType] = (),
        **more: Unpack[NamedOptions],
    ) -> None:
        super().__init__(data, **more)
        self._offered = offered

    @property
    def offered(self) -> Collection[EventType]:
        """The event types that can be booked through the link."""
        return self._offered

    def clean(self) -> dict[str, object]:
        locked = [event_type.name for event_type in self.offered if event_type.locked]
        if self.cleaned_data.get("in_library") and locked:
            self.add_error(
                "in_library",
                _("%(names)s: locked, so colleagues could not share this link. Unlock it first, or leave this off.")
                % {"names": list_text(locked)},
            )
        return self.cleaned_data


class EventTypesForm(OwnersForm):
    """One or several of the event types that a link may offer."""

    event_types = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Event types"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one."), "invalid_choice": NO_LONGER_AVAILABLE},
    )

    def __init__(self, data: Mapping[str, object] | None = None, **more: Unpack[OwnersOptions]) -> None:
        super().__init__(data, **more)
        rows = self.allowed().select_related("owner").order_by("name", "pk")
        self.choosable = {str(event_type.pk): event_type for event_type in rows}
        pick_from(self, "event_types", self.choosable)

    def allowed(self) -> QuerySet[EventType]:
        """Return the event types to choose from."""
        return EventType.objects.usable_by(self.user)

    def clean_event_types(self) -> list[EventType]:
        event_types = self.cleaned_data["event_types"]
        # Keep the order of their names, in which customers see them.
        chosen = [event_type for event_type in self.choosable.values() if event_type in event_types]
        barred = [event_type.name for event_type in chosen if not event_type.books_at_once]
        if barred:
            raise ValidationError(
                _("%(names)s: only event types with automatic booking and a single session can be used here.")
                % {"names": list_text(barred)}
            )
        return chosen

    @property
    def picks(self) -> list[ListOption]:
        """The event types with duration and owner: first the chosen ones, then the user's own and the managed ones."""
        chosen = chosen_keys(self["event_types"])

        def place(item: tuple[str, EventType]) -> tuple[bool, bool, bool]:
            key, event_type = item
            return (
                key not in chosen,
                event_type.owner_id != self.user.pk and not event_type.managed,
                event_type.locked and not event_type.managed,
            )

        return [
            ListOption(
                key,
                choice_name(event_type),
                _("%(count)d min · %(whose)s")
                % {"count": event_type.duration, "whose": ownership_text(event_type, self.user)},
                key in chosen,
                "" if event_type.books_at_once else _("needs automatic booking and a single session"),
            )
            for key, event_type in sorted(self.choosable.items(), key=place)
        ]


def choice_name(event_type: EventType) -> str:
    """Return the name of an event type that can be chosen, and whether it is paused."""
    name = event_type.name
    return name if event_type.accepts_bookings else _("%(name)s (paused)") % {"name": name}


def ownership_text(event_type: EventType, user: User) -> str:
    """Return whose the event type is (admin-managed, personal or a colleague's), and whether it is locked."""
    if event_type.managed:
        word = _("Admin-managed")
    elif event_type.owner_id == user.pk:
        word = _("Personal")
    else:
        word = _("By %(name)s") % {"name": event_type.owner.name}
    return _("%(whose)s, locked") % {"whose": word} if event_type.locked else word


class EditForm(ReusableLinkForm, EventTypesForm):
    """The form that edits a reusable link.

    With `all_by_default`, for a link made from a page, no event type needs to be chosen.
    """

    def __init__(
        self,
        data: Mapping[str, object] | None = None,
        *,
        choosable: QuerySet[EventType],
        all_by_default: bool,
        **more: Unpack[NamedOptions],
    ) -> None:
        self._allowed = choosable
        super().__init__(data, **more)
        self.fields["event_types"].required = not all_by_default
        if all_by_default:
            self.fields["event_types"].help_text = _("Leave all unselected to offer everything on the page.")

    def allowed(self) -> QuerySet[EventType]:
        return self._allowed

    @property
    def offered(self) -> Collection[EventType]:
        """The event types that the form would make bookable: the chosen ones, or all if none is chosen."""
        return self.cleaned_data.get("event_types") or self.choosable.values()
