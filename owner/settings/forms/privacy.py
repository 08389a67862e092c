"""Forms that ask for a customer's email address, and for the confirmation to erase their data."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.text import validate_one_line


class CustomerForm(forms.Form):
    """The customer's email address."""

    email = forms.EmailField(
        label=gettext_lazy("Customer’s email address"),
        validators=[validate_one_line],
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )


class EraseForm(forms.Form):
    """The customer's email address, typed again to confirm the erasure."""

    email = forms.EmailField(widget=forms.HiddenInput)
    again = forms.CharField(
        label=gettext_lazy("Confirm the email address"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "email"}),
    )

    def clean_again(self) -> str:
        again: str = self.cleaned_data["again"].strip()
        if again.lower() != self.cleaned_data.get("email", "").lower():
            raise forms.ValidationError(_("This does not match the address above."))
        return again
