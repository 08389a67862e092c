"""What is frozen on a meeting when it is made, and the event type as a meeting that exists is judged by it."""

import copy
from collections.abc import Collection, Sequence

from accounts.models import User
from bookings.models import Booking
from bookings.notifications import as_host
from bookings.submission import Submission
from deliveries.letters import Reader
from links.models import Link
from pages.models import EventType, LocationKind, Page
from pages.offers import Offer, Place
from pages.policies import frozen_notices, frozen_policies


def frozen_terms(offer: Offer, lead: Place, submission: Submission) -> dict[str, object]:
    """The columns of a booking that no later change of the event type touches."""
    event_type = offer.event_type
    kind, location = offer.location(lead)
    return {
        "title": event_type.name,
        "duration": event_type.duration,
        "buffer_before": event_type.buffer_before,
        "buffer_after": event_type.buffer_after,
        "location_kind": kind,
        "location": agreed_location(kind, location, submission),
        "policies": frozen_policies(event_type),
        "notices": frozen_notices(event_type),
    }


def agreed_location(kind: str, location: str, submission: Submission) -> str:
    """Where the meeting takes place: the customer's number or wish where those are asked, else what the host says."""
    match kind:
        case LocationKind.HOST_CALLS:
            return submission.phone
        case LocationKind.ASK:
            return submission.location
        case _other:
            return location


def location_with(booking: Booking, page: Page) -> tuple[str, str]:
    """Where the meeting takes place when the host of this booking page leads it instead, kind and details."""
    if booking.admission.event_type.location_kind:
        return booking.location_kind, booking.location
    match page.location_kind:
        case LocationKind.HOST_CALLS:
            return page.location_kind, booking.admission.phone
        case LocationKind.ASK:
            return page.location_kind, booking.location if booking.location_kind == LocationKind.ASK else ""
        case _other:
            return page.location_kind, page.location


def optional_attendees(offer: Offer, places: Sequence[Place]) -> list[Reader]:
    """Colleagues to invite who are neither needed nor blocked, as readers of mails; nobody who holds the meeting."""
    holding = {place.person for place in places}
    invited = [person for person in offer.optional if person not in holding]
    return [as_host(user) for user in User.objects.filter(pk__in=invited).order_by("pk")] if invited else []


def onlooker(link: Link | None, hosts: Collection[int]) -> int | None:
    """Who sees the meeting besides its hosts, by id: whose link it was booked through, unless they hold it."""
    return None if link is None or link.owner_id in hosts else link.owner_id


def judged_by(booking: Booking, *, by_host: bool) -> EventType:
    """The event type as the booking's new time is judged: live interval, notice, horizon and limits, frozen lengths.

    Notice protects hosts from customers; a host who moves a meeting has no use for it.
    """
    event_type = copy.copy(booking.admission.event_type)
    event_type.duration = booking.duration
    # A meeting that exists has one time, however many its customer chose.
    event_type.sessions, event_type.needs_approval = 1, False
    event_type.buffer_before, event_type.buffer_after = booking.buffer_before, booking.buffer_after
    if by_host:
        event_type.notice = 0
    return event_type
