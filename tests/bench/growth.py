"""The rows that P6 adds: links and past bookings by the million."""

import os
from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from accounts.models import User
from bookings.models import Booking
from deliveries.models import Delivery
from pages.models import HostTime
from tests.bench.history import without_indexes
from tests.bench.rows import insert_like

# Before a release: BENCH_ROWS=10000000 BENCH_BOOKINGS=1000000.
LINKS = int(os.environ.get("BENCH_ROWS", "200000"))
BOOKINGS = int(os.environ.get("BENCH_BOOKINGS", LINKS))
# Far above the ids of the bench's own bookings.
FIRST_ID = 1_000_000_000
NUMBERED = """
    CREATE TEMP TABLE numbered AS
    SELECT %(first)s + row_number() OVER () AS id, gen_random_uuid() AS uid, host, page, kind, tenant,
        %(past)s - n * interval '15 minutes' AS starts_at, %(past)s - (n - 1) * interval '15 minutes' AS ends_at
    FROM unnest(%(hosts)s::bigint[], %(pages)s::bigint[], %(kinds)s::bigint[], %(tenants)s::bigint[])
        AS one (host, page, kind, tenant), generate_series(1, %(each)s) n
"""


def grow(users: Sequence[User], past: datetime) -> None:
    """Add links, and bookings before `past`, spread over the users. Meetings of one user never overlap."""
    with connection.cursor() as cursor, without_indexes(cursor, ("links_link",)):
        for number, user in enumerate(users):
            cursor.execute(
                "INSERT INTO links_link (organization_id, page_id, kid, handle, uses, max_uses, recipient_name,"
                " recipient_email, locked_to_recipient, answers, message, note, label, in_library, metadata, owner_id,"
                " created_by_id, created_at)"
                " SELECT %s, %s, 'a', decode(lpad(to_hex(n + %s), 16, '0'), 'hex'), 1, 1, '', '', false, '{}', '', '',"
                " '', false, '{}', %s, %s, now() FROM generate_series(1, %s) n",
                [
                    user.organization_id,
                    user.pages.get().pk,
                    (number + 1) * 10**9,
                    user.pk,
                    user.pk,
                    LINKS // len(users),
                ],
            )
    add_bookings(users, past)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def add_bookings(users: Sequence[User], past: datetime) -> None:
    """Add bookings with their admissions, host time and mails: copies of the newest booking."""
    values = {
        "first": FIRST_ID,
        "past": past,
        "hosts": [user.pk for user in users],
        "pages": [user.pages.get().pk for user in users],
        "kinds": [user.event_types.get().pk for user in users],
        "tenants": [user.organization_id for user in users],
        "each": BOOKINGS // len(users),
    }
    booking = Booking.objects.select_related("admission").latest("pk")
    mail = Delivery.objects.get(thread=booking.uid, kind="customer_confirmation")
    own = {"organization_id": "tenant", "event_type_id": "kind"}
    when = {"starts_at": "n.starts_at", "ends_at": "n.ends_at"}
    handle = "decode(lpad(to_hex(n.id), 16, '0'), 'hex')"
    statements = [
        insert_like(
            booking.admission, **own, page_id="page", link_id="NULL", use="NULL", submission_key="uid",
            created_at="n.starts_at",
        ),
        insert_like(
            booking, **own, **when, admission_id="n.id", link_type="'public'", uid="n.uid", kid="'b'", handle=handle,
            created_at="n.starts_at", updated_at="n.starts_at",
        ),
        insert_like(
            mail, organization_id="tenant", thread="n.uid", created_at="n.starts_at", due_at="n.starts_at",
            attempts="1", sent_at="n.starts_at",
        ),
    ]  # fmt: skip
    tables = ("bookings_admission", "bookings_booking", "deliveries_delivery")
    with connection.cursor() as cursor:
        cursor.execute(NUMBERED, values)
        with without_indexes(cursor, tables):
            for statement in statements:
                cursor.execute(statement, [])
        # Its indexes stay, because one is the exclusion constraint that the bench's own bookings need.
        time = HostTime.objects.get(meeting=booking.uid)
        cursor.execute(insert_like(time, **own, **when, host_id="host", page_id="page", meeting="n.uid"), [])
        cursor.execute("DROP TABLE numbered")


def database_size() -> str:
    """Return the size of the whole database on disk, as text."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_size_pretty(pg_database_size(current_database()))")
        return str(cursor.fetchone()[0])
