"""The steps by which a meeting that exists is changed, in the same order of locks as booking one.

    organization (advisory, shared) < booking < pool < hosts by id < writes

Only moving, approving and reassigning take time of hosts, and lock them; cancelling and declining never do.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta

from accounts.actions import entry
from accounts.models import User
from accounts.verbs import Verb
from bookings.errors import Begun, Changed, Ended, HostBusy, HostLeft, NotOver, NotRequested, SlotTaken, TooLate
from bookings.models import Booking
from bookings.notifications import Change, owed
from bookings.queries import hosts_of
from bookings.snapshot import judged_by, location_with, onlooker
from bookings.states import BookingStatus
from bookings.steps import judge
from deliveries.models import Delivery
from pages.actions import rotation
from pages.models import EventType, HostTime, Page
from pages.offers import Offer
from pages.policies import read_policy
from pages.queries import busy_at, free_places, offer_to_move


@contextmanager
def locked_booking(booking: Booking) -> Iterator[Booking]:
    """The meeting under its lock, as it is now, while what is offered stays as it is. Inside a transaction."""
    judge.begin(booking.organization_id)
    lock_booking(booking.pk)
    yield read_booking(booking.pk)


def lock_booking(booking_id: int) -> None:
    """Waits until nobody else is changing the meeting."""
    Booking.objects.select_for_update(no_key=True).order_by().values_list("pk").get(pk=booking_id)


def read_booking(booking_id: int) -> Booking:
    """The meeting as it is now that its lock is held."""
    return Booking.objects.select_related("admission__event_type", "admission__page", "organization").get(pk=booking_id)


def judge_seen(booking: Booking, sequence: int | None) -> None:
    """Raises Changed where the meeting is no longer as it was when somebody decided; None decides on any."""
    if sequence is not None and booking.sequence != sequence:
        raise Changed


def judge_move(booking: Booking, by_host: bool, now: datetime) -> None:
    """Raises Ended, Begun, or TooLate where the customer's terms no longer let them."""
    _judge_ahead(booking, now)
    if booking.status != BookingStatus.SCHEDULED:
        raise Ended
    # Whoever was asked for a new time may choose one, whatever the terms.
    if not by_host and booking.new_time_asked_at is None:
        _judge_terms(booking, "reschedule", now)


def judge_cancel(booking: Booking, by_host: bool, now: datetime) -> None:
    """Raises Ended, Begun, or TooLate. A request binds nobody: its customer may withdraw it as long as it waits."""
    if not booking.stands:
        raise Ended
    if booking.status == BookingStatus.REQUESTED:
        return
    if by_host:
        if booking.ends_at <= now:
            raise Begun
        return
    _judge_ahead(booking, now)
    # Nor is whoever was asked for a new time bound, and has none.
    if booking.new_time_asked_at is None:
        _judge_terms(booking, "cancel", now)


def judge_missed(booking: Booking, now: datetime) -> None:
    """Raises Ended for a meeting that does not take place, NotOver for one that has not begun."""
    if booking.status != BookingStatus.SCHEDULED:
        raise Ended
    if booking.starts_at > now:
        raise NotOver


def judge_requested(booking: Booking, start: datetime | None = None) -> None:
    """Raises NotRequested for what has been answered or withdrawn, SlotTaken for a time that was not suggested."""
    if booking.status != BookingStatus.REQUESTED:
        raise NotRequested
    if start is not None and not booking.suggested.filter(starts_at=start).exists():
        raise SlotTaken


def _judge_ahead(booking: Booking, now: datetime) -> None:
    if not booking.stands:
        raise Ended
    if booking.starts_at <= now:
        raise Begun


def _judge_terms(booking: Booking, deed: str, now: datetime) -> None:
    if not read_policy(booking.policies, deed).allows(booking.starts_at, now):
        raise TooLate


def moving_offer(booking: Booking, *, by_host: bool) -> Offer:
    """The times to which the meeting can be moved, with its own hosts. Raises HostLeft.

    What is held for a request is no obstacle to it.
    """
    rows = HostTime.objects.filter(meeting=booking.uid).order_by("pk").select_related("page__host", "page__schedule")
    offer = offer_to_move(judged_by(booking, by_host=by_host), [row.page for row in rows], booking.uid)
    if offer is None:
        raise HostLeft
    if booking.status == BookingStatus.REQUESTED:
        offer = replace(offer, held=tuple(one.uid for one in booking.suggested.all()))
    return offer


def lock_people(persons: Sequence[int]) -> None:
    """Waits, in the order of their ids, until no other transaction holds anybody who may be taken."""
    list(User.objects.select_for_update(no_key=True).filter(pk__in=persons).order_by("pk").values_list("pk"))


def judge_new_start(offer: Offer, start: datetime, now: datetime) -> None:
    """Raises SlotTaken for a start that is not offered now."""
    if not free_places(offer, start, now):
        raise SlotTaken


def judge_free(event_type: EventType, booking: Booking, host: User) -> None:
    """Raises HostBusy for a colleague who has another meeting then, or already holds this one."""
    holds = HostTime.objects.filter(meeting=booking.uid, host=host)
    if holds.exists() or host.pk in busy_at([host.pk], event_type, booking.starts_at, booking.uid):
        raise HostBusy


def free_suggested(booking: Booking) -> None:
    """Gives back what was held for a request."""
    HostTime.objects.filter(meeting__in=booking.suggested.values("uid")).delete()


def take(booking: Booking, start: datetime) -> None:
    """Moves the meeting in its hosts' calendars: one statement for all of them."""
    ends_at = start + timedelta(minutes=booking.duration)
    HostTime.objects.filter(meeting=booking.uid).update(
        starts_at=start, ends_at=ends_at, active=True, counts=True, waits_until=None
    )
    booking.starts_at, booking.ends_at = start, ends_at


def lose_turns(booking: Booking) -> None:
    """The meeting no longer counts for who of a pool is next."""
    rotation.lose(meeting=booking.uid)


def give_back(booking: Booking) -> None:
    """The hosts are free again, and whoever of a pool held the meeting is owed another."""
    lose_turns(booking)
    free_suggested(booking)
    HostTime.objects.filter(meeting=booking.uid).update(active=False, waits_until=None)


def lock_booking_pools(booking: Booking) -> None:
    """Waits until nobody else is given a meeting of the pools that this one was shared out by."""
    rows = HostTime.objects.filter(meeting=booking.uid).exclude(pool=None)
    rotation.lock_pool_rows(sorted(set(rows.values_list("pool", flat=True))))


def read_newcomer(booking: Booking, former: User, page: Page) -> User:
    """Who is to take the former host's part. Raises Changed where that is no longer theirs, HostLeft."""
    if not HostTime.objects.filter(meeting=booking.uid, host=former).exists():
        raise Changed
    there = Page.objects.filter(pk=page.pk, organization_id=booking.organization_id, archived_at=None)
    found = User.objects.filter(pk__in=there.values("host"), is_active=True).first()
    if found is None:
        raise HostLeft
    return found


def hand_over(booking: Booking, former: User, page: Page) -> dict[str, object]:
    """Gives one host's part to the host of another booking page; what this changes in the meeting's own columns."""
    rotation.lose(meeting=booking.uid, hosts=[former.pk])
    rows = list(HostTime.objects.filter(meeting=booking.uid).order_by("pk"))
    row = next(row for row in rows if row.host_id == former.pk)
    assert page.host_id is not None
    row.host_id, row.page_id, row.counts = page.host_id, page.pk, True
    if row.pool_id is not None and not rotation.take_over(pool=row.pool_id, page=page.pk):
        row.pool_id = None
    row.save(update_fields=["host", "page", "pool", "counts"])
    seen_by = onlooker(booking.admission.link, [row.host_id for row in rows])
    if row != rows[0]:
        return {"onlooker_id": seen_by}
    kind, location = location_with(booking, page)
    return {"onlooker_id": seen_by, "location_kind": kind, "location": location}


def decide(booking: Booking, **columns: object) -> None:
    """Writes what became of the meeting, one sequence further."""
    booking.sequence += 1
    for name, value in columns.items():
        setattr(booking, name, value)
    booking.save(update_fields=["sequence", "starts_at", "ends_at", *columns])


def write_change(booking: Booking, verb: Verb, actor: User | None, now: datetime, **details: object) -> None:
    """Says on the meeting what happened."""
    known = {name: value for name, value in details.items() if value}
    organization = booking.organization_id
    entry(subject=booking, organization_id=organization, verb=verb, actor=actor, at=now, **known).save()


def owe_change(booking: Booking, change: Change, now: datetime) -> None:
    """Writes what everybody is told of it; of a customer who was erased there is nothing to tell."""
    if booking.admission.customer_email:
        hosts, organization = list(hosts_of(booking)), booking.organization.name
        Delivery.objects.bulk_create(owed(booking, change, organization=organization, hosts=hosts, now=now))
