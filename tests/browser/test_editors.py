"""Editors in a real Chromium: what is unsaved, the customer's page beside them, the order of what they list."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.test_owner import PHONE, ana, sign_in  # noqa: F401 (`ana` is a fixture)
from tests.builders import managed_event_type

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DESK, NARROW = {"width": 1280, "height": 860}, {"width": 320, "height": 640}


@pytest.fixture
def editor(page, site, ana, no_errors):  # noqa: F811
    """Ana's browser, on the editor of her only event type."""
    sign_in(page, site, ana)
    page.set_viewport_size(DESK)
    page.goto(f"{site}/event-types/{ana.event_types.get().pk}/")
    return page


def bar(page):
    return page.locator("[data-unsaved-text]")


@pytest.mark.feature("V30", "O34")
def test_bar_says_what_is_unsaved_until_discarded(editor, ana):  # noqa: F811
    duration, preview = editor.get_by_label(re.compile("^Duration")), editor.frame_locator("iframe[name=preview]")
    expect(editor.locator(".save-bar")).to_be_hidden()
    expect(preview.locator(".facts")).to_contain_text("30 minutes")
    duration.fill("45")
    expect(bar(editor)).to_have_text("1 unsaved changeDuration")
    expect(editor.locator(".was")).to_have_text("was 30")
    expect(editor.get_by_role("link", name="What (unsaved changes)")).to_be_visible()
    expect(preview.locator(".facts")).to_contain_text("45 minutes")
    preview.locator("a.time").first.click()
    expect(preview.get_by_role("heading", name="Your details")).to_be_visible()
    expect(preview.locator(".facts")).to_contain_text("45 minutes")
    asked = []
    editor.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    editor.locator("header").get_by_role("link", name="Meetings").click(no_wait_after=True)
    expect(bar(editor)).to_be_visible()
    editor.get_by_role("link", name="Discard").click()
    expect(editor.locator(".save-bar")).to_be_hidden()
    expect(duration).to_have_value("30")
    assert (asked, ana.event_types.get().duration) == (["beforeunload"], 30)


@pytest.mark.feature("V30")
def test_refused_form_keeps_its_changes_unsaved(editor):
    editor.get_by_label(re.compile("^Duration")).fill("0")
    editor.get_by_role("link", name="Notice and limits").click()
    editor.get_by_label(re.compile("^Booking window")).fill("90")
    editor.get_by_role("button", name="Save").last.click()
    expect(editor.locator("[data-focus-errors]")).to_be_focused()
    expect(bar(editor)).to_have_text("2 unsaved changesDuration · Booking window")
    expect(editor.get_by_role("link", name="What (errors, unsaved changes)")).to_be_visible()
    editor.get_by_label(re.compile("^Duration")).fill("30")
    expect(bar(editor)).to_have_text("1 unsaved changeBooking window")


@pytest.mark.feature("V30", "O32")
def test_saving_stays_where_one_was(editor):
    editor.get_by_role("link", name="Notice and limits").click()
    window = editor.get_by_label(re.compile("^Booking window"))
    window.fill("90")
    before = editor.evaluate("scrollY")
    editor.get_by_role("button", name="Save").last.click()
    expect(editor.locator("#messages")).to_contain_text("Saved.")
    expect(window).to_be_visible()
    expect(window).to_have_value("90")
    assert abs(editor.evaluate("scrollY") - before) < 2
    # And from there it is shared.
    editor.get_by_role("link", name=re.compile("^Share ?: 30-minute meeting$")).click()
    expect(editor.locator("dialog#share[data-ready]")).to_contain_text("30-minute meeting")


@pytest.mark.feature("A14", "V12")
def test_event_types_are_ordered_by_keyboard(page, site, ana, no_errors):  # noqa: F811
    managed_event_type(ana, "Tax advice")
    sign_in(page, site, ana)
    page.set_viewport_size(DESK)
    page.goto(f"{site}/booking-pages/{ana.pages.get().pk}/")
    page.locator("#add-event_types").select_option(label="Tax advice, 30 minutes")
    page.get_by_role("button", name="Add an event type").click()
    names = page.locator("#event_types-list li b")
    expect(names).to_have_text(["30-minute meeting", "Tax advice"])
    page.locator("#event_types-list [data-handle]").last.press("ArrowUp")
    expect(names).to_have_text(["Tax advice", "30-minute meeting"])
    expect(bar(page)).to_have_text("1 unsaved changeEvent types")
    offered = page.frame_locator("iframe[name=preview]").locator("#main")
    expect(offered).to_contain_text(re.compile("Tax advice.*30-minute meeting", re.DOTALL))
    page.get_by_role("button", name="Save").last.click()
    expect(page.locator("#messages")).to_contain_text("Saved.")
    assert [one.event_type.name for one in ana.pages.get().offered.order_by("position")] == [
        "Tax advice",
        "30-minute meeting",
    ]


@pytest.mark.feature("V54", "O34")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_preview_is_a_sheet_on_a_phone(page, site, ana, no_errors, scheme):  # noqa: F811
    sign_in(page, site, ana)
    page.set_viewport_size(PHONE)
    page.emulate_media(color_scheme=scheme)
    found = {}
    for path in (f"booking-pages/{ana.pages.get().pk}", f"event-types/{ana.event_types.get().pk}"):
        page.goto(f"{site}/{path}/")
        page.get_by_role("button", name="Preview").click()
        expect(page.frame_locator("iframe[name=preview]").locator("h1")).to_be_visible()
        found[path, "sheet"] = [one["id"] for one in Axe().run(page).response["violations"]]
        page.keyboard.press("Escape")
        expect(page.locator("#preview")).to_be_hidden()
        found[path, "form"] = [one["id"] for one in Axe().run(page).response["violations"]]
        page.set_viewport_size(NARROW)
        found[path, "sideways"] = page.evaluate("document.documentElement.scrollWidth > innerWidth ? [1] : []")
        page.set_viewport_size(PHONE)
    assert {where: rules for where, rules in found.items() if rules} == {}
