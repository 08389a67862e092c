"""The customer chooses several times, moves and cancels, in a real browser: with JavaScript and without, for axe."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from bookings.actions import book
from bookings.models import Booking
from bookings.states import BookingStatus
from core.dates import from_epoch, to_epoch
from pages.models import EventType
from pages.queries import list_starts, offers_of
from tests.browser.axe import violations
from tests.browser.test_customer import NARROW, WIDE, Open, fill, link_for, open_page, path
from tests.builders import submission

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["js", "no-js"])
__all__ = ["Open", "open_page"]


def sound(page) -> None:
    """axe finds nothing, in light and dark, and nothing is wider than the window."""
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def booked(ana) -> Booking:
    """At a free time some days ahead, with more of them on that day."""
    page = ana.pages.get()
    now = timezone.now()
    first = to_epoch(now + timedelta(days=3))
    start = list_starts(offers_of(page)[0], (first, first + 7 * 86_400), now)[2]
    form = submission(page.event_types.get().pk, from_epoch(start), zone="Europe/London")
    return book(submission=form, link=link_for(ana)).booking


@SCRIPTS
@pytest.mark.feature("V45", "V46")
def test_a_meeting_is_moved(open_page, ana, scripts):
    booking = booked(ana)
    page = open_page(viewport=WIDE if scripts else NARROW, java_script_enabled=scripts)
    page.goto(f"/b/{booking.token()}/")
    if scripts:
        sound(page)
    page.get_by_role("link", name="Reschedule").click()
    expect(page.locator("a.time[aria-current]")).to_contain_text("current time")
    if scripts:
        sound(page)
    page.locator("a.day:not([aria-current])").last.click()
    expect(page.locator("a.day[aria-current]")).not_to_have_attribute("aria-label", re.compile("current time"))
    page.locator("a.time").first.click()
    expect(page.get_by_role("heading", name="Move the meeting?")).to_be_visible()
    if scripts:
        sound(page)
    page.get_by_label("Reason").fill("My train")
    page.get_by_role("button", name=re.compile("^Move to ")).click()
    expect(page.get_by_text("Your meeting has a new time.")).to_be_visible()
    moved = Booking.objects.get()
    assert (moved.sequence, moved.reason) == (1, "My train")
    assert moved.starts_at != booking.starts_at


@SCRIPTS
@pytest.mark.feature("V45")
def test_a_meeting_is_cancelled(open_page, ana, scripts):
    booking = booked(ana)
    page = open_page(viewport=NARROW if scripts else WIDE, java_script_enabled=scripts)
    page.goto(f"/b/{booking.token()}/")
    page.get_by_role("link", name="Cancel the meeting").click()
    if scripts:
        sound(page)
    page.get_by_role("link", name="Keep it").click()
    expect(page.get_by_role("heading", name="You are booked with Ana Ruiz")).to_be_visible()
    page.get_by_role("link", name="Cancel the meeting").click()
    page.get_by_role("button", name=re.compile(r"^Cancel \d+ \w+, \d\d:\d\d$")).click()
    expect(page.get_by_role("heading", name="This meeting was cancelled")).to_be_visible()
    if scripts:
        sound(page)
    assert Booking.objects.get().status == BookingStatus.CANCELLED


@SCRIPTS
@pytest.mark.feature("A13")
def test_a_package_is_booked(open_page, ana, scripts):
    EventType.objects.update(sessions=3)
    page = open_page(viewport=NARROW if scripts else WIDE, java_script_enabled=scripts)
    page.goto(path(link_for(ana)))
    for number in (1, 2, 3):
        expect(page.get_by_role("heading", name=f"Session {number} of 3")).to_be_visible()
        if number == 2:
            page.locator("#next").click()
            expect(page.get_by_role("link", name=re.compile("^Remove "))).to_have_count(1)
            if scripts:
                sound(page)
        page.locator("a.time").last.click()
    expect(page.get_by_role("heading", name="Your details")).to_be_visible()
    if scripts:
        sound(page)
    fill(page)
    page.get_by_role("button", name="Book 3 sessions").click()
    expect(page.get_by_role("heading", name="All sessions")).to_be_visible()
    if scripts:
        sound(page)
    assert Booking.objects.count() == 3
    assert timezone.now() < min(one.starts_at for one in Booking.objects.all())
