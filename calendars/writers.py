"""The writers: they put meetings into hosts' calendars, move them there and take them out.

A delivery of the medium *calendar* is one of these. It is repeated until the server has said yes; a repeat finds what
stands there already, so an entry is there once, whatever answer was lost.
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
from calendars.services import provider_of, server_of, there
from deliveries.actions import MESSAGE_TIMEOUT
from deliveries.models import Delivery, Medium
from deliveries.senders import FailedAttempt, PermanentFailure, PostponedDelivery

THREADS = 4
MOST_OF_A_SERVER = 2
# Of all accounts at one vendor: so one that is away leaves a thread for the others.
MOST_OF_A_VENDOR = 3
SOON, UNTIL_RECONNECTED = timedelta(seconds=5), timedelta(hours=6)
# Who waits for one server looks again one after the other. All at once would keep the threads, and the database, busy
# with nothing else, the longer the server is away.
APART = timedelta(seconds=0.5)

# What the meeting of a delivery is to be in the calendar; None if it is not to stand there.
EntryOf = Callable[[Delivery], Entry | None]
# Told, in no transaction, of a meeting, of its host, and of the room that the host's calendar has made for it.
OnRoom = Callable[[UUID, int, str], None]


class Writers:
    """Writes entries in several threads, at most two at once of one server."""

    def __init__(self, entry_of: EntryOf, on_room: OnRoom) -> None:
        self._entry_of, self._on_room = entry_of, on_room
        self._lock, self._asked = Lock(), Counter[str]()
        # When the last one who waits for a server looks again, by `monotonic`.
        self._last_turn: dict[str, float] = {}

    def send(self, delivery: Delivery) -> None:
        """Write the delivery to the host's calendar.

        Raise PostponedDelivery, PermanentFailure or CalendarRefusal.
        """
        entry = _entry_row(delivery)
        way = entry.calendar.connection
        wanted = self._entry_of(delivery)
        if way.disconnected_at is not None:
            if wanted is None:
                note_removed(entry=entry)
                return
            raise PermanentFailure(_("This calendar is no longer connected."))
        if way.state == Connection.State.REFUSED:
            raise PostponedDelivery(UNTIL_RECONNECTED, _("The calendar waits to be reconnected."))
        most = MOST_OF_A_VENDOR if vendor_of(way.kind) else THREADS
        with self._one_of_few(way.kind, most), self._one_of_few(server_of(way), MOST_OF_A_SERVER):
            try:
                place = _write(entry, wanted)
            except errors.Unauthorized as error:
                pause = UNTIL_RECONNECTED if note_refused(connection=way, error=error) else SOON
                raise PostponedDelivery(pause, str(error)) from error
            except errors.TokenOver as error:
                drop_token(way)
                raise PostponedDelivery(SOON, str(error)) from error
            except errors.ServerBusy as error:
                raise PostponedDelivery(timedelta(seconds=min(error.retry_after, 3_600)), str(error)) from error
            except (errors.ReadOnlyCalendar, errors.Blocked) as error:
                raise PermanentFailure(str(error)) from error
        if wanted is not None and wanted.wants_room and place is not None:
            self._keep_room(entry, place)

    def _keep_room(self, entry: HostEntry, place: EntryPlace) -> None:
        """Hand on the room that stands with the entry. Whoever repeats this attempt finds both there."""
        if place.room:
            self._on_room(entry.meeting, entry.host_id, place.room)
        elif place.awaits_room:
            raise FailedAttempt(SOON, _("The room for the video call is still being made."))

    @contextmanager
    def _one_of_few(self, server: str, most: int) -> Iterator[None]:
        with self._lock:
            if self._asked[server] >= most:
                raise PostponedDelivery(self._next_turn(server), _("The server is being asked for other calendars."))
            self._asked[server] += 1
        try:
            yield
        finally:
            with self._lock:
                self._asked[server] -= 1

    def _next_turn(self, server: str) -> timedelta:
        """Return when one more who waits for the server is to look again."""
        now = monotonic()
        turn = max(now + SOON.total_seconds(), self._last_turn.get(server, 0) + APART.total_seconds())
        self._last_turn[server] = turn
        return timedelta(seconds=turn - now)


def _entry_row(delivery: Delivery) -> HostEntry:
    host = delivery.recipient.removeprefix(HOST)
    rows = HostEntry.objects.select_related("calendar__connection")
    found = rows.filter(meeting=delivery.thread, host_id=int(host)).first()
    if found is None:
        raise PermanentFailure(_("The meeting was not to be in a calendar."))
    return found


def _write(entry: HostEntry, wanted: Entry | None) -> EntryPlace | None:
    """Make the entry as it is wanted. Return where it stands."""
    calendar, way = entry.calendar, entry.calendar.connection
    # Within the lease: whoever takes it over must not meet a request of this attempt.
    until = monotonic() + MESSAGE_TIMEOUT
    access, provider = replace(usable_access(way, until=until), until=until), provider_of(way)
    standing = EntryPlace(entry.remote, entry.etag) if entry.remote else None
    if wanted is None:
        others = _others_to_have_it(entry)
        # What a colleague has there as well stays for them, and is written as theirs.
        if calendar.remote not in others.values():
            provider.remove_entry(access, there(calendar), standing, str(entry.meeting), others)
        note_removed(entry=entry)
        return None
    place = provider.put_entry(access, there(calendar), standing, wanted)
    note_written(
        entry=entry,
        place=place,
        sequence=wanted.sequence,
        starts_at=wanted.starts_at,
        ends_at=wanted.ends_at,
    )
    return place


def _others_to_have_it(entry: HostEntry) -> dict[str, str]:
    """Return the calendars of the meeting's other hosts who are to have the entry on such a server, by host.

    Colleagues may have connected one account, or one calendar that they share. Who is to have it says what is owed to
    them last, done or not: if it is to go for both, both take it out.
    """
    same = HostEntry.objects.filter(meeting=entry.meeting, calendar__connection__kind=entry.calendar.connection.kind)
    others = same.exclude(pk=entry.pk).filter(calendar__connection__disconnected_at=None)
    remotes = {f"{HOST}{host}": remote for host, remote in others.values_list("host", "calendar__remote")}
    owed = Delivery.objects.filter(medium=Medium.CALENDAR, thread=entry.meeting, recipient__in=remotes)
    last = owed.order_by("recipient", "-sequence", "-copy").distinct("recipient")
    found = last.values_list("recipient", "facts__present")
    return {host.removeprefix(HOST): remotes[host] for host, present in found if present}
