"""The list of event types, and the form of one."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import MemberRequest, member_only
from accounts.typed import form_data, status
from pages import actions
from pages.forms.event_types import EventTypeForm
from pages.models import EventType, Page
from pages.views.gone import gone_is_not_found
from pages.views.impact import live_links_offering


@member_only
def event_types(request: MemberRequest) -> HttpResponse:
    """One's own event types; an admin's list is the organization's."""
    current = Q(offered_on__page__archived_at=None, offered_on__isnull=False)
    found = (
        EventType.objects.editable_by(request.user)
        .select_related("owner")
        .annotate(page_count=Count("offered_on", filter=current))
        .order_by("owner__name", "name", "pk")
    )
    return render(request, "pages/event_types.html", {"event_types": found})


@member_only
def new_event_type(request: MemberRequest) -> HttpResponse:
    """Something further to book."""
    return _edit(request, EventType())


@member_only
def event_type(request: MemberRequest, pk: int) -> HttpResponse:
    """Everything about one event type."""
    return _edit(request, get_object_or_404(EventType.objects.editable_by(request.user), pk=pk))


def _edit(request: MemberRequest, event_type: EventType) -> HttpResponse:
    is_new, shown_name = event_type.pk is None, event_type.name
    form = EventTypeForm(form_data(request), instance=event_type)
    if request.method == "POST" and form.is_valid():
        with gone_is_not_found():
            actions.save_event_type(actor=request.user, event_type=form.save(commit=False), now=timezone.now())
        messages.success(
            request,
            _("Created. Choose it on a calendar to offer it.")
            if is_new
            else _("Saved. Meetings already booked stay as they are."),
        )
        return redirect("event-types")
    context = {"form": form, "event_type": None if is_new else event_type, "shown_name": shown_name}
    return render(request, "pages/event_type.html", context, status=status(request))


@member_only
def archive_event_type(request: MemberRequest, pk: int) -> HttpResponse:
    """GET asks, and says which calendars offer it; POST archives."""
    event_type, now = get_object_or_404(EventType.objects.editable_by(request.user), pk=pk), timezone.now()
    if request.method == "POST":
        with gone_is_not_found():
            actions.archive_event_type(actor=request.user, event_type=event_type, now=now)
        messages.success(
            request, _("“%(name)s” is archived. Meetings already booked stay.") % {"name": event_type.name}
        )
        return redirect("event-types")
    pages = Page.objects.current().filter(offered__event_type=event_type).order_by("name", "pk")
    context = {"event_type": event_type, "pages": pages, "live_links": live_links_offering(event_type, now)}
    return render(request, "pages/archive_event_type.html", context)
