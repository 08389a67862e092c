"""Rows of a long past: copies of rows that actions wrote, with some columns changed."""

from typing import Any

from django.db.models import Model

from accounts.models import HistoryEntry, SignIn
from bookings.models import Admission, Booking
from calendars.models import HostEntry
from deliveries.models import Call, Delivery, HookEvent
from links.models import Link, LinkBatch, LinkRequest, Opening
from pages.models import EventType, HostTime, Page

# The further back a row, the lower its id; the organizations' ids alternate. Those of reusable links are SHIFT higher,
# those of one member's open links are BELOW lower, under all others. New ids begin at NEXT.
IDS, TURNS, SHIFT, BELOW, NEXT = 5_000_000, 3, 4_000_000, 4_500_000, 10_000_000
# Of twenty bookings, fifteen came through single-use links, three at the public address and two through a reusable
# link; one was cancelled, one moved, one missed, and one is a request that nobody answered. Ten hosts hold them in
# turn; one in seven links is a colleague's. Each takes place a week after it was booked, so the newest are upcoming.
# The few are those of the last month. Links of the others ended longer ago than lists show at first.
NUMBERED = """
    CREATE TEMP TABLE numbered AS
    SELECT *, 'Customer ' || n AS name, 'customer' || n || '@company' || n %% 5000 || '.example' AS email,
        at + interval '7 days' AS starts_at, at + interval '7 days 15 minutes' AS ends_at,
        %(ids)s - n * %(turns)s AS id,
        CASE WHEN what = 0 THEN 'cancelled' WHEN what = 2 AND at < now() - interval '7 days' THEN 'no_show'
            WHEN what = 3 THEN 'requested' ELSE 'scheduled' END AS status,
        CASE WHEN what = 3 THEN at + interval '7 days' END AS lapses_at,
        decode(lpad(to_hex(%(ids)s - n * %(turns)s), 16, '0'), 'hex') AS handle
    FROM (
        SELECT n, n * 7 %% 20 AS what, (%(hosts)s)[(n + n / 20) %% 10 + 1] AS host,
            (%(hosts)s)[(n + n / 20 + (n %% 7 = 0)::int) %% 10 + 1] AS maker, md5(%(name)s || n)::uuid AS uid,
            (%(types)s)[n %% 2 + 1] AS event_type,
            date_trunc('minute', now()) - interval '1 day' * CASE WHEN n <= %(few)s THEN 30 * n / %(few)s::float
                ELSE 38 + 1057 * (n - %(few)s) / (%(many)s - %(few)s)::float END AS at
        FROM generate_series(%(count)s, 1, -1) n
    ) one
"""
MODELS: tuple[type[Model], ...] = (
    Admission, Booking, Call, Delivery, EventType, HistoryEntry, HostEntry, HostTime, Link, LinkBatch, LinkRequest,
    Opening, Page, SignIn, Link.event_types.through,
)  # fmt: skip
TABLES = tuple(model._meta.db_table for model in MODELS)
# The tables that get most of the rows.
LARGE = tuple(model._meta.db_table for model in (Admission, Booking, Delivery, HistoryEntry, HostTime, Link, Opening))


def write(cursor: Any, organization: Any, count: int, few: int, many: int) -> None:
    """Write the past rows of the organization."""
    values = {
        "ids": IDS + organization.admin.organization_id % TURNS,
        "turns": TURNS,
        "hosts": [host.pk for host in organization.hosts],
        "types": [organization.first.pk, organization.second.pk],
        "name": organization.name,
        "count": count,
        "few": few,
        "many": many,
    }
    cursor.execute(NUMBERED, values)
    cursor.execute("ANALYZE numbered")
    for statement in (
        named_link_statements(organization, few)
        if organization.name == "named"
        else booking_statements(organization, few)
    ):
        cursor.execute(statement, [])
    cursor.execute("DROP TABLE numbered")


def insert_like(row: Model, where: str = "true", **changes: str) -> str:
    """Return the statement that inserts a copy of the row for each number, with these columns changed."""
    fields = [field.column for field in row._meta.concrete_fields if not field.generated]
    chosen = {name: f'sample."{name}"' for name in fields} | {"id": "n.id"} | changes
    table, columns = row._meta.db_table, ", ".join(f'"{name}"' for name in chosen)
    return (
        f"INSERT INTO {table} ({columns}) SELECT {', '.join(chosen.values())}"
        f" FROM numbered n JOIN {table} sample ON sample.id = {row.pk} WHERE {where}"
    )


def booking_statements(org: Any, few: int) -> list[str]:
    """Return the statements for the bookings of an organization whose links name nobody, with all their rows."""
    link_id = f"CASE WHEN what < 15 THEN n.id WHEN what < 17 THEN {org.reusable.pk} END"
    guests = "CASE WHEN n %% 5 = 0 THEN jsonb_build_array('guest' || n || '@company.example') ELSE '[]' END"
    person = "jsonb_build_object('name', name, 'email', email)"
    link_type = "CASE WHEN what < 15 THEN 'single-use' WHEN what < 17 THEN 'reusable' ELSE 'public' END"
    failed = "n %% 50 = 0"
    reusable = f"CASE WHEN n <= {few} THEN n %% 20 = 0 ELSE n %% 1000 = 0 END"
    owner = f"CASE n / 20 %% 4 WHEN 0 THEN {org.admin.pk} WHEN 1 THEN {org.hosts[4].pk} ELSE host END"
    return [
        insert_like(
            org.link, "what < 15", kid="'b'", handle="n.handle", uses="1", used_at="at", owner_id="maker",
            created_at="at",
        ),
        insert_like(
            org.booking.admission, link_id=link_id, use="CASE WHEN what < 15 THEN 1 WHEN what < 17 THEN n + 1 END",
            event_type_id="event_type", submission_key="uid", customer_name="name", customer_email="email",
            company="'Company ' || n %% 300", guests=guests, created_at="at",
        ),
        insert_like(
            org.booking, admission_id="n.id", event_type_id="event_type", link_type=link_type, uid="n.uid",
            status="n.status", starts_at="n.starts_at", ends_at="n.ends_at", lapses_at="n.lapses_at",
            rescheduled_at="CASE what WHEN 1 THEN at END", kid="'b'", handle="n.handle", created_at="at",
            updated_at="at",
            onlooker_id=f"nullif(CASE WHEN what < 15 THEN maker WHEN what < 17 THEN {org.admin.pk} END, host)",
        ),
        insert_like(
            org.host_time, host_id="host", event_type_id="event_type", meeting="n.uid", starts_at="n.starts_at",
            ends_at="n.ends_at", active="n.status IN ('scheduled', 'no_show')", counts="n.status = 'scheduled'",
            waits_until="n.lapses_at", booked_at="at",
        ),
        insert_like(
            org.mail, thread="uid", recipient="email", created_at="at", due_at="at", attempts="1",
            facts=f"facts || jsonb_build_object('customer', {person}, 'recipient', facts -> 'recipient' || {person})",
            sent_at=f"CASE WHEN NOT {failed} THEN at END", failed_at=f"CASE WHEN {failed} THEN at END",
            last_error=f"CASE WHEN {failed} THEN '550 5.1.1 <' || email || '>: Recipient address rejected' ELSE '' END",
        ),
        *insert_calls(org, "n %% 5 = 0", few),
        insert_history(org, "booking", "booked", "true"),
        insert_like(
            Opening.objects.get(link=org.link), "what < 15 AND n %% 3 = 0", link_id="n.id", owner_id="maker", at="n.at"
        ),
        insert_like(
            org.request, "what < 15 AND n %% 100 = 1", link_id="n.id", name="n.name", email="n.email", at="n.at",
            answered_at="CASE WHEN n %% 500 <> 1 THEN n.at END",
            answered_by_id=f"CASE WHEN n %% 500 <> 1 THEN {org.admin.pk} END",
        ),
        insert_like(org.sign_in, "n %% 10 = 0", user_id="host", at="n.at"),
        insert_like(
            HostEntry.objects.get(calendar=org.calendar), "n %% 10 = 0", meeting="n.uid", host_id="host",
            starts_at="n.starts_at", ends_at="n.ends_at",
        ),
        # Reusable links, half of them withdrawn. Those of the last month fill a page of each list, also of the lists of
        # one admin and one member. Each was made by the wizard, so it has a page of its own.
        insert_like(
            org.page, reusable, kind="'master'", scenario="'team'", host_id="NULL", schedule_id="NULL",
            name="'Page ' || n", slug="'page-' || n", by_wizard="true", listed="false", created_at="at",
        ),
        insert_like(
            org.reusable, reusable, id=f"n.id + {SHIFT}", page_id="n.id", kid="'b'",
            handle=f"decode(lpad(to_hex(n.id + {SHIFT}), 16, '0'), 'hex')", label="'Reusable ' || n",
            owner_id=owner, created_by_id="host", in_library="true", created_at="at",
            revoked_at="CASE WHEN n / 80 %% 2 = 0 THEN at + interval '1 day' END",
        ),
        insert_like(org.second, "n %% 10000 = 0", name="'Type ' || n", archived_at="at"),
    ]  # fmt: skip


def insert_calls(org: Any, where: str, few: int) -> list[str]:
    """Return the statements that write the deliveries to a webhook, one in ten of which failed.

    Only those of the last month have calls, because a chore deletes older ones.
    """
    failed = "n %% 50 = 0"
    return [
        insert_like(
            org.webhook_delivery, where, id=f"n.id + {SHIFT}", thread="uid", created_at="at", due_at="at", attempts="1",
            kind=f"CASE WHEN n %% 3 = 0 THEN '{HookEvent.CANCELLED}' ELSE '{HookEvent.CREATED}' END",
            sent_at=f"CASE WHEN NOT {failed} THEN at END", failed_at=f"CASE WHEN {failed} THEN at END",
        ),
        insert_like(
            org.call, f"{where} AND n <= {few}", delivery_id=f"n.id + {SHIFT}", at="n.at",
            status=f"CASE WHEN {failed} THEN 500 ELSE 200 END",
        ),
    ]  # fmt: skip


def named_link_statements(org: Any, few: int) -> list[str]:
    """Return the statements for the links of an organization that names all recipients: booked, expired, revoked. Some
    of those of the last month that are open lead to a paused event type alone. One member has made so many others then
    that the newest ones, which lists search first, are not all that are open.
    """
    version = "what >= 18"
    return [
        insert_like(org.batch, "n %% 200 = 0", digest="md5(n::text)", count="100", thread="uid", created_at="at"),
        insert_like(
            org.link, page_id=f"CASE WHEN {version} THEN NULL ELSE sample.page_id END",
            parent_id=f"CASE WHEN {version} THEN {org.reusable.pk} END", kid="'b'", handle="n.handle",
            uses="(what < 13 OR what = 19)::int", used_at="CASE WHEN what < 13 OR what = 19 THEN at END",
            expires_at="CASE WHEN what < 18 THEN at + interval '7 days' END",
            revoked_at="CASE WHEN what = 17 THEN at + interval '2 days' END",
            recipient_name="name", recipient_email="email", label="'Campaign ' || n %% 300", owner_id="maker",
            metadata="jsonb_build_object('crm', n::text, 'stage', CASE WHEN n %% 2 = 0 THEN 'won' ELSE 'lost' END)",
            batch_id=f"CASE WHEN n %% 2 = 0 THEN n.id + {TURNS} * (n %% 200 - 200 * (n %% 200 > 0)::int) END",
            created_at="at",
        ),
        insert_like(
            org.link, f"n <= {few} AND n %% 8 = 0", id=f"n.id - {BELOW}", kid="'b'",
            page_id="CASE WHEN n %% 16 = 0 THEN NULL ELSE sample.page_id END",
            parent_id=f"CASE WHEN n %% 16 = 0 THEN {org.reusable.pk} END",
            handle=f"decode(lpad(to_hex(n.id - {BELOW}), 16, '0'), 'hex')", uses="0", used_at="NULL",
            expires_at="NULL", recipient_name="name", recipient_email="email", label="'Campaign ' || n %% 300",
            owner_id=f"{org.hosts[4].pk}", created_at="at",
        ),
        "INSERT INTO links_link_event_types (link_id, eventtype_id)"
        f" SELECT id, {org.paused.pk} FROM numbered n WHERE n <= {few} AND n %% 200 = 14",
        insert_history(org, "link", "minted", "true"),
        f"UPDATE links_link SET has_versions = true WHERE id = {org.reusable.pk}",
    ]  # fmt: skip


def insert_history(org: Any, subject: str, verb: str, where: str) -> str:
    """Return the statement that writes a history entry for each such row."""
    entry = HistoryEntry.objects.filter(organization_id=org.admin.organization_id, subject=subject).first()
    assert entry is not None
    return insert_like(entry, where, subject_id="n.id", verb=f"'{verb}'", at="n.at")
