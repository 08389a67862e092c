"""How often a guest can be invited, by whatever customers, so that nobody's mailbox is flooded."""

from collections.abc import Iterable

from allauth.core import ratelimit
from django.http import HttpRequest

from bookings.errors import GuestInvitedOften


def count_guests(request: HttpRequest, guests: Iterable[str]) -> None:
    """Count one more invitation of each guest. Raise GuestInvitedOften."""
    for guest in guests:
        if not ratelimit.consume(request, action="invite_guest", key=guest.lower()):
            raise GuestInvitedOften
