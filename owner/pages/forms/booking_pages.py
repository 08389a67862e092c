"""The form of a booking page, and the part that it shares with the form of a master page."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.unique_labels import unique_labels
from core.text import validate_lines, validate_one_line
from owner.pages.forms.places import PlaceFields
from owner.pages.forms.summaries import parts_with
from pages.models import Page, Schedule

# The parts of the form that are folded unless they have errors.
FOLDED = {
    "where": ("location_kind", "location"),
    "words": ("welcome", "contact"),
    "open": ("listed",),
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


class PageForm(PlaceFields, PublicForm):
    """Everything about a booking page. Only admins choose its host; other users host their own."""

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
        self.set_up_places(user)

    def _set_up_people(self, page: Page) -> None:
        fields: dict[str, Any] = self.fields
        colleagues = User.objects.filter(organization_id=self.user.organization_id, is_active=True)
        schedules = Schedule.objects.current().filter(organization_id=self.user.organization_id)
        if not self.user.is_admin:
            colleagues = colleagues.filter(pk=self.user.pk)
        fields["host"].queryset = colleagues.order_by("name", "pk")
        people = list(fields["host"].queryset) if self.user.is_admin else [self.user]
        # Somebody alone has nobody to choose from.
        chooses = self.user.is_admin and (people != [self.user] or page.host_id not in (None, self.user.pk))
        if not chooses:
            schedules = schedules.filter(owner=self.user)
        else:
            fields["host"].label_from_instance = dict(zip(people, unique_labels(people), strict=True)).__getitem__
        fields["host"].label = _("Owner and host")
        fields["host"].help_text = _("Hosts the meetings and can change this page.")
        fields["host"].required = fields["schedule"].required = True
        fields["host"].empty_label = fields["schedule"].empty_label = None
        fields["schedule"].queryset = schedules.select_related("owner").order_by("owner__name", "name", "pk")
        fields["schedule"].help_text = _("When meetings can be booked.")
        if page._state.adding:
            self.initial.update(host=self.user.pk, schedule=schedules.filter(owner=self.user).order_by("pk").first())
        if chooses:
            fields["schedule"].label_from_instance = lambda schedule: f"{schedule.name} ({schedule.owner})"
            fields["schedule"].help_text = _("When meetings can be booked. Choose one of the host’s schedules.")
        else:
            del fields["host"]
            page.host = self.user

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        host, schedule = data.get("host", self.user), data.get("schedule")
        self.check_place(data, host)
        if host and schedule and schedule.owner_id != host.pk:
            self.add_error("schedule", gettext("Choose a schedule of %(host)s.") % {"host": host})
        return data

    @property
    def unfolded(self) -> set[str]:
        """The parts that have errors."""
        return parts_with(self.errors, FOLDED)
