"""What programs ask the API's lists for, with each of their filters."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlencode

from accounts.models import ApiToken, User
from bookings.states import BookingState
from links.status import LinkStatus
from tests.bench.asks import Ask
from tests.bench.history import Organization, Past

PREFIX = "/api/v1"
Query = list[tuple[str, object]]


def headers(ask: Ask) -> dict[str, str]:
    """Return the headers of a request to the API, none of a page's."""
    if not ask.path.startswith(PREFIX):
        return {}
    return {"Authorization": f"Bearer {ApiToken.objects.get(user=ask.who).text()}"}


def following(ask: Ask, answer: str, second: str) -> Ask | None:
    """Return the request for the page after this one, if there is one."""
    cursor = json.loads(answer).get("next_cursor")
    if cursor is None:
        return None
    path, _before, _cursor = ask.path.partition("cursor=")
    path += "" if path.endswith(("?", "&")) else "&" if "?" in path else "?"
    return replace(ask, name=f"{ask.name}{second}", path=f"{path}{urlencode({'cursor': cursor})}")


def asks(past: Past) -> Iterator[Ask]:
    """What is asked for: by admins whose tokens reach the organization, by a member, and by one who has nothing."""
    for of in (past.named, past.busy):
        for role, user in (("admin", of.admin), ("member", of.hosts[4]), ("idle member", of.idle)):
            for query in _of_links(of):
                yield _ask("links", query, of.name, role, user)
            if of is past.busy:
                for query in _of_meetings(of):
                    yield _ask("bookings", query, of.name, role, user)
    for noun in ("links", "bookings"):
        yield _ask(noun, [], "quiet", "admin", past.quiet.admin)
    yield from _of_others(past.busy)


def _of_others(of: Organization) -> Iterator[Ask]:
    """The lists of what is neither a link nor a meeting, and the numbers of links."""
    for role, user in (("admin", of.admin), ("member", of.hosts[4]), ("idle member", of.idle)):
        for noun in ("pages", "event-types"):
            yield _ask(noun, [], of.name, role, user)
        for query in ([], [("page", of.page.pk)], [("kind", "version")], [("owner", of.hosts[4].pk)]):
            yield _ask("stats", query, of.name, role, user)
    calls = f"webhooks/{of.endpoint.pk}/deliveries"
    for state in ("delivered", "failed", "waiting"):
        yield _ask(calls, [("status", state)], of.name, "admin", of.admin)
        yield _ask(calls, [("status", state), ("event", "booking.no_show")], of.name, "admin", of.admin)
    yield _ask(calls, [], of.name, "admin", of.admin)


def _ask(noun: str, query: Query, name: str, role: str, user: User) -> Ask:
    text = urlencode(query)
    return Ask(f"API {noun} {text}, {name}, {role}", user, f"{PREFIX}/{noun}{'?' if text else ''}{text}")


def _of_links(of: Organization) -> Iterator[Query]:
    week = [("made_from", _ago(of, 14)), ("made_before", _ago(of, 7))]
    yield []
    yield from ([("status", status)] for status in LinkStatus)
    yield from ([("kind", kind)] for kind in ("one-time", "several", "version", "reusable"))
    yield [("kind", "reusable"), ("library", "true")]
    yield [("kind", "reusable"), ("library", "true"), ("text", "reusable")]
    yield [("kind", "reusable"), ("status", "revoked")]
    yield [("kind", "reusable"), ("page", of.page.pk)]
    yield [("page", of.page.pk)]
    yield [("owner", of.hosts[4].pk)]
    yield [("batch", of.batch.pk)]
    yield [("parent", of.reusable.pk)]
    yield week
    yield [*week, ("status", "booked")]
    yield from ([("text", text)] for text in ("customer777@company", "customer", "nobody"))
    yield [("metadata[crm]", 777)]
    yield [("metadata[crm]", "none")]
    yield [("metadata[stage]", "won")]
    yield [("metadata[crm]", 777), ("metadata[stage]", "won")]
    yield [("metadata[stage]", "lost"), ("status", "revoked")]


def _of_meetings(of: Organization) -> Iterator[Query]:
    week = [("starts_from", _ago(of, 14)), ("starts_before", _ago(of, 7))]
    narrow = [
        *([("state", state)] for state in BookingState),
        [("link", of.reusable.pk)],
        [("link", of.link.pk)],
        *([("link_type", kind)] for kind in ("public", "reusable", "single-use")),
        [("event_type", of.second.pk)],
        # With the one the member shares meetings, with the other none.
        *([("host", of.hosts[number].pk)] for number in (3, 6)),
        week,
        *([("text", text)] for text in ("customer777@company", "guest775@company.example", "customer", "nobody")),
        [("state", "no-show"), ("event_type", of.first.pk), ("link_type", "single-use")],
    ]
    yield []
    yield from narrow
    # What changed lately, and all that ever changed, from the first on.
    for ago in (1, 10_000):
        yield [("updated_since", _ago(of, ago))]
        yield from ([*query, ("updated_since", _ago(of, ago))] for query in narrow)


def _ago(of: Organization, days: int) -> str:
    return f"{of.now - timedelta(days=days):%Y-%m-%dT%H:%M:%SZ}"
