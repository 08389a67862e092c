"""Previews beside the editors of event types and pages: the customer's steps, up to a form that cannot be sent.

GET shows what is saved, POST what the unsaved form has; nothing is written. The steps lead to each other, and
`preview.js` sends the form to each of them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import ClassVar

from csp.constants import SELF
from csp.decorators import csp_replace
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin

from accounts.access import FORM, MemberRequest, owner_view
from accounts.models import User
from bookings.booking_form import BookingForm
from core.dates import Instant, to_epoch
from core.ids import read_id
from core.zones import zone
from customer.choose import Back
from customer.choose_time import show_next_choice
from customer.details import act_text
from customer.entrance import PausedPage
from customer.preview import PreviewEntrance, page_for_preview
from customer.responses import message_page, paused_texts
from customer.summary import person, shown_beside
from customer.visit import Visit
from pages.availability import Hours
from pages.drafts import TypedAssignment, read_assignment, read_event_type, read_typed_page
from pages.models import EventType, Page, Schedule
from pages.offers import CandidatePage, Offer, Seat
from pages.queries import offers_of_draft
from pages.queries.assignments import assignables

SATURDAY = 5
TEN = time(10)
# In an address: what is not created yet.
NEW = 0
MOST_EVENT_TYPES = 500
# What only the form of a master page's assignment sends.
ASSIGNMENT = "assignment"
DraftView = Callable[[MemberRequest, int], HttpResponse]


@dataclass(frozen=True, slots=True)
class DraftEntrance(PreviewEntrance):
    """A way into what is being edited.

    `sample_offer` is offered where nothing of the page can be offered yet. `assigned` is what a master page's form has.
    """

    sample_offer: Offer | None = None
    assigned: TypedAssignment | None = None
    is_draft: ClassVar[bool] = True

    def offers(self) -> list[Offer]:
        if self.assigned is None or self.only is None:
            return PreviewEntrance.offers(self)
        return offers_of_draft(self.page, self.only, self.assigned)


def draft_view(view: DraftView) -> DraftView:
    """Let signed-in owners open the view, and show it in a frame on our own pages."""
    framed = csp_replace({"frame-ancestors": [SELF]})(xframe_options_sameorigin(view))  # type: ignore[arg-type]
    return owner_view(FORM)(framed)  # type: ignore[arg-type]  # these types lose the view's signature


@draft_view
def event_type_draft(request: MemberRequest, pk: int) -> HttpResponse:
    """Show the times of an event type."""
    entrance = _event_type_entrance(request, pk)
    return _show(request, entrance, show_next_choice if entrance.page.pk and entrance.page.schedule_id else _form)


@draft_view
def event_type_draft_book(request: MemberRequest, pk: int) -> HttpResponse:
    """Show the details form of an event type."""
    return _show(request, _event_type_entrance(request, pk), _form)


@draft_view
def page_draft(request: MemberRequest, pk: int) -> HttpResponse:
    """Show the choices and the times of a booking page or master page."""
    return _show(request, _page_entrance(request, pk), show_next_choice)


@draft_view
def page_draft_book(request: MemberRequest, pk: int) -> HttpResponse:
    """Show the details form of a booking page or master page."""
    return _show(request, _page_entrance(request, pk), _form)


def _show(
    request: MemberRequest, entrance: DraftEntrance, step: Callable[[MemberRequest, Visit], HttpResponse]
) -> HttpResponse:
    if not entrance.page.accepts_bookings and entrance.sample_offer is None:
        return message_page(request, 200, entrance=entrance, **paused_texts(PausedPage(entrance.page)))
    visit = Visit.of(request, entrance, timezone.now())
    with timezone.override(zone(visit.zone)):
        return step(request, visit)


def _form(request: MemberRequest, visit: Visit) -> HttpResponse:
    """Show the last step, at the time that the address asks for or else at a made-up one."""
    entrance, start = visit.entrance, visit.params.start
    assert isinstance(entrance, DraftEntrance)
    offer = visit.offer or next(iter(visit.offers), entrance.sample_offer)
    if offer is None:
        return show_next_choice(request, visit)
    shown_start = _sample_start(visit) if start is None else start
    context = {
        "entrance": entrance,
        "who": shown_beside(visit, offer),
        "brand": entrance.brand,
        "back": Back(visit.times_address(offer, near=start), _("Choose another time")),
        "form": BookingForm(
            event_type=offer.event_type, location_kinds=offer.location_kinds, host=person(entrance.page, offer)
        ),
        "ticket": visit.ticket(offer.event_type, shown_start),
        "act": act_text(visit, offer.event_type, (shown_start,)),
    }
    return render(request, "customer/draft_preview.html", context)


def _event_type_entrance(request: MemberRequest, pk: int) -> DraftEntrance:
    event_type = EventType()
    if pk != NEW:
        editable = EventType.objects.editable_by(request.user).select_related("owner__organization")
        event_type = get_object_or_404(editable, pk=pk)
    if request.method == "POST":
        read_event_type(event_type, request.POST)
    event_type.name = event_type.name or _("Your event type")
    page = page_for_preview(event_type, request.user if event_type._state.adding else event_type.owner)
    addresses = reverse("event-type-draft", args=[pk]), reverse("event-type-draft-book", args=[pk])
    return DraftEntrance(page, None, *addresses, only=(event_type,), sample_offer=_sample_offer(page, event_type))


def _sample_offer(page: Page, event_type: EventType) -> Offer:
    """Return an offer of the event type without any hours, for a host whose page cannot be booked yet."""
    host = page.owner.name if page.host is None else page.host.name
    hours = Hours(page.owner.time_zone, (), ())
    place = CandidatePage(page.pk or 0, page.name, page.host_id or 0, host, hours, page.location_kind, page.location)
    return Offer(event_type, (Seat((place,)),))


def _page_entrance(request: MemberRequest, pk: int) -> DraftEntrance:
    user = request.user
    page = Page(organization=user.organization, owner=user, host=user, name=user.name)
    if pk != NEW:
        pages = Page.objects.editable_by(user).select_related("organization", "owner", "host", "schedule", "image")
        page = get_object_or_404(pages.defer("image__content"), pk=pk)
    only = assigned = None
    if ASSIGNMENT in request.POST:
        assigned = _without_unknown(page, read_assignment(request.POST))
        current = EventType.objects.current().filter(organization_id=page.organization_id)
        only = _in_order(current.filter(accepts_bookings=True), assigned)
    elif request.method == "POST":
        name = page.name
        read_typed_page(page, request.POST)
        page.name = page.name or name
        if page.kind == Page.Kind.BOOKING:
            _choose_people(page, request.POST, user)
            only = _typed_event_types(page, request.POST, user)
    addresses = reverse("page-draft", args=[pk]), reverse("page-draft-book", args=[pk])
    return DraftEntrance(page, None, *addresses, only=only, assigned=assigned)


def _without_unknown(page: Page, typed: TypedAssignment) -> TypedAssignment:
    """Return the assignment without pages and pools that are not the organization's, or are archived."""
    keys = assignables(page.organization_id)
    valid_keys = {(kind, int(pk)) for kind, _dash, pk in (key.partition("-") for key in keys)}
    rules = {event_type: seats for event_type, seats in typed.rules.items() if valid_keys.issuperset(seats)}
    return TypedAssignment(rules, typed.event_types, [pk for pk in typed.pages if ("page", pk) in valid_keys])


def _in_order(event_types: QuerySet[EventType], assigned: TypedAssignment) -> tuple[EventType, ...]:
    by_id = event_types.in_bulk(assigned.event_types[:MOST_EVENT_TYPES])
    return tuple(by_id[pk] for pk in assigned.event_types if pk in by_id)


def _choose_people(page: Page, typed: QueryDict, user: User) -> None:
    """Set the typed host and schedule, if the user may choose them."""
    schedule = Schedule.objects.editable_by(user).filter(pk=read_id(typed.get("schedule", "")) or 0).first()
    page.schedule = schedule or page.schedule
    if user.is_admin:
        colleagues = User.objects.filter(organization_id=user.organization_id, is_active=True)
        page.host = colleagues.filter(pk=read_id(typed.get("host", "")) or 0).first() or page.host


def _typed_event_types(page: Page, typed: QueryDict, user: User) -> tuple[EventType, ...]:
    """Return the typed event types in their order, if the user may put them on the page."""
    ids = [number for text in typed.getlist("event_types") if (number := read_id(text)) is not None]
    bookable = EventType.objects.for_page(page.pk, user).filter(accepts_bookings=True)
    by_id = bookable.in_bulk(ids[:MOST_EVENT_TYPES])
    return tuple(by_id[pk] for pk in dict.fromkeys(ids) if pk in by_id)


def _sample_start(visit: Visit) -> Instant:
    """Return ten o'clock on the next day that is not on a weekend."""
    local_zone = zone(visit.zone)
    day = visit.now.astimezone(local_zone).date() + timedelta(days=1)
    while day.weekday() >= SATURDAY:
        day += timedelta(days=1)
    return to_epoch(datetime.combine(day, TEN, local_zone))
