"""A pool that gets and loses bookings, and whose members change, by the application's actions."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from accounts import locks
from accounts.actions import change_member
from accounts.models import User
from bookings.actions import book, cancel, mark_missed
from bookings.errors import NotOfferedHere, SlotTaken
from bookings.models import Booking
from pages.actions import Membership, archive_page, save_pool
from pages.models import HostTime, Page, PoolMember
from pages.models.pools import USUAL_PRIORITY
from tests.builders import NOW, START, managed_event_type, pool_of, submission, team_page

NOBODY = "-"


def office_hours() -> Iterator[datetime]:
    """Yield the half hours from 11 to 17 in Madrid on weekdays. At NOW, every member is free at each."""
    for day in range(60):
        if day % 7 < 5:
            for half in range(12):
                yield START.replace(hour=10) + timedelta(days=day, minutes=30 * half)


class Team:
    """A pool of a team page. Letters name its members. `members` is "A B10 C": letters with priorities."""

    def __init__(self, admin: User, pages: Mapping[str, Page], members: str, distribution: str) -> None:
        self.admin, self.pages = admin, pages
        self.letters = {page.pk: letter for letter, page in pages.items()}
        self.members = {
            text[0]: Membership(pages[text[0]], int(text[1:] or USUAL_PRIORITY)) for text in members.split()
        }
        self.call = managed_event_type(admin)
        self.pool = pool_of(admin, list(self.members.values()), distribution)
        self.page = team_page(admin, self.call, self.pool)
        self.times = office_hours()
        self.start = START
        self.customers = 0
        self.meetings: list[tuple[str, Booking]] = []

    def book(self, *, same_time: bool = False) -> str:
        """Book as the next customer, at a new time or the last one's. Return the letter of the host, or NOBODY."""
        self.start = self.start if same_time else next(self.times)
        self.customers += 1
        form = submission(self.call.pk, self.start, email=f"customer{self.customers}-{self.pool.pk}@example.com")
        try:
            booking = book(submission=form, page=self.page, now=NOW).booking
        except (SlotTaken, NotOfferedHere):
            return NOBODY
        letter = self.letters[HostTime.objects.get(meeting=booking.uid).page_id]
        self.meetings.append((letter, booking))
        return letter

    def _give_back(self, letter: str) -> Booking:
        """Remove the member's last meeting, and return it."""
        number = max(number for number, (holder, _booking) in enumerate(self.meetings) if holder == letter)
        return self.meetings.pop(number)[1]

    def cancels(self, letter: str) -> None:
        cancel(booking=self._give_back(letter), actor=None, now=NOW)

    def misses(self, letter: str) -> None:
        booking = self._give_back(letter)
        mark_missed(booking=booking, actor=self.admin, now=booking.starts_at)

    def joins(self, letter: str, priority: int = USUAL_PRIORITY) -> None:
        self.members[letter] = Membership(self.pages[letter], priority)
        self._save()

    def leaves(self, letter: str) -> None:
        del self.members[letter]
        self._save()

    def pauses(self, letter: str) -> None:
        self.members[letter] = replace(self.members[letter], active=False)
        self._save()

    def resumes(self, letter: str) -> None:
        self.members[letter] = replace(self.members[letter], active=True)
        self._save()

    def _save(self) -> None:
        save_pool(actor=self.admin, pool=self.pool, members=list(self.members.values()), now=NOW)

    def distribute(self, distribution: str) -> None:
        """Change the distribution of the pool."""
        self.pool.distribution = distribution
        self._save()

    def closes(self, letter: str) -> None:
        """Pause the member's booking page."""
        self._accept(letter, False)

    def opens(self, letter: str) -> None:
        self._accept(letter, True)

    def _accept(self, letter: str, accepts_bookings: bool) -> None:
        with locks.changing_offers(self.admin.organization_id):
            Page.objects.filter(pk=self.pages[letter].pk).update(accepts_bookings=accepts_bookings)

    def archives(self, letter: str) -> None:
        """Archive the member's booking page."""
        archive_page(actor=self.admin, page=self.pages[letter], now=NOW)
        del self.members[letter]

    def departs(self, letter: str) -> None:
        """Deactivate the member's host."""
        self._employ(letter, False)

    def returns(self, letter: str) -> None:
        self._employ(letter, True)

    def _employ(self, letter: str, is_active: bool) -> None:
        host = self.pages[letter].host
        assert host is not None
        change_member(actor=self.admin, member=host, role=host.role, is_active=is_active)

    @property
    def kept(self) -> Counter[str]:
        """The number of meetings of each member, by what customers were told."""
        return Counter(letter for letter, _booking in self.meetings)

    @property
    def received(self) -> Counter[str]:
        """The same, by the pool's counters."""
        members = PoolMember.objects.filter(pool=self.pool).values_list("page", "received")
        return +Counter({self.letters[page]: count for page, count in members})

    @property
    def counted(self) -> Counter[str]:
        """The same, by the rows of meetings."""
        rows = HostTime.objects.filter(pool=self.pool, counts=True)
        return Counter(self.letters[page] for page in rows.values_list("page", flat=True))
