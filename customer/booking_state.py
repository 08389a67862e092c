"""The state of a booking in words for its customer: what they can do, other sessions, and where to go on."""

from datetime import timedelta
from urllib.parse import urlsplit

from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _

from bookings.models import Booking
from bookings.queries import asking_for_new_time
from bookings.states import BookingState, word_beside
from core import dates
from customer import policies
from customer.entrance import Entrance, PausedPage, UnknownPage
from customer.my_booking import Own
from customer.params import BookingParams
from links.liveness import Dead
from links.models import Link
from pages.notices import read_notices

# What the customer has just done: booked, or decided to keep the meeting.
BOOKED, KEPT = "booked", "kept"


def what_became(own: Own, done: str = "") -> dict[str, object]:
    """Return what the booking's own page shows beside what was agreed.

    `done` is what its customer has just done: BOOKED, KEPT or nothing.
    """
    booking = own.booking
    # The suggested times no longer matter once one of them is agreed.
    suggested = [] if booking.was_agreed else booking.times_suggested
    state, ahead = booking.state(own.now), booking.is_ahead(own.now)
    open_to = {deed: booking.stands and own.refusal(deed) is None for deed in ("reschedule", "cancel")}
    length = timedelta(minutes=booking.duration)
    heading, text = _said(own, state)
    over = state == BookingState.LAPSED or not booking.stands
    return {
        "state": "booked" if ahead else state.value,
        "heading": heading,
        "text": text,
        "title": _title(own) if ahead else heading,
        "kept": _kept(own) if done == KEPT else "",
        "reason": booking.reason if booking.decided_at and not booking.stands else "",
        "times": [dates.span_text(one, one + length, own.clock) for one in suggested],
        "unreminded": ahead and read_notices(booking.notices).stopped,
        "asked": asking_for_new_time(booking) if ahead else None,
        "move": own.address("booking-reschedule") if open_to["reschedule"] and ahead else "",
        "cancel": own.address("booking-cancel") if open_to["cancel"] and not over else "",
        "terms": policies.said(booking, own.now, own.clock) if ahead else [],
        "spent": over and _spent(booking),
        "again": again(own) if over and state != BookingState.NO_SHOW else None,
        "sessions": _sessions(own),
        "onward": _onward(booking) if ahead or state == BookingState.REQUESTED else None,
    }


def _said(own: Own, state: BookingState) -> tuple[str, str]:
    """Return the page's heading and the text below it."""
    booking, by = own.booking, own.booking.decided_by
    names = {"host": own.names, "email": booking.admission.customer_email, "by": by.name if by else ""}
    on = {"day": dates.past_day_text(booking.decided_at, own.now) if booking.decided_at else "", **names}
    match state:
        case BookingState.SCHEDULED | BookingState.RESCHEDULED:
            said = _("You are booked with %(host)s"), _("A mail with the invitation was sent to %(email)s.")
            if booking.rescheduled_at is not None:
                said = said[0], _("It has a new time. A mail with it was sent to %(email)s.")
        case BookingState.REQUESTED:
            said = (
                _("Your request is with %(host)s"),
                _("You will hear at %(email)s whether a suggested time is confirmed."),
            )
        case BookingState.LAPSED:
            said = _("This request was not answered in time"), _("Every time that you suggested has passed.")
        case BookingState.DECLINED:
            said = _("No suggested time suits"), _("%(by)s declined this request on %(day)s.")
        case BookingState.WITHDRAWN:
            text = _("%(by)s withdrew it on %(day)s.") if by else _("You withdrew it on %(day)s.")
            said = _("This request was withdrawn"), text
        case BookingState.CANCELLED:
            text = _("%(by)s cancelled it on %(day)s.") if by else _("You cancelled it on %(day)s.")
            said = _("This meeting was cancelled"), text if booking.decided_at else ""
        case BookingState.NO_SHOW:
            said = _("This meeting was missed"), _("It is marked as one to which you did not come.")
        case BookingState.COMPLETED:
            said = _("This meeting has taken place"), ""
    return said[0] % on, said[1] % on


def _kept(own: Own) -> str:
    """Return what to tell a customer who decided not to cancel; empty if the meeting has ended in the meantime."""
    if own.booking.state(own.now) == BookingState.REQUESTED:
        return _("The request still waits for an answer.")
    return _("The meeting stays as it is.") if own.booking.is_ahead(own.now) else ""


def _title(own: Own) -> str:
    starts = timezone.localtime(own.booking.starts_at)
    words = {"day": dates.brief_day_text(starts.date()), "time": dates.time_text(starts, own.clock)}
    return _("Booked: %(day)s, %(time)s") % words


def _spent(booking: Booking) -> bool:
    """Return whether it was booked with a single-use link, which cannot be used again."""
    link = booking.admission.link
    return link is not None and link.is_single_use


def _sessions(own: Own) -> list[dict[str, object]]:
    """Return all meetings of the package with the address of each one's page; empty without a package. One query.

    Every address may be shown, because all sessions belong to the same customer.
    """
    if own.booking.admission.sessions == 1:
        return []
    rows = []
    for one in own.booking.admission.bookings.order_by("session"):
        token, is_this = one.token(), one.pk == own.booking.pk
        rows.append(
            {
                "number": one.session,
                "when": dates.span_text(one.starts_at, one.ends_at, own.clock),
                "address": "" if token is None or is_this else Own(token, one, [], own.now, own.params).address(),
                "is_this": is_this,
                "status": word_beside(one.state(own.now)),
            }
        )
    return rows


def _onward(booking: Booking) -> dict[str, str] | None:
    """Return the address to which the event type sends its customers after booking; None unless it is http or https."""
    address = read_notices(booking.notices).redirect_to
    if not address.lower().startswith(("https://", "http://")):
        return None
    return {"address": iri_to_uri("".join(address.split())), "site": urlsplit(address).hostname or address}


def again(own: Own) -> dict[str, str] | None:
    """Return a way to book again, or to the form that asks for a new link; None if neither is possible.

    None for a package, too, since it could only be booked again as a whole. A booking through a link costs one query,
    and one more when the link has a parent.
    """
    admission = own.booking.admission
    if admission.sessions > 1:
        return None
    asked = BookingParams(zone=own.params.zone, clock=own.params.clock, lang=own.params.lang).query()
    if admission.link_id is not None:
        return _through(Link.objects.whole(pk=admission.link_id), own, asked)
    where = [admission.page.organization.slug, admission.page.slug]
    try:
        Entrance(admission.page, None, "", "").judge(own.now)
    except (UnknownPage, PausedPage):
        return None
    return {"address": reverse("public-page", args=where) + asked, "label": _("Choose another time")}


def _through(link: Link, own: Own, asked: str) -> dict[str, str] | None:
    token, reason = link.token(), link.dead(own.now)
    if token is None or reason is Dead.PAUSED:
        return None
    if reason is None:
        return {"address": reverse("link", args=[token]) + asked, "label": _("Choose another time")}
    return {"address": reverse("link-ask", args=[token]) + asked, "label": _("Ask for a new link")}
