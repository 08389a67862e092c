"""What P6 adds to the tables: links and past meetings by the million."""

import os
from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from accounts.models import User
from tests.bench.history import unindexed

# A release: BENCH_ROWS=10000000 BENCH_BOOKINGS=1000000.
LINKS = int(os.environ.get("BENCH_ROWS", "200000"))
BOOKINGS = int(os.environ.get("BENCH_BOOKINGS", LINKS))


def grow(users: Sequence[User], past: datetime) -> None:
    """Add links, and meetings before that time, spread over the users; meetings of one never overlap."""
    with connection.cursor() as cursor, unindexed(cursor, ("links_link",)):
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
    with connection.cursor() as cursor:
        for user in users:
            page, kind = user.pages.get().pk, user.event_types.get().pk
            cursor.execute(
                "INSERT INTO pages_hosttime (organization_id, host_id, page_id, event_type_id, meeting, starts_at,"
                " ends_at, buffer_before, buffer_after, active, counts)"
                " SELECT %s, %s, %s, %s, gen_random_uuid(), %s - n * interval '15 minutes',"
                " %s - n * interval '15 minutes' + interval '15 minutes', 0, 0, true, true"
                " FROM generate_series(1, %s) n",
                [user.organization_id, user.pk, page, kind, past, past, BOOKINGS // len(users)],
            )
        cursor.execute("ANALYZE")


def size() -> str:
    """Return what the whole database takes on the disk, in words."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_size_pretty(pg_database_size(current_database()))")
        return str(cursor.fetchone()[0])
