"""Google as the fake keeps it, for the contract."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from calendars.models import Connection
from calendars.oauth import VENDORS
from calendars.providers import Access, EntryPlace, Tokens, google
from tests.calendars.contract.translated import event_of, text_of
from tests.calendars.contract.worlds import World
from tests.calendars.fakes.google import Google, Kept
from tests.calendars.fakes.http import answering
from tests.calendars.fakes.tokens import Grant
from tests.calendars.fakes.vendor import HERE


class GoogleWorld(World):
    """Google's calendar, as the fake keeps it; files of other programs are written there as its events."""

    def __init__(self, base: str, served: Google, token: str) -> None:
        access = Access(f"{base}/api/", networks=HERE, tokens=Tokens(token, 2**40, "1//none"))
        super().__init__("google", google, access, "ana@gmail.example", guarded=False)
        self.served, self.ids = served, dict[str, str]()

    @property
    def kept(self) -> Kept:
        return self.served.calendars[self.folder]

    @property
    def nowhere(self) -> str:
        return "nobody@gmail.example"

    def address(self, uid: str) -> str:
        return f"a1{uid.replace('-', '')}"

    def save(self, name: str, text: str) -> None:
        made = event_of(text)
        name_there = self._standing().get(name) or self.ids.setdefault(name, f"host{len(self.ids):04}")
        self.served.keep(self.kept, self.kept.events.get(name_there, {}) | made | {"id": name_there})

    def delete(self, name: str) -> None:
        self.served.keep(self.kept, self.kept.events[self._standing()[name]] | {"status": "cancelled"})

    def stored(self, place: EntryPlace) -> str:
        return text_of(self.kept.events[place.remote])

    def texts(self) -> list[str]:
        return [text_of(self.kept.events[one]) for one in self._standing().values()]

    def names(self) -> set[str]:
        return {*self._standing()}

    def _standing(self) -> dict[str, str]:
        events = self.kept.events
        return {self._name(one): one for one, event in events.items() if event["status"] != "cancelled"}

    def _name(self, known: str) -> str:
        uid = self.kept.events[known].get("extendedProperties", {}).get("private", {}).get("admitOne")
        return f"{uid}.ics" if uid else next(name for name, one in self.ids.items() if one == known)


@contextmanager
def faked_google(_folder: Path) -> Iterator[World]:
    served = Google()
    grant = Grant("ana@gmail.example", " ".join(VENDORS[Connection.Kind.GOOGLE].scopes))
    served.tokens.access["ya29.contract"] = grant, float(2**40)
    with answering(served.answer) as base:
        yield GoogleWorld(base, served, "ya29.contract")
