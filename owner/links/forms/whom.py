"""The form that asks for whom a link is, after it was copied."""

from django import forms
from django.utils.translation import gettext_lazy

from core.text import EmailAddressField, validate_one_line
from links.actions import Amendment


class WhomForm(forms.Form):
    """One field for a name or an email address: a text with an @ must be an address."""

    whom = forms.CharField(
        label=gettext_lazy("For whom?"),
        max_length=254,
        validators=[validate_one_line],
        error_messages={"required": gettext_lazy("Enter a name or an email address.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    use_required_attribute = False

    def clean_whom(self) -> str:
        typed = str(self.cleaned_data["whom"])
        if "@" in typed:
            return str(EmailAddressField().clean(typed))
        return str(forms.CharField(max_length=100).clean(typed))

    def recipient(self) -> Amendment:
        """Return the field of the link that a valid form fills in."""
        typed: str = self.cleaned_data["whom"]
        return {"recipient_email": typed} if "@" in typed else {"recipient_name": typed}
