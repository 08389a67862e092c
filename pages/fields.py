"""Fields and sentences that owners' forms and Django admin share."""

from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

ONE_AT_A_TIME = _("A request is for one meeting: choose either approval or a package.")


class WebPageField(forms.URLField):
    """The address of a web page, and of nothing else that browsers would open."""

    default_validators = [URLValidator(schemes=["http", "https"])]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(assume_scheme="https", max_length=500, required=False, **kwargs)
