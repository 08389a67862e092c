"""What members of the crowd run. Each operation is called in another process and returns plain data."""

import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from threading import Event
from typing import Any, NamedTuple
from unittest.mock import patch
from uuid import UUID, uuid4

from django.db import IntegrityError
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone

from accounts import locks
from accounts.actions import change_member
from accounts.errors import Refusal
from accounts.models import User
from bookings.actions import approve as approve_now
from bookings.actions import book as book_now
from bookings.actions import book_for as book_for_now
from bookings.actions import cancel as cancel_now
from bookings.actions import decline as decline_now
from bookings.actions import mail_confirmation_again as mail_again_now
from bookings.actions import reassign as reassign_now
from bookings.actions import reschedule as reschedule_now
from bookings.actions.edits import handle_reading
from bookings.host_entries import entry_of
from bookings.models import Admission, Booking
from calendars.actions.claiming import Claim
from calendars.models import Calendar
from calendars.providers import Access, Outcome
from calendars.readers import ReadingTask, keep_with_retries
from calendars.reading import BusyTime, HostProfile
from calendars.writers import Writers
from deliveries.models import Medium
from deliveries.senders import send_due
from deliveries.webhooks.calling import CALLER_BATCH, EndpointCaller
from links.actions import change_reusable, make_batch
from links.actions import revoke as revoke_now
from links.actions.batches import BatchMail, Recipient
from links.errors import DeadLink
from links.models import Link
from pages.actions import accept_invitation, add_time_off, block_time, open_account
from pages.models import EventType, Page, WeeklyHours
from tests.builders import submission
from tests.calendars.fake import keep_no_room
from tests.concurrency.stages import customer_of

DAY = 86_400


class Answer(NamedTuple):
    """`booked` and the admission's id, or the name of the refusal and its reason."""

    word: str
    detail: str = ""


def run_later(*, seconds: float, operation: tuple[Callable[..., Any], dict[str, Any]]) -> Any:
    """Run the operation a moment after the others have begun."""
    time.sleep(seconds)
    function, arguments = operation
    return function(**arguments)


def book(
    *,
    event_type: int,
    start: datetime,
    link: int | None = None,
    page: int | None = None,
    key: UUID | None = None,
    email: str = "",
    chosen: int | None = None,
    now: datetime | None = None,
) -> Answer:
    """Books through the action, by the database's clock unless told another time; `chosen` is a booking page."""
    try:
        admission = book_now(
            submission=submission(event_type, start, key=key, email=email or customer_of(start), page_id=chosen),
            link=None if link is None else Link.objects.get(pk=link),
            page=None if page is None else Page.objects.get(pk=page),
            now=now,
        )
    except DeadLink as refusal:
        return Answer("DeadLink", refusal.reason)
    except (Refusal, IntegrityError) as refusal:
        return Answer(type(refusal).__name__)
    return Answer("booked", str(admission.pk))


def book_for(*, by: int, event_type: int, start: datetime, link: int | None = None, page: int | None = None) -> Answer:
    """A program books for a customer in the user's name."""
    form = submission(event_type, start, email=customer_of(start))
    where = {"link": Link.objects.get(pk=link)} if link else {"page": Page.objects.get(pk=page)}
    try:
        admission, _new = book_for_now(by=User.objects.get(pk=by), submission=form, **where)  # type: ignore[arg-type]
    except DeadLink as refusal:
        return Answer("DeadLink", refusal.reason)
    except Refusal as refusal:
        return Answer(type(refusal).__name__)
    return Answer("booked", str(admission.pk))


def revoke(*, actor: int, link: int, now: datetime) -> int:
    """Revokes through the action; answers how many bookings it and its children had when that was done."""
    revoke_now(actor=User.objects.get(pk=actor), link=Link.objects.get(pk=link), now=now)
    return Admission.objects.filter(Q(link_id=link) | Q(link__parent_id=link)).count()


def change_parent(*, actor: int, link: int, event_type: int, now: datetime, expires_at: datetime | None) -> int:
    """Changes a reusable link through the action; answers how many bookings its versions had when that was done."""
    change_reusable(
        actor=User.objects.get(pk=actor),
        link=Link.objects.get(pk=link),
        event_types=[EventType.objects.get(pk=event_type)],
        name="Changed",
        expires_at=expires_at,
        in_library=False,
        now=now,
    )
    return Admission.objects.filter(link__parent_id=link).count()


def pause(*, page: int) -> int:
    """Pauses a page, as its editing screen does; answers how many bookings it had then."""
    organization = Page.objects.get(pk=page).organization_id
    with locks.changing_offers(organization):
        Page.objects.filter(pk=page).update(accepts_bookings=False)
    return Admission.objects.filter(page_id=page).count()


def close_hours(*, page: int) -> int:
    """Empties the page's schedule; answers how many bookings the page had then."""
    its = Page.objects.get(pk=page)
    with locks.changing_offers(its.organization_id):
        WeeklyHours.objects.filter(schedule_id=its.schedule_id).delete()
    return Admission.objects.filter(page_id=page).count()


def take_days_off(*, host: int, first: date) -> int:
    """Takes some weeks off; answers how many bookings the host's pages had then."""
    owner = User.objects.get(pk=host)
    add_time_off(actor=owner, owner=owner, first=first, last=first + timedelta(days=30), now=timezone.now())
    return Admission.objects.filter(page__host_id=host).count()


def block(*, host: int, starts_at: datetime) -> int:
    """Blocks a day; answers how many bookings the host's pages had then."""
    owner = User.objects.get(pk=host)
    block_time(
        actor=owner, owner=owner, starts_at=starts_at, ends_at=starts_at + timedelta(hours=24), now=timezone.now()
    )
    return Admission.objects.filter(page__host_id=host).count()


def take_out(*, actor: int, host: int) -> int:
    """Takes the host out of the organization; answers how many bookings their pages had then."""
    member = User.objects.get(pk=host)
    change_member(actor=User.objects.get(pk=actor), member=member, role=member.role, is_active=False)
    return Admission.objects.filter(page__host_id=host).count()


def change(*, what: Callable[..., None], **ids: Any) -> list[int]:
    """Changes what is offered; answers which admissions there were when the change began to hold."""
    known: list[list[int]] = []
    hold = locks.hold_organization

    def noted(organization_id: int) -> None:
        hold(organization_id)
        # In a new statement, so these are all who came before; and until COMMIT nobody else comes.
        known.append(list(Admission.objects.filter(organization_id=organization_id).values_list("pk", flat=True)))

    with patch.object(locks, "hold_organization", noted):
        what(**ids)
    (before,) = known
    return before


def as_answer(word: str, operation: Callable[[], Any]) -> str:
    """The word where it is done, else the name of the refusal."""
    try:
        operation()
    except (Refusal, IntegrityError) as refusal:
        return type(refusal).__name__
    return word


def cancel(*, booking: int, sequence: int | None = None) -> str:
    """The customer cancels; answers `cancelled`, or the name of the refusal."""
    meeting = Booking.objects.get(pk=booking)
    return as_answer("cancelled", lambda: cancel_now(booking=meeting, actor=None, sequence=sequence))


def reschedule(*, booking: int, start: datetime, sequence: int | None = None) -> str:
    """The customer moves the meeting; answers `moved`, or the name of the refusal."""
    meeting = Booking.objects.get(pk=booking)
    return as_answer("moved", lambda: reschedule_now(booking=meeting, start=start, actor=None, sequence=sequence))


def approve(*, booking: int, start: datetime, actor: int) -> str:
    """The host approves a suggested time; answers `approved`, or the name of the refusal."""
    meeting, host = Booking.objects.get(pk=booking), User.objects.get(pk=actor)
    return as_answer("approved", lambda: approve_now(booking=meeting, start=start, actor=host))


def decline(*, booking: int, actor: int) -> str:
    """The host declines; answers `declined`, or the name of the refusal."""
    meeting, host = Booking.objects.get(pk=booking), User.objects.get(pk=actor)
    return as_answer("declined", lambda: decline_now(booking=meeting, actor=host))


def reassign(*, booking: int, former: int, page: int, actor: int) -> str:
    """An admin hands the meeting to the page's host; answers `reassigned`, or the name of the refusal."""
    meeting, to = Booking.objects.get(pk=booking), Page.objects.get(pk=page)
    persons = {"former": User.objects.get(pk=former), "actor": User.objects.get(pk=actor)}
    return as_answer("reassigned", lambda: reassign_now(booking=meeting, page=to, **persons))


def read_calendar(*, calendar: int, busy: tuple[int, int]) -> str:
    """A reader keeps that the calendar says so; answers `kept`."""
    lease = uuid4()
    Calendar.objects.filter(pk=calendar).update(lease=lease, leased_until=Now() + timedelta(minutes=2))
    claim = Claim(Calendar.objects.select_related("connection").get(pk=calendar), datetime.now(UTC), False)
    first = busy[0] - 40 * DAY
    task = ReadingTask(claim, Access(""), HostProfile("UTC"), (first, first + 900 * DAY))
    return "kept" if keep_with_retries(task, Outcome(BusyTime((busy,), {}, ()), {}), handle_reading) else "lost"


def call_webhooks() -> None:
    """Calls webhooks with whatever is due, as a thread of the worker does."""
    while send_due(Medium.WEBHOOK, EndpointCaller(Event()).send, stop=Event(), batch=CALLER_BATCH):
        pass


def write_entries() -> None:
    """Writes into hosts' calendars whatever is due, as a thread of the worker does."""
    writers = Writers(entry_of, keep_no_room)
    while send_due(Medium.CALENDAR, writers.send, stop=Event()):
        pass


def mail_confirmation_again(*, booking: int, now: datetime) -> bool:
    """The customer asks for the confirmation once more."""
    return mail_again_now(booking=Booking.objects.get(pk=booking), now=now)


def sign_up(*, number: int, signups: str) -> str:
    """Opens an account; answers `made`, or the name of the refusal."""
    try:
        open_account(
            signups=signups,
            organization_name=f"Firm {number}",
            name="Ana Ruiz",
            email=f"first{number}@firm.example",
            password="correct horse battery",
            time_zone="UTC",
        )
    except Refusal as refusal:
        return type(refusal).__name__
    return "made"


def accept(*, key: str, now: datetime) -> str:
    """Accepts an invitation; answers `joined`, or the name of the refusal."""
    try:
        accept_invitation(key=key, name="Ben Ode", password="correct horse battery", time_zone="UTC", now=now)
    except Refusal as refusal:
        return type(refusal).__name__
    return "joined"


def make_links(*, actor: int, page: int, count: int, label: str, now: datetime) -> tuple[int, bool]:
    """Makes links for a list of people, each of whom is owed a mail; answers which batch, and whether it was there."""
    batch = make_batch(
        actor=User.objects.get(pk=actor),
        page=Page.objects.get(pk=page),
        recipients=[Recipient(f"Person {number}", f"p{number}@example.com") for number in range(count)],
        label=label,
        mail=BatchMail("Your link", "Hello {name}"),
        now=now,
    )
    return batch.pk, batch.existed
