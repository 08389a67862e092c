"""Answers of calendar servers that no honest server gives, or few: nothing is taken for free, and no secret leaves."""

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network

import pytest

from calendars import errors
from calendars.providers import Access, Entry, EntryPlace, RemoteCalendar, caldav, ics
from calendars.providers.dav import condition_of
from calendars.providers.http import ask_server, seconds_to_wait
from calendars.reading import HostProfile
from core.guarded_http import Networks, Reply
from tests.core.servers import answering, serving
from tests.tables import table

HERE = Networks((ip_network("127.0.0.0/8"),), plain_http=True)
WINDOW = (1803859200, 1804464000)
XML = '<multistatus xmlns="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav">{}</multistatus>'
OK = "<status>HTTP/1.1 200 OK</status>"
COLLECTION = f"<propstat><prop><resourcetype><collection/><c:calendar/></resourcetype></prop>{OK}</propstat>"
TIMES = "DTSTART:20270301T090000Z\nDTEND:20270301T100000Z"
EVENT = f"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\n{TIMES}\nEND:VEVENT\nEND:VCALENDAR\n"

STARTS = datetime(2027, 3, 1, 9, tzinfo=UTC)
ENTRY = Entry("a", 0, STARTS, STARTS + timedelta(hours=1), "Meeting", "", "", "https://a.example/", STARTS)


def response(text, href="/cal/"):
    return f"<response><href>{href}</href>{text}</response>"


def shown(text):
    return response(f"<propstat><prop><c:calendar-data>{text}</c:calendar-data></prop>{OK}</propstat>", "/cal/a.ics")


def talking(answers):
    """Answers by method, of which each is a status and a body."""
    return lambda client, head: answering(*answers[head.split()[0].decode()])(client, head)


def multistatus(*responses):
    return "207 Multi-Status", XML.format("".join(responses)).encode()


def read(answers):
    with serving(talking(answers)) as server:
        base = f"http://127.0.0.1:{server.port}/cal/"
        calendar = RemoteCalendar(base, "", "", True)
        return caldav.read_calendar(Access(base, "ana", "word", HERE), calendar, {}, HostProfile("UTC"), WINDOW).found


def test_whole_answers_are_read():
    found = read({"PROPFIND": multistatus(response(COLLECTION)), "REPORT": multistatus(shown(EVENT))})
    assert found.busy == ((1803891600, 1803895200),)


CUT = "<status>HTTP/1.1 507 Insufficient Storage</status>"
HIDDEN = f"<propstat><prop><getetag>1</getetag></prop>{OK}</propstat>"
FORBIDDEN = "<propstat><prop><c:calendar-data/></prop><status>HTTP/1.1 403 Forbidden</status></propstat>"
NOTHING = "<propstat><prop><getetag/></prop><status>HTTP/1.1 404 Not Found</status></propstat>"
DOCTYPE = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b {}>]><multistatus xmlns="DAV:">&b;</multistatus>'
BOMB, OUTER = DOCTYPE.format('"xxxxxxxx"'), DOCTYPE.format('SYSTEM "file:///etc/passwd"')


@table(
    ("report", "error"),
    [
        (multistatus(shown(EVENT), response(CUT)), errors.CalendarCut),
        (multistatus(response(HIDDEN, "/cal/a.ics")), errors.CalendarCut),
        (multistatus(shown(EVENT), response("", "/cal/b.ics")), errors.CalendarCut),
        (multistatus(shown(EVENT), response(FORBIDDEN, "/cal/b.ics")), errors.CalendarCut),
        (multistatus(shown(EVENT), response(NOTHING + FORBIDDEN, "/cal/b.ics")), errors.CalendarCut),
        (multistatus(shown(EVENT.replace("END:VCALENDAR", ""))), errors.CalendarCut),
        (multistatus(shown(EVENT), response("", "http://[")), errors.Blocked),
        (multistatus(shown("hello")), errors.NotACalendar),
        (("207 Multi-Status", b""), errors.CalendarRefusal),
        (("207 Multi-Status", b"<html/>"), errors.CalendarRefusal),
        (("207 Multi-Status", b"<multistatus xmlns='DAV:'>"), errors.CalendarRefusal),
        (("207 Multi-Status", BOMB.encode()), errors.CalendarRefusal),
        (("207 Multi-Status", OUTER.encode()), errors.CalendarRefusal),
        (("207 Multi-Status", b"<a>" * 700_000), errors.CalendarTooLarge),
        (multistatus("<response/>" * 20_001), errors.CalendarRefusal),
        (("200 OK", b"BEGIN:VCALENDAR\nEND:VCALENDAR\n"), errors.CalendarRefusal),
        (("403 Forbidden", b""), errors.CalendarRefusal),
        (("404 Not Found", b""), errors.Gone),
        (("500 Error", b""), errors.ServerAway),
        (("429 Too Many", b""), errors.ServerBusy),
    ],
)
def test_strange_answers_are_refused(report, error):
    with pytest.raises(errors.CalendarRefusal) as refused:
        read({"PROPFIND": multistatus(response(COLLECTION)), "REPORT": report})
    assert refused.type is error


def test_what_is_no_calendar_is_gone():
    plain = f"<propstat><prop><resourcetype><collection/></resourcetype></prop>{OK}</propstat>"
    missing = "<propstat><prop><resourcetype/></prop><status>HTTP/1.1 404 Not Found</status></propstat>"
    for answer in (
        multistatus(response(plain)),
        multistatus(response(missing)),
        multistatus(response("<status>HTTP/1.1 404 Not Found</status>")),
        multistatus(),
        ("404 Not Found", b""),
    ):
        with pytest.raises(errors.Gone):
            read({"PROPFIND": answer})


def test_hundred_entities_cost_nothing():
    names = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 30))
    bomb = f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY e0 "x">{names}]><a>&e29;</a>'
    began = time.process_time()
    with pytest.raises(errors.CalendarRefusal):
        read({"PROPFIND": ("207 Multi-Status", bomb.encode())})
    assert time.process_time() - began < 1


def test_password_stays_at_its_server():
    with serving(answering("207 Multi-Status", b"")) as catcher:
        home = f"<c:calendar-home-set><href>http://127.0.0.1:{catcher.port}/</href></c:calendar-home-set>"
        answer = multistatus(response(f"<propstat><prop>{home}</prop>{OK}</propstat>"))
        with serving(answering(*answer)) as server, pytest.raises(errors.Blocked):
            caldav.list_calendars(Access(f"http://127.0.0.1:{server.port}/", "ana", "word", HERE))
        moved = answering("302 Found", b"", f"Location: http://127.0.0.1:{catcher.port}/")
        with serving(moved) as server, pytest.raises(errors.CalendarRefusal):
            caldav.list_calendars(Access(f"http://127.0.0.1:{server.port}/", "ana", "word", HERE))
    assert [head for head in catcher.heard if "Authorization" in head] == []
    assert any("Authorization: Basic" in head for head in server.heard)


def test_inner_addresses_are_blocked():
    for url in ("https://127.0.0.1/", "http://93.184.216.34/", "https://a@b.example/", "https://[::1"):
        for provider in (caldav, ics):
            with pytest.raises(errors.Blocked):
                provider.list_calendars(Access(url))


def test_secrets_stay_out_of_texts():
    access = Access("https://calendar.example/private-word.ics", "ana", "password")
    assert "word" not in repr(access) + repr(RemoteCalendar(access.url, "Work", "", False))


def test_files_elsewhere_are_told_apart():
    for answer, error in (
        (("200 OK", b"<html>Sign in</html>"), errors.WebPage),
        (("200 OK", EVENT[:60].encode()), errors.CalendarCut),
        (("200 OK", b"x" * 10_000_001), errors.CalendarTooLarge),
        (("304 Not Modified", b""), errors.CalendarRefusal),
        (("401 Unauthorized", b""), errors.FileRefused),
        (("403 Forbidden", b""), errors.FileRefused),
        (("410 Gone", b""), errors.Gone),
        (("500 Oh", b""), errors.ServerAway),
    ):
        with serving(answering(*answer)) as server, pytest.raises(errors.CalendarRefusal) as refused:
            ics.list_calendars(Access(f"http://127.0.0.1:{server.port}/a.ics", networks=HERE))
        assert refused.type is error


def test_webcal_is_asked_by_https():
    with pytest.raises(errors.Blocked):
        ics.list_calendars(Access("webcal://127.0.0.1/a.ics"))
    with pytest.raises(errors.ServerAway):
        ics.list_calendars(Access("WEBCALS://127.0.0.1:1/a.ics", networks=replace(HERE, plain_http=False)))


def test_servers_may_ask_for_patience():
    date = "Mon, 01 Mar 2027 09:00:00 GMT"
    assert [
        seconds_to_wait("120", ""),
        seconds_to_wait("99999", ""),
        seconds_to_wait("Mon, 01 Mar 2027 09:10:00 GMT", date),
        seconds_to_wait("Mon, 01 Mar 2027 08:00:00 GMT", date),
        seconds_to_wait("soon", date),
        seconds_to_wait("", ""),
        seconds_to_wait("Mon, 01 Mar 2027 09:10:00 GMT", ""),
    ] == [120, 3_600, 600, 0, 300, 300, 300]
    with serving(answering("503 Busy", b"", "Retry-After: 77")) as server:
        url = f"http://127.0.0.1:{server.port}/"
        with pytest.raises(errors.ServerBusy) as refused:
            ask_server(Access(url, networks=HERE), "GET", url)
    assert refused.value.retry_after == 77


def test_conditions_are_read_from_the_body():
    def condition(body):
        return condition_of(Reply(412, {}, body, "https://a.example/"))

    conflict = b'<error xmlns="DAV:"><no-uid-conflict xmlns="urn:ietf:params:xml:ns:caldav"/></error>'
    assert [condition(conflict), condition(b""), condition(b"Precondition"), condition(b"<html><a/></html>")] == [
        "no-uid-conflict",
        "",
        "",
        "",
    ]


def test_task_ends_in_time_however_many_requests():
    """Each answer comes in time, and says to try again."""

    def slow(client, head):
        asked.append(head.split()[0])
        time.sleep(0.15)
        answering("404 Not Found", b"")(client, head)

    asked = []
    with serving(slow) as server:
        base = f"http://127.0.0.1:{server.port}/cal/"
        access = Access(base, "ana", "word", HERE, until=time.monotonic() + 0.4)
        calendar, began = RemoteCalendar(base, "", "", True), time.monotonic()
        with pytest.raises(errors.ServerAway):
            caldav.put_entry(access, calendar, None, ENTRY)
    assert (time.monotonic() - began < 1, 0 < len(asked) < 4) == (True, True)


def test_address_too_long_to_keep_is_refused():
    found = shown(EVENT).replace("/cal/a.ics", f"/cal/{'a' * 1_000}.ics")
    with serving(talking({"REPORT": multistatus(found)})) as server:
        base = f"http://127.0.0.1:{server.port}/cal/"
        access, calendar = Access(base, "ana", "word", HERE), RemoteCalendar(base, "", "", True)
        with pytest.raises(errors.CalendarRefusal):
            caldav.remove_entry(access, calendar, None, "a")


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        (b"\n<!DOCTYPE html><title>Sign in</title>", "That is not a calendar: the address leads to a web page."),
        (b"hello", "That is not a calendar: the address leads to something else."),
    ],
)
def test_web_page_is_no_calendar(body, refusal):
    with serving(answering("200 OK", body)) as server, pytest.raises(errors.NotACalendar) as refused:
        ics.list_calendars(Access(f"http://127.0.0.1:{server.port}/a", networks=HERE))
    assert str(refused.value) == refusal


def test_server_that_is_away_says_why():
    with pytest.raises(errors.ServerAway) as refused:
        ics.list_calendars(Access("http://127.0.0.1:9/a", networks=HERE))
    assert str(refused.value) == ("That server could not be reached: it does not answer (ConnectionRefusedError).")


class MarkedServer:
    """One entry on a server; what compresses its answers on the way writes other marks of versions into them."""

    def __init__(self, spoilt, text=EVENT):
        self.spoilt, self.text, self.version, self.others = spoilt, text, 1, 0

    def talk(self, client, head):
        method, known = head.split()[0], f'"{self.version}"'
        if method == b"GET":
            answer = answering("200 OK", self.text.encode(), f"ETag: {self.spoilt % self.version}")
        elif self.others or (f"If-Match: {known}\r\n".encode() not in head and b"If-" in head):
            # A mark that is not its own, or another program was faster.
            self.version += bool(self.others)
            self.others -= bool(self.others)
            answer = answering("412 Precondition Failed")
        else:
            self.version += 1
            answer = answering("204 No Content")
        answer(client, head)


@table("others", [0, 1])
@table("spoilt", ['"%s"', 'W/"%s"', '"%s-gzip"', "%s"])
def test_entries_are_written_whatever_their_marks(spoilt, others):
    """Also where another program changes the entry at the same moment: it is read again before."""
    marked = MarkedServer(spoilt)
    marked.others = others
    with serving(marked.talk) as server:
        base = f"http://127.0.0.1:{server.port}/cal/"
        calendar, place = RemoteCalendar(base, "", "", True), EntryPlace(f"{base}a.ics", "")
        placed = caldav.put_entry(Access(base, "ana", "word", HERE), calendar, place, ENTRY)
    puts = [head for head in server.heard if head.startswith("PUT")]
    assert (placed.remote, marked.version) == (f"{base}a.ics", 2 + others)
    # What is known to be there is written over only without another mark to go by.
    assert all("If-" in head for head in puts[: 1 + others])
    assert len(puts) == 1 + others + (spoilt != '"%s"')


def test_entry_that_keeps_changing_waits():
    marked = MarkedServer('"%s"')
    marked.others = 10
    with serving(marked.talk) as server:
        base = f"http://127.0.0.1:{server.port}/cal/"
        calendar, place = RemoteCalendar(base, "", "", True), EntryPlace(f"{base}a.ics", "")
        with pytest.raises(errors.CalendarRefusal):
            caldav.put_entry(Access(base, "ana", "word", HERE), calendar, place, ENTRY)
    assert all("If-Match" in head for head in server.heard if head.startswith("PUT"))
