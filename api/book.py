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
from api.bookings import told
from api.door import Noun
from api.idempotency import key_of, note_replay
from api.offered import asked_zone, chosen_offer, find_link_of, find_page_of, zone_of
from api.problems import Problem, wrong
from api.sentences import choose_one_of
from api.suggestions import suggesting, to_book
from bookings.actions import book_for
from bookings.booking_fields import clean_answer
from bookings.booking_form import BookingForm
from bookings.errors import AlreadySent
from bookings.fresh_readings import read_for_booking
from bookings.limits import count_booking_for, count_guests
from bookings.models import Admission, Booking
from bookings.queries import hosts_by_meeting, submission_by_key
from bookings.submission import Submission
from links.errors import DeadLink
from links.queries import offers_through
from links.stored import stored_answers
from pages.models import Page
from pages.offers import Offer
from pages.queries import offers_of

router = Noun(tags=["Meetings"])
ANSWERS = {201: BookedOut, 200: BookedOut}
APART = {"name", "email"}


@router.writes("/links/{int:link_id}/bookings", Scope.BOOKINGS_WRITE, ANSWERS)
def book_through_link(request: Caller, response: HttpResponse, link_id: int, body: BookIn) -> Status[dict[str, Any]]:
    """Book for a customer through a link, and spend one use of it.

    Everything that binds customers binds here too: what the link allows, its recipient, required answers, hours,
    notice, limits and busy time. Where the time is taken, `suggestions` are the nearest that are free.
    """
    link = find_link_of(request.user, link_id)
    # What was booked under this key before is answered again, also where it used up the link.
    submitted, known = submission_by_key(request.user, key_of(request), timezone.now())
    if not known and (reason := link.dead_reason(timezone.now())) is not None:
        raise DeadLink(reason)
    offer = chosen_offer(offers_through(link), body.event_type, body.page, "pointer:/")
    submission = _submission(link.target, offer, body, stored_answers(link), submitted)
    if not known:
        count_guests(request, submission.guests)
        read_for_booking(offer, submission.starts, timezone.now())
    with _refusals(offer, body):
        admission, new = book_for(by=request.user, submission=submission, link=link)
    return _booked(response, admission, new)


@router.writes("/pages/{int:page_id}/bookings", Scope.BOOKINGS_WRITE, ANSWERS)
def book_at_page(request: Caller, response: HttpResponse, page_id: int, body: BookAtPageIn) -> Status[dict[str, Any]]:
    """Book for a customer at a page: a one-time link is made and spent in the same moment.

    Each booking has its link, with your `label` and `metadata`; where the booking is refused, no link is left. A token
    books 60 an hour in this way. For the rest it is as through a link.
    """
    page = find_page_of(request.user, page_id)
    submitted, known = submission_by_key(request.user, key_of(request), timezone.now())
    offer = chosen_offer(offers_of(page), body.event_type, body.page, "pointer:/")
    submission = _submission(page, offer, body, {}, submitted)
    if not known:
        count_booking_for(request, str(request.token.pk))
        count_guests(request, submission.guests)
        read_for_booking(offer, submission.starts, timezone.now())
    with _refusals(offer, body):
        admission, new = book_for(
            by=request.user,
            submission=submission,
            page=page,
            label=body.label,
            metadata=body.metadata,
        )
    return _booked(response, admission, new)


@contextmanager
def _refusals(offer: Offer, body: BookIn) -> Iterator[None]:
    """Answer a key that was sent with another body, and suggest other times where the one asked for is taken."""
    try:
        with suggesting(lambda: to_book(offer, body.start)):
            yield
    except AlreadySent as refusal:
        raise KeyReused from refusal


def _submission(page: Page, offer: Offer, body: BookIn, stored: Mapping[str, str], key: UUID) -> Submission:
    """Return what the body submits. What the link stores stands where the body leaves it out. Raise Problem."""
    given = {name: one if isinstance(one, str) else "\n".join(one) for name, one in body.answers.items()}
    own = {"name": body.name, "email": body.email or ""}
    texts = {**stored, **given, **{name: text for name, text in own.items() if text or name in given}}
    form = BookingForm.of_texts(texts, event_type=offer.event_type, location_kinds=offer.location_kinds)
    if errors := [*_unknown(form, given), *_unfit(form)]:
        raise Problem("invalid", errors=errors)
    return form.submission(
        key,
        sorted({body.start, *body.further}),
        page_id=body.page,
        zone=asked_zone(body.zone, "pointer", "/zone") or zone_of(page, offer),
        clock=body.clock,
        language=_language(body.language, page.organization),
        texts=texts,
    )


def _unknown(form: BookingForm, given: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """Yield an error for each answer that is not asked for, and for each hidden one that cannot be taken."""
    hidden = {one.name: one for one in form.all_questions if one.hidden}
    for name, text in given.items():
        if name in APART or name not in form.fields.keys() | hidden.keys():
            yield {"pointer": f"/answers/{name}", "detail": _("This is not asked for here.")}
        elif name in hidden and text and clean_answer(hidden[name], text) is None:
            yield {"pointer": f"/answers/{name}", "detail": _("This answer cannot be taken.")}


def _unfit(form: BookingForm) -> Iterator[dict[str, str]]:
    """Yield an error for each field that is missing or cannot be taken, named by its place in the body."""
    for name, errors in form.errors.items():
        pointer = f"/{name}" if name in APART else f"/answers/{name}"
        yield from ({"pointer": pointer, "detail": str(error)} for error in errors)


def _language(asked: str, organization: Organization) -> str:
    """Return the customer's language; without one, the organization's if it is offered, else the site's.

    Raise Problem for one that is not offered.
    """
    codes = {code.lower(): code for code, _name in settings.LANGUAGES}
    if asked and asked.lower() not in codes:
        raise wrong("/language", choose_one_of(codes.values()))
    return codes.get((asked or organization.language).lower(), settings.LANGUAGE_CODE)


def _booked(response: HttpResponse, admission: Admission, new: bool) -> Status[dict[str, Any]]:
    """Return the answer: the first of the meetings that were booked together, and the UIDs of all."""
    bookings = list(Booking.objects.filter(admission=admission).to_publish().order_by("session"))
    first = bookings[0]
    response["Location"] = f"{settings.BASE_URL}/api/v1/bookings/{first.uid}"
    hosts = hosts_by_meeting([first]).get(first.uid, [])
    package = [str(one.uid) for one in bookings]
    return Status(note_replay(response, again=not new), {**told(first, hosts, timezone.now()), "package": package})
