"""A preview of an event type while its owner edits it: the form as customers will see it. Nothing is saved."""

from datetime import datetime, time, timedelta

from csp.constants import SELF
from csp.decorators import csp_replace
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin

from accounts.access import FORM, MemberRequest, owner_view
from bookings.booking_form import BookingForm
from core.dates import to_epoch
from core.ids import read_id
from core.zones import zone
from customer.details import act_text
from customer.entrance import Entrance
from customer.preview import a_page
from customer.summary import host_name, shown_beside
from customer.visit import Visit
from pages.availability import Hours
from pages.drafts import read_draft
from pages.models import EventType
from pages.offers import Offer, Place, Seat

SATURDAY = 5
TEN = time(10)


@owner_view(FORM)  # type: ignore[arg-type]  # see the next comment
@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF]})  # type: ignore[arg-type]  # these types lose the view's signature
def event_type_preview(request: MemberRequest) -> HttpResponse:
    """Show the last step as customers see it, at a made-up time.

    GET shows the event type as saved, POST as the unsaved form has it.
    """
    event_type = _meant(request)
    if request.method == "POST":
        read_draft(event_type, request.POST)
    event_type.name = event_type.name or _("Your event type")
    page = a_page(event_type, request.user if event_type._state.adding else event_type.owner)
    visit = Visit.of(request, Entrance(page, None, "", ""), timezone.now())
    with timezone.override(zone(visit.zone)):
        return render(request, "customer/draft_preview.html", _context(visit, event_type))


def _meant(request: MemberRequest) -> EventType:
    asked = request.GET.get("of", "")
    if not asked:
        return EventType()
    editable = EventType.objects.editable_by(request.user).select_related("owner__organization")
    return get_object_or_404(editable, pk=read_id(asked) or 0)


def _context(visit: Visit, event_type: EventType) -> dict[str, object]:
    page = visit.entry.page
    host = host_name(page)
    hours = Hours(visit.zone, (), ())
    place = Place(page.pk or 0, page.name, page.host_id or 0, host, hours, page.location_kind, page.location)
    offer = Offer(event_type, (Seat((place,)),))
    start = to_epoch(_some_time(visit))
    return {
        "who": shown_beside(visit, offer),
        "brand": visit.entry.brand,
        "form": BookingForm(event_type=event_type, location_kinds=offer.location_kinds, host=host),
        "ticket": visit.ticket(event_type, start),
        "act": act_text(visit, event_type, (start,)),
    }


def _some_time(visit: Visit) -> datetime:
    """Return ten o'clock on the next day that is not on a weekend."""
    here = zone(visit.zone)
    day = visit.now.astimezone(here).date() + timedelta(days=1)
    while day.weekday() >= SATURDAY:
        day += timedelta(days=1)
    return datetime.combine(day, TEN, here)
