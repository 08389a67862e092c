"""Our entry in an object that stands in somebody's calendar, whatever that holds by now."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendars.entries import entry_uid, write_entry
from calendars.errors import CalendarRefusal
from calendars.providers import Entry

STARTS = datetime(2027, 3, 1, 9, tzinfo=UTC)
PAGE = "https://admit.example/meetings/1/"
ENTRY = Entry("u", 3, STARTS, STARTS + timedelta(hours=1), "Meeting", "Priya", "Room 1", PAGE, STARTS)
ODD = """
DTSTART:x|DTSTART;TZID=Nope/Zone:20270301T090000|DURATION:P9999999999D|RRULE:FREQ=X|RRULE:FREQ=DAILY;UNTIL=0|EXDATE:1,x
ATTENDEE;X="a:mailto:x|DESCRIPTION:a|DESCRIPTION;LANGUAGE=de:b|SUMMARY|X-:1|:|GEO:x|TRIGGER:x|SEQUENCE:x|COLOR:\x01
ATTACH;ENCODING=BASE64;VALUE=BINARY:!!|BEGIN:VALARM|END:VALARM|BEGIN:VEVENT|END:VEVENT|RECURRENCE-ID:20270301|UID:u|UID:v
BEGIN:VTIMEZONE|END:VTIMEZONE|TZID:Nope/Zone|TZOFFSETTO:+9999|BEGIN:STANDARD|END:STANDARD|DTSTAMP:x|STATUS:\0
"""
LINES = st.lists(st.sampled_from(ODD.strip().replace("\n", "|").split("|")), max_size=8)


def existing(*lines):
    return "\r\n".join(["BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:u", *lines, "END:VEVENT", "END:VCALENDAR", ""]).encode()


def written(body):
    """The unfolded lines of what is written, or nothing if it is refused."""
    try:
        return write_entry(ENTRY, body).decode().replace("\r\n ", "").splitlines()
    except CalendarRefusal:
        return []


@given(LINES)
def test_odd_objects_are_mended_or_refused(lines):
    body = existing(*lines)
    found = written(body)
    assert entry_uid(body) in {"u", "v", ""}
    assert not found or {"UID:u", "SEQUENCE:3", "DTSTART:20270301T090000Z", "SUMMARY:Meeting"} <= set(found)


@pytest.mark.parametrize("body", [existing("TZID:Nope/Zone", "END:VTIMEZONE"), existing().replace(b"U", b"\xff"), b"a"])
def test_what_is_no_calendar_is_refused(body):
    assert (written(body), entry_uid(body)) == ([], "")


def test_hosts_additions_stay_and_guests_go():
    body = existing(
        "COLOR:red", "ATTENDEE:mailto:a@b.example", "RRULE:FREQ=DAILY", f"DESCRIPTION:Old\\n{PAGE}\\n\\nBring cake"
    )
    found = written(body)
    assert {"COLOR:red", f"DESCRIPTION:Priya\\n{PAGE}\\n\\nBring cake"} <= set(found)
    assert not [line for line in found if line.startswith(("ATTENDEE", "RRULE"))]


def test_several_descriptions_are_kept_as_text():
    found = written(existing("DESCRIPTION:Bring cake", "DESCRIPTION:And tea", "UID:u"))
    assert f"DESCRIPTION:Priya\\n{PAGE}\\n\\nBring cake\\n\\nAnd tea" in found
