"""The steps of the booking transaction, each a named function, in the one order of locks.

    organization (advisory) < link < booking < pool < hosts by id < inserts

Each step is a lock followed by a judgement in a new statement: READ COMMITTED gives each statement a new snapshot, so
what is read after the lock is granted is the truth until this transaction ends. docs/concurrency.md says why.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from django.db import connection, transaction
from django.db.models import F

from accounts import locks
from accounts.actions import entry
from accounts.models import HistoryEntry, User
from bookings.asked import missing_answers
from bookings.errors import (
    AlreadySent,
    AnswersMissing,
    NotOfferedHere,
    OnlyForRecipient,
    Overlapping,
    PageClosed,
    SlotTaken,
    TimesMissing,
    TooManyBookings,
)
from bookings.models import Admission, Booking, Status, SuggestedTime
from bookings.owed import owed
from bookings.submission import Submission
from bookings.terms import frozen_terms, optional_attendees
from deliveries.models import Delivery
from links.errors import DeadLink
from links.models import Link
from links.queries import offers_through
from pages import assignment
from pages.actions import standings
from pages.models import EventType, HostTime, Page
from pages.offers import Offer, Place, find_offer
from pages.queries import free_at, offers_of, preferences
from pages.queries import standings as read_standings

# Three attempts end within four seconds, so a stuck lock never ties up a web process for long; and above
# PostgreSQL's deadlock_timeout of a second, so that a deadlock is still told by its own name.
LOCK_TIMEOUT = "1200ms"
STATEMENT_TIMEOUT = "8s"
# Of one email address, at the public addresses of an organization.
PUBLIC_BOOKINGS_AN_HOUR = 5


class Repeated(Exception):
    """The same form was accepted before: this is its admission."""

    def __init__(self, admission: Admission) -> None:
        super().__init__()
        self.admission = admission


def begin(organization_id: int) -> None:
    """Bounds every wait, makes sure of the isolation level, and joins the organization's bookings."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("A booking is one transaction.")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('lock_timeout', %s, true), set_config('statement_timeout', %s, true),"
            " current_setting('transaction_isolation')",
            [LOCK_TIMEOUT, STATEMENT_TIMEOUT],
        )
        isolation = cursor.fetchone()[2]
    if isolation != "read committed":
        # A snapshot taken before the lock was granted would be judged: two bookings, in trials.
        raise transaction.TransactionManagementError(f"A booking needs READ COMMITTED, not {isolation}.")
    locks.share_organization(organization_id)


def lock_link(link_id: int) -> None:
    """Waits until no other transaction holds the link."""
    Link.objects.select_for_update(no_key=True).order_by().values_list("pk").get(pk=link_id)


def read_link(link_id: int) -> Link:
    """The link, its parent and its page as they are now that the lock is held."""
    return Link.objects.whole(pk=link_id)


def read_page(page_id: int) -> Page:
    """The page as it is now that the organization's lock is shared."""
    return Page.objects.select_related("organization", "owner", "host", "schedule").get(pk=page_id)


def read_clock() -> datetime:
    """The database's clock, now: `now()` would be the instant at which the transaction began to wait."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        now: datetime = cursor.fetchone()[0]
    return now


def find_repeat(submission: Submission, link: Link | None, page: Page) -> None:
    """Raises Repeated when this very form was accepted here before, AlreadySent when another under its key was."""
    try:
        admission = Admission.objects.only("link", "page", "body_digest").get(submission_key=submission.key)
    except Admission.DoesNotExist:
        return
    # A form belongs to one link, or to one page's public address: through another it is another form.
    same_entry = admission.link_id == (link.pk if link else None) and admission.page_id == page.pk
    if not same_entry or admission.body_digest != submission.digest():
        raise AlreadySent
    raise Repeated(admission)


def judge_link(link: Link, submission: Submission, now: datetime) -> None:
    """Raises DeadLink with the reason, or OnlyForRecipient."""
    reason = link.dead(now)
    if reason is not None:
        raise DeadLink(reason)
    for one in (link, link.parent):
        if (
            one is not None
            and one.locked_to_recipient
            and one.recipient_email.lower() != submission.customer.email.lower()
        ):
            raise OnlyForRecipient


def judge_page(page: Page) -> None:
    """Raises PageClosed for a page whose public address is closed or paused."""
    if page.archived_at is not None or not page.accepts_bookings or not page.listed:
        raise PageClosed


def choose_offer(link: Link | None, page: Page, submission: Submission) -> Offer:
    """The offer of the event type, and of the booking page, that were chosen. Raises NotOfferedHere."""
    offers = offers_of(page) if link is None else offers_through(link)
    offer = find_offer(offers, submission.event_type_id, submission.page_id)
    if offer is None:
        raise NotOfferedHere
    return offer


def lock_pools(offer: Offer) -> Offer:
    """Waits until nobody else is given a meeting of the offer's pools; the offer with who is next in them now."""
    if not offer.pools:
        return offer
    standings.lock_pools(offer.pools)
    return offer.standing_now(read_standings(offer.pools))


def judge_answers(offer: Offer, submission: Submission) -> None:
    """Raises AnswersMissing where the form was shown before the event type, or who is next, asked for more."""
    if missing_answers(offer.event_type, offer.location_kinds, submission):
        raise AnswersMissing


def lock_hosts(offer: Offer) -> dict[int, User]:
    """Waits, in the order of their ids, until no other transaction holds anybody who may be taken; who they are."""
    hosts = User.objects.select_for_update(no_key=True).filter(pk__in=offer.persons).order_by("pk")
    return {host.pk: host for host in hosts}


def judge_customer(page: Page, submission: Submission, now: datetime) -> None:
    """Raises TooManyBookings where a public address is used to flood a calendar or somebody's mailbox.

    A link needs no such limit: it has its own.
    """
    recent = Admission.objects.of_customer(page.organization_id, submission.customer.email)
    if recent.filter(link=None, created_at__gt=now - timedelta(hours=1)).count() >= PUBLIC_BOOKINGS_AN_HOUR:
        raise TooManyBookings


def judge_times(offer: Offer, submission: Submission) -> None:
    """Raises TimesMissing for more or fewer times than the event type asks for, Overlapping where two overlap."""
    event_type, starts = offer.event_type, sorted(submission.starts)
    least, most = event_type.times_asked
    if not least <= len(starts) <= most:
        raise TimesMissing
    length = timedelta(minutes=event_type.duration)
    if any(later < earlier + length for earlier, later in pairwise(starts)):
        raise Overlapping


def judge_start(offer: Offer, start: datetime, now: datetime) -> list[Place]:
    """One place for each seat, the lead's first, at a start that is offered now. Raises SlotTaken."""
    free = free_at(offer, start, now)
    preferred = preferences(offer, free) if free else []
    hosts = assignment.assign([[place.person for place in places] for places in preferred])
    if not hosts:
        raise SlotTaken
    return [
        next(place for place in places if place.person == host) for places, host in zip(preferred, hosts, strict=True)
    ]


def spend(link: Link, now: datetime) -> int:
    """Counts one use of the link; returns which one it is."""
    Link.objects.filter(pk=link.pk).update(uses=F("uses") + 1, used_at=now)
    return link.uses + 1


def admit(
    link: Link | None, use: int | None, page: Page, event_type: EventType, submission: Submission, now: datetime
) -> Admission:
    """Writes who was admitted, with what they sent."""
    customer = submission.customer
    return Admission.objects.create(
        organization_id=page.organization_id,
        link=link,
        use=use,
        page=page,
        event_type=event_type,
        submission_key=submission.key,
        body_digest=submission.digest(),
        customer_name=customer.name,
        customer_email=customer.email,
        customer_zone=customer.zone,
        customer_clock=customer.clock,
        customer_language=customer.language,
        company=submission.company,
        phone=submission.phone,
        guests=list(submission.guests),
        note=submission.note,
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
    booking = Booking.objects.create(
        organization_id=admission.organization_id,
        admission=admission,
        session=session,
        status=Status.REQUESTED if requested else Status.SCHEDULED,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=event_type.duration),
        optional=optional_attendees(offer, places),
        created_at=now,
        **frozen_terms(offer, places[0], submission),
    )
    booking.admission = admission
    HostTime.objects.bulk_create(
        HostTime(**taken(booking, event_type, place), pool_id=seat.pool, active=not requested, counts=not requested)
        for seat, place in zip(offer.seats, places, strict=True)
    )
    return booking


def suggest(booking: Booking, offer: Offer, submission: Submission, now: datetime) -> None:
    """Writes the times that the customer suggests, and takes them where they are held. Raises SlotTaken."""
    event_type = offer.event_type
    for starts_at in submission.starts:
        (place,) = judge_start(offer, starts_at, now)
        suggested = SuggestedTime.objects.create(booking=booking, starts_at=starts_at)
        if event_type.holds_suggested:
            length = timedelta(minutes=event_type.duration)
            times = {"meeting": suggested.uid, "starts_at": starts_at, "ends_at": starts_at + length}
            HostTime.objects.create(**taken(booking, event_type, place) | times, counts=False)


def taken(booking: Booking, event_type: EventType, place: Place) -> dict[str, Any]:
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
    standings.receive(offer, places)


def write_history(link: Link | None, booking: Booking, now: datetime) -> None:
    """Says on the booking, and on the link that was used, what happened."""
    verb = "requested" if booking.status == Status.REQUESTED else "booked"
    entries = [entry(subject=booking, organization_id=booking.organization_id, verb=verb, actor=None, at=now)]
    if link is not None and booking.session == 1:
        entries.append(
            entry(
                subject=link,
                organization_id=booking.organization_id,
                verb="used",
                actor=None,
                at=now,
                booking=booking.reference,
            )
        )
    HistoryEntry.objects.bulk_create(entries)


def owe(booking: Booking, page: Page, hosts: Sequence[User], now: datetime) -> None:
    """Writes one delivery for each recipient, with all that its message is made of."""
    Delivery.objects.bulk_create(owed(booking, organization=page.organization.name, hosts=hosts, now=now))
