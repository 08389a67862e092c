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
def keep_room(meeting: UUID, host: int, address: str, now: datetime | None = None) -> None:
    """Keep the address of the room with the meeting, and tell everybody of it. Repeating it changes nothing.

    Mails that wait for it go out with it. If one of them has gone, or may just be going, everybody is told by an
    update. A meeting that takes place no more, or is led by somebody else, has no use for it. Raise Busy.
    """
    with steps.locked_booking(Booking.objects.get(uid=meeting)) as booking:
        people = [one.pk for one in hosts_of(booking)]
        is_awaited = booking.is_ahead(now or judge.read_clock()) and booking.room_asked_at is not None
        if not is_awaited or people[:1] != [host] or booking.location == address:
            return
        # Who is to have which entry is decided under these.
        locks.lock_people(sorted(people))
        now = now or judge.read_clock()
        if booking.admission.customer_email and _was_told(booking, host):
            steps.decide(booking, now, location=address)
            steps.owe_change(booking, Change(Event.ROOM_MADE), now)
        else:
            booking.location, booking.updated_at = address, now
            booking.save(update_fields=["location", "updated_at"])
            _send_waiting(booking, now)
        announce_room(booking, now)


def _was_told(booking: Booking, host: int) -> bool:
    """Say whether somebody was told of the meeting as it stands, or may be by now. Locks what is owed to them."""
    owed = Delivery.objects.filter(thread=booking.uid, sequence=booking.sequence).exclude(medium=Medium.WEBHOOK)
    # The entry that made the room is just being written.
    owed = owed.exclude(medium=Medium.CALENDAR, recipient=f"{TO_HOST}{host}")
    pks = list(owed.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))
    # In a new statement: whoever was waited for may have taken one of them.
    begun = Q(sent_at__isnull=False) | Q(lease__isnull=False) | Q(attempts__gt=0)
    return owed.filter(begun, pk__in=pks).exists()


def _send_waiting(booking: Booking, now: datetime) -> None:
    """Write the address into what is still to go out, and make due what has waited for it."""
    owed = Delivery.objects.open().filter(thread=booking.uid, sequence=booking.sequence)
    for one in owed.exclude(medium=Medium.WEBHOOK):
        one.facts["location"] = booking.location
        if one.kind not in NOTICES:
            one.due_at = min(one.due_at, now)
        one.save(update_fields=["facts", "due_at"])
