"""Time zones by their IANA names."""

from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


@cache
def zone_names() -> frozenset[str]:
    """Every IANA name this machine knows, aliases included."""
    return frozenset(available_timezones()) - {"localtime", "Factory", "posixrules"}


def is_zone(name: str) -> bool:
    """Whether the name is a time zone; safe for any text."""
    return name in zone_names()


def zone(name: str) -> ZoneInfo:
    """The zone of the name; UTC for a name that is none."""
    return ZoneInfo(name if is_zone(name) else "UTC")


def validate_zone(name: str) -> None:
    """For model and form fields. Raises ValidationError for a name that is no time zone."""
    if not is_zone(name):
        raise ValidationError(_("“%(name)s” is not a time zone. Choose one such as Europe/Madrid."), params={"name": name})
