"""Forms that ask for a customer's email address, and for the confirmation to erase their data."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.text import EmailAddressField, read_email, validate_lines


class CustomerForm(forms.Form):
    """The customer's email address."""

    email = EmailAddressField(
        for_lookup=True,
        label=gettext_lazy("Customer’s email address"),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )


class EraseForm(forms.Form):
    """The customer's email address, typed again to confirm the erasure."""

    email = EmailAddressField(for_lookup=True, widget=forms.HiddenInput)
    again = forms.CharField(
        label=gettext_lazy("Confirm the email address"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "email"}),
    )

    def clean_again(self) -> str:
        again = read_email(self.cleaned_data["again"])
        if again.lower() != self.cleaned_data.get("email", "").lower():
            raise forms.ValidationError(_("This does not match the address above."))
        return again


class CancelAndEraseForm(EraseForm):
    """The same, with what hosts read about the meetings that end."""

    reason = forms.CharField(
        label=gettext_lazy("Message to the hosts"),
        required=False,
        max_length=2_000,
        validators=[validate_lines],
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("It stays in their emails, so do not name the customer in it."),
    )

    field_order = ["email", "reason", "again"]
