"""The form of the organization's brand, without its logo."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.colour import read_colour


class BrandForm(forms.Form):
    """The colour of customers' pages and emails, and whether they name the product."""

    brand_colour = forms.CharField(
        label=_("Brand colour"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "placeholder": "#2447c8"}),
        help_text=_("For buttons, links and days on customers’ pages and in emails. Leave empty for the usual blue."),
    )
    hide_product = forms.BooleanField(
        label=_("Hide the product’s name from customers"),
        required=False,
        help_text=_("The foot of their pages and emails then says only the name of your organization."),
    )

    def clean_brand_colour(self) -> str:
        typed = str(self.cleaned_data["brand_colour"])
        colour = read_colour(typed) if typed else ""
        if colour is None:
            raise ValidationError(
                gettext("This is not a colour. Type one such as #0b6e64, with six digits or letters a to f.")
            )
        return colour
