"""The form “Already booked? Email me my booking”."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.text import EmailAddressField


class OwnEmailForm(forms.Form):
    """The email address of a customer who booked with a link and lost the mail."""

    email = EmailAddressField(
        for_lookup=True,
        label=_("The email address you booked with"),
        error_messages={"required": _("Please enter your email address.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
