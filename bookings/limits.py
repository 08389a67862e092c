"""Rate limits that doors count before the transaction: bookings for customers, and invitations of each guest."""

from collections.abc import Iterable

from allauth.core import ratelimit
from django.http import HttpRequest

from bookings.errors import GuestInvitedOften, TooManyBookings


def count_booking_for(request: HttpRequest, by: str) -> None:
    """Count one more booking that a user or a program, named by `by`, makes for a customer. Raise TooManyBookings."""
    if not ratelimit.consume(request, action="api_booking", key=by):
        raise TooManyBookings


def count_guests(request: HttpRequest, guests: Iterable[str]) -> None:
    """Count one more invitation of each guest, by whatever customers. Raise GuestInvitedOften."""
    for guest in guests:
        if not ratelimit.consume(request, action="invite_guest", key=guest.lower()):
            raise GuestInvitedOften
