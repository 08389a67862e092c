"""P9: what each list reads with a million rows behind it, against ten thousand. Pages do not depend on load."""

import re
from collections import deque
from collections.abc import Container, Iterator
from contextlib import contextmanager
from datetime import timedelta
from html import unescape
from importlib import import_module
from itertools import islice
from operator import sub
from typing import NamedTuple, cast

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.http import StreamingHttpResponse
from django.test import Client

from bookings.states import BookingState, Tab
from deliveries.models import HookEvent
from deliveries.webhooks.queries import STATES
from tests.bench import admin, api, history, world
from tests.bench.asks import Ask
from tests.bench.history import FEW, MANY, Past
from tests.bench.report import at_most

AREAS = "meetings", "week", "logs", "links", "rooms", "webhooks", "privacy", "admin", "api"
BUDGET, GOAL = 1.2, 1.05
SECOND = ", second page"
READ = """
    SELECT '', 0, 0, coalesce(sum(heap_blks_read + heap_blks_hit
        + coalesce(toast_blks_read + toast_blks_hit, 0) + coalesce(tidx_blks_read + tidx_blks_hit, 0)), 0)
    FROM pg_statio_user_tables
    UNION ALL
    SELECT indexrelname, idx_scan, idx_tup_read, idx_blks_read + idx_blks_hit
    FROM pg_stat_user_indexes JOIN pg_statio_user_indexes USING (indexrelname)
"""
# Lines of a file that are read: a piece, as the few have.
LINES = 450
# The lists count up to a limit, and search among so many of the newest first, whatever was before. The lists of links
# are measured with the limits they have, which the few rows of a member reach: a tenth of all. A limit that few do not
# reach lets many read more only because they are more, up to that limit. Such limits are lowered here, so that what is
# compared is the same work; what is read up to the true limit is not told.
LIMITS = {
    "bookings.logs": {"MOST_LISTED": 40, "MOST_COUNTED": 40, "WINDOW": 500, "REACH": 500},
    "bookings.published_lists": {"NEWEST": 500},
    "bookings.meetings": {"MOST_COUNTED": 40, "WINDOW": 40},
    # More than a page: a list that has no more is read as a whole.
    "accounts.admin_list": {"MOST_COUNTED": 150, "WINDOW": 100},
    "links.queries.batches": {"MOST_SOURCES": 40},
}
# Lists that read no more than this are not told apart: trees of more rows are deeper.
LEAST = 100
# What a search reads of an index with few rows: the root and a leaf.
HEIGHT = 2


def asks(past: Past) -> dict[str, Iterator[Ask]]:
    """What is asked for, by the area of the lists."""
    return {
        "meetings": of_meetings(past),
        "week": of_week(past),
        "logs": of_logs(past),
        "links": of_links(past),
        "rooms": of_rooms(past),
        "webhooks": of_webhooks(past),
        "privacy": of_privacy(past),
        "admin": admin.asks(past),
        "api": api.asks(past),
    }


def of_meetings(past: Past) -> Iterator[Ask]:
    busy = past.busy
    readers = {
        "admin": busy.admin,
        "member": busy.hosts[4],
        "idle member": busy.idle,
        "another's admin": past.quiet.admin,
    }
    for role, user in readers.items():
        yield Ask(f"home, {role}", user, "/")
        for tab in Tab:
            yield Ask(f"meetings {tab}, {role}", user, f"/meetings/?show={tab}")


def of_week(past: Past) -> Iterator[Ask]:
    """The agenda with its filters, a week as a picture, and the customers who are suggested while somebody types."""
    busy, now = past.busy, past.busy.now
    days = [f"{now - timedelta(days=ago):%Y-%m-%d}" for ago in (14, 7)]
    paths = {
        "week": "/meetings/week/",
        "week of last month": f"/meetings/week/?day={now - timedelta(days=20):%Y-%m-%d}",
        **{
            f"agenda {tab} of {name}": f"/meetings/?show={tab}&{query}"
            for tab in Tab
            for name, query in {
                "one event type": f"event_type={busy.second.pk}",
                "a public page": "link_type=public",
                "a week": f"meets_from={days[0]}&meets_to={days[1]}",
                "one customer": "q=customer777%40company",
                "all": "q=customer",
                "nobody": "q=nobody",
            }.items()
        },
        # The whole address: so many words begin with less of it among a million customers.
        "customers known, one": "/meetings/book/customers/?q=customer777%40company777.example",
        "customers known, all": "/meetings/book/customers/?q=customer",
        "customers known, nobody": "/meetings/book/customers/?q=nobody",
        "booking for a customer": "/meetings/book/",
        "time off": "/availability/time-off/",
        "search everything": "/search/?q=setup",
    }
    for role, user in (("admin", busy.admin), ("member", busy.hosts[4])):
        for name, path in paths.items():
            yield Ask(f"{name}, {role}", user, path)
    colleague = busy.hosts[3].pk
    yield Ask("week of a colleague, admin", busy.admin, f"/meetings/week/?host={colleague}")
    for tab in Tab:
        yield Ask(f"agenda {tab} of a colleague, admin", busy.admin, f"/meetings/?show={tab}&host={colleague}")


def of_logs(past: Past) -> Iterator[Ask]:
    busy, now = past.busy, past.busy.now
    days = [f"{now - timedelta(days=ago):%Y-%m-%d}" for ago in (14, 7)]
    queries = {
        "all": "",
        "without single-use": "hide=on",
        "public page": "link_type=public",
        "single-use": "link_type=single-use",
        "one event type": f"event_type={busy.second.pk}",
        **{f"state {state}": f"status={state}" for state in BookingState},
        "a week": f"meets_from={days[0]}&meets_to={days[1]}",
        "one link": f"link={busy.reusable.pk}",
        "three filters": f"status=no-show&event_type={busy.first.pk}&link_type=single-use",
        "search one": "q=customer777%40company",
        "search a guest": "q=guest775%40company.example",
        "search all": "q=customer",
        "search nobody": "q=nobody",
        "search no email": "q=nobody%40nowhere.example",
    }
    yield Ask("logs one host, admin", busy.admin, f"/meetings/logs/?host={busy.hosts[3].pk}")
    for role, user in (("admin", busy.admin), ("member", busy.hosts[4]), ("idle member", busy.idle)):
        for name, query in queries.items():
            yield Ask(f"logs {name}, {role}", user, f"/meetings/logs/?{query}")
        yield Ask(f"logs as a file, {role}", user, "/meetings/logs/export.csv")
    yield Ask("logs all, another's admin", past.quiet.admin, "/meetings/logs/")


def of_links(past: Past) -> Iterator[Ask]:
    statuses = "all", "outstanding", "not_opened", "opened", "booked", "expired", "revoked", "paused", "deleted"
    for of in (past.named, past.busy):
        queries = {
            "": "",
            **{status: f"status={status}" for status in statuses},
            **{
                f"{status} of all times": f"status={status}&old=on"
                for status in ("all", "booked", "expired", "revoked")
            },
            "versions": f"page={of.page.pk}&kind=version&old=on",
            "for several": "kind=several&old=on",
            "one event type": f"event_type={of.second.pk}",
            "one parent": f"parent={of.reusable.pk}&status=outstanding",
            "search one": "q=customer777%40company",
            "search all": "q=customer",
            "search nobody": "q=nobody",
            "search no email": "q=nobody%40nowhere.example",
            "search nobody, old": "q=nobody&old=on",
            "search all, old": "q=customer&old=on",
            "search, booked": "q=customer&status=booked",
            "search, booked, old": "q=customer&status=booked&old=on",
            "search, revoked, old": "q=campaign&status=revoked&old=on",
        }
        for role, user in (("admin", of.admin), ("member", of.hosts[4]), ("idle member", of.idle)):
            for name, query in queries.items():
                yield Ask(f"links {name}, {of.name}, {role}", user, f"/links/?{query}")
            yield Ask(f"links as a file, {of.name}, {role}", user, "/links/export.csv?status=all")
            yield Ask(f"numbers of links, {of.name}, {role}", user, "/links/numbers/")
            for query in (f"page={of.page.pk}", "kind=version", "kind=several", f"owner={of.hosts[4].pk}"):
                name = f"numbers of links, {query.partition('=')[0]} {query.partition('=')[2]}, {of.name}, {role}"
                yield Ask(name, user, f"/links/numbers/?{query}")
            yield Ask(f"numbers as a file, {of.name}, {role}", user, "/links/numbers/export.csv")
        yield Ask(
            f"links of one owner, {of.name}, admin", of.admin, f"/links/?owner={of.hosts[4].pk}&status=all&old=on"
        )
    yield Ask("links, another's admin", past.quiet.admin, "/links/?status=all&old=on")


def of_rooms(past: Past) -> Iterator[Ask]:
    busy, named = past.busy, past.named
    shelves = "/links/mine/", "/links/library/", "/links/all/"
    paths = {
        "both": [
            *shelves,
            *(f"{shelf}?q={text}" for shelf in shelves for text in ("reusable", "nobody")),
            *(f"{shelf}?status={status}" for shelf in shelves[::2] for status in ("withdrawn", "ended")),
            "/links/requests/", "/links/bulk/", "/links/managed/",
            "/booking-pages/", "/master-pages/", "/pools/", "/event-types/", "/schedules/",
            "/accounts/sessions/", "/share/", "/links/new/", "/links/bulk/new/", "/settings/",
            "/settings/delegates/", "/settings/api-tokens/",
        ],
        "admin": [
            "/team/", "/deliveries/", f"/links/{busy.reusable.pk}/", f"/links/{busy.link.pk}/",
            f"/team/{busy.hosts[4].pk}/", f"/links/all/?owner={busy.hosts[4].pk}",
            f"/links/all/?owner={busy.idle.pk}&status=withdrawn", f"/event-types/{busy.first.pk}/",
            f"/booking-pages/{busy.page.pk}/", f"/links/{busy.reusable.pk}/withdraw/",
        ],
    }  # fmt: skip
    for path in (*paths["both"], *paths["admin"]):
        yield Ask(
            f"{path.replace(str(busy.link.pk), 'one').replace(str(busy.reusable.pk), 'reusable')}, admin",
            busy.admin,
            path,
        )
        if path in paths["both"] and "/all/" not in path and path not in {"/pools/", "/links/managed/"}:
            yield Ask(f"{path}, member", busy.hosts[4], path)
    yield Ask("/links/bulk/, named, admin", named.admin, "/links/bulk/")
    yield Ask("/links/bulk/, named, member", named.hosts[4], "/links/bulk/")
    yield Ask("a batch, named, admin", named.admin, f"/links/bulk/{named.batch.pk}/")
    file = f"/links/bulk/{named.batch.pk}/links.csv"
    yield Ask("a batch as a file, named, admin", named.admin, file, {"all": "on"})
    yield Ask("a meeting, admin", busy.admin, f"/meetings/{busy.booking.pk}/")
    yield Ask("/deliveries/, another's admin", past.quiet.admin, "/deliveries/")
    yield Ask("/links/requests/, another's admin", past.quiet.admin, "/links/requests/")


def of_webhooks(past: Past) -> Iterator[Ask]:
    busy = past.busy
    log = f"/settings/webhooks/{busy.endpoint.pk}/"
    yield Ask("webhooks, admin", busy.admin, "/settings/webhooks/")
    yield Ask("a call of a webhook, admin", busy.admin, f"/settings/webhooks/calls/{busy.told.pk}/")
    for state in STATES:
        for event in ("", HookEvent.CANCELLED, HookEvent.NO_SHOW):
            named = ", ".join(filter(None, ("calls of a webhook", state, event)))
            yield Ask(f"{named}, admin", busy.admin, f"{log}?state={state}&event={event}")


def of_privacy(past: Past) -> Iterator[Ask]:
    busy, named = past.busy, past.named
    for name, of, email in (
        ("one", busy, "customer777@company777.example"), ("a guest", busy, "guest775@company.example"),
        ("nobody", busy, "nobody@nowhere.example"), ("a recipient", named, "customer777@company777.example"),
    ):  # fmt: skip
        yield Ask(f"privacy of {name}, admin", of.admin, "/settings/privacy/", {"email": email})
        yield Ask(f"privacy export of {name}, admin", of.admin, "/settings/privacy/export/", {"email": email})


@contextmanager
def planned(generic: bool, few: bool) -> Iterator[None]:
    """Plan statements for their values, or for any, as those are that a connection has prepared.

    With few rows as of tables that are large: a small one is soonest read as a whole.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"SET plan_cache_mode = force_{'generic' if generic else 'custom'}_plan")
        cursor.execute(f"SET enable_seqscan = {'off' if few else 'on'}")
    connection.connection.prepare_threshold = 0 if generic else None
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET plan_cache_mode")
        cursor.execute("RESET enable_seqscan")


class Index(NamedTuple):
    """How often an index was searched, how many entries were found, and how many pages of it were read."""

    searches: int
    found: int
    pages: int


Read = dict[str, Index]
"""What was read of each index, by its name; of all tables together by no name."""


def pages(read: Read) -> int:
    """Return how many pages of tables and indexes were read."""
    return sum(reads.pages for reads in read.values())


def as_of_many(few: Read, many: Read) -> int:
    """Return how many pages the few would read if their indexes were not as small as what is looked for.

    Fifty random UIDs are found by fifty searches among a million, but share leaves among ten thousand. So the few are
    given as many searches as the many needed, though no more than one for each entry that they found themselves.
    """
    more = (min(many[name].searches, reads.found) - reads.searches for name, reads in few.items())
    return pages(few) + HEIGHT * sum(searches for searches in more if searches > 0)


def ratio(few: Read, many: Read) -> float:
    """Return how many times as many pages are read with many rows, without the page more of each deeper tree."""
    return (pages(many) - sum(reads.searches for reads in many.values())) / max(as_of_many(few, many), LEAST)


class Reader:
    """Browsers of everybody, in one database with few rows or with many."""

    def __init__(self, database: BaseDatabaseWrapper, *, few: bool) -> None:
        self.database = database
        self.few = few
        self.clients: dict[int, Client] = {}

    def answer(self, ask: Ask) -> str:
        """Return what is answered, of a file the beginning."""
        if ask.who.pk not in self.clients:
            self.clients[ask.who.pk] = Client(SERVER_NAME="localhost")
            self.clients[ask.who.pk].force_login(ask.who)
        client = self.clients[ask.who.pk]
        headers = api.headers(ask)
        response = client.post(ask.path, ask.fields) if ask.fields else client.get(ask.path, headers=headers)
        if response.status_code != 200:
            raise SystemExit(f"{ask.path}: {response.status_code}")
        if isinstance(response, StreamingHttpResponse):
            return b"".join(islice(cast("Iterator[bytes]", response.streaming_content), LINES)).decode()
        return response.content.decode()

    def read(self, ask: Ask) -> list[Read]:
        """Return what the request reads, with statements planned for their values, and for any."""
        with history.used(self.database):
            self.answer(ask)
            found = []
            for generic in (False, True):
                with planned(generic, self.few):
                    before = read()
                    self.answer(ask)
                    after = read()
                found.append({name: Index(*map(sub, counts, before[name])) for name, counts in after.items()})
        return found


def read() -> Read:
    """Return what was read in this database since it began. Nobody else may be connected to it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush()")
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(READ)
        return {name: Index(*map(int, read)) for name, *read in cursor.fetchall()}


def following(ask: Ask, page: str) -> Ask | None:
    """Return the request for the page after this one, if there is one."""
    if ask.path.startswith(api.PREFIX):
        return api.following(ask, page, SECOND)
    # Beyond the first page, the same way on: there is a way back as well.
    on = re.search(r"[?&](before|after)=", ask.path)
    found = re.search(rf'href="(?:[^"?]*)\?([^"]*\b(?:{on[1] if on else "before|after"})=\d+[^"]*)"', page)
    if found is None or "/admin/" in ask.path:
        return None
    return Ask(f"{ask.name}{SECOND}", ask.who, f"{ask.path.partition('?')[0]}?{unescape(found[1])}")


def further(ask: Ask, few: Reader) -> Ask | None:
    """Return the request for the second page, if few have a third one: else their second is too short to compare."""
    if ask.name.endswith(SECOND):
        return None
    with history.used(few.database):
        second = following(ask, few.answer(ask))
        return second if second is not None and following(second, few.answer(second)) else None


def limit() -> None:
    """Let the lists count and search as far as LIMITS says."""
    for module, limits in LIMITS.items():
        for name, value in limits.items():
            setattr(import_module(module), name, value)


def run(areas: Container[str]) -> None:
    """Print how many times as many pages each list reads with many rows as with few.

    Of the plans of statements that for their values counts, or that for any: the one that reads more.
    """
    limit()
    past, databases = history.build()
    few, many = (Reader(databases[count], few=count == FEW) for count in (FEW, MANY))
    todo = deque(ask for area, found in asks(past).items() if area in areas for ask in found)
    while todo:
        ask = todo.popleft()
        pairs = [*zip(few.read(ask), many.read(ask), strict=True)]
        most, before, after = max((ratio(a, b), pages(a), pages(b)) for a, b in pairs)
        at_most(f"P9 {ask.name}, {before:,} to {after:,} pages", most, BUDGET, GOAL)
        second = further(ask, few)
        if second is not None:
            todo.appendleft(second)
    for count, database in databases.items():
        database.close()
        world.drop(f"{world.NAME}_{count}")
