"""The rows of tabs in a real Chromium: one line on a phone, the current tab in view, with and without JavaScript."""

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.test_owner import PHONE, ana, anas, press, sign_in  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDE = {"width": 1280, "height": 860}
SCREENS = [
    "/meetings/", "/meetings/logs/", "/links/", "/links/bulk/", "/links/mine/", "/links/library/", "/links/all/",
    "/links/managed/", "/links/requests/", "/booking-pages/", "/event-types/", "/master-pages/", "/pools/",
    "/schedules/", "/settings/", "/settings/delegates/", "/settings/organization/", "/settings/privacy/",
    "/deliveries/", "/settings/status/", "/accounts/email/", "/accounts/password/change/", "/accounts/2fa/",
]  # fmt: skip
# Of each row: whether its entries stand on one line, and whether the current one is wholly in view.
ROWS = """[...document.querySelectorAll(".tabs, .pills")].map((row) => {
  const box = (one) => one.getBoundingClientRect();
  const line = new Set([...row.children].map((entry) => Math.round(box(entry).top))).size === 1;
  const current = row.querySelector("[aria-current]");
  return [line, !current || (box(current).left >= 0 && box(current).right <= innerWidth)];
})"""
# What an engine does that knows no scroll-initial-target.
WITHOUT = ("@supports not (scroll-initial-target: nearest)", "@supports (display: block)")


def lacks_initial_targets(route):
    response = route.fetch()
    text = response.text()
    assert WITHOUT[0] in text
    body = text.replace(*WITHOUT).replace("scroll-initial-target: nearest", "--none: 0")
    route.fulfill(response=response, body=body)


@pytest.mark.parametrize("engine", ["with targets", "without targets"])
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_no_row_of_tabs_wraps(browser, site, ana, scripts, engine):  # noqa: F811
    context = browser.new_context(viewport=PHONE, java_script_enabled=scripts)
    page = context.new_page()
    if engine == "without targets":
        page.route("**/css/owner.css", lacks_initial_targets)
    sign_in(page, site, ana)
    for address in SCREENS:
        page.goto(f"{site}{address}")
        rows = page.evaluate(ROWS)
        assert rows == [[True, True]] * len(rows), address
        assert page.evaluate("[scrollX, scrollY, document.documentElement.scrollWidth]") == [0, 0, PHONE["width"]]
    context.close()


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["1280", "390"])
@pytest.mark.feature("V54", "O39")
def test_axe_finds_nothing_in_the_navigation(anas, site, size):  # noqa: F811
    anas.emulate_media(reduced_motion="reduce")
    anas.set_viewport_size(size)
    found = {}
    for address in SCREENS:
        anas.goto(f"{site}{address}")
        found[address] = violations(anas)
        assert anas.evaluate("scrollY") == 0
    anas.goto(f"{site}/links/")
    press(anas, "New")
    found["menu"] = violations(anas)
    assert {name: rules for name, rules in found.items() if rules} == {}


@pytest.mark.feature("A1", "O1")
def test_the_menu_opens_the_pop_up(anas, site):  # noqa: F811
    press(anas, "New")
    anas.get_by_role("link", name="One-time link Admits exactly one booking").click()
    expect(anas.get_by_role("dialog", name="Share")).to_be_visible()
    anas.keyboard.press("Escape")
    expect(anas.get_by_role("button", name="New", exact=True)).to_be_focused()
