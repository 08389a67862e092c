"""Helpers for tests of meetings: book one, read what it wrote, assert that nothing was written."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import pytest
from django.db import connection

from accounts.models import HistoryEntry, User
from bookings.actions import book
from bookings.models import Booking, SuggestedTime
from deliveries.models import Delivery
from links.models import Link
from pages.models import EventType, HostTime, Page, Pool, PoolMember
from tests.builders import NOW, START, add_colleagues, managed_event_type, one_time_link, pool_of, submission, team_page

WRITTEN_MODELS = (Booking, HostTime, Delivery, HistoryEntry, SuggestedTime, Link, PoolMember)
TABLES = [table._meta.db_table for table in WRITTEN_MODELS]


def change_settings(event_type: EventType, **settings: Any) -> EventType:
    """Change settings of the event type."""
    EventType.objects.filter(pk=event_type.pk).update(**settings)
    event_type.refresh_from_db()
    return event_type


def book_meeting(owner: User, event_type: EventType, start: datetime = START, **form: Any) -> Booking:
    """Book at NOW, through a one-time link to the owner's page."""
    return book(submission=submission(event_type.pk, start, **form), link=one_time_link(owner), now=NOW).booking


def book_at_page(page: Page, event_type: EventType, start: datetime = START, **form: Any) -> Booking:
    """Book at NOW, at the page's public address."""
    return book(submission=submission(event_type.pk, start, **form), page=page, now=NOW).booking


def mails_about(booking: Booking, sequence: int | None = None) -> list[tuple[str, str, str]]:
    """Return kind, recipient and calendar method of the deliveries of that sequence, by default the newest."""
    wanted = booking.sequence if sequence is None else sequence
    rows = Delivery.objects.filter(thread=booking.uid, sequence=wanted)
    return sorted((row.kind, row.recipient, row.facts["method"]) for row in rows)


def mail_facts(booking: Booking, kind: str) -> dict[str, Any]:
    """Return the facts of the newest mail of the kind."""
    return Delivery.objects.filter(thread=booking.uid, kind=kind).latest("pk").facts


def host_times(booking: Booking) -> list[tuple[int, datetime, bool, bool]]:
    """Host, start, whether it takes time, and whether it counts in a pool: of each who holds the meeting."""
    rows = HostTime.objects.filter(meeting=booking.uid).order_by("pk")
    for row in rows:
        assert row.ends_at - row.starts_at == booking.ends_at - booking.starts_at
    return list(rows.values_list("host", "starts_at", "active", "counts"))


def history(booking: Booking) -> list[tuple[str, User | None, dict[str, Any]]]:
    """Return verb, actor and details of the meeting's history."""
    rows = HistoryEntry.objects.filter(subject="booking", subject_id=booking.pk).select_related("actor").order_by("pk")
    return [(row.verb, row.actor, row.details) for row in rows]


def all_rows() -> list[tuple[str, str]]:
    """All rows that an action on a meeting may write, each as PostgreSQL writes it, by their tables."""
    rows = " UNION ALL ".join(f"SELECT '{table}', one::text FROM {table} one" for table in TABLES)
    with connection.cursor() as cursor:
        cursor.execute(rows)
        return sorted(cursor.fetchall())


@contextmanager
def assert_refused(refusal: type[Exception]) -> Iterator[None]:
    """Assert that the block raises the refusal and writes nothing."""
    before = all_rows()
    with pytest.raises(refusal):
        yield
    assert all_rows() == before


@contextmanager
def assert_nothing_written() -> Iterator[None]:
    """Assert that the block writes nothing."""
    before = all_rows()
    yield
    assert all_rows() == before


def pool_page(admin: User, members: int, **settings: Any) -> tuple[Pool, Page]:
    """A page whose meetings the members of a pool share out in turn."""
    pool = pool_of(admin, add_colleagues(admin, members))
    return pool, team_page(admin, managed_event_type(admin, **settings), pool)


def pool_turns(pool: Pool) -> list[tuple[int, int]]:
    """Level, and meetings received, of each member in their order."""
    return list(PoolMember.objects.filter(pool=pool).order_by("position", "pk").values_list("level", "received"))
