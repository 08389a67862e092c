"""A booking's own page. Customers see it after booking, and from every mail about the booking. It changes nothing."""

from datetime import datetime
from urllib.parse import quote, urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from bookings import ical
from bookings.facts import BookingFacts, location_text, video_address, visible_answers
from bookings.frozen_facts import freeze_facts
from bookings.models import Admission, Booking
from bookings.queries import hosts_by_meeting, sessions_of_package
from bookings.readers import as_guest
from core import dates
from core.cldr import list_text
from core.zones import zone
from customer.booking_state import BOOKED, state_context
from customer.my_booking import MyBooking, find_my_booking
from customer.responses import customer_page, message_page
from customer.visit import ticket_of
from pages.models import LOCATION_ICONS, LocationKind
from pages.standard_fields import STORED_FIELDS

# The customer is told that the page will redirect, and has this long to stop it (WCAG 2.2.1).
REDIRECT_SECONDS = 20
OUTLOOKS = {"Outlook.com": "https://outlook.live.com", "Office 365": "https://outlook.office.com"}


@customer_page()
def booking(request: HttpRequest, token: str) -> HttpResponse:
    """Show what is booked, when, where and with whom, the booking's state, and what its customer can do now."""
    own = find_my_booking(request, token)
    found, facts = own.booking, _facts(own.booking, own.hosts, own.now)
    with timezone.override(zone(own.zone)):
        context = {
            "booking": found,
            "admission": found.admission,
            "who": own.summary(),
            "brand": own.brand,
            "answers": _form_answers(found.admission),
            "people": _people(own),
            "ticket": ticket_of(found.starts_at, found.ends_at, own.clock, own.zone),
            "starts_at": dates.utc_text(found.starts_at),
            "where": location_text(facts),
            "video": video_address(facts),
            "where_icon": LOCATION_ICONS[LocationKind(found.location_kind)],
            "ics": reverse("booking-ics", args=[token]) + own.params.query(),
            "calendars": _calendars(found, facts),
            "contact": own.contact,
            "leaves_after": REDIRECT_SECONDS if request.GET.get("done") == BOOKED else None,
            **state_context(own),
        }
        response = render(request, "customer/booked.html", context)
    return own.framed(request, response)


@customer_page()
def booking_ics(request: HttpRequest, token: str) -> HttpResponse:
    """Return the calendar file, for calendars that the mails did not reach.

    The file of a cancelled meeting says that it is cancelled. A request that was never approved has no file: the answer
    is a message with status 409.
    """
    own = find_my_booking(request, token)
    found = own.booking
    if not found.was_agreed:
        return own.framed(request, message_page(request, 409, brand=own.brand, **_no_entry_texts(own)))
    written = ical.download(_sessions(own))
    headers = {"Content-Disposition": f'attachment; filename="{found.reference}.ics"'}
    return HttpResponse(written, content_type="text/calendar; charset=utf-8; method=PUBLISH", headers=headers)


def _no_entry_texts(own: MyBooking) -> dict[str, str]:
    if own.booking.is_open:
        texts = {
            "title": _("Nothing is booked yet"),
            "text": _("We email you a calendar invitation once a time is confirmed."),
        }
    else:
        texts = {
            "title": _("Nothing is booked"),
            "text": _("No time was confirmed, so there is nothing to add to your calendar."),
        }
    return texts | {"action": own.address(), "action_label": _("See your request")}


def _sessions(own: MyBooking) -> list[BookingFacts]:
    """Return the facts of all sessions of the package; of a single meeting, its own."""
    if own.booking.admission.sessions == 1:
        return [_facts(own.booking, own.hosts, own.now)]
    sessions = list(sessions_of_package(own.booking).select_related("admission", "organization"))
    hosts = hosts_by_meeting(sessions)
    return [_facts(session, hosts.get(session.uid, []), own.now) for session in sessions]


def _facts(found: Booking, hosts: list[User], now: datetime) -> BookingFacts:
    return freeze_facts(found, organization=found.organization, hosts=hosts, now=now)


def _people(own: MyBooking) -> str:
    """Return the names of hosts and customer. A customer whose data was erased has no name and is left out."""
    names = [*(host.name for host in own.hosts), own.booking.admission.customer_name]
    return list_text([name for name in names if name])


def _form_answers(admission: Admission) -> list[tuple[str, str]]:
    """Return what the customer entered in the form, beside name and email, as (label, text)."""
    answers = [
        *((str(field.label), field.stored_text(admission)) for field in STORED_FIELDS if field.key != "note"),
        *((answer["label"], answer["value"]) for answer in visible_answers(admission.answers)),
        (_("Note"), admission.note),
    ]
    return [(label, text) for label, text in answers if text]


def _calendars(found: Booking, facts: BookingFacts) -> list[tuple[str, str]]:
    """Return addresses that open a filled-in entry in a web calendar, as (calendar name, address).

    They contain no token: an address that another company stores must not open the booking. So they say what a guest's
    entry says, with whom to write to.
    """
    starts, ends = dates.utc_text(found.starts_at), dates.utc_text(found.ends_at)
    title, place = ical.summary(facts), location_text(facts)
    text = ical.description(facts | {"recipient": as_guest("", found.admission)}, ical.PUBLISH)
    google = {
        "action": "TEMPLATE",
        "text": title,
        "dates": f"{starts}/{ends}".replace("-", "").replace(":", ""),
        "location": place,
        "details": text,
    }
    outlook = {
        "rru": "addevent",
        "subject": title,
        "startdt": starts,
        "enddt": ends,
        "location": place,
        "body": text,
    }
    filled = urlencode(outlook, safe=":", quote_via=quote)
    return [
        ("Google", f"https://calendar.google.com/calendar/render?{urlencode(google, quote_via=quote)}"),
        *((name, f"{host}/calendar/action/compose?{filled}") for name, host in OUTLOOKS.items()),
    ]
