"""The brand while it is typed, and on a customer's page, in a real Chromium."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from accounts.colour import DARK, LIGHT, brand_colours
from tests.browser.test_embedding import ana, visitor  # noqa: F401  # a fixture
from tests.browser.test_links_clipboard import PHONE, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TEAL = "#0b6e64"


def rgb(colour):
    """As browsers say it."""
    return f"rgb({int(colour[1:3], 16)}, {int(colour[3:5], 16)}, {int(colour[5:7], 16)})"


@pytest.mark.parametrize("viewport", [{"width": 1280, "height": 860}, PHONE], ids=["1280", "390"])
@pytest.mark.feature("V52")
def test_sample_follows_what_is_typed(browser_type, site, ana, viewport):  # noqa: F811
    with visitor(browser_type, viewport=viewport) as (page, errors):
        sign_in(page.context, site, ana)
        page.goto(f"{site}/settings/brand/")
        page.get_by_label("Brand colour", exact=False).first.fill("0b6")
        page.get_by_label("Brand colour", exact=False).first.fill(TEAL)
        expect(page.get_by_label("Pick the brand colour")).to_have_value(TEAL)
        sample = page.frame_locator("iframe")
        expect(sample.get_by_text("Made a little lighter so that it can be read.")).to_be_visible()
        for theme, scheme in (("light", LIGHT), ("dark", DARK)):
            button = sample.locator(f"[data-theme={theme}] a.button")
            expect(button).to_have_css("background-color", rgb(brand_colours(TEAL, scheme).strong))
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert Axe().run(page).violations_count == 0
        page.get_by_role("button", name="Save").last.click()
        expect(page.get_by_text("Saved. Customers see the change right away.")).to_be_visible()
        assert errors == []
    with visitor(browser_type, viewport=viewport, color_scheme="dark") as (page, errors):
        page.goto(f"{site}/p/acme/ana-ruiz/")
        expect(page.locator("a.time").first).to_have_css("color", rgb(brand_colours(TEAL, DARK).text))
        assert Axe().run(page).violations_count == 0
        assert (page.context.cookies(), errors) == ([], [])
