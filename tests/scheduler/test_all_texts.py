"""Whatever people read comes from a catalogue: with every message in brackets, little is left outside of them."""

import re
import sys
from calendar import month_abbr
from datetime import timedelta
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import allauth
import django.conf
import django.contrib.auth
import polib
import pytest
from django.urls import reverse
from django.utils import timezone

from bookings.actions import book
from bookings.emails import RENDERERS, message
from core import cldr
from deliveries.models import Delivery
from owner.deliveries import gallery
from pages.models import EventType
from scheduler import urls
from scheduler.catalogues import CUSTOMERS
from tests.bookings.frozen_others import ROWS
from tests.builders import NOW, one_time_link, submission
from tests.customer.customers import times
from tests.languages import bracketed, offering_languages, write_catalogue
from tests.scheduler.test_permissions import WITHOUT_COOKIE, World, expected
from tests.scheduler.test_screens import opens_to

pytestmark = [pytest.mark.django_db, pytest.mark.walk]

# Loaded before a test, so that every view is there to be patched.
assert urls.urlpatterns

READ_ALOUD = {"aria-label", "aria-description", "title", "placeholder", "alt", "label"}
SILENT = {"script", "style", "template", "code", "pre", "svg"}
WORD = re.compile(r"[^\W\d_]{2,}")
# CLDR's own: they are in the reader's language, without a catalogue of ours.
BY_CLDR = ["format_date", "format_time", "format_duration", "place_time", "list_text"]


class Outside(HTMLParser):
    """The texts of a page that stand in no brackets."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.depth, self.found = 0, set()
        self.feed(html)
        # Behind a bracket that stays open nothing would be found.
        assert self.depth == 0

    def handle_starttag(self, tag, attrs):
        for name, value in attrs:
            if name in READ_ALOUD and value:
                self.found |= outside(value)
        if tag in SILENT:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if self.open and self.open[-1] == tag:
            self.open.pop()

    def handle_data(self, data):
        # A message can hold tags, so its brackets may stand in different texts.
        left = []
        for character in data:
            self.depth += {"⟦": 1, "⟧": -1}.get(character, 0)
            if not self.depth and character != "⟧":
                left.append(character)
        if not self.open:
            self.found |= lines_with_words("".join(left))


def outside(text: str) -> set[str]:
    depth, left = 0, []
    for character in text:
        depth += {"⟦": 1, "⟧": -1}.get(character, 0)
        left.append("" if depth or character == "⟧" else character)
    return lines_with_words("".join(left))


def lines_with_words(text: str) -> set[str]:
    """The lines that have words."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return {line for line in lines if WORD.search(line)}


@pytest.fixture(scope="module")
def folder_of(tmp_path_factory):
    """The folder of the catalogue in which every message stands in brackets, or of that with the customers' part."""

    @cache
    def made(part: str) -> Path:
        folder = tmp_path_factory.mktemp("locale")
        write_catalogue(folder, "en_XA", bracketed(), only_customers=part == CUSTOMERS)
        return folder

    return made


@pytest.fixture
def pseudo(request, settings, folder_of, monkeypatch):
    """The site in a language in which every message stands in brackets, or those of the customers' part."""
    with offering_languages(settings, folder_of(getattr(request, "param", "")), "en-xa"):
        for name in BY_CLDR:
            said = getattr(cldr, name)
            told_so = lambda *args, said=said, **named: f"⟦{said(*args, **named)}⟧"  # noqa: E731
            # Wherever the function is known by its name.
            for module in [one for one in list(sys.modules.values()) if getattr(one, name, None) is said]:
                monkeypatch.setattr(module, name, told_so)
        yield


@pytest.fixture
def world(ana, ben, zoe):
    made = World(ana, ben, zoe)
    for client in made.clients.values():
        client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en-xa"
    return made


# Libraries speak from their own catalogues: Django's and allauth's, and `holidays`, whose names stand in the database.
ELSEWHERE = [django.conf, django.contrib.auth, allauth]
# In English only: what programmers read, and the countries whose holidays are known.
ENGLISH_ONLY = {"api-reference", "public-holidays", "embed-page"}
DATA = [
    "30-minute meeting", "Meet the team", "Team call", "Working hours", "Reusable", "Managed", "Sales", "CRM", "Work",
    "Key", "Priya Shah", "Priya", "Ana Ruiz", "Ben Ode", "Cleo Diaz", "BO", "AR", "CD", "Acme", "Coaching",
    "Shah & Sons", "Good Friday", "Assumption Day", "Labor Day", "Google", "Office 365", "Outlook.com",
    "English (United Kingdom)", "English (United States)", "UTC", "The contract.", "And its prices.", "Autumn fair",
    "What would you like to speak about?", "I may be a few minutes late.", "I am on the train then.", "Sorry!",
    "Thank you for your time. Here are the notes:", "Hello", "Source", "200 OK", "tom", "example", "com",
    # Initials, keys, and an address whose parts a mail keeps from being made a link.
    "PS", "Esc", "Tab", "Enter", "Ctrl K", "https", "acme", "localhost:8000",
    # The product's name is a setting.
    "Admit One",
]  # fmt: skip
# Addresses, references and keys.
CODES = re.compile(r"\S+[@/.]\S+|\b[0-9A-F]{8}\b|\b[A-Z2-7]{32}\b|\b[A-Z][a-z]{2}\. \d{1,2}, \d{4}|link \d+")
# Of allauth and Django, but made of parts.
LEFT = {"Name": "mfa_add_webauthn", "Your password must contain at least 10 characters.": "account_change_password"}


@cache
def spoken_elsewhere() -> frozenset[str]:
    """What Django and allauth say, which they translate themselves, and the weekdays and months of Django."""
    folders = [Path(one.__file__).parent / "locale/de/LC_MESSAGES" for one in ELSEWHERE]
    said = {" ".join(entry.msgid.split()) for folder in folders for entry in polib.mofile(folder / "django.mo")}
    # It has short months in small letters.
    return frozenset(said | set(month_abbr[1:]))


def untranslated(found: dict[str, str]) -> dict[str, str]:
    """What is neither data nor another catalogue's."""
    left = {}
    for text, name in found.items():
        rest = CODES.sub(" ", text)
        for one in sorted(DATA, key=len, reverse=True):
            rest = rest.replace(one, " ")
        if WORD.search(rest) and not is_elsewhere(text) and name not in ENGLISH_ONLY:
            left[text] = name
    return left


def is_elsewhere(text: str) -> bool:
    known, text = spoken_elsewhere(), text.removeprefix(": ")
    return text in known or all(one in known for one in text.split("–"))


def pages(world, names):
    """The texts outside of brackets, by the name of the page."""
    readers = {name: opens_to(answers) for name, answers in expected().items() if name in names}
    addresses, found = world.addresses(), {}
    for name, role in readers.items():
        response = world.ask(role, "GET", addresses[name]) if role else None
        if response is not None and response.headers["Content-Type"].startswith("text/html"):
            found |= dict.fromkeys(Outside(response.text).found - found.keys(), name)
    return found


def test_every_page_speaks_from_the_catalogue(pseudo, world):
    assert untranslated(pages(world, [name for name in expected() if not name.startswith("admin:")])) == LEFT


def mails():
    """The facts of every kind of mail that waits in the outbox."""
    return [*((kind, gallery.sample(kind)) for kind in RENDERERS), *ROWS]


def test_every_mail_speaks_from_the_catalogue(pseudo, settings):
    settings.LINK_KEYS = {**settings.LINK_KEYS, "a": b"k" * 32}
    found = {text: kind for kind, facts in mails() for text in texts_of_mail(kind, facts)}
    assert untranslated(found) == {}


def texts_of_mail(kind, facts):
    facts = facts | {"recipient": facts["recipient"] | {"language": "en-xa"}}
    mime = message(Delivery(kind=kind, facts=facts)).message()
    html, text = (mime.get_body((form,)).get_content() for form in ("html", "plain"))
    return Outside(html).found | outside(text) | outside(mime["Subject"])


@pytest.mark.parametrize("pseudo", [CUSTOMERS], indirect=True)
def test_customers_part_holds_all_they_read(pseudo, world, client, ana):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en-xa"
    found = pages(world, WITHOUT_COOKIE - {"mcp"})
    for name, response in states(client, ana):
        found |= dict.fromkeys(Outside(response.text).found, name)
    for kind, facts in mails():
        if facts["recipient"]["name"] != "Ana Ruiz":
            found |= dict.fromkeys(texts_of_mail(kind, facts), kind)
    assert untranslated(found) == {}


def states(client, ana):
    """The customers' pages that no address alone leads to."""
    link = one_time_link(ana, now=timezone.now(), message="Hello")
    address = reverse("link", args=[link.token()])
    [first, *_others] = times(client, address)
    yield "details", client.get(first)
    yield "errors", client.post(first, {"name": "", "email": "no"})
    yield "other zone", client.get(address, {"zone": "Asia/Calcutta", "clock": "12"})
    for name, choices in {
        "expired": {"expires_at": timezone.now() - timedelta(days=1)},
        "no times": {"last_day": timezone.now().date() - timedelta(days=9)},
    }.items():
        dead = one_time_link(ana, now=timezone.now(), **choices)
        yield name, client.get(reverse("link", args=[dead.token()]))
        yield f"{name}, ask", client.get(reverse("link-ask", args=[dead.token()]), follow=True)
    form = submission(EventType.objects.filter(owner=ana).first().pk)
    book(submission=form, link=link, now=NOW)
    yield "used", client.get(address)
    yield "mine", client.post(reverse("link-mine", args=[link.token()]), {"email": "no"})
    yield "unknown", client.get("/l/forged/")
    yield "unknown booking", client.get("/b/forged/")
    yield "unknown page", client.get("/p/acme/no-such-page/")
