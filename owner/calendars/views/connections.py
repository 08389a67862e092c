"""The list of connections, and what is done to one of them."""

from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import FORM, POST, READ, MemberRequest, owner_view
from accounts.errors import TooManyAttempts
from bookings.actions.host_calendars import mail_invitations
from bookings.fresh_readings import read_checked_calendars
from calendars.actions.choosing import stop_checking_calendar
from calendars.actions.connecting import disconnect
from calendars.actions.renewing import prepare_revocation
from calendars.errors import CannotSeal
from calendars.models import Calendar, Connection
from calendars.queries import unread_since
from owner.calendars.cards import account_text, offered_services
from owner.calendars.connection_list import shown_connections
from owner.calendars.texts import tell_unreadable


@owner_view(READ)
def connected_calendars(request: MemberRequest) -> HttpResponse:
    """List the user's connections with their states, and what else can be connected."""
    now = timezone.now()
    context = {
        "connections": shown_connections(request.user, now),
        "are_readers_away": request.user.is_admin and unread_since(now) is not None,
        "services": offered_services(),
        "can_connect": bool(settings.SEALING_KEYS),
        "cannot_connect": CannotSeal.message,
    }
    return render(request, "owner/calendars/calendars.html", context)


@owner_view(POST)
def check_calendars(request: MemberRequest, pk: int) -> HttpResponse:
    """Read the connection's checked calendars now."""
    connection = get_object_or_404(Connection.objects.live_of(request.user), pk=pk)
    if not ratelimit.consume(request, action="check_calendars"):
        messages.error(request, str(TooManyAttempts()))
        return redirect("connected-calendars")
    refusals = read_checked_calendars(connection)
    tell_unreadable(request, refusals)
    if not refusals:
        messages.success(request, _("Read just now."))
    return redirect("connected-calendars")


@owner_view(FORM)
def disconnect_calendar(request: MemberRequest, pk: int) -> HttpResponse:
    """Ask whether to end the connection, and end it."""
    connection = get_object_or_404(Connection.objects.live_of(request.user), pk=pk)
    if request.method == "POST":
        forget = prepare_revocation(connection)
        disconnect(connection=connection, now=timezone.now(), on_unwritten=mail_invitations)
        forget()
        messages.success(request, _("Disconnected. What opened it and its busy times are deleted here."))
        return redirect("connected-calendars")
    return render(request, "owner/calendars/disconnect.html", {"account": account_text(connection)})


@owner_view(POST)
def stop_checking(request: MemberRequest, pk: int) -> HttpResponse:
    """Stop checking one calendar: a button of the banner about calendars that cannot be read."""
    checked = Calendar.objects.filter(host=request.user, checked=True, connection__disconnected_at=None)
    calendar = get_object_or_404(checked, pk=pk)
    stop_checking_calendar(calendar=calendar, now=timezone.now())
    text = _("“%(name)s” is not checked any more. You can be booked while you are busy there.")
    messages.success(request, text % {"name": calendar.name})
    return redirect("connected-calendars")
