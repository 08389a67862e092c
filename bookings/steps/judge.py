"""The steps of the booking transaction that lock and check, in the one order of locks.

organization (advisory) < link < booking < pool < hosts by id < inserts

Each step takes a lock, or checks in a new statement after a lock. READ COMMITTED gives each statement a new snapshot,
so what is read after the lock is granted stays true until this transaction ends. docs/concurrency.md says why. The
steps that write are in bookings/steps/write.py.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from itertools import pairwise
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet

from accounts import locks
from accounts.models import User
from bookings.errors import (
    AlreadySent,
    AnswersMissing,
    EventTypePaused,
    NotOfferedHere,
    OnlyForRecipient,
    Overlapping,
    PageClosed,
    SlotTaken,
    TimesMissing,
    TooManyBookings,
)
from bookings.models import Admission
from bookings.required_answers import missing_answers
from bookings.submission import Submission
from core.database import read_clock as read_clock  # a step as well: actions call it as `judge.read_clock`
from core.statements import compiled_once
from core.text import address_key
from links.errors import DeadLink
from links.models import Link
from links.queries import link_with_parent, offers_at, paused_through
from pages import assignment
from pages.actions import rotation
from pages.models import Page
from pages.offers import CandidatePage, Offer, find_offer
from pages.queries import free_candidate_pages, order_by_preference, read_turns

# Three attempts end within four seconds, so a stuck lock never keeps a web process for long. The limit is above
# PostgreSQL's deadlock_timeout of one second, so a deadlock is still reported as such.
LOCK_TIMEOUT, STATEMENT_TIMEOUT = "1200ms", "8s"
# Counted for each email address, over all public pages of an organization.
PUBLIC_BOOKINGS_AN_HOUR = 5


class RepeatedSubmission(Exception):
    """Raised when the same form was accepted before. Holds its admission."""

    def __init__(self, admission: Admission) -> None:
        super().__init__()
        self.admission = admission


def begin(organization_id: int) -> None:
    """Set the time limits, check the isolation level, and share the organization's lock.

    Raise TransactionManagementError outside a transaction or at another level than READ COMMITTED.
    """
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
        # With a snapshot from before the lock was granted, old data would be checked; trials produced double bookings.
        raise transaction.TransactionManagementError(f"A booking needs READ COMMITTED, not {isolation}.")
    locks.share_organization(organization_id)


def lock_link(link_id: int) -> None:
    """Lock the link's row: wait until no other transaction holds it."""
    _locked_link(link_id)


@compiled_once
def _locked_link(pk: int) -> QuerySet[Link, tuple[int]]:
    return Link.objects.select_for_update(no_key=True).order_by().values_list("pk").filter(pk=pk)


def read_link(link_id: int) -> Link:
    """Return the link, its parent and its page as they are now. Call it after `lock_link`, in a new statement."""
    return link_with_parent(link_id)


def read_page(page_id: int) -> Page:
    """Return the page as it is now. Call it after `begin`, which shares the organization's lock."""
    return Page.objects.select_related("organization", "owner", "host", "schedule").get(pk=page_id)


def check_repeat(submission: Submission, link: Link | None, page: Page) -> None:
    """Raise RepeatedSubmission if this same form was accepted here before, AlreadySent if another form used its key."""
    admission = _admissions_with_key.first(submission.key)
    if admission is None:
        return
    # A form belongs to one link, or to one page's public address. Sent through another, it is a different form.
    same_entry = admission.link_id == (link.pk if link else None) and admission.page_id == page.pk
    if not same_entry or admission.body_digest != submission.digest():
        raise AlreadySent
    raise RepeatedSubmission(admission)


@compiled_once
def _admissions_with_key(key: UUID) -> QuerySet[Admission]:
    return Admission.objects.only("link", "page", "body_digest").filter(submission_key=key)


def check_link(link: Link, submission: Submission, now: datetime) -> None:
    """Raise DeadLink with the reason, or OnlyForRecipient if the link or its parent is locked to another email."""
    reason = link.dead_reason(now)
    if reason is not None:
        raise DeadLink(reason)
    customer = address_key(submission.customer.email)
    for source in (link, link.parent):
        if source is not None and source.locked_to_recipient and address_key(source.recipient_email) != customer:
            raise OnlyForRecipient


def check_page(page: Page) -> None:
    """Raise PageClosed if the page is archived, paused or not listed."""
    if page.archived_at is not None or not page.accepts_bookings or not page.listed:
        raise PageClosed


def choose_offer(link: Link | None, page: Page, submission: Submission) -> Offer:
    """Return the offer of the chosen event type, and of the chosen booking page, if any.

    Raise EventTypePaused, or NotOfferedHere.
    """
    offers = offers_at(page, link)
    offer = find_offer(offers, submission.event_type_id, submission.page_id)
    if offer is None:
        paused = {one.pk for one in paused_through(page, link)}
        raise EventTypePaused if submission.event_type_id in paused else NotOfferedHere
    return offer


def lock_pools(offer: Offer) -> Offer:
    """Lock the offer's pools, and return the offer with who is next in them now."""
    if not offer.pools:
        return offer
    rotation.lock_pool_rows(offer.pools)
    return offer.with_turns(read_turns(offer.pools))


def check_answers(offer: Offer, submission: Submission) -> None:
    """Raise AnswersMissing if a required answer is missing.

    The event type may have changed since the form was shown, or another host be next whose location needs more.
    """
    if missing_answers(offer.event_type, offer.location_kinds, submission):
        raise AnswersMissing


def lock_hosts(offer: Offer) -> dict[int, User]:
    """Lock the rows of all hosts who may be taken, in order of id, and return them by id."""
    return {host.pk: host for host in _locked_hosts(offer.persons)}


@compiled_once
def _locked_hosts(persons: Collection[int]) -> QuerySet[User]:
    hosts = User.objects.select_for_update(no_key=True, of=("self",)).select_related("organization")
    return hosts.filter(pk__in=persons).order_by("pk")


def check_customer_limit(page: Page, submission: Submission, now: datetime) -> None:
    """Raise TooManyBookings if this email address has booked too often at public pages within the hour.

    This protects calendars and mailboxes from floods. A link needs no such limit, since its uses are limited.
    """
    recent = Admission.objects.of_customer(page.organization_id, submission.customer.email)
    if recent.filter(link=None, created_at__gt=now - timedelta(hours=1)).count() >= PUBLIC_BOOKINGS_AN_HOUR:
        raise TooManyBookings


def check_times(offer: Offer, submission: Submission) -> None:
    """Raise TimesMissing unless the event type asks for this many times, Overlapping if two of them overlap."""
    event_type, starts = offer.event_type, sorted(submission.starts)
    least, most = event_type.times_to_choose
    if not least <= len(starts) <= most:
        raise TimesMissing
    length = timedelta(minutes=event_type.duration)
    if any(later < earlier + length for earlier, later in pairwise(starts)):
        raise Overlapping


def assign_places(offer: Offer, start: datetime, now: datetime) -> list[CandidatePage]:
    """Return one place for each seat, the lead's first, at a start that is offered now. Raise SlotTaken."""
    free = free_candidate_pages(offer, start, now)
    preferred = order_by_preference(offer, free) if free else []
    hosts = assignment.assign([[place.person for place in places] for places in preferred])
    if not hosts:
        raise SlotTaken
    return [
        next(place for place in places if place.person == host) for places, host in zip(preferred, hosts, strict=True)
    ]
