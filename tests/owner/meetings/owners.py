"""Meetings in each of their states, for the tests of the owner's screens."""

from datetime import datetime, timedelta

from django.db.models import F, Q

from accounts.models import User
from bookings.actions import book
from bookings.meetings import MOST_COUNTED, Tab, count_meetings, meetings
from bookings.models import Booking
from bookings.states import BookingState
from links.models import Link
from pages.models import EventType, HostTime
from tests.builders import NOW, START, one_time_link, submission

HALF = timedelta(minutes=30)
TABS = {
    Tab.UPCOMING: {BookingState.SCHEDULED, BookingState.RESCHEDULED},
    Tab.REQUESTS: {BookingState.REQUESTED},
    Tab.PAST: {BookingState.COMPLETED, BookingState.NO_SHOW},
    Tab.CANCELLED: {BookingState.CANCELLED, BookingState.WITHDRAWN, BookingState.DECLINED, BookingState.LAPSED},
}
# The next day, 9:00 in Madrid: sixteen half hours are free.
TUESDAY = START + timedelta(hours=18)


def make_meeting(owner: User, start: datetime = START, link: Link | None = None, **changes) -> Booking:
    """A meeting booked through a one-time link of the owner."""
    event_type = owner.event_types.get()
    admission = book(submission=submission(event_type.pk, start, **changes), link=link or one_time_link(owner), now=NOW)
    return admission.bookings.get()


def make_request(
    owner: User, start: datetime = START, holds: bool = False, times: int = 3, link: Link | None = None
) -> Booking:
    """A request with times half an hour apart."""
    EventType.objects.filter(owner=owner).update(needs_approval=True, holds_suggested=holds)
    booking = make_meeting(owner, start, link, further=tuple(start + HALF * number for number in range(1, times)))
    EventType.objects.filter(owner=owner).update(needs_approval=False, holds_suggested=False)
    return booking


def moved_to_past(booking: Booking) -> Booking:
    """The same, two days earlier; of a request nobody has answered it."""
    earlier = {name: F(name) - timedelta(days=2) for name in ("starts_at", "ends_at")}
    suggested = booking.suggested.values("uid")
    Booking.objects.filter(pk=booking.pk).update(**earlier, lapses_at=F("lapses_at") - timedelta(days=2))
    taken = HostTime.objects.filter(Q(meeting=booking.uid) | Q(meeting__in=suggested))
    taken.update(**earlier, waits_until=F("waits_until") - timedelta(days=2))
    booking.suggested.update(starts_at=earlier["starts_at"])
    booking.refresh_from_db()
    return booking


def listed_pks(user: User, now: datetime, limit: int = 2) -> dict[Tab, list[int]]:
    """All that each part of the list shows the user, page by page; their counts are as many."""
    found = {}
    for tab in Tab:
        page = meetings(user=user, now=now, tab=tab, limit=limit)
        found[tab] = [booking.pk for booking in page.bookings]
        while page.further is not None:
            page = meetings(user=user, now=now, tab=tab, limit=limit, after=page.further)
            found[tab] += [booking.pk for booking in page.bookings]
    assert count_meetings(user=user, now=now) == {tab: min(len(pks), MOST_COUNTED) for tab, pks in found.items()}
    return found


def sorted_by_hand(user: User, now: datetime) -> dict[Tab, list[int]]:
    """The same, of all that the user sees: by the word for each, one after another."""
    seen = {tab: [] for tab in Tab}
    for booking in Booking.objects.visible_to(user):
        seen[next(tab for tab, words in TABS.items() if booking.state(now) in words)].append(booking)
    for tab, bookings in seen.items():
        if tab == Tab.REQUESTS:
            bookings.sort(key=lambda booking: (booking.created_at, booking.pk))
        else:
            # Those of one time as whoever reads them has them: an admin in the order in which they were booked.
            tie = "pk" if user.is_admin else "uid"
            bookings.sort(
                key=lambda booking: (booking.starts_at, getattr(booking, tie)), reverse=tab in {Tab.PAST, Tab.CANCELLED}
            )
    return {tab: [booking.pk for booking in bookings] for tab, bookings in seen.items()}
