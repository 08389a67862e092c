"""P3 of teams: the customer's times of a pool of 10, 100 and 500 hosts, against one query and a sweep for each host."""

import random
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from django.db import connection

from accounts.models import User
from links.actions import mint
from links.models import Link
from pages.actions import Membership, Rule, open_account, save_event_type, save_master, save_pool, save_rules
from pages.models import Distribution, EventType, HostTime, Page, Pool, Schedule, WeeklyHours

HOSTS, BUSY, DAYS = 500, 200, 60
LENGTH = 30
# Four kinds of working hours, in minutes of the day.
OPENINGS = (540, 570, 480, 600)


class Team:
    """An organization of 500, each with their own schedule and 200 meetings in the next sixty days."""

    def __init__(self, now: datetime, name: str = "team") -> None:
        self.now, self.name = now, name
        self.admin = open_account(
            signups="open",
            organization_name="Bench team",
            name="Admin",
            email=f"admin@{name}.example",
            password=None,
            time_zone="UTC",
        )
        event_type = EventType(name="Call", duration=LENGTH, notice=0, horizon_days=DAYS, managed=True, locked=False)
        self.event_type = save_event_type(actor=self.admin, event_type=event_type, now=now)
        self.pages = self.add_hosts()
        self.add_meetings()

    def add_hosts(self) -> list[Page]:
        """Add the hosts in bulk, since five hundred sign-ups would take too long. Return their pages."""
        organization = self.admin.organization
        users = User.objects.bulk_create(
            User(
                organization=organization,
                name=f"Host {n}",
                email=f"h{n}@{self.name}.example",
                time_zone="UTC",
                password="!",
            )
            for n in range(HOSTS)
        )
        schedules = Schedule.objects.bulk_create(
            Schedule(organization=organization, owner=user, name="Hours", time_zone="UTC") for user in users
        )
        WeeklyHours.objects.bulk_create(
            WeeklyHours(schedule=schedule, weekday=day, opens=opening(number), closes=opening(number) + 480)
            for number, schedule in enumerate(schedules)
            for day in range(1, 6)
        )
        return Page.objects.bulk_create(
            Page(
                organization=organization,
                owner=user,
                host=user,
                schedule=schedule,
                name=user.name,
                slug=f"{self.name}-{n}",
            )
            for n, (user, schedule) in enumerate(zip(users, schedules, strict=True))
        )

    def add_meetings(self) -> None:
        """Add meetings on the half hours. All hosts are busy at ten on Mondays, so no pool offers its whole grid."""
        rng = random.Random(7)
        today = self.now.replace(hour=0, minute=0, second=0, microsecond=0)
        mondays = {(day, 20) for day in range(DAYS) if (today + timedelta(days=day)).weekday() == 0}
        every = [(day, half) for day in range(DAYS) for half in range(16, 36)]
        HostTime.objects.bulk_create(
            (
                HostTime(
                    organization=self.admin.organization,
                    host_id=page.host_id,
                    page=page,
                    event_type=self.event_type,
                    meeting=uuid4(),
                    starts_at=today + timedelta(days=day, minutes=half * 30),
                    ends_at=today + timedelta(days=day, minutes=half * 30 + 30),
                )
                for page in self.pages
                for day, half in mondays | set(rng.sample(every, BUSY - len(mondays)))
            ),
            batch_size=5_000,
        )
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    def address(self, count: int) -> str:
        """Return the address of the month, through a one-time link to a page whose pool has the first `count` hosts."""
        return f"/l/{self.link(count).token()}/?zone=UTC&month={self.month:%Y-%m}"

    def link(self, count: int) -> Link:
        """Return a one-time link to a page whose pool has the first `count` hosts."""
        pool = Pool(name=f"{count} hosts", distribution=Distribution.LONGEST_IDLE)
        members = [Membership(page) for page in self.pages[:count]]
        save_pool(actor=self.admin, pool=pool, members=members, now=self.now)
        master = Page(kind=Page.Kind.MASTER, scenario=Page.Scenario.TEAM, name=f"Team of {count}")
        save_master(actor=self.admin, page=master, now=self.now)
        save_rules(actor=self.admin, page=master, rules=[Rule(self.event_type, pool)], now=self.now)
        return mint(actor=self.admin, page=master, now=self.now)

    @property
    def month(self) -> datetime:
        """The first day of the next month, all of which is within the horizon and has meetings."""
        return (self.now.replace(day=1) + timedelta(days=32)).replace(
            day=1, hour=0, minute=0, second=0, microsecond=0, tzinfo=UTC
        )

    def floor(self, count: int) -> str:
        """Return the address of the floor for the same hosts and month."""
        end = (self.month + timedelta(days=32)).replace(day=1)
        last = min(end, self.now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=DAYS + 1))
        first = self.pages[0].host_id or 0
        return (
            f"/floor/team/?first={first}&last={first + count - 1}"
            f"&from={int(self.month.timestamp())}&to={int(last.timestamp())}"
        )


def opening(number: int) -> int:
    """Return when the host with this number begins to work, in minutes of the day."""
    return OPENINGS[number % len(OPENINGS)]
