"""Messages of `manage.py check --deploy` about the installation."""

import stat
from collections.abc import Sequence
from datetime import date
from ipaddress import ip_address
from pathlib import Path

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Info, Warning
from django.utils import timezone

from scheduler import catalogues
from scheduler.zone_data import OPERATOR, PACKAGE, SYSTEM, ZoneData, ZoneSet

SOURCE_NAMES = {PACKAGE: "the Python package tzdata", SYSTEM: "the operating system", OPERATOR: "PYTHONTZPATH"}
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


def check_encryption(app_configs: Sequence[AppConfig] | None, **options: object) -> list[CheckMessage]:
    """Warn if mails or the database leave this machine without TLS, or to a server that proves nothing."""
    messages: list[CheckMessage] = []
    is_sealed = settings.MAIL_TO_FILES or settings.EMAIL_USE_TLS or settings.EMAIL_USE_SSL
    if not is_sealed and not is_local(settings.EMAIL_HOST):
        text = "EMAIL_URL leads to another machine without TLS: mails, and the password, can be read on the way."
        messages.append(Warning(text, hint="Use smtp+tls:// or smtps://.", id="scheduler.W004"))
    database = settings.DATABASES["default"]
    mode = database["OPTIONS"].get("sslmode", "prefer")
    if not all(map(is_local, database["HOST"].split(","))) and not mode.startswith("verify-"):
        text = f"DATABASE_URL leads to another machine with sslmode={mode}: whoever stands between may read along."
        messages.append(Warning(text, hint="Add ?sslmode=verify-full&sslrootcert=...", id="scheduler.W005"))
    return messages


def is_local(host: str) -> bool:
    """Return whether the host is this machine: a socket, or a loopback address."""
    if host.startswith("/") or host in {"", "localhost"}:
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def check_languages(app_configs: Sequence[AppConfig] | None, **options: object) -> list[CheckMessage]:
    """Report translations that were not compiled, or have changed since: their readers would get another language."""
    stale = catalogues.outdated_locales()
    if not stale:
        return []
    text = f"These languages are not compiled: {', '.join(stale)}."
    return [Error(text, hint="Run `manage.py compile_languages`, then restart.", id="scheduler.E001")]


def check_env_file(app_configs: Sequence[AppConfig] | None, **options: object) -> list[CheckMessage]:
    """Warn if everybody on the machine can read the file of the settings."""
    return env_file_messages(settings.BASE_DIR / ".env")


def env_file_messages(path: Path) -> list[CheckMessage]:
    """Return the messages about the file of the settings, which holds keys and passwords."""
    if not path.is_file() or not path.stat().st_mode & stat.S_IROTH:
        return []
    text = f"Everybody on this machine can read {path}, and the keys in it."
    return [Warning(text, hint="Let only the application's user read it: chmod o= .env", id="scheduler.W006")]


def zone_data_messages(data: ZoneData, today: date) -> list[CheckMessage]:
    """Return the messages about the time zone data on a day."""
    chosen = data.chosen
    messages: list[CheckMessage] = [Info(f"Time zones: {describe(data)}", id="scheduler.I001")]
    newest = max(data.others, key=lambda zone_set: zone_set.rank, default=chosen)
    if chosen.version and newest.rank > chosen.rank:
        text = f"PYTHONTZPATH names time zone data that is older than that of {SOURCE_NAMES[newest.source]}."
        messages.append(Warning(text, hint="Unset PYTHONTZPATH.", id="scheduler.W001"))
    until = chosen.good_until
    if until is not None and until <= today:
        text = f"The time zone data in use was made to last until {until:%Y-%m-%d}. Clocks may have changed since."
        messages.append(Warning(text, hint=RENEW, id="scheduler.W002"))
    return messages


def describe(data: ZoneData) -> str:
    """Return which time zone data is used, and which is not."""
    return " ".join([f"{_name(data.chosen)}.", *(f"Not used: {_name(zone_set)}." for zone_set in data.others)])


def _name(zone_set: ZoneSet) -> str:
    return f"{zone_set.version or 'an unknown version'} of {SOURCE_NAMES[zone_set.source]} ({zone_set.folder})"
