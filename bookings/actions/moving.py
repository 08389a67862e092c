"""Actions that move a meeting to another time or reassign it to another host."""

from datetime import datetime

from accounts import locks
from accounts.models import User
from accounts.verbs import Verb
from bookings.models import Booking
from bookings.notifications import Change, Event
from bookings.snapshot import event_type_for_change
from bookings.steps import change as steps
from bookings.steps import judge
from bookings.steps.retry import in_one_transaction
from pages.models import Page


@in_one_transaction
def reschedule(
    *,
    booking: Booking,
    start: datetime,
    actor: User | None,
    reason: str = "",
    sequence: int | None = None,
    anywhere: bool = False,
    now: datetime | None = None,
) -> Booking:
    """Move the meeting to another time with the same hosts: one that is offered, or `anywhere` that they are free.

    The old time is freed in the same transaction that takes the new one. `actor` is None for the customer, who is bound
    by the policies; `sequence` is that of the meeting as it was seen. Moving it to its present time changes nothing.
    Raise NotTakingPlace, AlreadyStarted, TooLate, MeetingChanged, HostLeft, SlotTaken or Busy; then nothing was
    written.
    """
    with steps.locked_booking(booking) as booking:
        by_host = actor is not None
        if booking.is_scheduled and booking.starts_at == start:
            # The form was sent twice, or the new time is the present one.
            return booking
        steps.check_unchanged(booking, sequence)
        steps.check_can_move(booking, by_host, now or judge.read_clock())
        offer = steps.moving_offer(booking, by_host=by_host)
        locks.lock_people(offer.persons)
        now = now or judge.read_clock()
        # Check again: time passes while the hosts' locks are awaited.
        steps.check_can_move(booking, by_host, now)
        if anywhere:
            steps.check_hosts_free(booking, offer.persons, start, now)
        else:
            steps.check_start_offered(offer, start, now)
        was = booking.starts_at.isoformat()
        steps.set_times(booking, start)
        steps.decide(
            booking, now, decided_by=actor, decided_at=now, rescheduled_at=now, reason=reason, new_time_asked_at=None
        )
        steps.write_change(booking, Verb.RESCHEDULED, actor, now, was=was, to=start.isoformat(), reason=reason)
        steps.notify_of_change(booking, Change(Event.MOVED, actor, was=was, reason=reason), now)
        return booking


@in_one_transaction
def reassign(
    *,
    booking: Booking,
    former: User,
    page: Page,
    actor: User,
    reason: str = "",
    sequence: int | None = None,
    now: datetime | None = None,
) -> Booking:
    """Replace one host of the meeting by the host of another booking page.

    The time and the address of the customer's own page stay as they are. Raise NotTakingPlace, AlreadyStarted,
    MeetingChanged, HostLeft, HostBusy or Busy; then nothing was written.
    """
    with steps.locked_booking(booking) as booking:
        steps.check_unchanged(booking, sequence)
        steps.check_can_move(booking, True, now or judge.read_clock())
        steps.lock_booking_pools(booking)
        host = steps.read_newcomer(booking, former, page)
        locks.lock_people(sorted([former.pk, host.pk]))
        now = now or judge.read_clock()
        steps.check_can_move(booking, True, now)
        steps.check_newcomer_free(event_type_for_change(booking, by_host=True), booking, host)
        steps.decide(booking, now, reason=reason, **steps.replace_host(booking, former, page, now))
        steps.write_change(booking, Verb.REASSIGNED, actor, now, was=former.name, to=host.name, reason=reason)
        steps.notify_of_change(
            booking, Change(Event.REASSIGNED, actor, newcomer=host, former=former, reason=reason), now
        )
        return booking
