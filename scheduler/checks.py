"""Messages of `manage.py check --deploy` about the installation."""

from collections.abc import Sequence
from datetime import date

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Info, Warning
from django.utils import timezone

from scheduler.zone_data import OPERATOR, PACKAGE, SYSTEM, ZoneData, ZoneSet

OF = {PACKAGE: "the Python package tzdata", SYSTEM: "the operating system", OPERATOR: "PYTHONTZPATH"}
# Which messages are about the time zone data.
ABOUT_ZONE_DATA = {"scheduler.I001", "scheduler.W001", "scheduler.W002"}
RENEW = "Upgrade the operating system's zone data or the package (pip install --upgrade tzdata), then restart."


def check_zone_data(app_configs: Sequence[AppConfig] | None, **options: object) -> list[CheckMessage]:
    """Report which time zone data is used, and warn if it is old."""
    return zone_data_messages(settings.ZONE_DATA, timezone.now().date())


def check_sealing(app_configs: Sequence[AppConfig] | None, **options: object) -> list[CheckMessage]:
    """Warn if secrets are stored in the clear, or cannot be stored."""
    if settings.SEALING_KEYS:
        return []
    text = (
        "SEALING_KEYS is not set: second factors are stored in the clear, and a dump of the database shows them."
        " Nobody can connect a calendar."
    )
    return [Warning(text, hint="Set it as docs/settings.md says, then run `manage.py seal`.", id="scheduler.W003")]


def zone_data_messages(data: ZoneData, today: date) -> list[CheckMessage]:
    """Return the messages about the time zone data on a day."""
    chosen = data.chosen
    said: list[CheckMessage] = [Info(f"Time zones: {describe(data)}", id="scheduler.I001")]
    newest = max(data.others, key=lambda one: one.rank, default=chosen)
    if chosen.version and newest.rank > chosen.rank:
        text = f"PYTHONTZPATH names time zone data that is older than that of {OF[newest.source]}."
        said.append(Warning(text, hint="Unset PYTHONTZPATH.", id="scheduler.W001"))
    until = chosen.good_until
    if until is not None and until <= today:
        text = f"The time zone data in use was made to last until {until:%Y-%m-%d}. Clocks may have changed since."
        said.append(Warning(text, hint=RENEW, id="scheduler.W002"))
    return said


def describe(data: ZoneData) -> str:
    """Return which time zone data is used, and which is not."""
    return " ".join([f"{_name(data.chosen)}.", *(f"Not used: {_name(one)}." for one in data.others)])


def _name(one: ZoneSet) -> str:
    return f"{one.version or 'an unknown version'} of {OF[one.source]} ({one.folder})"
