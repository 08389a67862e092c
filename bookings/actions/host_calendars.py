"""Deliveries to hosts' calendars that no change of the meeting causes.

Its host has chosen another calendar, or none, or wants an entry back; or personal data in it was erased.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from bookings.facts import BookingFacts
from bookings.frozen_facts import freeze_facts
from bookings.models import Booking
from bookings.notifications import ENTRY, MailKind, build_entry, build_mail
from bookings.queries import hosts_by_meeting, hosts_of, next_copy, upcoming_without_entry
from bookings.readers import as_host
from bookings.states import BookingStatus
from bookings.steps import change as steps
from calendars.actions.host_entries import HOST as TO_HOST
from calendars.actions.host_entries import plan_entries
from calendars.models import HostEntry, Target
from deliveries.models import Delivery, Medium

# Meetings that the chore adds in one transaction.
MOST_ADDED = 50
# Entries of meetings that were over before that are left as they are.
REWRITE_AGE = timedelta(days=366)


def mail_invitations(host: User, meetings: Mapping[UUID, str], now: datetime) -> None:
    """Mail the host the invitations of meetings that were to be written into a calendar, and now never will be.

    `meetings` has the names of their calendars. Call it in the transaction that decides it, under the lock of the
    host's row, so that no meeting is given to a calendar meanwhile.
    """
    upcoming = Booking.objects.filter(uid__in=meetings, status=BookingStatus.SCHEDULED, ends_at__gt=now)
    bookings = upcoming.exclude(admission__customer_email="").select_related("admission__event_type", "organization")
    for booking in bookings.order_by("starts_at", "pk"):
        hosts = list(hosts_of(booking))
        if host not in hosts:
            continue
        facts = freeze_facts(booking, organization=booking.organization, hosts=hosts, now=now)
        facts["unwritten"] = meetings[booking.uid]
        copy = next_copy(booking, MailKind.HOST_CONFIRMATION, host.email)
        build_mail(booking, facts, MailKind.HOST_CONFIRMATION, as_host(host), now, copy=copy).save()


def add_upcoming(now: datetime) -> bool:
    """Add upcoming meetings of hosts who asked for it to the calendar that they chose. A chore.

    Return whether there is more to add at once. It waits for no lock: a meeting that is just being changed comes next
    time, and a target that is just being changed is skipped.
    """
    wanted = Target.objects.filter(adds_upcoming=True).order_by("pk")
    target = (
        wanted.select_related("host__organization")
        .select_for_update(skip_locked=True, no_key=True, of=["self"])
        .first()
    )
    if target is None:
        return False
    missing = upcoming_without_entry(target.host_id, now)
    unlocked = missing.order_by("starts_at", "pk").select_for_update(skip_locked=True, no_key=True, of=["self"])
    # Read again under the locks, in a new statement.
    chosen = missing.filter(pk__in=[booking.pk for booking in unlocked[:MOST_ADDED]])
    bookings = list(chosen.select_related("admission__event_type", "organization").order_by("pk"))
    for booking in bookings:
        _enqueue_entry(booking, target.host, now)
    if not bookings and not missing.exists():
        Target.objects.filter(pk=target.pk).update(adds_upcoming=False)
    return bool(bookings)


def restore_entry(*, booking: Booking, host: User, now: datetime) -> None:
    """Enqueue the entry again that the host has moved or deleted in their calendar. Repeating it changes nothing."""
    with transaction.atomic(durable=True):
        steps.lock_booking(booking.pk)
        booking = steps.read_booking(booking.pk)
        edited = [HostEntry.State.MOVED, HostEntry.State.MISSING]
        entries = HostEntry.objects.filter(meeting=booking.uid, host=host, state__in=edited)
        if booking.is_scheduled and entries.update(state=HostEntry.State.PENDING, answered_at=now):
            _enqueue_entry(booking, host, now)


def rewrite_entries(meetings: Collection[int], now: datetime) -> None:
    """Enqueue the entries of these meetings again, with what is known of the meetings now.

    For meetings of which something was erased; call it in that transaction, under the locks of the meetings. It asks
    the database as often for one entry as for a hundred.
    """
    current = Booking.objects.filter(pk__in=meetings, status__in=[BookingStatus.SCHEDULED, BookingStatus.NO_SHOW])
    recent = current.filter(ends_at__gt=now - REWRITE_AGE).select_related("admission__event_type", "organization")
    bookings = {booking.uid: booking for booking in recent}
    entries = _existing_entries(bookings)
    hosts = hosts_by_meeting(bookings.values()) if entries else {}
    # The removal from the calendar of a former host is enqueued already.
    entries = [entry for entry in entries if entry.host in hosts.get(entry.meeting, ())]
    earlier = Delivery.objects.filter(thread__in={entry.meeting for entry in entries}, kind=ENTRY)
    copies = Counter(earlier.values_list("thread", "recipient", "sequence")) if entries else Counter()
    facts: dict[UUID, BookingFacts] = {}
    deliveries: list[Delivery] = []
    for entry in entries:
        uid, booking = entry.meeting, bookings[entry.meeting]
        if uid not in facts:
            facts[uid] = freeze_facts(booking, organization=booking.organization, hosts=hosts[uid], now=now)
        delivery = build_entry(booking, facts[uid], entry.host, now, present=True)
        delivery.copy = copies[uid, delivery.recipient, delivery.sequence]
        deliveries.append(delivery)
    Delivery.objects.bulk_create(deliveries, batch_size=500)


def _existing_entries(meetings: Collection[UUID]) -> list[HostEntry]:
    """Return the entries of these meetings that are in connected calendars, or may be."""
    entries = HostEntry.objects.filter(meeting__in=meetings, calendar__connection__disconnected_at=None)
    entries = entries.filter(state__in=[HostEntry.State.WRITTEN, HostEntry.State.MOVED, HostEntry.State.PENDING])
    deliveries = Delivery.objects.filter(medium=Medium.CALENDAR, thread__in=meetings)
    tried = set(deliveries.filter(Q(attempts__gt=0) | Q(lease__isnull=False)).values_list("thread", "recipient"))
    # An entry not yet written may be there after an attempt whose answer was lost, or in an earlier version.
    return [
        entry
        for entry in entries.select_related("host__organization").order_by("pk")
        if entry.state != HostEntry.State.PENDING
        or entry.remote
        or (entry.meeting, f"{TO_HOST}{entry.host_id}") in tried
    ]


def _enqueue_entry(booking: Booking, host: User, now: datetime) -> None:
    """Enqueue the entry. The mail with the invitation was sent long ago."""
    if not plan_entries(meeting=booking.uid, hosts=[host.pk], starts_at=booking.starts_at, ends_at=booking.ends_at):
        return
    facts = freeze_facts(booking, organization=booking.organization, hosts=list(hosts_of(booking)), now=now)
    delivery = build_entry(booking, facts, host, now, present=True)
    delivery.copy = next_copy(booking, ENTRY, f"{TO_HOST}{host.pk}")
    delivery.save()
