"""What customers fill in."""

from bookings.forms.ask import AskForm
from bookings.forms.changing import CancelForm, ReasonForm
from bookings.forms.details import DetailsForm
from bookings.forms.mine import OwnEmailForm

__all__ = ["AskForm", "CancelForm", "DetailsForm", "OwnEmailForm", "ReasonForm"]
