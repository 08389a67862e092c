"""The picker over a slow network: of several presses the last one counts, and a visitor's zone costs no second page."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from links.models import Link
from tests.browser.test_customer import NARROW, link_for, open_page, path

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
__all__ = ["open_page"]

MADRID, INDIA = {"timezone_id": "Europe/Madrid"}, {"timezone_id": "Asia/Calcutta"}
# As where an answer is on its way already when it is no longer wanted.
DEAF = "AbortController.prototype.abort = () => {}"


def held(page: Page) -> list[Route]:
    """The requests for parts of the page, none of which is answered by itself."""
    waiting: list[Route] = []
    page.route(lambda address: "/l/" in address, lambda route: waiting.append(route))
    return waiting


def wait_for(page: Page, waiting: list[Route], count: int) -> None:
    while len(waiting) < count:
        page.wait_for_timeout(10)


def choose_lisbon(page: Page) -> None:
    page.get_by_role("combobox", name="Time zone").fill("lisb")
    expect(page.locator("#zone-list li")).to_have_count(1)
    page.keyboard.press("Enter")


def day(place: int) -> Callable[[Page], None]:
    return lambda page: page.locator("a.day").nth(place).click()


def turn(page: Page) -> None:
    page.locator("#next").click()


def clock(page: Page) -> None:
    page.get_by_label("Clock").select_option("12")


@pytest.mark.parametrize(
    ("first", "last", "late", "asked", "said"),
    [
        (day(2), day(3), False, "day=2030-01-10", "Thursday 10 January, 16 times, Madrid time"),
        (day(3), day(2), True, "day=2030-01-09", "Wednesday 9 January, 16 times, Madrid time"),
        (turn, day(2), True, "day=2030-01-09", "Wednesday 9 January, 16 times, Madrid time"),
        (day(2), turn, True, "month=2030-02", "Friday 1 February, 16 times, Madrid time"),
        (turn, choose_lisbon, True, "zone=Europe%2FLisbon", "Monday 7 January, 12 times, Lisbon time"),
        (choose_lisbon, day(2), False, "day=2030-01-09", "Wednesday 9 January, 16 times, Lisbon time"),
        (choose_lisbon, clock, False, "clock=12", "Monday 7 January, 12 times, Lisbon time"),
    ],
    ids=["day-day", "day-day-late", "month-day", "day-month", "month-zone", "zone-day", "zone-clock"],
)
@pytest.mark.feature("V12", "V36")
def test_the_last_press_counts(open_page, ana, first, last, late, asked, said):
    page = open_page(**MADRID)
    if late:
        page.add_init_script(DEAF)
    page.goto(path(link_for(ana)), wait_until="networkidle")
    waiting = held(page)
    first(page)
    wait_for(page, waiting, 1)
    last(page)
    wait_for(page, waiting, 2)
    waiting[1].continue_()
    expect(page).to_have_url(re.compile(re.escape(asked)))
    if late:
        with page.expect_response(waiting[0].request.url):
            waiting[0].continue_()
        page.wait_for_timeout(50)
    expect(page.locator("#times")).to_contain_text(said)
    expect(page).to_have_url(re.compile(re.escape(asked)))
    expect(page.locator("#picker")).not_to_have_attribute("aria-busy", "true")
    expect(page.get_by_text("The times could not be loaded.")).to_have_count(0)


@pytest.mark.feature("V12")
def test_back_and_forth_show_their_own_times(open_page, ana):
    page = open_page(**MADRID)
    page.goto(path(link_for(ana)), wait_until="networkidle")
    page.evaluate("window.same = true")
    for place, said in ((2, "Wednesday 9 January"), (3, "Thursday 10 January"), (4, "Friday 11 January")):
        day(place)(page)
        expect(page.locator("#times")).to_contain_text(said)
    waiting = held(page)
    page.evaluate("history.back()")
    wait_for(page, waiting, 1)
    page.evaluate("history.back()")
    wait_for(page, waiting, 2)
    waiting[1].continue_()
    expect(page.locator("#times")).to_contain_text("Wednesday 9 January")
    assert "day=2030-01-09" in page.url
    page.evaluate("history.forward()")
    wait_for(page, waiting, 3)
    waiting[2].continue_()
    expect(page.locator("#times")).to_contain_text("Thursday 10 January")
    assert page.evaluate("window.same") is True


@pytest.mark.feature("V36")
def test_link_that_ended_meanwhile_says_so(open_page, ana):
    link = link_for(ana)
    page = open_page(**MADRID)
    page.goto(path(link), wait_until="networkidle")
    Link.objects.filter(pk=link.pk).update(expires_at=timezone.now() - timedelta(hours=1))
    day(2)(page)
    expect(page.get_by_role("heading", name=re.compile("^This link expired on "))).to_be_visible()
    assert "day=2030-01-09" in page.url


@pytest.mark.feature("V22")
def test_zone_needs_no_second_page(open_page, ana):
    page, kinds = open_page(viewport=NARROW, **INDIA), []
    page.on("request", lambda one: kinds.append(one.resource_type) if "/l/" in one.url else None)
    waiting: list[Route] = []
    page.route(re.compile("zone="), lambda route: waiting.append(route))
    page.goto(path(link_for(ana)))
    wait_for(page, waiting, 1)
    # Until they are in the visitor's zone, none are shown.
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("#times")).to_be_hidden()
    waiting[0].continue_()
    expect(page.locator("#times")).to_contain_text("India time, UTC+5:30")
    expect(page.locator("#times")).to_be_visible()
    assert kinds == ["document", "fetch"]
    assert page.url.endswith("?zone=Asia%2FCalcutta")
    page.unroute(re.compile("zone="))
    page.reload(wait_until="networkidle")
    expect(page.locator("#times")).to_contain_text("India time, UTC+5:30")
    assert kinds == ["document", "fetch", "document"]


@pytest.mark.feature("V22", "V36")
def test_times_are_shown_though_zone_fails(open_page, ana):
    page = open_page(**INDIA)
    page.route(re.compile("zone="), lambda route: route.abort())
    page.goto(path(link_for(ana)))
    expect(page.locator("#times")).to_be_visible()
    expect(page.locator("#times")).to_contain_text("Madrid time")
    page.unroute(re.compile("zone="))
    day(2)(page)
    expect(page.locator("#times")).to_contain_text("India time, UTC+5:30")
