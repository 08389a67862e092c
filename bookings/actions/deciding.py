"""Actions by which a host approves or declines a request."""

from datetime import datetime

from accounts import locks
from accounts.models import User
from accounts.verbs import Verb
from bookings.models import Booking
from bookings.notifications import Change, Event
from bookings.states import BookingStatus
from bookings.steps import change as steps
from bookings.steps import judge
from bookings.steps.retry import in_one_transaction


@in_one_transaction
def approve(
    *,
    booking: Booking,
    start: datetime,
    actor: User,
    sequence: int | None = None,
    now: datetime | None = None,
) -> Booking:
    """Approve the request: make it a meeting at one of its suggested times, and free the others.

    The time is checked like that of a new booking, so two requests for one time can never both be approved. Approving
    the same time again changes nothing. Raise NotRequested, MeetingChanged, SlotTaken, HostLeft or Busy; then the
    request still waits.
    """
    with steps.locked_booking(booking) as booking:
        if booking.is_scheduled and booking.starts_at == start:
            return booking
        steps.check_is_requested(booking, start)
        steps.check_unchanged(booking, sequence)
        offer = steps.moving_offer(booking, by_host=True)
        locks.lock_people(offer.persons)
        now = now or judge.read_clock()
        # The times that are held for this request must not block its approval.
        steps.free_suggested_times(booking)
        steps.check_start_offered(offer, start, now)
        steps.set_times(booking, start)
        room = steps.room_columns(booking, offer.seats[0].candidates[0].person, now)
        steps.decide(booking, now, status=BookingStatus.SCHEDULED, decided_by=actor, decided_at=now, **room)
        steps.write_change(booking, Verb.APPROVED, actor, now, to=start.isoformat())
        steps.notify_of_change(booking, Change(Event.BOOKED, actor), now)
        return booking


@in_one_transaction
def decline(
    *, booking: Booking, actor: User, reason: str = "", sequence: int | None = None, now: datetime | None = None
) -> Booking:
    """Decline the request because no suggested time suits, and free the suggested times.

    The link's use stays spent. Declining again changes nothing. Raise NotRequested, MeetingChanged or Busy.
    """
    with steps.locked_booking(booking) as booking:
        if booking.status == BookingStatus.DECLINED:
            return booking
        steps.check_is_requested(booking)
        steps.check_unchanged(booking, sequence)
        now = now or judge.read_clock()
        steps.release_hosts(booking)
        steps.decide(booking, now, status=BookingStatus.DECLINED, decided_by=actor, decided_at=now, reason=reason)
        steps.write_change(booking, Verb.DECLINED, actor, now, reason=reason)
        steps.notify_of_change(booking, Change(Event.DECLINED, actor, reason=reason), now)
        return booking
