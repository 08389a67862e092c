"""A real account at Google for the contract tests: `make test-live`. They are skipped without its credentials.

The account needs a calendar for these tests, which is emptied.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest

from calendars.models import Connection
from calendars.oauth import VENDORS, renew_tokens
from calendars.providers import Access, EntryPlace, Tokens, google
from calendars.providers.google import NO_MAILS, ask_google
from calendars.providers.http import read_json
from tests.calendars.contract.translated import event_of, text_of
from tests.calendars.contract.worlds import World

NAMES = ("GOOGLE_CLIENT_ID", "GOOGLE_CLIENT_SECRET", "LIVE_GOOGLE_REFRESH_TOKEN", "LIVE_GOOGLE_CALENDAR")
MISSING = [name for name in NAMES if not os.environ.get(name)]
REASON = f"No real Google account: {', '.join(MISSING)} not set."
LIVE_GOOGLE = pytest.param("live-google", marks=pytest.mark.skipif(bool(MISSING), reason=REASON))


class LiveGoogle(World):
    """A calendar at Google. Files of other programs become events of it."""

    def __init__(self, access: Access, calendar: str) -> None:
        super().__init__("live-google", google, access, calendar, guarded=False)

    @property
    def nowhere(self) -> str:
        return "nobody-has-this-calendar@group.calendar.google.com"

    def address(self, uid: str) -> str:
        return f"a1{uid.replace('-', '')}"

    def save(self, name: str, text: str) -> None:
        fields = event_of(text)
        known = self._existing().get(name)
        if known:
            fields.pop("iCalUID")
            ask_google(self.access, "PATCH", f"{self._events}/{known}", NO_MAILS, fields)
        else:
            fields |= {"iCalUID": uuid4().hex, "extendedProperties": {"private": {"contract": name}}}
            ask_google(self.access, "POST", self._events, NO_MAILS, fields)

    def delete(self, name: str) -> None:
        ask_google(self.access, "DELETE", f"{self._events}/{self._existing()[name]}", NO_MAILS)

    def stored(self, place: EntryPlace) -> str:
        return text_of(dict(read_json(ask_google(self.access, "GET", f"{self._events}/{place.remote}", {}))))

    def names(self) -> set[str]:
        return {*self._existing()}

    @property
    def _events(self) -> str:
        return f"calendars/{self.folder.replace('@', '%40')}/events"

    def _existing(self) -> dict[str, str]:
        found = read_json(ask_google(self.access, "GET", self._events, {"maxResults": "2500"})).get("items", ())
        names = {}
        for event in found:
            private = event.get("extendedProperties", {}).get("private", {})
            uid = private.get("admitOne")
            names[f"{uid}.ics" if uid else private.get("contract", event["id"])] = event["id"]
        return names


@contextmanager
def live_google(_folder: Path) -> Iterator[World]:
    kind = Connection.Kind.GOOGLE
    tokens = renew_tokens(kind, Tokens("", 0, os.environ["LIVE_GOOGLE_REFRESH_TOKEN"]))
    access = Access(VENDORS[kind].api, tokens=tokens)
    yield LiveGoogle(access, os.environ["LIVE_GOOGLE_CALENDAR"])
