"""A customer at the test client: reads pages as a person does, and sends forms as a browser does."""

import re
from collections.abc import Iterator
from datetime import datetime
from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponse
from django.test import Client

from core.dates import from_epoch


class ParsedPage(HTMLParser):
    """The tags of a page with their attributes, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self.feed(re.sub(r"<(script|template)\b.*?</\1>", "", html, flags=re.S))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())

    def find(self, tag: str, css: str = "") -> Iterator[dict[str, str]]:
        """The attributes of the tags of that name, and of that class where one is given."""
        return (
            found for name, found in self.tags if name == tag and (not css or css in found.get("class", "").split())
        )

    def one(self, tag: str, css: str = "") -> dict[str, str]:
        return next(self.find(tag, css))


def read(response: HttpResponse) -> ParsedPage:
    return ParsedPage(response.content.decode())


def title(response: HttpResponse) -> str:
    found = re.search(r"<title>(.*?)</title>", response.content.decode(), re.S)
    assert found is not None
    return " ".join(found[1].split())


def times(client: Client, address: str) -> list[str]:
    """The addresses of the free times of the first day that is shown."""
    return [link["href"] for link in read(client.get(address)).find("a", "time")]


class Fields(HTMLParser):
    """What a browser would send of a form, as it stands: several values of one name are a list."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: dict[str, Any] = {}
        self.typing = self.picking = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name, value = given.get("name", ""), given.get("value", "")
        if tag == "textarea":
            self.typing, self.found[name] = name, ""
        elif tag == "select":
            self.picking = name
        elif tag == "option" and (self.picking not in self.found or "selected" in given):
            self.found[self.picking] = value
        elif tag == "input" and name and given.get("type") == "checkbox":
            self.found.setdefault(name, []).extend([value] if "checked" in given else [])
        elif tag == "input" and given.get("type") == "hidden" and name in self.found:
            before = self.found[name]
            self.found[name] = [*(before if isinstance(before, list) else [before]), value]
        elif tag == "input" and name and (given.get("type") != "radio" or "checked" in given):
            self.found[name] = value

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            # A browser drops the line end with which the text begins.
            self.found[self.typing] = self.found[self.typing].removeprefix("\n")
            self.typing = ""

    def handle_data(self, data: str) -> None:
        if self.typing:
            self.found[self.typing] += data


def fields(response: HttpResponse) -> dict[str, Any]:
    """What a browser would send of the page's form, as it stands."""
    return Fields(response.content.decode()).found


def send(client: Client, address: str, **typed: Any) -> HttpResponse:
    """Opens the details of a time, fills them in and sends them."""
    form = fields(client.get(address))
    return client.post(address, form | {"name": "Priya Shah", "email": "priya@example.com"} | typed)


def start_of(address: str) -> datetime:
    """The time that an address of the details names."""
    found = re.search(r"start=(\d+)", address)
    assert found is not None
    return from_epoch(int(found[1]))
