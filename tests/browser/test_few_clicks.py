"""What owners do every day, by mouse and by keyboard alone, and how many presses it takes."""

import re
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from bookings.models import Booking
from links.models import Link
from pages.models import BlockedTime, EventType, Page
from tests.browser.test_owner import ana, anas, clipboard, copied  # noqa: F401 (fixtures)
from tests.builders import add_colleagues, managed_event_type, one_time_link

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TASKS = {
    "first one-time link": 4,
    "event type with its own link": 5,
    "team page with three people": 15,
    "who has not booked yet": 2,
    "block tomorrow afternoon": 4,
    "book Priya for Tuesday": 5,
}


class Hand:
    """Presses what is named, and counts. Choosing in a list counts twice: to open it, and to choose."""

    def __init__(self, page):
        self.page, self.presses = page, 0

    def press(self, locator):
        self.presses += 1
        self.reach(locator)

    def write(self, locator, text):
        """Types into a field, which is pressed first unless it has the focus already."""
        if not locator.evaluate("one => one === document.activeElement"):
            self.presses += 1
            self.enter(locator)
        self.page.keyboard.type(text)

    def choose(self, locator, text):
        self.presses += 2
        self.pick(locator, text)


class Mouse(Hand):
    def reach(self, locator):
        locator.click()

    def pick(self, locator, text):
        locator.select_option(text)

    def enter(self, locator):
        locator.click()


class Keyboard(Hand):
    """Tab, arrows, Space and Enter only: the focus goes from where it is to where it is wanted."""

    MOST = 120

    def walk(self, locator):
        locator.wait_for()
        for _ in range(self.MOST):
            if locator.evaluate("one => one === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"no way by keyboard to {locator}")

    def reach(self, locator):
        # Of a group of circles, the first one is reached by Tab.
        self.walk(locator)
        circle = locator.evaluate("one => one.matches('[type=radio], [type=checkbox]')")
        self.page.keyboard.press("Space" if circle else "Enter")

    def pick(self, locator, text):
        self.walk(locator)
        self.page.keyboard.type(text)
        if locator.get_attribute("role") == "combobox":
            self.page.keyboard.press("Enter")

    def enter(self, locator):
        self.walk(locator)


def entry(page, *names):
    """An entry of the main navigation, or of the tabs below it."""
    nav, name = names
    return page.get_by_role("navigation", name=nav, exact=True).get_by_role("link", name=re.compile(f"^{name}"))


def first_link(page, hand, site, ana):  # noqa: F811
    page.goto(site)
    hand.press(page.get_by_role("link", name="Schedule", exact=True))
    expect(page.locator("dialog#share[data-ready]")).to_be_visible()
    hand.press(page.get_by_role("button", name="Copy & close"))
    expect(copied(page)).to_contain_text("Copied. Works once")
    assert clipboard(page) == Link.objects.get().address()


def event_type(page, hand, site, ana):  # noqa: F811
    page.goto(f"{site}/event-types/")
    hand.press(page.get_by_role("link", name="New event type"))
    hand.write(page.get_by_label("Name", exact=True), "Demo")
    hand.press(page.get_by_role("button", name=re.compile("^(Save|Create)")).locator("visible=true").first)
    hand.press(page.get_by_role("link", name=re.compile("^Share ?: Demo$")))
    expect(page.locator("dialog#share[data-ready]")).to_be_visible()
    hand.press(page.get_by_role("button", name="Copy & close"))
    expect(copied(page)).to_contain_text("Copied. Works once")
    assert list(Link.objects.get().event_types.all()) == [EventType.objects.get(name="Demo")]


def team_page(page, hand, site, ana):  # noqa: F811
    call = managed_event_type(ana, "Team call")
    people = add_colleagues(ana, 3)
    page.goto(site)
    hand.press(entry(page, "Main", "Pages"))
    hand.press(entry(page, "Pages", "Master pages"))
    hand.press(page.get_by_role("link", name="New master page").first)
    hand.write(page.get_by_label("Public name"), "Team")
    hand.press(page.get_by_role("radio", name=re.compile("Team or panel")))
    hand.press(page.get_by_role("button", name="Create the master page"))
    hand.choose(page.get_by_label("Event type: New row"), "Team call")
    hand.choose(page.get_by_label("Booking assignment: New row"), "Member 1")
    joining = page.get_by_label("Another team member")
    hand.choose(joining, "Member 2")
    hand.press(page.get_by_role("button", name=re.compile("^Add: ")))
    expect(page.get_by_role("button", name=re.compile("^Remove Member 2"))).to_be_visible()
    hand.choose(joining, "Member 3")
    hand.press(page.get_by_role("button", name="Save", exact=True).last)
    expect(page.get_by_text("Saved. Customers see the change right away.")).to_be_visible()
    rules = Page.objects.get(name="Team").offered.all()
    assert [(rule.event_type, [seat.page for seat in rule.seats.all()]) for rule in rules] == [(call, people)]


def not_booked(page, hand, site, ana):  # noqa: F811
    one_time_link(ana, recipient_name="Priya Shah")
    page.goto(site)
    hand.press(entry(page, "Main", "Links"))
    expect(page.get_by_role("row", name=re.compile("Priya Shah"))).to_contain_text("Not opened")


def block(page, hand, site, ana):  # noqa: F811
    page.goto(site)
    hand.press(entry(page, "Main", "Meetings"))
    hand.press(page.get_by_role("link", name="Block time"))
    hand.press(page.get_by_role("link", name="Tomorrow afternoon"))
    hand.press(page.get_by_role("button", name="Save"))
    expect(page).to_have_url(re.compile("/meetings/"))
    assert BlockedTime.objects.count() == 1


def book(page, hand, site, ana):  # noqa: F811
    ana.event_types.update(notice=0)
    page.goto(f"{site}/meetings/")
    hand.press(page.get_by_role("link", name="Book for a customer"))
    tuesday = page.get_by_role("link", name=re.compile("^Tuesday")).first
    hand.press(tuesday)
    expect(page.locator("#times legend")).to_contain_text("Tuesday")
    hand.press(page.locator("#times input[type=radio]").first)
    hand.write(page.get_by_label("Customer", exact=True), "Priya Shah")
    # Tab leads from the name to the address.
    page.keyboard.press("Tab")
    page.keyboard.type("priya@example.com")
    hand.press(page.get_by_role("button", name="Book", exact=True))
    expect(page.get_by_text("Booked. Priya Shah gets the confirmation by email.")).to_be_visible()
    starts = Booking.objects.get().starts_at.astimezone(ZoneInfo("Europe/Madrid"))
    assert starts.weekday() == 1


DEEDS = dict(zip(TASKS, [first_link, event_type, team_page, not_booked, block, book], strict=True))


@pytest.mark.parametrize("task", TASKS)
@pytest.mark.parametrize("hand", [Mouse, Keyboard])
@pytest.mark.feature("D8", "O3", "O32")
def test_daily_tasks_take_few_presses(anas, ana, site, hand, task):  # noqa: F811
    used = hand(anas)
    DEEDS[task](anas, used, site, ana)
    assert used.presses <= TASKS[task]
