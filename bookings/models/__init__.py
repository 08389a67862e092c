"""The models of bookings."""

from bookings.models.admissions import Admission
from bookings.models.bookings import Booking, BookingQuerySet, LinkType, link_type
from bookings.models.feeds import HostFeed
from bookings.models.suggested import SuggestedTime

__all__ = ["Admission", "Booking", "BookingQuerySet", "HostFeed", "LinkType", "SuggestedTime", "link_type"]
