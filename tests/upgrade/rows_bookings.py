"""Adds rows about bookings to the demo's: one in each state, and mails in each state."""

import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Event
from typing import Any

from accounts.models import User
from bookings.actions import (
    approve,
    ask_new_time,
    book,
    cancel,
    decline,
    erase_customer,
    mail_confirmation_again,
    mark_missed,
    reassign,
    reschedule,
    stop_reminding,
    write_note,
)
from bookings.emails import message
from bookings.models import Booking
from bookings.submission import Customer, Submission
from deliveries import actions as outbox
from deliveries.worker import drain
from links.actions import mint
from pages.models import Page
from pages.queries import list_starts, offers_of
from tests.upgrade.mailed import Mailed, using_keys

CALL, WORKSHOP, COACHING = "Intro call", "Workshop", "Coaching, three sessions"
FORTNIGHT = timedelta(days=14)
ANSWERS = {
    "standard": {
        "company": "Moss Ltd",
        "phone": "+34 600 000 000",
        "note": "On the ground floor, please.",
        "guests": ("guest@example.net",),
    },
    "utm": (("utm_source", "fair"),),
}


def add(ana: User, mailed: Mailed, now: datetime) -> None:
    meetings = _Meetings(ana, mailed, now)
    with using_keys("00a"):
        # The demo's mails are sent. Those of the following rows stay open.
        drain(message, stop=Event())
        meetings.add_upcoming()
        meetings.add_past()
        meetings.add_requests()
    with using_keys("00b", "00a"):
        meetings.add_upcoming()
        meetings.add_cancelled()
    with using_keys("00z"):
        meetings.add_address("meeting, its key dropped", meetings.book(CALL), 404)
    _leave_mails_open()


def _leave_mails_open() -> None:
    """Leave one mail refused for good, one refused for now, and one claimed by a worker."""
    refused, later, _held = outbox.claim(limit=3)
    outbox.begin(delivery=refused)
    outbox.mark_failed(delivery=refused, error="550 5.1.1 No such mailbox here", permanent=True)
    outbox.begin(delivery=later)
    outbox.mark_failed(delivery=later, error="451 4.7.1 Greylisted", permanent=False)


class _Meetings:
    """Adds meetings, each of another customer through their own one-time link."""

    def __init__(self, ana: User, mailed: Mailed, now: datetime) -> None:
        self.ana, self.mailed, self.now = ana, mailed, now
        self.page = ana.pages.order_by("pk")[0]
        self.customers = 0

    def add_address(self, name: str, booking: Booking, status: int = 200) -> None:
        self.mailed.add(f"{name}, {booking.kid}", f"/b/{booking.token()}/", status)

    def book(
        self, event_type: str, *, count: int = 1, now: datetime | None = None, public: bool = False, **more: Any
    ) -> Booking:
        """Book the first free times from three days ahead, a day apart."""
        self.customers += 1
        customer = Customer(f"Customer {self.customers}", f"customer{self.customers}@example.net", "Asia/Kolkata", "12")
        now, page = now or self.now, Page.objects.get(pk=self.page.pk)
        offer = next(offer for offer in offers_of(page) if offer.event_type.name == event_type)
        begin = int((now + timedelta(days=3)).timestamp())
        days: dict[int, datetime] = {}
        for start in list_starts(offer, (begin, begin + 20 * 86_400), now):
            days.setdefault(start // 86_400, datetime.fromtimestamp(start, UTC))
        first, *further = list(days.values())[:count]
        form = Submission(uuid.uuid4(), offer.event_type.pk, first, customer, further=tuple(further), **more)
        if public:
            return book(submission=form, page=page, now=now).bookings.get()
        link = mint(actor=self.ana, page=page, now=now, expires_at=None, recipient_name=customer.name)
        response = (404,) if link.kid == "00z" else (410, "used")
        self.mailed.add(f"link, used for a {event_type}, {link.kid}", link.address(), *response)
        return book(submission=form, link=link, now=now).bookings.order_by("session")[0]

    def free_start(self, booking: Booking) -> datetime:
        """Return a free start to which the meeting can move."""
        offer = next(offer for offer in offers_of(self.page) if offer.event_type.pk == booking.event_type_id)
        begin = int((booking.starts_at + timedelta(days=1)).timestamp())
        return datetime.fromtimestamp(list_starts(offer, (begin, begin + 9 * 86_400), self.now)[3], UTC)

    def add_upcoming(self) -> None:
        """Add upcoming meetings."""
        booking = self.book(CALL, **ANSWERS)
        self.add_address("meeting", booking)
        self.mailed.add(f"calendar entry, {booking.kid}", f"/b/{booking.token()}/invite.ics")
        stop_reminding(booking=booking, now=self.now)
        assert mail_confirmation_again(booking=booking, now=self.now + timedelta(hours=1))
        self.add_address("meeting of a public page", self.book(CALL, public=True))
        moved = self.book(CALL)
        reschedule(booking=moved, start=self.free_start(moved), actor=None, reason="My train is late.")
        self.add_address("meeting, moved", moved)
        to_move = self.book(CALL)
        ask_new_time(booking=to_move, actor=self.ana, message="A day later?")
        write_note(booking=to_move, actor=self.ana, note="Call back.", now=self.now)
        self.add_address("meeting, another time asked for", to_move)
        for session in self.book(COACHING, count=3).admission.bookings.order_by("session"):
            self.add_address(f"session {session.session} of a package", session)

    def add_past(self) -> None:
        """Add meetings that are over."""
        past = self.now - FORTNIGHT
        self.add_address("meeting, completed", self.book(CALL, now=past))
        missed = self.book(CALL, now=past)
        mark_missed(booking=missed, actor=self.ana)
        self.add_address("meeting, missed", missed)

    def add_requests(self) -> None:
        """Add a waiting request, and requests that have ended in each way."""
        cancelled = self.approved_request()
        cancel(booking=cancelled, actor=None, reason="It is off.")
        self.add_address("meeting, approved and cancelled", cancelled)
        ended: dict[str, Callable[[Booking], object]] = {
            "waiting": lambda booking: None,
            "declined": lambda booking: decline(booking=booking, actor=self.ana, reason="Not this month."),
            "withdrawn": lambda booking: cancel(booking=booking, actor=None, reason="We found somebody."),
            "withdrawn by its host": lambda booking: cancel(booking=booking, actor=self.ana),
        }
        for name, end in ended.items():
            booking = self.book(WORKSHOP, count=2)
            end(booking)
            self.add_address(f"request, {name}", booking)
        lapsed = self.book(WORKSHOP, now=self.now - FORTNIGHT)
        self.add_address("request, lapsed", lapsed)
        late = self.book(WORKSHOP, now=self.now - FORTNIGHT)
        cancel(booking=late, actor=None)
        self.add_address("request, withdrawn when it had lapsed", late)
        self.add_address("request, approved", self.approved_request())

    def approved_request(self) -> Booking:
        booking = self.book(WORKSHOP, count=2)
        return approve(booking=booking, start=booking.starts_at, actor=self.ana)

    def add_cancelled(self) -> None:
        """Add meetings that were cancelled or reassigned, and customers who were erased."""
        for name, actor in (("its customer", None), ("its host", self.ana)):
            booking = self.book(CALL)
            cancel(booking=booking, actor=actor, reason="I am ill.")
            self.add_address(f"meeting, cancelled by {name}", booking)
        given = self.book(CALL)
        ben = User.objects.get(email="ben@example.com")
        reassign(booking=given, former=self.ana, page=ben.pages.order_by("pk")[0], actor=self.ana)
        self.add_address("meeting, reassigned", given)
        for name, kind in (("meeting, its customer erased", CALL), ("request, withdrawn and erased", WORKSHOP)):
            booking = self.book(kind, **ANSWERS)
            cancel(booking=booking, actor=None, reason="Do not write to me again.")
            erase_customer(actor=self.ana, email=booking.admission.customer_email, now=self.now)
            self.add_address(name, booking)
