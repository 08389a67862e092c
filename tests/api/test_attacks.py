"""What no program sends: odd JSON, values, headers, ids and cursors to every operation, and ids of another tenant."""

import json
import re
from base64 import urlsafe_b64encode
from urllib.parse import quote

import pytest
from django.apps import apps

from api import auth
from api.description import FILE
from bookings.actions import book
from links.actions import Hosts, make_reusable
from tests.api.client import Program, token_of
from tests.api.test_permissions import World, operations
from tests.builders import NOW, one_time_link, submission
from tests.databases import rolled_back
from tests.webhooks.receiver import make_call

pytestmark = [pytest.mark.django_db, pytest.mark.walk]
DESCRIPTION = json.loads(FILE.read_text())
DEEP = 60_000
BODIES = [
    b"",
    b"null",
    b"[]",
    b'"text"',
    b"{",
    b"{}garbage",
    b"\xff\xfe{\x00}\x00",
    b"\xef\xbb\xbf{}",
    b'{"page": NaN}',
    b'{"page": -Infinity, "start": 1e999}',
    b'{"page": ' + b"9" * 5_000 + b"}",
    b'{"page": 1, "page": 2, "\\ud800": 3}',
    b'{"label": "\\ud800", "name": "a\\u0000b"}',
    b"[" * DEEP + b"]" * DEEP,
    b'{"metadata":' * DEEP + b"1" + b"}" * DEEP,
    b'{"label": "' + b"x" * 10_000_000 + b'"}',
]
ODD = [
    None,
    True,
    -1,
    2**31,
    2**63,
    10**400,
    1e308,
    "",
    "a\0b",
    "\ud800",
    "x" * 100_000,
    [],
    [[]],
    {},
    {"": {"a": [1]}},
]
IDS = ["0", "-1", "9" * 30, "1%00", "%00", "%ff", "..", "%D9%A1", "1.0", "%201", "0x1", "1e3", "a" * 5_000]
KEYS = [
    "short",
    "k" * 256,
    "k" * 100_000,
    "\0" * 8,
    "\t" * 9,
    "ключ-ключ",
    "\ud800" * 9,
    "a b c d e",
    "key-one, key-two",
]


def cursor(text):
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


TEXTS = [
    "%00", "%ff", "%ed%a0%80", "", "-1", "0", "9" * 30, "1e9", "NaN", "%D9%A3", "x" * 5_000, "%27%22%3B--", "true",
    "2030-02-30", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59-14:00", "2030-01-07T00:00:00%2B99:99",
    *map(cursor, ("after:-1", f"after:{2**63}", "after:", "after:1\0", "place:99999999999.999999:1", "place:0.0:1")),
    cursor("place:-1.000000:1"), "%3D%3D%3D", "a", "é", "%2b" * 20,
]  # fmt: skip


@pytest.fixture
def world(ana, ben, zoe):
    auth.forgeries.__init__()
    return World(ana, ben, zoe)


@pytest.fixture
def admin(world, monkeypatch, settings):
    """The admin's program, without limits, which are tried elsewhere."""
    monkeypatch.setattr("accounts.actions.api_tokens.MOST_ALLOWED", 10**9)
    monkeypatch.setattr("accounts.actions.api_tokens.REFILL", 10**9)
    settings.ACCOUNT_RATE_LIMITS = {}
    return world.programs["admin"]


def described(name):
    """What the description says of an operation."""
    return next(
        one
        for known in DESCRIPTION["paths"].values()
        for one in known.values()
        if isinstance(one, dict) and one.get("operationId") == name
    )


def fields(name):
    """The fields of an operation's body."""
    content = described(name).get("requestBody", {}).get("content", {})
    shapes = [one["schema"]["$ref"].rpartition("/")[2] for one in content.values()]
    return [field for shape in shapes for field in DESCRIPTION["components"]["schemas"][shape]["properties"]]


def parameters(name):
    return [one["name"] for one in described(name).get("parameters", []) if one["in"] == "query"]


def as_sent(text):
    """A header as a server hands it on: its bytes, each as one letter."""
    return text.encode("utf-8", "surrogatepass").decode("latin-1")


def faults(program, requests):
    """The requests that were answered with a fault of the server's; whatever they did is undone."""
    found = []
    for method, address, body, headers in requests:
        with rolled_back():
            response = program(method, address, body, **{name: as_sent(text) for name, text in headers.items()})
        if response.status_code >= 500:
            found.append((method, address[:120], str(body)[:120], {key: one[:40] for key, one in headers.items()}))
    return found


def writing():
    return [name for name, (method, _path) in operations().items() if method != "GET"]


def test_odd_bodies_are_no_fault(world, admin):
    asked = [(*world.place(name), body, {}) for name in writing() for body in BODIES]
    assert faults(admin, asked) == []
    for name in filter(fields, writing()):
        statuses = [admin(*world.place(name), body).status_code for body in BODIES[1:7]]
        assert (name, statuses) == (name, [400] * 6)


def test_odd_values_are_no_fault(world, admin):
    asked = [
        (*world.place(name), {**world.bodies.get(name, {}), field: value}, {})
        for name in writing()
        for field in fields(name)
        for value in ODD
    ]
    assert len(asked) > 500
    assert faults(admin, asked) == []


def test_odd_parameters_and_cursors_are_no_fault(world, admin):
    asked = []
    for name, (method, _path) in operations().items():
        if method == "GET":
            address = world.place(name)[1]
            names = [*parameters(name), "strange", "metadata[crm]", "metadata[]", "%00"]
            # A third of the texts for each, another third for the next: all meet all kinds of parameters.
            asked += [
                (method, f"{address}?{one}={text}", None, {})
                for number, one in enumerate(names, len(asked))
                for text in TEXTS[number % 3 :: 3]
            ]
            asked.append((method, f"{address}?{'&'.join(f'{one}=1&{one}=2' for one in names)}", None, {}))
    assert faults(admin, asked) == []


def test_odd_ids_are_no_fault(world, admin):
    asked = []
    for name, (method, path) in operations().items():
        for odd in IDS if "{" in path else ():
            asked.append((method, re.sub(r"{[^}]*}", odd, path), world.bodies.get(name, {}), {}))
    assert faults(admin, asked) == []


def test_odd_headers_are_no_fault(world, admin):
    everywhere = [(name, "Idempotency-Key") for name in writing()]
    others = ("Request-Id", "Accept-Language", "If-None-Match", "If-Modified-Since", "User-Agent", "Origin", "Cookie")
    asked = [
        (*world.place(name), world.bodies.get(name, {}), {header: key})
        for name, header in (*everywhere, *(("make_link", header) for header in others))
        for key in KEYS
    ]
    assert faults(admin, asked) == []


def test_only_one_token_lets_in(world, admin):
    text = admin.text
    odd = [
        f"Bearer {text}, Bearer {text}",
        f"Bearer {text},{text}",
        f"Bearer {text} {text}",
        f"Bearer {text}\0",
        f"Bearer {text}é",
        f"Bearer {text[:-1]}",
        f"Bearer {text.upper()}",
        f"Bearer {quote(text)}%20",
        f"Token {text}",
        f"Bearer \ud800{text}",
        "Bearer " + "a" * 100_000,
    ]
    assert [admin("GET", "/me", Authorization=one).status_code for one in odd] == [401] * len(odd)
    assert [admin("GET", "/me", Authorization=f"{kind} {text}").status_code for kind in ("Bearer", "bearer")] == [
        200
    ] * 2


class Others:
    """What another tenant has, of each kind."""

    def __init__(self, zoe):
        page = zoe.pages.get()
        event_type = page.event_types.get()
        link = one_time_link(zoe, label="Vane deal", recipient_name="Vic Vane", metadata={"vane": "4711"})
        whom = submission(event_type.pk, name="Vic Vane", email="vic@vane.example")
        meeting = book(submission=whom, link=one_time_link(zoe), now=NOW).booking
        hosts = {"hosts": Hosts(pages=(page,)), "event_types": [event_type]}
        reusable = make_reusable(actor=zoe, owner=zoe, **hosts, name="Vane talks", now=NOW)
        call = make_call(zoe)
        rows = (page, event_type, link, reusable, meeting, zoe, call.delivery, zoe.organization)
        endpoint = call.delivery.recipient.partition(":")[2]
        self.ids = [*sorted({str(row.pk) for row in rows} | {endpoint}), str(meeting.uid)]
        self.organization = zoe.organization
        self.words = ["vane", "zoe", zoe.email, zoe.organization.name, zoe.organization.slug, link.token()]

    def told_by(self, response):
        text = response.content.decode().lower()
        return [word for word in self.words if word.lower() in text]

    def state(self):
        """All their rows."""
        owned = [model for model in apps.get_models() if any(one.name == "organization" for one in model._meta.fields)]
        return {
            model.__name__: list(model.objects.filter(organization=self.organization).order_by("pk").values())
            for model in owned
        }


def requests_with(world, name, pk):
    """Requests for an operation with another's id in each place that takes one."""
    method, path = operations()[name]
    body, own = world.bodies.get(name, {}), world.place(name)[1]
    if "{" in path:
        yield method, re.sub(r"{[^}]*}", pk, path), body
    values = [pk, [pk]] if "-" in pk else [int(pk), [int(pk)]]
    for field in fields(name):
        yield from ((method, own, {**body, field: value}) for value in values)
    if "parent" in fields(name):
        yield method, own, {field: value for field, value in body.items() if field != "page"} | {"parent": values[0]}
    for one in parameters(name):
        yield method, f"{own}?{one}={pk}", None
        yield method, f"{own}?{one}={cursor(f'after:{pk}')}", None


def test_ids_of_others_tell_nothing(world, admin, zoe):
    others = Others(zoe)
    before, told = others.state(), []
    for name in operations():
        with rolled_back():
            for pk in others.ids:
                for method, address, body in requests_with(world, name, pk):
                    with rolled_back():
                        response = admin(method, address, body)
                        words = others.told_by(response)
                        if words or response.status_code >= 500:
                            told.append((name, address, body, response.status_code, words))
            assert others.state() == before, name
    assert told == []
    # They are there, for whoever they belong to.
    mine = Program(token_of(zoe))
    assert others.told_by(mine("GET", f"/bookings/{others.ids[-1]}"))
