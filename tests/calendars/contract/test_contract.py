"""What every provider keeps to, against servers that other people wrote."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from calendars import errors
from calendars.providers import Entry, EntryPlace, caldav, ics
from calendars.reading import HostProfile, OwnEntry
from tests.calendars.attacks import calendar
from tests.calendars.corpus import span_texts

pytestmark = pytest.mark.contract

# Servers may not forget one that they had.
UID = str(uuid4())
PROFILE = HostProfile("Europe/Berlin", own=frozenset({UID}))
NINE = datetime(2027, 3, 1, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
WINDOW = int(datetime(2027, 2, 28, tzinfo=UTC).timestamp()), int(datetime(2027, 4, 30, tzinfo=UTC).timestamp())
ENTRY = Entry(
    UID,
    0,
    NINE,
    NINE + HOUR,
    "Intro call: Cy; Young, Ünal",
    "Cy Young, cy@customer.example\nPhone: 1; 2",
    "Room 1, first floor",
    "https://meet.example/meetings/7/",
    datetime(2027, 1, 1, tzinfo=UTC),
)


def event(uid, *lines):
    stamp = "DTSTAMP:20270101T000000Z"
    return calendar("PRODID:x", "BEGIN:VEVENT", f"UID:{uid}", stamp, *lines, "SUMMARY:Dentist", "END:VEVENT")


MORNING = event("one", "DTSTART;TZID=Europe/Berlin:20270301T100000", "DTEND;TZID=Europe/Berlin:20270301T110000")
SERIES = event("two", "DTSTART:20190304T120000Z", "DTEND:20190304T130000Z", "RRULE:FREQ=WEEKLY;UNTIL=20270308T120000Z")
AFTER = event("three", "DTSTART:20280301T100000Z", "DTEND:20280301T110000Z")
FREE = event("four", "DTSTART:20270302T090000Z", "DTEND:20270302T100000Z", "TRANSP:TRANSPARENT")


def read(world, cursor=None, window=WINDOW, profile=PROFILE):
    return world.provider.read_calendar(world.access, world.calendar, cursor or {}, profile, window)


def put(world, place, entry=ENTRY):
    return world.provider.put_entry(world.access, world.calendar, place, entry)


def look(world, place):
    return world.provider.look_at_entry(world.access, world.calendar, place, UID)


def seconds(entry):
    return OwnEntry(int(entry.starts_at.timestamp()), int(entry.ends_at.timestamp()), True)


def test_calendars_are_listed(world):
    found = world.provider.list_calendars(world.access)
    (ours,) = [one for one in found if one.remote == world.calendar.remote]
    assert (ours.writable, [one.writable for one in found]) == (world.writes, [world.writes] * len(found))
    if world.provider in {caldav, ics}:
        again = world.provider.list_calendars(replace(world.access, url=world.folder or world.access.url))
        assert [one.remote for one in again] == [world.folder] or world.name == "radicale"


def test_busy_time_is_read(world):
    for name, text in {"1.ics": MORNING, "2.ics": SERIES, "3.ics": AFTER, "4.ics": FREE}.items():
        world.save(name, text)
    found = read(world).found
    assert (span_texts(found.busy), found.warnings) == (
        [
            "2027-03-01 09:00:00 - 2027-03-01 10:00:00",
            "2027-03-01 12:00:00 - 2027-03-01 13:00:00",
            "2027-03-08 12:00:00 - 2027-03-08 13:00:00",
        ],
        (),
    )


def test_nothing_new_is_not_read(world):
    world.save("1.ics", MORNING)
    first = read(world)
    again = read(world, first.cursor)
    assert (len(first.found.busy), again.found) == (1, None)
    assert read(world, again.cursor).found is None
    world.save("2.ics", SERIES)
    changed = read(world, again.cursor)
    assert len(changed.found.busy) == 3
    world.delete("1.ics")
    world.delete("2.ics")
    emptied = read(world, changed.cursor)
    assert (emptied.found.busy, read(world, emptied.cursor).found) == ((), None)


def test_marks_count_for_one_window(world):
    world.save("3.ics", AFTER)
    first = read(world)
    later = (WINDOW[0], WINDOW[1] + 366 * 86_400)
    assert first.found.busy == ()
    assert len(read(world, first.cursor, later).found.busy) == 1
    assert read(world, first.cursor, profile=HostProfile("Asia/Tokyo")).found is not None


def test_unknown_marks_are_read_anew(world):
    world.save("1.ics", MORNING)
    cursor = read(world).cursor
    for nonsense in (dict.fromkeys(cursor, "nonsense") | {"window": cursor["window"]}, {"token": "urn:x"}):
        assert len(read(world, nonsense).found.busy) == 1


def test_wrong_passwords_are_told(guarded):
    access = replace(guarded.access, password="wrong")
    with pytest.raises(errors.Unauthorized):
        guarded.provider.list_calendars(access)
    with pytest.raises(errors.Unauthorized):
        guarded.provider.read_calendar(access, guarded.calendar, {}, PROFILE, WINDOW)


def test_missing_calendars_are_gone(world):
    away = replace(world.calendar, remote=world.nowhere)
    access = world.access if world.writes else replace(world.access, url=f"{world.access.url}x")
    with pytest.raises(errors.Gone):
        world.provider.read_calendar(access, away, {}, PROFILE, WINDOW)


def test_files_take_no_entries(file):
    place = EntryPlace("", "")
    for act in (
        lambda: put(file, None),
        lambda: put(file, place),
        lambda: look(file, place),
        lambda: file.provider.remove_entry(file.access, file.calendar, place, UID),
    ):
        with pytest.raises(errors.ReadOnlyCalendar):
            act()


def test_entry_is_written_once(writable):
    first = put(writable, None)
    again = put(writable, None)
    third = put(writable, again)
    assert first.remote == again.remote == third.remote
    assert first.remote.startswith(writable.address(UID))
    assert writable.names() == {f"{UID}.ics"}
    text = writable.stored(third)
    assert all(f"\n{name}" not in text for name in ("ORGANIZER", "ATTENDEE", "METHOD"))
    assert text.count("BEGIN:VEVENT") == text.count(f"X-ADMIT-ONE:{UID}") == text.count("TRANSP:OPAQUE") == 1
    found = read(writable).found
    assert (found.busy, dict(found.own)) == ((), {UID: seconds(ENTRY)})
    assert look(writable, third) == seconds(ENTRY)


def test_entry_of_another_host_stays(dav):
    """Where colleagues share a calendar, it may have another address for each of them."""

    def remove(*others):
        return dav.provider.remove_entry(dav.access, dav.calendar, place, UID, others)

    place = put(dav, None, replace(ENTRY, host="7"))
    put(dav, None, replace(ENTRY, host="12", sequence=1))
    assert dav.stored(place).count("X-ADMIT-ONE-HOST:12") == dav.stored(place).count("X-ADMIT-ONE-HOST:") == 1
    remove("12", "13")
    assert dav.names() == {f"{UID}.ics"}
    remove("7", "13")
    remove("7", "13")
    assert dav.names() == set()


def test_moved_entry_is_one_entry(writable):
    place = put(writable, None)
    moved = replace(ENTRY, sequence=1, starts_at=NINE + 2 * HOUR, ends_at=NINE + 3 * HOUR)
    place = put(writable, place, moved)
    assert look(writable, place) == seconds(moved)
    assert "SEQUENCE:1" in writable.stored(place) or writable.name == "graph"
    assert writable.names() == {f"{UID}.ics"}


def test_what_the_host_added_stays(writable):
    place = put(writable, None)
    alarm = "BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:x\r\nTRIGGER:-PT15M\r\nEND:VALARM\r\nCOLOR:red\r\nEND:VEVENT"
    text = writable.stored(place).replace("\r\n", "\n").replace("\n", "\r\n").replace("END:VEVENT", alarm)
    text = text.replace("meetings/7/", "meetings/7/\\nBring the contract.").replace("SUMMARY:Intro", "SUMMARY:My intro")
    writable.save(f"{UID}.ics", text)
    moved = replace(ENTRY, sequence=1, starts_at=NINE + HOUR, ends_at=NINE + 2 * HOUR, description="Cy Young")
    put(writable, place, moved)
    text = writable.stored(put(writable, place, moved)).replace("\\,", ",")
    assert text.count("Bring the contract.") == text.count("BEGIN:VALARM") == text.count("COLOR:red") == 1
    assert "DESCRIPTION:Cy Young\\nhttps://meet.example/meetings/7/\\nBring the contract." in text
    assert "SUMMARY:Intro call" in text
    assert look(writable, place) == seconds(moved)


def test_change_at_the_same_moment_stays(writable, monkeypatch):
    place = put(writable, None)
    text = writable.stored(place).replace("\r\n", "\n").replace("\n", "\r\n")
    edits = [text.replace("END:VEVENT", "COLOR:red\r\nEND:VEVENT")]
    get = writable.provider._get

    def get_and_edit(*asked):
        found = get(*asked)
        if edits:
            writable.save(f"{UID}.ics", edits.pop())
        return found

    monkeypatch.setattr(writable.provider, "_get", get_and_edit)
    moved = replace(ENTRY, sequence=1, starts_at=NINE + HOUR, ends_at=NINE + 2 * HOUR)
    put(writable, place, moved)
    assert ("COLOR:red" in writable.stored(place), look(writable, place)) == (True, seconds(moved))


def test_repeating_entries_are_made_single(writable):
    place = put(writable, None)
    text = writable.stored(place).replace("\r\n", "\n").replace("\n", "\r\n")
    writable.save(f"{UID}.ics", text.replace("END:VEVENT", "RRULE:FREQ=WEEKLY;COUNT=3\r\nEND:VEVENT"))
    assert len(read(writable).found.busy) == 3
    put(writable, place)
    assert (read(writable).found.busy, look(writable, place)) == ((), seconds(ENTRY))


def test_deleted_entries_are_written_anew(writable):
    place = put(writable, None)
    writable.delete(f"{UID}.ics")
    assert look(writable, place) is None
    place = put(writable, place)
    assert look(writable, place) == seconds(ENTRY)


def test_removing_twice_is_removing_once(writable):
    place = put(writable, None)
    for _time in range(2):
        writable.provider.remove_entry(writable.access, writable.calendar, place, UID)
    assert (look(writable, place), writable.names()) == (None, set())


def test_entry_of_lost_answer_is_removed(writable):
    put(writable, None)
    for _time in range(2):
        writable.provider.remove_entry(writable.access, writable.calendar, None, UID)
    assert writable.names() == set()


def test_same_uid_elsewhere_is_taken_over(dav):
    """The host's mail program has put our invitation into the calendar, under a name of its own."""
    stray = event(UID, "DTSTART:20270301T070000Z", "DTEND:20270301T080000Z", "ORGANIZER:mailto:us@meet.example")
    dav.save("stray.ics", stray)
    place = put(dav, None)
    assert dav.names() == {"stray.ics"}
    assert (place.remote, look(dav, place)) == (f"{dav.folder}stray.ics", seconds(ENTRY))
    assert "ORGANIZER" not in dav.stored(place)


def test_calendar_that_is_gone_takes_no_entry(writable):
    away = replace(writable.calendar, remote=writable.nowhere)
    with pytest.raises(errors.Gone):
        writable.provider.put_entry(writable.access, away, None, ENTRY)
