"""What the page of a booking says of its state, to its customer."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.states import BookingState
from core import dates
from core.text import LazyText
from customer.my_booking import MyBooking

# The heading of the page in each state, and the text below it.
TEXTS: dict[BookingState, tuple[LazyText, LazyText]] = {
    BookingState.SCHEDULED: (
        gettext_lazy("You are booked with %(host)s"),
        gettext_lazy("We sent the invitation to %(email)s."),
    ),
    BookingState.RESCHEDULED: (
        gettext_lazy("You are booked with %(host)s"),
        gettext_lazy("Your meeting has a new time. We sent the details to %(email)s."),
    ),
    BookingState.REQUESTED: (
        gettext_lazy("Your request is with %(host)s"),
        gettext_lazy("We will email %(email)s when your request is answered."),
    ),
    BookingState.LAPSED: (
        gettext_lazy("This request was not answered in time"),
        gettext_lazy("All the times you suggested have passed."),
    ),
    BookingState.DECLINED: (
        gettext_lazy("None of your suggested times work"),
        gettext_lazy("%(by)s declined this request on %(day)s."),
    ),
    BookingState.WITHDRAWN: (
        gettext_lazy("This request was withdrawn"),
        gettext_lazy("%(by)s withdrew it on %(day)s."),
    ),
    BookingState.CANCELLED: (
        gettext_lazy("This meeting was cancelled"),
        gettext_lazy("%(by)s cancelled it on %(day)s."),
    ),
    BookingState.NO_SHOW: (
        gettext_lazy("This meeting was missed"),
        gettext_lazy("Your host marked you as absent."),
    ),
    BookingState.COMPLETED: (gettext_lazy("This meeting has taken place"), ""),
}
# The text where it was not a colleague of the host who did it, but the customer.
BY_CUSTOMER = {
    BookingState.WITHDRAWN: gettext_lazy("You withdrew it on %(day)s."),
    BookingState.CANCELLED: gettext_lazy("You cancelled it on %(day)s."),
}
AHEAD = {BookingState.SCHEDULED, BookingState.RESCHEDULED}


def state_text(own: MyBooking, state: BookingState) -> tuple[str, str]:
    """Return the page's heading and the text below it."""
    booking, by, at = own.booking, own.booking.decided_by, own.booking.decided_at
    heading, text = TEXTS[state]
    if by is None:
        text = BY_CUSTOMER.get(state, text)
    if state == BookingState.CANCELLED and at is None:
        text = ""
    values = {
        "host": own.names,
        "email": booking.admission.customer_email,
        "by": by.name if by else "",
        "day": dates.past_day_text(at, own.now) if at else "",
    }
    return heading % values, text % values


def title_text(own: MyBooking) -> str:
    """Return the title of the page of a meeting that is ahead."""
    starts = timezone.localtime(own.booking.starts_at)
    words = {"day": dates.brief_day_text(starts.date()), "time": dates.time_text(starts, own.clock)}
    return _("Booked: %(day)s, %(time)s") % words
