"""A booking in each language that there is, from its link to its end with all mails: on real screens, looked at by axe.

`LANGUAGE_PICTURES=folder` keeps a picture of each stop, for somebody who reads the language.
"""

import gzip
import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from playwright.sync_api import Page

from accounts.languages import NAMES, owners_languages
from accounts.models import User
from bookings.emails import message
from bookings.models import Booking
from bookings.states import BookingStatus
from deliveries.models import Delivery, Medium
from pages.models import EventType
from scheduler import catalogues
from scheduler.languages import customer_only_languages
from tests.browser.axe import COLOURS, EVERYTHING, SETTLED, run
from tests.browser.test_customer import NARROW, WIDE, link_for, open_page, path
from tests.languages import clear_caches

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
__all__ = ["open_page"]
# What is nobody's language: names, addresses, and the languages' own names at the foot.
KEPT = re.compile(
    r"(?:30-minute meeting|Ana Ruiz|Priya Shah|Tom Ode|Admit One|Acme|Outlook\.com|Outlook|Google Calendar|Google|"
    r"Office 365|UTC|ICS|invite\.ics|\.ics|\b[0-9A-F]{8}\b|\S+@\S+|\b(?:AR|tom|priya|ana|example|acme|com)\b|"
    + "|".join(re.escape(name) for name in (*NAMES.values(), "English"))
    + ")"
)
LATIN = re.compile(r"[A-Za-z]{2,}")
# Texts that the eye or a screen reader gets, one by one.
TEXTS = """
() => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (!node.parentElement.closest("script, style, option, [lang]:not(html)")) found.push(node.data);
  }
  for (const one of document.querySelectorAll("[aria-label], [title], [alt], [placeholder]"))
    for (const name of ["aria-label", "title", "alt", "placeholder"]) found.push(one.getAttribute(name) || "");
  return [document.title, ...found].map((one) => one.replace(/\\s+/g, " ").trim()).filter(Boolean);
}
"""
# A mail stands in a page of its reader's program, and has no landmarks of its own.
MAILS = EVERYTHING | {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}


@pytest.fixture
def every_language(settings: LazySettings) -> Iterator[None]:
    catalogues.compile_all()
    clear_caches()
    settings.LANGUAGES = list(NAMES.items())
    settings.CUSTOMERS_ONLY = customer_only_languages("en-gb")
    yield
    clear_caches()


def way(page: Page, ana: User, lang: str) -> Iterator[str]:
    """Leads a customer from the link through a booking that is moved and cancelled, and names each stop."""
    link = link_for(ana)
    page.goto(f"{path(link)}?lang={lang}&zone=Europe/Madrid")
    yield "times"
    page.locator("#next").click()
    page.locator("#previous").wait_for()
    yield "next month"
    page.locator("a.time").first.click()
    page.locator("#id_name").wait_for()
    yield "details"
    page.locator(".form-actions button").click()
    page.locator("[data-focus-errors]").wait_for()
    yield "errors"
    page.locator("#id_name").fill("Priya Shah")
    page.locator("#id_email").fill("priya@example.com")
    page.locator("#id_guests").fill("tom@example.com")
    page.locator(".form-actions button").click()
    page.locator(".done").wait_for()
    yield "booked"
    page.locator("a[href*='/reschedule/']").click()
    page.locator("a.time[aria-current]").wait_for()
    yield "another time"
    page.locator("a.day:not([aria-current])").last.click()
    page.locator("a.time:not([aria-current])").first.click()
    page.locator(".was-now").wait_for()
    yield "move it?"
    page.locator("button[type=submit]").click()
    page.locator(".done").wait_for()
    yield "moved"
    page.locator("a[href*='/cancel/']").click()
    page.locator("[data-variant=danger]").wait_for()
    yield "cancel it?"
    page.locator("[data-variant=danger]").click()
    page.locator(".done [data-variant=neutral]").wait_for()
    yield "cancelled"
    page.goto(f"{path(link)}?lang={lang}")
    yield "used"


def mails(page: Page, lang: str) -> Iterator[str]:
    """Shows what everybody was sent, one by one; to the host too if owners are offered the language."""
    # A page of ours would lend the mails its policy, and leave them without style.
    page.goto("about:blank")
    for delivery in Delivery.objects.filter(medium=Medium.EMAIL).order_by("pk"):
        if delivery.facts["recipient"]["language"] == lang:
            html = message(delivery).message().get_body(["html"])
            assert html is not None
            page.set_content(html.get_content())
            yield f"mail {delivery.kind}"


class Stops:
    """What was found at each stop, in all sizes and schemes; and what was read there."""

    def __init__(self, page: Page, lang: str) -> None:
        self.page, self.lang = page, lang
        self.wrong: dict[str, list[Any]] = {}
        self.number = 0

    def look(self, stop: str) -> None:
        self.number += 1
        found = [f"not in {self.lang}: {text}" for text in self.page.evaluate(TEXTS) if is_english(text, self.lang)]
        bidi = "rtl" if self.lang == "ar" else "ltr"
        if self.page.evaluate("[document.documentElement.lang, document.documentElement.dir]") != [self.lang, bidi]:
            found.append("says another language or direction")
        everything = MAILS if self.page.url == "about:blank" else EVERYTHING
        for size in (WIDE, NARROW):
            self.page.set_viewport_size(size)
            # The schemes differ in nothing but their colours (`tests/scheduler/test_static_files.py`).
            for scheme, rules in (("light", everything), ("dark", COLOURS)):
                self.page.emulate_media(color_scheme=scheme)
                self.page.evaluate(SETTLED)
                if self.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                    found.append(f"scrolls sideways at {size['width']}")
                found += [f"{rule} at {size['width']} {scheme}: {nodes}" for rule, nodes in run(self.page, rules)]
                self.keep(f"{self.number:02} {stop} {size['width']} {scheme}")
        if found:
            self.wrong[stop] = found

    def keep(self, name: str) -> None:
        if "LANGUAGE_PICTURES" in os.environ:
            folder = Path(os.environ["LANGUAGE_PICTURES"]) / self.lang
            folder.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=folder / f"{re.sub('[ ?]+', '-', name)}.png", full_page=True)


def is_english(text: str, lang: str) -> bool:
    """A text with Latin words where the language has others, or one that is an English message as it stands."""
    if lang.startswith("en"):
        return False
    rest = KEPT.sub(" ", text)
    return bool(LATIN.search(rest)) and (lang in {"ar", "ja"} or text in english_messages(lang))


@cache
def english_messages(lang: str) -> set[str]:
    """The messages that are no text of the language: “Was” is one of German as well, in another sense."""
    catalogue = catalogues.read(catalogues.file_of({"pt-br": "pt_BR"}.get(lang, lang)))
    said = {text for one in catalogue for text in catalogues.forms(one)}
    return {one.msgid for one in catalogue} - said


@pytest.mark.parametrize("lang", NAMES)
@pytest.mark.feature("V51", "V53", "V54", "G5")
def test_a_booking_is_made_moved_and_cancelled(open_page, every_language, ana, lang):
    if lang in owners_languages():
        User.objects.filter(pk=ana.pk).update(language=lang)
    EventType.objects.update(ask_guests="optional", reminders=[60])
    stops = Stops(open_page(), lang)
    for stop in way(stops.page, ana, lang):
        stops.look(stop)
    assert Booking.objects.get().status == BookingStatus.CANCELLED
    for stop in mails(stops.page, lang):
        stops.look(stop)
    assert (stops.wrong, stops.number >= 11 + 7) == ({}, True)


@pytest.mark.parametrize("lang", NAMES)
@pytest.mark.feature("V6", "V53")
def test_first_load_is_small_in_each_language(open_page, every_language, ana, site, lang):
    """With the places by which a zone is found, which are asked for where the browser's zone is none of the page's."""
    page, loaded = open_page(timezone_id="Asia/Calcutta"), []
    page.on("response", lambda response: loaded.append(response))
    page.goto(f"{path(link_for(ana))}?lang={lang}", wait_until="networkidle")
    sizes = {one.url: len(gzip.compress(one.body(), 9)) for one in loaded}
    assert {url for url in sizes if not url.startswith(site)} == set()
    assert sum(sizes.values()) <= 40_000, sizes
