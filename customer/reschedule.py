"""Views for moving a meeting: the picker that booking uses, then one form that shows the old and the new time."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import uuid4

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.errors import Refusal
from accounts.models import User
from bookings.actions import reschedule
from bookings.errors import Busy, SlotTaken
from bookings.fresh_readings import refresh_readings
from bookings.models import Booking
from bookings.picker import Picker, PickerMonth, is_free
from bookings.queries import hosts_of, last_new_time_request
from bookings.steps.change import moving_offer
from core import dates
from core.dates import Instant, from_epoch, to_epoch
from core.months import month_of
from core.zones import zone
from customer import form_token
from customer.choose_time import show_picker
from customer.conflict import NEAREST
from customer.entrance import Entrance
from customer.forms.changes import ReasonForm
from customer.my_booking import MyBooking, find_my_booking, read_sequence
from customer.params import BookingParams, read_start
from customer.responses import customer_page, message_page, retry_soon, see_other
from customer.visit import Visit, ticket_of
from pages.offers import Offer
from pages.policies import read_policy

PURPOSE = "reschedule"


@dataclass(frozen=True, slots=True)
class MeetingEntrance(Entrance):
    """A meeting that exists, as the way in to its own new times."""

    lead: User

    @property
    def contact(self) -> User:
        return self.lead


@dataclass(frozen=True)
class MovingVisit(Visit):
    """A visit with one offer: the times to which the meeting can be moved."""

    own: MyBooking

    @classmethod
    def of_meeting(cls, own: MyBooking) -> "MovingVisit":
        """Return the visit, in the customer's own time zone and clock unless the address asks for others."""
        address = own.address("booking-reschedule").split("?")[0]
        entrance = MeetingEntrance(own.booking.admission.page, None, address, address, own.contact)
        language = translation.get_language() or ""
        return cls(entrance, own.params, own.now, own.clock, language, own)

    @cached_property
    def offers(self) -> list[Offer]:
        """The one offer. Raises HostLeft."""
        return [moving_offer(self.own.booking, by_host=False)]

    @cached_property
    def zone(self) -> str:
        return self.own.zone

    @property
    def current(self) -> Instant:
        return to_epoch(self.own.booking.starts_at)

    def look(self, offer: Offer) -> tuple[PickerMonth, date | None]:
        """Open at the meeting's current day, or at the first day with times if that one has none."""
        if self.params.month is None and self.asked_day is None:
            day = self.local(self.current).date()
            seen = Picker(offer, self.now, self.zone).month(month_of(day))
            if seen.days.get(day):
                return seen, day
        return super().look(offer)

    def kept(self, offer: Offer | None = None) -> BookingParams:
        params = self.params
        return BookingParams(zone=params.zone, clock=params.clock, lang=params.lang)

    def form_params(self, offer: Offer) -> dict[str, object]:
        return {}


@customer_page("POST")
def booking_reschedule(request: HttpRequest, token: str) -> HttpResponse:
    """Show the times to which a meeting can be moved; with a time chosen, ask for confirmation. Only that form moves
    it.
    """
    own = find_my_booking(request, token)
    visit = MovingVisit.of_meeting(own)
    with timezone.override(zone(visit.zone)):
        try:
            response = _send(request, visit) if request.method == "POST" else _show(request, visit)
        except Refusal as refusal:
            return own.refused(request, refusal, PURPOSE)
    return own.framed(request, response)


def _show(request: HttpRequest, visit: MovingVisit) -> HttpResponse:
    visit.own.check(PURPOSE)
    start = visit.params.start
    if start is None:
        return _times(request, visit)
    if start == visit.current:
        return message_page(
            request, 200, title=_("This is your current time"), brand=visit.own.brand, **_keep_texts(visit)
        )
    form = _form(visit.own.booking)
    if not is_free(visit.offers[0], start, visit.now):
        return _conflict(request, visit, start, form, visit.own.booking.sequence)
    return _confirm(request, visit, start, form, 200)


def _times(request: HttpRequest, visit: MovingVisit) -> HttpResponse:
    return show_picker(request, visit, visit.offers[0], "customer/reschedule.html", lambda: _picker_context(visit))


def _picker_context(visit: MovingVisit) -> dict[str, object]:
    return {
        "who": visit.own.summary(),
        "brand": visit.own.brand,
        "was": _current_ticket(visit),
        "keep": visit.own.address(),
        "asked": last_new_time_request(visit.own.booking),
    }


def _send(request: HttpRequest, visit: MovingVisit) -> HttpResponse:
    """Move the meeting, or show the form again with the reason for the refusal and everything that was typed."""
    own, posted = visit.own, request.POST.getlist("start")[-1:]
    start = read_start(posted[0]) if posted else None
    start = visit.params.start if start is None else start
    if start is None:
        return redirect(visit.times_address())
    form, sequence = _form(own.booking, request.POST), read_sequence(request.POST.get("sequence", ""))
    if form_token.read(request.POST.get("token", ""), PURPOSE, own.name) is None:
        form.add_error(None, _("Nothing has changed yet. Please press the button again."))
    if not form.is_valid():
        own.check(PURPOSE)
        return _confirm(request, visit, start, form, 422, sequence)
    try:
        refresh_readings([host.pk for host in hosts_of(own.booking)])
        reschedule(
            booking=own.booking, start=from_epoch(start), actor=None, reason=form.reason_given, sequence=sequence
        )
    except SlotTaken:
        return _conflict(request, visit, start, form, sequence)
    except Busy as refusal:
        form.add_error(None, str(refusal))
        return retry_soon(_confirm(request, visit, start, form, 503, sequence))
    return see_other(own.address())


def _form(booking: Booking, data: QueryDict | None = None) -> ReasonForm:
    return ReasonForm(data, asks=read_policy(booking.policies, PURPOSE).reason)


def _confirm(
    request: HttpRequest, visit: MovingVisit, start: int, form: ReasonForm, status: int, sequence: int | None = None
) -> HttpResponse:
    """Show the old and the new time, and ask for a reason if the policy wants one."""
    context = _context(visit, start, form, sequence)
    return render(request, "customer/move.html", context, status=status)


def _conflict(request: HttpRequest, visit: MovingVisit, start: int, form: ReasonForm, sequence: int) -> HttpResponse:
    """Show free times instead of the one that is not free, with the reason as it was typed. Each is one press away."""
    offer = visit.offers[0]
    nearest = Picker(offer, visit.now, visit.zone).nearest(start, NEAREST + 1)
    others = [time for time in nearest if time != visit.current]
    context = _context(visit, start, form, sequence) | {
        "taken": _("That time is not free."),
        "kept": form.is_bound,
        "moving": True,
        "nearest": [
            {
                "start": time,
                "day": dates.brief_day_text(visit.local(time).date()),
                "time": visit.time(time),
                "address": visit.book_address(offer, time),
            }
            for time in others[:NEAREST]
        ],
    }
    return render(request, "customer/conflict.html", context, status=409)


def _context(visit: MovingVisit, start: int, form: ReasonForm, sequence: int | None) -> dict[str, object]:
    own, offer = visit.own, visit.offers[0]
    sequence_shown = own.booking.sequence if sequence is None else sequence
    return {
        "who": own.summary(),
        "brand": own.brand,
        "form": form,
        "token": form_token.make(PURPOSE, own.name, uuid4()),
        "hidden": [("sequence", sequence_shown)],
        "start": start,
        "action": visit.book_address(offer, start),
        "was": _current_ticket(visit),
        "ticket": visit.ticket(offer.event_type, start),
        "change": visit.times_address(near=start),
        "act": _("Move to %(time)s") % {"time": visit.day_and_time(start)},
        "keep": own.address(),
        "entrance": visit.entrance,
    }


def _current_ticket(visit: MovingVisit) -> dict[str, object]:
    booking = visit.own.booking
    return ticket_of(booking.starts_at, booking.ends_at, visit.clock, visit.zone)


def _keep_texts(visit: MovingVisit) -> dict[str, object]:
    return {
        "text": "{when}, {zone}".format(**_current_ticket(visit)),
        "action": visit.own.address(),
        "action_label": _("Keep it"),
    }
