"""An owner's browser without JavaScript: reads the forms of a page, fills them in, and sends them as they say."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.test import Client


@dataclass
class Form:
    """One form of a page: its attributes, what it would send as it stands, and its buttons by their words."""

    attributes: dict[str, str]
    fields: list[tuple[str, str]] = field(default_factory=list)
    buttons: dict[str, dict[str, str]] = field(default_factory=dict)

    def values(self, name: str) -> list[str]:
        return [value for field, value in self.fields if field == name]

    def filled(self, **typed: Any) -> list[tuple[str, str]]:
        """What it sends with the fields typed over: a list gives several values, None none."""
        kept = [(name, value) for name, value in self.fields if name not in typed]
        for name, value in typed.items():
            kept += [(name, str(item)) for item in (value if isinstance(value, list) else [value]) if item is not None]
        return kept

    def send(self, client: Client, path: str, button: str, **typed: Any) -> HttpResponse:
        """Presses the button, and follows where that leads."""
        pressed = self.buttons[button]
        sent = self.filled(**typed) + ([(pressed["name"], pressed["value"])] if "name" in pressed else [])
        address = pressed.get("formaction") or self.attributes.get("action") or path
        if self.attributes.get("method") == "get":
            return client.get(f"{address}?{urlencode(sent)}", follow=True)
        return client.post(address, urlencode(sent), content_type="application/x-www-form-urlencoded", follow=True)  # type: ignore[return-value]


class _Forms(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.inside: Form | None = None
        self.select = self.button = ""
        self.first_option = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = Form(found)
            self.forms.append(self.inside)
        elif self.inside is None or "disabled" in found:
            return
        elif tag == "input" and "name" in found:
            choice = found.get("type") in {"checkbox", "radio"}
            if not choice or "checked" in found:
                self.inside.fields.append((found["name"], found.get("value", "on" if choice else "")))
        elif tag == "select":
            self.select, self.first_option = found["name"], True
        elif tag == "option" and (self.first_option or "selected" in found):
            if not self.first_option:
                self.inside.fields.pop()
            self.inside.fields.append((self.select, found.get("value", "")))
            self.first_option = False
        elif tag == "button":
            self.button = "?"
            self.inside.buttons["?"] = found

    def handle_data(self, data: str) -> None:
        if self.button and self.inside and data.strip():
            self.inside.buttons[data.strip()] = self.inside.buttons[self.button]
            self.button = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = None


def forms(response: HttpResponse) -> list[Form]:
    return _Forms(response.content.decode()).forms


def form_with(response: HttpResponse, button: str) -> Form:
    """The page's form with that button."""
    return next(form for form in forms(response) if button in form.buttons)
