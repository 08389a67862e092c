from django import forms
from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

# Messages of all integer fields, of models too. Django's own speak of "this value".
NUMBERS = {"min_value": _("Enter %(limit_value)s or more."), "max_value": _("Enter %(limit_value)s or less.")}
# Set here because fields read their messages when a form is defined, which is before any app is ready.
forms.IntegerField.default_error_messages = {**forms.IntegerField.default_error_messages, **NUMBERS}


class Accounts(AppConfig):
    """The lowest of our apps. All others may import it."""

    name = "accounts"
