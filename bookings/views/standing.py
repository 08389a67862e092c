"""How a booking stands, in words for its customer: its state, what they can do, its other sessions, where to go on."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.utils import timezone
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _

from bookings import wording
from bookings.errors import TooLate
from bookings.models import Booking, Status
from bookings.views.own import Own
from pages.models import Until
from pages.notices import read_notices
from pages.policies import read_policy

BOOKED, LAPSED = "booked", "lapsed"


def standing(own: Own) -> dict[str, Any]:
    """What the booking's own page says beside what was agreed."""
    booking = own.booking
    suggested = [one.starts_at for one in booking.suggested.all()] if _was_suggested(booking) else []
    state = _state(own, bool(suggested and max(suggested) > own.now))
    open_to = {deed: booking.stands and own.refusal(deed) is None for deed in ("reschedule", "cancel")}
    length = timedelta(minutes=booking.duration)
    heading, text = _said(own, state, withdrawn=bool(suggested) and booking.sequence == 1)
    return {
        "state": state,
        "heading": heading,
        "text": text,
        "title": _title(own) if state == BOOKED else heading,
        "reason": booking.reason if booking.decided_at and not booking.stands else "",
        "times": [wording.span_text(one, one + length, own.clock) for one in suggested],
        "unreminded": state == BOOKED and read_notices(booking.notices).stopped,
        "asked": state == BOOKED and booking.new_time_asked_at is not None,
        "move": own.address("booking-reschedule") if open_to["reschedule"] and state == BOOKED else "",
        "cancel": own.address("booking-cancel") if open_to["cancel"] and state != LAPSED else "",
        "terms": _terms(own) if state == BOOKED else [],
        "spent": (state == LAPSED or not booking.stands) and _spent(booking),
        "sessions": _sessions(own),
        "onward": _onward(booking) if state in {BOOKED, Status.REQUESTED} else None,
    }


def _was_suggested(booking: Booking) -> bool:
    """Whether its suggested times are still of interest: it costs a query."""
    return booking.status in {Status.REQUESTED, Status.DECLINED, Status.CANCELLED}


def _state(own: Own, ahead: bool) -> str:
    """The word that decides what the page says first."""
    booking = own.booking
    if booking.status == Status.REQUESTED:
        return str(booking.status) if ahead else LAPSED
    if booking.status != Status.SCHEDULED:
        return str(booking.status)
    return "past" if booking.ends_at <= own.now else BOOKED


def _said(own: Own, state: str, *, withdrawn: bool) -> tuple[str, str]:
    """The heading, and what follows from it."""
    booking, by = own.booking, own.booking.decided_by
    names = {"host": own.names, "email": booking.admission.customer_email, "by": by.name if by else ""}
    on = {"day": wording.past_day_text(booking.decided_at, own.now) if booking.decided_at else "", **names}
    match state:
        case "booked":
            said = _("You are booked with %(host)s"), _("A mail with the invitation was sent to %(email)s.")
            if booking.rescheduled_at is not None:
                said = said[0], _("It has a new time. A mail with it was sent to %(email)s.")
        case "requested":
            said = (
                _("Your request is with %(host)s"),
                _("One of your times will be confirmed, or none suits: you will hear at %(email)s."),
            )
        case "lapsed":
            said = _("This request was not answered in time"), _("Every time that you suggested has passed.")
        case "declined":
            said = _("None of your times suited"), _("%(by)s declined this request on %(day)s.")
        case "cancelled" if withdrawn:
            said = _("This request was withdrawn"), _("You withdrew it on %(day)s.")
        case "cancelled":
            text = _("%(by)s cancelled it on %(day)s.") if by else _("You cancelled it on %(day)s.")
            said = _("This meeting was cancelled"), text if booking.decided_at else ""
        case "no_show":
            said = _("This meeting was missed"), _("It is marked as one to which you did not come.")
        case _past:
            said = _("This meeting has taken place"), ""
    return said[0] % on, said[1] % on


def _title(own: Own) -> str:
    starts = timezone.localtime(own.booking.starts_at)
    words = {"day": wording.brief_day_text(starts.date()), "time": wording.time_text(starts, own.clock)}
    return _("Booked: %(day)s, %(time)s") % words


def _terms(own: Own) -> list[str]:
    """Until when it can be moved or cancelled; or that it cannot be any more, by its terms."""
    late = {deed: isinstance(own.refusal(deed), TooLate) for deed in ("reschedule", "cancel")}
    if all(late.values()):
        return [_("By its terms it cannot be moved or cancelled here.")]
    said = []
    for deed, until, over in (
        ("reschedule", _("It can be moved until %(when)s."), _("By its terms it cannot be moved here.")),
        ("cancel", _("It can be cancelled until %(when)s."), _("By its terms it cannot be cancelled here.")),
    ):
        policy = read_policy(own.booking.policies, deed)
        if late[deed]:
            said.append(over)
        elif policy.when == Until.BEFORE and own.booking.starts_at > own.now:
            last = timezone.localtime(own.booking.starts_at - timedelta(minutes=policy.before))
            when = {"day": wording.day_text(last.date()), "time": wording.time_text(last, own.clock)}
            said.append(until % {"when": _("%(day)s, %(time)s") % when})
    return said


def _spent(booking: Booking) -> bool:
    """Whether it was booked with a link that works for nothing else now."""
    link = booking.admission.link
    return link is not None and link.is_single_use


def _sessions(own: Own) -> list[dict[str, Any]]:
    """All meetings of the package, each with its own page: they are all the same customer's. One query."""
    if own.booking.admission.sessions == 1:
        return []
    rows = []
    for one in own.booking.admission.bookings.order_by("session"):
        token, is_this = one.token(), one.pk == own.booking.pk
        rows.append(
            {
                "number": one.session,
                "when": wording.span_text(one.starts_at, one.ends_at, own.clock),
                "address": "" if token is None or is_this else Own(token, one, [], own.now, own.wishes).address(),
                "is_this": is_this,
                "status": wording.word_beside(one.standing(own.now)),
            }
        )
    return rows


def _onward(booking: Booking) -> dict[str, str] | None:
    """Where the event type sends its customers afterwards."""
    address = read_notices(booking.notices).redirect_to
    if not address.startswith(("https://", "http://")):
        return None
    return {"address": iri_to_uri("".join(address.split())), "site": urlsplit(address).hostname or address}
