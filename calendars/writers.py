"""The writers: they add meetings to hosts' calendars, move them there and remove them.

Each delivery of the medium *calendar* writes or removes one entry. It is repeated until the server has accepted it. A
repeat finds the existing entry, so there is one only, even if an answer was lost.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from threading import Lock
from time import monotonic
from uuid import UUID

from django.utils.translation import gettext as _

from calendars import errors
from calendars.actions.claiming import note_refused
from calendars.actions.host_entries import HOST, note_removed, note_written
from calendars.actions.renewing import drop_token, usable_access
from calendars.models import Connection, HostEntry
from calendars.oauth import vendor_of
from calendars.providers import Entry, EntryPlace
from calendars.services import provider_of, remote_calendar, server_key
from deliveries.actions import MESSAGE_TIMEOUT
from deliveries.models import Delivery, Medium
from deliveries.senders import FailedAttempt, PermanentFailure, PostponedDelivery

THREADS = 4
MOST_PER_SERVER = 2
# Of all accounts at one vendor, so that one that is away leaves a thread for the others.
MOST_PER_VENDOR = 3
SOON, UNTIL_RECONNECTED = timedelta(seconds=5), timedelta(hours=6)
# Deliveries that wait for the same server are tried again one after another. If all of them came due together, they
# would keep the threads and the database busy while the server is away.
TURN_GAP = timedelta(seconds=0.5)

# Returns the entry that a delivery writes; None if it removes the entry.
EntryOf = Callable[[Delivery], Entry | None]
# Called outside of transactions with a meeting, its host, and the room that the host's calendar has made for it.
OnRoom = Callable[[UUID, int, str], None]


class Writers:
    """Writes entries in several threads, at most two at once of one server."""

    def __init__(self, entry_of: EntryOf, on_room: OnRoom) -> None:
        self._entry_of, self._on_room = entry_of, on_room
        self._lock, self._active = Lock(), Counter[str]()
        # When the last delivery that waits for a server is tried again, by `monotonic`.
        self._last_turn: dict[str, float] = {}

    def send(self, delivery: Delivery) -> None:
        """Write the delivery to the host's calendar.

        Raise PostponedDelivery, PermanentFailure or CalendarRefusal.
        """
        entry = _entry_row(delivery)
        connection = entry.calendar.connection
        entry_to_write = self._entry_of(delivery)
        if connection.disconnected_at is not None:
            if entry_to_write is None:
                note_removed(entry=entry)
                return
            raise PermanentFailure(_("This calendar is no longer connected."))
        if connection.state == Connection.State.REFUSED:
            raise PostponedDelivery(UNTIL_RECONNECTED, _("The calendar waits to be reconnected."))
        most = MOST_PER_VENDOR if vendor_of(connection.kind) else THREADS
        with self._limit(connection.kind, most), self._limit(server_key(connection), MOST_PER_SERVER):
            try:
                place = _write(entry, entry_to_write)
            except errors.Unauthorized as error:
                pause = UNTIL_RECONNECTED if note_refused(connection=connection, error=error) else SOON
                raise PostponedDelivery(pause, str(error)) from error
            except errors.TokenOver as error:
                drop_token(connection)
                raise PostponedDelivery(SOON, str(error)) from error
            except errors.ServerBusy as error:
                raise PostponedDelivery(timedelta(seconds=min(error.retry_after, 3_600)), str(error)) from error
            except (errors.ReadOnlyCalendar, errors.Blocked) as error:
                raise PermanentFailure(str(error)) from error
        if entry_to_write is not None and entry_to_write.wants_room and place is not None:
            self._keep_room(entry, place)

    def _keep_room(self, entry: HostEntry, place: EntryPlace) -> None:
        """Pass on the room of the entry. If this fails, a repeated attempt finds both."""
        if place.room:
            self._on_room(entry.meeting, entry.host_id, place.room)
        elif place.awaits_room:
            raise FailedAttempt(SOON, _("The room for the video call is still being made."))

    @contextmanager
    def _limit(self, server: str, most: int) -> Iterator[None]:
        with self._lock:
            if self._active[server] >= most:
                raise PostponedDelivery(self._next_turn(server), _("The server is being asked for other calendars."))
            self._active[server] += 1
        try:
            yield
        finally:
            with self._lock:
                self._active[server] -= 1

    def _next_turn(self, server: str) -> timedelta:
        """Return how long one more delivery has to wait for the server."""
        now = monotonic()
        turn = max(now + SOON.total_seconds(), self._last_turn.get(server, 0) + TURN_GAP.total_seconds())
        self._last_turn[server] = turn
        return timedelta(seconds=turn - now)


def _entry_row(delivery: Delivery) -> HostEntry:
    host = delivery.recipient.removeprefix(HOST)
    rows = HostEntry.objects.select_related("calendar__connection")
    found = rows.filter(meeting=delivery.thread, host_id=int(host)).first()
    if found is None:
        raise PermanentFailure(_("The meeting was not to be in a calendar."))
    return found


def _write(entry: HostEntry, entry_to_write: Entry | None) -> EntryPlace | None:
    """Write or remove the entry. Return its place, or None if it was removed."""
    calendar, connection = entry.calendar, entry.calendar.connection
    # Within the lease, so that the request has ended before another worker takes over.
    until = monotonic() + MESSAGE_TIMEOUT
    access, provider = replace(usable_access(connection, until=until), until=until), provider_of(connection)
    existing = EntryPlace(entry.remote, entry.etag) if entry.remote else None
    if entry_to_write is None:
        others = _other_calendars(entry)
        # The entry of a colleague in the same calendar stays, and is written as theirs.
        if calendar.remote not in others.values():
            provider.remove_entry(access, remote_calendar(calendar), existing, str(entry.meeting), others)
        note_removed(entry=entry)
        return None
    place = provider.put_entry(access, remote_calendar(calendar), existing, entry_to_write)
    note_written(
        entry=entry,
        place=place,
        sequence=entry_to_write.sequence,
        starts_at=entry_to_write.starts_at,
        ends_at=entry_to_write.ends_at,
    )
    return place


def _other_calendars(entry: HostEntry) -> dict[str, str]:
    """Return the calendars of the meeting's other hosts that have the entry or will have it, by host.

    Colleagues may have connected the same account, or share a calendar. A host's last delivery tells whether they have
    the entry. If the entry of both is to be removed, both remove it.
    """
    same = HostEntry.objects.filter(meeting=entry.meeting, calendar__connection__kind=entry.calendar.connection.kind)
    others = same.exclude(pk=entry.pk).filter(calendar__connection__disconnected_at=None)
    remotes = {f"{HOST}{host}": remote for host, remote in others.values_list("host", "calendar__remote")}
    deliveries = Delivery.objects.filter(medium=Medium.CALENDAR, thread=entry.meeting, recipient__in=remotes)
    last = deliveries.order_by("recipient", "-sequence", "-copy").distinct("recipient")
    found = last.values_list("recipient", "facts__present")
    return {host.removeprefix(HOST): remotes[host] for host, is_present in found if is_present}
