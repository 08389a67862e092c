"""The second step: who books, or only the question whether that is right. The one form that books is here."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.zones import zone
from bookings import form_token, wording
from bookings.actions import book
from bookings.errors import AlreadySent, Busy, NotOfferedHere, OnlyForRecipient, PageClosed, SlotTaken, TooManyBookings
from bookings.forms import DetailsForm
from bookings.models import Admission
from bookings.queries import was_admitted
from bookings.submission import Customer, Submission
from bookings.views.customer import calm, customer_page
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
    return _answer(request, entry_of_link(token))


@customer_page("POST")
def public_page_book(request: HttpRequest, organization: str, page: str) -> HttpResponse:
    """The details of a booking at a page's public address."""
    return _answer(request, entry_of_page(organization, page))


@dataclass(frozen=True, slots=True)
class Step:
    """The step's form, for one time, under one submission key. `known` is not asked again."""

    visit: Visit
    event: int
    start: int
    key: UUID
    known: dict[str, str]
    form: DetailsForm

    @property
    def offer(self) -> Offer:
        """What is booked. Raises NotOfferedHere."""
        if self.visit.offer is None:
            raise NotOfferedHere
        return self.visit.offer


def _answer(request: HttpRequest, entry: Entry) -> HttpResponse:
    now = clock_now()
    if request.method != "POST":
        # A form that was sent before is answered as before, also by a link that it used up.
        entry.judge(now)
    visit = Visit.of(request, entry, now)
    with timezone.override(zone(visit.zone)):
        try:
            response = _send(request, visit) if request.method == "POST" else _show(request, visit)
        except NotOfferedHere:
            response = _not_offered(request, visit)
        if response.status_code >= 400:
            entry.judge(now)
        return response


def _show(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The form, for a time that is free; without one, the way back to the times."""
    offer, start = visit.offer, visit.wishes.start
    if offer is None or start is None:
        return redirect(visit.times_address(offer, start=start))
    known = known_answers(visit)
    step = Step(visit, offer.event_type.pk, start, uuid4(), known, _form(visit, known))
    if not is_free(visit, offer, start):
        return _conflict(request, step)
    return _details(request, step, 200)


def _send(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Books, or says why not with everything kept that was typed."""
    event = visit.wishes.event
    if event is None and visit.offer is not None:
        event = visit.offer.event_type.pk
    posted = read_instant(request.POST.get("start", ""))
    start = visit.wishes.start if posted is None else posted
    if event is None or start is None:
        return _not_offered(request, visit)
    known = known_answers(visit)
    key = form_token.read(request.POST.get("token", ""), PURPOSE, visit.entry.name)
    form = _form(visit, known, request.POST)
    step = Step(visit, event, start, key or uuid4(), known, form)
    if key is None:
        form.add_error(None, _("Nothing is booked yet. Please check your details and press the button once more."))
    if not form.is_valid():
        return _details(request, step, 422)
    try:
        _limit(request, step)
        admission = book(submission=_submission(step), **_through(visit.entry))
    except SlotTaken:
        return _conflict(request, step)
    except OnlyForRecipient as refusal:
        form.add_error("email" if "email" in form.fields else None, str(refusal))
        return _details(request, step, 422)
    except Busy as refusal:
        form.add_error(None, str(refusal))
        response = _details(request, step, 503)
        response.headers["Retry-After"] = RETRY_AFTER
        return response
    except TooManyBookings as refusal:
        form.add_error(None, str(refusal))
        return _details(request, step, 429)
    except DeadLink as refusal:
        # It ended between the page's look at it and the lock: the same answer as a moment later.
        assert visit.entry.link is not None
        raise DeadEntry(visit.entry.link, refusal.reason) from refusal
    except (AlreadySent, PageClosed) as refusal:
        return _refused(request, visit, str(refusal))
    return _booked(admission, visit)


def _limit(request: HttpRequest, step: Step) -> None:
    """A link has a limit of its own; a public address takes so many forms from one place. Raises TooManyBookings.

    A form that was accepted before is no further one: whoever lost the answer is to get it.
    """
    if (
        step.visit.entry.link is None
        and not was_admitted(step.key)
        and not ratelimit.consume(request, action="public_booking")
    ):
        raise TooManyBookings


def _booked(admission: Admission, visit: Visit) -> HttpResponse:
    """To the booking's own page, which can be loaded again and again."""
    token = admission.booking.token()
    assert token is not None  # It was signed a moment ago, with the keyring in use.
    response = redirect(reverse("booking", args=[token]) + Wishes(lang=visit.wishes.lang).query())
    response.status_code = 303
    return response


def _submission(step: Step) -> Submission:
    visit, values = step.visit, {"note": ""} | step.known | step.form.cleaned_data
    return Submission(
        key=step.key,
        event_type_id=step.event,
        start=moment(step.start),
        customer=Customer(
            name=values["name"],
            email=values["email"],
            zone=visit.zone,
            clock=visit.clock,
            language=visit.language,
        ),
        note=values["note"],
    )


def _through(entry: Entry) -> dict[str, Any]:
    return {"page": entry.page} if entry.link is None else {"link": entry.link}


def known_answers(visit: Visit) -> dict[str, str]:
    """What the form need not ask, when the address says `skip=1`; empty when the form is to be shown whole.

    What the owner stored on the link wins over the address. The address alone skips nothing but with a name and a
    well-formed email.
    """
    if not visit.wishes.skip:
        return {}
    recipient = visit.entry.recipient
    answers = visit.wishes.prefill() | recipient
    checked = DetailsForm(answers)
    known = {name: value for name, value in answers.items() if name not in checked.errors}
    if not recipient and not {"name", "email"} <= set(known):
        return {}
    return {"note": ""} | known


def _form(visit: Visit, known: dict[str, str], data: Any = None) -> DetailsForm:
    return DetailsForm(
        data,
        known=known,
        email_fixed=visit.entry.email_fixed,
        host=visit.entry.host,
        initial=visit.wishes.prefill() | visit.entry.recipient,
    )


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
        "known": step.known,
        "confirming": bool(step.known) and not step.form.fields,
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
