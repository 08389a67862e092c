"""Forms of the user's own profile and of the organization."""

from django import forms
from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization, User
from core.text import EmailAddressField, no_website, validate_one_line
from core.zones import ZoneField

BY_LANGUAGE = "auto"


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """What users may change of themselves. The email address has its own page, because it must be verified."""

    name = forms.CharField(
        label=_("Name"),
        max_length=100,
        validators=[validate_one_line, no_website],
        help_text=_("Customers and colleagues see it."),
    )
    time_zone = ZoneField(
        label=_("Time zone"),
        help_text=_("You see times in this time zone. Schedules and meetings do not change."),
    )

    clock = forms.TypedChoiceField(
        label=_("Clock"),
        choices=[(value or BY_LANGUAGE, label) for value, label in User.Clock.choices],
        coerce=lambda value: "" if value == BY_LANGUAGE else value,
    )

    class Meta:
        model = User
        fields = ["name", "time_zone", "clock"]

    def __init__(self, data: QueryDict | None = None, *, instance: User) -> None:
        super().__init__(data, instance=instance)
        self.initial["clock"] = self.instance.clock or BY_LANGUAGE
        self.fields["time_zone"].keep(self.instance.time_zone)  # type: ignore[attr-defined]
        self.fields["name"].widget.attrs["autocomplete"] = "name"


class NotificationsForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """Which mails the user gets."""

    class Meta:
        model = User
        fields = ["mail_booked", "mail_changed", "mail_cancelled", "mail_requested", "daily_digest"]
        help_texts = {
            "daily_digest": _("Around 7 o’clock: today’s meetings, and requests that wait for you. None on free days."),
        }

    @property
    def told(self) -> list[forms.BoundField]:
        """The mails that are sent when something happens."""
        return [self[name] for name in self.fields if name != "daily_digest"]


class DelegatesForm(forms.Form):
    """The user's delegates: colleagues who may make links in the user's name."""

    delegates = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label=_("Colleagues who may make links for me"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Links they make for you are yours: they appear in your list, and customers are told to contact you."
        ),
    )

    def __init__(self, data: QueryDict | None = None, *, user: User) -> None:
        super().__init__(data)
        granted = list(user.delegates.values_list("pk", flat=True))
        colleagues = User.objects.filter(organization_id=user.organization_id).exclude(pk=user.pk)
        self.people = colleagues.filter(Q(is_active=True) | Q(pk__in=granted)).order_by("name", "pk")
        self.fields["delegates"].queryset = self.people  # type: ignore[attr-defined]
        self.initial["delegates"] = granted

    @property
    def picks(self) -> list[dict[str, object]]:
        """The colleagues as options."""
        chosen = {str(one) for one in self["delegates"].value() or ()}
        return [
            {"value": one.pk, "label": one.name, "detail": one.email, "ticked": str(one.pk) in chosen}
            for one in self.people
        ]


class EmailForm(forms.Form):
    """The user's new email address."""

    email = EmailAddressField(
        label=_("New address"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class OrganizationForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """What admins may change of their organization."""

    name = forms.CharField(
        label=_("Name"), max_length=100, validators=[validate_one_line], help_text=_("Customers see it.")
    )
    slug = forms.SlugField(
        label=_("Public address"),
        max_length=60,
        error_messages={"invalid": _("Use the letters a to z, digits and hyphens only.")},
        help_text=_(
            "Part of every public address. If you change it, the old addresses stop working. One-time links keep "
            "working."
        ),
    )

    first_day = forms.TypedChoiceField(
        label=_("First day of the week"),
        choices=[(BY_LANGUAGE, _("Use the default of the visitor's language")), *Organization.FirstDay.choices],
        coerce=lambda value: None if value == BY_LANGUAGE else int(value),
    )

    class Meta:
        model = Organization
        fields = ["name", "slug", "link_life", "first_day", "requires_second_factor"]
        help_texts = {"link_life": _("The default for new links. You can choose a different one for each link.")}

    def __init__(self, data: QueryDict | None = None, *, instance: Organization) -> None:
        super().__init__(data, instance=instance)
        if self.instance.first_day is None:
            self.initial["first_day"] = BY_LANGUAGE

    def clean_slug(self) -> str:
        return str(self.cleaned_data["slug"]).lower()
