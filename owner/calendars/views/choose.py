"""Choosing which calendars of a connection are checked, and where meetings are added."""

from copy import copy

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import FORM, MemberRequest, owner_view
from accounts.form_recovery import form_data, status
from bookings.actions.edits import handle_reading
from bookings.actions.host_calendars import mail_invitations
from bookings.fresh_readings import first_readings
from bookings.queries import upcoming_without_entry
from calendars.actions.choosing import choose
from calendars.errors import CalendarRefusal
from calendars.events import Presence
from calendars.models import Calendar, Connection, Target
from owner.calendars.cards import account_text, service_of
from owner.calendars.forms.choose import ChooseForm
from owner.calendars.texts import unreadable_text


@owner_view(FORM)
def choose_calendars(request: MemberRequest, pk: int) -> HttpResponse:
    """Show the connection's calendars, and save what was chosen. Newly ticked ones are read first."""
    connection = get_object_or_404(Connection.objects.live_of(request.user), pk=pk)
    calendars = list(connection.calendars.select_related("connection", "host").order_by("pk"))
    target = Target.objects.filter(host=request.user).select_related("calendar").first()
    upcoming = upcoming_without_entry(request.user.pk, timezone.now()).count()
    form = ChooseForm(form_data(request), calendars=calendars, target=target, upcoming=upcoming)
    if request.method == "POST" and form.is_valid() and _save(request, connection, form):
        messages.success(request, _("Saved."))
        return redirect("connected-calendars")
    context = {"form": form, "account": account_text(connection), "service": service_of(connection)}
    return render(request, "owner/calendars/choose.html", context, status=status(request))


def _with_counts(calendar: Calendar, counts: frozenset[Presence]) -> Calendar:
    """Return a copy of the calendar that counts these kinds of events as busy."""
    changed = copy(calendar)
    changed.counts = counts
    return changed


def _save(request: MemberRequest, connection: Connection, form: ChooseForm) -> bool:
    """Read the newly ticked calendars and save the choice. Return False, and save nothing, if one cannot be read."""
    try:
        counts = form.chosen_counts
        readings, refusals = first_readings(
            connection, [_with_counts(calendar, counts[calendar.pk]) for calendar in form.to_read]
        )
        for calendar, refusal in refusals:
            form.add_error("checked", unreadable_text(calendar.name, str(refusal)))
        if not refusals:
            choose(
                connection=connection,
                checked=form.cleaned_data["checked"],
                readings=readings,
                target=form.chosen_target,
                on_change=handle_reading,
                now=timezone.now(),
                counts=counts,
                adds_upcoming=form.cleaned_data.get("upcoming", False),
                follows_edits=form.cleaned_data.get("follows"),
                on_unwritten=mail_invitations,
            )
    except CalendarRefusal as refusal:
        form.add_error(None, str(refusal))
    return form.is_valid()
