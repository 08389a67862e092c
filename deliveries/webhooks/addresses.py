"""Which addresses webhooks may have."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.guarded_http import AddressRefused, read_target


def validate_address(url: str) -> None:
    """Raise ValidationError for an address that is never called."""
    try:
        scheme = read_target(url).scheme
    except AddressRefused as refusal:
        raise ValidationError(_("Enter an address such as https://crm.example.com/hooks.")) from refusal
    if scheme != "https" and not settings.PRIVATE_PLAIN_HTTP:
        raise ValidationError(_("The address must begin with https://, so that nobody else can read along."))
