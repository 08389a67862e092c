"""Each limit of a link counts, always: judged where a booking is made."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bookings.actions import book
from bookings.errors import SlotTaken
from bookings.models import Booking
from links.actions import mint
from links.errors import DeadLink
from links.liveness import DeadReason
from links.queries import find_link, offers_through
from pages.queries import list_starts
from tests.builders import NOW, START, one_time_link, submission

pytestmark = pytest.mark.django_db


@pytest.mark.feature("R8")
def test_fifth_of_five_uses_is_last(ana, event_type):
    link = one_time_link(ana, max_uses=5)
    for number in range(5):
        book(submission=submission(event_type.pk, START + timedelta(days=number)), link=link, now=NOW)
    with pytest.raises(DeadLink) as refusal:
        book(submission=submission(event_type.pk, START + timedelta(days=7)), link=link, now=NOW)
    link.refresh_from_db()
    assert (refusal.value.reason, link.uses, Booking.objects.count()) == (DeadReason.USED, 5, 5)


@pytest.mark.feature("R9", "O9")
def test_used_link_refuses_before_its_expiry(ana, event_type):
    link = one_time_link(ana, expires_at=NOW + timedelta(days=7))
    book(submission=submission(event_type.pk), link=link, now=NOW)
    with pytest.raises(DeadLink) as refusal:
        book(submission=submission(event_type.pk, START + timedelta(days=1)), link=link, now=NOW)
    assert (refusal.value.reason, Booking.objects.count()) == (DeadReason.USED, 1)


@pytest.mark.feature("O9")
def test_unused_link_refuses_after_expiry(ana, event_type):
    link = one_time_link(ana, expires_at=NOW)
    with pytest.raises(DeadLink) as refusal:
        book(submission=submission(event_type.pk), link=link, now=NOW)
    link.refresh_from_db()
    assert (refusal.value.reason, link.uses, Booking.objects.count()) == (DeadReason.EXPIRED, 0, 0)


@pytest.mark.feature("R14")
def test_link_books_until_second_before_expiry(ana, event_type):
    end = datetime(2030, 1, 8, 4, tzinfo=UTC)
    start = datetime(2030, 1, 8, 9, tzinfo=UTC)
    late, early = one_time_link(ana, expires_at=end), one_time_link(ana, expires_at=end)
    with pytest.raises(DeadLink):
        book(submission=submission(event_type.pk, start), link=late, now=end)
    book(submission=submission(event_type.pk, start), link=early, now=end - timedelta(seconds=1))
    assert Booking.objects.get().admission.link == early


def offered_days(link):
    """The days, in Madrid, on which anything is offered through the link."""
    (offer,) = offers_through(find_link(link.token()))
    window = (int(NOW.timestamp()), int((NOW + timedelta(days=14)).timestamp()))
    return sorted(
        {(datetime.fromtimestamp(start, UTC) + timedelta(hours=1)).day for start in list_starts(offer, window, NOW)}
    )


@pytest.mark.feature("D2")
def test_days_narrow_listing_and_booking_alike(ana, event_type):
    page = ana.pages.get()
    days = date(2030, 1, 9), date(2030, 1, 11)
    parent = mint(actor=ana, page=page, now=NOW, max_uses=None, first_day=days[0])
    for link, open_days in (
        (one_time_link(ana, first_day=days[0], last_day=days[1]), [9, 10, 11]),
        (parent, [9, 10, 11, 14, 15, 16, 17, 18]),
        # A version has the days of its parent and its own, whichever are fewer.
        (mint(actor=ana, parent=parent, now=NOW, first_day=date(2030, 1, 1), last_day=date(2030, 1, 10)), [9, 10]),
    ):
        assert offered_days(link) == open_days
        with pytest.raises(SlotTaken):
            book(submission=submission(event_type.pk, START.replace(day=8)), link=link, now=NOW)
        start = START.replace(day=open_days[-1])
        assert book(submission=submission(event_type.pk, start), link=link, now=NOW).booking.starts_at == start
