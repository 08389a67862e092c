"""P9: the meeting logs with a million bookings in the tables, against their time with a thousand."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.db import connection

from accounts.actions import add_member
from accounts.models import User
from links.actions import mint
from pages.actions import make_ready, open_account
from pages.models import EventType
from tests.bench.lists import compare, signed_in
from tests.bench.server import Call

HOSTS = 10
# Of twenty bookings, fifteen came through single-use links, three at the public address and two through a reusable
# link; one was cancelled, one moved, one missed, and one a request that lapsed. Ten hosts hold them in turn. One in
# two is of the second event type. They are held a week later, as is seen at the newest: those are still to come.
GROW = """
    WITH made AS (
        SELECT n, n * 7 %% 20 AS what, n %% 10 AS who, gen_random_uuid() AS uid,
            date_trunc('minute', now())
                - interval '1 day' * (%(first)s + (%(last)s - %(first)s) * n / %(rows)s::float) AS at
        FROM generate_series(1, %(rows)s) n
    ), links AS (
        INSERT INTO links_link (organization_id, page_id, kid, handle, uses, max_uses, used_at, recipient_name,
            recipient_email, locked_to_recipient, answers, message, note, label, in_library, metadata, owner_id,
            created_by_id, created_at)
        SELECT %(organization)s, %(page)s, 'b', decode(lpad(to_hex(n + %(shift)s), 16, '0'), 'hex'), 1, 1, at, '', '',
            false, '{}', '', '', '', false, '{}', (%(hosts)s)[who + 1], %(owner)s, at
        FROM made WHERE what < 15
        RETURNING id, handle
    ), admissions AS (
        INSERT INTO bookings_admission (organization_id, link_id, use, page_id, event_type_id, submission_key,
            body_digest, sessions, customer_name, customer_email, customer_zone, customer_clock, customer_language,
            company, phone, guests, note, answers, utm, created_at)
        SELECT %(organization)s,
            CASE WHEN what < 15 THEN links.id WHEN what < 17 THEN %(reusable)s END,
            CASE WHEN what < 15 THEN 1 WHEN what < 17 THEN n + %(last)s * 1000000 END,
            %(page)s, (%(types)s)[n %% 2 + 1], uid, '', 1, 'Customer ' || n,
            'customer' || n || '@company' || n %% 5000 || '.example', 'UTC', '', 'en', 'Company ' || n %% 300, '',
            CASE WHEN n %% 5 = 0 THEN jsonb_build_array('guest' || n || '@company.example') ELSE '[]' END, '', '[]',
            '{}', at
        FROM made LEFT JOIN links ON links.handle = decode(lpad(to_hex(n + %(shift)s), 16, '0'), 'hex')
        RETURNING id, submission_key
    ), booked AS (
        INSERT INTO bookings_booking (organization_id, admission_id, event_type_id, link_type, session, uid, sequence,
            status, starts_at, ends_at, title, duration, buffer_before, buffer_after, location_kind, location, optional,
            policies, notices, reason, rescheduled_at, private_note, kid, handle, created_at)
        SELECT %(organization)s, admissions.id, (%(types)s)[n %% 2 + 1],
            CASE WHEN what < 15 THEN 'single-use' WHEN what < 17 THEN 'reusable' ELSE 'public' END, 1, uid, 0,
            CASE what WHEN 0 THEN 'cancelled' WHEN 2 THEN 'no_show' WHEN 3 THEN 'requested' ELSE 'scheduled' END,
            at + interval '7 days', at + interval '7 days 30 minutes', 'Meeting', 30, 0, 0, 'video', '', '[]', '{}',
            '{}', '', CASE what WHEN 1 THEN at END, '', 'b', decode(lpad(to_hex(n + %(shift)s), 16, '0'), 'hex'), at
        FROM made JOIN admissions ON admissions.submission_key = uid
    )
    INSERT INTO pages_hosttime (organization_id, host_id, page_id, event_type_id, meeting, starts_at, ends_at,
        buffer_before, buffer_after, active, counts)
    SELECT %(organization)s, (%(hosts)s)[who + 1], %(page)s, (%(types)s)[n %% 2 + 1], uid, at + interval '7 days',
        at + interval '7 days 30 minutes', 0, 0, false, true
    FROM made
"""
TABLES = ("links_link", "bookings_admission", "bookings_booking", "pages_hosttime")


class Logs:
    """One organization of ten hosts, whose admin and whose members look at the logs of a month, then of years."""

    def __init__(self) -> None:
        self.now = datetime.now(UTC)
        self.admin = open_account(
            signups="open",
            organization_name="Bench logs",
            name="Admin",
            email="admin@logs.example",
            password=None,
            time_zone="UTC",
        )
        self.page = self.admin.pages.get()
        first = self.page.event_types.get()
        second = EventType.objects.create(organization=self.admin.organization, owner=self.admin, name="Second")
        self.types = [first, second]
        self.hosts = [self.admin, *(self.host(number) for number in range(1, HOSTS))]
        self.reusable = mint(actor=self.admin, page=self.page, max_uses=None, now=self.now)

    def host(self, number: int) -> User:
        user = add_member(
            organization=self.admin.organization,
            email=f"host{number}@logs.example",
            name=f"Host {number}",
            role=User.Role.MEMBER,
            time_zone="UTC",
            password=None,
        )
        make_ready(user)
        return user

    def grow(self, rows: int, first: int, last: int) -> None:
        """Adds bookings that were made so many days ago, spread evenly."""
        values = {
            "organization": self.admin.organization_id,
            "owner": self.admin.pk,
            "page": self.page.pk,
            "reusable": self.reusable.pk,
            "types": [one.pk for one in self.types],
            "hosts": [one.pk for one in self.hosts],
            "rows": rows,
            "first": first,
            "last": last,
            "shift": last * 10**9 + 1,
        }
        with connection.cursor() as cursor:
            # To check four million rows against those they point to takes longer than to write them.
            cursor.execute("SET session_replication_role = replica")
            cursor.execute(GROW, values)
            cursor.execute("SET session_replication_role = origin")
            for table in TABLES:
                cursor.execute(f"VACUUM ANALYZE {table}")

    def calls(self) -> dict[str, Call]:
        """Each kind of filter, at the newest and where it leads far back."""
        days = [f"{self.now - timedelta(days=ago):%Y-%m-%d}" for ago in (14, 7)]
        asked = {
            "first page": "",
            "without single-use": "hide=on",
            "public page": "link_type=public",
            "single-use": "link_type=single-use",
            "one event type": f"event_type={self.types[1].pk}",
            "one host": f"host={self.hosts[3].pk}",
            "scheduled": "status=scheduled",
            "rescheduled": "status=rescheduled",
            "completed": "status=completed",
            "cancelled": "status=cancelled",
            "lapsed": "status=lapsed",
            "a week": f"meets_from={days[0]}&meets_to={days[1]}",
            "one link": f"link={self.reusable.pk}",
            "three filters at once": f"status=no_show&event_type={self.types[0].pk}&link_type=single-use",
            "search for one customer": "q=customer777%40company",
            "search for a guest": "q=guest775%40company.example",
            "search for what all have": "q=customer",
        }
        admin, member = signed_in(self.admin), signed_in(self.hosts[4])
        calls = {name: Call("GET", f"/links/logs/?{query}", headers=admin) for name, query in asked.items()}
        return calls | {
            "a member's first page": Call("GET", "/links/logs/", headers=member),
            "a member's search": Call("GET", "/links/logs/?q=customer774%40company", headers=member),
        }


def run(port: int, at_most: Callable[[str, float, float, float], None]) -> None:
    """Prints the ratios."""
    compare(port, "meeting logs", Logs(), at_most)
