"""The booking actions: one submitted form becomes one admission with its meetings, or nothing is written."""

from collections.abc import Sequence
from datetime import datetime
from typing import Unpack

from accounts.models import User
from bookings.counts import count_outcomes
from bookings.errors import AlreadySent
from bookings.models import Admission
from bookings.rooms import new_room
from bookings.steps import judge as steps
from bookings.steps import write
from bookings.steps.retry import in_one_transaction
from bookings.submission import Submission
from links.actions import LinkFields, derive_handle, write_link
from links.models import Link
from pages.models import Page
from pages.offers import CandidatePage, Offer

NO_ENTRY = "A booking comes through a link or a page."


def book(
    *, submission: Submission, link: Link | None = None, page: Page | None = None, now: datetime | None = None
) -> Admission:
    """Book through a link or at a public page, and return the admission.

    Spend one use of the link, and write the admission with its booking, host times, history and deliveries. A session
    package gets one booking for each of its times. If the event type needs approval, the booking is a request with up
    to three suggested times. `now` is for tests; if it is None, the database's clock is read after the locks are taken.
    If the same submission is sent again, return the same admission.

    Raise DeadLink, OnlyForRecipient, PageClosed, NotOfferedHere, AnswersMissing, TimesMissing, Overlapping, SlotTaken,
    AlreadySent, TooManyBookings or Busy; then nothing was written, and the link is unspent.
    """
    try:
        return _book(submission, link, page, now)
    except steps.RepeatedSubmission as repeat:
        return repeat.admission


def book_for(
    *,
    by: User,
    submission: Submission,
    link: Link | None = None,
    page: Page | None = None,
    now: datetime | None = None,
    **link_fields: Unpack[LinkFields],
) -> tuple[Admission, bool]:
    """Book for a customer, in the name of the user `by`, who is named in the history and to the hosts.

    The booking comes through a link whose address they may hand out. At a page, a one-time link of theirs is made for
    the customer, with `link_fields`, and spent in the same transaction: each booking has its link, and a refusal leaves
    none over. All that binds customers here binds them too. Return the admission, and whether it is new: sending the
    same submission again returns the same one.

    Raise Link.DoesNotExist or NothingToShare for what they may not share, and whatever `book` raises for a link.
    """
    try:
        if link is not None:
            return _book_through(link, by, submission, now), True
        if page is not None:
            return _book_at(page, by, submission, link_fields, now), True
    except steps.RepeatedSubmission as repeat:
        return repeat.admission, False
    raise TypeError(NO_ENTRY)


@count_outcomes
@in_one_transaction
def _book_through(link: Link, by: User, submission: Submission, now: datetime | None) -> Admission:
    # Check the present state: it may have changed since the link was read.
    return _admit(submission, Link.objects.copyable_by(by).get(pk=link.pk), None, now, by)


@count_outcomes
@in_one_transaction
def _book_at(page: Page, by: User, submission: Submission, link_fields: LinkFields, now: datetime | None) -> Admission:
    steps.begin(page.organization_id)
    link = Link.objects.filter(admissions__submission_key=submission.key, created_by=by).first()
    if link is None:
        # The handle is derived from the submission's key, so of two that are sent at once only one can write; the other
        # then finds the link.
        handle = derive_handle(by, f"book_for {submission.key}")
        link_fields["recipient_name"] = submission.customer.name
        link_fields["recipient_email"] = submission.customer.email
        link = write_link(actor=by, page=page, handle=handle, now=now or steps.read_clock(), **link_fields)
    elif link.page_id != page.pk:
        raise AlreadySent
    return _admit(submission, link, None, now, by)


@count_outcomes
@in_one_transaction
def _book(submission: Submission, link: Link | None, page: Page | None, now: datetime | None) -> Admission:
    return _admit(submission, link, page, now, None)


def _admit(
    submission: Submission, link: Link | None, page: Page | None, now: datetime | None, by: User | None
) -> Admission:
    link, page = _lock_entry(link, page)
    steps.check_repeat(submission, link, page)
    if link is not None:
        steps.check_link(link, submission, now or steps.read_clock())
    else:
        steps.check_page(page)
    offer = steps.lock_pools(steps.choose_offer(link, page, submission))
    steps.check_times(offer, submission)
    steps.check_answers(offer, submission)
    hosts_by_id = steps.lock_hosts(offer)
    now = now or steps.read_clock()
    if link is None:
        # A public page has no link to lock. If the same form is sent twice at once, the second one waits for the hosts'
        # locks, so look for its repeat again here.
        steps.check_repeat(submission, link, page)
        steps.check_customer_limit(page, submission, now)
    else:
        # The link is locked and cannot change, but it may have expired while this transaction waited for the hosts.
        steps.check_link(link, submission, now)
    places = steps.assign_places(offer, submission.start, now)
    use = None if link is None else write.spend_use(link, now)
    admission = write.admit(link, use, page, offer, submission, now)
    # All sessions of a package meet in one room.
    room = new_room()
    for session in range(1, admission.sessions + 1):
        if session > 1:
            # Check each session after the earlier ones are written, so that they count like any other meeting.
            places = steps.assign_places(offer, submission.starts[session - 1], now)
        hosts = [hosts_by_id[place.person] for place in places]
        _write_meeting(admission, session, offer, submission, places, hosts, room, now, by)
    return admission


def _lock_entry(link: Link | None, page: Page | None) -> tuple[Link | None, Page]:
    """Begin the transaction, and return the locked link and its page, or None and the page, as they are now."""
    if link is not None:
        steps.begin(link.organization_id)
        steps.lock_link(link.pk)
        link = steps.read_link(link.pk)
        return link, link.target
    if page is None:
        raise TypeError(NO_ENTRY)
    steps.begin(page.organization_id)
    return None, steps.read_page(page.pk)


def _write_meeting(
    admission: Admission,
    session: int,
    offer: Offer,
    submission: Submission,
    places: Sequence[CandidatePage],
    hosts: Sequence[User],
    room: str,
    now: datetime,
    by: User | None,
) -> None:
    """Write one of the admission's meetings with its host times, turns, history and deliveries."""
    booking = write.schedule(admission, offer, submission, places, session, room, now)
    if offer.event_type.needs_approval:
        write.write_suggested_times(booking, offer, submission, now)
    write.count_pool_turns(offer, places)
    write.write_history(admission.link, booking, now, by)
    write.notify_of_booking(booking, admission.page, hosts, submission.starts, now, by)
    if session == 1:
        admission.booking = booking
