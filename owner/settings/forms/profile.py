"""Forms of the user's own profile and of the organization."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.languages import NAMES, customers_languages, is_unreviewed, owners_languages
from accounts.models import Organization, User
from accounts.websites import MOST_WEBSITES, read_website
from core.text import EmailAddressField, join_sentences, validate_no_website, validate_one_line
from core.zones import ZoneField

BY_LANGUAGE = "auto"
BY_BROWSER, BY_SITE = "browser", "site"
UNREVIEWED = _("Unreviewed translations were made by a machine, and no speaker has read them yet.")


class LanguageField(forms.TypedChoiceField):
    """A language by its own name, or none. Translations that no speaker has read are called unreviewed."""

    def __init__(self, *, none: str, none_label: Promise, **options: Any) -> None:
        super().__init__(coerce=lambda value: "" if value == none else value, **options)
        self.none, self.none_label = none, none_label

    def offer(self, codes: Iterable[str], current: str) -> str:
        """Offer these languages and the current one. Return the current choice as the form has it."""
        shown = list(dict.fromkeys([*codes, current] if current else codes))
        self.choices = [(self.none, self.none_label), *((code, _named(code)) for code in shown)]
        if any(map(is_unreviewed, shown)):
            self.help_text = join_sentences(str(self.help_text), str(UNREVIEWED))
        return current or self.none


def _named(code: str) -> str:
    return gettext("%(language)s (unreviewed)") % {"language": NAMES[code]} if is_unreviewed(code) else NAMES[code]


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


class WebsitesField(forms.CharField):
    """Websites as typed, one on each line. The value is the list of their origins without duplicates."""

    widget = forms.Textarea(attrs={"rows": 3, "spellcheck": "false", "autocomplete": "off"})

    def prepare_value(self, value: object) -> object:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: object) -> list[str]:
        """Raise ValidationError, which quotes the first line that is not a website."""
        lines = [line for line in str(super().clean(value)).splitlines() if line.strip()]
        origins = []
        for line in lines:
            website = read_website(line)
            if website is None:
                raise ValidationError(
                    gettext("“%(line)s” is not a website. Type a name such as www.example.com.") % {"line": line[:100]}
                )
            origins.append(website)
        if len(lines) > MOST_WEBSITES:
            raise ValidationError(gettext("Up to %(most)d websites can be listed.") % {"most": MOST_WEBSITES})
        return list(dict.fromkeys(origins))


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

    language = LanguageField(
        label=_("Language"),
        none=BY_SITE,
        none_label=_("As this site has it"),
        help_text=_("For visitors whose browser asks for none of ours, and for emails to members who chose none."),
    )
    websites = WebsitesField(
        label=_("Websites that may show your pages"),
        required=False,
        help_text=_(
            "One on each line, such as www.example.com or *.example.com. If you leave this empty, any website may show "
            "your public pages and reusable links in a frame."
        ),
    )

    class Meta:
        model = Organization
        fields = ["name", "slug", "link_life", "first_day", "language", "requires_second_factor", "websites"]
        help_texts = {"link_life": _("The default for new links. You can choose a different one for each link.")}

    def __init__(self, data: QueryDict | None = None, *, instance: Organization) -> None:
        super().__init__(data, instance=instance)
        languages = cast("LanguageField", self.fields["language"])
        self.initial["language"] = languages.offer(customers_languages(), self.instance.language)
        if self.instance.first_day is None:
            self.initial["first_day"] = BY_LANGUAGE

    def clean_slug(self) -> str:
        return str(self.cleaned_data["slug"]).lower()
