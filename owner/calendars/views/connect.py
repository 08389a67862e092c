"""Connecting a calendar account, and connecting it again with another password or address."""

from time import monotonic

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import FORM, MemberRequest, owner_view
from accounts.errors import Refusal
from accounts.form_recovery import form_data, status
from bookings.fresh_readings import read_checked_calendars
from calendars import errors
from calendars.actions.connecting import connect_account, reconnect
from calendars.models import Connection
from calendars.oauth import vendor_of
from owner.calendars.cards import SERVICES, account_text, service_of
from owner.calendars.forms.reach import ReachForm, reach_form
from owner.calendars.texts import tell_unreadable
from owner.calendars.views.vendors import SOON, ask_vendor, limit_tries

PAGE = "owner/calendars/connect.html"


@owner_view(FORM)
def connect_calendar(request: MemberRequest, service: str) -> HttpResponse:
    """Ask how a service is reached, try it, and go on to choose among its calendars."""
    card = SERVICES.get(service)
    if card is None:
        raise Http404
    if vendor := vendor_of(card.kind):
        return ask_vendor(request, vendor)
    form = reach_form(form_data(request), card)
    if request.method == "POST" and form.is_valid():
        account, access = form.reach()
        try:
            limit_tries(request)
            connection = connect_account(
                user=request.user,
                kind=card.kind,
                account=account,
                access=access,
                name=form.calendar_name,
                now=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error(_field_of(form, refusal), str(refusal))
        else:
            return redirect("choose-calendars", pk=connection.pk)
    return render(
        request,
        PAGE,
        {"form": form, "service": card, "title": _("Connect %(service)s") % {"service": card.name}},
        status=status(request),
    )


@owner_view(FORM)
def reconnect_calendar(request: MemberRequest, pk: int) -> HttpResponse:
    """Ask for a new password or address of a connection, and try it."""
    connection = get_object_or_404(Connection.objects.live_of(request.user), pk=pk)
    if vendor := vendor_of(connection.kind):
        return ask_vendor(request, vendor, connection)
    card, started = service_of(connection), monotonic()
    form = reach_form(form_data(request), card, connection)
    if request.method == "POST" and form.is_valid():
        account, access = form.reach()
        try:
            limit_tries(request)
            reconnect(connection=connection, account=account, access=access, now=timezone.now())
        except Refusal as refusal:
            form.add_error(_field_of(form, refusal), str(refusal))
        else:
            messages.success(request, _("Connected again."))
            if monotonic() - started < SOON:
                tell_unreadable(request, read_checked_calendars(connection))
            return redirect("connected-calendars")
    title = _("Reconnect %(service)s") % {"service": card.name}
    context = {
        "form": form,
        "service": card,
        "connection": connection,
        "account": account_text(connection),
        "title": title,
    }
    return render(request, PAGE, context, status=status(request))


def _field_of(form: ReachForm, refusal: Refusal) -> str | None:
    """Return the field that the refusal is about."""
    if isinstance(refusal, errors.Unauthorized):
        fields = ["password", "calendar_address"]
    elif isinstance(refusal, errors.ABOUT_ADDRESS):
        fields = ["address", "calendar_address"]
    else:
        fields = []
    return next((name for name in fields if name in form.fields), None)
