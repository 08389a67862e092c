"""Rooms that Google and Microsoft make with an entry: one for a meeting, kept while it moves, gone with it."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from calendars import errors
from calendars.providers import EntryPlace, microsoft
from tests.calendars.contract.conftest import emptied
from tests.calendars.contract.test_contract import ENTRY, HOUR

pytestmark = pytest.mark.contract
KINDS = {"google": "https://meet.google.com/", "graph": "https://teams.microsoft.com/l/meetup-join/"}

roomy = pytest.fixture(emptied, params=[*KINDS], name="roomy")


class Host:
    """The host of a calendar at one kind of server, which makes rooms or does not."""

    def __init__(self, world):
        self.world, self.is_google = world, world.name == "google"
        self.rooms = world.served.rooms if self.is_google else world.fake
        self.before = self.made
        self.entry = replace(ENTRY, uid=str(uuid4()), wants_room=True)

    @property
    def made(self):
        return self.rooms.made if self.is_google else self.rooms.rooms_made

    @property
    def new(self):
        return self.made - self.before

    def put(self, place=None, **fields):
        return self.world.provider.put_entry(
            self.world.access, self.world.calendar, place, replace(self.entry, **fields)
        )

    def remove(self, place):
        self.world.provider.remove_entry(self.world.access, self.world.calendar, place, self.entry.uid)

    def lose_answer(self, method):
        if self.is_google:
            self.world.served.lost = 1
        else:
            self.world.fake.lost_methods.append(method)

    def row(self, place):
        return self.world.fake_calendar.events[place.remote] if self.is_google else self.world.fake.events[place.remote]

    def set_rooms(self, how):
        if self.is_google:
            self.rooms.refuses = how == "refused"
            self.rooms.status = {"made": "success", "later": "pending", "never": "failure"}.get(how, "success")
        else:
            self.rooms.rooms = how

    def finish(self, place):
        if self.is_google:
            self.rooms.finish(self.row(place))
        else:
            self.rooms.finish_room(self.row(place))


@pytest.fixture
def host(roomy):
    made = Host(roomy)
    yield made
    made.set_rooms("made")


def test_room_is_made_with_the_entry(host):
    place = host.put()
    assert place.room.startswith(KINDS[host.world.name])
    assert (place.awaits_room, host.new, len(host.world.names())) == (False, 1, 1)


def test_entry_that_wants_none_has_none(host):
    assert (host.put(wants_room=False).room, host.new) == ("", 0)


def test_moving_keeps_the_room(host):
    place = host.put()
    moved = host.put(place, sequence=1, starts_at=host.entry.starts_at + HOUR, ends_at=host.entry.ends_at + HOUR)
    told = host.put(moved, sequence=2, description="Another text", location=place.room)
    assert (moved.room, told.room, host.new) == (place.room, place.room, 1)
    assert host.put(told, sequence=3, wants_room=False).room == place.room


def test_lost_answers_leave_one_room(host):
    host.lose_answer("POST")
    with pytest.raises(errors.CalendarRefusal):
        host.put()
    place = host.put()
    host.lose_answer("PATCH")
    moved = {"sequence": 1, "starts_at": host.entry.starts_at + HOUR, "ends_at": host.entry.ends_at + HOUR}
    with pytest.raises(errors.CalendarRefusal):
        host.put(place, **moved)
    again = host.put(place, **moved)
    assert (again.room, host.new, len(host.world.names())) == (place.room, 1, 1)
    assert place.room


def test_room_in_the_making_is_read_later(host):
    host.set_rooms("later")
    place = host.put()
    assert (place.room, place.awaits_room) == ("", True)
    assert host.put(place).awaits_room
    host.finish(place)
    later = host.put(place)
    assert later.room.startswith(KINDS[host.world.name])
    assert (later.awaits_room, host.new, len(host.world.names())) == (False, 1, 1)


@pytest.mark.parametrize("how", ["never", "refused"])
def test_entry_stands_without_its_room(host, how):
    host.set_rooms(how)
    place = host.put()
    assert (place.room, place.awaits_room, host.new, len(host.world.names())) == ("", False, 0, 1)
    moved = host.put(place, sequence=1, starts_at=host.entry.starts_at + HOUR, ends_at=host.entry.ends_at + HOUR)
    assert (moved.room, moved.awaits_room) == ("", False)
    assert moved.remote == place.remote


def test_entry_of_before_gets_a_room(host):
    place = host.put(wants_room=False)
    assert host.put(place, sequence=1).room.startswith(KINDS[host.world.name])
    assert host.new == 1


def test_removed_with_its_entry(host):
    host.remove(host.put())
    assert host.world.names() == set()
    again = host.put(None, sequence=2)
    assert (bool(again.room), host.new) == (True, 2)


def test_unfit_address_is_no_room(host):
    place = host.put()
    for address in ("javascript:alert(1)", "http://meet.example/x", f"https://meet.example/{'x' * 500}", None, 7):
        row = host.row(place)
        if host.is_google:
            row["hangoutLink"] = address
            row["conferenceData"]["entryPoints"] = [{"entryPointType": "video", "uri": address}]
        else:
            row["onlineMeeting"] = {"joinUrl": address}
        found = host.put(place, wants_room=False, starts_at=host.entry.starts_at - timedelta(minutes=1))
        assert found.room == ""
        place = EntryPlace(found.remote, found.etag)


def test_only_ours_changes_beside_a_room(host):
    if host.world.provider is not microsoft:
        pytest.skip("Google keeps rooms and texts apart.")
    place = host.put()
    words = host.row(place)["body"]["content"]
    host.put(place, sequence=1, starts_at=host.entry.starts_at + HOUR, ends_at=host.entry.ends_at + HOUR)
    assert host.row(place)["body"]["content"] == words
    host.put(place, sequence=2, description="Another text")
    assert "Another text" in host.row(place)["body"]["content"]
    assert place.room in host.row(place)["body"]["content"]
