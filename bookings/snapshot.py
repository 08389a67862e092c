"""What is frozen on a booking when it is made, and the event type by which an existing booking is checked."""

import copy
from collections.abc import Collection, Sequence
from datetime import datetime

from accounts.models import User
from bookings.models import Booking
from bookings.readers import as_host
from bookings.rooms import new_room
from bookings.submission import Submission
from calendars.queries import hosts_with_rooms
from deliveries.mails import Reader
from links.models import Link
from pages.models import EventType, LocationKind, Page
from pages.offers import CandidatePage, Offer
from pages.policies import freeze_notices, freeze_policies


def snapshot_columns(
    offer: Offer, lead: CandidatePage, submission: Submission, room: str, now: datetime
) -> dict[str, object]:
    """Return the columns of a booking that later changes of the event type must not touch."""
    event_type = offer.event_type
    wanted, details = offer.location(lead)
    kind, location = agreed_location(wanted, details, submission, room)
    return {
        "title": event_type.name,
        "duration": event_type.duration,
        "buffer_before": event_type.buffer_before,
        "buffer_after": event_type.buffer_after,
        "location_kind": kind,
        "location": location,
        "room_asked_at": room_asked_at(wanted, lead.person, now),
        "policies": freeze_policies(event_type),
        "notices": freeze_notices(event_type),
    }


def agreed_location(kind: str, location: str, submission: Submission, room: str) -> tuple[str, str]:
    """Return where the meeting takes place: the customer's number or wish if it is asked, else the host's location.

    `room` is that of the admission, for a meeting that has a room of its own.
    """
    match kind:
        case LocationKind.HOST_CALLS:
            return kind, submission.phone
        case LocationKind.ASK:
            return kind, submission.location
        case LocationKind.JITSI:
            return LocationKind.VIDEO, room
        case LocationKind.CALENDAR:
            return LocationKind.VIDEO, ""
        case _other:
            return kind, location


def room_asked_at(kind: str, lead: int, now: datetime) -> datetime | None:
    """Return when the calendar of the host who leads was asked for a room: now, if it is to make one and can."""
    return now if kind == LocationKind.CALENDAR and hosts_with_rooms([lead]) else None


def location_columns(booking: Booking, page: Page, lead: int, now: datetime) -> dict[str, object]:
    """Return the columns of the place if `lead`, the host of this booking page, leads the meeting instead."""
    kind, location = location_for_lead(booking, page)
    own = booking.admission.event_type.location_kind
    wanted = own or page.location_kind
    if own and booking.room_asked_at is not None:
        wanted = LocationKind.CALENDAR
    elif own == LocationKind.CALENDAR and (kind != LocationKind.VIDEO or location):
        # It was booked at another location.
        wanted = kind
    return {"location_kind": kind, "location": location, "room_asked_at": room_asked_at(wanted, lead, now)}


def location_for_lead(booking: Booking, page: Page) -> tuple[str, str]:
    """Return kind and details of the location if the host of this booking page leads the meeting instead."""
    if booking.admission.event_type.location_kind:
        # A room goes with the entry in the calendar of whoever led the meeting before.
        return booking.location_kind, booking.location if booking.room_asked_at is None else ""
    match page.location_kind:
        case LocationKind.HOST_CALLS:
            return page.location_kind, booking.admission.phone
        case LocationKind.ASK:
            return page.location_kind, booking.location if booking.location_kind == LocationKind.ASK else ""
        case LocationKind.JITSI:
            # The former host knows the former room, so make a new one.
            return LocationKind.VIDEO, new_room()
        case LocationKind.CALENDAR:
            return LocationKind.VIDEO, ""
        case _other:
            return page.location_kind, page.location


def invited_optional_attendees(offer: Offer, places: Sequence[CandidatePage]) -> list[Reader]:
    """Return the optional attendees who hold no seat of the meeting, as readers of mails."""
    holding = {place.person for place in places}
    invited = [person for person in offer.optional if person not in holding]
    if not invited:
        return []
    found = User.objects.select_related("organization").filter(pk__in=invited)
    return [as_host(user) for user in found.order_by("pk")]


def onlooker(link: Link | None, hosts: Collection[int]) -> int | None:
    """Return the id of the link's owner, who may see the meeting; None without link, or if they host the meeting."""
    return None if link is None or link.owner_id in hosts else link.owner_id


def event_type_for_change(booking: Booking, *, by_host: bool) -> EventType:
    """Return the event type by which a new time for the booking is checked.

    Interval, notice, horizon and limits are those of today, duration and buffers the booking's frozen ones. For a host
    the notice is 0: notice protects hosts from customers who book too late.
    """
    event_type = copy.copy(booking.admission.event_type)
    event_type.duration = booking.duration
    # An existing meeting has one time, however many times its customer chose.
    event_type.sessions, event_type.needs_approval = 1, False
    event_type.buffer_before, event_type.buffer_after = booking.buffer_before, booking.buffer_after
    if by_host:
        event_type.notice = 0
    return event_type
