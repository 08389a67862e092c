"""The data of P9: the same organizations with ten thousand rows and, in a second database, with a million."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from accounts.actions import add_member, api_tokens
from accounts.models import ApiToken, Scope, User
from bookings.actions import book
from deliveries.models import Call, Delivery, HookEvent
from deliveries.webhooks.announcing import Happening, build_call, new_message_id
from links.actions import make_batch, mint, record_opening
from links.actions import request_link as ask_for_link
from links.actions.batches import Recipient
from links.models import Opening
from pages.actions import make_first_page, open_account
from pages.models import EventType, HostTime, WeeklyHours
from tests.bench import rows, world
from tests.builders import submission
from tests.calendars.builders import calendar_with_rows
from tests.webhooks.receiver import endpoint_at

FEW, MANY = 10_000, int(os.environ.get("BENCH_LINKS", "1000000"))
HOSTS = 10


class Organization:
    """An organization of ten hosts who are open around the clock, with one row of each kind, made by actions."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.now = datetime.now(UTC)
        self.admin = open_account(
            signups="open",
            organization_name=f"Bench {name}",
            name="Admin",
            email=f"admin@{name}.example",
            password=None,
            time_zone="UTC",
        )
        self.hosts = [self.admin, *(self.new_member(f"host{number}") for number in range(1, HOSTS))]
        self.idle = self.new_member("idle")
        self.page = self.admin.pages.get()
        self.first = self.page.event_types.get()
        self.second = EventType.objects.create(organization=self.admin.organization, owner=self.admin, name="Second")
        # A few of the links to the page lead to this one alone.
        self.paused = EventType.objects.create(
            organization=self.admin.organization, owner=self.admin, name="Paused", accepts_bookings=False
        )
        self.page.event_types.add(self.paused)
        EventType.objects.filter(pk=self.first.pk).update(notice=0)
        schedule = self.admin.schedules.get()
        WeeklyHours.objects.filter(schedule=schedule).delete()
        WeeklyHours.objects.bulk_create(
            WeeklyHours(schedule=schedule, weekday=day, opens=0, closes=1440) for day in range(1, 8)
        )
        self.reusable = mint(actor=self.admin, page=self.page, max_uses=None, in_library=True, now=self.now)
        self.make_rows()

    def new_member(self, name: str) -> User:
        """Return a new member of the organization."""
        user = add_member(
            organization=self.admin.organization,
            email=f"{name}@{self.name}.example",
            name=name.title(),
            role=User.Role.MEMBER,
            time_zone="UTC",
            password=None,
        )
        make_first_page(user)
        return user

    def make_rows(self) -> None:
        """Make one row of each kind. The many rows of the past are copies of these."""
        now, page = self.now, self.page
        self.link = mint(actor=self.admin, page=page, now=now)
        start = now.replace(minute=0, second=0, microsecond=0) + timedelta(days=2)
        self.booking = book(submission=submission(self.first.pk, start), link=self.link, now=now).booking
        self.host_time = HostTime.objects.get(meeting=self.booking.uid)
        mails = Delivery.objects.filter(thread=self.booking.uid)
        self.mail = mails.get(kind="customer_confirmation")
        record_opening(link=self.link, by=Opening.By.BROWSER, now=now)
        self.request = ask_for_link(link=self.link, name="Tom", email="tom@asks.example", message="", now=now)
        people = [Recipient("Priya", "priya@list.example")]
        self.batch = make_batch(actor=self.admin, page=page, recipients=people, now=now)
        self.sign_in = self.admin.sign_ins.create(at=now, how="password", second_step="none")
        self.calendar = calendar_with_rows(self.admin)
        self.make_webhook()
        for user in (self.admin, self.hosts[4], self.idle):
            self.make_api_token(user)

    def make_webhook(self) -> None:
        """Make a webhook that was called once."""
        self.endpoint = endpoint_at("https://crm.example/hook", self.admin)
        happening = Happening(HookEvent.CREATED, self.booking.uid, {}, "Priya")
        self.webhook_delivery = build_call(self.endpoint, happening, self.now, message=new_message_id())
        self.webhook_delivery.sent_at = self.now
        self.webhook_delivery.save()
        self.call = Call.objects.create(delivery=self.webhook_delivery, attempt=1, at=self.now, took_ms=87, status=200)

    def make_api_token(self, user: User) -> None:
        """Make an API token for the user, without a limit of requests."""
        reach = "organization" if user.is_admin else "own"
        chosen = {"scopes": list(Scope), "reach": reach, "life": timedelta(days=30), "now": self.now}
        api_tokens.make_api_token(actor=user, name="Bench", **chosen)
        ApiToken.objects.update(allowance=1e9)
        api_tokens.MOST_ALLOWED = 10**9


class Past:
    """The organizations: one whose links name nobody, with bookings; one whose links name people; and a quiet one."""

    def __init__(self) -> None:
        self.busy, self.named, self.quiet = (Organization(name) for name in ("busy", "named", "quiet"))
        self.root = User.objects.create_superuser("root@bench.example", "admit one, please", name="Root")

    def grow(self, count: int) -> None:
        """Add that many rows of each kind. The older ones are spread over years."""
        with connection.cursor() as cursor, without_indexes(cursor, rows.LARGE):
            for organization in (self.busy, self.named):
                rows.write(cursor, organization, count, FEW, MANY)
        with connection.cursor() as cursor:
            for table in rows.TABLES:
                cursor.execute(f"ALTER TABLE {table} SET (autovacuum_enabled = off)")
                cursor.execute(f"VACUUM ANALYZE {table}")
                cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {rows.NEXT})")


@contextmanager
def without_indexes(cursor: Any, tables: tuple[str, ...]) -> Iterator[None]:
    """Drop the tables' indexes, except primary keys, and build them afterwards: ten times as fast.

    The exclusion constraint of a host's meetings is not built again: no list reads it, and it would take longest.
    """
    made = []
    for table in tables:
        cursor.execute(
            "SELECT contype, conname, pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE conrelid = %s::regclass AND contype IN ('u', 'x')",
            [table],
        )
        for kind, name, definition in cursor.fetchall():
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
            if kind == "u":
                made.append(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s AND indexname NOT LIKE '%%_pkey'", [table]
        )
        for name, definition in cursor.fetchall():
            cursor.execute(f'DROP INDEX "{name}"')
            made.append(definition)
    cursor.execute("SET synchronous_commit = off")
    cursor.execute("SET maintenance_work_mem = '1GB'")
    # Checking the foreign keys of millions of rows takes longer than writing them.
    cursor.execute("SET session_replication_role = replica")
    yield
    cursor.execute("SET session_replication_role = origin")
    for definition in made:
        cursor.execute(definition)
    # Later measurements on this connection commit as usual.
    cursor.execute("RESET synchronous_commit")
    cursor.execute("RESET maintenance_work_mem")


def build() -> tuple[Past, dict[int, BaseDatabaseWrapper]]:
    """Return the organizations, and a connection to each of the two databases."""
    past = Past()
    connection.close()
    databases = {}
    for count in (FEW, MANY):
        databases[count] = connect_to_copy(count)
        with using_database(databases[count]):
            past.grow(count)
    return past, databases


def connect_to_copy(count: int) -> BaseDatabaseWrapper:
    """Return a connection to a new copy of the bench's database."""
    name = f"{world.NAME}_{count}"
    world.copy_to(name)
    made = connections.create_connection("default")
    made.settings_dict = made.settings_dict | {"NAME": name, "CONN_MAX_AGE": None}
    return made


@contextmanager
def using_database(database: BaseDatabaseWrapper) -> Iterator[None]:
    """Let Django use this connection."""
    default = connections["default"]
    connections["default"] = database
    try:
        yield
    finally:
        connections["default"] = default
