from django import forms
from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

# What every number field says, and by it that of a model, too: Django's own words are about values.
NUMBERS = {"min_value": _("Enter %(limit_value)s or more."), "max_value": _("Enter %(limit_value)s or less.")}
# A field reads its words when its form is defined, which is before any app is ready.
forms.IntegerField.default_error_messages = {**forms.IntegerField.default_error_messages, **NUMBERS}


class Accounts(AppConfig):
    """The lowest of our apps, which all others stand on."""

    name = "accounts"
