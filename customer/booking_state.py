"""What the page of a booking shows its customer: what they can do, other sessions, and where to go on."""

from datetime import timedelta
from urllib.parse import urlsplit

from django.urls import reverse
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _

from bookings.models import Booking
from bookings.queries import last_new_time_request
from bookings.states import BookingState, session_state_text
from core import dates
from customer import policies
from customer.entrance import Entrance, PausedPage, UnknownPage
from customer.my_booking import MyBooking
from customer.params import BookingParams
from customer.state_texts import AHEAD, state_text, title_text
from links.liveness import DeadReason
from links.models import Link
from links.queries import why_dead
from pages.notices import read_notices

# What the customer has just done.
BOOKED = "booked"


def state_context(own: MyBooking) -> dict[str, object]:
    """Return what the booking's own page shows beside what was agreed."""
    booking, state = own.booking, own.booking.state(own.now)
    heading, text = state_text(own, state)
    return {
        "state": "booked" if state in AHEAD else state.value,
        "heading": heading,
        "text": text,
        "title": title_text(own) if state in AHEAD else heading,
        "reason": booking.reason if booking.decided_at and not booking.is_open else "",
        "times": _suggested(own),
        "sessions": _sessions(own),
        **_action_context(own, state),
    }


def _action_context(own: MyBooking, state: BookingState) -> dict[str, object]:
    """Return what the customer can do now, which depends on what is still to come."""
    booking = own.booking
    if state in AHEAD:
        return {
            "move": own.address("booking-reschedule") if own.may("reschedule") else "",
            "cancel": own.address("booking-cancel") if own.may("cancel") else "",
            "terms": policies.terms_of_booking(booking, own.now, own.clock),
            "asked": last_new_time_request(booking),
            "unreminded": read_notices(booking.notices).stopped,
            "onward": _onward(booking),
        }
    if state == BookingState.REQUESTED:
        return {"cancel": own.address("booking-cancel"), "onward": _onward(booking)}
    if state == BookingState.COMPLETED:
        return {}
    return {
        "spent": _used_single_use_link(booking),
        "again": None if state == BookingState.NO_SHOW else rebooking_link(own),
    }


def _suggested(own: MyBooking) -> list[str]:
    """Return the suggested times, which no longer matter once one of them is agreed."""
    if own.booking.was_agreed:
        return []
    length = timedelta(minutes=own.booking.duration)
    return [dates.span_text(start, start + length, own.clock) for start in own.booking.times_suggested]


def _used_single_use_link(booking: Booking) -> bool:
    """Return whether it was booked with a single-use link, which cannot be used again."""
    link = booking.admission.link
    return link is not None and link.is_single_use


def _sessions(own: MyBooking) -> list[dict[str, object]]:
    """Return all meetings of the package with the address of each one's page; empty without a package. One query.

    Every address may be shown, because all sessions belong to the same customer.
    """
    if own.booking.admission.sessions == 1:
        return []
    rows = []
    for session in own.booking.admission.bookings.order_by("session"):
        token, is_this, address = session.token(), session.pk == own.booking.pk, ""
        if token is not None and not is_this:
            address = MyBooking(token, session, [], own.now, own.params).address()
        rows.append(
            {
                "number": session.session,
                "when": dates.span_text(session.starts_at, session.ends_at, own.clock),
                "address": address,
                "is_this": is_this,
                "status": session_state_text(session.state(own.now)),
            }
        )
    return rows


def _onward(booking: Booking) -> dict[str, str] | None:
    """Return the address to which the event type sends its customers after booking; None unless it is http or https."""
    address = read_notices(booking.notices).redirect_to
    if not address.lower().startswith(("https://", "http://")):
        return None
    return {"address": iri_to_uri("".join(address.split())), "site": urlsplit(address).hostname or address}


def rebooking_link(own: MyBooking) -> dict[str, str] | None:
    """Return a way to book again, or to the form that asks for a new link; None if neither is possible.

    None for a package, too, since it could only be booked again as a whole. A booking through a link costs one query,
    and one more when the link has a parent.
    """
    admission = own.booking.admission
    if admission.sessions > 1:
        return None
    query = BookingParams(zone=own.params.zone, clock=own.params.clock, lang=own.params.lang).query()
    if admission.link_id is not None:
        return _link_of(Link.objects.with_parent(pk=admission.link_id), own, query)
    slugs = [admission.page.organization.slug, admission.page.slug]
    try:
        Entrance(admission.page, None, "", "").judge(own.now)
    except (UnknownPage, PausedPage):
        return None
    return {"address": reverse("public-page", args=slugs) + query, "label": _("Choose another time")}


def _link_of(link: Link, own: MyBooking, query: str) -> dict[str, str] | None:
    token, reason = link.token(), why_dead(link, own.now)
    if token is None or reason is DeadReason.PAUSED:
        return None
    if reason is None:
        return {"address": reverse("link", args=[token]) + query, "label": _("Choose another time")}
    return {"address": reverse("link-ask", args=[token]) + query, "label": _("Ask for a new link")}
