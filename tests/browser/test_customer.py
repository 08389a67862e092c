"""The customer's whole way in a real browser: with JavaScript and without, wide and narrow, by keyboard, for axe."""

import gzip
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from bookings.actions import book
from bookings.models import Admission, Booking
from core.dates import from_epoch
from links.models import Link
from pages.models import EventType
from tests.browser.axe import violations
from tests.builders import one_time_link, submission

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDE, NARROW = {"width": 1280, "height": 860}, {"width": 390, "height": 844}
Open = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, site: str) -> Iterator[Open]:
    """Opens a page of its own for a customer in London; what goes wrong on it fails the test."""
    contexts, errors = [], []

    def opened(**choices: Any) -> Page:
        choices = {"viewport": WIDE, "locale": "en-GB", "timezone_id": "Europe/London", "base_url": site} | choices
        contexts.append(browser.new_context(**choices))
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda said: errors.append(said.text) if "Security Policy" in said.text else None)
        return page

    yield opened
    for context in contexts:
        assert context.cookies() == []
        context.close()
    assert errors == []


def link_for(owner, **choices: Any) -> Link:
    return one_time_link(owner, **{"now": timezone.now()} | choices)


def path(link: Link) -> str:
    return f"/l/{link.token()}/"


def fill(page: Page, name: str = "Priya Shah", email: str = "priya@example.com") -> None:
    """Fills in the form, once its scripts have come: what is typed before is lost if the page is left before, too."""
    expect(page.get_by_label("Your name")).to_be_visible()
    page.wait_for_load_state()
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Email").fill(email)


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["1280", "390"])
@pytest.mark.parametrize("scripts", [True, False], ids=["js", "no-js"])
@pytest.mark.feature("D8", "V32", "A3")
def test_the_whole_way(open_page, ana, viewport, scripts):
    page = open_page(viewport=viewport, java_script_enabled=scripts)
    page.goto(path(link_for(ana)))
    page.locator("#next").click()
    day = page.locator("a.day").nth(2)
    day.click()
    expect(page.locator("a.day[aria-current]")).to_have_attribute("href", re.compile("day="))
    page.locator("a.time").first.click()
    expect(page.get_by_role("heading", name="Your details")).to_be_visible()
    fill(page)
    page.get_by_role("button", name=re.compile(r"^Book \d+ \w+, \d\d:\d\d$")).click()
    expect(page.get_by_role("heading", name="You are booked with Ana Ruiz")).to_be_visible()
    assert page.url.endswith(f"/b/{Booking.objects.get().token()}/")
    zone = "Europe/London" if scripts else "Europe/Madrid"
    expect(page.get_by_text("London time" if scripts else "Madrid time")).to_be_visible()
    assert Admission.objects.get().customer_zone == zone
    page.reload()
    expect(page.get_by_role("heading", name="You are booked with Ana Ruiz")).to_be_visible()


@pytest.mark.feature("D8", "V32")
def test_the_whole_way_by_keyboard(open_page, ana):
    page = open_page()
    page.goto(path(link_for(ana)), wait_until="networkidle")

    def tab_to(css: str) -> None:
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.evaluate("css => document.activeElement.matches(css)", css):
                return
        raise AssertionError(f"Tab never reaches {css}")

    tab_to("#next")
    page.keyboard.press("Enter")
    expect(page.locator("#previous")).to_be_visible()
    expect(page.locator("#next, #month").first).to_be_visible()
    tab_to("a.day")
    page.keyboard.press("Enter")
    expect(page.locator("#times")).to_be_focused()
    tab_to("a.time")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Your details")).to_be_visible()
    tab_to("#id_name")
    page.keyboard.type("Priya Shah")
    tab_to("#id_email")
    page.keyboard.type("priya@example.com")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="You are booked with Ana Ruiz")).to_be_visible()


@pytest.mark.feature("V1", "V2")
def test_host_month_and_times_fit_first_screen(open_page, ana):
    wide = open_page()
    wide.goto(path(link_for(ana)))
    assert wide.locator(".booking").bounding_box()["y"] >= 0
    assert box_bottom(wide, ".picker") <= WIDE["height"]
    narrow = open_page(viewport=NARROW)
    for_priya = {"recipient_name": "Priya Shah", "recipient_email": "priya@example.com", "message": "As agreed."}
    week = timezone.now() + timedelta(days=7)
    narrow.goto(path(link_for(ana, expires_at=week, **for_priya)))
    expect(narrow.locator(".once")).to_contain_text("(London time)")
    assert box_bottom(narrow, ".once") <= 190
    assert box_bottom(narrow, ".days") <= NARROW["height"]
    for width in (320, 390):
        narrow.set_viewport_size({"width": width, "height": 844})
        assert narrow.evaluate("document.documentElement.scrollWidth") <= width


def box_bottom(page: Page, css: str) -> float:
    box = page.locator(css).bounding_box()
    assert box is not None
    return float(box["y"] + box["height"])


@pytest.mark.parametrize("zone", ["Europe/Madrid", "Asia/Calcutta"])
@pytest.mark.feature("V6")
def test_first_load_is_small_and_local(open_page, ana, site, zone):
    page, loaded = open_page(timezone_id=zone), []
    page.on("response", lambda response: loaded.append(response))
    page.goto(path(link_for(ana)), wait_until="networkidle")
    sizes = {one.url: len(gzip.compress(one.body(), 9)) for one in loaded}
    assert {url for url in sizes if not url.startswith(site)} == set()
    assert len([one for one in loaded if one.request.resource_type == "document"]) == 1
    assert sum(sizes.values()) <= 32_000, sizes


@pytest.mark.feature("V12", "V16", "V18")
def test_swap_keeps_focus_and_says_month(open_page, ana):
    page = open_page(viewport=NARROW)
    page.goto(path(link_for(ana)))
    page.evaluate("window.same = true")
    # Until the times of the visitor's own zone have come the month is hidden, and nothing in it takes the focus.
    expect(page.locator("#next")).to_be_visible()
    page.locator("#next").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#previous")).to_be_visible()
    expect(page.locator("#next")).to_be_focused()
    expect(page.locator("#spoken")).to_have_text(page.locator("#month").inner_text())
    assert "month=" in page.url
    page.locator("a.day").first.click()
    expect(page.locator("#times")).to_be_focused()
    expect(page.locator("#times")).to_be_in_viewport()
    expect(page.locator("#times")).to_have_text(re.compile(r"^\s*\w+ \d+ \w+, \d+ times,\s+London time, UTC\+[01]\s*$"))
    page.get_by_role("link", name="Choose another day").click()
    expect(page.locator("#month")).to_be_focused()
    expect(page.locator("#month")).to_be_in_viewport()
    assert page.evaluate("window.same") is True
    page.go_back()
    page.go_back()
    expect(page.locator("#next")).to_be_visible()


FOUND_FIRST = {
    "uk": "London", "usa": "New York", "us": "New York", "india": "Kolkata", "gmt": "London", "est": "New York",
    "pst": "Los Angeles", "england": "London", "munich": "Berlin", "beijing": "Shanghai", "NYC": "New York",
    "uae": "Dubai", "köln": "Berlin", "ist": "Kolkata", "san francisco": "Los Angeles",
}  # fmt: skip


@pytest.mark.feature("V22", "V23", "V25")
def test_chosen_zone_replaces_the_browsers(open_page, ana):
    page = open_page(timezone_id="Asia/Calcutta")
    page.goto(path(link_for(ana)))
    expect(page.locator("#times")).to_contain_text("India time, UTC+5:30")
    field = page.get_by_role("combobox", name="Time zone")
    for typed, found in (("portugal", "Lisbon"), ("+09", "Tokyo"), ("utc+1", "Madrid"), ("calcutta", "Kolkata")):
        field.fill(typed)
        expect(page.get_by_role("option", name=re.compile(found))).to_be_visible()
    for typed, found in FOUND_FIRST.items():
        field.fill(typed)
        expect(page.get_by_role("option").first).to_have_text(re.compile(f"^{found}, "))
    field.fill("nowhere at all")
    expect(page.get_by_text("No matches.")).to_be_visible()
    page.keyboard.press("Escape")
    expect(field).to_have_value("Kolkata, Asia (+05:30)")
    before = page.locator("a.time").first.get_attribute("href")
    field.fill("lisb")
    expect(page.locator("#zone-list li")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator("#times")).to_contain_text("Lisbon time")
    expect(page.get_by_role("combobox", name="Time zone")).to_be_focused()
    assert start(page.locator("a.time").first.get_attribute("href")) == start(before)
    page.goto(path(link_for(ana)))
    expect(page.locator("#times")).to_contain_text("Lisbon time")


def start(address: str | None) -> str:
    found = re.search(r"start=(\d+)", address or "")
    assert found is not None
    return found[1]


@pytest.mark.feature("V21", "V24")
def test_zone_and_clock_form_works_without_javascript(open_page, ana):
    page = open_page(java_script_enabled=False)
    page.goto(path(link_for(ana)))
    expect(page.locator("#times")).to_contain_text("Madrid time")
    page.get_by_label("Time zone").select_option("America/New_York")
    page.get_by_label("Clock").select_option("12")
    page.get_by_role("button", name="Update").click()
    expect(page.locator("#times")).to_contain_text("New York time")
    expect(page.locator("a.time").first).to_have_text(re.compile("AM|PM"))
    page.locator("a.time").first.click()
    expect(page.locator(".ticket-when")).to_have_text(re.compile("AM|PM"))


@pytest.mark.feature("V27")
def test_changing_the_time_keeps_typed_text(open_page, ana):
    page = open_page()
    page.goto(path(link_for(ana)))
    page.locator("a.time").first.click()
    fill(page)
    page.get_by_label("Anything Ana Ruiz should know?").fill("About the budget")
    page.get_by_role("link", name="Change the time").click()
    expect(page.locator("a.time[aria-current]")).to_have_count(1)
    page.locator("a.time").nth(1).click()
    expect(page.get_by_label("Your name")).to_have_value("Priya Shah")
    expect(page.get_by_label("Anything Ana Ruiz should know?")).to_have_value("About the budget")
    page.get_by_role("button", name="Book").click()
    expect(page.get_by_role("heading", name="You are booked with Ana Ruiz")).to_be_visible()
    assert page.evaluate("sessionStorage.length") == 0


@pytest.mark.feature("V30")
def test_bad_form_moves_focus_to_errors(open_page, ana):
    page = open_page()
    page.goto(path(link_for(ana)))
    page.locator("a.time").first.click()
    fill(page, email="priya@")
    page.get_by_role("button", name="Book").click()
    expect(page.locator("[data-focus-errors]")).to_be_focused()
    page.get_by_role("link", name="Email").click()
    expect(page.get_by_label("Email")).to_be_focused()
    expect(page.get_by_label("Email")).to_have_value("priya@")
    expect(page.get_by_label("Your name")).to_have_value("Priya Shah")


@pytest.mark.feature("V33", "V35")
def test_two_browsers_one_time(open_page, ana):
    pages = [open_page(), open_page()]
    for page in pages:
        page.goto(path(link_for(ana)))
        page.locator("a.time").first.click()
        fill(page)
    first, second = pages
    first.get_by_role("button", name="Book").click()
    expect(first.get_by_role("heading", name="You are booked with Ana Ruiz")).to_be_visible()
    second.get_by_role("button", name="Book").click()
    expect(second.get_by_text("That time was just taken. Your details are saved.")).to_be_visible()
    expect(second.get_by_label("Your name")).to_have_value("Priya Shah")
    second.locator("button.time").first.click()
    expect(second.get_by_role("heading", name="You are booked with Ana Ruiz")).to_be_visible()
    assert Booking.objects.count() == 2


@pytest.mark.feature("V31")
def test_double_click_makes_one_booking(open_page, ana):
    page = open_page()
    page.goto(path(link_for(ana)))
    page.locator("a.time").first.click()
    fill(page)
    page.get_by_role("button", name="Book").dblclick()
    expect(page.get_by_role("heading", name="You are booked with Ana Ruiz")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert Booking.objects.count() == 1


@pytest.mark.feature("V36", "V37")
def test_failed_swap_can_be_tried_again(open_page, ana):
    page = open_page()
    page.goto(path(link_for(ana)), wait_until="networkidle")
    before = page.url
    page.route("**/l/**", lambda route: route.fulfill(status=500, body="<h1>broken</h1>"))
    page.locator("#next").click()
    expect(page.get_by_text("The times could not be loaded. Check your connection.")).to_be_visible()
    assert page.url == before
    page.unroute("**/l/**")
    page.route("**/l/**", lambda route: route.abort())
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_text("The times could not be loaded. Check your connection.")).to_be_visible()
    page.unroute("**/l/**")
    waiting = []
    page.route("**/l/**", lambda route: waiting.append(route))
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("#picker")).to_have_attribute("aria-busy", "true")
    waiting[0].continue_()
    expect(page.locator("#previous")).to_be_visible()
    expect(page.get_by_text("The times could not be loaded.")).to_have_count(0)
    expect(page.locator("#picker")).not_to_have_attribute("aria-busy", "true")


@pytest.mark.feature("V40", "V38")
def test_a_used_link_tells_the_next_one(open_page, ana):
    link = link_for(ana)
    page = open_page()
    page.goto(path(link))
    page.locator("a.time").first.click()
    fill(page)
    page.get_by_role("button", name="Book").click()
    expect(page.get_by_role("heading", name="You are booked with Ana Ruiz")).to_be_visible()
    other = open_page(java_script_enabled=False)
    assert other.goto(path(link)).status == 410
    expect(other.get_by_role("heading", name="This link has already been used to book a meeting.")).to_be_visible()
    other.get_by_role("link", name="Already booked? Email me my booking").click()
    other.get_by_label("The email address you booked with").fill("somebody@example.com")
    other.get_by_role("button", name="Email me my booking").click()
    expect(other.get_by_text("is on its way")).to_be_visible()


def each_state(page: Page, ana, lang: str) -> Iterator[str]:
    """Brings the page from state to state of the customer's screens, and names each."""
    query = f"?lang={lang}&zone=Europe/Madrid"
    link, personal = link_for(ana), link_for(ana, recipient_name="Priya", recipient_email="p@example.com")
    page.goto(path(link) + query)
    yield "times"
    page.locator("#next").click()
    page.locator("#previous").wait_for()
    yield "next month"
    page.locator("[role=combobox]").fill("a")
    page.locator("[role=option]").first.wait_for()
    yield "zone search"
    page.goto(f"{path(personal)}{query}&skip=1")
    page.locator("a.time").last.click()
    page.locator(".known").wait_for()
    yield "is this right?"
    page.goto(path(link) + query)
    page.locator("a.time").first.click()
    page.locator("#id_name").wait_for()
    details = page.url
    yield "details"
    page.locator(".form-actions button").click()
    page.locator("[data-focus-errors]").wait_for()
    yield "errors"
    page.locator("#id_name").fill("Priya")
    page.locator("#id_email").fill("p@example.com")
    page.locator(".form-actions button").click()
    page.locator(".done").wait_for()
    yield "booked"
    page.goto(details)
    yield "used"
    page.locator("a[href*=mine]").click()
    yield "email me my booking"
    page.goto(details.replace(f"{link.token()}", f"{personal.token()}"))
    page.locator(".times-nearest").wait_for()
    yield "taken"
    page.goto(path(personal) + query)
    page.locator("a.time").first.click()
    page.locator("#id_name").wait_for()
    form = submission(EventType.objects.get().pk, from_epoch(int(start(page.url))))
    book(submission=form, link=link_for(ana))
    page.locator(".form-actions button").click()
    page.locator("button.time").first.wait_for()
    yield "taken while the form was filled in"
    page.goto(path(link_for(ana, expires_at=timezone.now() - timedelta(days=1))) + query)
    yield "expired"
    page.goto(f"/l/forged/{query}")
    yield "unknown"
    page.goto(path(link_for(ana, last_day=timezone.now().date() - timedelta(days=9))) + query)
    yield "no times"
    ana.pages.get().offered.create(
        event_type=EventType.objects.create(organization=ana.organization, owner=ana, name=f"Demo {page.viewport_size}")
    )
    page.goto(path(link_for(ana)) + query)
    yield "event types"


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["1280", "390"])
@pytest.mark.parametrize("lang", ["en", "ar"])
@pytest.mark.feature("V51", "V54")
def test_axe_finds_nothing_in_any_state(open_page, ana, settings, viewport, lang):
    settings.LANGUAGES = [*settings.LANGUAGES, ("ar", "Arabic")]
    page = open_page(viewport=viewport)
    found = {}
    for state in each_state(page, ana, lang):
        assert page.locator("html").get_attribute("dir") == {"en": "ltr", "ar": "rtl"}[lang]
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"], state
        found[state] = violations(page)
    assert found == {state: [] for state in found}


@pytest.mark.feature("V55")
def test_reduced_motion_and_forced_colours_are_respected(open_page, ana):
    page = open_page(reduced_motion="reduce", forced_colors="active")
    page.goto(path(link_for(ana)), wait_until="networkidle")
    durations = page.eval_on_selector_all(
        ".customer *", "all => Math.max(...all.map(one => parseFloat(getComputedStyle(one).transitionDuration)))"
    )
    assert durations <= 0.001
    chosen, other = (
        page.eval_on_selector(css, "one => getComputedStyle(one).backgroundColor")
        for css in ("a.day[aria-current]", "a.day:not([aria-current])")
    )
    assert chosen != other


@pytest.mark.feature("V54")
def test_targets_are_large_enough(open_page, ana):
    page = open_page(viewport=NARROW)
    page.goto(path(link_for(ana)), wait_until="networkidle")
    small = page.eval_on_selector_all(
        "main a, main button, main select, main input:not([type=hidden])",
        "all => all.filter(one => one.checkVisibility() && (one.offsetHeight < 24 || one.offsetWidth < 24))"
        ".map(one => one.textContent.trim())",
    )
    assert small == []
    heights = page.eval_on_selector_all("a.time, .turn, #zone, #clock", "all => all.map(one => one.offsetHeight)")
    assert min(heights) >= 44
