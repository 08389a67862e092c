"""After booking: the customer is taken on to a website only announced, and never out of a frame."""

import re

import pytest
from playwright.sync_api import expect

from bookings.models import Booking
from customer import booked
from pages.models import EventType
from tests.browser.test_customer import NARROW, WIDE, Open, fill, link_for, open_page, path
from tests.browser.test_customer_changes import sound
from tests.browser.test_embedding import book_inside, link, serving, shop, snippet, visitor
from tests.customer.customers import ParsedPage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
__all__ = ["Open", "link", "open_page"]

THERE = "https://thanks.example/you?a=b"
LEAVING = "You will be taken to thanks.example in {} seconds."
STAYING = "You stay on this page."


@pytest.fixture
def leads_on(site, ana):
    """Every booking ends at another website."""
    EventType.objects.update(redirect_to=THERE)
    return ana


def goes_there(page) -> None:
    """The other website, which nobody really asks; and a clock that nobody waits for."""
    page.context.route("https://thanks.example/**", lambda route: route.fulfill(body="<title>Thanks</title>Thanks"))
    page.context.clock.install()


def book(page, owner) -> None:
    """All the steps, up to the page that says what is booked."""
    page.goto(path(link_for(owner)))
    page.locator("a.time").first.click()
    fill(page)
    page.locator("form .button[type=submit], form button[type=submit]").last.click()
    expect(page.get_by_role("heading", name="You are booked with Ana Ruiz")).to_be_visible()


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["1280", "390"])
@pytest.mark.feature("A18")
def test_page_counts_down_and_goes_once(open_page, leads_on, viewport):
    page = open_page(viewport=viewport)
    goes_there(page)
    book(page, leads_on)
    status, said = page.locator(".onward > p").all()
    # The clock also goes on by itself, by as much as the machine is slow.
    expect(said).to_have_text(re.compile(LEAVING.format(r"(20|1\d)")))
    assert page.url.endswith(f"/b/{Booking.objects.get().token()}/")
    page.clock.run_for(600)
    expect(status).to_have_text(re.compile(LEAVING.format(r"(20|1\d)")))
    read_out = status.inner_text()
    page.clock.run_for(5_000)
    expect(said).to_have_text(re.compile(LEAVING.format(r"1?\d")))
    # What is read out changes once only.
    assert status.inner_text() == read_out != said.inner_text()
    page.clock.run_for(15_000)
    page.wait_for_url(THERE)
    page.go_back()
    expect(page.get_by_role("link", name="Continue to thanks.example")).to_be_visible()
    page.clock.run_for(60_000)
    assert "/b/" in page.url


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["1280", "390"])
@pytest.mark.feature("A18")
def test_axe_finds_nothing_in_what_is_announced(open_page, leads_on, viewport):
    page = open_page(viewport=viewport)
    book(page, leads_on)
    expect(page.get_by_role("button", name="Stay here")).to_be_visible()
    sound(page)


@pytest.mark.feature("A18")
def test_staying_stops_countdown_and_link_remains(open_page, leads_on):
    page = open_page()
    goes_there(page)
    book(page, leads_on)
    for _ in range(40):
        page.clock.run_for(5_000)
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "Stay here":
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text(STAYING)
    expect(page.get_by_role("button", name="Stay here")).to_have_count(0)
    expect(page.get_by_role("link", name="Continue to thanks.example")).to_be_focused()
    sound(page)
    page.clock.run_for(60_000)
    assert "/b/" in page.url
    page.keyboard.press("Enter")
    page.wait_for_url(THERE)


@pytest.mark.parametrize("sign", ["a press", "a key", "the wheel", "the button", "another tab"])
@pytest.mark.feature("A18")
def test_activity_on_page_stops_the_countdown(open_page, leads_on, sign):
    page = open_page()
    goes_there(page)
    book(page, leads_on)
    expect(page.get_by_role("button", name="Stay here")).to_be_visible()
    match sign:
        case "a press":
            page.locator(".reference").click()
        case "a key":
            page.keyboard.press("ArrowDown")
        case "the wheel":
            page.mouse.wheel(0, 40)
        case "the button":
            page.get_by_role("button", name="Stay here").click()
        case "another tab":
            page.evaluate("Object.defineProperty(document, 'hidden', { get: () => true })")
    if sign != "another tab":
        expect(page.get_by_role("status")).to_have_text(STAYING)
    page.clock.run_for(60_000)
    assert "/b/" in page.url
    page.reload()
    page.clock.run_for(60_000)
    expect(page.get_by_role("link", name="Continue to thanks.example")).to_be_visible()


@pytest.mark.feature("A18")
def test_who_cannot_wait_presses_go_now(open_page, leads_on):
    page = open_page()
    goes_there(page)
    book(page, leads_on)
    page.get_by_role("link", name="Go now").click()
    page.wait_for_url(THERE)


@pytest.mark.feature("A18")
def test_without_scripts_only_a_link_remains(open_page, leads_on):
    page = open_page(java_script_enabled=False)
    goes_there(page)
    book(page, leads_on)
    expect(page.get_by_role("link", name="Continue to thanks.example")).to_be_visible()
    expect(page.get_by_role("button", name="Stay here")).to_have_count(0)
    assert [one for one in ParsedPage(page.content()).find("meta") if "http-equiv" in one] == []


@pytest.mark.parametrize("way", ["inline", "popup"])
@pytest.mark.feature("A18")
def test_in_a_frame_nothing_leaves_by_itself(browser_type, leads_on, link, way, monkeypatch):
    monkeypatch.setattr(booked, "REDIRECT_SECONDS", 1)
    with (
        serving("<title>Thanks</title>") as (port, asked),
        shop(snippet(leads_on, link, way)) as address,
        visitor(browser_type) as (page, errors),
    ):
        EventType.objects.update(redirect_to=f"http://localhost:{port}/")
        page.goto(address)
        if way == "popup":
            page.wait_for_function("() => window.admitOne")
            page.get_by_role("link", name="Book a time").click()
        frame = page.frame_locator("dialog iframe" if way == "popup" else "main iframe")
        book_inside(frame)
        onward = frame.get_by_role("link", name="Continue to localhost")
        expect(onward).to_be_visible()
        page.wait_for_timeout(3_000)
        expect(onward).to_be_visible()
        expect(frame.get_by_role("button", name="Stay here")).to_have_count(0)
        assert (page.url, errors, asked) == (address, [], [])
        with page.context.expect_page() as opened:
            onward.click()
        expect(opened.value).to_have_title("Thanks")
        # The same page without a frame, as a control.
        inside = next(one for one in page.frames if "/b/" in one.url)
        page.goto(inside.url)
        page.wait_for_url(f"http://localhost:{port}/")
