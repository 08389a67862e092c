"""The models of bookings."""

from bookings.models.bookings import Admission, Booking, BookingQuerySet
from bookings.models.feeds import HostFeed
from bookings.models.link_types import LinkType, link_type
from bookings.models.suggested import SuggestedTime

__all__ = ["Admission", "Booking", "BookingQuerySet", "HostFeed", "LinkType", "SuggestedTime", "link_type"]
