"""P9: long lists with a million rows in the table, against their time with ten thousand: outstanding links here."""

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Protocol

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection

from accounts.models import User
from links.actions import mint
from links.models import Link
from pages.actions import open_account
from tests.bench.server import Call, latency

FEW, MANY = 10_000, int(os.environ.get("BENCH_LINKS", "1000000"))
BUDGET, GOAL = 1.2, 1.05
ROUNDS, REPEATS = 7, 7

# What a link becomes: of twenty, thirteen are booked, four expire, one is revoked, and two are versions of reusable
# links: one booked, and one that died with its parent.
GROW = """
    INSERT INTO links_link (organization_id, page_id, parent_id, kid, handle, uses, max_uses, used_at, expires_at,
        revoked_at, recipient_name, recipient_email, locked_to_recipient, answers, message, note, label, in_library,
        metadata, owner_id, created_by_id, created_at)
    SELECT %(organization)s, CASE WHEN what < 18 THEN %(page)s END,
        CASE what WHEN 18 THEN %(dead)s WHEN 19 THEN %(parent)s END, 'a',
        decode(lpad(to_hex(n + %(shift)s), 16, '0'), 'hex'), (what < 13 OR what = 19)::int, 1,
        CASE WHEN what < 13 OR what = 19 THEN made + interval '1 day' END,
        CASE WHEN what < 18 THEN made + interval '7 days' END,
        CASE WHEN what = 17 THEN made + interval '2 days' END,
        'Customer ' || n, 'customer' || n || '@company' || n %% 5000 || '.example', false, '{}', '', '',
        'Campaign ' || n %% 300, false, '{}', %(owner)s, %(owner)s, made
    FROM (
        SELECT n, n * 7 %% 20 AS what,
            now() - interval '1 day' * (%(first)s + (%(last)s - %(first)s) * n / %(rows)s::float) AS made
        FROM generate_series(1, %(rows)s) n
    ) one
"""


class Growing(Protocol):
    """A list that grows, and the requests by which it is measured."""

    def grow(self, rows: int, first: int, last: int) -> None: ...

    def calls(self) -> dict[str, Call]: ...


class Lists:
    """One organization, whose admin looks at the list: the links of the last month, then also those of years."""

    def __init__(self) -> None:
        self.now = datetime.now(UTC)
        self.admin = open_account(
            signups="open",
            organization_name="Bench lists",
            name="Admin",
            email="admin@lists.example",
            password=None,
            time_zone="UTC",
        )
        page = self.admin.pages.get()
        self.parent, self.dead = (mint(actor=self.admin, page=page, max_uses=None, now=self.now) for _ in range(2))
        Link.objects.filter(pk=self.dead.pk).update(expires_at=self.now - timedelta(days=100))
        self.headers = signed_in(self.admin)

    def grow(self, rows: int, first: int, last: int) -> None:
        """Adds links that were made so many days ago, spread evenly."""
        values = {
            "organization": self.admin.organization_id,
            "owner": self.admin.pk,
            "page": self.admin.pages.get().pk,
            "parent": self.parent.pk,
            "dead": self.dead.pk,
            "rows": rows,
            "first": first,
            "last": last,
            "shift": last * 10**9,
        }
        with connection.cursor() as cursor:
            cursor.execute(GROW, values)
            cursor.execute("VACUUM ANALYZE links_link")

    def addresses(self) -> dict[str, str]:
        """What is asked for; each page is full, few links or many."""
        page = self.admin.pages.get().pk
        return {
            "first page": "/links/?status=all",
            "outstanding": "/links/?status=outstanding",
            "expired": "/links/?status=expired",
            "booked, of all times": "/links/?status=booked&old=on",
            "revoked, of all times": "/links/?status=revoked&old=on",
            "versions of one page": f"/links/?page={page}&kind=version&old=on",
            "search for one customer": "/links/?q=customer777%40company",
            "search for what all have": "/links/?q=customer",
        }

    def calls(self) -> dict[str, Call]:
        """The requests whose time is measured."""
        return {name: Call("GET", path, headers=self.headers) for name, path in self.addresses().items()}


def signed_in(user: User) -> dict[str, str]:
    """The header by which the user is signed in."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return {"Cookie": f"{settings.SESSION_COOKIE_NAME}={session.session_key}"}


def times(port: int, calls: dict[str, Call]) -> dict[str, float]:
    """How often each takes the time of a bare view, asked in turn: so the machine's moods meet both alike."""
    floor = Call("GET", "/floor/month/")
    return {
        name: median(latency(port, [call] * REPEATS) / latency(port, [floor] * REPEATS) for _ in range(ROUNDS))
        for name, call in calls.items()
    }


def compare(port: int, what: str, lists: Growing, at_most: Callable[[str, float, float, float], None]) -> None:
    """Prints how much longer each page takes with the rows of years than with those of the last month."""
    lists.grow(FEW, 0, 30)
    calls = lists.calls()
    times(port, calls)
    before = times(port, calls)
    lists.grow(MANY, 31, 1_095)
    times(port, calls)
    for name, took in times(port, calls).items():
        at_most(f"P9 {what}, {name}, {MANY:,} more", took / before[name], BUDGET, GOAL)


def run(port: int, at_most: Callable[[str, float, float, float], None]) -> None:
    """Prints the ratios."""
    compare(port, "links", Lists(), at_most)
