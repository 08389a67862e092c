"""Previews in a real Chromium: everything can be looked at, and nothing be done, with and without scripts."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from bookings.models import Admission
from links.models import Opening
from tests.browser.test_owner import PHONE, ana, sign_in  # noqa: F401 (`ana` is a fixture)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.feature("O34")]
STRIP = "Preview: nothing can be booked here."


@pytest.mark.parametrize("scripts", [True, False])
def test_owner_walks_through_a_preview(browser, site, ana, scripts):  # noqa: F811
    context = browser.new_context(java_script_enabled=scripts, viewport=PHONE if scripts else None)
    editor = context.new_page()
    sign_in(editor, site, ana)
    editor.goto(f"{site}/booking-pages/{ana.pages.get().pk}/")
    if scripts:
        editor.get_by_role("button", name="Preview").click()
    with context.expect_page() as opened:
        editor.get_by_role("link", name="Open as saved, in a new tab").click()
    page = opened.value
    expect(page.get_by_role("heading", level=1)).to_have_text("30-minute meeting")
    expect(page.get_by_text(STRIP)).to_be_visible()
    assert Axe().run(page).violations_count == 0 if scripts else True
    page.locator("#picker a.time").first.click()
    expect(page.get_by_role("heading", name="Your details")).to_be_visible()
    expect(page.get_by_text(STRIP)).to_be_in_viewport()
    expect(page.get_by_role("button", name="Book")).to_be_disabled()
    assert page.locator(":is(input, textarea, select, button):enabled").count() == 0
    assert Axe().run(page).violations_count == 0 if scripts else True
    assert (Admission.objects.count(), Opening.objects.count()) == (0, 0)
    context.close()
