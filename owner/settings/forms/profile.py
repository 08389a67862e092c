"""Forms of the user's own profile."""

from typing import cast

from django import forms
from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.languages import owners_languages
from accounts.models import User
from core.text import EmailAddressField, validate_no_website, validate_one_line
from core.zones import ZoneField
from owner.settings.forms.language import BY_LANGUAGE, LanguageField

BY_BROWSER = "browser"


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """The user's own settings. The email address has its own page, because it must be verified."""

    name = forms.CharField(
        label=_("Name"),
        max_length=100,
        validators=[validate_one_line, validate_no_website],
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

    language = LanguageField(
        label=_("Language"),
        none=BY_BROWSER,
        none_label=_("As my browser asks"),
        help_text=_("Emails to you are in this language, too."),
    )

    class Meta:
        model = User
        fields = ["name", "time_zone", "clock", "language"]

    def __init__(self, data: QueryDict | None = None, *, instance: User) -> None:
        super().__init__(data, instance=instance)
        self.initial["clock"] = self.instance.clock or BY_LANGUAGE
        languages = cast("LanguageField", self.fields["language"])
        self.initial["language"] = languages.offer(owners_languages(), self.instance.language)
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
    def event_mails(self) -> list[forms.BoundField]:
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
        chosen = {str(pk) for pk in self["delegates"].value() or ()}
        return [
            {"value": person.pk, "label": person.name, "detail": person.email, "ticked": str(person.pk) in chosen}
            for person in self.people
        ]


class EmailForm(forms.Form):
    """The user's new email address."""

    email = EmailAddressField(
        label=_("New address"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
