"""Queries that read bookings and what belongs to them."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from uuid import UUID, uuid4

from django.conf import settings
from django.db.models import Count, Exists, F, OuterRef, QuerySet

from accounts.idempotency import find_by_key, uuid_from_digest
from accounts.models import ApiToken, HistoryEntry, User
from accounts.verbs import Verb
from bookings.errors import UnknownBooking
from bookings.models import Admission, Booking, HostFeed
from bookings.states import NEVER_AGREED, BookingStatus
from calendars.models import HostEntry
from core.database import email_matches
from core.tokens import Purpose, verify_token
from deliveries.models import Delivery, Endpoint
from links.models import Link
from pages.models import LONGEST_TIME, HostTime

UIDS_KEPT = 90


def find_booking(token: str) -> Booking:
    """Return the booking of a manage token, with its admission. A forged token costs no query. Raise UnknownBooking."""
    verified = verify_token(Purpose.MANAGE, token, settings.LINK_KEYS)
    if verified is None:
        raise UnknownBooking
    bookings = Booking.objects.select_related(
        "admission__link",
        "admission__page__owner",
        "admission__page__organization",
        "admission__event_type",
        "organization",
        "decided_by",
    )
    booking = bookings.filter(handle=verified.handle, kid=verified.kid).first()
    if booking is None:
        raise UnknownBooking
    return booking


def hosts_of(booking: Booking) -> QuerySet[User]:
    """Return the hosts of the meeting, even if it no longer takes their time. The one who leads comes first."""
    users = User.objects.filter(host_times__meeting=booking.uid)
    return users.select_related("organization").order_by("host_times__pk")


def upcoming_without_entry(host: int, now: datetime) -> QuerySet[Booking]:
    """Return the host's upcoming meetings without an entry in a calendar of theirs, written or pending."""
    times = HostTime.objects.active().filter(host=host, starts_at__gt=now, waits_until=None)
    entries = HostEntry.objects.filter(host=host, calendar__connection__disconnected_at=None)
    entries = entries.exclude(state=HostEntry.State.REMOVED).filter(meeting=OuterRef("uid"))
    bookings = Booking.objects.filter(uid__in=times.values("meeting"), status=BookingStatus.SCHEDULED)
    return bookings.exclude(admission__customer_email="").filter(~Exists(entries))


def edited_meetings(user: User, now: datetime, booking: Booking | None = None) -> list[tuple[Booking, HostEntry]]:
    """Return the user's upcoming meetings, or this one, that they have moved or deleted in their own calendar.

    Soonest first. Entries that now have the meeting's own time are left out. Two queries at most.
    """
    edited = HostEntry.objects.filter(host=user, state__in=[HostEntry.State.MOVED, HostEntry.State.MISSING])
    edited = edited.filter(ends_at__gt=now - LONGEST_TIME)
    edited = edited if booking is None else edited.filter(meeting=booking.uid)
    # As a condition, PostgreSQL might begin with it and read the calendars and entries of all organizations.
    edited = edited.annotate(ended=F("calendar__connection__disconnected_at")).select_related("calendar")
    entries = {entry.meeting: entry for entry in edited if entry.ended is None}
    if not entries:
        return []
    upcoming = Booking.objects.visible_to(user).filter(uid__in=entries, status=BookingStatus.SCHEDULED, ends_at__gt=now)
    bookings = upcoming.select_related("admission").order_by("starts_at", "pk")
    return [
        (booking, entries[booking.uid])
        for booking in bookings
        if entries[booking.uid].found_starts_at != booking.starts_at
    ]


def uids_of(host: int, now: datetime) -> frozenset[str]:
    """Return the UIDs of the host's meetings as calendars write them, also of those that do not take place.

    Calendars may still have them at their former times. Meetings that ended long ago are outside every window.
    """
    # Both are named, since the index has the host's times by whether they are active first.
    rows = HostTime.objects.filter(host=host, active__in=[True, False], starts_at__gt=now - timedelta(days=UIDS_KEPT))
    return frozenset(map(str, rows.values_list("meeting", flat=True)))


def last_bookings_through(link: Link, email: str) -> list[Booking]:
    """Return what the customer with this email address last booked through the link, a package with all its sessions.

    A scheduled meeting is preferred to a newer one that does not take place.
    """
    is_customer = email_matches("admission__customer_email", email)
    bookings = Booking.objects.filter(is_customer, admission__link=link).order_by("-id")
    newest = bookings.filter(status=BookingStatus.SCHEDULED).first() or bookings.first()
    return [] if newest is None else list(sessions_of_package(newest))


class LinkOutcome(Enum):
    """What a used link has led to: requests that nobody has approved, meetings that were all cancelled, or meetings."""

    REQUESTED = "requested"
    CANCELLED = "cancelled"
    BOOKED = "booked"


def link_outcome(link: Link) -> LinkOutcome:
    """Return what the link has led to. One query."""
    statuses = set(Booking.objects.filter(admission__link=link).values_list("status", flat=True).distinct())
    agreed = statuses.difference(NEVER_AGREED)
    if statuses and not agreed:
        return LinkOutcome.REQUESTED
    return LinkOutcome.CANCELLED if agreed == {BookingStatus.CANCELLED} else LinkOutcome.BOOKED


def hosts_by_meeting(bookings: Iterable[Booking]) -> dict[UUID, list[User]]:
    """Return the hosts of each meeting by its UID, in one query. The host who leads comes first."""
    hosts: dict[UUID, list[User]] = defaultdict(list)
    times = HostTime.objects.filter(meeting__in=[booking.uid for booking in bookings]).select_related("host")
    for row in times.order_by("pk"):
        hosts[row.meeting].append(row.host)
    return dict(hosts)


def sessions_of_package(booking: Booking) -> QuerySet[Booking]:
    """Return all meetings of the package that this meeting belongs to, including itself."""
    return Booking.objects.filter(admission_id=booking.admission_id).order_by("session")


def mails_of(booking: Booking) -> QuerySet[Delivery]:
    """Return all deliveries about the meeting, oldest first."""
    return Delivery.objects.filter(thread=booking.uid, organization_id=booking.organization_id).order_by("pk")


def next_copy(booking: Booking, kind: str, recipient: str) -> int:
    """Return the number of the next copy of a delivery for the booking's present sequence."""
    return mails_of(booking).filter(kind=kind, recipient=recipient, sequence=booking.sequence).count()


def booking_history(booking: Booking) -> QuerySet[HistoryEntry]:
    """Return the history of the booking, oldest first."""
    of_organization = HistoryEntry.objects.filter(organization_id=booking.organization_id)
    return of_organization.filter(subject="booking", subject_id=booking.pk).select_related("actor").order_by("pk")


def user_who_booked(booking: Booking) -> User | None:
    """Return the user who booked, or asked for the time, in the customer's place; None if the customer did."""
    entry = booking_history(booking).filter(verb__in=[Verb.BOOKED, Verb.REQUESTED]).first()
    return None if entry is None else entry.actor


@dataclass(frozen=True, slots=True)
class NewTimeRequest:
    """The name of the user who asks the customer to choose another time, and the reason in their words."""

    name: str
    message: str


def last_new_time_request(booking: Booking) -> NewTimeRequest | None:
    """Return who last asked for a new time; None (without a query) if nobody did or the meeting was moved since."""
    if booking.new_time_asked_at is None:
        return None
    last = booking_history(booking).filter(verb=Verb.ASKED_NEW_TIME).last()
    if last is None or last.actor is None:
        return NewTimeRequest(booking.admission.page.name, "")
    return NewTimeRequest(last.actor.name, last.details.get("message", ""))


def is_submitted(submission_key: UUID) -> bool:
    """Return whether a form with this submission key has been accepted."""
    return Admission.objects.filter(submission_key=submission_key).exists()


def submission_by_key(actor: User, key: str, now: datetime) -> tuple[UUID, bool]:
    """Return the submission key that a key of the actor's program stands for, and whether a form with it was accepted.

    Without a key it is a new one.
    """
    if not key:
        return uuid4(), False
    admissions = Admission.objects.filter(organization_id=actor.organization_id)
    earlier, new = find_by_key(
        admissions, "submission_key", uuid_from_digest, actor=actor, kind="booking", key=key, now=now
    )
    stored = earlier.values_list("submission_key", flat=True).first()
    return stored or new, stored is not None


def count_by_kid() -> dict[str, Counter[str]]:
    """Return how many links, bookings, feeds, API tokens and webhooks the key of each kid has signed, of all
    organizations.
    """
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    models = {"links": Link, "bookings": Booking, "feeds": HostFeed, "tokens": ApiToken, "webhooks": Endpoint}
    for name, model in models.items():
        for kid, number in model._default_manager.order_by().values_list("kid").annotate(Count("pk")):
            counts[kid][name] = number
    return dict(counts)
