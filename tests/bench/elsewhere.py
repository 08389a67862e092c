"""CB1 and CB4: how much longer connected calendars make listing times, and how much room they need in the database."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from statistics import median
from unittest.mock import patch

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from calendars.models import BusyWeek
from calendars.queries import BUSY_ELSEWHERE, week_rows
from calendars.weeks import rows_of_spans
from core.dates import to_epoch
from links.actions import mint
from links.queries.tokens import offers_through
from pages.actions import open_account
from pages.models import HostTime
from pages.offers import Offer
from pages.queries import times
from tests.bench.cpu import cpu_seconds
from tests.bench.report import report_at_most
from tests.bench.teams import DAYS, Team
from tests.calendars.builders import calendar_of, connection_of

# How often each number of hosts is measured. What takes less time is measured more often.
SIZES = {1: 200, 10: 100, 100: 50, 500: 20}
CALENDARS_OF_A_HOST = 2
WEEKS, SPANS_OF_A_WEEK = 54, 12
MANY_CALENDARS = 15_000
FIRST_ID = 50_000_000


def cb1(now: datetime) -> None:
    own, both = Team(now, "own"), Team(now, "both")
    move_half_to_calendars(both)
    window = to_epoch(own.month), to_epoch(own.month + timedelta(days=30))
    statements = statements_without_calendars()

    def list_starts(offer: Offer) -> list[int]:
        return times.list_starts(offer, window, now)

    def list_without_calendars(offer: Offer) -> list[int]:
        with patch.multiple(times, **statements):
            return list_starts(offer)

    for count, rounds in SIZES.items():
        (ours,), (theirs,) = offers_through(both.link(count)), offers_through(own.link(count))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert list_starts(ours) == list_starts(theirs) == list_without_calendars(theirs)
        assert len(queries) == 3
        works = [lambda: list_starts(ours), lambda: list_starts(theirs), lambda: list_without_calendars(theirs)]  # noqa: B023 - called here
        elsewhere, alone, floor = least_seconds(works, rounds)
        name = f"CB1 times of {count} hosts"
        report_at_most(f"{name}, half of what they are busy with elsewhere, CPU", elsewhere / alone, 1.05, 1)
        report_at_most(f"{name}, no calendar connected, CPU", alone / floor, 1.02, 1)


def statements_without_calendars() -> dict[str, str]:
    """Return the statements that read hosts' time, by their names, without the part that reads calendars."""
    bare = times.BUSY.replace(f"UNION ALL {BUSY_ELSEWHERE}", "")
    assert bare != times.BUSY
    return {"BUSY": bare, "BUSY_OF_ONE": bare.replace("= ANY(%(hosts)s)", "= %(host)s")}


def move_half_to_calendars(team: Team) -> None:
    """Let every other meeting of each host be an event of one of their two calendars."""
    read_at, until = datetime.now(UTC), team.now + timedelta(days=2 * DAYS)
    weeks = []
    for page in team.pages:
        rows = list(
            HostTime.objects.filter(host=page.host_id).order_by("starts_at").values("pk", "starts_at", "ends_at")
        )
        moved = rows[::2]
        HostTime.objects.filter(pk__in=[row["pk"] for row in moved]).delete()
        assert page.host
        for number in range(CALENDARS_OF_A_HOST):
            calendar_connection = connection_of(page.host, account=f"account {number}")
            calendar = calendar_of(calendar_connection, read_at=read_at, known_until=until)
            spans = [
                (to_epoch(row["starts_at"]), to_epoch(row["ends_at"])) for row in moved[number::CALENDARS_OF_A_HOST]
            ]
            weeks += week_rows(calendar, rows_of_spans(spans).items())
    BusyWeek.objects.bulk_create(weeks, batch_size=5_000)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def least_seconds(works: list[Callable[[], object]], rounds: int) -> list[float]:
    """Return the least CPU seconds of each work, measured alternately."""
    for work in works:
        work()
    taken = [[cpu_seconds(work) for work in works] for _ in range(rounds)]
    return [min(times) for times in zip(*taken, strict=True)]


def median_seconds(works: list[Callable[[], object]], rounds: int) -> list[float]:
    """Return the median CPU seconds of each work, measured alternately. Of short works it varies less."""
    for work in works:
        work()
    taken = [[cpu_seconds(work) for work in works] for _ in range(rounds)]
    return [median(times) for times in zip(*taken, strict=True)]


def cb4(now: datetime) -> None:
    """Measure the size of a full year of 10,000 hosts with one and a half calendars each, and a page of another host.

    The year is in a schema of its own, so that pages with and without it can be requested alternately.
    """
    user = open_account(
        signups="open",
        organization_name="Beside",
        name="Beside",
        email="beside@bench.example",
        password=None,
        time_zone="UTC",
    )
    client, address = Client(), mint(actor=user, page=user.pages.get(), now=now).token()
    table = BusyWeek._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA dense")
        cursor.execute(f"CREATE TABLE dense.{table} (LIKE public.{table} INCLUDING ALL)")
        empty_size = size_of(f"dense.{table}")
        cursor.execute(
            f"INSERT INTO dense.{table} (calendar_id, host_id, week, starts, ends)"
            " SELECT %(first)s + c, %(first)s + c * 2 / 3, week,"
            "   (SELECT array_agg(extract(epoch FROM week)::bigint + n * 43200) FROM generate_series(1, %(spans)s) n),"
            "   (SELECT array_agg(extract(epoch FROM week)::bigint + n * 43200 + 3600)"
            "    FROM generate_series(1, %(spans)s) n)"
            " FROM generate_series(0, %(calendars)s - 1) c, generate_series(date_trunc('week', %(now)s),"
            "   date_trunc('week', %(now)s) + (%(weeks)s - 1) * interval '7 days', interval '7 days') week",
            {
                "first": FIRST_ID,
                "spans": SPANS_OF_A_WEEK,
                "calendars": MANY_CALENDARS,
                "weeks": WEEKS,
                "now": now,
            },
        )
        cursor.execute(f"VACUUM ANALYZE dense.{table}")

    def request_with(path: str) -> Callable[[], None]:
        def send() -> None:
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('search_path', %s, false)", [path])
            assert client.get(f"/l/{address}/?zone=UTC", headers={"HX-Request": "true"}).status_code == 200

        return send

    after, before = median_seconds([request_with("dense, public"), request_with("public, dense")], SIZES[1])
    size = size_of(f"dense.{table}") - empty_size
    report_at_most("CB4 a calendar and year, kB", size / MANY_CALENDARS / 1_000, WEEKS * 0.5, WEEKS * 0.4)
    report_at_most(f"CB4 a year of {MANY_CALENDARS:,} calendars, MB", size / 1e6, 450, 350)
    report_at_most("CB4 page with times of 1 host beside them, CPU", after / before, 1.05, 1)


def size_of(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_total_relation_size(%s::regclass)", [table])
        return int(cursor.fetchone()[0])
