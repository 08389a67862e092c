"""Links > Numbers in a real Chromium: a filter applies at once, axe finds nothing, the chart stays in its box."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from links.models import Link
from tests.browser.axe import violations
from tests.browser.test_owner import PHONE, sign_in
from tests.builders import one_time_link, open_account

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.feature("O31")]
WIDE = {"width": 1280, "height": 860}


@pytest.fixture
def anas(page, site, no_errors):
    """Ana's browser on the numbers, of which one link was booked."""
    ana, now = open_account("Ana Ruiz", "ana@acme.example", "Acme"), timezone.now()
    for days in (0, 1, 40):
        one_time_link(ana, now=now - timedelta(days=days))
    one_time_link(ana, now=now, max_uses=3)
    Link.objects.filter(pk=Link.objects.earliest("pk").pk).update(uses=1, used_at=now)
    sign_in(page, site, ana)
    page.goto(f"{site}/links/numbers/")
    return page


def made(anas):
    return anas.locator(".number-sums [data-kind=made] dd")


def test_filters_of_numbers_apply_at_once(anas):
    expect(made(anas)).to_have_text("3")
    anas.get_by_label("Period").select_option("Last 90 days")
    expect(made(anas)).to_have_text("4")
    anas.get_by_label("Kind").select_option("For several bookings")
    expect(made(anas)).to_have_text("1")
    expect(anas).to_have_url(re.compile(r"/links/numbers/\?days=90&kind=several$"))
    anas.get_by_role("link", name="Clear").click()
    expect(made(anas)).to_have_text("4")


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["1280", "390"])
def test_axe_finds_nothing_on_the_numbers(anas, site, size):
    anas.emulate_media(reduced_motion="reduce")
    anas.set_viewport_size(size)
    found = {}
    for days in (30, 365):
        anas.goto(f"{site}/links/numbers/?days={days}")
        expect(anas.get_by_role("img", name="Links made, opened and booked")).to_be_visible()
        found[days] = violations(anas)
        assert anas.evaluate("document.documentElement.scrollWidth") <= size["width"]
    assert found == {30: [], 365: []}
