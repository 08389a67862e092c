"""What the pages of one booking share: who it is with, their addresses, and why it cannot be changed.

The booking's token opens them, whatever became of the link, the page and its address.
"""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.brand import Brand, brand_of
from accounts.errors import Refusal
from accounts.models import User
from bookings.errors import HostLeft, MeetingChanged, NotTakingPlace, TooLate
from bookings.models import Booking
from bookings.queries import find_booking, hosts_of
from bookings.states import BookingStatus
from bookings.steps.change import check_can_cancel, check_can_move
from core import dates
from core.cldr import list_text
from core.ids import read_number
from core.text import join_sentences
from customer import policies
from customer.params import BookingParams
from customer.responses import framed, message_page
from customer.summary import sessions_text
from customer.visit import follow_organization, read_address

MOST_FACES = 3

LARGEST_SEQUENCE = 2**31 - 1


@dataclass(frozen=True, slots=True)
class MyBooking:
    """A booking as its customer sees it, at one moment. The lead host comes first in `hosts`."""

    token: str
    booking: Booking
    hosts: list[User]
    now: datetime
    params: BookingParams

    @property
    def zone(self) -> str:
        """The time zone in the address, else the customer's own."""
        return self.params.zone or self.booking.admission.customer_zone

    @property
    def clock(self) -> str:
        admission = self.booking.admission
        return dates.clock_or_default(self.params.clock or admission.customer_clock, admission.customer_language)

    @property
    def names(self) -> str:
        """The names of all hosts as one text."""
        return list_text([host.name for host in self.hosts]) or self.booking.admission.page.name

    @property
    def contact(self) -> User:
        """The user to write to: the first host who is still active, else the owner of the page."""
        return next((host for host in self.hosts if host.is_active), self.booking.admission.page.owner)

    @property
    def name(self) -> str:
        """The name to which form tokens are bound."""
        return f"booking {self.booking.pk}"

    def address(self, name: str = "booking") -> str:
        """Return the address of one of the booking's pages, with the zone, clock and language of this request."""
        params = BookingParams(zone=self.params.zone, clock=self.params.clock, lang=self.params.lang)
        return reverse(name, args=[self.token]) + params.query()

    def check(self, change: str) -> None:
        """Raise the refusal if the customer may not move ("reschedule") or cancel the booking now."""
        if change == "reschedule":
            check_can_move(self.booking, False, self.now)
        else:
            check_can_cancel(self.booking, False, self.now)

    def may(self, change: str) -> bool:
        """Return whether the customer may move ("reschedule") or cancel the booking now."""
        try:
            self.check(change)
        except Refusal:
            return False
        return True

    @property
    def brand(self) -> Brand:
        """The brand of the organization."""
        return brand_of(self.booking.organization)

    def summary(self) -> dict[str, object]:
        """Return what is shown beside every step: with whom, what, how long."""
        booking = self.booking
        sessions = booking.admission.sessions
        number = {"number": booking.session, "count": sessions}
        return {
            "host": self.names,
            "faces": [{"name": host.name, "photo": host.photo_id} for host in self.hosts],
            "more_faces": max(len(self.hosts) - MOST_FACES, 0),
            "heading": self.names,
            "title": booking.title,
            "duration": dates.duration_text(booking.duration),
            "times": _("Session %(number)d of %(count)d") % number if sessions > 1 else "",
            "sessions": sessions_text(sessions),
            "contact": booking.admission.page.contact,
        }

    def framed(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Allow other websites to show the response in a frame, as they could the link or page through which it was
        booked.
        """
        link = self.booking.admission.link
        return framed(request, response, self.booking.organization) if link is None or link.is_reusable else response

    def refused(self, request: HttpRequest, refusal: Refusal, change: str) -> HttpResponse:
        """Return a page that says why the booking cannot be changed here, and what to do instead."""
        default_action = {"action": self.address(), "action_label": _("See the meeting")}
        name = {"name": self.contact.name}
        match refusal:
            case TooLate():
                texts = {
                    "title": _("This cannot be changed here"),
                    "text": join_sentences(
                        policies.too_late_text(self.booking, change, self.clock), _("Write to %(name)s.") % name
                    ),
                    "contact": self.contact,
                }
            case HostLeft():
                texts = {
                    "title": _("This meeting cannot be moved here at the moment"),
                    "text": _("Contact %(name)s to find another time. Your meeting has not changed.") % name,
                    "contact": self.contact,
                }
            case MeetingChanged():
                texts = {"title": _("The meeting has changed"), "text": str(refusal)}
            case NotTakingPlace() if not self.booking.was_agreed:
                texts = self._request_texts()
            case _over:
                texts = {"title": str(refusal), "contact": self.contact}
        return self.framed(request, message_page(request, 409, brand=self.brand, **default_action | texts))

    def _request_texts(self) -> dict[str, object]:
        """Return the message for a request, which cannot be changed like a meeting."""
        texts: dict[str, object] = {"action_label": _("See your request"), "contact": self.contact}
        match self.booking.status:
            case BookingStatus.REQUESTED:
                texts |= {
                    "title": _("This request has not been answered yet"),
                    "text": _("Its times can be changed once one of them is confirmed."),
                }
            case BookingStatus.DECLINED:
                texts["title"] = _("This request was declined")
            case _withdrawn:
                texts["title"] = _("This request was withdrawn")
        return texts


def find_my_booking(request: HttpRequest, token: str) -> MyBooking:
    """Return the booking of the token. A forged token costs no query. Raise UnknownBooking."""
    verified = find_booking(token)
    follow_organization(request, verified.organization)
    return MyBooking(token, verified, list(hosts_of(verified)), timezone.now(), read_address(request))


def read_sequence(text: str) -> int:
    """Return the sequence in the form; -1, which no meeting has, if it is not a valid number."""
    number = read_number(text, LARGEST_SEQUENCE)
    return -1 if number is None else number
