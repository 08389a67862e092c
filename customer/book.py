"""The second step of booking: the details form, which asks who books and creates the booking."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from uuid import UUID, uuid4

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
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
from bookings.fresh_readings import read_for_booking, refresh_readings
from bookings.limits import count_guests
from bookings.models import Admission
from bookings.picker import is_free
from bookings.queries import is_submitted
from bookings.submission import Submission
from core.dates import Instant
from core.zones import zone
from customer import form_token
from customer.booking_state import BOOKED
from customer.conflict import missing_text, show_conflict
from customer.details import PURPOSE, FormQuestions, Step, details_form, find_questions, step_context
from customer.entrance import DeadEntrance, Entrance, entrance_of_link, entrance_of_page
from customer.params import BookingParams, read_start
from customer.paused import refuse_paused
from customer.responses import customer_page, framed, message_page, retry_soon, see_other
from customer.visit import Visit
from links.errors import DeadLink
from pages.notices import read_notices
from pages.queries import offered_together

# Refusals after which the same form can be sent again with something changed.
RETRYABLE = (SlotTaken, TimesMissing, Overlapping, OnlyForRecipient, Busy, GuestInvitedOften, TooManyBookings)
# How many times are read from one form; the ones before the last MOST_TIMES are ignored.
MOST_TIMES = 40


@customer_page("POST")
def link_book(request: HttpRequest, token: str) -> HttpResponse:
    """Show and accept the details form of a booking through a link."""
    return _answer(request, partial(entrance_of_link, token))


@customer_page("POST")
def public_page_book(request: HttpRequest, organization: str, page: str) -> HttpResponse:
    """Show and accept the details form of a booking at a page's public address."""
    return _answer(request, partial(entrance_of_page, organization, page))


def _answer(request: HttpRequest, find_entrance: Callable[[], Entrance]) -> HttpResponse:
    now, entrance = timezone.now(), find_entrance()
    if request.method != "POST":
        # Only GET is checked here: a form that was accepted before gets the same answer again, even if it used up the
        # link.
        entrance.judge(now)
    visit = Visit.of(request, entrance, now)
    with timezone.override(zone(visit.zone)):
        try:
            try:
                response = _send(request, visit) if request.method == "POST" else show_form(request, visit)
            except AnswersMissing as refusal:
                response = _show_changed_form(request, Visit.of(request, find_entrance(), now), refusal)
            except DeadLink as refusal:
                # The link died between the page's check and the lock: say so of the link as it is now.
                link = find_entrance().link
                assert link is not None
                raise DeadEntrance(link, refusal.reason) from refusal
        except NotOfferedHere as refusal:
            response = refuse_paused(request, visit) or _refusal_page(request, visit, str(refusal))
        waits = response.status_code == 503 and _is_accepted(request, visit)
        if response.status_code >= 400 and not waits:
            # What was read before may have ended meanwhile, while the form waited for others.
            find_entrance().judge(now)
        return framed(request, response, entrance.page.organization) if entrance.embeddable else response


def show_form(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the form for the chosen times, if they are free.

    Redirect to the choice of times when none or too few are chosen, and show other times when one is taken.
    """
    offer, start = visit.offer, visit.params.start
    if offer is not None and offer.event_type.asks_several:
        onward = visit.onward_address(offer, visit.chosen)
        if onward != visit.book_address(offer, None):
            return redirect(onward)
        starts = visit.chosen
    elif offer is None or start is None:
        return redirect(visit.times_address(offer, start=start))
    else:
        starts = (start,)
    step = Step(visit, offer.event_type.pk, starts, uuid4(), details_form(visit, FormQuestions.by(visit, offer)))
    if len(starts) > 1:
        free = tuple(offered_together(offer, starts, visit.now))
        return _show_details(request, step, 200) if free == starts else show_conflict(request, step, free)
    return _show_details(request, step, 200) if is_free(offer, starts[0], visit.now) else show_conflict(request, step)


def _send(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Book, or show the form again with the reason for the refusal and everything that was typed."""
    step = _read_step(request, visit)
    if not step.form.is_valid():
        return _show_details(request, step, 422)
    try:
        _check_count(step)
        submission = step.submission()
        _count_against_limits(request, visit, submission)
        _read_calendars(visit, submission)
        entrance = visit.entrance
        page = entrance.page if entrance.link is None else None
        admission = book(submission=submission, link=entrance.link, page=page)
    except RETRYABLE as refusal:
        return _show_refusal(request, step, refusal)
    except (AlreadySent, PageClosed) as refusal:
        return _refusal_page(request, visit, str(refusal))
    return _redirect_to_booking(admission, visit)


def _is_accepted(request: HttpRequest, visit: Visit) -> bool:
    """Return whether this very form was accepted. Who sends it again must not read that somebody has used the link."""
    key = _posted_key(request, visit)
    return key is not None and is_submitted(key)


def _posted_key(request: HttpRequest, visit: Visit) -> UUID | None:
    """Return the submission key of the form; None if its token is not genuine, or of another way in."""
    return form_token.read(request.POST.get("token", ""), PURPOSE, visit.entrance.name)


def _read_step(request: HttpRequest, visit: Visit) -> Step:
    """Return the step as the request submits it. Raise NotOfferedHere when no event type or no time was chosen."""
    event = visit.params.event
    if event is None and visit.offer is not None:
        event = visit.offer.event_type.pk
    if event is None:
        raise NotOfferedHere
    questions = find_questions(visit, event)
    starts = _posted_starts(request) or visit.chosen
    if not starts:
        raise NotOfferedHere
    key = _posted_key(request, visit)
    form = details_form(visit, questions, request.POST)
    if key is None:
        form.add_error(None, _("Nothing is booked yet. Please check your details and press the button again."))
    return Step(visit, event, starts, key or uuid4(), form)


def _posted_starts(request: HttpRequest) -> tuple[Instant, ...]:
    """Return the times that the form names, without duplicates, the earliest first."""
    starts = (read_start(text) for text in request.POST.getlist("start")[-MOST_TIMES:])
    return tuple(sorted({start for start in starts if start is not None}))


def _show_refusal(request: HttpRequest, step: Step, refusal: Refusal) -> HttpResponse:
    """Show why nothing was booked, with the form as it was sent, because another try can succeed."""
    form = step.form
    match refusal:
        case SlotTaken() | TimesMissing() | Overlapping():
            return _show_free_times(request, step, refusal)
        case OnlyForRecipient():
            form.add_error("email" if "email" in form.fields else None, str(refusal))
            return _show_details(request, step, 422)
        case Busy():
            form.add_error(None, str(refusal))
            return retry_soon(_show_details(request, step, 503))
        case GuestInvitedOften():
            form.add_error("guests" if "guests" in form.fields else None, str(refusal))
            return _show_details(request, step, 429)
        case _too_many:
            form.add_error(None, str(refusal))
            return _show_details(request, step, 429)


def _show_details(request: HttpRequest, step: Step, status: int) -> HttpResponse:
    """Show the details form, empty or as it was sent."""
    return render(request, "customer/details.html", step_context(step), status=status)


def _show_free_times(request: HttpRequest, step: Step, refusal: Refusal) -> HttpResponse:
    """Show the times of the form that can still be booked, after some were taken or their number was wrong."""
    # The copy drops the visit's cached offers: they were read before the locks, and another host may be next by now.
    step = replace(step, visit=replace(step.visit))
    offer, status = step.offer, 409 if isinstance(refusal, SlotTaken) else 422
    least, most = offer.event_type.times_to_choose
    if most == 1 and isinstance(refusal, SlotTaken):
        return show_conflict(request, step)
    free = tuple(offered_together(offer, step.starts, step.visit.now)[:most])
    if not free or len(free) < least:
        return show_conflict(request, step, free, status=status)
    missing = [start for start in step.starts if start not in free] if isinstance(refusal, SlotTaken) else []
    step.form.add_error(None, missing_text(step, missing) if missing else str(refusal))
    return _show_details(request, replace(step, starts=free), status)


def _show_changed_form(request: HttpRequest, visit: Visit, refusal: AnswersMissing) -> HttpResponse:
    """Show the form as its questions are now, with what was typed into the older form."""
    step = _read_step(request, visit)
    step.form.add_error(None, str(refusal))
    return _show_details(request, step, 422)


def _check_count(step: Step) -> None:
    """Raise TimesMissing when the form has too few or too many times.

    The booking would refuse such a form anyway; checked here, it does not count as a try.
    """
    least, most = step.event_type.times_to_choose
    if not least <= len(step.starts) <= most and not is_submitted(step.key):
        raise TimesMissing


def _count_against_limits(request: HttpRequest, visit: Visit, submission: Submission) -> None:
    """Count the form against the rate limits of public pages and of guests.

    Raise TooManyBookings when too many forms for public pages came from one network address. Forms for a link do not
    count there, since a link has its own limit. Raise GuestInvitedOften when a guest was invited too often, by whatever
    customers. A form that was accepted before is not counted, so that a customer who lost the answer gets it again.
    """
    is_public, guests = visit.entrance.link is None, submission.guests
    if not (is_public or guests) or is_submitted(submission.key):
        return
    if is_public and not ratelimit.consume(request, action="public_booking"):
        raise TooManyBookings
    count_guests(request, guests)


def _read_calendars(visit: Visit, submission: Submission) -> None:
    """Read the calendars of whoever would hold the meeting once more. Call it outside of transactions."""
    if visit.entrance.page.host_id is not None:
        refresh_readings([visit.entrance.page.host_id])
    elif visit.offer is not None:
        read_for_booking(visit.offer, submission.starts, visit.now)


def _redirect_to_booking(admission: Admission, visit: Visit) -> HttpResponse:
    """Redirect to the booking's own page, which can be reloaded safely."""
    token = admission.booking.token()
    assert token is not None  # The booking was signed a moment ago, with a key that is still in use.
    done = (("done", BOOKED),) if read_notices(admission.booking.notices).redirect_to else ()
    return see_other(reverse("booking", args=[token]) + BookingParams(lang=visit.params.lang, answers=done).query())


def _refusal_page(request: HttpRequest, visit: Visit, text: str) -> HttpResponse:
    return message_page(
        request,
        409,
        title=text,
        action=visit.times_address(),
        action_label=_("Back to the times"),
        contact=visit.entrance.contact,
        brand=visit.entrance.brand,
    )
