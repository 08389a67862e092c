"""The form of the organization."""

from typing import cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.languages import customers_languages
from accounts.models import Organization
from accounts.websites import MOST_WEBSITES, read_website
from core.text import validate_one_line
from owner.settings.forms.language import BY_LANGUAGE, LanguageField

BY_SITE = "site"


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
