"""Views for cancelling a meeting, withdrawing a request and stopping reminders. A GET changes nothing."""

from uuid import uuid4

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.errors import Refusal
from bookings.actions import cancel, stop_reminding
from bookings.errors import Busy
from bookings.states import BookingStatus
from core import dates
from core.zones import zone
from customer import form_token
from customer.forms.changes import ReasonForm
from customer.my_booking import MyBooking, find_my_booking, read_sequence
from customer.responses import customer_page, retry_soon, see_other
from customer.visit import ticket_of
from pages.models import Ask
from pages.notices import read_notices
from pages.policies import read_policy

CANCEL, REMINDERS = "cancel", "reminders"


@customer_page("POST")
def booking_cancel(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether to cancel the meeting, and why. Only the button that says what it cancels does so."""
    own = find_my_booking(request, token)
    with timezone.override(zone(own.zone)):
        try:
            response = _send(request, own) if request.method == "POST" else _show(request, own)
        except Refusal as refusal:
            return own.refused(request, refusal, CANCEL)
    return own.framed(request, response)


def _show(request: HttpRequest, own: MyBooking) -> HttpResponse:
    own.check(CANCEL)
    return _show_form(request, own, _form(own), own.booking.sequence, 200)


def _send(request: HttpRequest, own: MyBooking) -> HttpResponse:
    """Cancel the meeting, or show the form again with the reason for the refusal and everything that was typed."""
    form, sequence = _form(own, request.POST), read_sequence(request.POST.get("sequence", ""))
    was_shown = form_token.read(request.POST.get("token", ""), CANCEL, own.name) is not None
    if not was_shown or request.POST.get("act") != CANCEL:
        form.add_error(None, _("Nothing has changed yet. Please press the button again."))
    if not form.is_valid():
        own.check(CANCEL)
        return _show_form(request, own, form, sequence, 422)
    try:
        cancel(booking=own.booking, actor=None, reason=form.reason_given, sequence=sequence)
    except Busy as refusal:
        form.add_error(None, str(refusal))
        return retry_soon(_show_form(request, own, form, sequence, 503))
    return see_other(own.address())


def _form(own: MyBooking, data: QueryDict | None = None) -> ReasonForm:
    asks = read_policy(own.booking.policies, CANCEL).reason
    if own.booking.status == BookingStatus.REQUESTED and asks != Ask.NO:
        # A request binds nobody, so a reason is never required to withdraw it.
        asks = Ask.OPTIONAL
    return ReasonForm(data, asks=asks)


def _button_text(own: MyBooking) -> str:
    """Return what the button does, such as “Cancel 3 December, 09:00”."""
    if own.booking.status == BookingStatus.REQUESTED:
        return _("Withdraw the request")
    starts = timezone.localtime(own.booking.starts_at)
    words = {"day": dates.short_day_text(starts.date()), "time": dates.time_text(starts, own.clock)}
    return _("Cancel %(day)s, %(time)s") % words


def _show_form(request: HttpRequest, own: MyBooking, form: ReasonForm, sequence: int, status: int) -> HttpResponse:
    booking = own.booking
    requested = booking.status == BookingStatus.REQUESTED
    context = {
        "who": own.summary(),
        "brand": own.brand,
        "form": form,
        "token": form_token.make(CANCEL, own.name, uuid4()),
        "hidden": [("sequence", sequence)],
        "ticket": ticket_of(booking.starts_at, booking.ends_at, own.clock, own.zone),
        "requested": requested,
        "others": booking.admission.sessions > 1,
        "title": _("Withdraw this request?") if requested else _("Cancel this meeting?"),
        "act": _button_text(own),
        "keep": own.address(),
        "action": own.address("booking-cancel"),
    }
    return render(request, "customer/cancel.html", context, status=status)


@customer_page("POST")
def booking_reminders(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether to stop the reminders of the meeting; a POST stops them.

    The one-click POST of a mail program (RFC 8058) has no form token. It is carried out and answered without a
    redirect.
    """
    own, error = find_my_booking(request, token), ""
    if request.method == "POST":
        one_click = request.POST.get("List-Unsubscribe") == "One-Click"
        if one_click or form_token.read(request.POST.get("token", ""), REMINDERS, own.name) is not None:
            try:
                stop_reminding(booking=own.booking, now=own.now)
            except Busy:
                error = _("That did not work. Please press the button again.")
            else:
                if not one_click:
                    return see_other(own.address("booking-reminders"))
                own = find_my_booking(request, token)
        else:
            error = _("Nothing has changed yet. Please press the button again.")
    with timezone.override(zone(own.zone)):
        return own.framed(request, _reminders(request, own, error))


def _reminders(request: HttpRequest, own: MyBooking, error: str) -> HttpResponse:
    booking, notices = own.booking, read_notices(own.booking.notices)
    context = {
        "who": own.summary(),
        "brand": own.brand,
        "token": form_token.make(REMINDERS, own.name, uuid4()),
        "ticket": ticket_of(booking.starts_at, booking.ends_at, own.clock, own.zone),
        "sent": bool(notices.reminders) or notices.follow_up is not None,
        "failed": error,
        "meeting": own.address(),
        "action": own.address("booking-reminders"),
    }
    return render(request, "customer/reminders.html", context, status=422 if error else 200)
