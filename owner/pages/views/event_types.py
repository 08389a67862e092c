"""The list of event types, and the form of one."""

from datetime import datetime

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from accounts.access import FORM, POST, READ, MemberRequest, owner_view
from accounts.form_recovery import form_data
from accounts.models import User
from owner.finding import find, own_first
from owner.pages.forms.event_types import EventTypeForm
from owner.pages.forms.questions import QuestionsEditor
from owner.pages.forms.summaries import event_type_summary
from owner.pages.views.archive import Archiving, archive_view
from owner.pages.views.edit import edit, stay
from owner.pages.views.event_type_rows import rows_of
from owner.pages.views.gone import gone_is_not_found
from owner.pages.views.impact import live_links_offering
from owner.pages.views.switching import back_to_row, is_turned_on, just_switched
from owner.pages.views.using import listed, named_uses
from pages import actions
from pages.errors import TeamNeedsAutomaticBooking
from pages.models import EventType, Page
from pages.queries import pages_to_share


@owner_view(READ)
def event_types(request: MemberRequest) -> HttpResponse:
    """List the user's own event types, and the event types that others share; for admins, the organization's."""
    current = Q(offered_on__page__archived_at=None, offered_on__page__by_wizard=False)
    user = request.user
    usable = (
        EventType.objects.usable_by(user)
        .select_related("owner")
        .annotate(page_count=Count("offered_on", filter=current))
        .order_by(own_first(user), "owner__name", "name", "pk")
    )
    found = find(usable, request.GET, user, "name", "owner__name", "owner__email")
    own = [row for row in found.rows if user.is_admin or (row.owner_id == user.pk and not row.managed)]
    rows = rows_of(user, found.rows)
    context = {
        "found": found,
        "event_types": [row for row in rows if row.event_type in own],
        "shared": [row for row in rows if row.event_type not in own],
        **_just_switched(request),
    }
    return render(request, "owner/pages/event_types.html", context)


def _just_switched(request: MemberRequest) -> dict[str, object]:
    """Return which event type was just paused or turned on, and how many links a pause concerns."""
    found = just_switched(request, EventType.objects.editable_by(request.user))
    if found is None:
        return {}
    concerned = 0 if found.accepts_bookings else live_links_offering(found, timezone.now())
    return {"switched": found, "live_links": concerned}


@owner_view(FORM)
def new_event_type(request: MemberRequest) -> HttpResponse:
    """Create an event type."""
    return _edit(request, EventType())


@owner_view(FORM)
def event_type(request: MemberRequest, pk: int) -> HttpResponse:
    """Edit one event type."""
    return _edit(request, get_object_or_404(EventType.objects.editable_by(request.user), pk=pk))


def _edit(request: MemberRequest, event_type: EventType) -> HttpResponse:
    data, is_new, shown_name = form_data(request), event_type.pk is None, event_type.name
    saved = _("Saved. Meetings already booked stay as they are.")
    questions = QuestionsEditor.of(event_type) if data is None else QuestionsEditor.typed(data)

    def context(form: EventTypeForm) -> dict[str, object]:
        unfolded = form.unfolded
        if questions.pressed or questions.errors():
            unfolded.add("booking-form")
        if is_new:
            unfolded.add("place")
        return {
            "questions": questions,
            "event_type": None if is_new else event_type,
            "page": None if is_new else pages_to_share(request.user, [event_type]).get(event_type.pk),
            "shown_name": shown_name,
            "draft": 0 if is_new else event_type.pk,
            "summary": event_type_summary(form.instance),
            "unfolded": unfolded,
        }

    return edit(
        request,
        data,
        template="owner/pages/event_type.html",
        make=lambda data, initial: EventTypeForm(data, instance=event_type, user=request.user, initial=initial),
        editor=questions,
        save=lambda form: _save(request, form, questions),
        done=lambda: stay(request, _created(event_type) if is_new else saved, "event-type", event_type.pk),
        context=context,
    )


def _created(event_type: EventType) -> str:
    offered = event_type.offered_on.select_related("page").first()
    if offered is not None:
        text = _("Created. Customers can book it on “%(page)s”.")
        return text % {"page": offered.page}
    booking_pages = format_html('<a href="{}">{}</a>', reverse("booking-pages"), _("See your booking pages"))
    return format_html("{} {}", _("Created. Add it to a booking page so that customers can book it."), booking_pages)


def _save(request: MemberRequest, form: EventTypeForm, questions: QuestionsEditor) -> None:
    event_type = form.save(commit=False)
    event_type.questions = questions.stored()
    try:
        page = form.own_page if form.cleaned_data.get("on_own_page") else None
        actions.save_event_type(actor=request.user, event_type=event_type, now=timezone.now(), page=page)
    except TeamNeedsAutomaticBooking as refusal:
        teams = named_uses(Page.objects.teams_offering(event_type).select_related("owner"), request.user)
        form.add_error(
            "needs_approval" if event_type.needs_approval else "package", refusal.about(listed(teams.values()))
        )


@owner_view(POST)
def switch_event_type(request: MemberRequest, pk: int) -> HttpResponse:
    """Pause an event type, or let it be booked again. Lead back to the list as it was, or to the editor."""
    event_type = get_object_or_404(EventType.objects.editable_by(request.user), pk=pk)
    on = is_turned_on(request, event_type)
    with gone_is_not_found():
        actions.switch_event_type(actor=request.user, event_type=event_type, accepts_bookings=on, now=timezone.now())
    return redirect("event-type", pk=pk) if "editor" in request.POST else back_to_row(request, "event-types", pk)


@owner_view(POST)
def duplicate_event_type(request: MemberRequest, pk: int) -> HttpResponse:
    """Copy an event type of the user's own, or one that a colleague shares, and edit the copy."""
    source = get_object_or_404(EventType.objects.usable_by(request.user), pk=pk)
    with gone_is_not_found():
        copy = actions.duplicate_event_type(actor=request.user, event_type=source, now=timezone.now())
    messages.success(request, _("Copied. The copy is yours. Customers can book it once a booking page offers it."))
    return redirect("event-type", pk=copy.pk)


def _archive_context(user: User, event_type: EventType, now: datetime) -> dict[str, object]:
    """Return what the question before archiving an event type says."""
    offering = Page.objects.current().filter(offered__event_type=event_type).select_related("owner")
    pages = named_uses(offering.order_by("name", "pk"), user)
    return {
        "keep": reverse("event-type", args=[event_type.pk]),
        "pages": pages,
        "named": listed(pages.values()),
        "live_links": live_links_offering(event_type, now),
    }


archive_event_type = archive_view(
    Archiving(
        own=EventType.objects.editable_by,
        action=lambda actor, event_type, now: actions.archive_event_type(actor=actor, event_type=event_type, now=now),
        template="owner/pages/archive_event_type.html",
        context=_archive_context,
        list="event-types",
    )
)
