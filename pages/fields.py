"""Form fields and messages that owners' forms and Django admin share."""

import unicodedata
from ipaddress import ip_address
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from core.text import LazyText

PACKAGE_WITHOUT_APPROVAL = _("A package cannot need approval. Choose one or the other.")


# Names that lead nowhere from a customer's browser, or to something on the customer's own machine or network.
PRIVATE_NAMES = (".localhost", ".local", ".internal", ".lan", ".home", ".home.arpa", ".intranet", ".corp")


def validate_public_page(address: str) -> None:
    """Raise ValidationError unless the address is a public one: https, without a user or password, of a public host."""
    parts = urlsplit(address)
    if parts.scheme != "https":
        raise ValidationError(_("Enter an address that begins with https://."), code="scheme")
    if "@" in parts.netloc:
        raise ValidationError(_("Leave out the user name and password before the @."), code="credentials")
    # Browsers read other forms of letters and digits, such as full-width ones, as ASCII.
    host = unicodedata.normalize("NFKC", parts.hostname or "").rstrip(".")
    try:
        is_public = ip_address(host).is_global
    except ValueError:
        # Digits alone are an IP address, too, in an older form.
        is_public = not (f".{host}".endswith(PRIVATE_NAMES) or host.replace(".", "").isdecimal())
    if not is_public:
        raise ValidationError(_("Enter the address of a public website, not of a private network."), code="private")


class WebPageField(forms.URLField):
    """The https address of a public web page. Others that browsers would open are refused.

    A stored one may stay as it is: it may be older than a rule.
    """

    default_validators = [URLValidator(schemes=["http", "https"]), validate_public_page]
    stored = ""

    def __init__(self, *, label: LazyText, help_text: LazyText = "") -> None:
        super().__init__(assume_scheme="https", max_length=500, required=False, label=label, help_text=help_text)

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> forms.BoundField:
        self.stored = form.get_initial_for_field(self, field_name) or ""
        return super().get_bound_field(form, field_name)

    def run_validators(self, value: str) -> None:
        if value != self.stored:
            super().run_validators(value)
