"""Reads of bookings."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from accounts.models import HistoryEntry, User
from accounts.verbs import Verb
from bookings.errors import UnknownBooking
from bookings.models import Admission, Booking
from bookings.states import NEVER_AGREED, BookingStatus
from core.tokens import Purpose, verify
from deliveries.models import Delivery
from links.models import Link
from pages.models import HostTime


def find_booking(token: str) -> Booking:
    """The booking of a manage token, with its admission. A forged token costs no query. Raises UnknownBooking."""
    genuine = verify(Purpose.MANAGE, token, settings.LINK_KEYS)
    booking = (
        genuine
        and Booking.objects.select_related(
            "admission__link",
            "admission__page__owner",
            "admission__page__organization",
            "admission__event_type",
            "organization",
            "decided_by",
        )
        .filter(handle=genuine.handle, kid=genuine.kid)
        .first()
    )
    if not booking:
        raise UnknownBooking
    return booking


def hosts_of(booking: Booking) -> QuerySet[User]:
    """Who holds the meeting, whether or not it still takes their time; who leads comes first."""
    return User.objects.filter(host_times__meeting=booking.uid).order_by("host_times__pk")


def booking_by(link: Link, email: str) -> Booking | None:
    """The newest booking that still stands, made with the link by the customer of the email address."""
    made = Booking.objects.filter(admission__link=link, admission__customer_email__iexact=email)
    return made.filter(status=BookingStatus.SCHEDULED).order_by("-id").first()


def only_asked_through(link: Link) -> bool:
    """Whether all that came of the link are requests that nobody has approved."""
    made = Booking.objects.filter(admission__link=link)
    return made.exists() and not made.exclude(status__in=NEVER_AGREED).exists()


def hosts_by_meeting(bookings: Iterable[Booking]) -> dict[UUID, list[User]]:
    """Who holds each of the meetings, who leads first: one query."""
    hosts: dict[UUID, list[User]] = defaultdict(list)
    taken = HostTime.objects.filter(meeting__in=[booking.uid for booking in bookings]).select_related("host")
    for row in taken.order_by("pk"):
        hosts[row.meeting].append(row.host)
    return dict(hosts)


def sessions_beside(booking: Booking) -> QuerySet[Booking]:
    """All meetings of the package that the meeting belongs to, itself among them."""
    return Booking.objects.filter(admission_id=booking.admission_id).order_by("session")


def mails_of(booking: Booking) -> QuerySet[Delivery]:
    """What was owed about the meeting, and what became of it, from the first."""
    return Delivery.objects.filter(thread=booking.uid, organization_id=booking.organization_id).order_by("pk")


def booking_history(booking: Booking) -> QuerySet[HistoryEntry]:
    """Who did what to the booking, from the first."""
    return (
        HistoryEntry.objects.filter(organization_id=booking.organization_id, subject="booking", subject_id=booking.pk)
        .select_related("actor")
        .order_by("pk")
    )


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks the customer to choose another time, and why, in their words."""

    name: str
    message: str


def asking_for_new_time(booking: Booking) -> Asking | None:
    """The last that asked for a new time, as long as the meeting has not got one. No query where nobody did."""
    if booking.new_time_asked_at is None:
        return None
    last = booking_history(booking).filter(verb=Verb.ASKED_NEW_TIME).last()
    if last is None or last.actor is None:
        return Asking(booking.admission.page.name, "")
    return Asking(last.actor.name, last.details.get("message", ""))


def was_admitted(submission_key: UUID) -> bool:
    """Whether a form with this key has been accepted."""
    return Admission.objects.filter(submission_key=submission_key).exists()
