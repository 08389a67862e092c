"""Booking for a customer: through a link, or at a page by a one-time link that is made for it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Status

from accounts.errors import KeyReused
from accounts.models import Organization, Scope
from api.auth import Caller
from api.booking_shapes import BookAtPageIn, BookedOut, BookIn
from api.bookings import booking_payload
from api.door import NounRouter
from api.idempotency import idempotency_key, mark_replay
from api.offers import find_link_of, find_page_of, hours_zone, offer_asked_for, resolve_offer, resolve_zone
from api.problems import Problem, body_problem
from api.sentences import choose_one_of
from api.suggestions import starts_near, suggest_if_taken
from bookings.actions import book_for
from bookings.booking_fields import clean_answer
from bookings.booking_form import BookingForm
from bookings.errors import AlreadySent, Busy, NotOfferedHere
from bookings.fresh_readings import read_for_booking
from bookings.limits import count_booking_for, count_guests
from bookings.models import Admission, Booking
from bookings.queries import hosts_by_meeting, is_submitted, submission_by_key
from bookings.submission import Submission
from links.errors import DeadLink
from links.models import Link
from links.queries import why_dead
from links.stored import stored_answers
from pages.models import Page
from pages.offers import Offer
from pages.queries import offers_of

router = NounRouter(tags=["Meetings"])
BOOKED_RESPONSES = {201: BookedOut, 200: BookedOut}
TOP_LEVEL_FIELDS = {"name", "email"}


@router.writes("/links/{int:link_id}/bookings", Scope.BOOKINGS_WRITE, BOOKED_RESPONSES)
def book_through_link(request: Caller, response: HttpResponse, link_id: int, body: BookIn) -> Status[dict[str, Any]]:
    """Book for a customer through a link, and spend one use of it.

    Everything that binds customers binds here too: what the link allows, its recipient, required answers, hours,
    notice, limits and busy time. Where the time is taken, `suggestions` are the nearest that are free.
    """
    link = find_link_of(request.user, link_id)
    # A booking under the same key is answered again, even if it used up the link.
    submitted, is_repeat = submission_by_key(request.user, idempotency_key(request), timezone.now())
    if not is_repeat and (reason := why_dead(link, timezone.now())) is not None:
        raise DeadLink(reason)
    offer = _offer_of_body(link.target, link, body, submitted if is_repeat else None)
    submission = _submission(link.target, offer, body, stored_answers(link), submitted)
    if not is_repeat:
        count_guests(request, submission.guests)
        read_for_booking(offer, submission.starts, timezone.now())
    try:
        with _translate_refusals(offer, body):
            admission, new = book_for(by=request.user, submission=submission, link=link)
    except Busy:
        # Whoever was ahead may have ended the link, if it was not this very booking.
        is_own = is_submitted(submission.key)
        if not is_own and (reason := why_dead(find_link_of(request.user, link_id), timezone.now())) is not None:
            raise DeadLink(reason) from None
        raise
    return _booked_response(response, admission, new)


@router.writes("/pages/{int:page_id}/bookings", Scope.BOOKINGS_WRITE, BOOKED_RESPONSES)
def book_at_page(request: Caller, response: HttpResponse, page_id: int, body: BookAtPageIn) -> Status[dict[str, Any]]:
    """Book for a customer at a page: a one-time link is made and spent in the same moment.

    Each booking has its link, with your `label` and `metadata`; where the booking is refused, no link is left. A token
    books 60 an hour in this way. For the rest it is as through a link.
    """
    submitted, is_repeat = submission_by_key(request.user, idempotency_key(request), timezone.now())
    page = find_page_of(request.user, page_id, even_paused=is_repeat)
    offer = _offer_of_body(page, None, body, submitted if is_repeat else None)
    submission = _submission(page, offer, body, {}, submitted)
    if not is_repeat:
        count_booking_for(request, str(request.token.pk))
        count_guests(request, submission.guests)
        read_for_booking(offer, submission.starts, timezone.now())
    with _translate_refusals(offer, body):
        admission, new = book_for(
            by=request.user,
            submission=submission,
            page=page,
            label=body.label,
            metadata=body.metadata,
        )
    return _booked_response(response, admission, new)


def _offer_of_body(page: Page, link: Link | None, body: BookIn, repeat_of: UUID | None) -> Offer:
    """Return the offer that the body asks for. Of a submission that was accepted before it need not be there any more.

    Raise NotOfferedHere or Problem.
    """
    try:
        return offer_asked_for(page, link, body.event_type, body.page, "pointer:/")
    except NotOfferedHere:
        if repeat_of is None:
            raise
    booked = Admission.objects.select_related("event_type").get(submission_key=repeat_of)
    return resolve_offer(offers_of(page, [booked.event_type]), body.event_type, body.page, "pointer:/")


@contextmanager
def _translate_refusals(offer: Offer, body: BookIn) -> Iterator[None]:
    """Raise KeyReused for a key that was sent with another body, and suggest free times if the start is taken."""
    try:
        with suggest_if_taken(lambda: starts_near(offer, body.start)):
            yield
    except AlreadySent as refusal:
        raise KeyReused from refusal


def _submission(page: Page, offer: Offer, body: BookIn, stored: Mapping[str, str], key: UUID) -> Submission:
    """Return the submission of the body. Missing fields are filled from what the link stores. Raise Problem."""
    answers = {name: value if isinstance(value, str) else "\n".join(value) for name, value in body.answers.items()}
    texts = {**stored, **answers}
    for name, text in (("name", body.name), ("email", body.email or "")):
        if text or name in answers:
            texts[name] = text
    form = BookingForm.of_texts(texts, event_type=offer.event_type, location_kinds=offer.location_kinds)
    if errors := [*_unknown_answers(form, answers), *_form_errors(form)]:
        raise Problem("invalid", errors=errors)
    return form.submission(
        key,
        sorted({body.start, *body.further}),
        page_id=body.page,
        zone=resolve_zone(body.zone, "pointer", "/zone") or hours_zone(page, offer),
        clock=body.clock,
        language=_language(body.language, page.organization),
        texts=texts,
    )


def _unknown_answers(form: BookingForm, answers: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """Yield an error for each answer to an unknown question, and for each invalid answer to a hidden one."""
    hidden = {question.name: question for question in form.all_questions if question.hidden}
    for name, text in answers.items():
        if name in TOP_LEVEL_FIELDS or name not in form.fields.keys() | hidden.keys():
            yield {"pointer": f"/answers/{name}", "detail": _("This is not asked for here.")}
        elif name in hidden and text and clean_answer(hidden[name], text) is None:
            yield {"pointer": f"/answers/{name}", "detail": _("This answer cannot be taken.")}


def _form_errors(form: BookingForm) -> Iterator[dict[str, str]]:
    """Yield an error for each field that is missing or invalid, located in the body."""
    for name, errors in form.errors.items():
        pointer = f"/{name}" if name in TOP_LEVEL_FIELDS else f"/answers/{name}"
        yield from ({"pointer": pointer, "detail": str(error)} for error in errors)


def _language(requested: str, organization: Organization) -> str:
    """Return the customer's language; without one, the organization's if it is offered, else the site's.

    Raise Problem for one that is not offered.
    """
    codes = {code.lower(): code for code, _name in settings.LANGUAGES}
    if requested and requested.lower() not in codes:
        raise body_problem("/language", choose_one_of(codes.values()))
    return codes.get((requested or organization.language).lower(), settings.LANGUAGE_CODE)


def _booked_response(response: HttpResponse, admission: Admission, new: bool) -> Status[dict[str, Any]]:
    """Return the answer: the first of the meetings that were booked together, and the UIDs of all."""
    bookings = list(Booking.objects.filter(admission=admission).to_publish().order_by("session"))
    first = bookings[0]
    response["Location"] = f"{settings.BASE_URL}/api/v1/bookings/{first.uid}"
    hosts = hosts_by_meeting([first]).get(first.uid, [])
    package = [str(booking.uid) for booking in bookings]
    return Status(
        mark_replay(response, again=not new), {**booking_payload(first, hosts, timezone.now()), "package": package}
    )
