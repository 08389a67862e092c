"""Actions for meetings that do not take place: cancelled or missed."""

from datetime import datetime

from accounts.models import User
from accounts.verbs import Verb
from bookings.models import Booking
from bookings.notifications import NOTICES, Change, Event, MailKind
from bookings.queries import booking_history
from bookings.states import BookingStatus
from bookings.steps import change as steps
from bookings.steps import judge
from bookings.steps.retry import in_one_transaction
from deliveries.models import Delivery
from pages.actions import rotation


@in_one_transaction
def cancel(
    *,
    booking: Booking,
    actor: User | None,
    reason: str = "",
    sequence: int | None = None,
    now: datetime | None = None,
) -> Booking:
    """Cancel a meeting or withdraw a request, and free its time at once. The link's use stays spent.

    `actor` is None for the customer, who is bound by the policies. Cancelling again changes nothing. Raise
    NotTakingPlace, AlreadyStarted, TooLate, MeetingChanged or Busy.
    """
    with steps.locked_booking(booking) as booking:
        if booking.status in {BookingStatus.CANCELLED, BookingStatus.WITHDRAWN}:
            return booking
        steps.check_unchanged(booking, sequence)
        now = now or judge.read_clock()
        steps.check_can_cancel(booking, actor is not None, now)
        steps.notify_of_change(booking, write_cancellation(booking, actor, reason, now), now)
        return booking


def write_cancellation(booking: Booking, actor: User | None, reason: str, now: datetime) -> Change:
    """Write that the meeting is cancelled, or the request withdrawn, and return the change to notify about.

    The booking's lock must be held.
    """
    status, event = BookingStatus.CANCELLED, Event.CANCELLED
    if booking.status == BookingStatus.REQUESTED:
        status, event = BookingStatus.WITHDRAWN, Event.WITHDRAWN
    steps.release_hosts(booking)
    steps.decide(booking, now, status=status, decided_by=actor, decided_at=now, reason=reason, new_time_asked_at=None)
    steps.write_change(booking, Verb.CANCELLED, actor, now, reason=reason)
    return Change(event, actor, reason=reason)


@in_one_transaction
def mark_missed(*, booking: Booking, actor: User, sequence: int | None = None, now: datetime | None = None) -> Booking:
    """Mark the meeting as a no-show.

    It no longer counts as a turn in its pool, and no more notices are sent. Marking it again changes nothing. Raise
    NotTakingPlace, NotStarted, MeetingChanged or Busy.
    """
    with steps.locked_booking(booking) as booking:
        if booking.status == BookingStatus.NO_SHOW:
            return booking
        steps.check_unchanged(booking, sequence)
        now = now or judge.read_clock()
        steps.check_can_mark_missed(booking, now)
        rotation.uncount_turns(meeting=booking.uid)
        booking.status, booking.decided_by, booking.decided_at = BookingStatus.NO_SHOW, actor, now
        booking.updated_at = now
        booking.save(update_fields=["status", "decided_by", "decided_at", "updated_at"])
        stop_notices(booking, now)
        steps.write_change(booking, Verb.NO_SHOW, actor, now)
        return booking


@in_one_transaction
def unmark_missed(*, booking: Booking, actor: User, now: datetime | None = None) -> Booking:
    """Undo marking the meeting as a no-show: it counts as a turn again, and its follow-up goes out after all.

    Undoing it again changes nothing. Raise NotTakingPlace for a meeting that was cancelled or never agreed, or Busy.
    """
    with steps.locked_booking(booking) as booking:
        if booking.status == BookingStatus.SCHEDULED:
            return booking
        steps.check_was_missed(booking)
        now = now or judge.read_clock()
        rotation.recount_turns(meeting=booking.uid)
        resume_follow_up(booking)
        # Restore who decided last: whoever approved or moved the meeting.
        decision = booking_history(booking).filter(verb__in=[Verb.APPROVED, Verb.RESCHEDULED]).last()
        booking.status = BookingStatus.SCHEDULED
        booking.decided_by, booking.decided_at = (decision.actor, decision.at) if decision else (None, None)
        booking.updated_at = now
        booking.save(update_fields=["status", "decided_by", "decided_at", "updated_at"])
        steps.write_change(booking, Verb.CAME, actor, now)
        return booking


def resume_follow_up(booking: Booking) -> None:
    """Enqueue the follow-up again that marking the no-show superseded. Reminders would come too late.

    A customer who was erased, or who stopped the notices, gets nothing.
    """
    if booking.admission.customer_email and not booking.notices.get("stopped"):
        superseded = Delivery.objects.filter(thread=booking.uid, superseded_at=booking.decided_at)
        superseded.filter(kind=MailKind.FOLLOW_UP).update(superseded_at=None)


@in_one_transaction
def stop_reminding(*, booking: Booking, now: datetime) -> None:
    """Stop the reminders and the follow-up of this meeting for its customer. Repeating this changes nothing."""
    steps.lock_booking(booking.pk)
    booking = steps.read_booking(booking.pk)
    if booking.notices.get("reminders") or booking.notices.get("follow_up") is not None:
        # Empty the booking's own notices too: otherwise a new time would plan them again.
        booking.notices |= {"reminders": [], "follow_up": None, "stopped": True}
        booking.save(update_fields=["notices"])
        stop_notices(booking, now)
        steps.write_change(booking, Verb.REMINDERS_STOPPED, None, now)


def stop_notices(booking: Booking, now: datetime) -> None:
    """Supersede the unsent reminders and the unsent follow-up of the meeting."""
    unsent = Delivery.objects.open().filter(thread=booking.uid, kind__in=NOTICES)
    unsent.update(superseded_at=now, lease=None, leased_until=None)
