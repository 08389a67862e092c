"""The fake of Google, for the contract tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from calendars.models import Connection
from calendars.oauth import VENDORS
from calendars.providers import Access, EntryPlace, Tokens, google
from tests.calendars.contract.translated import event_of, text_of
from tests.calendars.contract.worlds import World
from tests.calendars.fakes.google import FakeCalendar, Google
from tests.calendars.fakes.http import serve_fake
from tests.calendars.fakes.tokens import Grant
from tests.calendars.fakes.vendor import HERE


class GoogleWorld(World):
    """A calendar of the fake. Files of other programs become events of it."""

    def __init__(self, base: str, served: Google, token: str) -> None:
        access = Access(f"{base}/api/", networks=HERE, tokens=Tokens(token, 2**40, "1//none"))
        super().__init__("google", google, access, "ana@gmail.example", guarded=False)
        self.served, self.ids = served, dict[str, str]()

    @property
    def fake_calendar(self) -> FakeCalendar:
        return self.served.calendars[self.folder]

    @property
    def nowhere(self) -> str:
        return "nobody@gmail.example"

    def address(self, uid: str) -> str:
        return f"a1{uid.replace('-', '')}"

    def save(self, name: str, text: str) -> None:
        event_id = self._existing().get(name) or self.ids.setdefault(name, f"host{len(self.ids):04}")
        event = self.fake_calendar.events.get(event_id, {}) | event_of(text) | {"id": event_id}
        self.served.save(self.fake_calendar, event)

    def delete(self, name: str) -> None:
        self.served.save(
            self.fake_calendar, self.fake_calendar.events[self._existing()[name]] | {"status": "cancelled"}
        )

    def stored(self, place: EntryPlace) -> str:
        return text_of(self.fake_calendar.events[place.remote])

    def texts(self) -> list[str]:
        return [text_of(self.fake_calendar.events[event_id]) for event_id in self._existing().values()]

    def names(self) -> set[str]:
        return {*self._existing()}

    def _existing(self) -> dict[str, str]:
        events = self.fake_calendar.events
        return {self._name(event_id): event_id for event_id, event in events.items() if event["status"] != "cancelled"}

    def _name(self, event_id: str) -> str:
        uid = self.fake_calendar.events[event_id].get("extendedProperties", {}).get("private", {}).get("admitOne")
        return f"{uid}.ics" if uid else next(name for name, known in self.ids.items() if known == event_id)


@contextmanager
def faked_google(_folder: Path) -> Iterator[World]:
    served = Google()
    grant = Grant("ana@gmail.example", " ".join(VENDORS[Connection.Kind.GOOGLE].scopes))
    served.tokens.access["ya29.contract"] = grant, float(2**40)
    with serve_fake(served.answer) as base:
        yield GoogleWorld(base, served, "ya29.contract")
