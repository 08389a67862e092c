"""Filters of lists in a real Chromium: a choice applies at once, and the form says what the list is filtered by."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.test_owner import PHONE, sign_in
from tests.builders import one_time_link, open_account

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def anas(page, site, no_errors):
    """Ana's browser, with three links in the list."""
    ana, now = open_account("Ana Ruiz", "ana@acme.example", "Acme"), timezone.now()
    for name in ("Priya", "Tom", "Lena"):
        one_time_link(ana, recipient_name=name, now=now, expires_at=now + timedelta(days=7))
    sign_in(page, site, ana)
    page.goto(f"{site}/links/")
    return page


def listed(anas):
    return anas.locator("table.outstanding tbody tr")


@pytest.mark.feature("O21")
def test_filters_apply_at_once(anas):
    expect(anas.get_by_role("button", name="Show")).to_be_hidden()
    search = anas.get_by_role("searchbox", name="Search")
    search.press_sequentially("tom")
    expect(listed(anas)).to_have_count(1)
    expect(search).to_be_focused()
    expect(anas.locator(".filters-count")).to_contain_text("1 link")
    expect(anas).to_have_url(re.compile(r"/links/\?q=tom&status=outstanding$"))
    anas.get_by_label("Status").select_option("Booked")
    expect(anas.get_by_text("No link matches")).to_be_visible()
    anas.reload()
    expect(search).to_have_value("tom")
    expect(anas.get_by_label("Status")).to_have_value("booked")
    anas.get_by_role("status").get_by_role("link", name="Clear the filters").click()
    expect(listed(anas)).to_have_count(3)
    expect(search).to_have_value("")


@pytest.mark.feature("O21")
def test_form_tells_the_truth_after_back(anas, site):
    anas.get_by_role("searchbox", name="Search").press_sequentially("tom")
    expect(listed(anas)).to_have_count(1)
    listed(anas).get_by_role("link", name="Tom").click()
    anas.wait_for_url(re.compile(r"/links/\d+/"))
    anas.go_back()
    expect(listed(anas)).to_have_count(1)
    expect(anas.get_by_role("searchbox", name="Search")).to_have_value("tom")
    # What was typed and not shown yet is not kept for a list that knows nothing of it.
    anas.evaluate("document.querySelector('form.filters').elements.q.value = 'lena'")
    anas.goto(f"{site}/meetings/logs/")
    anas.go_back()
    expect(listed(anas)).to_have_count(1)
    expect(anas.get_by_role("searchbox", name="Search")).to_have_value("tom")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.feature("O21", "V54")
def test_a_phone_folds_all_but_the_search(browser, anas, site, scripts):
    context = browser.new_context(viewport=PHONE, java_script_enabled=scripts)
    context.add_cookies(anas.context.cookies())
    page = context.new_page()
    page.goto(f"{site}/links/")
    status, fold = page.get_by_label("Status"), page.locator(".filters-fold > summary")
    expect(page.get_by_role("searchbox", name="Search")).to_be_visible()
    expect(status).to_be_hidden()
    expect(page.get_by_text("More filters")).to_be_hidden()
    expect(listed(page).first).to_be_in_viewport()
    fold.focus()
    page.keyboard.press("Enter")
    expect(status).to_be_visible()
    page.keyboard.press("Tab")
    expect(status).to_be_focused()
    status.select_option("Not opened")
    if not scripts:
        page.get_by_role("button", name="Show").click()
    expect(fold).to_have_text(re.compile(r"^\s*Filters\s*1\s*$"))
    expect(page).to_have_url(re.compile("status=not-opened"))
    # Folded again, the count says that something is set; where nothing matches, what is set is seen at once.
    page.goto(f"{site}/links/?status=not-opened")
    expect(status).to_be_hidden()
    page.goto(f"{site}/links/?status=booked")
    expect(status).to_be_visible()
    page.goto(f"{site}/meetings/logs/?status=completed")
    expect(status).to_be_visible()
    context.close()


@pytest.mark.feature("O21")
def test_wide_screens_show_all_filters(anas):
    expect(anas.locator(".filters-fold")).to_be_hidden()
    expect(anas.get_by_label("Status")).to_be_visible()
    expect(anas.get_by_text("More filters")).to_be_visible()
