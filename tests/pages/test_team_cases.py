"""The team cases through the database: what is listed, what is judged, and what is booked are one and the same."""

from typing import Any

import pytest

from accounts.models import User
from bookings.actions import book, cancel
from bookings.errors import SlotTaken
from pages.models import Distribution, HostTime, Page
from pages.queries import free_candidate_pages, list_starts, offers_of
from tests.builders import submission
from tests.pages.stored_case import Stored, moment, store
from tests.pages.test_availability import cases, shown

pytestmark = [pytest.mark.django_db, pytest.mark.walk]


def hosts_of_a_booking(stored: Stored, start: int) -> list[Page]:
    """Books the start, and cancels it again; the booking pages whose hosts it took, seat by seat."""
    form = submission(stored.call.pk, moment(start), email=f"customer{start}@example.com")
    booking = book(submission=form, page=stored.page, now=stored.now).booking
    found = [row.page for row in HostTime.objects.filter(meeting=booking.uid).order_by("pk")]
    cancel(booking=booking, actor=None, now=stored.now)
    return found


@pytest.mark.parametrize("distribution", [Distribution.PRIORITY, Distribution.LONGEST_IDLE])
@pytest.mark.parametrize("case", cases("TEAM_CASES", "teams.json"))
def test_team_case_in_the_database(ana: User, case: dict[str, Any], distribution: str) -> None:
    stored = store(ana, case, distribution)
    (offer,) = offers_of(Page.objects.get(pk=stored.page.pk))
    assert shown(list_starts(offer, stored.window, stored.now)) == case["expected_starts"]
    # R6: who lists is who judges.
    assert [start for start in stored.expected if not free_candidate_pages(offer, moment(start), stored.now)] == []
    assert [start for start in stored.not_offered if free_candidate_pages(offer, moment(start), stored.now)] == []
    # And so does the transaction, which takes somebody for each seat.
    for start in stored.samples:
        taken = hosts_of_a_booking(stored, start)
        assert len({page.host_id for page in taken}) == len(stored.seats)
        assert [page in seat for page, seat in zip(taken, stored.seats, strict=True)] == [True] * len(taken)
    for start in stored.not_offered[:: max(1, len(stored.not_offered) // 3)]:
        with pytest.raises(SlotTaken):
            hosts_of_a_booking(stored, start)
