"""The form “Ask for a new link”."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.text import EmailAddressField, validate_lines, validate_no_website, validate_one_line


class AskForm(forms.Form):
    """Who asks the owner of a dead link for a new one, and the email address to which to send it."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=100,
        validators=[validate_one_line, validate_no_website],
        error_messages={"required": _("Please enter your name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = EmailAddressField(
        label=_("Your email address"),
        help_text=_("We send the new link here."),
        error_messages={"required": _("Please enter your email address.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    message = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=2_000,
        validators=[validate_lines],
        help_text=_("Optional: who you are, and what the meeting is about."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
