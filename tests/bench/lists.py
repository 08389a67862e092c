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
from tests.bench.history import FEW, MANY, Past
from tests.bench.list_requests import ListRequest
from tests.bench.report import report_at_most

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
# How many parts of a file are read: as many as the file of few rows has.
LINES = 450
# The lists count up to a limit, and search the newest rows up to a limit first. Where the few rows do not reach the
# limit, more of the many are read, up to it, which says nothing about growth. So such limits are lowered here, and both
# do the same work; what is read between the lowered limit and the real one is not measured. The lists of links keep
# their limits: the few rows of a member reach them, a tenth of all and in one organization many that are open.
LIMITS = {
    "bookings.logs": {"MOST_LISTED": 40, "MOST_COUNTED": 40, "WINDOW": 500, "REACH": 500},
    "bookings.published_lists": {"NEWEST": 500},
    "bookings.meetings": {"MOST_COUNTED": 40, "WINDOW": 40},
    # More than a page: a list that has no more is read as a whole.
    "accounts.admin_list": {"MOST_COUNTED": 150, "WINDOW": 100},
    "links.queries.batches": {"MOST_SOURCES": 40},
}
# Below this number of pages no difference counts: indexes of more rows are deeper.
LEAST = 100
# How many pages of an index with few rows one search reads: the root and a leaf.
HEIGHT = 2


def requests_by_area(past: Past) -> dict[str, Iterator[ListRequest]]:
    """Return the requests, by the area of the lists."""
    return {
        "meetings": requests_for_meetings(past),
        "week": requests_for_week(past),
        "logs": requests_for_logs(past),
        "links": requests_for_links(past),
        "rooms": requests_for_rooms(past),
        "webhooks": requests_for_webhooks(past),
        "privacy": requests_for_privacy(past),
        "admin": admin.requests(past),
        "api": api.requests(past),
    }


def requests_for_meetings(past: Past) -> Iterator[ListRequest]:
    busy = past.busy
    readers = {
        "admin": busy.admin,
        "member": busy.hosts[4],
        "idle member": busy.idle,
        "another's admin": past.quiet.admin,
    }
    for role, user in readers.items():
        yield ListRequest(f"home, {role}", user, "/")
        for tab in Tab:
            yield ListRequest(f"meetings {tab}, {role}", user, f"/meetings/?show={tab}")


def requests_for_week(past: Past) -> Iterator[ListRequest]:
    """Yield the agenda with its filters, the week, and the customers who are suggested while somebody types."""
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
            yield ListRequest(f"{name}, {role}", user, path)
    colleague = busy.hosts[3].pk
    yield ListRequest("week of a colleague, admin", busy.admin, f"/meetings/week/?host={colleague}")
    for tab in Tab:
        yield ListRequest(f"agenda {tab} of a colleague, admin", busy.admin, f"/meetings/?show={tab}&host={colleague}")


def requests_for_logs(past: Past) -> Iterator[ListRequest]:
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
    yield ListRequest("logs one host, admin", busy.admin, f"/meetings/logs/?host={busy.hosts[3].pk}")
    for role, user in (("admin", busy.admin), ("member", busy.hosts[4]), ("idle member", busy.idle)):
        for name, query in queries.items():
            yield ListRequest(f"logs {name}, {role}", user, f"/meetings/logs/?{query}")
        yield ListRequest(f"logs as a file, {role}", user, "/meetings/logs/export.csv")
    yield ListRequest("logs all, another's admin", past.quiet.admin, "/meetings/logs/")


def requests_for_links(past: Past) -> Iterator[ListRequest]:
    statuses = "all", "outstanding", "not_opened", "opened", "booked", "expired", "revoked", "paused", "deleted"
    for org in (past.named, past.busy):
        queries = {
            "": "",
            **{status: f"status={status}" for status in statuses},
            **{
                f"{status} of all times": f"status={status}&old=on"
                for status in ("all", "booked", "expired", "revoked", "paused")
            },
            "versions": f"page={org.page.pk}&kind=version&old=on",
            "for several": "kind=several&old=on",
            "one event type": f"event_type={org.second.pk}",
            "one parent": f"parent={org.reusable.pk}&status=outstanding",
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
        for role, user in (("admin", org.admin), ("member", org.hosts[4]), ("idle member", org.idle)):
            for name, query in queries.items():
                yield ListRequest(f"links {name}, {org.name}, {role}", user, f"/links/?{query}")
            yield ListRequest(f"links as a file, {org.name}, {role}", user, "/links/export.csv?status=all")
            yield ListRequest(f"numbers of links, {org.name}, {role}", user, "/links/numbers/")
            for query in (f"page={org.page.pk}", "kind=version", "kind=several", f"owner={org.hosts[4].pk}"):
                name = f"numbers of links, {query.partition('=')[0]} {query.partition('=')[2]}, {org.name}, {role}"
                yield ListRequest(name, user, f"/links/numbers/?{query}")
            yield ListRequest(f"numbers as a file, {org.name}, {role}", user, "/links/numbers/export.csv")
        yield ListRequest(
            f"links of one owner, {org.name}, admin", org.admin, f"/links/?owner={org.hosts[4].pk}&status=all&old=on"
        )
    yield ListRequest("links, another's admin", past.quiet.admin, "/links/?status=all&old=on")


def requests_for_rooms(past: Past) -> Iterator[ListRequest]:
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
        yield ListRequest(
            f"{path.replace(str(busy.link.pk), 'one').replace(str(busy.reusable.pk), 'reusable')}, admin",
            busy.admin,
            path,
        )
        if path in paths["both"] and "/all/" not in path and path not in {"/pools/", "/links/managed/"}:
            yield ListRequest(f"{path}, member", busy.hosts[4], path)
    yield ListRequest("/links/bulk/, named, admin", named.admin, "/links/bulk/")
    yield ListRequest("/links/bulk/, named, member", named.hosts[4], "/links/bulk/")
    yield ListRequest("a batch, named, admin", named.admin, f"/links/bulk/{named.batch.pk}/")
    file = f"/links/bulk/{named.batch.pk}/links.csv"
    yield ListRequest("a batch as a file, named, admin", named.admin, file, {"all": "on"})
    yield ListRequest("a meeting, admin", busy.admin, f"/meetings/{busy.booking.pk}/")
    yield ListRequest("/deliveries/, another's admin", past.quiet.admin, "/deliveries/")
    yield ListRequest("/links/requests/, another's admin", past.quiet.admin, "/links/requests/")


def requests_for_webhooks(past: Past) -> Iterator[ListRequest]:
    busy = past.busy
    log = f"/settings/webhooks/{busy.endpoint.pk}/"
    yield ListRequest("webhooks, admin", busy.admin, "/settings/webhooks/")
    yield ListRequest("a call of a webhook, admin", busy.admin, f"/settings/webhooks/calls/{busy.webhook_delivery.pk}/")
    for state in STATES:
        for event in ("", HookEvent.CANCELLED, HookEvent.NO_SHOW):
            named = ", ".join(filter(None, ("calls of a webhook", state, event)))
            yield ListRequest(f"{named}, admin", busy.admin, f"{log}?state={state}&event={event}")


def requests_for_privacy(past: Past) -> Iterator[ListRequest]:
    busy, named = past.busy, past.named
    for name, org, email in (
        ("one", busy, "customer777@company777.example"), ("a guest", busy, "guest775@company.example"),
        ("nobody", busy, "nobody@nowhere.example"), ("a recipient", named, "customer777@company777.example"),
    ):  # fmt: skip
        yield ListRequest(f"privacy of {name}, admin", org.admin, "/settings/privacy/", {"email": email})
        yield ListRequest(f"privacy export of {name}, admin", org.admin, "/settings/privacy/export/", {"email": email})


@contextmanager
def planning(generic: bool, few: bool) -> Iterator[None]:
    """Plan statements for their values, or generically, as a connection plans prepared ones.

    With few rows, forbid sequential scans: PostgreSQL reads a small table as a whole, but not a large one.
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


IndexReads = dict[str, Index]
"""What was read of each index, by its name. The entry with the empty name is all tables together."""


def pages(read: IndexReads) -> int:
    """Return how many pages of tables and indexes were read."""
    return sum(reads.pages for reads in read.values())


def comparable_pages(few: IndexReads, many: IndexReads) -> int:
    """Return how many pages the few rows would take if their indexes were not so small that searches share pages.

    Fifty random UIDs take fifty searches among a million rows, but share leaves among ten thousand. So the few count as
    having as many searches as the many, but no more than one for each entry that they found.
    """
    more = (min(many[name].searches, reads.found) - reads.searches for name, reads in few.items())
    return pages(few) + HEIGHT * sum(searches for searches in more if searches > 0)


def ratio(few: IndexReads, many: IndexReads) -> float:
    """Return how many times as many pages are read with many rows. The deeper level of an index does not count."""
    return (pages(many) - sum(reads.searches for reads in many.values())) / max(comparable_pages(few, many), LEAST)


class Reader:
    """The browsers of all users, in one database with few rows or with many."""

    def __init__(self, database: BaseDatabaseWrapper, *, few: bool) -> None:
        self.database = database
        self.few = few
        self.clients: dict[int, Client] = {}

    def fetch(self, request: ListRequest) -> str:
        """Return the body of the response; of a file only the beginning."""
        if request.user.pk not in self.clients:
            self.clients[request.user.pk] = Client(SERVER_NAME="localhost")
            self.clients[request.user.pk].force_login(request.user)
        client = self.clients[request.user.pk]
        headers = api.headers(request)
        response = (
            client.post(request.path, request.fields) if request.fields else client.get(request.path, headers=headers)
        )
        if response.status_code != 200:
            raise SystemExit(f"{request.path}: {response.status_code}")
        if isinstance(response, StreamingHttpResponse):
            return b"".join(islice(cast("Iterator[bytes]", response.streaming_content), LINES)).decode()
        return response.content.decode()

    def read(self, request: ListRequest) -> list[IndexReads]:
        """Return what the request reads: with statements planned for their values, and planned generically."""
        with history.using_database(self.database):
            self.fetch(request)
            found = []
            for generic in (False, True):
                with planning(generic, self.few):
                    before = read_counters()
                    self.fetch(request)
                    after = read_counters()
                found.append({name: Index(*map(sub, counts, before[name])) for name, counts in after.items()})
        return found


def read_counters() -> IndexReads:
    """Return what was read in this database since its counters began. Nobody else may be connected to it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush()")
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(READ)
        return {name: Index(*map(int, read)) for name, *read in cursor.fetchall()}


def next_page(request: ListRequest, page: str) -> ListRequest | None:
    """Return the request for the page after this one, if there is one."""
    if request.path.startswith(api.PREFIX):
        return api.next_page(request, page, SECOND)
    # A later page links to both neighbours, so keep to the parameter that led here.
    direction = re.search(r"[?&](before|after)=", request.path)
    found = re.search(
        rf'href="(?:[^"?]*)\?([^"]*\b(?:{direction[1] if direction else "before|after"})=\d+[^"]*)"', page
    )
    if found is None or "/admin/" in request.path:
        return None
    return ListRequest(
        f"{request.name}{SECOND}", request.user, f"{request.path.partition('?')[0]}?{unescape(found[1])}"
    )


def second_page(request: ListRequest, few: Reader) -> ListRequest | None:
    """Return the request for the second page, or None if the few have no third: then it is too short to compare."""
    if request.name.endswith(SECOND):
        return None
    with history.using_database(few.database):
        second = next_page(request, few.fetch(request))
        return second if second is not None and next_page(second, few.fetch(second)) else None


def lower_limits() -> None:
    """Set the limits of the lists to those of LIMITS."""
    for module, limits in LIMITS.items():
        for name, value in limits.items():
            setattr(import_module(module), name, value)


def run(areas: Container[str]) -> None:
    """Print how many times as many pages each list reads with many rows as with few.

    Statements are planned for their values and generically; the plan that reads more counts.
    """
    lower_limits()
    past, databases = history.build()
    few, many = (Reader(databases[count], few=count == FEW) for count in (FEW, MANY))
    queue = deque(request for area, found in requests_by_area(past).items() if area in areas for request in found)
    while queue:
        request = queue.popleft()
        pairs = [*zip(few.read(request), many.read(request), strict=True)]
        most, before, after = max((ratio(a, b), pages(a), pages(b)) for a, b in pairs)
        report_at_most(f"P9 {request.name}, {before:,} to {after:,} pages", most, BUDGET, GOAL)
        second = second_page(request, few)
        if second is not None:
            queue.appendleft(second)
    for count, database in databases.items():
        database.close()
        world.drop_copy(f"{world.NAME}_{count}")
