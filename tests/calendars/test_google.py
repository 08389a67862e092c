"""Google's calendars: what counts as busy, marks of change, refusals, and entries whatever answer was lost."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from calendars import errors
from calendars.events import Presence
from calendars.models import Connection
from calendars.oauth import VENDORS
from calendars.providers import Access, Entry, EntryPlace, RemoteCalendar, Tokens, google
from calendars.reading import HostProfile, OwnEntry
from tests.calendars.contract.servers import HERE
from tests.calendars.corpus import span_texts
from tests.calendars.fakes.google import FakeCalendar, Google
from tests.calendars.fakes.google_rules import refused
from tests.calendars.fakes.http import Answer, serve_fake
from tests.calendars.fakes.tokens import Grant

ANA, TOKEN = "ana@gmail.example", "ya29.test"
UID = "5f6d7c1e-0f6a-4f5e-9d0b-3c2a1b0e9f88"
FIRST = f"a1{UID.replace('-', '')}"
PROFILE = HostProfile("Asia/Tokyo", own=frozenset({UID}))
NINE = datetime(2027, 3, 1, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
WINDOW = int(datetime(2027, 2, 28, tzinfo=UTC).timestamp()), int(datetime(2027, 4, 30, tzinfo=UTC).timestamp())
ENTRY = Entry(UID, 0, NINE, NINE + HOUR, "Intro call", "Cy Young", "", "https://meet.example/meetings/7/", NINE)
SCOPES = " ".join(VENDORS[Connection.Kind.GOOGLE].scopes)


@pytest.fixture
def served():
    made = Google()
    made.tokens.access[TOKEN] = Grant(ANA, SCOPES), float(2**40)
    with serve_fake(made.answer) as base:
        made.base = f"{base}/api/"
        yield made


@pytest.fixture
def access(served):
    return Access(served.base, networks=HERE, tokens=Tokens(TOKEN, 2**40, "1//none"))


CALENDAR = RemoteCalendar(ANA, "Work", "Europe/Berlin", True)


def has(served, **event):
    """An event that somebody has made, in the afternoon if nothing else is said."""
    kept = served.calendars[ANA]
    at = {"start": {"dateTime": "2027-03-01T13:00:00+01:00"}, "end": {"dateTime": "2027-03-01T14:00:00+01:00"}}
    name = f"host{len(kept.events):04}"
    usual = {"id": name, "status": "confirmed", "iCalUID": f"{name}@google.com", "summary": "Dentist"}
    return served.save(kept, usual | at | event)


def read(access, cursor=None, window=WINDOW):
    return google.read_calendar(access, CALENDAR, cursor or {}, PROFILE, window)


def put(access, place=None, entry=ENTRY):
    return google.put_entry(access, CALENDAR, place, entry)


def remove(access, place):
    google.remove_entry(access, CALENDAR, place, UID)


def existing(served):
    return {name: one for name, one in served.calendars[ANA].events.items() if one["status"] != "cancelled"}


SOMEBODY, ANA_SAYS = {"email": "x@y.example", "responseStatus": "declined"}, {"email": ANA, "self": True}


@pytest.mark.parametrize(
    ("event", "busy"),
    [
        ({}, True),
        ({"status": "tentative"}, True),
        ({"status": "cancelled"}, False),
        ({"transparency": "transparent"}, False),
        ({"eventType": "workingLocation"}, False),
        ({"eventType": "birthday"}, False),
        ({"eventType": "outOfOffice"}, True),
        ({"eventType": "focusTime"}, True),
        ({"eventType": "fromGmail"}, True),
        ({"eventType": "what comes one day"}, True),
        ({"attendees": [SOMEBODY, ANA_SAYS | {"responseStatus": "declined"}]}, False),
        ({"attendees": [SOMEBODY, ANA_SAYS | {"responseStatus": "needsAction"}]}, True),
        ({"attendees": [SOMEBODY, ANA_SAYS | {"responseStatus": "tentative"}]}, True),
        ({"attendees": [SOMEBODY]}, True),
        ({"end": {"dateTime": "2027-03-01T13:00:00+01:00"}}, False),
    ],
)
def test_each_kind_counts_as_it_should(served, access, event, busy):
    has(served, **event)
    taken = ["2027-03-01 12:00:00 - 2027-03-01 13:00:00"] if busy else []
    assert span_texts(read(access).found.busy) == taken


@pytest.mark.parametrize(
    ("event", "needs"),
    [
        ({"status": "tentative"}, Presence.TENTATIVE),
        ({"attendees": [SOMEBODY, ANA_SAYS | {"responseStatus": "tentative"}]}, Presence.TENTATIVE),
        ({"eventType": "outOfOffice"}, Presence.AWAY),
        ({"eventType": "focusTime"}, None),
        ({"attendees": [ANA_SAYS | {"responseStatus": "needsAction"}]}, None),
        ({"attendees": [SOMEBODY | {"responseStatus": "tentative"}, ANA_SAYS | {"responseStatus": "accepted"}]}, None),
    ],
)
def test_owner_says_what_counts(served, access, event, needs):
    has(served, **event)
    for chosen in (set(), *({one} for one in Presence), set(Presence)):
        profile = replace(PROFILE, counts=frozenset(chosen))
        found = google.read_calendar(access, CALENDAR, {}, profile, WINDOW).found
        assert bool(found.busy) == (needs is None or needs in chosen), chosen


def test_other_choice_reads_anew(served, access):
    has(served, eventType="outOfOffice")
    first = read(access)
    profile = replace(PROFILE, counts=frozenset())
    assert google.read_calendar(access, CALENDAR, first.cursor, profile, WINDOW).found.busy == ()


def test_days_are_the_calendars_own(served, access):
    has(served, start={"date": "2027-03-02"}, end={"date": "2027-03-03"})
    assert span_texts(read(access).found.busy) == ["2027-03-01 23:00:00 - 2027-03-02 23:00:00"]
    served.calendars[ANA].zone = "America/New_York"
    assert span_texts(read(access).found.busy) == ["2027-03-02 05:00:00 - 2027-03-03 05:00:00"]


def test_long_lists_come_in_pages(served, access):
    served.page = 2
    for number in range(5):
        day = {
            end: {"dateTime": f"2027-03-{number + 1:02}T{hour}:00:00Z"} for end, hour in (("start", 10), ("end", 11))
        }
        has(served, **day)
    outcome = read(access)
    assert (len(outcome.found.busy), read(access, outcome.cursor).found) == (5, None)
    has(served)
    assert len(read(access, outcome.cursor).found.busy) == 6


def test_expired_mark_is_read_anew(served, access):
    cursor = read(access).cursor
    has(served)
    served.oldest_change = 10**6
    assert len(read(access, cursor).found.busy) == 1
    assert [json.loads(query).get("syncToken") for name, query in served.operations[-2:] if name.endswith("list")] == [
        cursor["sync"],
        None,
    ]


def test_tomorrows_window_is_read_whole(served, access):
    cursor = read(access).cursor
    has(served)
    tomorrow = WINDOW[0] + 86_400, WINDOW[1] + 86_400
    assert len(read(access, cursor, tomorrow).found.busy) == 1
    assert all("syncToken" not in json.loads(query) for _name, query in served.operations)


def test_titles_are_not_asked_for(served, access):
    has(served, summary="Chemotherapy", location="Ward 7", attendees=[SOMEBODY])
    read(access)
    asked = [json.loads(query)["fields"] for name, query in served.operations if name.endswith("list")]
    assert asked
    assert not any(word in text for text in asked for word in ("summary", "description", "location", "email"))


def test_copies_and_series_of_ours_are_busy(served, access):
    place = put(access)
    ours = served.calendars[ANA].events[place.remote]
    has(served, extendedProperties=ours["extendedProperties"])
    found = read(access).found
    assert (len(found.busy), set(found.own)) == (1, {UID})
    served.save(served.calendars[ANA], ours | {"recurrence": ["RRULE:FREQ=WEEKLY;COUNT=2"]})
    assert len(read(access).found.busy) == 3


def test_invitation_by_mail_is_ours(served, access):
    has(served, iCalUID=UID.upper())
    assert (read(access).found.busy, set(read(access).found.own)) == ((), {UID})


def test_calendars_are_listed_own_first(served, access):
    served.calendars = {
        "holidays": FakeCalendar("Holidays", role="reader", primary=False),
        "team": FakeCalendar("Team", "Nowhere/Land", role="writer", primary=False),
        "free": FakeCalendar("Free", role="freeBusyReader", primary=False),
        ANA: FakeCalendar("Ana"),
    }
    assert [(one.remote, one.name, one.zone, one.writable) for one in google.list_calendars(access)] == [
        (ANA, "Ana", "Europe/Berlin", True),
        ("holidays", "Holidays", "Europe/Berlin", False),
        ("team", "Team", "", True),
    ]


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        (Answer(401, {"error": {"code": 401}}), errors.TokenOver),
        (refused(403, "rateLimitExceeded").answer, errors.ServerBusy),
        (refused(403, "userRateLimitExceeded", Retry_After="77").answer, errors.ServerBusy),
        (refused(403, "insufficientPermissions").answer, errors.ScopeMissing),
        (refused(403, "accessNotConfigured").answer, errors.ClientRefused),
        (refused(429, "rateLimitExceeded", Retry_After="77").answer, errors.ServerBusy),
        (refused(500, "backendError").answer, errors.ServerAway),
        (refused(503, "backendError").answer, errors.ServerBusy),
        (refused(404, "notFound").answer, errors.Gone),
        (refused(400, "badRequest").answer, errors.CalendarRefusal),
        (Answer(200, ["a list"]), errors.CalendarCut),
        (Answer(200, {"items": [{"id": "x", "status": "confirmed"}]}), errors.CalendarCut),
        (Answer(302, None, {"Location": "https://elsewhere.example/"}), errors.CalendarRefusal),
        (Answer(lost=True), errors.ServerAway),
    ],
)
def test_each_answer_has_its_meaning(served, access, said, refusal):
    served.faults = [said]
    with pytest.raises(errors.CalendarRefusal) as caught:
        read(access)
    assert type(caught.value) is refusal
    if "Retry-After" in said.headers:
        assert caught.value.retry_after == 77


def test_answer_that_comes_late_is_none(served, access):
    with pytest.raises(errors.ServerAway):
        read(replace(access, until=0))


def test_read_only_calendar_takes_no_entry(served, access):
    served.calendars[ANA].role = "reader"
    with pytest.raises(errors.ReadOnlyCalendar):
        put(access)


def test_entry_tells_nobody(served, access):
    place = put(access)
    put(access, place, replace(ENTRY, sequence=1, starts_at=NINE + HOUR, ends_at=NINE + 2 * HOUR))
    remove(access, place)
    written = [query for name, query in served.operations if name.rpartition(".")[2] in {"insert", "patch", "delete"}]
    assert [json.loads(one)["sendUpdates"] for one in written] == ["none"] * len(written)
    assert "attendees" not in served.calendars[ANA].events[place.remote]


def test_day_made_by_the_host_is_undone(served, access):
    place = put(access)
    event = served.calendars[ANA].events[place.remote]
    served.save(served.calendars[ANA], event | {"start": {"date": "2027-03-02"}, "end": {"date": "2027-03-03"}})
    assert google.look_at_entry(access, CALENDAR, place, UID).starts == int((NINE + 14 * HOUR).timestamp())
    put(access, place)
    assert served.calendars[ANA].events[place.remote]["start"] == {
        "dateTime": "2027-03-01T09:00:00Z",
        "timeZone": "UTC",
    }


def test_deleted_ids_are_not_free_again(served, access):
    first = put(access)
    for number in (1, 2):
        remove(access, None)
        assert existing(served) == {}
        assert put(access).remote == f"{FIRST}{number}"
    assert (put(access, first).remote, set(existing(served))) == (f"{FIRST}2", {f"{FIRST}2"})
    remove(access, first)
    assert existing(served) == {}


def test_host_who_deletes_for_ever_ends_it(served, access):
    place = EntryPlace(f"{FIRST}21", "")
    with pytest.raises(errors.CalendarRefusal):
        put(access, place)


def play(served, access, losses, deeds):
    """Deeds one after the other, each repeated until it is answered; the answers in `losses` are lost."""
    place, number = None, 0
    for deed in deeds:
        for _try in range(9):
            served.lost = int(number in losses)
            number += 1
            try:
                if deed == "cancel":
                    remove(access, place)
                    place = None
                else:
                    place = put(access, place, entry_of(deed))
                break
            except errors.ServerAway:
                continue
            finally:
                served.lost = 0
        else:
            raise AssertionError("Never answered.")


def entry_of(deed):
    hours = int(deed)
    return replace(ENTRY, sequence=hours, starts_at=NINE + hours * HOUR, ends_at=NINE + (hours + 1) * HOUR)


STORIES = [
    ("0",),
    ("0", "1"),
    ("0", "1", "cancel"),
    ("0", "cancel"),
    ("0", "cancel", "2"),
    ("0", "cancel", "2", "cancel"),
]


@pytest.mark.parametrize("deeds", STORIES)
@pytest.mark.parametrize("losses", [(), (0,), (1,), (0, 1), (0, 2), (1, 2), (0, 2, 4), (1, 3), (0, 1, 2)])
def test_lost_answers_leave_one_entry(served, access, deeds, losses):
    play(served, access, losses, deeds)
    found = read(access).found
    if deeds[-1] == "cancel":
        assert (existing(served), dict(found.own)) == ({}, {})
    else:
        wanted = entry_of(deeds[-1])
        times = OwnEntry(int(wanted.starts_at.timestamp()), int(wanted.ends_at.timestamp()), True)
        assert (len(existing(served)), dict(found.own)) == (1, {UID: times})
    assert found.busy == ()


@pytest.mark.slow
@pytest.mark.parametrize("number", range(200))
def test_lost_answers_in_many_rounds(served, access, number):
    deeds = STORIES[number % len(STORIES)]
    losses = tuple(place for place in range(8) if number >> place & 1)
    play(served, access, losses, deeds)
    assert len(existing(served)) == (0 if deeds[-1] == "cancel" else 1)
