"""The second step: who books, or only the question whether that is right. The one form that books is here."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import uuid4

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.errors import Refusal
from bookings.actions import book
from bookings.errors import (
    AlreadySent,
    AnswersMissing,
    Busy,
    GuestInvitedOften,
    NotOfferedHere,
    OnlyForRecipient,
    Overlapping,
    PageClosed,
    SlotTaken,
    TimesMissing,
    TooManyBookings,
)
from bookings.models import Admission
from bookings.queries import was_admitted
from core.zones import zone
from customer import form_token
from customer.booking_state import BOOKED
from customer.details import Asked, Step, details_form, find_asked
from customer.entrance import DeadEntry, Entrance, entry_of_link, entry_of_page
from customer.form_step import PURPOSE, show_conflict, show_details, times_again
from customer.params import BookingParams, read_start
from customer.responses import customer_page, framed, message_page
from customer.several import add_address
from customer.times import is_free
from customer.visit import Visit, asks_several, clock_now
from links.errors import DeadLink
from pages.notices import read_notices
from pages.queries import offered_together

# What another try, with something changed, can help.
MENDABLE = (SlotTaken, TimesMissing, Overlapping, OnlyForRecipient, Busy, GuestInvitedOften, TooManyBookings)
# A form cannot say more times than this: beyond, they are not read.
MOST_TIMES = 40
RETRY_AFTER = "2"


@customer_page("POST")
def link_book(request: HttpRequest, token: str) -> HttpResponse:
    """The details of a booking through a link."""
    return _answer(request, partial(entry_of_link, token))


@customer_page("POST")
def public_page_book(request: HttpRequest, organization: str, page: str) -> HttpResponse:
    """The details of a booking at a page's public address."""
    return _answer(request, partial(entry_of_page, organization, page))


def _answer(request: HttpRequest, find_entry: Callable[[], Entrance]) -> HttpResponse:
    now, entry = clock_now(), find_entry()
    if request.method != "POST":
        # A form that was sent before is answered as before, also by a link that it used up.
        entry.judge(now)
    visit = Visit.of(request, entry, now)
    with timezone.override(zone(visit.zone)):
        try:
            try:
                response = _send(request, visit) if request.method == "POST" else _show(request, visit)
            except AnswersMissing as refusal:
                response = _asked_more(request, Visit.of(request, find_entry(), now), refusal)
        except NotOfferedHere:
            response = _not_offered(request, visit)
        if response.status_code >= 400:
            entry.judge(now)
        return framed(request, response) if entry.embeddable else response


def _show(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The form, for times that are free; with too few of them or none, the way back to the times."""
    offer, start = visit.offer, visit.params.start
    if offer is not None and asks_several(offer):
        onward = add_address(visit, offer, visit.chosen)
        if onward != visit.book_address(offer, None):
            return redirect(onward)
        starts = visit.chosen
    elif offer is None or start is None:
        return redirect(visit.times_address(offer, start=start))
    else:
        starts = (start,)
    step = Step(visit, offer.event_type.pk, starts, uuid4(), details_form(visit, Asked.by(visit, offer)))
    if len(starts) > 1:
        free = tuple(offered_together(offer, starts, visit.now))
        return show_details(request, step, 200) if free == starts else show_conflict(request, step, free)
    return show_details(request, step, 200) if is_free(visit, offer, starts[0]) else show_conflict(request, step)


def _send(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Books, or says why not with everything kept that was typed."""
    step = _sent(request, visit)
    if not step.form.is_valid():
        return show_details(request, step, 422)
    try:
        _judge_count(step)
        _limit(request, step)
        admission = book(submission=step.submission(), **_through(visit.entry))
    except MENDABLE as refusal:
        return _kept(request, step, refusal)
    except DeadLink as refusal:
        # It ended between the page's look at it and the lock: the same answer as a moment later.
        assert visit.entry.link is not None
        raise DeadEntry(visit.entry.link, refusal.reason) from refusal
    except (AlreadySent, PageClosed) as refusal:
        return _refused(request, visit, str(refusal))
    return _booked(admission, visit)


def _sent(request: HttpRequest, visit: Visit) -> Step:
    """The step as it was sent. Raises NotOfferedHere where nothing was chosen."""
    event = visit.params.event
    if event is None and visit.offer is not None:
        event = visit.offer.event_type.pk
    if event is None:
        raise NotOfferedHere
    asked = find_asked(visit, event)
    posted = [read_start(text) for text in request.POST.getlist("start")[-MOST_TIMES:]]
    starts = tuple(sorted({one for one in posted if one is not None})) or visit.chosen
    if not starts:
        raise NotOfferedHere
    key = form_token.read(request.POST.get("token", ""), PURPOSE, visit.entry.name)
    form = details_form(visit, asked, request.POST)
    if key is None:
        form.add_error(None, _("Nothing is booked yet. Please check your details and press the button once more."))
    return Step(visit, event, starts, key or uuid4(), form)


def _kept(request: HttpRequest, step: Step, refusal: Refusal) -> HttpResponse:
    """Why nothing was booked, with the form as it was sent: another try can help."""
    form = step.form
    match refusal:
        case SlotTaken() | TimesMissing() | Overlapping():
            return times_again(request, step, refusal)
        case OnlyForRecipient():
            form.add_error("email" if "email" in form.fields else None, str(refusal))
            return show_details(request, step, 422)
        case Busy():
            form.add_error(None, str(refusal))
            response = show_details(request, step, 503)
            response.headers["Retry-After"] = RETRY_AFTER
            return response
        case GuestInvitedOften():
            form.add_error("guests" if "guests" in form.fields else None, str(refusal))
            return show_details(request, step, 429)
        case _too_many:
            form.add_error(None, str(refusal))
            return show_details(request, step, 429)


def _asked_more(request: HttpRequest, visit: Visit, refusal: AnswersMissing) -> HttpResponse:
    """The form as it has become since it was read, with what was typed into the one before."""
    step = _sent(request, visit)
    step.form.add_error(None, str(refusal))
    return show_details(request, step, 422)


def _judge_count(step: Step) -> None:
    """Raises TimesMissing for a form that the booking would refuse anyway: it is no try that counts."""
    least, most = step.event_type.times_asked
    if not least <= len(step.starts) <= most and not was_admitted(step.key):
        raise TimesMissing


def _limit(request: HttpRequest, step: Step) -> None:
    """A link has a limit of its own; a public address takes so many forms from one place. Raises TooManyBookings.

    However many customers are made up, nobody is sent the invitations of many. Raises GuestInvitedOften. A form that
    was accepted before is no further one: whoever lost the answer is to get it.
    """
    guests = step.submission().guests
    if (step.visit.entry.link is not None and not guests) or was_admitted(step.key):
        return
    if step.visit.entry.link is None and not ratelimit.consume(request, action="public_booking"):
        raise TooManyBookings
    for guest in guests:
        if not ratelimit.consume(request, action="invite_guest", key=guest.lower()):
            raise GuestInvitedOften


def _booked(admission: Admission, visit: Visit) -> HttpResponse:
    """To the booking's own page, which can be loaded again and again."""
    token = admission.booking.token()
    assert token is not None  # It was signed a moment ago, with the keyring in use.
    done = (("done", BOOKED),) if read_notices(admission.booking.notices).redirect_to else ()
    response = redirect(reverse("booking", args=[token]) + BookingParams(lang=visit.params.lang, answers=done).query())
    response.status_code = 303
    return response


def _through(entry: Entrance) -> dict[str, Any]:
    return {"page": entry.page} if entry.link is None else {"link": entry.link}


def _refused(request: HttpRequest, visit: Visit, text: str) -> HttpResponse:
    return message_page(
        request,
        409,
        title=text,
        action=visit.times_address(),
        action_label=_("Back to the times"),
        contact=visit.entry.contact,
    )


def _not_offered(request: HttpRequest, visit: Visit) -> HttpResponse:
    return _refused(request, visit, str(NotOfferedHere()))
