"""The owner's event types in a real Chromium: the long form, its questions, the preview beside it."""

import re

import pytest
from playwright.sync_api import expect

from pages.models import EventType
from tests.browser.axe import violations
from tests.browser.test_owner import PHONE, ana, sign_in  # noqa: F401 (`ana` is a fixture)
from tests.builders import add_colleague, managed_event_type

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDE = {"width": 1280, "height": 860}
FOLDS = ("times", "limits", "booking-form", "changes", "booking", "sharing")


@pytest.fixture
def form(page, site, ana, no_errors):  # noqa: F811
    """Ana's browser, on the form of a new event type."""
    sign_in(page, site, ana)
    page.set_viewport_size(WIDE)
    page.goto(f"{site}/event-types/new/")
    return page


def fold(page, name):
    page.locator(f"#{name} > summary").click()


@pytest.mark.feature("O34")
def test_preview_follows_typing_without_history_steps(form):
    preview, steps = form.frame_locator("iframe[name=preview]"), form.evaluate("history.length")
    expect(preview.locator("h1")).to_have_text("Your event type")
    form.get_by_label("Name", exact=True).fill("Tax advice")
    form.get_by_label(re.compile("^Duration")).fill("90")
    expect(preview.locator("h1")).to_have_text("Tax advice")
    expect(preview.get_by_text("1 hour 30 minutes")).to_be_visible()
    fold(form, "booking-form")
    form.get_by_role("group", name="Company").get_by_label("Required").check(force=True)
    expect(preview.get_by_label("Company")).to_be_visible()
    form.get_by_role("button", name="Add a question").click()
    expect(form.locator("#question-0-label")).to_be_focused()
    form.keyboard.type("Which year?")
    expect(preview.get_by_label("Which year?")).to_be_visible()
    # Nothing in it can be pressed or filled, and what is typed is brought into its sight.
    assert preview.locator(":is(input, textarea, select, button):enabled").count() == 0
    expect(preview.get_by_label("Which year?")).to_be_in_viewport()
    assert form.evaluate("history.length") == steps
    assert EventType.objects.filter(name="Tax advice").count() == 0


@pytest.mark.feature("A17")
def test_keyboard_edits_questions_and_focus_follows(form):
    form.locator("#booking-form > summary").focus()
    form.keyboard.press("Enter")
    form.locator("#add-question").focus()
    for label in ("First", "Second"):
        form.locator("#add-question").press("Enter")
        expect(form.locator(":focus")).to_have_attribute("id", re.compile("-label$"))
        form.keyboard.type(label)
    form.locator("#question-1-up").press("Enter")
    expect(form.locator("#question-0-label")).to_have_value("Second")
    expect(form.locator(":focus")).to_have_attribute("id", "question-0-down")
    form.locator("#question-0-remove").press("Enter")
    expect(form.locator("#question-0-label")).to_have_value("First")
    expect(form.locator(":focus")).to_have_attribute("id", "question-0-remove")
    form.get_by_label("Name", exact=True).fill("Tax advice")
    form.get_by_label("Name", exact=True).press("Enter")
    expect(form.locator("#messages")).to_contain_text("Created.")
    assert [one["name"] for one in EventType.objects.get(name="Tax advice").questions] == ["first"]


@pytest.mark.feature("V30")
def test_refusal_takes_focus_and_leads_to_field(form):
    form.get_by_label("Name", exact=True).fill("Tax advice")
    fold(form, "booking")
    form.get_by_label("Session package").check()
    form.get_by_label(re.compile("^Sessions in the package")).fill("1")
    fold(form, "booking")
    form.get_by_role("button", name="Create the event type").last.click()
    expect(form.locator("[data-focus-errors]")).to_be_focused()
    form.get_by_role("link", name="Sessions in the package").click()
    expect(form.get_by_label(re.compile("^Sessions in the package"))).to_be_focused()


@pytest.mark.feature("D8")
def test_questions_and_preview_work_without_javascript(browser, site, ana):  # noqa: F811
    context = browser.new_context(java_script_enabled=False, viewport=WIDE)
    page = context.new_page()
    sign_in(page, site, ana)
    page.goto(f"{site}/event-types/new/")
    page.get_by_label("Name", exact=True).fill("Tax advice")
    fold(page, "booking-form")
    page.get_by_role("button", name="Add a question").click()
    page.locator("#question-0-label").fill("Which year?")
    page.get_by_role("button", name="Update preview").click()
    preview = page.frame_locator("iframe[name=preview]")
    expect(preview.locator("h1")).to_have_text("Tax advice")
    expect(preview.get_by_label("Which year?")).to_be_visible()
    page.get_by_role("button", name="Create the event type").last.click()
    made = EventType.objects.get(name="Tax advice")
    expect(page).to_have_url(f"{site}/event-types/{made.pk}/")
    assert made.questions[0]["name"] == "which_year"
    page.get_by_role("button", name="More actions for Tax advice").click()
    page.get_by_role("button", name="Duplicate", exact=True).click()
    expect(page.locator("h1")).to_have_text("Copy of Tax advice")
    context.close()


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["1280", "390"])
@pytest.mark.feature("V54", "O39")
def test_axe_finds_nothing_on_the_event_types(form, site, ana, size):  # noqa: F811
    form.emulate_media(reduced_motion="reduce")
    form.set_viewport_size(size)
    # Who may offer it is asked where there are colleagues.
    colleague = add_colleague(ana, "Ben Ode", "ben@acme.example")
    form.goto(f"{site}/event-types/new/")
    # Where to meet is asked at once.
    expect(form.locator("#place")).to_have_attribute("open", "")
    for name in FOLDS:
        fold(form, name)
    for button in ("#id_needs_approval_1", "#id_package_1", "#id_cancel_when_1"):
        form.locator(button).check(force=True)
    for number in range(2):
        form.locator("#add-question").click()
        expect(form.locator(f"#question-{number}-kind")).to_be_visible()
    form.locator("#question-1-kind").select_option("choice")
    found = {"whole form": violations(form)}
    form.get_by_role("button", name="Create the event type").last.click()
    expect(form.locator("[data-focus-errors]")).to_be_focused()
    found["refused"] = violations(form)
    assert form.evaluate("document.documentElement.scrollWidth") <= size["width"]
    form.goto(f"{site}/drafts/event-types/0/book/")
    found["preview"] = violations(form)
    managed_event_type(ana, "Shared")
    sign_in(form, site, colleague)
    form.goto(f"{site}/event-types/")
    form.locator("[popovertarget^=event-type-menu]").first.click()
    found["list, with a menu"] = violations(form)
    assert form.evaluate("document.documentElement.scrollWidth") <= size["width"]
    assert {name: rules for name, rules in found.items() if rules} == {}


@pytest.mark.feature("A22")
@pytest.mark.parametrize("width", [1280, 390])
def test_switch_in_its_row_is_undone(page, site, ana, no_errors, width):  # noqa: F811
    sign_in(page, site, ana)
    page.set_viewport_size(WIDE | {"width": width})
    page.goto(f"{site}/event-types/")
    switch = page.get_by_role("switch", name="Accept bookings of 30-minute meeting")
    switch.focus()
    page.keyboard.press("Space")
    expect(page.get_by_text("is paused: nobody can book it.")).to_be_visible()
    expect(switch).to_be_focused()
    expect(switch).to_have_attribute("aria-checked", "false")
    assert violations(page) == []
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("can be booked again.")).to_be_visible()
    assert EventType.objects.get(owner=ana).accepts_bookings
