"""Actions for mails that somebody asks for."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import cast

from django.db.transaction import atomic

from accounts.models import User
from accounts.verbs import Verb
from bookings.facts import CUSTOMER, BookingFacts
from bookings.frozen_facts import freeze_facts
from bookings.models import Booking
from bookings.notifications import MAIL_KINDS, Change, Event, MailKind, build_mail
from bookings.queries import hosts_of, next_copy
from bookings.readers import as_customer, as_person
from bookings.states import BookingStatus
from bookings.steps import change as steps
from bookings.steps import judge
from bookings.steps.retry import in_one_transaction
from deliveries.models import Delivery

# The last event of a booking, by its status.
LAST_EVENTS = {
    BookingStatus.SCHEDULED: Event.BOOKED,
    BookingStatus.REQUESTED: Event.REQUESTED,
    BookingStatus.CANCELLED: Event.CANCELLED,
    BookingStatus.WITHDRAWN: Event.WITHDRAWN,
    BookingStatus.DECLINED: Event.DECLINED,
}
RESEND_PAUSE, COPIES_A_DAY = timedelta(minutes=10), 5


def mail_confirmation_again(*, booking: Booking, now: datetime) -> bool:
    """Send the customer another copy of their confirmation, to the address on file, and return True.

    Return False, and send nothing, if a confirmation was created within the last RESEND_PAUSE, if COPIES_A_DAY were
    within the last day, or if the meeting has ended or does not take place.
    """
    with atomic(durable=True):
        # Of two simultaneous requests the second waits for this lock, and then finds the copy of the first.
        steps.lock_booking(booking.pk)
        return _resend(steps.read_booking(booking.pk), Event.BOOKED, now)


def mail_latest_again(*, bookings: Sequence[Booking], now: datetime) -> bool:
    """Send the customer, who asks for it, the latest mail about their booking again: about each session of a package.

    A request gets its receipt again, a cancelled meeting its cancellation. Return False if nothing is sent, as
    `mail_confirmation_again` does.
    """
    with atomic(durable=True):
        steps.lock_bookings([booking.pk for booking in bookings])
        current = [steps.read_booking(booking.pk) for booking in bookings]
        is_sent = [
            _resend(booking, LAST_EVENTS.get(BookingStatus(booking.status), Event.BOOKED), now) for booking in current
        ]
    return any(is_sent)


def _resend(booking: Booking, event: Event, now: datetime) -> bool:
    """Enqueue the mail about the event again, if it is not too late or too often. The booking is locked."""
    kind, is_confirmation = MAIL_KINDS[event][CUSTOMER], event == Event.BOOKED
    if is_confirmation and not booking.is_ahead(now):
        return False
    if (booking.lapses_at or booking.ends_at) <= now:
        return False
    sent = Delivery.objects.filter(thread=booking.uid, kind=kind)
    if sent.filter(created_at__gt=now - RESEND_PAUSE).exists():
        return False
    if sent.filter(created_at__gt=now - timedelta(days=1)).count() >= COPIES_A_DAY:
        return False
    facts = _facts(booking, now)
    if not is_confirmation:
        change = Change(event, actor=booking.decided_by, reason=booking.reason)
        facts = cast(BookingFacts, facts | change.facts(booking))
    _mail_customer(booking, kind, facts, now)
    return True


@in_one_transaction
def ask_new_time(
    *, booking: Booking, actor: User, message: str, sequence: int | None = None, now: datetime | None = None
) -> Booking:
    """Ask the customer by mail to choose another time.

    Until they do, the meeting stays as it is, and no policy binds them. Raise NotTakingPlace, AlreadyStarted,
    MeetingChanged or Busy.
    """
    with steps.locked_booking(booking) as booking:
        steps.check_unchanged(booking, sequence)
        now = now or judge.read_clock()
        steps.check_can_move(booking, True, now)
        booking.new_time_asked_at = now
        booking.save(update_fields=["new_time_asked_at"])
        steps.write_change(booking, Verb.ASKED_NEW_TIME, actor, now, message=message)
        facts = _facts(booking, now) | {"method": "", "reason": message, "by": as_person(actor)}
        _mail_customer(booking, MailKind.NEW_TIME_ASKED, facts, now)
        return booking


def _facts(booking: Booking, now: datetime) -> BookingFacts:
    return freeze_facts(booking, organization=booking.organization, hosts=list(hosts_of(booking)), now=now)


def _mail_customer(booking: Booking, kind: MailKind, facts: BookingFacts, now: datetime) -> None:
    """Enqueue one more mail of this kind, numbered after the copies for the same sequence."""
    recipient = as_customer(booking.admission)
    copy = next_copy(booking, kind, recipient["email"])
    build_mail(booking, facts, kind, recipient, now, copy=copy).save()
