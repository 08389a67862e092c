"""Moving a meeting to another time, and giving it to somebody else."""

from datetime import datetime

from accounts.models import User
from bookings import changing as steps
from bookings import transaction
from bookings.actions.attempts import persist
from bookings.models import Booking
from bookings.owed import MOVED, REASSIGNED
from bookings.terms import judged_by
from pages.models import Page


def reschedule(
    *,
    booking: Booking,
    start: datetime,
    actor: User | None,
    reason: str = "",
    sequence: int | None = None,
    now: datetime | None = None,
) -> Booking:
    """Moves the meeting to another time of its own hosts; the old time is free once the new one is taken.

    `actor` is None for the customer, whom the terms bind; `sequence` is that of the meeting as it was seen. The same
    again changes nothing. Raises Ended, Begun, TooLate, Changed, HostLeft, SlotTaken or Busy; then nothing was written.
    """
    return persist(lambda: _reschedule(booking, start, actor, reason, sequence, now))


def _reschedule(
    booking: Booking, start: datetime, actor: User | None, reason: str, sequence: int | None, now: datetime | None
) -> Booking:
    transaction.begin(booking.organization_id)
    steps.lock_booking(booking.pk)
    booking = steps.read_booking(booking.pk)
    by_host = actor is not None
    if booking.is_scheduled and booking.starts_at == start:
        # Sent twice, or moved to where it is.
        return booking
    steps.judge_seen(booking, sequence)
    steps.judge_move(booking, by_host, now or transaction.read_clock())
    offer = steps.moving_offer(booking, by_host=by_host)
    steps.lock_people(offer.persons)
    now = now or transaction.read_clock()
    # Time passes while the hosts are awaited.
    steps.judge_move(booking, by_host, now)
    steps.judge_new_start(offer, start, now)
    was = booking.starts_at.isoformat()
    steps.take(booking, start)
    steps.decide(booking, decided_by=actor, decided_at=now, rescheduled_at=now, reason=reason, new_time_asked_at=None)
    steps.write_change(booking, "rescheduled", actor, now, was=was, to=start.isoformat(), reason=reason)
    steps.owe_change(booking, MOVED, actor, now, was=was, reason=reason)
    return booking


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
    """Gives the part of one host to the host of another booking page; time and the customer's address stay.

    Raises Ended, Begun, Changed, HostLeft, HostBusy or Busy; then nothing was written.
    """
    return persist(lambda: _reassign(booking, former, page, actor, reason, sequence, now))


def _reassign(
    booking: Booking,
    former: User,
    page: Page,
    actor: User,
    reason: str,
    sequence: int | None,
    now: datetime | None,
) -> Booking:
    transaction.begin(booking.organization_id)
    steps.lock_booking(booking.pk)
    booking = steps.read_booking(booking.pk)
    steps.judge_seen(booking, sequence)
    steps.judge_move(booking, True, now or transaction.read_clock())
    steps.lock_pools(booking)
    host = steps.read_newcomer(booking, former, page)
    steps.lock_people(sorted([former.pk, host.pk]))
    now = now or transaction.read_clock()
    steps.judge_move(booking, True, now)
    steps.judge_free(judged_by(booking, by_host=True), booking, host)
    steps.decide(booking, reason=reason, **steps.hand_over(booking, former, page))
    steps.write_change(booking, "reassigned", actor, now, was=former.name, to=host.name, reason=reason)
    steps.owe_change(booking, REASSIGNED, actor, now, newcomer=host, former=former, reason=reason)
    return booking
