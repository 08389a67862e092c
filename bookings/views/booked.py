"""A booking's own page, which its customer comes to after booking, and from every mail about it. It only shows."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.zones import zone
from bookings import ical, wording
from bookings.facts import host_names, video_address, where
from bookings.models import Admission, Booking, Status
from bookings.owed import frozen
from bookings.queries import find_booking, hosts_of
from bookings.views.customer import customer_page, framed
from bookings.views.tickets import ticket_of
from bookings.views.visit import ICONS, clock_now, read_address
from pages.models import LocationKind

MOST_FACES = 3
OUTLOOKS = {"Outlook.com": "https://outlook.live.com", "Office 365": "https://outlook.office.com"}


@customer_page()
def booking(request: HttpRequest, token: str) -> HttpResponse:
    """What is booked, when, where and with whom; what happens next; and how it gets into a calendar."""
    now = clock_now()
    found = find_booking(token)
    hosts = list(hosts_of(found))
    wishes, admission = read_address(request), found.admission
    zone_name = wishes.zone or admission.customer_zone
    clock = wishes.clock or admission.customer_clock or wording.usual_clock(admission.customer_language)
    facts = _facts(found, hosts, now)
    with timezone.override(zone(zone_name)):
        starts = timezone.localtime(found.starts_at)
        context = {
            "booking": found,
            "admission": admission,
            "who": _who(found, facts),
            "told": _told(admission),
            "people": get_text_list([*(host.name for host in hosts), admission.customer_name], _("and")),
            "state": _state(found, now),
            "ticket": ticket_of(found.starts_at, found.ends_at, clock, zone_name),
            "where": where(facts),
            "video": video_address(facts),
            "where_icon": ICONS[LocationKind(found.location_kind)],
            "title": _("Booked: %(day)s, %(time)s")
            % {"day": wording.brief_day_text(starts.date()), "time": wording.time_text(starts, clock)},
            "ics": reverse("booking-ics", args=[token]) + wishes.query(),
            "calendars": _calendars(found, where(facts)),
            "contact": hosts[0] if hosts else admission.page.owner,
        }
        response = render(request, "bookings/booked.html", context)
    # Where it was booked on another website, it ends there too.
    return framed(request, response) if admission.link is None or admission.link.is_reusable else response


@customer_page()
def booking_ics(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar file, for a calendar that was not reached by mail."""
    found = find_booking(token)
    written = ical.calendar(_facts(found, list(hosts_of(found)), clock_now()), method=ical.PUBLISH)
    headers = {"Content-Disposition": f'attachment; filename="{found.reference}.ics"'}
    return HttpResponse(written, content_type="text/calendar; charset=utf-8; method=PUBLISH", headers=headers)


def _facts(found: Booking, hosts: list[User], now: datetime) -> dict[str, Any]:
    return frozen(found, organization=found.organization.name, hosts=hosts, now=now)


def _who(found: Booking, facts: dict[str, Any]) -> dict[str, Any]:
    names = host_names(facts) or found.admission.page.name
    return {
        "host": names,
        "faces": [host["name"] for host in facts["hosts"]],
        "more_faces": max(len(facts["hosts"]) - MOST_FACES, 0),
        "heading": names,
        "title": found.title,
        "duration": wording.duration_text(found.duration),
        "contact": found.admission.page.contact,
    }


def _told(admission: Admission) -> list[tuple[str, str]]:
    """What the customer said in the form, beside name and email, as (label, text)."""
    said = [
        (_("Company"), admission.company),
        (_("Phone"), admission.phone),
        (_("Guests"), "\n".join(admission.guests)),
        *((answer["label"], answer["value"]) for answer in admission.answers),
        (_("Note"), admission.note),
    ]
    return [(label, text) for label, text in said if text]


def _state(found: Booking, now: datetime) -> str:
    """The word that decides what the page says first."""
    if found.status != Status.SCHEDULED:
        return found.status
    return "past" if found.ends_at <= now else "booked"


def _calendars(found: Booking, place: str) -> list[tuple[str, str]]:
    """Addresses that open a filled-in entry. They carry no token: what others store must not open the booking."""
    starts, ends = wording.utc_text(found.starts_at), wording.utc_text(found.ends_at)
    reference = _("Reference: %(reference)s") % {"reference": found.reference}
    google = {
        "action": "TEMPLATE",
        "text": found.title,
        "dates": f"{starts}/{ends}".replace("-", "").replace(":", ""),
        "location": place,
        "details": reference,
    }
    outlook = {
        "rru": "addevent",
        "subject": found.title,
        "startdt": starts,
        "enddt": ends,
        "location": place,
        "body": reference,
    }
    return [
        ("Google", f"https://calendar.google.com/calendar/render?{urlencode(google)}"),
        *((name, f"{host}/calendar/action/compose?{urlencode(outlook, safe=':')}") for name, host in OUTLOOKS.items()),
    ]
