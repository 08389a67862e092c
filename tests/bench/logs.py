"""P9: the meeting logs with a million bookings in the tables, against their time with ten thousand."""

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
# link; one was cancelled, one moved, one missed, and one a request that nobody answers. Ten hosts hold them in turn;
# one in seven links is a colleague's. One in two is of the second event type. They are held a week later, as is seen at
# the newest: those are still to come.
GROW = """
    WITH numbered AS (
        SELECT n, n * 7 %% 20 AS what, (%(hosts)s)[n %% 10 + 1] AS host,
            (%(hosts)s)[(n + (n %% 7 = 0)::int) %% 10 + 1] AS maker, gen_random_uuid() AS uid,
            date_trunc('minute', now())
                - interval '1 day' * (%(first)s + (%(last)s - %(first)s) * n / %(rows)s::float) AS at
        FROM generate_series(1, %(rows)s) n
    ), made AS (
        SELECT *, at + interval '7 days' AS starts_at, at + interval '7 days 15 minutes' AS ends_at,
            CASE WHEN what = 0 THEN 'cancelled' WHEN what = 2 AND at < now() - interval '7 days' THEN 'no_show'
                WHEN what = 3 THEN 'requested' ELSE 'scheduled' END AS status,
            CASE WHEN what = 3 THEN at + interval '7 days' END AS lapses_at
        FROM numbered
    ), links AS (
        INSERT INTO links_link (organization_id, page_id, kid, handle, uses, max_uses, used_at, recipient_name,
            recipient_email, locked_to_recipient, answers, message, note, label, in_library, metadata, owner_id,
            created_by_id, created_at)
        SELECT %(organization)s, %(page)s, 'b', decode(lpad(to_hex(n + %(shift)s), 16, '0'), 'hex'), 1, 1, at, '', '',
            false, '{}', '', '', '', false, '{}', maker, %(owner)s, at
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
            policies, notices, reason, rescheduled_at, private_note, kid, handle, created_at, lapses_at, onlooker_id)
        SELECT %(organization)s, admissions.id, (%(types)s)[n %% 2 + 1],
            CASE WHEN what < 15 THEN 'single-use' WHEN what < 17 THEN 'reusable' ELSE 'public' END, 1, uid, 0,
            status, starts_at, ends_at, 'Meeting', 15, 0, 0, 'video', '', '[]', '{}', '{}', '',
            CASE what WHEN 1 THEN at END, '', 'b', decode(lpad(to_hex(n + %(shift)s), 16, '0'), 'hex'), at, lapses_at,
            nullif(CASE WHEN what < 15 THEN maker WHEN what < 17 THEN %(owner)s END, host)
        FROM made JOIN admissions ON admissions.submission_key = uid
    )
    INSERT INTO pages_hosttime (organization_id, host_id, page_id, event_type_id, meeting, starts_at, ends_at,
        buffer_before, buffer_after, active, counts, waits_until)
    SELECT %(organization)s, host, %(page)s, (%(types)s)[n %% 2 + 1], uid, starts_at, ends_at, 0, 0,
        status IN ('scheduled', 'no_show'), status = 'scheduled', lapses_at
    FROM made
"""
TABLES = ("links_link", "bookings_admission", "bookings_booking", "pages_hosttime")


class Logs:
    """One organization of ten hosts, whose admin and whose members look at the logs of a month, then of years."""

    name = "logs"

    def __init__(self) -> None:
        self.now = datetime.now(UTC)
        self.admin = self.opened(self.name)
        self.page = self.admin.pages.get()
        first = self.page.event_types.get()
        second = EventType.objects.create(organization=self.admin.organization, owner=self.admin, name="Second")
        self.types = [first, second]
        self.hosts = [self.admin, *(self.host(number) for number in range(1, HOSTS))]
        self.reusable = mint(actor=self.admin, page=self.page, max_uses=None, now=self.now)

    def opened(self, name: str) -> User:
        """The admin of a new organization."""
        return open_account(
            signups="open",
            organization_name=f"Bench {name}",
            name="Admin",
            email=f"admin@{name}.example",
            password=None,
            time_zone="UTC",
        )

    def host(self, number: int) -> User:
        user = add_member(
            organization=self.admin.organization,
            email=f"host{number}@{self.name}.example",
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
        calls = {name: Call("GET", f"/meetings/logs/?{query}", headers=admin) for name, query in asked.items()}
        return calls | {
            "a member's first page": Call("GET", "/meetings/logs/", headers=member),
            "a member's search": Call("GET", "/meetings/logs/?q=customer774%40company", headers=member),
        }


def run(port: int, at_most: Callable[[str, float, float, float], None]) -> None:
    """Prints the ratios."""
    compare(port, "meeting logs", Logs(), at_most)
