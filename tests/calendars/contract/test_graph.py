"""Microsoft Graph, played on this machine by its own documents (`fakes/graph.py`): what is asked and written there."""

import random
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from urllib.parse import unquote

import pytest

from calendars import errors
from calendars.events import Presence
from calendars.providers import Access, EntryPlace, RemoteCalendar, Tokens, microsoft
from calendars.providers.graph_events import PROPERTY
from calendars.reading import HostProfile
from tests.calendars.contract.servers import HERE
from tests.calendars.contract.test_contract import ENTRY, HOUR, NINE, PROFILE, UID, WINDOW, seconds
from tests.calendars.corpus import span_texts
from tests.calendars.fakes.graph import GraphFake
from tests.calendars.fakes.http import Answer, serve_fake

pytestmark = pytest.mark.contract
DAY = timedelta(days=1)
# Lost answers in each of so many lives of an entry.
ROUNDS = [pytest.param(5, id="few"), pytest.param(200, id="many", marks=pytest.mark.slow)]


@pytest.fixture(scope="module")
def address():
    """One server for all tests, each with a mailbox of its own."""
    mailbox: list[GraphFake] = [GraphFake()]
    with serve_fake(lambda asked: mailbox[0].answer(asked)) as base:
        yield f"{base}/v1.0/", mailbox


@pytest.fixture
def graph(address):
    base, mailbox = address
    mailbox[0] = graph = GraphFake(base)
    graph.accepts = lambda token: token == "word"
    graph.work = RemoteCalendar(graph.add_calendar("Work"), "Work", "", True)
    graph.access = access(base)
    return graph


def access(base, word="word"):
    return Access(base, networks=HERE, tokens=Tokens(word, 2**40, "again"))


def at(hour, day=1, minute=0):
    return {"dateTime": f"2027-03-{day:02}T{hour:02}:{minute:02}:00.0000000", "timeZone": "UTC"}


def host_adds(graph, start, end, **fields):
    return graph.add_event(graph.work.remote, start=start, end=end, **fields)


def read(graph, cursor=None, profile=PROFILE, window=WINDOW):
    return microsoft.read_calendar(graph.access, graph.work, cursor or {}, profile, window)


def busy(graph, **given):
    return span_texts(read(graph, **given).found.busy)


def put(graph, place=None, entry=ENTRY):
    return microsoft.put_entry(graph.access, graph.work, place, entry)


def look(graph, place):
    return microsoft.look_at_entry(graph.access, graph.work, place, UID)


def moved_by(hours, sequence=1):
    return replace(ENTRY, sequence=sequence, starts_at=NINE + hours * HOUR, ends_at=NINE + (hours + 1) * HOUR)


def ours(graph):
    """The events that name our meeting."""
    return [one for one in graph.events.values() if one["singleValueExtendedProperties"]]


def asked(graph, method):
    return [one for one in graph.requests if one.method == method]


def test_calendars_are_listed_default_first(graph):
    graph.calendars.clear()
    graph.add_calendar("Holidays", editable=False)
    (first,) = graph.calendars.values()
    first["isDefaultCalendar"] = False
    work = graph.add_calendar("Work")
    graph.calendars[work]["isDefaultCalendar"] = True
    found = microsoft.list_calendars(graph.access)
    assert [(one.name, one.writable, one.zone) for one in found] == [("Work", True, ""), ("Holidays", False, "")]


def test_account_without_mailbox_has_no_calendars(graph):
    for answer in (
        Answer(200, {"value": []}),
        Answer(404, {"error": {"code": "MailboxNotEnabledForRESTAPI"}}),
        Answer(403, {"error": {"code": "ErrorAccessDenied"}}),
    ):
        graph.faults = [answer]
        with pytest.raises(errors.NoCalendars):
            microsoft.list_calendars(graph.access)


@pytest.mark.parametrize(
    ("fields", "takes"),
    [
        ({}, True),
        ({"showAs": "tentative"}, True),
        ({"showAs": "oof"}, True),
        ({"showAs": "unknown"}, True),
        ({"showAs": "free"}, False),
        ({"showAs": "workingElsewhere"}, False),
        ({"sensitivity": "private"}, True),
        ({"isCancelled": True}, False),
        ({"responseStatus": {"response": "declined", "time": "2027-01-01T00:00:00Z"}}, False),
        ({"responseStatus": {"response": "notResponded", "time": "2027-01-01T00:00:00Z"}}, True),
        ({"responseStatus": {"response": "tentativelyAccepted", "time": "2027-01-01T00:00:00Z"}}, True),
        ({"responseStatus": None}, True),
    ],
)
def test_what_counts_as_busy(graph, fields, takes):
    host_adds(graph, at(9), at(10), **fields)
    assert busy(graph) == (["2027-03-01 09:00:00 - 2027-03-01 10:00:00"] if takes else [])


@pytest.mark.parametrize(
    ("fields", "needs"),
    [
        ({"showAs": "tentative"}, Presence.TENTATIVE),
        ({"showAs": "oof"}, Presence.AWAY),
        ({"showAs": "workingElsewhere"}, Presence.ELSEWHERE),
        ({"showAs": "busy"}, None),
        ({"showAs": "unknown"}, None),
    ],
)
def test_owner_says_what_counts(graph, fields, needs):
    host_adds(graph, at(9), at(10), **fields)
    cursor = {}
    for chosen in (set(), *({one} for one in Presence), set(Presence)):
        outcome = read(graph, cursor, replace(PROFILE, counts=frozenset(chosen)))
        assert bool(outcome.found.busy) == (needs is None or needs in chosen), chosen
        cursor = outcome.cursor


def test_whole_days_are_dates(graph):
    """Graph writes them from midnight to midnight in whatever zone is asked for: they are days where the host is."""
    host_adds(graph, at(0, 2), at(0, 3), isAllDay=True)
    assert busy(graph) == ["2027-03-01 23:00:00 - 2027-03-02 23:00:00"]
    assert busy(graph, profile=HostProfile("America/New_York")) == ["2027-03-02 05:00:00 - 2027-03-03 05:00:00"]
    # The clocks change on the 28th in Berlin: that day has 23 hours.
    host_adds(graph, at(0, 28), at(0, 29), isAllDay=True)
    assert busy(graph)[1] == "2027-03-27 23:00:00 - 2027-03-28 22:00:00"


def test_zones_by_their_windows_names(graph):
    zone = {"dateTime": "2027-03-01T10:00:00", "timeZone": "W. Europe Standard Time"}
    event = {"id": "x", "start": zone, "end": zone | {"dateTime": "2027-03-01T11:00:00"}, "showAs": "busy"}
    graph.faults = [Answer(200, {"value": [event]})]
    assert busy(graph) == ["2027-03-01 09:00:00 - 2027-03-01 10:00:00"]
    unknown = {"dateTime": "2027-03-05T10:00:00", "timeZone": "tzone://Microsoft/Custom"}
    graph.faults = [Answer(200, {"value": [event | {"start": unknown, "end": unknown}]})]
    found = read(graph).found
    assert span_texts(found.busy) == ["2027-03-04 20:00:00 - 2027-03-05 22:00:00"]
    assert [str(warning) for warning, _at in found.warnings] == ["unknown zone"]


def test_series_are_read_as_their_instances(graph):
    weekly = {"pattern": {"type": "weekly", "interval": 1}, "range": {"type": "endDate", "endDate": "2027-03-15"}}
    host_adds(graph, at(12), at(13), recurrence=weekly)
    assert busy(graph) == [f"2027-03-{day:02} 12:00:00 - 2027-03-{day:02} 13:00:00" for day in (1, 8, 15)]


def test_neither_titles_nor_people_are_asked_for(graph):
    host_adds(graph, at(9), at(10))
    read(graph)
    (sent,) = graph.requests
    assert not {"subject", "body", "bodyPreview", "location", "attendees", "organizer"} & {
        *sent.query["$select"].split(",")
    }


def test_all_pages_are_read(graph):
    graph.largest_page = 2
    for day in range(1, 6):
        host_adds(graph, at(9, day), at(10, day))
    assert len(busy(graph)) == 5
    assert len(graph.requests) == 3


def test_list_that_is_not_whole_is_none(graph):
    graph.largest_page = 2
    for day in range(1, 6):
        host_adds(graph, at(9, day), at(10, day))
    graph.expired_pages = True
    with pytest.raises(errors.CalendarCut):
        read(graph)
    elsewhere = {"value": [], "@odata.nextLink": "https://evil.example/v1.0/me/calendars/x/calendarView"}
    for answer, error in (
        (Answer(200, {"value": [{"id": "x"}]}), errors.CalendarCut),
        (Answer(200, {"value": [{"id": "x", "start": {"dateTime": "soon"}, "end": at(9)}]}), errors.CalendarCut),
        (Answer(200, {"value": "x"}), errors.CalendarCut),
        (Answer(200, ["x"]), errors.CalendarCut),
        (Answer(400, {"error": {"code": "BadRequest"}}), errors.CalendarCut),
        (Answer(200, elsewhere), errors.Blocked),
    ):
        graph.faults = [answer]
        with pytest.raises(error):
            read(graph)


def test_nothing_new_is_not_kept(graph):
    key = host_adds(graph, at(9), at(10))
    first = read(graph)
    assert read(graph, first.cursor).found is None
    # A change of nothing that counts.
    graph.events[key]["subject"] = "Other"
    graph.touch(key)
    assert read(graph, first.cursor).found is None
    graph.events[key]["showAs"] = "free"
    changed = read(graph, first.cursor)
    assert (changed.found.busy, read(graph, changed.cursor).found) == ((), None)
    assert read(graph, changed.cursor, profile=HostProfile("Asia/Tokyo")).found is not None
    assert read(graph, changed.cursor, window=(WINDOW[0], WINDOW[1] + 86_400)).found is not None


def test_servers_refusals_are_understood(graph):
    wait = {"Retry-After": "17"}
    for answer, error in (
        (Answer(429, {"error": {"code": "activityLimitReached"}}, wait), errors.ServerBusy),
        (Answer(503, {"error": {"code": "serviceNotAvailable"}}, wait), errors.ServerBusy),
        (Answer(504, {"error": {"code": "generalException"}}), errors.ServerAway),
        (Answer(403, {"error": {"code": "ErrorAccessDenied"}}), errors.Gone),
        (Answer(404, {"error": {"code": "ErrorItemNotFound"}}), errors.Gone),
    ):
        graph.faults = [answer]
        with pytest.raises(error) as caught:
            read(graph)
        assert getattr(caught.value, "retry_after", 17) == 17
    graph.access = access(graph.base, "old")
    with pytest.raises(errors.TokenOver):
        read(graph)


def test_entry_is_written_once_and_invites_nobody(graph):
    first = put(graph)
    again = put(graph)
    third = put(graph, again)
    assert first.remote == again.remote == third.remote
    (event,) = ours(graph)
    assert event["singleValueExtendedProperties"] == [{"id": PROPERTY, "value": UID}]
    assert event["subject"] == ENTRY.summary
    assert event["body"] == {"contentType": "text", "content": f"{ENTRY.description}\n{ENTRY.page}"}
    assert (event["location"], event["showAs"]) == ({"displayName": ENTRY.location}, "busy")
    assert ("attendees" in event, graph.invited) == (False, [])
    found = read(graph).found
    assert (found.busy, dict(found.own)) == ((), {UID: seconds(ENTRY)})
    assert look(graph, third) == seconds(ENTRY)


def test_moved_entry_is_one_entry(graph):
    place = put(graph, put(graph), moved_by(2))
    assert (look(graph, place), len(ours(graph))) == (seconds(moved_by(2)), 1)
    # The host has made a series of whole days of it.
    weekly = {"pattern": {"type": "weekly", "interval": 1}, "range": {"type": "endDate", "endDate": "2027-03-15"}}
    graph.events[place.remote] |= {"recurrence": weekly, "isAllDay": True, "start": at(0), "end": at(0, 2)}
    assert len(read(graph).found.busy) == 3
    put(graph, place, moved_by(2))
    assert (read(graph).found.busy, look(graph, place)) == ((), seconds(moved_by(2)))


def test_what_the_host_added_stays(graph):
    place = put(graph)
    event = graph.events[place.remote]
    text = event["body"]["content"].replace("\n", "\r\n") + "\r\nBring the contract."
    event |= {"body": {"contentType": "text", "content": text}, "categories": ["red"], "reminderMinutesBeforeStart": 5}
    event["subject"] = "My intro"
    put(graph, place, replace(moved_by(1), description="Cy Young"))
    content = event["body"]["content"]
    assert content == f"Cy Young\n{ENTRY.page}\nBring the contract."
    assert (event["subject"], event["categories"], event["reminderMinutesBeforeStart"]) == (ENTRY.summary, ["red"], 5)


def test_change_at_the_same_moment_stays(graph, monkeypatch):
    place = put(graph)
    get, edits = microsoft._get, [1]

    def get_and_edit(way, calendar, remote):
        found = get(way, calendar, remote)
        if edits.pop() if edits else False:
            graph.events[remote]["body"] = {"contentType": "text", "content": f"{ENTRY.page}\nNew note."}
            graph.touch(remote)
        return found

    monkeypatch.setattr(microsoft, "_get", get_and_edit)
    put(graph, place, moved_by(1))
    assert graph.events[place.remote]["body"]["content"].endswith("New note.")
    assert look(graph, place) == seconds(moved_by(1))


@pytest.mark.parametrize("conflicts", [False, True])
def test_deleted_entries_are_written_anew(graph, conflicts):
    graph.conflicts = conflicts
    place = put(graph)
    graph.delete_event(place.remote)
    assert look(graph, place) is None
    # It is made again, although the service remembers the first one by its name.
    again = put(graph, place)
    assert (look(graph, again), len(ours(graph)), again.remote != place.remote) == (seconds(ENTRY), 1, True)


def test_removing_twice_is_removing_once(graph):
    place = put(graph)
    for _time in range(2):
        microsoft.remove_entry(graph.access, graph.work, place, UID)
    put(graph)
    for _time in range(2):
        microsoft.remove_entry(graph.access, graph.work, None, UID)
    assert (look(graph, place), graph.events) == (None, {})


def test_entry_is_gone_with_its_calendar(graph):
    place = put(graph)
    graph.calendars.clear()
    microsoft.remove_entry(graph.access, graph.work, place, UID)
    microsoft.remove_entry(graph.access, graph.work, None, UID)


def test_entry_elsewhere_is_removed_there(graph):
    """It was made again by an attempt whose answer was lost."""
    place = put(graph)
    graph.delete_event(place.remote)
    put(graph, place)
    microsoft.remove_entry(graph.access, graph.work, place, UID)
    assert graph.events == {}


def test_invitation_from_a_mail_is_ours_too(graph):
    """Outlook keeps the UID of another system in a form of its own."""
    wrapped = b"\x04\x00\x00\x00\x82\x00\xe0\x00\x74\xc5\xb7\x10\x1a\x82\xe0\x08" + b"\0" * 24
    wrapped += b"vCal-Uid\x01\x00\x00\x00" + UID.encode() + b"\0"
    host_adds(graph, at(9), at(10), iCalUId=wrapped.hex().upper())
    found = read(graph).found
    assert (found.busy, dict(found.own)) == ((), {UID: seconds(ENTRY)})
    for other in (UID.upper(), "040000008200E00074C5B7101A82E008zz", "040000008200E00074C5B7101A82E00800"):
        graph.events.clear()
        host_adds(graph, at(9), at(10), iCalUId=other)
        assert len(read(graph).found.own) == (other == UID.upper())


def test_copy_that_the_host_made_is_busy(graph):
    place = put(graph)
    copied = {name: graph.events[place.remote][name] for name in ("singleValueExtendedProperties",)}
    host_adds(graph, at(15), at(16), **copied)
    found = read(graph).found
    assert (span_texts(found.busy), found.own[UID]) == (["2027-03-01 15:00:00 - 2027-03-01 16:00:00"], seconds(ENTRY))


def test_cancelled_entry_is_no_entry(graph):
    place = put(graph)
    graph.events[place.remote]["isCancelled"] = True
    assert read(graph).found.own == {UID: replace(seconds(ENTRY), exists=False)}


def test_calendar_that_takes_no_entry_says_so(graph):
    holidays = RemoteCalendar(graph.add_calendar("Holidays", editable=False), "Holidays", "", False)
    with pytest.raises(errors.ReadOnlyCalendar):
        microsoft.put_entry(graph.access, holidays, None, ENTRY)
    gone = replace(graph.work, remote="AAMkGone=")
    with pytest.raises(errors.Gone):
        microsoft.put_entry(graph.access, gone, None, ENTRY)


def test_refused_entries_are_told(graph):
    for answer in (Answer(400, {"error": {"code": "ErrorInvalidRequest"}}), Answer(507, {"error": {"code": "quota"}})):
        # Nothing is found, and it cannot be made.
        graph.faults = [Answer(200, {"value": []}), answer]
        with pytest.raises(errors.CalendarRefusal):
            put(graph)
    assert graph.events == {}


@pytest.mark.parametrize("conflicts", [False, True])
@pytest.mark.parametrize("rounds", ROUNDS)
def test_lost_answers_leave_one_entry(graph, rounds, conflicts):
    """Any answer may be lost after the deed: one entry, at the right time; none once the meeting is cancelled."""
    graph.conflicts = conflicts
    dice = random.Random(7)
    for _round in range(rounds):
        place = None
        for sequence in range(dice.randint(1, 4)):
            wanted = moved_by(sequence, sequence)
            if place and dice.random() < 0.2:
                graph.delete_event(place.remote)
            place = _insist(graph, dice, partial(put, graph, place, wanted))
            assert (look(graph, place), len(ours(graph))) == (seconds(wanted), 1)
            # What was noted of where it stands may be lost with the answer.
            place = place if dice.random() < 0.7 else None
        _insist(graph, dice, partial(microsoft.remove_entry, graph.access, graph.work, place, UID))
        assert (ours(graph), graph.invited) == ([], [])
        graph.transactions.clear()


def _insist(graph, dice, deed):
    """Do it as often as it takes, where each kind of answer may be lost first."""
    for _try in range(6):
        graph.lost_methods = [dice.choice(["POST", "PATCH", "GET", "DELETE"])] if dice.random() < 0.6 else []
        with suppress(errors.ServerAway):
            return deed()
    graph.lost_methods = []
    return deed()


@pytest.mark.parametrize(
    "body",
    [
        {"start": "2027-03-01T09:00:00Z"},
        {"start": {"dateTime": "2027-03-01T09:00:00Z", "timeZone": "UTC"}},
        {"start": {"dateTime": "2027-03-01T09:00:00", "timeZone": "Somewhere"}},
        {"start": {"dateTime": "2027-03-01T09:00:00"}},
        {"showAs": "occupied"},
        {"summary": "x"},
        {"iCalUId": "x"},
        {"location": "Room 1"},
        {"body": "x"},
        {"singleValueExtendedProperties": [{"id": "admit-one", "value": "x"}]},
        {"end": at(8)},
        {"isAllDay": True},
    ],
)
def test_fake_refuses_what_the_service_refuses(graph, body):
    whole = {"subject": "x", "start": at(9), "end": at(10)}
    path = f"me/calendars/{graph.work.remote}/events"
    reply = microsoft.ask_graph(graph.access, "POST", path, body=whole | body)
    assert (reply.status, graph.events) == (400, {})
    assert microsoft.ask_graph(graph.access, "POST", path, body=whole).status == 201


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("calendarView", {"startDateTime": "soon", "endDateTime": "2027-03-02T00:00:00Z"}),
        ("calendarView", {"startDateTime": "2027-03-01T00:00:00Z"}),
        ("calendarView", {"$top": "1001"}),
        ("calendarView", {"$select": "id,summary"}),
        ("calendarView", {"$select": "id,lastModifiedDateTime"}),
        ("calendarView", {"$expand": "singleValueExtendedProperties"}),
        ("calendarView", {"fields": "id"}),
        ("events", {"$filter": "id eq 'x'"}),
        ("events", {"$filter": "singleValueExtendedProperties/Any(ep: ep/id eq 'x' and ep/value eq 'y')"}),
    ],
)
def test_fake_refuses_questions_the_service_refuses(graph, path, query):
    window = {"startDateTime": "2027-03-01T00:00:00Z", "endDateTime": "2027-03-02T00:00:00Z"}
    known = window if path == "calendarView" and "endDateTime" not in query and "startDateTime" not in query else {}
    reply = microsoft.ask_graph(graph.access, "GET", f"me/calendars/{graph.work.remote}/{path}", known | query)
    assert reply.status == 400


def test_ids_with_slashes_are_asked_for_whole(graph):
    place = put(graph)
    assert "/" in place.remote
    assert look(graph, EntryPlace(place.remote, "")) == seconds(ENTRY)
    assert unquote(graph.requests[-1].path).endswith(place.remote)


def test_window_is_asked_for_in_utc(graph):
    read(graph)
    query = graph.requests[-1].query
    first, last = (datetime.fromisoformat(query[name]) for name in ("startDateTime", "endDateTime"))
    assert (first, last) == (
        datetime.fromtimestamp(WINDOW[0], UTC) - 2 * DAY,
        datetime.fromtimestamp(WINDOW[1], UTC) + 2 * DAY,
    )
