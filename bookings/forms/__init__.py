"""What customers fill in."""

from bookings.forms.details import DetailsForm
from bookings.forms.mine import OwnEmailForm

__all__ = ["DetailsForm", "OwnEmailForm"]
