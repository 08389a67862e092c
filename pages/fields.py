"""Form fields and messages that owners' forms and Django admin share."""

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from core.text import LazyText

ONE_AT_A_TIME = _("A request is for one meeting: choose either approval or a package.")


class WebPageField(forms.URLField):
    """The http or https address of a web page. Other schemes that browsers would open are refused."""

    default_validators = [URLValidator(schemes=["http", "https"])]

    def __init__(self, *, label: LazyText, help_text: LazyText = "") -> None:
        super().__init__(assume_scheme="https", max_length=500, required=False, label=label, help_text=help_text)
