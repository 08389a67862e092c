"""Hosts with starts without end: races need thousands of free slots that do not get in each other's way."""

import itertools
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from accounts.models import User
from bookings.actions import book
from links.actions import mint
from links.models import Link
from pages.models import EventType, Page, PageEventType, Schedule, WeeklyHours
from tests.builders import add_colleague, open_account, submission

STEP = timedelta(minutes=15)
numbers = itertools.count(1)


@dataclass(frozen=True)
class Stage:
    """One organization with hosts who can be booked at every quarter of an hour for two years."""

    owner: User
    pages: list[Page]
    event_type: EventType
    free: Iterator[datetime]

    @property
    def page(self) -> Page:
        return self.pages[0]

    def link(self, page: Page | None = None, **choices: Any) -> Link:
        """A one-time link, made now."""
        return mint(actor=self.owner, page=page or self.page, now=datetime.now(UTC), **choices)

    def slots(self, count: int) -> list[datetime]:
        """Starts that nobody has asked for yet."""
        return list(itertools.islice(self.free, count))

    def slot(self) -> datetime:
        return next(self.free)


def open_stage(pages: int = 1) -> Stage:
    """A new organization; all its pages have the same host."""
    owner, event_type = open_organization(next(numbers))
    first = owner.pages.get()
    open_always(first.schedule)
    others = [another_page(first, event_type, position) for position in range(1, pages)]
    return Stage(owner, [first, *others], event_type, quarters())


def pace() -> float:
    """How many seconds a booking takes on this machine at this moment: head starts are measured by it."""
    stage, spans = open_stage(), []
    for _ in range(3):
        begun = time.monotonic()
        book(submission=submission(stage.event_type.pk, stage.slot()), page=stage.page)
        spans.append(time.monotonic() - begun)
    return min(spans)


def open_team(members: int = 4) -> Stage:
    """A new organization; each of its pages has a host of its own, and none of them is the owner."""
    number = next(numbers)
    owner, event_type = open_organization(number)
    hosts = [
        add_colleague(owner, f"Member {place}", f"member{place}@stage{number}.example")
        for place in range(1, members + 1)
    ]
    for host in hosts:
        open_always(host.schedules.get())
    host_pages = Page.objects.select_related("host", "schedule").filter(host__in=hosts).order_by("pk")
    return Stage(owner, list(host_pages), event_type, quarters())


def open_organization(number: int) -> tuple[User, EventType]:
    """Its owner, and an event type of a quarter of an hour."""
    owner = open_account("Ana Ruiz", f"ana{number}@stage.example", f"Stage {number}", time_zone="UTC")
    event_type = owner.event_types.get()
    EventType.objects.filter(pk=event_type.pk).update(duration=15, notice=0, horizon_days=730)
    event_type.refresh_from_db()
    return owner, event_type


def quarters() -> Iterator[datetime]:
    """From the day after tomorrow on, without end: a test that begins before midnight ends before the first."""
    today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return (today + timedelta(days=2) + number * STEP for number in itertools.count())


def customer_of(start: datetime) -> str:
    """Who asks for a start: a different customer each time, since public pages limit what one may book in an hour."""
    return f"customer{start:%Y%m%d%H%M}@example.com"


def open_always(schedule: Schedule) -> None:
    WeeklyHours.objects.filter(schedule=schedule).delete()
    WeeklyHours.objects.bulk_create(
        WeeklyHours(schedule=schedule, weekday=weekday, opens=0, closes=1440) for weekday in range(1, 8)
    )


def another_page(first: Page, event_type: EventType, number: int) -> Page:
    page = Page.objects.create(
        organization=first.organization,
        owner=first.owner,
        host=first.host,
        schedule=first.schedule,
        name=f"{first.name} {number}",
        slug=f"{first.slug}-stage-{number}",
    )
    PageEventType.objects.create(page=page, event_type=event_type)
    return page
