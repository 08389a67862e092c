"""The state of a running installation for operators, in words and without secrets."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from django.conf import settings
from django.core.checks import WARNING, CheckMessage, run_checks
from django.db import Error, connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.second_factors import count_factors
from bookings.queries import count_by_kid
from bookings.shifts import shifted_meetings
from calendars.queries import unread_since
from calendars.secrets import count_secrets
from calendars.status import readers_finding
from core.database import read_clock
from core.outages import outage_reason, require_writable
from deliveries.models import Beat
from deliveries.pulse import WORKER
from deliveries.queries import outbox_state
from deliveries.status import Finding, outbox_finding, worker_finding
from scheduler.checks import ABOUT_ZONE_DATA, describe, zone_data_messages
from scheduler.health import missing_migrations
from scheduler.zone_data import ZoneData

OLDEST_POSTGRES = 15
# The clocks of machines that use a time server differ by less.
MOST_APART = timedelta(seconds=5)


def findings() -> list[Finding]:
    """Return everything, the database first. What needs the database is left out while it is away."""
    try:
        return [*_database_findings(), *_machine_findings()]
    except Error as error:
        connection.close()
        text = _("It cannot be used: %(reason)s.") % {"reason": outage_reason(error).rstrip(".")}
        return [Finding(_("Database"), False, text), *_machine_findings()]


def _database_findings() -> list[Finding]:
    require_writable()
    missing = [".".join(key) for key in missing_migrations()]
    findings = [database_finding(connection.get_database_version(), missing)]
    if missing:
        # Its tables may not be there yet.
        return findings
    now = read_clock()
    findings.append(clocks_finding(now - timezone.now()))
    findings.append(worker_finding(list(Beat.objects.filter(kind=WORKER)), now))
    findings.append(outbox_finding(outbox_state(now), now))
    findings.append(readers_finding(unread_since(now), now))
    findings.append(meetings_finding(len({shift.booking.pk for shift in shifted_meetings(now)})))
    findings.append(keys_finding(list(settings.LINK_KEYS), count_by_kid()))
    return [*findings, sealing_finding(list(settings.SEALING_KEYS), count_factors(), count_secrets())]


def _machine_findings() -> list[Finding]:
    return [
        zones_finding(settings.ZONE_DATA, timezone.now().date()),
        mail_finding(),
        settings_finding(run_checks(include_deployment_checks=True)),
    ]


def database_finding(version: tuple[int, ...], missing: Sequence[str]) -> Finding:
    """Say whether the database that answers and takes writes fits this code."""
    about, named = _("Database"), f"PostgreSQL {'.'.join(map(str, version))}"
    if version[0] < OLDEST_POSTGRES:
        return Finding(about, False, _("It is %(named)s; 15 or newer is needed.") % {"named": named})
    if missing:
        text = _("%(count)d migrations are missing, the first %(first)s. Run: manage.py migrate.")
        return Finding(about, False, text % {"count": len(missing), "first": missing[0]})
    return Finding(about, True, _("%(named)s answers, takes writes, lacks no migration.") % {"named": named})


def clocks_finding(ahead: timedelta) -> Finding:
    """Say how far the database's clock, which decides on bookings, is ahead of this machine's, which pages go by."""
    seconds = round(ahead.total_seconds())
    if abs(ahead) <= MOST_APART:
        return Finding(_("Clocks"), True, _("This machine and the database agree on the time."))
    text = ngettext(
        "This machine and the database are %(count)d second apart: pages show links as closed that are open, or times "
        "that are over. Let both ask a time server.",
        "This machine and the database are %(count)d seconds apart: pages show links as closed that are open, or times "
        "that are over. Let both ask a time server.",
        abs(seconds),
    )
    return Finding(_("Clocks"), False, text % {"count": abs(seconds)})


def keys_finding(kids: Sequence[str], counts: Mapping[str, Counter[str]]) -> Finding:
    """Say which key signed how many rows, so that nobody drops one that is needed."""

    def count_text(kid: str) -> str:
        rows = counts.get(kid, Counter())
        text = _(
            "%(kid)s: %(links)d links, %(bookings)d bookings, %(feeds)d feeds, %(tokens)d API tokens, "
            "%(webhooks)d webhooks"
        )
        return text % {
            "kid": kid,
            **{name: rows[name] for name in ("links", "bookings", "feeds", "tokens", "webhooks")},
        }

    counts_text = "; ".join(count_text(kid) for kid in kids)
    sentences = [_("%(kid)s signs. %(kept)s.") % {"kid": kids[0], "kept": counts_text}]
    dropped = sorted(counts.keys() - set(kids))
    if dropped:
        text = _("Dropped, with their addresses: %(kids)s.")
        sentences.append(text % {"kids": "; ".join(count_text(kid) for kid in dropped)})
    return Finding(_("Link keys"), True, " ".join(sentences))


def sealing_finding(kids: Sequence[str], factors: Counter[str], calendars: Counter[str]) -> Finding:
    """Say which key has sealed how many secrets. That there is none is a warning of the settings."""

    def count_text(kid: str) -> str:
        text = _("%(kid)s: %(factors)d second factors, %(calendars)d calendars")
        return text % {"kid": kid, "factors": factors[kid], "calendars": calendars[kid]}

    # A kid of one character stands for one of three characters too, and seals nothing itself.
    used = [kid for kid in kids if kid == kids[0] or factors[kid] or calendars[kid]]
    first = _("%(kid)s seals.") % {"kid": kids[0]} if kids else _("SEALING_KEYS is not set.")
    sentences = [first, *(f"{count_text(kid)}." for kid in used)]
    dropped = sorted((factors + calendars).keys() - set(kids))
    if dropped:
        text = _("Without a key in SEALING_KEYS: %(kids)s.")
        sentences.append(text % {"kids": "; ".join(count_text(kid) for kid in dropped)})
    return Finding(_("Secrets"), True, " ".join(sentences))


def meetings_finding(shifted: int) -> Finding:
    """Say how many upcoming meetings newer time zone data has moved. Their hosts have to decide, so all is well."""
    text = ngettext(
        "%(count)d is at another time of day than agreed on, by new time zone data: manage.py zones lists it.",
        "%(count)d are at another time of day than agreed on, by new time zone data: manage.py zones lists them.",
        shifted,
    )
    return Finding(_("Meetings"), True, text % {"count": shifted} if shifted else _("All at the time agreed on."))


def zones_finding(data: ZoneData, today: date) -> Finding:
    """Say which time zone data is used, and whether it is old."""
    warnings = [message for message in zone_data_messages(data, today) if message.level >= WARNING]
    sentences = [describe(data), *(f"{message.msg} {message.hint}" for message in warnings)]
    return Finding(_("Time zones"), not warnings, " ".join(sentences))


def mail_finding() -> Finding:
    """Say where mails go."""
    about, sender = _("Mail"), settings.DEFAULT_FROM_EMAIL
    if settings.MAIL_TO_FILES:
        text = _("Written to %(folder)s, not sent. Set EMAIL_URL.") % {"folder": settings.MAIL_DIR}
        return Finding(about, settings.DEVELOPMENT, text)
    way = "TLS" if settings.EMAIL_USE_SSL else "STARTTLS" if settings.EMAIL_USE_TLS else _("not encrypted")
    text = _("Sent by %(host)s:%(port)s (%(way)s), from %(sender)s.")
    place = {"host": settings.EMAIL_HOST, "port": settings.EMAIL_PORT, "way": way, "sender": sender}
    return Finding(about, True, text % place)


def settings_finding(check_messages: Sequence[CheckMessage]) -> Finding:
    """Say what Django's and our own checks warn of. In development most of it is as it should be."""
    about = _("Settings")
    if settings.DEVELOPMENT:
        return Finding(about, True, _("DEVELOPMENT is on: not for a machine that others reach."))
    # The time zone data has a finding of its own.
    relevant = [message for message in check_messages if not (message.is_silenced() or message.id in ABOUT_ZONE_DATA)]
    warnings = [f"{message.msg} ({message.id})" for message in relevant if message.level >= WARNING]
    return Finding(about, not warnings, " ".join(warnings) or _("No warnings."))
