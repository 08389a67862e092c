"""Actions for mails that somebody asks for, and for the hosts' private note."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import cast

from django.db.transaction import atomic

from accounts.models import User
from accounts.verbs import Verb
from bookings.errors import Changed
from bookings.facts import BookingFacts
from bookings.models import Booking
from bookings.notifications import METHODS, Event, MailKind, as_customer, as_person, delivery, frozen
from bookings.queries import hosts_of
from bookings.states import BookingStatus
from bookings.steps import change as steps
from bookings.steps import judge
from bookings.steps.retry import in_one_transaction
from deliveries.models import Delivery

# What last happened to a booking of this status, and the mail that tells its customer.
SAYING: dict[str, tuple[Event, MailKind]] = {
    BookingStatus.SCHEDULED: (Event.BOOKED, MailKind.CUSTOMER_CONFIRMATION),
    BookingStatus.REQUESTED: (Event.REQUESTED, MailKind.CUSTOMER_REQUEST),
    BookingStatus.CANCELLED: (Event.CANCELLED, MailKind.CUSTOMER_CANCELLATION),
    BookingStatus.WITHDRAWN: (Event.WITHDRAWN, MailKind.CUSTOMER_CANCELLATION),
    BookingStatus.DECLINED: (Event.DECLINED, MailKind.CUSTOMER_DECLINE),
}
RESEND_PAUSE, COPIES_A_DAY = timedelta(minutes=10), 5


def mail_again(*, booking: Booking, now: datetime) -> bool:
    """Owe the customer another copy of their confirmation, to the address on file, and return True.

    Return False, and owe nothing, if a confirmation was created within the last RESEND_PAUSE, if COPIES_A_DAY were
    within the last day, or if the meeting has ended or does not take place.
    """
    return _mail_once_more(booking, now, lambda _booking: MailKind.CUSTOMER_CONFIRMATION)


def mail_own(*, booking: Booking, now: datetime) -> bool:
    """Owe the customer, who asks for it, the mail that says what became of their booking, and return True.

    A request gets its receipt again, a cancelled meeting its cancellation. Return False as `mail_again` does.
    """
    return _mail_once_more(booking, now, _saying)


def _mail_once_more(booking: Booking, now: datetime, choose: Callable[[Booking], MailKind]) -> bool:
    with atomic(durable=True):
        # The lock makes two simultaneous requests follow one another, so that the second one finds the first one's
        # copy.
        steps.lock_booking(booking.pk)
        booking = steps.read_booking(booking.pk)
        kind = choose(booking)
        confirmed = kind == MailKind.CUSTOMER_CONFIRMATION
        if (confirmed and not booking.is_ahead(now)) or (booking.lapses_at or booking.ends_at) <= now:
            return False
        sent = Delivery.objects.filter(thread=booking.uid, kind=kind)
        if sent.filter(created_at__gt=now - RESEND_PAUSE).exists():
            return False
        if sent.filter(created_at__gt=now - timedelta(days=1)).count() >= COPIES_A_DAY:
            return False
        facts = _facts(booking, now) | ({} if confirmed else _what_became(booking))
        _mail_customer(booking, kind, cast(BookingFacts, facts), now)
    return True


def _saying(booking: Booking) -> MailKind:
    return SAYING[booking.status][1] if booking.status in SAYING else MailKind.CUSTOMER_CONFIRMATION


def _what_became(booking: Booking) -> dict[str, object]:
    """Return the facts of what happened last to a booking that is not scheduled."""
    event = SAYING[booking.status][0]
    return {
        "event": event,
        "method": METHODS.get(event, ""),
        "by": None if booking.decided_by is None else as_person(booking.decided_by),
        "reason": booking.reason,
        "suggested": [one.isoformat() for one in booking.times_suggested],
    }


@in_one_transaction
def ask_new_time(
    *, booking: Booking, actor: User, message: str, sequence: int | None = None, now: datetime | None = None
) -> Booking:
    """Ask the customer by mail to choose another time.

    Until they do, the meeting stays as it is, and no policy binds them. Raise Ended, Begun, Changed or Busy.
    """
    with steps.locked_booking(booking) as booking:
        steps.judge_seen(booking, sequence)
        now = now or judge.read_clock()
        steps.judge_move(booking, True, now)
        booking.new_time_asked_at = now
        booking.save(update_fields=["new_time_asked_at"])
        steps.write_change(booking, Verb.ASKED_NEW_TIME, actor, now, message=message)
        facts = _facts(booking, now) | {"method": "", "reason": message, "by": as_person(actor)}
        _mail_customer(booking, MailKind.NEW_TIME_ASKED, facts, now)
        return booking


def _facts(booking: Booking, now: datetime) -> BookingFacts:
    return frozen(booking, organization=booking.organization.name, hosts=list(hosts_of(booking)), now=now)


def _mail_customer(booking: Booking, kind: MailKind, facts: BookingFacts, now: datetime) -> None:
    """Owe the customer one more mail of this kind, numbered after the copies for the same sequence."""
    recipient = as_customer(booking.admission)
    copies = Delivery.objects.filter(
        thread=booking.uid, kind=kind, recipient=recipient["email"], sequence=booking.sequence
    ).count()
    delivery(booking, facts, kind, recipient, now, copy=copies).save()


def write_note(*, booking: Booking, actor: User, note: str, now: datetime, seen: str | None = None) -> None:
    """Write the hosts' private note about the meeting. The customer never sees it.

    `seen` is the note that the user saw and replaces; None replaces any. Raise Changed if somebody else has written
    another note meanwhile.
    """
    with atomic(durable=True):
        steps.lock_booking(booking.pk)
        booking = steps.read_booking(booking.pk)
        if booking.private_note == note:
            return
        if seen is not None and booking.private_note != seen:
            raise Changed
        booking.private_note = note
        booking.save(update_fields=["private_note"])
        steps.write_change(booking, Verb.NOTED, actor, now)
