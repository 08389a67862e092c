"""Writes of bookings."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import Error, IntegrityError, OperationalError, transaction

from bookings import transaction as steps
from bookings.errors import Busy, SlotTaken
from bookings.models import Admission, Booking
from bookings.owed import CUSTOMER_CONFIRMATION, confirmations
from bookings.queries import hosts_of
from bookings.submission import Submission
from deliveries.models import Delivery
from links.models import Link
from pages.models import Page

ATTEMPTS = 3
SERIALIZATION_FAILURE, DEADLOCK, LOCK_NOT_AVAILABLE = "40001", "40P01", "55P03"
UNIQUE_VIOLATION, EXCLUSION_VIOLATION = "23505", "23P01"
# Statement time-outs are not retried: what was too slow once is not helped by more of it.
QUERY_CANCELED = "57014"
RESEND_PAUSE, COPIES_A_DAY = timedelta(minutes=10), 5


def book(
    *, submission: Submission, link: Link | None = None, page: Page | None = None, now: datetime | None = None
) -> Admission:
    """Books: one link's use, or a public page, becomes one admission with its booking and all it causes, or nothing.

    `now` is for tests; left out, the database's clock is read after the locks. The same submission again returns the
    same admission. Raises DeadLink, OnlyForRecipient, PageClosed, NotOfferedHere, AnswersMissing, SlotTaken,
    AlreadySent, TooManyBookings or Busy; then nothing was written, and the link is unspent.
    """
    return _persist(lambda: _book(submission, link, page, now))


def _persist(attempt: Callable[[], Admission]) -> Admission:
    """Tries the whole transaction again where PostgreSQL asks for it."""
    for _ in range(ATTEMPTS):
        try:
            with transaction.atomic(durable=True):
                return attempt()
        except steps.Repeated as repeat:
            return repeat.admission
        except IntegrityError as error:
            # Behind the locks, only a host's time can be gone, or the same form sent twice at once.
            if _code(error) == EXCLUSION_VIOLATION:
                raise SlotTaken from error
            if _code(error) != UNIQUE_VIOLATION:
                raise
        except OperationalError as error:
            if _code(error) == QUERY_CANCELED:
                break
            if _code(error) not in {SERIALIZATION_FAILURE, DEADLOCK, LOCK_NOT_AVAILABLE}:
                raise
    raise Busy


def _code(error: Error) -> str | None:
    """PostgreSQL's five characters for what went wrong."""
    return getattr(error.__cause__, "sqlstate", None)


def _book(submission: Submission, link: Link | None, page: Page | None, now: datetime | None) -> Admission:
    entry = page if link is None else link
    if entry is None:
        raise TypeError("A booking comes through a link or a page.")
    steps.begin(entry.organization_id)
    if link is not None:
        steps.lock_link(link.pk)
        link = steps.read_link(link.pk)
        page = link.target
    elif page is not None:
        page = steps.read_page(page.pk)
    assert page is not None
    steps.find_repeat(submission, link, page)
    if link is not None:
        steps.judge_link(link, submission, now or steps.read_clock())
    else:
        steps.judge_page(page)
    offer = steps.lock_pools(steps.choose_offer(link, page, submission))
    steps.judge_answers(offer, submission)
    people = steps.lock_hosts(offer)
    now = now or steps.read_clock()
    if link is None:
        # Without a link's lock, the same form sent twice at once meets itself here.
        steps.find_repeat(submission, link, page)
        steps.judge_customer(page, submission, now)
    else:
        # Under its lock the link cannot change, but time passes: it may have expired while the hosts were awaited.
        steps.judge_link(link, submission, now)
    places = steps.judge_start(offer, submission, now)
    use = None if link is None else steps.spend(link, now)
    admission = steps.admit(link, use, page, offer.event_type, submission, now)
    booking = steps.schedule(admission, offer, submission, places, now)
    steps.share_out(offer, places)
    steps.write_history(link, booking, now)
    steps.owe(booking, page, [people[place.person] for place in places], now)
    return admission


def mail_again(*, booking: Booking, now: datetime) -> bool:
    """Owes the customer their confirmation once more, to the address on file.

    False, and nothing is owed, where one was owed just now or several within the day, or where there is nothing left
    to confirm.
    """
    with transaction.atomic(durable=True):
        # The lock makes two requests at once one, and numbers the copies.
        booking = (
            Booking.objects.select_for_update(no_key=True, of=("self",))
            .select_related("admission", "organization")
            .get(pk=booking.pk)
        )
        if not booking.is_ahead(now):
            return False
        sent = Delivery.objects.filter(thread=booking.uid, kind=CUSTOMER_CONFIRMATION, sequence=booking.sequence)
        if sent.filter(created_at__gt=now - RESEND_PAUSE).exists():
            return False
        if sent.filter(created_at__gt=now - timedelta(days=1)).count() >= COPIES_A_DAY:
            return False
        owed = confirmations(
            booking,
            organization=booking.organization.name,
            hosts=list(hosts_of(booking)),
            sender=settings.DEFAULT_FROM_EMAIL,
            now=now,
            copy=sent.count(),
        )
        Delivery.objects.bulk_create(one for one in owed if one.kind == CUSTOMER_CONFIRMATION)
    return True
