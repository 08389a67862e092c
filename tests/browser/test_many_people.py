"""An organization of many in a real Chromium: people and pages are found by typing, with and without scripts."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.test_owner import ana, sign_in  # noqa: F401 (`ana` is a fixture)
from tests.owner.test_finding import people  # noqa: F401 (a fixture)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def anas(page, site, ana, people, no_errors):  # noqa: F811
    sign_in(page, site, ana)
    return page


def test_team_is_searched_at_once(anas, site):
    anas.goto(f"{site}/team/")
    expect(anas.locator("tbody tr")).to_have_count(50)
    anas.get_by_role("searchbox", name="Search").press_sequentially("host 007")
    expect(anas.locator("tbody tr")).to_have_count(1)
    expect(anas.locator(".filters-count")).to_contain_text("1 found")
    assert Axe().run(anas).violations_count == 0
    anas.get_by_role("link", name="Clear").click()
    anas.get_by_role("link", name="Show 50 more").click()
    expect(anas.locator("tbody tr")).to_have_count(100)


def test_long_select_becomes_a_field(anas, site):
    anas.goto(f"{site}/booking-pages/new/")
    field = anas.get_by_role("combobox", name="Owner and host")
    expect(field).to_have_value("Ana Ruiz")
    field.click()
    # The chosen one comes first, and the rest is found by typing.
    options = anas.get_by_role("listbox").get_by_role("option")
    expect(options.first).to_have_text("Ana Ruiz")
    expect(options.last).to_have_text(re.compile("81 more: type to find them"))
    assert Axe().run(anas).violations_count == 0
    field.fill("007")
    expect(options).to_have_count(1)
    anas.keyboard.press("Enter")
    expect(field).to_have_value("Host 007")
    assert anas.locator("select[name=host]").evaluate("one => one.selectedOptions[0].text") == "Host 007"
    field.fill("nobody like this")
    expect(options).to_have_text(["Nothing matches."])
    anas.keyboard.press("Escape")
    expect(field).to_have_value("Host 007")


def test_long_list_to_tick_shows_its_beginning(anas, site):
    anas.goto(f"{site}/settings/delegates/")
    lines = anas.locator(".picks > li:visible")
    expect(lines).to_have_count(40)
    search = anas.get_by_role("searchbox", name=re.compile("Search"))
    search.fill("host 111")
    expect(lines).to_have_count(1)
    lines.get_by_role("checkbox").check()
    anas.get_by_role("button", name="Save").click()
    expect(anas.get_by_text("Saved")).to_be_visible()
    # What is ticked comes first.
    expect(lines.first).to_contain_text("Host 111")
    anas.get_by_role("button", name="Show 80 more").click()
    expect(lines).to_have_count(120)


def test_lists_are_found_without_scripts(browser, site, ana, people):  # noqa: F811
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, site, ana)
    page.goto(f"{site}/booking-pages/?q=host")
    page.get_by_role("searchbox", name="Search").fill("007")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.get_by_text("1 found")).to_be_visible()
    page.goto(f"{site}/booking-pages/new/")
    page.get_by_label("Owner and host").select_option("Host 007")
    context.close()
