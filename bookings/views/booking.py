"""The second step: who books, or only the question whether that is right. The one form that books is here."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import uuid4

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.errors import Refusal
from accounts.zones import zone
from bookings import form_token, wording
from bookings.actions import book
from bookings.errors import (
    AlreadySent,
    AnswersMissing,
    Busy,
    GuestInvitedOften,
    NotOfferedHere,
    OnlyForRecipient,
    PageClosed,
    SlotTaken,
    TooManyBookings,
)
from bookings.facts import labelled
from bookings.models import Admission
from bookings.queries import was_admitted
from bookings.views.customer import calm, customer_page, framed
from bookings.views.details import Asked, Step, details_form, find_asked
from bookings.views.entry import DeadEntry, Entry, entry_of_link, entry_of_page
from bookings.views.times import is_free, nearest, was_offered
from bookings.views.visit import Visit, clock_now, moment
from bookings.wishes import Wishes, read_instant
from links.errors import DeadLink
from pages.offers import Offer

PURPOSE = "book"
NEAREST = 8
RETRY_AFTER = "2"


@customer_page("POST")
def link_book(request: HttpRequest, token: str) -> HttpResponse:
    """The details of a booking through a link."""
    return _answer(request, partial(entry_of_link, token))


@customer_page("POST")
def public_page_book(request: HttpRequest, organization: str, page: str) -> HttpResponse:
    """The details of a booking at a page's public address."""
    return _answer(request, partial(entry_of_page, organization, page))


def _answer(request: HttpRequest, find_entry: Callable[[], Entry]) -> HttpResponse:
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
    """The form, for a time that is free; without one, the way back to the times."""
    offer, start = visit.offer, visit.wishes.start
    if offer is None or start is None:
        return redirect(visit.times_address(offer, start=start))
    step = Step(visit, offer.event_type.pk, start, uuid4(), details_form(visit, Asked.by(visit, offer)))
    if not is_free(visit, offer, start):
        return _conflict(request, step)
    return _details(request, step, 200)


def _send(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Books, or says why not with everything kept that was typed."""
    step = _sent(request, visit)
    if not step.form.is_valid():
        return _details(request, step, 422)
    try:
        _limit(request, step)
        admission = book(submission=step.submission(), **_through(visit.entry))
    except (SlotTaken, OnlyForRecipient, Busy, GuestInvitedOften, TooManyBookings) as refusal:
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
    event = visit.wishes.event
    if event is None and visit.offer is not None:
        event = visit.offer.event_type.pk
    posted = read_instant(request.POST.get("start", ""))
    start = visit.wishes.start if posted is None else posted
    if event is None or start is None:
        raise NotOfferedHere
    key = form_token.read(request.POST.get("token", ""), PURPOSE, visit.entry.name)
    form = details_form(visit, find_asked(visit, event), request.POST)
    if key is None:
        form.add_error(None, _("Nothing is booked yet. Please check your details and press the button once more."))
    return Step(visit, event, start, key or uuid4(), form)


def _kept(request: HttpRequest, step: Step, refusal: Refusal) -> HttpResponse:
    """Why nothing was booked, with the form as it was sent: another try can help."""
    form = step.form
    match refusal:
        case SlotTaken():
            # What was read before the locks is old: by now somebody else may be next in line.
            return _conflict(request, replace(step, visit=replace(step.visit)))
        case OnlyForRecipient():
            form.add_error("email" if "email" in form.fields else None, str(refusal))
            return _details(request, step, 422)
        case Busy():
            form.add_error(None, str(refusal))
            response = _details(request, step, 503)
            response.headers["Retry-After"] = RETRY_AFTER
            return response
        case GuestInvitedOften():
            form.add_error("guests" if "guests" in form.fields else None, str(refusal))
            return _details(request, step, 429)
        case _too_many:
            form.add_error(None, str(refusal))
            return _details(request, step, 429)


def _asked_more(request: HttpRequest, visit: Visit, refusal: AnswersMissing) -> HttpResponse:
    """The form as it has become since it was read, with what was typed into the one before."""
    step = _sent(request, visit)
    step.form.add_error(None, str(refusal))
    return _details(request, step, 422)


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
    response = redirect(reverse("booking", args=[token]) + Wishes(lang=visit.wishes.lang).query())
    response.status_code = 303
    return response


def _through(entry: Entry) -> dict[str, Any]:
    return {"page": entry.page} if entry.link is None else {"link": entry.link}


def _details(request: HttpRequest, step: Step, status: int) -> HttpResponse:
    return render(request, "bookings/details.html", _context(step), status=status)


def _conflict(request: HttpRequest, step: Step) -> HttpResponse:
    """The time is gone: fresh ones, each of which books with one press, and the form as it was filled in."""
    visit = step.visit
    taken = was_offered(visit, step.offer, step.start)
    context = _context(step) | {
        "taken": _("That time was just taken.") if taken else _("That time is no longer offered."),
        "kept": step.form.is_bound,
        "nearest": [
            {
                "start": one,
                "day": wording.brief_day_text(visit.local(one).date()),
                "time": visit.time(one),
                "address": visit.book_address(step.offer, one),
            }
            for one in nearest(visit, step.offer, step.start, NEAREST)
        ],
    }
    return render(request, "bookings/conflict.html", context, status=409)


def _context(step: Step) -> dict[str, Any]:
    visit = step.visit
    return {
        "who": visit.who(step.offer),
        "form": step.form,
        "token": form_token.make(PURPOSE, visit.entry.name, step.key),
        "start": step.start,
        "action": visit.book_address(step.offer, step.start),
        "known": [
            (name, text if name in {"name", "email"} else labelled(str(label), text))
            for name, label, text in step.form.told
        ],
        "confirming": not step.form.fields,
        "ticket": ticket(visit, step.offer, step.start),
        "change": visit.times_address(step.offer, start=step.start),
        "all_details": visit.book_address(step.offer, step.start, skip=False),
        "act": _("Book %(time)s") % {"time": _day_and_time(visit, step.start)},
        "entry": visit.entry,
    }


def ticket(visit: Visit, offer: Offer, start: int) -> dict[str, Any]:
    """The chosen time, in words."""
    begins, ends = moment(start), moment(start + offer.event_type.duration * 60)
    return ticket_of(begins, ends, visit.clock, visit.zone)


def ticket_of(begins: Any, ends: Any, clock: str, zone_name: str) -> dict[str, Any]:
    """A time in words: for the active zone, whose name is printed with it."""
    return {
        "day": timezone.localdate(begins),
        "when": wording.span_text(begins, ends, clock),
        "zone": zone_name,
    }


def _day_and_time(visit: Visit, start: int) -> str:
    local = visit.local(start)
    return _("%(day)s, %(time)s") % {"day": wording.short_day_text(local.date()), "time": visit.time(start)}


def _refused(request: HttpRequest, visit: Visit, text: str) -> HttpResponse:
    return calm(
        request,
        409,
        title=text,
        action=visit.times_address(),
        action_label=_("Back to the times"),
        contact=visit.entry.contact,
    )


def _not_offered(request: HttpRequest, visit: Visit) -> HttpResponse:
    return _refused(request, visit, str(NotOfferedHere()))
