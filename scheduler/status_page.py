"""The page that shows an organization's admins the state of the installation, and nothing of other organizations."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import READ, MemberRequest, owner_view
from bookings.models import Booking
from bookings.shifts import Shift, shifted_meetings
from calendars.oauth import VENDORS
from core.database import read_clock
from core.dates import brief_local_text, full_day_text
from core.zones import zone_name
from deliveries.models import Beat
from deliveries.pulse import WORKER
from deliveries.queries import outbox_state
from deliveries.status import Finding, outbox_finding, worker_finding
from scheduler.zone_data import OPERATOR, PACKAGE, SYSTEM, ZoneData

MOST_LISTED = 100
SOURCES = {
    PACKAGE: gettext_lazy("the Python package tzdata"),
    SYSTEM: gettext_lazy("the operating system"),
    OPERATOR: gettext_lazy("the folder that PYTHONTZPATH names"),
}


@dataclass(frozen=True, slots=True)
class MovedMeeting:
    """A meeting whose time of day has changed, with both times in the zone of one of its people."""

    booking: Booking
    zone: str
    agreed: str
    now: str


@owner_view(READ, admins=True)
def installation(request: MemberRequest) -> HttpResponse:
    """Show worker, mail, sealing and time zone data, and the organization's meetings that new zone data has moved."""
    now, organization_id = read_clock(), request.user.organization_id
    shifts = shifted_meetings(now, organization_id)
    context = {
        "findings": [
            worker_finding(list(Beat.objects.filter(kind=WORKER)), now),
            outbox_finding(outbox_state(now, organization_id), now),
            mail_in_short(),
            sealing_in_short(),
            *vendors_in_short(),
            zones_in_short(settings.ZONE_DATA),
        ],
        "meetings": [_in_words(shift, request.user.shown_clock) for shift in shifts[:MOST_LISTED]],
        "more": len(shifts) > MOST_LISTED,
    }
    return render(request, "owner/settings/status.html", context)


def mail_in_short() -> Finding:
    """Say whether mails are sent, without the server's name: it is the operator's."""
    if settings.MAIL_TO_FILES:
        text = _("Written to files on the server, not sent. The operator sets EMAIL_URL to send it.")
        return Finding(_("Mail"), settings.DEVELOPMENT, text)
    is_encrypted = settings.EMAIL_USE_SSL or settings.EMAIL_USE_TLS
    text = _("Sent from %(sender)s, encrypted.") if is_encrypted else _("Sent from %(sender)s, not encrypted.")
    return Finding(_("Mail"), True, text % {"sender": settings.DEFAULT_FROM_EMAIL})


def sealing_in_short() -> Finding:
    """Say whether secrets in the database are sealed."""
    about = _("Secrets")
    if settings.SEALING_KEYS:
        return Finding(about, True, _("Sealed in the database."))
    text = _("Stored as they are: a copy of the database shows them. The operator sets SEALING_KEYS.")
    return Finding(about, False, text)


def vendors_in_short() -> list[Finding]:
    """Say of each vendor whether its calendars can be connected, and how to turn that on. Doing without is no fault."""
    can = _("Can be connected.")
    off = _("Not offered. The operator sets %(name)s_CLIENT_ID and %(name)s_CLIENT_SECRET, as docs/calendars.md says.")
    return [
        Finding(
            _("%(vendor)s calendars") % {"vendor": vendor.name},
            True,
            can if vendor.is_offered else off % {"name": vendor.kind.name},
        )
        for vendor in VENDORS.values()
    ]


def zones_in_short(data: ZoneData) -> Finding:
    """Say which time zone data is used, and whether it is old."""
    about, until = _("Time zones"), data.chosen.good_until
    text = _("Version %(version)s, from %(source)s.") % {
        "version": data.chosen.version or _("unknown"),
        "source": SOURCES[data.chosen.source],
    }
    if until is None or until > timezone.localdate():
        return Finding(about, True, text)
    old = _("It was made to last until %(day)s. Clocks may have changed since; the operator upgrades it.")
    return Finding(about, False, f"{text} {old % {'day': full_day_text(until)}}")


def _in_words(shift: Shift, clock_shown: str) -> MovedMeeting:
    agreed, now = (
        brief_local_text(shift.booking.starts_at + offset, clock_shown) for offset in (shift.before, shift.after)
    )
    return MovedMeeting(shift.booking, zone_name(shift.zone), agreed, now)
