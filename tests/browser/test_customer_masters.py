"""Master pages and the whole booking form in a real browser: with scripts and without, for axe, nothing typed lost."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from bookings.models import Admission
from links.actions import mint
from tests.browser.axe import violations
from tests.browser.test_customer import NARROW, WIDE, open_page
from tests.builders import managed_event_type
from tests.customer.asking import ANSWERS, EVERYTHING
from tests.customer.masters import EVENTS_FIRST, PAGES_FIRST, TEAM, master_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
__all__ = ["open_page"]


@pytest.fixture
def entrance(ana):
    """The address of a one-time link to a page of the scenario, on which everything is to choose and to answer."""

    def made(scenario: str) -> str:
        types = [managed_event_type(ana, "Demo"), managed_event_type(ana, "Workshop", **EVERYTHING)]
        link = mint(actor=ana, page=master_of(ana, scenario, 2, types), now=timezone.now())
        return f"/l/{link.token()}/"

    return made


def take_last_choice(page: Page) -> None:
    """Takes the last choice of a step, and waits until the next step is there: its choices or its days.

    Its address says less: it also changes when the times are fetched in the visitor's zone.
    """
    choice = page.locator("a.choice").last
    same = page.locator("a.choice", has_text=choice.locator("b").inner_text())
    choice.click()
    expect(same).to_have_count(0)
    expect(page.locator("a.choice, a.day").first).to_be_visible()


def choose_all(page: Page, entrance: str) -> None:
    """Takes the last of every choice, to the details of the first time."""
    page.goto(entrance)
    while page.locator("a.choice").count():
        take_last_choice(page)
    day = page.locator("a.day").nth(1)
    day.click()
    # The times of the day before it are gone by then.
    expect(day).to_have_attribute("aria-current", "date")
    page.locator("a.time").first.click()
    expect(page.get_by_role("heading", name="Your details")).to_be_visible()


def answer(page: Page) -> None:
    """Fills in the form, once its scripts have come: what is typed before is lost if the page is left before, too."""
    page.wait_for_load_state()
    page.get_by_label("Your name").fill("Priya Shah")
    page.get_by_label("Email", exact=True).fill("priya@example.com")
    page.get_by_label("Phone number").fill("+91 98 7654 3210")
    page.get_by_label("What is your budget?").fill("10,000")
    page.get_by_label("Tell us more").fill("It began\nyesterday")
    page.get_by_label("More, or unsure").check()
    page.get_by_label("Where are you?").select_option("Country 9")
    page.get_by_label("Prices").check()
    page.get_by_label("Terms, and more").check()


@pytest.mark.parametrize("scripts", [True, False], ids=["js", "no-js"])
@pytest.mark.parametrize("scenario", [TEAM, EVENTS_FIRST, PAGES_FIRST])
@pytest.mark.feature("D8", "A10", "A17")
def test_the_whole_way_of_every_scenario(open_page, entrance, scenario, scripts):
    page = open_page(viewport=NARROW if scripts else WIDE, java_script_enabled=scripts)
    choose_all(page, entrance(scenario))
    answer(page)
    page.get_by_role("button", name=re.compile("^Book ")).click()
    expect(page.get_by_role("heading", name=re.compile("^You are booked with Member"))).to_be_visible()
    expect(page.get_by_text("Terms, and more")).to_be_visible()
    assert Admission.objects.get().answers == ANSWERS


@pytest.mark.feature("V27")
def test_changing_the_time_keeps_picked_answers(open_page, entrance):
    page = open_page()
    choose_all(page, entrance(TEAM))
    answer(page)
    page.get_by_role("link", name="Change the time").click()
    page.locator("a.time").first.click()
    expect(page.get_by_label("Your name")).to_have_value("Priya Shah")
    expect(page.get_by_label("More, or unsure")).to_be_checked()
    expect(page.get_by_label("Where are you?")).to_have_value("Country 9")
    assert [page.get_by_label(one).is_checked() for one in ("Prices", "Contract", "Terms, and more")] == [
        True, False, True,
    ]  # fmt: skip


@pytest.mark.feature("V30")
def test_error_leads_to_questions_first_answer(open_page, entrance):
    page = open_page()
    choose_all(page, entrance(TEAM))
    page.get_by_role("button", name=re.compile("^Book ")).click()
    page.get_by_role("link", name="How many are you?").click()
    expect(page.get_by_label("1", exact=True)).to_be_focused()


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["1280", "390"])
@pytest.mark.feature("V54")
def test_axe_finds_nothing_on_the_new_steps(open_page, entrance, viewport):
    page = open_page(viewport=viewport)

    def check() -> None:
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")

    address = entrance(PAGES_FIRST)
    page.goto(address)
    check()
    take_last_choice(page)
    check()
    choose_all(page, address)
    check()
    page.get_by_role("button", name=re.compile("^Book ")).click()
    expect(page.get_by_role("link", name="How many are you?")).to_be_visible()
    check()
    answer(page)
    page.get_by_role("button", name=re.compile("^Book ")).click()
    expect(page.get_by_role("heading", name=re.compile("^You are booked"))).to_be_visible()
    check()
