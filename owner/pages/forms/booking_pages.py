"""The form of a booking page, and the part that it shares with the form of a master page."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.unique_labels import unique_labels
from core.text import validate_lines, validate_one_line
from owner.pages.forms.explained import Explained, explained
from owner.pages.forms.rooms import how_to_get_rooms, makers_beside
from owner.pages.forms.summaries import parts_with
from pages.models import LocationKind, Page, Schedule, kinds_to_choose

NEEDS_DETAILS = {
    LocationKind.ADDRESS: _("Enter the address where you meet."),
    LocationKind.CUSTOMER_CALLS: _("Enter the number the customer should call."),
}
# The parts of the form that are folded unless they have errors.
FOLDED = {
    "where": ("location_kind", "location"),
    "words": ("welcome", "contact"),
    "open": ("listed",),
}


# Where nothing is to be typed besides.
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


class PublicForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """Names, address and texts, which every page has."""

    name = forms.CharField(
        label=_("Public name"), max_length=100, validators=[validate_one_line], help_text=_("Customers see it.")
    )
    label = forms.CharField(
        label=_("Internal label"),
        max_length=100,
        required=False,
        validators=[validate_one_line],
        help_text=_("Only your organization sees it."),
    )
    slug = forms.SlugField(
        label=_("Public link"),
        min_length=4,
        max_length=60,
        error_messages={
            "invalid": _("Use the letters a to z, digits and hyphens only."),
            "min_length": _("Use at least 4 characters."),
        },
    )
    welcome = forms.CharField(
        label=_("Welcome text"),
        max_length=2_000,
        required=False,
        validators=[validate_lines],
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Shown to customers next to the times."),
    )
    contact = forms.CharField(
        label=_("Contact details"),
        max_length=300,
        required=False,
        validators=[validate_one_line],
        help_text=_("For customers who have a question, such as an email address or a phone number."),
    )

    def __init__(self, data: QueryDict | None = None, *, instance: Page, initial: dict[str, str] | None = None) -> None:
        super().__init__(data, instance=instance, initial=initial)
        slug = self.fields["slug"]
        if self.instance._state.adding:
            slug.required = False
            slug.help_text = _("At least 4 characters. Leave empty to create it from the public name.")
        else:
            slug.help_text = _(
                "At least 4 characters. If you change it, the old address stops working. Links keep working."
            )

    def clean_slug(self) -> str:
        return str(self.cleaned_data["slug"]).lower()


class PageForm(PublicForm):
    """Everything about a booking page. Only admins choose its host; other users host their own."""

    location_kind = forms.ChoiceField(label=_("Where"), widget=forms.RadioSelect)
    location = forms.CharField(
        label=_("Link, number or address"),
        max_length=500,
        required=False,
        validators=[validate_one_line],
        help_text=_("The customer gets it with the confirmation."),
    )

    class Meta:
        model = Page
        fields = [
            "name", "label", "slug", "host", "schedule", "location_kind", "location",
            "welcome", "contact", "listed",
        ]  # fmt: skip

    def __init__(self, data: QueryDict | None, *, instance: Page, initial: dict[str, str] | None, user: User) -> None:
        super().__init__(data, instance=instance, initial=initial)
        self.user = user
        page = self.instance
        self._set_up_people(page)
        fields: dict[str, Any] = self.fields
        self.makers = makers_beside(user)
        self.kinds = kinds_to_choose(page.location_kind, in_calendar=bool(self.makers))
        fields["location_kind"].choices = [(kind, kind.label) for kind in self.kinds]
        fields["location_kind"].help_text = how_to_get_rooms(self.makers)

    def _set_up_people(self, page: Page) -> None:
        fields: dict[str, Any] = self.fields
        colleagues = User.objects.filter(organization_id=self.user.organization_id, is_active=True)
        schedules = Schedule.objects.current().filter(organization_id=self.user.organization_id)
        if not self.user.is_admin:
            colleagues = colleagues.filter(pk=self.user.pk)
            schedules = schedules.filter(owner=self.user)
        fields["host"].queryset = colleagues.order_by("name", "pk")
        if self.user.is_admin:
            people = list(fields["host"].queryset)
            fields["host"].label_from_instance = dict(zip(people, unique_labels(people), strict=True)).__getitem__
        fields["host"].label = _("Owner and host")
        fields["host"].help_text = _("Hosts the meetings and can change this page.")
        fields["host"].required = fields["schedule"].required = True
        fields["host"].empty_label = fields["schedule"].empty_label = None
        fields["schedule"].queryset = schedules.select_related("owner").order_by("owner__name", "name", "pk")
        fields["schedule"].help_text = _("When meetings can be booked.")
        if page._state.adding:
            self.initial.update(host=self.user.pk, schedule=schedules.filter(owner=self.user).order_by("pk").first())
        if self.user.is_admin:
            fields["schedule"].label_from_instance = lambda one: f"{one.name} ({one.owner})"
            fields["schedule"].help_text = _("When meetings can be booked. Choose one of the host’s schedules.")
        else:
            del fields["host"]
            page.host = self.user

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        kind, details = data.get("location_kind"), data.get("location")
        if kind in NEEDS_DETAILS and not details and "location" not in self.errors:
            self.add_error("location", NEEDS_DETAILS[LocationKind(kind)])
        if kind in NEED_NO_DETAILS:
            self.errors.pop("location", None)
            data["location"] = ""
        host, schedule = data.get("host", self.user), data.get("schedule")
        self._judge_room(kind, host)
        if host and schedule and schedule.owner_id != host.pk:
            self.add_error("schedule", gettext("Choose a schedule of %(host)s.") % {"host": host})
        return data

    def _judge_room(self, kind: object, host: object) -> None:
        """Refuse a room that nobody's calendar would make. What was chosen before stays."""
        is_new = {"location_kind", "host"} & {*self.changed_data}
        if kind == LocationKind.CALENDAR and isinstance(host, User) and is_new and host.pk not in self.makers:
            words = gettext(
                "Meetings of %(host)s are added to no Google or Microsoft calendar, which could make the room."
            )
            self.add_error("location_kind", words % {"host": host})

    def places(self) -> Explained:
        return explained(self["location_kind"], [PLACES_EXPLAINED[kind] for kind in self.kinds])

    @property
    def unfolded(self) -> set[str]:
        """The parts that have errors."""
        return parts_with(self.errors, FOLDED)
