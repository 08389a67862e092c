"""Words of sixty letters wherever people name things, and texts a third longer, as in German: all fits a phone."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import models
from playwright.sync_api import Browser
from playwright.sync_api import Page as Tab

from bookings.actions import book
from core.dates import to_epoch
from pages.models import Page
from tests.bookings.mailbox import Mailbox
from tests.browser.test_links_clipboard import PHONE, sign_in
from tests.builders import NOW, START, choices_page, managed_event_type, one_time_link, submission
from tests.scheduler.test_permissions import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunte"
NAMED = {
    *("name", "title", "label", "message", "note", "description", "welcome", "location", "contact", "reason"),
    *("recipient_name", "customer_name"),
}  # fmt: skip
OWNERS = """
home meetings meeting-logs meeting reschedule-meeting reassign-meeting cancel-meeting ask-new-time share links
my-links links-library all-links link-page send-link edit-link view-as-customer withdraw-link link-requests
new-link managed-links view-links batches batch booking-pages booking-page archive-booking-page master-pages
master-page master-assignment master-content pools pool archive-pool event-types event-type archive-event-type
schedules schedule archive-schedule team member settings delegates organization privacy deliveries
"""
CUSTOMERS = ("link", "link-mine", "link-ask", "public-page", "booking", "booking-reschedule", "booking-cancel")
# A third more of the same words, and which texts then stand in columns of a few letters.
LENGTHENED = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), texts = [];
  while (walker.nextNode()) texts.push(walker.currentNode);
  const shown = texts.filter(({ data, parentElement: around }) => data.trim().length > 2 && around.checkVisibility()
    && !around.closest("script, style, select, textarea, table.days, .ticket-stub, .avatar, .visually-hidden, thead"));
  for (const text of shown) {
    const words = text.data.trim().split(/\\s+/);
    for (let more = text.length / 3, place = 0; more > 0; place++) {
      const word = ` ${words[place % words.length].slice(0, 14)}`;
      text.appendData(word);
      more -= word.length;
    }
  }
  const squeezed = shown.filter((text) => {
    const range = document.createRange();
    range.selectNodeContents(text);
    const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size;
    const said = text.data.trim();
    return lines > said.split(/\\s+/).length && said.length / lines < 6;
  });
  return [document.scrollingElement.scrollWidth, squeezed.map(({ data }) => data.trim().slice(0, 40))];
}"""


# By how much what can be done with a row stands out of its list, which cuts it off.
CUT = """() => [...document.querySelectorAll(".rows-box")].flatMap((box) => {
  const acts = [...box.querySelectorAll(".rows-actions :is(a, button)")].filter((one) => one.checkVisibility());
  return acts.map((one) => Math.round(one.getBoundingClientRect().right - box.getBoundingClientRect().right));
}).filter((over) => over > 0)"""


def lengthen() -> None:
    """Every name, and everything else that people write in a line, becomes a word of sixty letters, and some more."""
    ours = ("accounts", "pages", "links", "bookings")
    for model in (model for label in ours for model in apps.get_app_config(label).get_models()):
        for field in model._meta.fields:
            if field.name in NAMED and isinstance(field, models.CharField | models.TextField):
                for row in model._default_manager.exclude(**{field.name: ""}):
                    said = f"{WORD} {row.pk}"[: field.max_length or 100]
                    model._default_manager.filter(pk=row.pk).update(**{field.name: said})


def wide(page: Tab, addresses: list[str]) -> dict[str, object]:
    """The pages that are wider than the phone, or squeeze a text: as they are, and a third longer."""
    found = {}
    for address in addresses:
        answer = page.goto(address)
        assert answer is not None
        page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
        plain = page.evaluate("document.scrollingElement.scrollWidth")
        found[address] = [answer.status < 500, plain, *page.evaluate(LENGTHENED)]
    return {address: seen for address, seen in found.items() if seen != [True, PHONE["width"], PHONE["width"], []]}


@pytest.fixture
def world(ana, ben, zoe):
    return World(ana, ben, zoe)


@pytest.mark.feature("V2", "O23")
def test_no_name_is_too_long_for_phones(browser: Browser, site, world):
    addresses, admin = world.addresses(), world.users["admin"]
    types = [managed_event_type(admin, "Demo"), managed_event_type(admin, "Course", sessions=3)]
    several = choices_page(admin, Page.Scenario.PAGES_FIRST, [world.page], types)
    free = f"?start={to_epoch(START + timedelta(days=1))}&event={types[0].pk}&zone=Europe/Madrid"
    ways = [
        *(addresses[name] for name in CUSTOMERS),
        f"{addresses['link']}book/{free}",
        f"{addresses['booking-reschedule']}{free}",
        f"{addresses['link']}?event={types[0].pk}",
        f"/l/{one_time_link(world.ben, expires_at=NOW - timedelta(days=1)).token()}/",
        *(f"/p/{page.organization.slug}/{page.slug}/" for page in (several, world.master)),
    ]
    lengthen()
    context = browser.new_context(viewport=PHONE, locale="en-GB", timezone_id="Europe/Madrid", base_url=site)
    assert wide(context.new_page(), ways) == {}
    sign_in(context, site, admin)
    assert wide(context.new_page(), [addresses[name] for name in OWNERS.split()]) == {}
    context.close()


@pytest.mark.feature("O23")
def test_long_names_cut_off_no_button(browser: Browser, site, world):
    lengthen()
    found = {}
    for width in (1_440, 1_280, 1_000):
        context = browser.new_context(viewport={"width": width, "height": 860}, base_url=site)
        sign_in(context, site, world.users["admin"])
        page = context.new_page()
        for address in ("/event-types/", "/booking-pages/", "/master-pages/", "/links/", "/links/mine/", "/team/"):
            page.goto(address)
            found[width, address] = page.evaluate(CUT)
        context.close()
    assert {at: over for at, over in found.items() if over} == {}


@pytest.mark.feature("V42")
def test_no_name_is_too_long_for_mails(browser: Browser, world):
    lengthen()
    form = submission(world.page.event_types.get().pk, START + timedelta(days=1), name=WORD, note=WORD)
    book(submission=form, link=one_time_link(world.ben, recipient_name=WORD, message=WORD), now=NOW)
    mailbox, widths = Mailbox(), {}
    mailbox.send(NOW + timedelta(hours=1))
    tab = browser.new_page(viewport=PHONE)
    for recipient, mail in mailbox.mails:
        html = mail.get_body(("html",))
        assert html is not None
        # Mails of what was booked before say its names.
        if WORD in html.get_content():
            tab.set_content(html.get_content())
            widths[recipient] = tab.evaluate("document.scrollingElement.scrollWidth")
    tab.close()
    assert widths == {"priya@example.com": PHONE["width"], "ben@acme.example": PHONE["width"]}
