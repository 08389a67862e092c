"""The steps that change an existing meeting, in the order of locks that booking uses too.

organization (advisory, shared) < booking < pool < hosts by id < writes

Moving, approving and reassigning take hosts' time, so they lock the hosts; cancelling and declining never do.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta

from accounts.actions import build_history_entry
from accounts.models import User
from accounts.verbs import Verb
from bookings.errors import (
    AlreadyStarted,
    HostBusy,
    HostLeft,
    MeetingChanged,
    NotRequested,
    NotStarted,
    NotTakingPlace,
    SlotTaken,
    TooLate,
)
from bookings.models import Booking
from bookings.notifications import Change
from bookings.queries import hosts_of
from bookings.snapshot import event_type_for_change, location_columns, onlooker, room_asked_at
from bookings.states import BookingStatus
from bookings.steps import judge
from bookings.steps.announce import announce_change
from bookings.steps.write import enqueue_deliveries
from calendars.actions.alerts import close_conflicts
from pages.actions import rotation
from pages.models import EventType, HostTime, LocationKind, Page
from pages.offers import Offer
from pages.policies import read_policy
from pages.queries import busy_at, free_candidate_pages, offer_for_moving


@contextmanager
def locked_booking(booking: Booking) -> Iterator[Booking]:
    """Begin, lock the meeting and yield it as it is now. Use it inside a transaction.

    The shared lock of the organization keeps the offer unchanged until COMMIT.
    """
    judge.begin(booking.organization_id)
    lock_booking(booking.pk)
    yield read_booking(booking.pk)


def lock_booking(booking_id: int) -> None:
    """Lock the booking's row: wait until nobody else is changing the meeting."""
    Booking.objects.select_for_update(no_key=True).order_by().values_list("pk").get(pk=booking_id)


def lock_bookings(booking_ids: Collection[int]) -> None:
    """Lock the rows of several bookings in order of id."""
    list(Booking.objects.select_for_update(no_key=True).filter(pk__in=booking_ids).order_by("pk").values_list("pk"))


def read_booking(booking_id: int) -> Booking:
    """Return the meeting as it is now. Call it after `lock_booking`, in a new statement."""
    return Booking.objects.select_related("admission__event_type", "admission__page", "organization").get(pk=booking_id)


def check_unchanged(booking: Booking, sequence: int | None) -> None:
    """Raise MeetingChanged if the sequence is not the one that was seen. None accepts any sequence."""
    if sequence is not None and booking.sequence != sequence:
        raise MeetingChanged


def check_can_move(booking: Booking, by_host: bool, now: datetime) -> None:
    """Raise NotTakingPlace or AlreadyStarted, or TooLate if the policy no longer lets the customer move the meeting."""
    _check_not_begun(booking, now)
    if booking.status != BookingStatus.SCHEDULED:
        raise NotTakingPlace
    # A customer who was asked for a new time may choose one, whatever the policy says.
    if not by_host and booking.new_time_asked_at is None:
        _check_policy(booking, "reschedule", now)


def check_can_cancel(booking: Booking, by_host: bool, now: datetime) -> None:
    """Raise NotTakingPlace, AlreadyStarted, or TooLate if the policy no longer lets the customer cancel.

    A waiting request may always be withdrawn.
    """
    if not booking.is_open:
        raise NotTakingPlace
    if booking.status == BookingStatus.REQUESTED:
        return
    if by_host:
        if booking.ends_at <= now:
            raise AlreadyStarted
        return
    _check_not_begun(booking, now)
    # A customer who was asked for a new time and finds none may cancel, whatever the policy says.
    if booking.new_time_asked_at is None:
        _check_policy(booking, "cancel", now)


def check_can_mark_missed(booking: Booking, now: datetime) -> None:
    """Raise NotTakingPlace for a meeting that does not take place, NotStarted for one that has not begun."""
    if booking.status != BookingStatus.SCHEDULED:
        raise NotTakingPlace
    if booking.starts_at > now:
        raise NotStarted


def check_was_missed(booking: Booking) -> None:
    """Raise NotTakingPlace unless the meeting was marked as missed."""
    if booking.status != BookingStatus.NO_SHOW:
        raise NotTakingPlace


def check_is_requested(booking: Booking, start: datetime | None = None) -> None:
    """Raise NotRequested if the request was answered or withdrawn, SlotTaken for a time that was not suggested."""
    if booking.status != BookingStatus.REQUESTED:
        raise NotRequested
    if start is not None and not booking.suggested.filter(starts_at=start).exists():
        raise SlotTaken


def _check_not_begun(booking: Booking, now: datetime) -> None:
    if not booking.is_open:
        raise NotTakingPlace
    if booking.starts_at <= now:
        raise AlreadyStarted


def _check_policy(booking: Booking, change: str, now: datetime) -> None:
    if not read_policy(booking.policies, change).allows(booking.starts_at, now):
        raise TooLate


def moving_offer(booking: Booking, *, by_host: bool) -> Offer:
    """Return the offer of times to which the meeting can be moved, with its own hosts. Raise HostLeft.

    For a request, the times that are held for it do not block it.
    """
    rows = HostTime.objects.filter(meeting=booking.uid).order_by("pk").select_related("page__host", "page__schedule")
    offer = offer_for_moving(event_type_for_change(booking, by_host=by_host), [row.page for row in rows], booking.uid)
    if offer is None:
        raise HostLeft
    if booking.status == BookingStatus.REQUESTED:
        offer = replace(offer, held=tuple(suggested.uid for suggested in booking.suggested.all()))
    return offer


def check_start_offered(offer: Offer, start: datetime, now: datetime) -> None:
    """Raise SlotTaken if the start is not offered now."""
    if not free_candidate_pages(offer, start, now):
        raise SlotTaken


def check_hosts_free(booking: Booking, persons: Collection[int], start: datetime, now: datetime) -> None:
    """Raise SlotTaken unless the start is ahead and all of them are free then, whatever their hours."""
    if start <= now or busy_at(persons, event_type_for_change(booking, by_host=True), start, booking.uid):
        raise SlotTaken


def check_newcomer_free(event_type: EventType, booking: Booking, host: User) -> None:
    """Raise HostBusy if the colleague has another meeting at that time, or already holds this one."""
    own_times = HostTime.objects.filter(meeting=booking.uid, host=host)
    if own_times.exists() or host.pk in busy_at([host.pk], event_type, booking.starts_at, booking.uid):
        raise HostBusy


def free_suggested_times(booking: Booking) -> None:
    """Free the times that were held for a request."""
    HostTime.objects.filter(meeting__in=booking.suggested.values("uid")).delete()


def set_times(booking: Booking, start: datetime) -> None:
    """Set the new time on the meeting and on all its host times, in one statement. `decide` saves the meeting."""
    ends_at = start + timedelta(minutes=booking.duration)
    HostTime.objects.filter(meeting=booking.uid).update(
        starts_at=start, ends_at=ends_at, active=True, counts=True, waits_until=None
    )
    close_conflicts([booking.uid])
    booking.starts_at, booking.ends_at = start, ends_at


def release_hosts(booking: Booking) -> None:
    """Free the hosts' time, and give up the meeting's turns in its pools, so that whoever held it gets another."""
    rotation.uncount_turns(meeting=booking.uid)
    free_suggested_times(booking)
    HostTime.objects.filter(meeting=booking.uid).update(active=False, waits_until=None)
    close_conflicts([booking.uid])


def lock_booking_pools(booking: Booking) -> None:
    """Lock the pools by which the meeting was assigned: wait until nobody else is given a meeting from them."""
    rows = HostTime.objects.filter(meeting=booking.uid).exclude(pool=None)
    rotation.lock_pool_rows(sorted(set(rows.values_list("pool", flat=True))))


def read_newcomer(booking: Booking, former: User, page: Page) -> User:
    """Return the host of the page, who replaces the former host.

    Raise MeetingChanged if the former host no longer holds the meeting, HostLeft if the page is archived or its host
    inactive.
    """
    if not HostTime.objects.filter(meeting=booking.uid, host=former).exists():
        raise MeetingChanged
    pages = Page.objects.filter(pk=page.pk, organization_id=booking.organization_id, archived_at=None)
    host = User.objects.select_related("organization").filter(pk__in=pages.values("host"), is_active=True).first()
    if host is None:
        raise HostLeft
    return host


def replace_host(booking: Booking, former: User, page: Page, now: datetime) -> dict[str, object]:
    """Replace one host by the host of another booking page, and return the booking's columns that this changes."""
    rotation.uncount_turns(meeting=booking.uid, hosts=[former.pk])
    close_conflicts([booking.uid], hosts=[former.pk])
    rows = list(HostTime.objects.filter(meeting=booking.uid).order_by("pk"))
    row = next(row for row in rows if row.host_id == former.pk)
    assert page.host_id is not None
    row.host_id, row.page_id, row.counts = page.host_id, page.pk, True
    if row.pool_id is not None and not rotation.give_turn_to(pool=row.pool_id, page=page.pk):
        row.pool_id = None
    row.save(update_fields=["host", "page", "pool", "counts"])
    columns: dict[str, object] = {"onlooker_id": onlooker(booking.admission.link, [row.host_id for row in rows])}
    if row == rows[0]:
        columns |= location_columns(booking, page, row.host_id, now)
    return columns


def room_columns(booking: Booking, lead: int, now: datetime) -> dict[str, object]:
    """Return the columns of a request that becomes a meeting: the calendar of its host makes the room from now on."""
    if booking.room_asked_at is None:
        return {}
    return {"room_asked_at": room_asked_at(LocationKind.CALENDAR, lead, now)}


def decide(booking: Booking, now: datetime, **columns: object) -> None:
    """Write these columns of the meeting, and raise its sequence by one."""
    booking.sequence += 1
    booking.updated_at = now
    for name, value in columns.items():
        setattr(booking, name, value)
    booking.save(update_fields=["sequence", "updated_at", "starts_at", "ends_at", *columns])


def write_change(booking: Booking, verb: Verb, actor: User | None, now: datetime, **details: object) -> None:
    """Write a history entry about the booking, and tell other programs. Empty details are left out."""
    filled = {name: value for name, value in details.items() if value}
    organization = booking.organization_id
    build_history_entry(subject=booking, organization_id=organization, verb=verb, actor=actor, at=now, **filled).save()
    announce_change(booking, verb, actor, now, filled)


def notify_of_change(booking: Booking, change: Change, now: datetime) -> None:
    """Enqueue the deliveries about the change; none if the customer's data was erased."""
    if booking.admission.customer_email:
        hosts, organization = list(hosts_of(booking)), booking.organization
        enqueue_deliveries(booking, change, organization=organization, hosts=hosts, now=now)
