"""The demo's meetings in every state: moved, cancelled, completed, missed, declined, waiting, and a package."""

import uuid
from datetime import datetime, timedelta

from accounts.models import User
from bookings.actions import approve, ask_new_time, book, cancel, decline, mark_missed, reschedule, write_note
from bookings.models import Booking
from bookings.submission import Customer, Submission
from core.dates import from_epoch, to_epoch
from links.actions import mint
from pages.models import EventType, Page, PageEventType
from pages.offers import Offer
from pages.queries import list_starts, offers_of

WEEK = timedelta(days=7)
NOTE = "I hope that one of these suits you."
FOLLOW_UP = "Thank you for your time. Write to us if a question has come up."


def populate(ana: User, now: datetime) -> None:
    """Book the meetings through Ana's first page, and add a workshop with approval and a coaching package to it."""
    page = ana.pages.order_by("pk")[0]
    kinds = _make_event_types(page)
    call, workshop, coaching = (next(offer for offer in offers_of(page) if offer.event_type == kind) for kind in kinds)
    moved = _book(page, call, "Mei Tanaka", "Asia/Tokyo", now)
    reschedule(booking=moved, start=_free_starts(call, now, 1, skip=6)[0], actor=None, reason="My flight was moved.")
    cancelled = _book(page, call, "Omar Haddad", "Africa/Cairo", now)
    cancel(booking=cancelled, actor=ana, reason="I am ill that day. Please take another link.")
    request = _book(page, call, "Nora Lind", "Europe/Stockholm", now)
    ask_new_time(booking=request, actor=ana, message="Could we meet a little later?")
    write_note(booking=request, actor=ana, note="Prefers afternoons.", now=now)
    _book_past(page, call, now)
    _make_requests(page, workshop, now)
    sessions = _book(page, coaching, "Jonas Weber", "Europe/Berlin", now, times=3).admission.bookings.order_by(
        "session"
    )
    reschedule(
        booking=sessions[1], start=_free_starts(coaching, now, 1, skip=9)[0], actor=ana, reason="A clash on my side."
    )


def _make_event_types(page: Page) -> list[EventType]:
    """Return the intro call, now with notices, a new workshop with approval, and a new package of three sessions."""
    organization, owner = page.organization, page.owner
    call = page.event_types.order_by("offered_on__position")[0]
    call.reminders, call.follow_up, call.follow_up_text = [24 * 60, 60], 60, FOLLOW_UP
    call.save(update_fields=["reminders", "follow_up", "follow_up_text"])
    workshop = EventType(name="Workshop", duration=120, needs_approval=True, holds_suggested=False, ask_note="optional")
    coaching = EventType(name="Coaching, three sessions", duration=45, sessions=3)
    for position, event_type in enumerate([workshop, coaching], start=2):
        event_type.organization, event_type.owner = organization, owner
        event_type.save()
        PageEventType.objects.create(page=page, event_type=event_type, position=position)
    return [call, workshop, coaching]


def _book_past(page: Page, call: Offer, now: datetime) -> None:
    """Book two meetings two weeks ago for last week: one took place, and nobody came to the other."""
    then = now - 2 * WEEK
    _book(page, call, "Sofia Rossi", "Europe/Rome", then)
    missed = _book(page, call, "Victor Chen", "America/New_York", then)
    mark_missed(booking=missed, actor=page.owner, now=missed.ends_at)


def _make_requests(page: Page, workshop: Offer, now: datetime) -> None:
    """Make five requests: approved, declined, withdrawn, lapsed, and one that waits with three held times."""
    approved = _book(page, workshop, "Aisha Bello", "Africa/Lagos", now, times=2, skip=4)
    approve(booking=approved, start=approved.starts_at, actor=page.owner)
    declined = _book(page, workshop, "Karl Jensen", "Europe/Copenhagen", now, times=1, skip=8)
    decline(booking=declined, actor=page.owner, reason="I am away that week. Please ask again in a month.")
    withdrawn = _book(page, workshop, "Noor Haddad", "Asia/Dubai", now, times=2, skip=6)
    cancel(booking=withdrawn, actor=None, reason="We found another date with a colleague of yours.")
    lapsed = _book(page, workshop, "Rita Alves", "America/Sao_Paulo", now - 2 * WEEK, times=1)
    assert lapsed.starts_at < now
    EventType.objects.filter(pk=workshop.event_type.pk).update(holds_suggested=True)
    _book(page, workshop, "Elena Petrova", "Asia/Almaty", now, times=3, skip=2)


def _book(page: Page, offer: Offer, name: str, zone: str, now: datetime, *, times: int = 1, skip: int = 0) -> Booking:
    """Book a meeting for one customer through a one-time link of their own."""
    email = f"{name.split()[0].lower()}@example.net"
    offer = next(other for other in offers_of(page) if other.event_type.pk == offer.event_type.pk)
    starts = _free_starts(offer, now, times, skip)
    link = mint(actor=page.owner, page=page, now=now, expires_at=None, recipient_name=name, recipient_email=email)
    submission = Submission(
        uuid.uuid4(),
        offer.event_type.pk,
        starts[0],
        Customer(name, email, zone),
        further=tuple(starts[1:]),
        standard={"note": NOTE},
    )
    return book(submission=submission, link=link, now=now).bookings.order_by("session")[0]


def _free_starts(offer: Offer, now: datetime, count: int, skip: int = 0) -> list[datetime]:
    """Return free starts from two days ahead on, leaving out the first `skip`; several of them are a day apart."""
    begin = to_epoch(now + timedelta(days=2))
    found = [from_epoch(start) for start in list_starts(offer, (begin, begin + 12 * 86_400), now)][skip:]
    days: dict[object, datetime] = {}
    for start in found:
        days.setdefault(start.date() if count > 1 else start, start)
    return list(days.values())[:count]
