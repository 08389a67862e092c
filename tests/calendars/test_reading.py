"""What counts as busy, beyond the corpus: policies, odd writings, our own meetings, what is doubtful."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from calendars.events import Presence, ReadingWarning
from calendars.reading import HostProfile, read_busy
from calendars.streams import StreamFault, Unusable
from tests.calendars.attacks import calendar, event
from tests.calendars.corpus import span_texts
from tests.tables import table

BERLIN = HostProfile("Europe/Berlin", frozenset({"ana@example.com", "ana@home.example"}))


def at(written):
    return int(datetime.fromisoformat(written).replace(tzinfo=UTC).timestamp())


WINDOW = at("2027-03-01"), at("2027-04-30")
HOUR = ["2027-03-01 09:00:00 - 2027-03-01 10:00:00"]


def read(text, profile=BERLIN, window=WINDOW):
    return read_busy([text.encode()], profile, window)


def busy(text, profile=BERLIN):
    return span_texts(read(text, profile).busy)


def one(*lines):
    """An event of an hour in the morning of the first day."""
    times = ("DTSTART:20270301T090000Z", "DTEND:20270301T100000Z")
    return calendar("BEGIN:VEVENT", "UID:a", *times, *lines, "END:VEVENT")


def vevent(*lines, uid="a"):
    return "\r\n".join(("BEGIN:VEVENT", f"UID:{uid}", *lines, "END:VEVENT"))


@table(
    ("lines", "is_busy"),
    [
        (["STATUS:cancelled "], False),
        (["STATUS:CANCELLED", "STATUS:CONFIRMED"], True),
        (["TRANSP:transparent"], False),
        (["TRANSP:FREE"], True),
        (["TRANSP:TRANSPARENT", "X-MICROSOFT-CDO-BUSYSTATUS:BUSY"], True),
        (["TRANSP:TRANSPARENT", "X-MICROSOFT-CDO-BUSYSTATUS:NEW"], False),
        (["X-MICROSOFT-CDO-BUSYSTATUS:free", "TRANSP:OPAQUE"], False),
        (["ATTENDEE;PARTSTAT=declined:mailto:ana@example.com"], False),
        (['ATTENDEE;CN="Ana; R: ";PARTSTAT=DECLINED:mailto:ANA@home.example'], False),
        (["ATTENDEE;PARTSTAT=DECLINED;EMAIL=ana@example.com:urn:uuid:1"], False),
        (["ATTENDEE;PARTSTAT=DECLINED:mailto:ana@example.com", "ATTENDEE:mailto:ana@home.example"], True),
        (["ATTENDEE;PARTSTAT=DECLINED:mailto:bo@example.com"], True),
        (["ATTENDEE;PARTSTAT=DELEGATED:mailto:ana@example.com"], True),
    ],
)
def test_event_takes_time_or_not(lines, is_busy):
    assert busy(one(*lines)) == (HOUR if is_busy else [])


MAYBE, OUT, ELSEWHERE = Presence
MEETING = "ATTENDEE;PARTSTAT=TENTATIVE:mailto:ana@example.com"


@table(
    ("lines", "needs"),
    [
        (["STATUS:TENTATIVE"], MAYBE),
        (["STATUS:TENTATIVE", "TRANSP:OPAQUE"], MAYBE),
        ([MEETING], MAYBE),
        (["X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE"], MAYBE),
        (["X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE", "TRANSP:TRANSPARENT"], MAYBE),
        (["X-MICROSOFT-CDO-BUSYSTATUS:oof", "STATUS:TENTATIVE"], OUT),
        (["X-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE"], ELSEWHERE),
        (["X-MICROSOFT-CDO-BUSYSTATUS:NEW", "STATUS:TENTATIVE"], MAYBE),
        # These count whatever is chosen.
        (["STATUS:CONFIRMED"], None),
        (["X-MICROSOFT-CDO-BUSYSTATUS:BUSY", "STATUS:TENTATIVE"], None),
        ([MEETING, "ATTENDEE;PARTSTAT=ACCEPTED:mailto:ana@home.example"], None),
        (["ATTENDEE;PARTSTAT=TENTATIVE:mailto:bo@example.com"], None),
        (["ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:ana@example.com"], None),
    ],
)
def test_owner_says_what_counts(lines, needs):
    for chosen in (set(), {MAYBE}, {OUT}, {ELSEWHERE}, set(Presence)):
        counted = busy(one(*lines), replace(BERLIN, counts=frozenset(chosen)))
        assert counted == (HOUR if needs is None or needs in chosen else []), chosen


def test_lists_of_busy_time_count_so_too():
    periods = ("FREEBUSY;FBTYPE=BUSY-TENTATIVE:20270301T090000Z/PT1H", "FREEBUSY;FBTYPE=FREE:20270302T090000Z/PT1H")
    text = calendar("BEGIN:VFREEBUSY", *periods, "END:VFREEBUSY")
    assert (busy(text), busy(text, replace(BERLIN, counts=frozenset()))) == (HOUR, [])


@table(
    ("lines", "taken"),
    [
        (["DTSTART:2027-03-01T09:00:00Z", "DTEND:2027-03-01T10:00:00.000Z"], HOUR),
        (["DTSTART:20270301T100000+0100", "DURATION:PT60M"], HOUR),
        (["DTSTART:20270228T240000Z", "DTEND:20270301T010000Z"], ["2027-03-01 00:00:00 - 2027-03-01 01:00:00"]),
        (["DTSTART;TZID=(UTC+01:00) Berlin:20270301T100000", "DURATION:P0D"], []),
        (["DTSTART;TZID=europe/berlin:20270301T100000", "DURATION:PT1H"], HOUR),
        (["DTSTART;TZID=/mozilla.org/20050126_1/America/Argentina/Ushuaia:20270301T060000", "DURATION:PT1H"], HOUR),
        # The end before the beginning, and a negative length: what lies between.
        (["DTSTART:20270301T100000Z", "DTEND:20270301T090000Z"], HOUR),
        (["DTSTART:20270301T100000Z", "DURATION:-PT1H"], HOUR),
        # A day that ends on itself is a day.
        (["DTSTART;VALUE=DATE:20270302", "DTEND;VALUE=DATE:20270302"], ["2027-03-01 23:00:00 - 2027-03-02 23:00:00"]),
        (["DTSTART;VALUE=DATE:20270302", "DURATION:PT1H"], ["2027-03-01 23:00:00 - 2027-03-02 23:00:00"]),
        (["DTSTART:20270302", "DTEND:20270302T120000Z"], ["2027-03-01 23:00:00 - 2027-03-02 12:00:00"]),
        (["DTSTART:20270302T120000Z", "DTEND;VALUE=DATE:20270302"], ["2027-03-02 12:00:00 - 2027-03-02 23:00:00"]),
        (["DTSTART:20260101T000000Z", "DTEND:20280101T000000Z"], ["2027-03-01 00:00:00 - 2027-04-30 00:00:00"]),
        # A date that somebody wrote with a time, and a name with a blank behind it.
        (["DTSTART;VALUE=DATE:20270302T000000"], ["2027-03-01 23:00:00 - 2027-03-02 23:00:00"]),
        (["DTSTART :20270301T090000Z", "DTEND\t:20270301T100000Z"], HOUR),
        # A zone and a Z: programs heed the one or the other.
        (["DTSTART;TZID=Europe/Berlin:20270301T100000Z", "DURATION:PT0S"], []),
        (
            ["DTSTART;TZID=Europe/Berlin:20270301T100000Z", "DURATION:PT1H"],
            ["2027-03-01 09:00:00 - 2027-03-01 11:00:00"],
        ),
        (["DTSTART;TZID=UTC:20270301T090000Z", "DTEND;TZID=UTC:20270301T100000Z"], HOUR),
        (["DTSTART;TZID=Nowhere:20270301T090000Z", "DTEND;TZID=Nowhere:20270301T100000Z"], HOUR),
        # What looks like a date far away, and a length that reaches into the window.
        (['DTSTART;X-A="a:19990101":20270301T090000Z', 'DTEND;X-A="a:19990101":20270301T100000Z'], HOUR),
        (["DTSTART:20280101T000000Z", "DURATION:-P600D"], ["2027-03-01 00:00:00 - 2027-04-30 00:00:00"]),
    ],
)
def test_odd_times_are_read(lines, taken):
    assert busy(calendar(vevent(*lines))) == taken


@table(
    ("line", "since"),
    [
        ("RRULE:FREQ=FORTNIGHTLY", "2027-03-01 09:00:00"),
        ("RRULE:FREQ=DAILY;BYEASTER=1", "2027-03-01 09:00:00"),
        ("RRULE:FREQ=DAILY;INTERVAL=0", "2027-03-01 09:00:00"),
        ("RRULE:FREQ=DAILY;COUNT=x", "2027-03-01 09:00:00"),
        ("RRULE:FREQ=WEEKLY;BYDAY=2MO", "2027-03-01 09:00:00"),
        ("RDATE:tomorrow", "2027-03-01 09:00:00"),
        ("DURATION:an hour", "2027-03-01 09:00:00"),
        ("DTEND:20270399T100000Z", "2027-03-01 09:00:00"),
        ("DTSTART:20270310T090000Z", "2027-02-28 00:00:00"),
    ],
)
def test_unreadable_events_are_solid(line, since):
    found = read(event(line).replace("DURATION:PT30M\r\n", ""))
    assert span_texts(found.busy) == [f"{max(since, '2027-03-01 00:00:00')} - 2027-04-30 00:00:00"]
    assert {warning for warning, _since in found.warnings} == {ReadingWarning.UNREADABLE}


def test_unreadable_beginnings_block_what_they_may():
    for start, since in (("20270310T9am", "2027-03-09"), ("soon", "2027-03-01"), ("20279999", "2027-03-01")):
        found = read(calendar(vevent(f"DTSTART:{start}", "DTEND:20270310T100000Z")))
        assert (span_texts(found.busy), len(found.warnings)) == ([f"{since} 00:00:00 - 2027-04-30 00:00:00"], 1)
    assert read(calendar(vevent("DTEND:20270310T100000Z"))).busy == ()


def test_doubts_outside_the_window_are_silent():
    for start in ("20280301T090000Z", "20250301T090000Z"):
        found = read(event("EXDATE:junk", start=start))
        assert (found.busy, found.warnings) == ((), ())


def test_unreadable_exceptions_take_nothing_away():
    found = read(event("RRULE:FREQ=DAILY;COUNT=2", "EXDATE:20270302T090000Z,junk", "EXDATE:20270301T090000Z"))
    assert span_texts(found.busy) == ["2027-03-02 09:00:00 - 2027-03-02 09:30:00"]
    assert found.warnings == ((ReadingWarning.UNREADABLE, at("2027-03-02T09:00")),)


def test_rules_bring_their_own_first():
    days = [start.partition(" ")[0] for start in busy(event("RRULE:FREQ=WEEKLY;BYDAY=TU;COUNT=2"))]
    assert days == ["2027-03-01", "2027-03-02", "2027-03-09"]


def test_skipped_hours_and_exact_lengths_meet():
    """Over the night on which the clocks go forward, a series is as long as by the clock and by the sun."""
    text = vevent(
        "DTSTART;TZID=Europe/Berlin:20270327T220000",
        "DTEND;TZID=Europe/Berlin:20270328T060000",
        "RRULE:FREQ=DAILY;COUNT=2",
    )
    assert busy(calendar(text)) == [
        "2027-03-27 21:00:00 - 2027-03-28 05:00:00",
        "2027-03-28 20:00:00 - 2027-03-29 04:00:00",
    ]


def test_own_meetings_are_found_not_busy():
    profile = HostProfile("UTC", own=frozenset({"a", "b", "c", "d"}))
    text = calendar(
        vevent("DTSTART:20270301T090000Z", "DURATION:PT1H", uid="A"),
        vevent("DTSTART:20290301T090000Z", "DURATION:PT1H", "STATUS:CANCELLED", uid="b"),
        vevent("DTSTART:20270302T090000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=1", uid="c"),
        vevent("DTSTART:20270303T090000Z", "DURATION:PT1H", uid="e"),
    )
    found = read(text, profile)
    assert [one.partition(" ")[0] for one in span_texts(found.busy)] == ["2027-03-02", "2027-03-03"]
    assert {uid: (entry.starts, entry.ends, entry.exists) for uid, entry in found.own.items()} == {
        "a": (at("2027-03-01T09:00"), at("2027-03-01T10:00"), True),
        "b": (at("2029-03-01T09:00"), at("2029-03-01T10:00"), False),
    }


def test_higher_number_wins_equal_ones_add():
    first = ("DTSTART:20270301T090000Z", "DURATION:PT1H")
    second = ("DTSTART:20270302T090000Z", "DURATION:PT1H")
    far = ("DTSTART:20300302T090000Z", "DURATION:PT1H")
    for versions, days in (
        ([(*first, "SEQUENCE:1"), second], ["2027-03-01"]),
        ([first, second], ["2027-03-01", "2027-03-02"]),
        ([(*first, "SEQUENCE:x"), (*second, "SEQUENCE:7")], ["2027-03-01", "2027-03-02"]),
        ([first, (*far, "SEQUENCE:2")], []),
    ):
        text = calendar(*(vevent(*lines) for lines in versions))
        assert [one.partition(" ")[0] for one in busy(text)] == days
    # Two without a name are two.
    unnamed = "\r\n".join(vevent(*lines).replace("UID:a\r\n", "") for lines in (first, (*second, "SEQUENCE:2")))
    assert len(busy(calendar(unnamed))) == 2


SERIES = vevent("DTSTART;TZID=Europe/Berlin:20270301T100000", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=4")


def test_overrides_stand_for_themselves():
    moved = vevent("RECURRENCE-ID:20270302T090000Z", "DTSTART:20270310T090000Z", "DURATION:PT1H")
    free = vevent("RECURRENCE-ID:20270303T090000Z", "DTSTART:20270303T090000Z", "DURATION:PT1H", "TRANSP:TRANSPARENT")
    future = vevent("RECURRENCE-ID;RANGE=THISANDFUTURE:20270303T090000Z", "DTSTART:20270303T120000Z", "DURATION:PT2H")
    ended = vevent("RECURRENCE-ID;RANGE=THISANDFUTURE:20270303T090000Z", "DTSTART:20270303T090000Z", "STATUS:CANCELLED")
    free_series = SERIES.replace("DURATION", "TRANSP:TRANSPARENT\r\nDURATION")

    def shown(*parts):
        return [f"{one[8:10]}:{one[11:13]}-{one[33:35]}" for one in busy(calendar(*parts))]

    assert shown(SERIES, moved, free) == ["01:09-10", "04:09-10", "10:09-10"]
    assert shown(SERIES, future) == ["01:09-10", "02:09-10", "03:12-14", "04:12-14"]
    assert shown(SERIES, future, moved) == ["01:09-10", "03:12-14", "04:12-14", "10:09-10"]
    assert shown(SERIES, ended) == ["01:09-10", "02:09-10"]
    assert shown(free_series, moved) == ["10:09-10"]
    assert shown(free_series, future) == ["03:12-14", "04:12-14"]
    assert shown(moved) == ["10:09-10"]


def test_overrides_of_one_instance_all_count():
    """One of the instance and one of all from it on are two; of two from it on, nobody knows which counts."""
    one = vevent("SEQUENCE:9", "RECURRENCE-ID:20270302T090000Z", "DTSTART:20270310T090000Z", "DURATION:PT1H")
    futures = [
        vevent("RECURRENCE-ID;RANGE=THISANDFUTURE:20270302T090000Z", f"DTSTART:20270302T{hour}0000Z", "DURATION:PT1H")
        for hour in (12, 15)
    ]

    def shown(*parts):
        return [f"{one[8:10]}:{one[11:13]}" for one in busy(calendar(*parts))]

    assert shown(SERIES, one, futures[0]) == ["01:09", "02:12", "03:12", "04:12", "10:09"]
    assert shown(SERIES, *futures) == ["01:09", "02:12", "02:15", "03:12", "03:15", "04:12", "04:15"]
    assert shown(SERIES, *reversed(futures)) == shown(SERIES, *futures)


def test_periods_are_no_exceptions():
    found = read(event("RRULE:FREQ=DAILY;COUNT=2", "EXDATE;VALUE=PERIOD:20270302T090000Z/PT1H"))
    assert len(found.busy) == 2


def test_solid_series_hide_nothing_else():
    """What lies outside a series that repeats too often stands for itself."""
    every_minute = ("DTSTART:20270301T090000Z", "RRULE:FREQ=MINUTELY;UNTIL=20270302T090000Z", "DURATION:PT1M")
    found = read(
        calendar(
            vevent(*every_minute, "RDATE:20270310T090000Z"),
            vevent("RECURRENCE-ID:20270301T090000Z", "DTSTART:20270320T090000Z", "DURATION:PT1H"),
        )
    )
    assert (span_texts(found.busy), found.warnings) == (
        [
            "2027-03-01 09:00:00 - 2027-03-02 09:01:00",
            "2027-03-10 09:00:00 - 2027-03-10 09:01:00",
            "2027-03-20 09:00:00 - 2027-03-20 10:00:00",
        ],
        ((ReadingWarning.TOO_OFTEN, at("2027-03-01T09:00")),),
    )


def test_series_go_back_and_have_whole_days():
    backwards = event("RRULE:FREQ=DAILY;COUNT=2").replace("PT30M", "-PT30M")
    assert busy(backwards) == [
        "2027-03-01 08:30:00 - 2027-03-01 09:00:00",
        "2027-03-02 08:30:00 - 2027-03-02 09:00:00",
    ]
    assert busy(event("RDATE;VALUE=DATE:20270305"))[1:] == ["2027-03-04 23:00:00 - 2027-03-05 23:00:00"]


def test_overrides_that_repeat_are_solid():
    repeating = vevent(
        "RECURRENCE-ID:20270303T090000Z", "DTSTART:20270303T090000Z", "RRULE:FREQ=WEEKLY", "DURATION:PT1H"
    )
    for parts in ([repeating], [SERIES, repeating]):
        found = read(calendar(*parts))
        assert span_texts(found.busy)[-1].endswith(" - 2027-04-30 00:00:00")
        assert [warning for warning, _since in found.warnings] == [ReadingWarning.UNREADABLE]


def test_free_busy_lists_are_read():
    text = calendar(
        "BEGIN:VFREEBUSY",
        "FREEBUSY:20270301T090000Z/PT1H,20270302T090000Z/20270302T100000Z",
        "FREEBUSY;FBTYPE=BUSY-TENTATIVE:20270303T090000Z/PT1H",
        "FREEBUSY;FBTYPE=FREE:20270304T090000Z/PT1H",
        "END:VFREEBUSY",
    )
    assert [one.partition(" ")[0] for one in busy(text)] == ["2027-03-01", "2027-03-02", "2027-03-03"]
    broken = read(text.replace("20270303T090000Z/PT1H", "x"))
    assert (span_texts(broken.busy), len(broken.warnings)) == (["2027-03-01 00:00:00 - 2027-04-30 00:00:00"], 1)


def test_several_files_are_one_calendar():
    override = calendar(vevent("RECURRENCE-ID:20270301T090000Z", "DTSTART:20270301T090000Z", "STATUS:CANCELLED"))
    found = read_busy([event("RRULE:FREQ=DAILY;COUNT=2").encode(), override.encode()], BERLIN, WINDOW)
    assert span_texts(found.busy) == ["2027-03-02 09:00:00 - 2027-03-02 09:30:00"]


def zone_of_its_own(name, *, summer):
    """A zone five hours west of UTC, with or without a summer."""
    west = "-0400" if summer else "-0500"
    return (
        *("BEGIN:VTIMEZONE", f"TZID:{name}"),
        *("BEGIN:STANDARD", "DTSTART:20201101T020000", "TZOFFSETFROM:-0400", "TZOFFSETTO:-0500"),
        *("RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU", "END:STANDARD"),
        *("BEGIN:DAYLIGHT", "DTSTART:20200308T020000", "TZOFFSETFROM:-0500", f"TZOFFSETTO:{west}"),
        *("RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU", "END:DAYLIGHT", "END:VTIMEZONE"),
    )


@table(
    ("zones", "name", "hours"),
    [
        # A name that is a fixed offset to us, and a zone with a summer to whoever wrote the file.
        (zone_of_its_own("EST", summer=True), "EST", "14-16"),
        (zone_of_its_own("EST", summer=False), "EST", "15-16"),
        ((), "EST", "15-16"),
        # A place that we know is where it is, whatever the file says.
        (zone_of_its_own("Europe/Berlin", summer=True), "Europe/Berlin", "08-09"),
        (zone_of_its_own("Head Office", summer=True), "head office", "14-15"),
        ((*zone_of_its_own("Office", summer=True), *zone_of_its_own("Office", summer=False)), "Office", "14-16"),
    ],
)
def test_zones_that_are_written_count(zones, name, hours):
    times = (f"DTSTART;TZID={name}:20270405T100000", f"DTEND;TZID={name}:20270405T110000")
    found = read(calendar(*zones, vevent(*times)))
    assert [f"{one[11:13]}-{one[33:35]}" for one in span_texts(found.busy)] == [hours]
    assert found.warnings == ()


def test_zones_that_ended_their_summers_hold():
    text = calendar(
        "BEGIN:VTIMEZONE",
        "TZID:Ours",
        *("BEGIN:STANDARD", "DTSTART:19991031T030000", "TZOFFSETFROM:+0300", "TZOFFSETTO:+0200"),
        *("RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU;UNTIL=20101031T010000Z", "END:STANDARD"),
        *("BEGIN:DAYLIGHT", "DTSTART:20000326T020000", "TZOFFSETFROM:+0200", "TZOFFSETTO:+0300"),
        *("RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU;UNTIL=20100328T000000Z", "END:DAYLIGHT"),
        "END:VTIMEZONE",
        vevent("DTSTART;TZID=Ours:20270401T120000", "DURATION:PT1H"),
    )
    assert busy(text) == ["2027-04-01 10:00:00 - 2027-04-01 11:00:00"]


@table(
    ("stream", "fault"),
    [
        (b"", StreamFault.NOT_A_CALENDAR),
        (b"\x00\xff", StreamFault.NOT_A_CALENDAR),
        (b"BEGIN:VCARD\nEND:VCARD", StreamFault.NOT_A_CALENDAR),
        (b"PHP Warning\nBEGIN:VCALENDAR\nEND:VCALENDAR\n", StreamFault.NOT_A_CALENDAR),
        (b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR\n", StreamFault.NOT_WHOLE),
        (b"BEGIN:VCALENDAR\nEND:VEVENT\n", StreamFault.NOT_WHOLE),
        (b"BEGIN:VCALENDAR\nEND:VCALENDAR\nFatal error: memory", StreamFault.NOT_WHOLE),
        (b"BEGIN:VCALENDAR\nEND:VCALENDAR\nEND:VCALENDAR\n", StreamFault.NOT_WHOLE),
        (b"BEGIN:VCALENDAR\n" + b"BEGIN:VEVENT\nEND:VEVENT\n" * 50_001 + b"END:VCALENDAR", StreamFault.TOO_MUCH),
    ],
)
def test_streams_that_are_refused(stream, fault):
    with pytest.raises(Unusable) as refused:
        read_busy([stream], BERLIN, WINDOW)
    assert refused.value.args == (fault,)


def test_events_of_the_past_are_dropped():
    begins = datetime(2000, 1, 1)
    parts = [
        vevent(f"DTSTART:{begins + timedelta(hours=n):%Y%m%dT%H%M%SZ}", "DURATION:PT1H", uid=f"e{n}")
        for n in range(2_000)
    ]
    assert read(calendar(*parts)).busy == ()
