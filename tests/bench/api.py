"""The requests for the API's lists, with each of their filters."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlencode

from accounts.models import ApiToken, User
from bookings.states import BookingState
from links.status import LinkStatus
from tests.bench.history import Organization, Past
from tests.bench.list_requests import ListRequest

PREFIX = "/api/v1"
Query = list[tuple[str, object]]


def headers(request: ListRequest) -> dict[str, str]:
    """Return the headers of a request to the API; none for other pages."""
    if not request.path.startswith(PREFIX):
        return {}
    return {"Authorization": f"Bearer {ApiToken.objects.get(user=request.user).text()}"}


def next_page(request: ListRequest, body: str, second: str) -> ListRequest | None:
    """Return the request for the page after this one, if there is one."""
    cursor = json.loads(body).get("next_cursor")
    if cursor is None:
        return None
    path, _before, _cursor = request.path.partition("cursor=")
    path += "" if path.endswith(("?", "&")) else "&" if "?" in path else "?"
    return replace(request, name=f"{request.name}{second}", path=f"{path}{urlencode({'cursor': cursor})}")


def requests(past: Past) -> Iterator[ListRequest]:
    """Yield the requests of admins whose tokens reach the organization, of a member, and of one who has nothing."""
    for org in (past.named, past.busy):
        for role, user in (("admin", org.admin), ("member", org.hosts[4]), ("idle member", org.idle)):
            for query in _of_links(org):
                yield _request("links", query, org.name, role, user)
            if org is past.busy:
                for query in _of_meetings(org):
                    yield _request("bookings", query, org.name, role, user)
    for noun in ("links", "bookings"):
        yield _request(noun, [], "quiet", "admin", past.quiet.admin)
    yield from _of_others(past.busy)


def _of_others(org: Organization) -> Iterator[ListRequest]:
    """Yield the requests for all other lists, and for the numbers of links."""
    for role, user in (("admin", org.admin), ("member", org.hosts[4]), ("idle member", org.idle)):
        for noun in ("pages", "event-types"):
            yield _request(noun, [], org.name, role, user)
        for query in ([], [("page", org.page.pk)], [("kind", "version")], [("owner", org.hosts[4].pk)]):
            yield _request("stats", query, org.name, role, user)
    calls = f"webhooks/{org.endpoint.pk}/deliveries"
    for state in ("delivered", "failed", "waiting"):
        yield _request(calls, [("status", state)], org.name, "admin", org.admin)
        yield _request(calls, [("status", state), ("event", "booking.no_show")], org.name, "admin", org.admin)
    yield _request(calls, [], org.name, "admin", org.admin)


def _request(noun: str, query: Query, name: str, role: str, user: User) -> ListRequest:
    text = urlencode(query)
    return ListRequest(f"API {noun} {text}, {name}, {role}", user, f"{PREFIX}/{noun}{'?' if text else ''}{text}")


def _of_links(org: Organization) -> Iterator[Query]:
    week = [("made_from", _ago(org, 14)), ("made_before", _ago(org, 7))]
    yield []
    yield from ([("status", status)] for status in LinkStatus)
    yield from ([("kind", kind)] for kind in ("one-time", "several", "version", "reusable"))
    yield [("kind", "reusable"), ("library", "true")]
    yield [("kind", "reusable"), ("library", "true"), ("text", "reusable")]
    yield [("kind", "reusable"), ("status", "revoked")]
    yield [("kind", "reusable"), ("page", org.page.pk)]
    yield [("page", org.page.pk)]
    yield [("owner", org.hosts[4].pk)]
    yield [("batch", org.batch.pk)]
    yield [("parent", org.reusable.pk)]
    yield week
    yield [*week, ("status", "booked")]
    yield from ([("text", text)] for text in ("customer777@company", "customer", "nobody"))
    yield [("metadata[crm]", 777)]
    yield [("metadata[crm]", "none")]
    yield [("metadata[stage]", "won")]
    yield [("metadata[crm]", 777), ("metadata[stage]", "won")]
    yield [("metadata[stage]", "lost"), ("status", "revoked")]
    yield [("metadata[stage]", "lost"), ("batch", org.batch.pk)]


def _of_meetings(org: Organization) -> Iterator[Query]:
    week = [("starts_from", _ago(org, 14)), ("starts_before", _ago(org, 7))]
    narrow = [
        *([("state", state)] for state in BookingState),
        [("link", org.reusable.pk)],
        [("link", org.link.pk)],
        *([("link_type", kind)] for kind in ("public", "reusable", "single-use")),
        [("event_type", org.second.pk)],
        # With the one the member shares meetings, with the other none.
        *([("host", org.hosts[number].pk)] for number in (3, 6)),
        week,
        *([("text", text)] for text in ("customer777@company", "guest775@company.example", "customer", "nobody")),
        [("state", "no-show"), ("event_type", org.first.pk), ("link_type", "single-use")],
    ]
    yield []
    yield from narrow
    # What changed lately, and all that ever changed, from the first on.
    for ago in (1, 10_000):
        yield [("updated_since", _ago(org, ago))]
        yield from ([*query, ("updated_since", _ago(org, ago))] for query in narrow)


def _ago(org: Organization, days: int) -> str:
    return f"{org.now - timedelta(days=days):%Y-%m-%dT%H:%M:%SZ}"
