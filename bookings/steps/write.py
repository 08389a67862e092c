"""The steps of the booking transaction that write, after all locks are held and everything has been checked."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connection

from accounts.actions import build_history_entry
from accounts.models import Organization, User
from accounts.verbs import Verb
from bookings.models import Admission, Booking, SuggestedTime, link_type
from bookings.notifications import METHODS, Change, Event, build_deliveries
from bookings.snapshot import invited_optional_attendees, onlooker, snapshot_columns
from bookings.states import BookingStatus
from bookings.steps.announce import calls_about
from bookings.steps.judge import assign_places
from bookings.submission import Submission
from bookings.unwanted_mails import drop_unwanted_mails
from calendars.actions.host_entries import existing_entries, plan_entries
from core.statements import insert
from deliveries.models import Delivery
from links.models import Link
from pages.actions import rotation
from pages.models import EventType, HostTime, Page
from pages.offers import CandidatePage, Offer
from pages.standard_fields import STORED_FIELDS, to_stored

SPEND_USE = "UPDATE links_link SET uses = uses + 1, used_at = %s WHERE id = %s"


def spend_use(link: Link, now: datetime) -> int:
    """Count one use of the link, and return its number."""
    with connection.cursor() as cursor:
        cursor.execute(SPEND_USE, [now, link.pk])
    return link.uses + 1


def admit(
    link: Link | None, use: int | None, page: Page, offer: Offer, submission: Submission, now: datetime
) -> Admission:
    """Write the admission, with what the customer sent."""
    customer = submission.customer
    admission = Admission(
        organization_id=page.organization_id,
        link=link,
        use=use,
        page=page,
        event_type=offer.event_type,
        submission_key=submission.key,
        body_digest=submission.digest(),
        sessions=offer.event_type.sessions,
        customer_name=customer.name,
        customer_email=customer.email,
        customer_zone=customer.zone,
        customer_clock=customer.clock,
        customer_language=customer.language,
        **{field.key: to_stored(submission.standard.get(field.key, field.empty)) for field in STORED_FIELDS},
        answers=list(submission.answers),
        utm=dict(submission.utm),
        created_at=now,
    )
    insert([admission])
    return admission


def schedule(
    admission: Admission,
    offer: Offer,
    submission: Submission,
    places: Sequence[CandidatePage],
    session: int,
    room: str,
    now: datetime,
) -> Booking:
    """Write the booking with its terms frozen, and one host time for each seat.

    A request's host times are not active, so they take no time; its suggested times do, if the event type holds them.
    """
    event_type, starts_at = offer.event_type, submission.starts[session - 1]
    requested = event_type.needs_approval
    lapses_at = max(submission.starts) if requested else None
    booking = Booking(
        organization_id=admission.organization_id,
        admission=admission,
        event_type=event_type,
        link_type=link_type(admission.link),
        onlooker_id=onlooker(admission.link, [place.person for place in places]),
        session=session,
        status=BookingStatus.REQUESTED if requested else BookingStatus.SCHEDULED,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=event_type.duration),
        lapses_at=lapses_at,
        optional=invited_optional_attendees(offer, places),
        created_at=now,
        updated_at=now,
        **snapshot_columns(offer, places[0], submission, room, now),
    )
    insert([booking])
    booking.times_suggested = sorted(submission.starts) if requested else []
    state = {"active": not requested, "counts": not requested, "waits_until": lapses_at}
    insert(
        HostTime(**host_time_columns(booking, event_type, place), **state, pool_id=seat.pool)
        for seat, place in zip(offer.seats, places, strict=True)
    )
    return booking


def write_suggested_times(booking: Booking, offer: Offer, submission: Submission, now: datetime) -> None:
    """Write the suggested times, and take them from the host if the event type holds them. Raise SlotTaken."""
    event_type = offer.event_type
    # Check all of them before any is held. Only one will take place, so they must not count for each other's buffers or
    # for the limits.
    places = [assign_places(offer, starts_at, now)[0] for starts_at in submission.starts]
    for starts_at, place in zip(submission.starts, places, strict=True):
        suggested = SuggestedTime.objects.create(booking=booking, starts_at=starts_at)
        if event_type.holds_suggested:
            length = timedelta(minutes=event_type.duration)
            times = {"meeting": suggested.uid, "starts_at": starts_at, "ends_at": starts_at + length}
            state = {"counts": False, "waits_until": booking.lapses_at, "booked_at": None}
            HostTime.objects.create(**host_time_columns(booking, event_type, place) | times | state)


def host_time_columns(booking: Booking, event_type: EventType, place: CandidatePage) -> dict[str, object]:
    """Return the columns of the host time by which the meeting takes a host's time."""
    return {
        "organization_id": booking.organization_id,
        "host_id": place.person,
        "page_id": place.page,
        "event_type": event_type,
        "meeting": booking.uid,
        "starts_at": booking.starts_at,
        "ends_at": booking.ends_at,
        "buffer_before": booking.buffer_before,
        "buffer_after": booking.buffer_after,
        "booked_at": booking.created_at,
    }


def count_pool_turns(offer: Offer, places: Sequence[CandidatePage]) -> None:
    """Count the meeting as a turn of the pool members who hold it. The pools' locks must be held."""
    rotation.count_turns(offer, places)


def write_history(link: Link | None, booking: Booking, now: datetime, by: User | None) -> None:
    """Write the history of the booking, and of the link that was used. `by` is None for the customer."""
    verb = Verb.REQUESTED if booking.status == BookingStatus.REQUESTED else Verb.BOOKED
    entries = [
        build_history_entry(subject=booking, organization_id=booking.organization_id, verb=verb, actor=by, at=now)
    ]
    if link is not None and booking.session == 1:
        entries.append(
            build_history_entry(
                subject=link,
                organization_id=booking.organization_id,
                verb=Verb.USED,
                actor=by,
                at=now,
                booking=booking.reference,
            )
        )
    insert(entries)


def notify_of_booking(
    booking: Booking, page: Page, hosts: Sequence[User], starts: Sequence[datetime], now: datetime, by: User | None
) -> None:
    """Write one delivery for each recipient, with the facts of its message, and the calls to other programs.

    `starts` are those of all sessions.
    """
    event = Event.REQUESTED if booking.status == BookingStatus.REQUESTED else Event.BOOKED
    organization = page.organization
    change = Change(event, by, starts=starts if event == Event.BOOKED else ())
    calls = calls_about(booking, booking.admission.link, hosts, by, now)
    enqueue_deliveries(booking, change, organization=organization, hosts=hosts, now=now, calls=calls)


def enqueue_deliveries(
    booking: Booking,
    change: Change,
    *,
    organization: Organization,
    hosts: Sequence[User],
    now: datetime,
    calls: Sequence[Delivery] = (),
) -> None:
    """Write all deliveries about a change of a meeting, to mailboxes and to hosts' calendars, with these calls."""
    calendar_names: dict[int, str] = {}
    if change.event == Event.CANCELLED:
        calendar_names = existing_entries(meeting=booking.uid, hosts=[host.pk for host in hosts])
    elif change.event in METHODS:
        calendar_names = plan_entries(
            meeting=booking.uid,
            hosts=[host.pk for host in hosts],
            starts_at=booking.starts_at,
            ends_at=booking.ends_at,
        )
        if change.former is not None:
            calendar_names |= existing_entries(meeting=booking.uid, hosts=[change.former.pk])
    deliveries = build_deliveries(
        booking, change, organization=organization, hosts=hosts, now=now, calendar_names=calendar_names
    )
    reached_hosts = [*hosts] if change.former is None else [*hosts, change.former]
    insert([*drop_unwanted_mails(deliveries, reached_hosts), *calls])
