"""What customers fill in."""

from customer.forms.request_link import AskForm
from customer.forms.changes import CancelForm, ReasonForm
from bookings.booking_form import DetailsForm
from customer.forms.resend import OwnEmailForm

__all__ = ["AskForm", "CancelForm", "DetailsForm", "OwnEmailForm", "ReasonForm"]
