"""The CPU that each list of the owner's takes in an organization of five hundred hosts, against one of ten.

The time of this process counts and that of PostgreSQL for it, and the least of several: what else the machine does then
does not matter. Both organizations have the same links: what links cost is another question (P9 of the bench, and the
numbers, which cost what was made in the days that are asked for).
"""

from pathlib import Path
from time import process_time

import pytest
from django.db import connection

from accounts.models import User
from accounts.token_fields import signing_kid
from pages.models import EventType, Page, PageEventType, Schedule, WeeklyHours
from tests.builders import open_account
from tests.databases import vacuum_tables

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
SHOWN, ROUNDS, MOST, MOST_FILTERED = 60, 3, 1.5, 0.150
# Seconds that a field with five hundred people or pages to choose from may add, where the list itself is nearly empty.
CHOICES = 0.075
LISTS = [
    "/", "/team/", "/booking-pages/", "/event-types/", "/schedules/", "/master-pages/", "/pools/", "/links/",
    "/links/?status=outstanding", "/links/mine/", "/links/all/", "/links/managed/", "/links/bulk/", "/links/requests/",
    "/links/numbers/", "/meetings/", "/meetings/?show=past", "/meetings/week/", "/meetings/logs/", "/meetings/book/",
    "/availability/time-off/", "/availability/calendars/", "/deliveries/", "/share/", "/search/",
]  # fmt: skip
FILTERED = [
    "/team/?q=host+007", "/booking-pages/?q=007", "/event-types/?q=call", "/schedules/?q=007", "/links/?q=customer+77",
    "/links/?status=outstanding&q=customer", "/links/all/?q=x", "/meetings/?q=priya", "/meetings/logs/?q=priya",
    "/search/?q=setup",
]  # fmt: skip


# Ten hosts fill no page of the team, so of five hundred as many rows are compared.
AS_MANY_ROWS = {"/team/": "/team/?q=host+00"}
LINKS = 100_000


def organization_of(name, hosts, event_types, links):
    """An organization with as many hosts, pages and links, written in bulk. At least as many rows as a list shows."""
    admin = open_account("Ada Admin", f"ada@{name}.example", name)
    organization = admin.organization
    users = User.objects.bulk_create(
        User(
            organization=organization, name=f"Host {n:03}", email=f"h{n}@{name}.example", time_zone="UTC", password="!"
        )
        for n in range(hosts - 1)
    )
    people = [admin, *users]
    each = [people[n % hosts] for n in range(max(hosts, SHOWN))]
    schedules = Schedule.objects.bulk_create(
        Schedule(organization=organization, owner=one, name=f"Hours {n}", time_zone="UTC") for n, one in enumerate(each)
    )
    WeeklyHours.objects.bulk_create(
        WeeklyHours(schedule=one, weekday=day, opens=540, closes=1020) for one in schedules for day in range(1, 6)
    )
    types = EventType.objects.bulk_create(
        EventType(organization=organization, owner=each[n], name=f"Call {n}") for n in range(max(event_types, SHOWN))
    )
    pages = Page.objects.bulk_create(
        Page(organization=organization, owner=one, host=one, schedule=hours, name=f"{one.name} {n}", slug=f"page-{n}")
        for n, (one, hours) in enumerate(zip(each, schedules, strict=True))
    )
    PageEventType.objects.bulk_create(
        PageEventType(page=page, event_type=types[n % len(types)], position=0) for n, page in enumerate(pages)
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO links_link (organization_id, page_id, kid, handle, max_uses, uses, recipient_name,"
            " recipient_email, locked_to_recipient, answers, message, note, label, in_library, metadata, owner_id,"
            " created_by_id, created_at)"
            " SELECT %s, (%s::bigint[])[1 + n %% %s], %s, decode(substr(md5(%s || n), 1, 16), 'hex'), 1, 0,"
            " 'Customer ' || n, 'c' || n || '@many.example', false, '{}', '', '', '', false, '{}', o, o,"
            " now() - n * interval '1 minute'"
            " FROM generate_series(1, %s) n, LATERAL (SELECT (%s::bigint[])[1 + n %% %s] o) whose",
            [
                organization.pk, [one.pk for one in pages], len(pages), signing_kid(), name, links,
                [one.pk for one in people], len(people),
            ],
        )  # fmt: skip
        for table in ("links_link", "pages_page", "accounts_user"):
            cursor.execute(f"ANALYZE {table}")
    return admin


def least_cpu(client, address):
    """The least seconds of CPU of several answers, in seconds. The first one warms up."""
    with connection.cursor() as cursor:
        # Another process's time would not count.
        cursor.execute("SET max_parallel_workers_per_gather = 0")
        cursor.execute("SELECT pg_backend_pid()")
        server = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
    spent = []
    for _ in range(ROUNDS + 1):
        begun = process_time() + nanoseconds(server) / 1e9
        response = client.get(address)
        spent.append(process_time() + nanoseconds(server) / 1e9 - begun)
        assert response.status_code == 200, address
    return min(spent[1:])


def nanoseconds(statistics):
    """How long a process has run so far."""
    return int(statistics.read_text().split()[0])


def test_five_hundred_hosts_cost_no_more(client, capsys):
    vacuum_tables()
    worlds = {10: organization_of("few", 10, 10, LINKS), 500: organization_of("many", 500, 200, LINKS)}
    spent = {}
    for hosts, admin in worlds.items():
        client.force_login(admin)
        same = AS_MANY_ROWS if hosts == 500 else {}
        spent[hosts] = {address: least_cpu(client, same.get(address, address)) for address in (*LISTS, *FILTERED)}
    few, many = spent.values()
    with capsys.disabled():
        for one in many:
            print(f"{few[one] * 1000:6.0f} {many[one] * 1000:6.0f} ms {many[one] / few[one]:6.2f} {one}")
    dear = {one: many[one] / few[one] for one in LISTS if many[one] > max(MOST * few[one], few[one] + CHOICES)}
    slow = {one: many[one] for one in FILTERED if many[one] > MOST_FILTERED}
    assert (dear, slow) == ({}, {})
