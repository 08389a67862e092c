"""The models of bookings."""

from bookings.models.admissions import Admission
from bookings.models.bookings import Booking, BookingQuerySet, LinkType, SuggestedTime, link_type
from bookings.models.feeds import HostFeed

__all__ = ["Admission", "Booking", "BookingQuerySet", "HostFeed", "LinkType", "SuggestedTime", "link_type"]
