"""Answers that a service should never give: each is refused, or what it says; never a fault of ours, and never free."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from calendars import errors, oauth
from calendars.providers import (
    Access,
    Entry,
    EntryPlace,
    RemoteCalendar,
    Tokens,
    caldav,
    google,
    google_push,
    graph,
    ics,
    microsoft,
    microsoft_push,
)
from calendars.providers.http import LONGEST_WAIT, seconds_to_wait
from calendars.reading import HostProfile
from tests.calendars.corpus import span_texts
from tests.calendars.fakes.vendor import HERE, LOOPBACK
from tests.core.servers import answering, serving
from tests.tables import table

UID = "5f6d7c1e-0f6a-4f5e-9d0b-3c2a1b0e9f88"
NINE = datetime(2027, 3, 1, 9, tzinfo=UTC)
WINDOW = int(NINE.timestamp()) - 86_400, int(NINE.timestamp()) + 60 * 86_400
ENTRY = Entry(UID, 0, NINE, NINE + timedelta(hours=1), "Call", "", "", "https://a.example/", NINE)
PROFILE = HostProfile("Europe/Berlin", own=frozenset({UID}))
VENDORS = {"google": google, "microsoft": microsoft}
PROVIDERS = VENDORS | {"caldav": caldav, "ics": ics}
OK = "200 OK"
MULTISTATUS = '<d:multistatus xmlns:d="DAV:"><d:response>'


def said(value):
    return OK, json.dumps(value).encode()


def listed(value):
    """The same under the names that both vendors give their lists."""
    return said({"items": value, "value": value, "timeZone": "UTC", "nextSyncToken": "1"})


ANSWERS = {
    "a web page": (OK, b"<!doctype html><title>Sign in</title>"),
    "no content": ("204 No Content", b""),
    "nothing": (OK, b""),
    "half of an object": (OK, b'{"items": [{"id": "a"'),
    "half of a character": (OK, b'{"items": ["\xe2\x82'),
    "not even UTF-8": (OK, b"\xff\xfe\x00\x00"),
    "a list": said([]),
    "a number": said(7),
    "null": said(None),
    "an empty object": said({}),
    "an object of something else": said({"message": "Welcome"}),
    "brackets without end": (OK, b"[" * 200_000),
    "objects without end": (OK, b'{"items":' * 100_000),
    "a number of 5,000 digits": (OK, b'{"items": [{"id": ' + b"9" * 5_000 + b"}]}"),
    "a word for a list": listed("x"),
    "an object for a list": listed({"id": "x"}),
    "a list of words": listed(["x"]),
    "a list of nulls": listed([None]),
    "a list of lists": listed([[]]),
    "a list of empty objects": listed([{}]),
    "an id that is none": listed([{"id": None}, {"id": ["x"]}]),
    "times that are words": listed([{"id": "x", "start": "noon", "end": "one", "status": "confirmed"}]),
    "no end": listed([{"id": "x", "start": {"dateTime": "2027-03-01T09:00:00Z", "timeZone": "UTC"}}]),
    "a time that is none": listed([{"id": "x", "start": {"dateTime": "2027-02-30T09:00:00Z"}, "end": {"dateTime": 7}}]),
    "a date before all": listed([{"id": "x", "start": {"date": "0000-00-00"}, "end": {"date": "0001-01-01"}}]),
    "a date after all": listed([{"id": "x", "start": {"date": "9999-12-31"}, "end": {"date": "99999-01-01"}}]),
    "a page elsewhere": said({"value": [], "items": [], "@odata.nextLink": "https://elsewhere.example/x"}),
    "a page that is none": said({"value": [], "items": [], "@odata.nextLink": "x://["}),
    "a page of itself": said({"value": [], "items": [], "nextPageToken": "again", "@odata.nextLink": "me/calendars"}),
    "an error that is a word": ("403 Forbidden", b'{"error": "no", "message": 7}'),
    "errors that are words": ("403 Forbidden", b'{"error": {"errors": ["no", null, 7]}}'),
    "an error without end": ("400 Bad Request", b"[" * 200_000),
    "a redirect to itself": ("302 Found", b"", "Location: /"),
    "a redirect to nowhere": ("301 Moved", b"", "Location: http://["),
    "a status of its own": ("299 Odd", b"{}"),
    "a teapot": ("418 I'm a teapot", b"short and stout"),
    "too many": ("429 Too Many Requests", b"", "Retry-After: soon"),
    "payment required": ("402 Payment Required", b""),
    "gone": ("410 Gone", b"{}"),
    "half of XML": ("207 Multi-Status", MULTISTATUS.encode()),
    "XML of XML": ("207 Multi-Status", MULTISTATUS.encode() * 10_000),
    "a calendar that is cut": (OK, b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n"),
}
# What may be taken for a calendar in which there is nothing: it says so.
SAYS_NOTHING = {("google", "a page elsewhere"), ("google", "a page that is none")}


def asking(provider, base):
    """All that is asked of a service, by its name."""
    access = Access(f"{base}/", networks=HERE, tokens=Tokens("word", 2**40, "again"))
    calendar, place = RemoteCalendar(f"{base}/work/" if provider is caldav else "work", "Work", "", True), None
    known = EntryPlace(f"{base}/work/{UID}.ics" if provider is caldav else "a1", "")
    return {
        "list": lambda: provider.list_calendars(access),
        "read": lambda: provider.read_calendar(access, calendar, {}, PROFILE, WINDOW),
        "read on": lambda: provider.read_calendar(access, calendar, {"sync": "1", "window": "1"}, PROFILE, WINDOW),
        "put": lambda: provider.put_entry(access, calendar, place, ENTRY),
        "put again": lambda: provider.put_entry(access, calendar, known, ENTRY),
        "remove": lambda: provider.remove_entry(access, calendar, place, UID),
        "remove known": lambda: provider.remove_entry(access, calendar, known, UID),
        "look": lambda: provider.look_at_entry(access, calendar, known, UID),
    }


def each_answer():
    """Each odd answer by its name, and where a server gives it."""
    for answer, said in ANSWERS.items():
        with serving(answering(*said)) as server:
            yield answer, f"http://127.0.0.1:{server.port}"


@pytest.fixture
def low_limits(monkeypatch):
    """What ends after so many requests, ends sooner."""
    monkeypatch.setattr(google, "MOST_GENERATIONS", 2)
    for module in (google, graph):
        monkeypatch.setattr(module, "MOST_PAGES", 3)


@pytest.mark.parametrize("name", PROVIDERS)
@pytest.mark.usefixtures("low_limits")
def test_odd_answers_are_refused(name):
    faults = {}
    for answer, base in each_answer():
        for asked, ask in asking(PROVIDERS[name], base).items():
            try:
                found = ask()
            except errors.CalendarRefusal:
                continue
            except Exception as error:
                faults[answer, asked] = repr(error)[:100]
                continue
            if asked.startswith("read") and (name, answer) not in SAYS_NOTHING:
                faults[answer, asked] = f"read as {found.found}"
    assert faults == {}


@pytest.mark.parametrize("pusher", [google_push, microsoft_push])
def test_odd_answers_tell_of_no_changes(pusher):
    faults = {}
    for answer, base in each_answer():
        access = Access(f"{base}/", networks=HERE, tokens=Tokens("word", 2**40, "again"))
        calendar = RemoteCalendar("work", "Work", "", True)
        try:
            pusher.watch_calendar(access, calendar, "https://meet.example/hooks/x/", WINDOW[0])
        except errors.CalendarRefusal:
            continue
        except Exception as error:
            faults[answer] = repr(error)[:100]
    assert faults == {}


@pytest.mark.parametrize("kind", oauth.VENDORS)
def test_odd_answers_give_no_tokens(monkeypatch, settings, kind):
    settings.PRIVATE_NETWORKS, settings.PRIVATE_PLAIN_HTTP = LOOPBACK, True
    setattr(settings, f"{kind.name}_CLIENT_ID", "id")
    setattr(settings, f"{kind.name}_CLIENT_SECRET", "secret")
    faults = {}
    for answer, base in each_answer():
        vendor = replace(oauth.VENDORS[kind], token=f"{base}/", api=f"{base}/")
        monkeypatch.setitem(oauth.VENDORS, kind, vendor)
        for asked, ask in asking_for_tokens(kind, vendor).items():
            try:
                faults[answer, asked] = f"read as {ask()}"
            except errors.CalendarRefusal:
                continue
            except Exception as error:
                faults[answer, asked] = repr(error)[:100]
    assert faults == {}


def asking_for_tokens(kind, vendor):
    return {
        "renew": lambda: oauth.renew_tokens(kind, Tokens("word", 1, "again")),
        "exchange": lambda: oauth.exchange_code(
            vendor, code="code", verifier="verifier", redirect_uri="https://meet.example/"
        ),
        "account": lambda: oauth.account_name(vendor, oauth.access_with_tokens(vendor, Tokens("word", 2**40, "again"))),
    }


def hour(start, end, **more):
    return {"id": "x", "status": "confirmed", "showAs": "busy", "start": start, "end": end, **more}


BEFORE_ITS_BEGINNING = hour({"dateTime": "2027-03-01T10:00:00Z"}, {"dateTime": "2027-03-01T09:00:00Z"})
NOWHERE = {"timeZone": "Atlantis/Capital"}
IN_NO_ZONE = hour({"dateTime": "2027-03-01T09:00:00"} | NOWHERE, {"dateTime": "2027-03-01T10:00:00"} | NOWHERE)
SPRING = hour({"date": "2027-03-28"}, {"date": "2027-03-29"})
SPRING_THERE = hour(
    {"dateTime": "2027-03-28T00:00:00.0000000", "timeZone": "UTC"},
    {"dateTime": "2027-03-29T00:00:00.0000000", "timeZone": "UTC"},
    isAllDay=True,
)
STRANGE_LISTS = hour(
    {"dateTime": "2027-03-01T09:00:00Z"},
    {"dateTime": "2027-03-01T10:00:00Z"},
    extendedProperties=["x"],
    responseStatus="declined",
    singleValueExtendedProperties=["x"],
)
AN_HOUR = ["2027-03-01 09:00:00 - 2027-03-01 10:00:00"]
FROM_EARLIEST_TO_LATEST = ["2027-02-28 19:00:00 - 2027-03-01 22:00:00"]
A_SHORT_DAY = ["2027-03-27 23:00:00 - 2027-03-28 22:00:00"]


@table(
    ("name", "event", "taken"),
    [
        ("google", BEFORE_ITS_BEGINNING, AN_HOUR),
        ("microsoft", BEFORE_ITS_BEGINNING, AN_HOUR),
        ("google", IN_NO_ZONE, FROM_EARLIEST_TO_LATEST),
        ("microsoft", IN_NO_ZONE, FROM_EARLIEST_TO_LATEST),
        ("google", SPRING, A_SHORT_DAY),
        ("microsoft", SPRING_THERE, A_SHORT_DAY),
        ("google", STRANGE_LISTS, AN_HOUR),
        ("microsoft", STRANGE_LISTS, AN_HOUR),
        ("google", hour(*[{"dateTime": "2027-03-01T09:00:00Z"}] * 2), []),
    ],
)
def test_odd_events_take_no_less(name, event, taken):
    body = {"items": [event], "value": [event], "timeZone": "Europe/Berlin", "nextSyncToken": "1"}
    with serving(answering(*said(body))) as server:
        read = asking(VENDORS[name], f"http://127.0.0.1:{server.port}")["read"]
        assert span_texts(read().found.busy) == taken


@table(
    ("asked", "date", "seconds"),
    [
        ("", "", 300),
        ("-5", "", 300),
        ("1e9", "", 300),
        ("٣", "", 300),
        ("0", "", 0),
        ("99999999999999999999", "", LONGEST_WAIT),
        ("Mon, 01 Mar 2027 09:01:00 GMT", "Mon, 01 Mar 2027 09:00:00 GMT", 60),
        ("Mon, 01 Mar 2027 09:01:00 -0000", "Mon, 01 Mar 2027 09:00:00", 60),
        ("Mon, 01 Mar 2027 09:00:00 GMT", "Mon, 01 Mar 2027 09:01:00 GMT", 0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", "Mon, 01 Jan 0001 00:00:00 GMT", LONGEST_WAIT),
        ("Fri, 31 Dec 9999 23:59:59 -2359", "Mon, 01 Mar 2027 09:00:00 GMT", LONGEST_WAIT),
        ("Fri, 31 Dec 99999 23:59:59 GMT", "Mon, 01 Mar 2027 09:00:00 GMT", 300),
        ("Fri, 31 Dec 2027 23:59:59 +999999999", "Mon, 01 Mar 2027 09:00:00 GMT", 300),
        ("Mon, 01 Mar 2027 09:01:00 GMT", "yesterday", 300),
        ("120, 60", "", 300),
    ],
)
def test_patience_has_an_end(asked, date, seconds):
    assert seconds_to_wait(asked, date) == seconds
