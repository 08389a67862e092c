"""The customer's pages hold still and in shape: on phones, on a slow network, without hues, with long words."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import CDPSession, Page, expect

from pages.models import EventType
from tests.browser.test_customer import NARROW, link_for, open_page, path

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
__all__ = ["open_page"]

SHIFTS = """
window.shifts = [];
const keep = (list) => {
  for (const { value, sources } of list) {
    window.shifts.push([value, sources.map(({ node }) => node?.id || node?.className)]);
  }
};
const observer = new PerformanceObserver((list) => keep(list.getEntries()));
observer.observe({ type: "layout-shift", buffered: true });
window.takeShifts = async () => {
  // What has changed is drawn in the next frame, and measured with it.
  for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
  keep(observer.takeRecords());
  return window.shifts.splice(0);
};
"""


def slow_down(network: CDPSession, latency: int) -> None:
    """As on a weak mobile network. `latency` is in milliseconds."""
    limits = {"offline": False, "latency": latency, "downloadThroughput": 60_000, "uploadThroughput": 60_000}
    network.send("Network.emulateNetworkConditions", limits)


def shifts(page: Page) -> list[object]:
    """What has moved without being exchanged, since the last call: how far, and what."""
    page.wait_for_timeout(300)
    found: list[object] = page.evaluate("window.takeShifts()")
    return found


@pytest.mark.parametrize("zone", ["Europe/Madrid", "Asia/Calcutta"])
@pytest.mark.feature("V2", "V22")
def test_nothing_shifts_on_phones(open_page, ana, zone):
    EventType.objects.update(description="What you need, what we can do, and what comes next. " * 3)
    week = timezone.now() + timedelta(days=7)
    page = open_page(viewport=NARROW, timezone_id=zone)
    page.add_init_script(SHIFTS)
    network = page.context.new_cdp_session(page)
    slow_down(network, latency=150)
    page.goto(path(link_for(ana, expires_at=week, message="As agreed.")), wait_until="networkidle")
    expect(page.locator("#times")).to_be_visible()
    assert shifts(page) == []
    # What stands below the times moves with their number; so from one whole day to another.
    # So slow that the picker shows that it waits (BUSY_AFTER in picker.js).
    slow_down(network, latency=600)
    found = []
    for place in (2, 4):
        page.locator("a.day").nth(place).click()
        expect(page.locator("a.day").nth(place)).to_have_attribute("aria-current", "date")
        found.append(shifts(page))
    assert found[1] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.feature("V4")
def test_free_days_are_told_without_hue(open_page, ana, scheme):
    page = open_page(color_scheme=scheme)
    page.goto(path(link_for(ana)), wait_until="networkidle")
    border, ground = page.evaluate(
        """() => {
          const day = getComputedStyle(document.querySelector("a.day:not([aria-current])"));
          const card = getComputedStyle(document.querySelector(".booking"));
          return [day.borderTopColor, card.backgroundColor];
        }"""
    )
    assert contrast(border, ground) >= 3
    assert page.locator("span.day").first.evaluate("one => getComputedStyle(one).borderTopStyle") == "none"


def contrast(one: str, other: str) -> float:
    """By the formula of WCAG, of two colours such as `rgb(36, 71, 200)`."""
    brighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    parts = (int(part) / 255 for part in colour.removeprefix("rgb(").removesuffix(")").split(","))
    linear = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
