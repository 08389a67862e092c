"""Reads of bookings."""

from django.conf import settings
from django.db.models import QuerySet

from accounts.models import User
from bookings.errors import UnknownBooking
from bookings.models import Booking
from links.models import Link
from links.tokens import Purpose, verify
from pages.models import HostTime


def find_booking(token: str) -> Booking:
    """The booking of a manage token, with its admission. A forged token costs no query. Raises UnknownBooking."""
    genuine = verify(Purpose.MANAGE, token, settings.LINK_KEYS)
    booking = (
        genuine
        and Booking.objects.select_related("admission__link", "admission__page", "organization")
        .filter(handle=genuine.handle, kid=genuine.kid)
        .first()
    )
    if not booking:
        raise UnknownBooking
    return booking


def hosts_of(booking: Booking) -> QuerySet[User]:
    """Who holds the meeting, whether or not it still takes their time."""
    return User.objects.filter(pk__in=HostTime.objects.filter(meeting=booking.uid).values("host_id")).order_by("pk")


def booking_of(link: Link) -> Booking | None:
    """The newest booking that was made with the link."""
    return Booking.objects.filter(admission__link=link).order_by("-id").first()
