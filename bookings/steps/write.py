"""The steps of the booking transaction that write, once every lock is held and every judgement has been made."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import F

from accounts.actions import entry
from accounts.models import HistoryEntry, User
from accounts.verbs import Verb
from bookings.models import Admission, Booking, SuggestedTime, link_type
from bookings.notifications import Change, Event, owed
from bookings.snapshot import frozen_terms, onlooker, optional_attendees
from bookings.states import BookingStatus
from bookings.steps.judge import judge_start
from bookings.submission import Submission
from deliveries.models import Delivery
from links.models import Link
from pages.actions import rotation
from pages.models import EventType, HostTime, Page
from pages.offers import Offer, Place
from pages.standard_fields import KEPT_FIELDS, as_kept


def spend(link: Link, now: datetime) -> int:
    """Counts one use of the link; returns which one it is."""
    Link.objects.filter(pk=link.pk).update(uses=F("uses") + 1, used_at=now)
    return link.uses + 1


def admit(
    link: Link | None, use: int | None, page: Page, offer: Offer, submission: Submission, now: datetime
) -> Admission:
    """Writes who was admitted, with what they sent."""
    customer = submission.customer
    return Admission.objects.create(
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
        **{field.key: as_kept(submission.standard.get(field.key, field.empty)) for field in KEPT_FIELDS},
        answers=list(submission.answers),
        utm=dict(submission.utm),
        created_at=now,
    )


def schedule(
    admission: Admission, offer: Offer, submission: Submission, places: Sequence[Place], session: int, now: datetime
) -> Booking:
    """Writes the meeting with its terms frozen, and takes the time from each host: one for each seat.

    Of a request only its suggested times are taken, and only where the event type holds them; its hosts' rows wait.
    """
    event_type, starts_at = offer.event_type, submission.starts[session - 1]
    requested = event_type.needs_approval
    lapses_at = max(submission.starts) if requested else None
    booking = Booking.objects.create(
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
        optional=optional_attendees(offer, places),
        created_at=now,
        **frozen_terms(offer, places[0], submission),
    )
    booking.admission = admission
    state = {"active": not requested, "counts": not requested, "waits_until": lapses_at}
    HostTime.objects.bulk_create(
        HostTime(**taken(booking, event_type, place), **state, pool_id=seat.pool)
        for seat, place in zip(offer.seats, places, strict=True)
    )
    return booking


def suggest(booking: Booking, offer: Offer, submission: Submission, now: datetime) -> None:
    """Writes the times that the customer suggests, and takes them where they are held. Raises SlotTaken."""
    event_type = offer.event_type
    # All are judged before any is held: only one of them will take place, so they count neither for each other's
    # buffers nor for the limits.
    places = [judge_start(offer, starts_at, now)[0] for starts_at in submission.starts]
    for starts_at, place in zip(submission.starts, places, strict=True):
        suggested = SuggestedTime.objects.create(booking=booking, starts_at=starts_at)
        if event_type.holds_suggested:
            length = timedelta(minutes=event_type.duration)
            times = {"meeting": suggested.uid, "starts_at": starts_at, "ends_at": starts_at + length}
            state = {"counts": False, "waits_until": booking.lapses_at}
            HostTime.objects.create(**taken(booking, event_type, place) | times | state)


def taken(booking: Booking, event_type: EventType, place: Place) -> dict[str, object]:
    """The columns of the row by which the meeting takes time from a host."""
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
    }


def share_out(offer: Offer, places: Sequence[Place]) -> None:
    """Counts the meeting for whoever of a pool holds it: under the pool's lock."""
    rotation.receive(offer, places)


def write_history(link: Link | None, booking: Booking, now: datetime) -> None:
    """Says on the booking, and on the link that was used, what happened."""
    verb = Verb.REQUESTED if booking.status == BookingStatus.REQUESTED else Verb.BOOKED
    entries = [entry(subject=booking, organization_id=booking.organization_id, verb=verb, actor=None, at=now)]
    if link is not None and booking.session == 1:
        entries.append(
            entry(
                subject=link,
                organization_id=booking.organization_id,
                verb=Verb.USED,
                actor=None,
                at=now,
                booking=booking.reference,
            )
        )
    HistoryEntry.objects.bulk_create(entries)


def owe(booking: Booking, page: Page, hosts: Sequence[User], now: datetime) -> None:
    """Writes one delivery for each recipient, with all that its message is made of."""
    event = Event.REQUESTED if booking.status == BookingStatus.REQUESTED else Event.BOOKED
    organization = page.organization.name
    Delivery.objects.bulk_create(owed(booking, Change(event), organization=organization, hosts=hosts, now=now))
