"""Listing and reading meetings, and what a host does with them."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import Query
from pydantic import Field

from accounts.models import HistoryEntry, Scope, User
from api.auth import Caller
from api.booking_shapes import ApproveIn, BookingOut, ReasonIn, RescheduleIn, SequenceIn, WholeBookingOut
from api.door import NounRouter
from api.links import find_by_parameter
from api.paging import DEFAULT_LIMIT, Cursor, Limit, Listed, cursor_to_place, page_with_cursor, read_place
from api.problems import validate_parameter_names
from api.shapes import SEARCH_REACH, Id, QueryParams, When, one_line
from api.suggestions import free_suggested_starts, starts_to_move_to, suggest_if_taken
from bookings.actions import approve, cancel, decline, mark_missed, reschedule
from bookings.log_filters import LogFilters
from bookings.models import Booking, LinkType
from bookings.published import published_booking
from bookings.published_lists import changed_meetings, newest_meetings
from bookings.queries import booking_history, hosts_by_meeting
from bookings.states import BookingState
from core.dates import utc_text
from pages.models import EventType

router = NounRouter(tags=["Meetings"])


class BookingsQuery(QueryParams):
    """The filters of the list. Those that are left out do not narrow it."""

    # Under this name it was released.
    __qualname__ = "BookingsAsked"

    state: BookingState | None = None
    link: Id | None = Field(None, description="Booked through this link.")
    link_type: LinkType | None = None
    event_type: Id | None = None
    host: Id | None = None
    starts_from: When | None = None
    starts_before: When | None = None
    text: Annotated[
        str,
        Field(max_length=100, description=f"Words of the customer: name, email, company, guests. {SEARCH_REACH}"),
        one_line,
    ] = ""
    updated_since: When | None = Field(
        None,
        description="Only what changed since. The list is then in the order of the changes, the first one first.",
    )
    limit: Limit = DEFAULT_LIMIT
    cursor: Cursor = ""


@router.reads("/bookings", Scope.BOOKINGS_READ, Listed[BookingOut])
def list_bookings(request: Caller, response: HttpResponse, query: Query[BookingsQuery]) -> Listed[dict[str, Any]]:
    """List meetings.

    The most recently booked comes first. Admins' tokens that reach the organization see all meetings, other tokens
    those that their user hosts or that were booked through their user's links. With filters a page may have fewer
    meetings than asked for, or none, though others follow: go on as long as there is a `next_cursor`.
    """
    validate_parameter_names(request, BookingsQuery.model_fields)
    user, now, filters = request.user, timezone.now(), _filters(request.user, query)
    place = read_place(query.cursor)
    if query.updated_since is None:
        page = newest_meetings(user=user, now=now, filters=filters, after=place, most=query.limit)
    else:
        since, after = place or (query.updated_since, None)
        page = changed_meetings(user=user, now=now, filters=filters, since=since, after=after, most=query.limit)
    rows = [booking_payload(booking, page.hosts.get(booking.uid, []), now) for booking in page.bookings]
    return page_with_cursor(request, response, rows, None if page.further is None else cursor_to_place(*page.further))


@router.reads("/bookings/{uuid:uid}", Scope.BOOKINGS_READ, WholeBookingOut)
def read_booking(request: Caller, uid: UUID) -> dict[str, Any]:
    """Read one meeting, with its history."""
    booking = find_meeting(request.user, uid)
    return _payload(booking) | {"history": [_history_payload(entry) for entry in booking_history(booking)]}


@router.writes("/bookings/{uuid:uid}/cancel", Scope.BOOKINGS_WRITE, {200: BookingOut})
def cancel_booking(request: Caller, uid: UUID, body: ReasonIn) -> dict[str, Any]:
    """Cancel a meeting, or withdraw a request.

    Everybody is notified. Its time is free at once; the link's use stays spent. Cancelling again changes nothing.
    """
    booking = find_meeting(request.user, uid)
    cancel(booking=booking, actor=request.user, reason=body.reason, sequence=body.sequence)
    return _payload(find_meeting(request.user, uid))


@router.writes("/bookings/{uuid:uid}/reschedule", Scope.BOOKINGS_WRITE, {200: BookingOut})
def reschedule_booking(request: Caller, uid: UUID, body: RescheduleIn) -> dict[str, Any]:
    """Move a meeting to another time of the same hosts.

    Hours, busy time and limits apply; notice and the policies for customers do not. Everybody is notified.
    """
    booking = find_meeting(request.user, uid)
    with suggest_if_taken(lambda: starts_to_move_to(booking, body.start)):
        reschedule(booking=booking, start=body.start, actor=request.user, reason=body.reason, sequence=body.sequence)
    return _payload(find_meeting(request.user, uid))


@router.writes("/bookings/{uuid:uid}/no-show", Scope.BOOKINGS_WRITE, {200: BookingOut})
def mark_no_show(request: Caller, uid: UUID, body: SequenceIn) -> dict[str, Any]:
    """Mark a meeting that has begun as a no-show.

    It no longer counts as a turn in its pool. Nobody is notified.
    """
    booking = find_meeting(request.user, uid)
    mark_missed(booking=booking, actor=request.user, sequence=body.sequence)
    return _payload(find_meeting(request.user, uid))


@router.writes("/bookings/{uuid:uid}/approve", Scope.BOOKINGS_WRITE, {200: BookingOut})
def approve_booking(request: Caller, uid: UUID, body: ApproveIn) -> dict[str, Any]:
    """Approve a request at one of its suggested times. Everybody is notified."""
    booking = find_meeting(request.user, uid)
    with suggest_if_taken(lambda: free_suggested_starts(booking)):
        approve(booking=booking, start=body.start, actor=request.user, sequence=body.sequence)
    return _payload(find_meeting(request.user, uid))


@router.writes("/bookings/{uuid:uid}/decline", Scope.BOOKINGS_WRITE, {200: BookingOut})
def decline_booking(request: Caller, uid: UUID, body: ReasonIn) -> dict[str, Any]:
    """Decline a request. The customer is notified; the link's use stays spent."""
    booking = find_meeting(request.user, uid)
    decline(booking=booking, actor=request.user, reason=body.reason, sequence=body.sequence)
    return _payload(find_meeting(request.user, uid))


def find_meeting(user: User, uid: UUID) -> Booking:
    """Return the meeting, with all that is published of it but its hosts. Raise Booking.DoesNotExist."""
    return Booking.objects.visible_to(user).to_publish().get(uid=uid)


def booking_payload(booking: Booking, hosts: list[User], now: datetime) -> dict[str, Any]:
    """Return the meeting as it is published, with the address of the customer's page."""
    return {**published_booking(booking, hosts, now), "manage_url": booking.address()}


def _payload(booking: Booking) -> dict[str, Any]:
    return booking_payload(booking, hosts_by_meeting([booking]).get(booking.uid, []), timezone.now())


def _history_payload(entry: HistoryEntry) -> dict[str, Any]:
    by = None if entry.actor is None else {"id": entry.actor.pk, "name": entry.actor.name}
    return {"at": utc_text(entry.at), "verb": entry.verb, "by": by, "details": entry.details}


def _filters(user: User, query: BookingsQuery) -> LogFilters:
    """Return the filters as the log takes them. Raise Problem for an event type or host that the organization lacks."""
    return LogFilters(
        event_type=find_by_parameter(
            EventType.objects.filter(organization=user.organization_id), "event_type", query.event_type
        ),
        host=find_by_parameter(User.objects.filter(organization=user.organization_id), "host", query.host),
        link_type=query.link_type or "",
        state=query.state,
        starts_from=query.starts_from,
        starts_before=query.starts_before,
        text=query.text.strip(),
        link=query.link,
    )
