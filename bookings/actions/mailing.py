"""Mails that somebody asks for, and what hosts note for themselves."""

from datetime import datetime, timedelta

from django.db.transaction import atomic

from accounts.models import User
from bookings.errors import Changed
from bookings.models import Booking
from bookings.notifications import CUSTOMER_CONFIRMATION, NEW_TIME_ASKED, as_customer, delivery, frozen
from bookings.queries import hosts_of
from bookings.steps import change as steps
from bookings.steps import judge
from bookings.steps.retry import in_one_transaction
from deliveries.models import Delivery

RESEND_PAUSE, COPIES_A_DAY = timedelta(minutes=10), 5


def mail_again(*, booking: Booking, now: datetime) -> bool:
    """Owes the customer their confirmation once more, to the address on file.

    False, and nothing is owed, where one was owed just now or several within the day, or where there is nothing left
    to confirm.
    """
    with atomic(durable=True):
        # The lock makes two requests at once one, and numbers the copies.
        steps.lock_booking(booking.pk)
        booking = steps.read_booking(booking.pk)
        if not booking.is_ahead(now):
            return False
        sent = Delivery.objects.filter(thread=booking.uid, kind=CUSTOMER_CONFIRMATION)
        if sent.filter(created_at__gt=now - RESEND_PAUSE).exists():
            return False
        if sent.filter(created_at__gt=now - timedelta(days=1)).count() >= COPIES_A_DAY:
            return False
        _mail_customer(booking, CUSTOMER_CONFIRMATION, now)
    return True


@in_one_transaction
def ask_new_time(
    *, booking: Booking, actor: User, message: str, sequence: int | None = None, now: datetime | None = None
) -> Booking:
    """Asks the customer to choose another time, by mail; until they do the meeting stands, and no policy binds them.

    Raises Ended, Begun, Changed or Busy.
    """
    with steps.locked_booking(booking) as booking:
        steps.judge_seen(booking, sequence)
        now = now or judge.read_clock()
        steps.judge_move(booking, True, now)
        booking.new_time_asked_at = now
        booking.save(update_fields=["new_time_asked_at"])
        steps.write_change(booking, "asked for a new time", actor, now, message=message)
        by = {"name": actor.name, "email": actor.email}
        _mail_customer(booking, NEW_TIME_ASKED, now, method="", reason=message, by=by)
        return booking


def _mail_customer(booking: Booking, kind: str, now: datetime, **told: object) -> None:
    """One more mail of the kind to the customer, beside those there are of the meeting as it is."""
    facts = frozen(booking, organization=booking.organization.name, hosts=list(hosts_of(booking)), now=now) | told
    recipient = as_customer(booking.admission)
    copies = Delivery.objects.filter(
        thread=booking.uid, kind=kind, recipient=recipient["email"], sequence=booking.sequence
    ).count()
    delivery(booking, facts, kind, recipient, now, copy=copies).save()


def write_note(*, booking: Booking, actor: User, note: str, now: datetime, seen: str | None = None) -> None:
    """Keeps what a host notes of the meeting; the customer never sees it.

    `seen` is the note that it takes the place of. Raises Changed where somebody else has written another meanwhile.
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
        steps.write_change(booking, "noted", actor, now)
