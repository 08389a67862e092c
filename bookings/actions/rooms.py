"""The write that keeps a room, which the calendar of a host has made for a meeting."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from accounts import locks
from bookings.models import Booking
from bookings.notifications import NOTICES, Change, Event
from bookings.queries import hosts_of
from bookings.steps import change as steps
from bookings.steps import judge
from bookings.steps.announce import announce_room
from bookings.steps.retry import in_one_transaction
from calendars.actions.host_entries import HOST as TO_HOST
from deliveries.models import Delivery, Medium


@in_one_transaction
def save_room(meeting: UUID, host: int, address: str, now: datetime | None = None) -> None:
    """Save the address with the meeting, and notify people and other programs. Repeating it changes nothing.

    Mails that wait for it go out with it. If one of them was sent, or may be just now, everybody gets an update. A
    meeting that no longer takes place, or is led by somebody else, is left as it is. Raise Busy.
    """
    with steps.locked_booking(Booking.objects.get(uid=meeting)) as booking:
        hosts = [user.pk for user in hosts_of(booking)]
        is_awaited = booking.is_ahead(now or judge.read_clock()) and booking.room_asked_at is not None
        leads = bool(hosts) and hosts[0] == host
        if not is_awaited or not leads or booking.location == address:
            return
        # These locks decide which host gets which entry.
        locks.lock_people(sorted(hosts))
        now = now or judge.read_clock()
        if booking.admission.customer_email and _was_anybody_notified(booking, host):
            steps.decide(booking, now, location=address)
            steps.notify_of_change(booking, Change(Event.ROOM_MADE), now)
        else:
            booking.location, booking.updated_at = address, now
            booking.save(update_fields=["location", "updated_at"])
            _send_waiting_mails(booking, now)
        announce_room(booking, now)


def _was_anybody_notified(booking: Booking, host: int) -> bool:
    """Return whether anybody was notified of the meeting as it is, or may be by now. Lock its deliveries."""
    deliveries = Delivery.objects.filter(thread=booking.uid, sequence=booking.sequence).exclude(medium=Medium.WEBHOOK)
    # The entry that made the room is just being written.
    deliveries = deliveries.exclude(medium=Medium.CALENDAR, recipient=f"{TO_HOST}{host}")
    pks = list(deliveries.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))
    # In a new statement: whoever was waited for may have taken one of them.
    is_begun = Q(sent_at__isnull=False) | Q(lease__isnull=False) | Q(attempts__gt=0)
    return deliveries.filter(is_begun, pk__in=pks).exists()


def _send_waiting_mails(booking: Booking, now: datetime) -> None:
    """Write the address into the unsent deliveries, and make those due that waited for it."""
    deliveries = Delivery.objects.open().filter(thread=booking.uid, sequence=booking.sequence)
    for delivery in deliveries.exclude(medium=Medium.WEBHOOK):
        delivery.facts["location"] = booking.location
        if delivery.kind not in NOTICES:
            delivery.due_at = min(delivery.due_at, now)
        delivery.save(update_fields=["facts", "due_at"])
