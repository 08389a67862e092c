"""The editor of hours in a real Chromium: its picture, the keyboard, and no JavaScript (A15, O35, O36)."""

import re

import pytest
from playwright.sync_api import expect

from bookings.actions import book
from pages.models import Recurrence
from pages.queries import list_starts, offers_of
from tests.browser.axe import violations
from tests.browser.test_owner import PHONE, press, sign_in
from tests.builders import open_account, submission

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DESK = {"width": 1280, "height": 860}


@pytest.fixture
def ana(site):
    return open_account("Ana Ruiz", "ana@acme.example", "Acme")


@pytest.fixture
def address(site, ana):
    return f"{site}/schedules/{ana.schedules.get().pk}/"


@pytest.fixture
def editor(page, site, ana, address, no_errors):
    """Ana's browser, on the editor of her only schedule."""
    sign_in(page, site, ana)
    page.goto(address)
    return page


def focused(page):
    return page.evaluate("document.activeElement.id")


def next_month(page):
    """Turns the picture to a month of which all days are still to come."""
    page.locator("#preview-next").click()
    expect(page.locator("#preview-previous")).to_be_visible()


def day_of(page, weekday):
    """The words of the first day of that name in the picture."""
    return page.locator(".month td .visually-hidden", has_text=re.compile(rf"^{weekday}\b")).first


@pytest.mark.feature("A15")
def test_picture_follows_typing_and_keeps_focus(editor):
    next_month(editor)
    month = editor.locator("#preview-month").inner_text()
    assert focused(editor) == "preview-next"
    editor.locator("#closes-2-0").fill("12:30")
    editor.locator("#opens-2-0").fill("10")
    editor.keyboard.press("Tab")
    expect(day_of(editor, "Tuesday")).to_have_text(re.compile(r"10:00–12:30$"))
    assert focused(editor) == "closes-2-0"
    assert editor.locator("#preview-month").inner_text() == month
    # The month that was asked for is there when the picture is drawn anew with the whole form.
    editor.locator("#add-6").click()
    expect(editor.locator("#opens-6-0")).to_be_focused()
    assert editor.locator("#preview-month").inner_text() == month


@pytest.mark.feature("V12")
def test_last_month_button_moves_focus_to_month(editor):
    next_month(editor)
    editor.locator("#preview-previous").click()
    expect(editor.locator("#preview-month")).to_be_focused()


@pytest.mark.feature("O36")
def test_affected_meeting_is_shown_while_typing(editor, ana, address):
    page, now = ana.pages.get(), ana.date_joined
    offer = offers_of(page)[0]
    first = int(now.timestamp())
    start = list_starts(offer, (first, first + 14 * 86_400), now)[-1]
    form = submission(offer.event_type.pk, now.fromtimestamp(start, now.tzinfo))
    book(submission=form, page=page, now=now)
    editor.goto(address)
    expect(editor.locator("#moves")).to_contain_text("1 upcoming meeting; it lies within these hours.")
    for day in range(1, 6):
        editor.locator(f"#closes-{day}-0").fill("10:00")
    editor.locator("#opens-5-0").focus()
    expect(editor.locator("#moves")).to_contain_text("1 upcoming meeting is outside these hours. It does not change.")
    editor.locator("#moves summary").click()
    expect(editor.locator("#moves a")).to_have_attribute("href", re.compile(r"^/meetings/\d+/$"))


@pytest.mark.feature("O35")
def test_a_repeating_day_by_keyboard_alone(editor, ana):
    editor.locator("#add-repeat").focus()
    editor.keyboard.press("Enter")
    expect(editor.locator("#repeat-every-0")).to_be_focused()
    editor.keyboard.press("Control+a")
    for text in ("1", "months, the first", "Monday", "18:00", "20:00"):
        editor.keyboard.type(text)
        editor.keyboard.press("Tab")
    expect(editor.locator("#said-0")).to_have_text("The first Monday of every month, 18:00–20:00")
    assert focused(editor) == "repeat-since-0"
    editor.locator("#repeat-closes-0").focus()
    editor.keyboard.press("Enter")
    expect(editor.locator("#messages")).to_contain_text("Saved.")
    assert [(one.weekday, one.nth, one.every, one.opens, one.closes) for one in Recurrence.objects.all()] == [
        (1, 1, 1, 1080, 1200)
    ]


@pytest.mark.feature("O35")
def test_copying_to_chosen_days_by_keyboard_alone(editor):
    editor.locator("#closes-1-0").fill("13:00")
    editor.locator("#copy-button-1").focus()
    editor.keyboard.press("Enter")
    # Past Tuesday to Friday, to the weekend.
    for key in ("Tab", "Tab", "Tab", "Tab", "Tab", "Space", "Tab", "Space", "Tab", "Enter"):
        editor.keyboard.press(key)
    expect(editor.locator("#closes-7-0")).to_have_value("13:00")
    assert editor.locator("#closes-6-0").input_value() == "13:00"
    assert editor.locator("#closes-2-0").input_value() == "17:00"
    assert focused(editor) == "copy-button-1"


@pytest.mark.feature("O35")
def test_hours_past_midnight_are_explained_and_split(editor):
    editor.locator("#opens-5-0").fill("20:00")
    editor.locator("#closes-5-0").fill("2:00")
    editor.keyboard.press("Tab")
    expect(editor.locator("#moves")).to_contain_text("For hours past midnight, end this day at 24:00")
    press(editor, "Save")
    expect(editor.locator("[data-focus-errors]")).to_be_focused()
    press(editor, "Split it at midnight")
    expect(editor.locator("#closes-6-0")).to_have_value("2:00")
    assert [editor.locator(f"#{end}-5-0").input_value() for end in ("opens", "closes")] == ["20:00", "24:00"]


def test_offline_server_is_reported_and_loses_nothing(editor):
    editor.locator("#opens-1-0").fill("8:15")
    editor.context.set_offline(True)
    editor.locator("#add-1").click()
    expect(editor.locator("#schedule-failed")).to_contain_text("What you typed is still here")
    editor.context.set_offline(False)
    editor.locator("#add-1").click()
    expect(editor.locator("#opens-1-1")).to_be_focused()
    expect(editor.locator("#schedule-failed")).to_be_empty()
    assert editor.locator("#opens-1-0").input_value() == "8:15"


@pytest.mark.feature("D8")
def test_the_whole_editor_works_without_javascript(browser, site, ana, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, site, ana)
    page.goto(address)
    page.locator("#opens-2-0").fill("10:00")
    press(page, "Update preview")
    page.locator("#preview-next").click()
    expect(day_of(page, "Tuesday")).to_have_text(re.compile(r"10:00–17:00$"))
    press(page, "Add a repeating day")
    page.locator("#repeat-weekday-0").select_option("Saturday")
    page.locator("#copy-button-2").click()
    page.locator("#copy-2").get_by_label("Sunday").check()
    page.locator("#copy-2").get_by_role("button", name="Copy to the ticked days").click()
    expect(page.locator("#opens-7-0")).to_have_value("10:00")
    press(page, "Save")
    expect(page.locator("#messages")).to_contain_text("Saved.")
    assert Recurrence.objects.get().weekday == 6
    context.close()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.feature("V54")
def test_axe_finds_nothing_and_nothing_scrolls_sideways(editor, site, ana, address, size):
    Recurrence.objects.create(
        schedule=ana.schedules.get(), frequency="weekly", every=2, weekday=6, since="2026-01-01", opens=600, closes=700
    )
    editor.set_viewport_size(size)
    found = {}
    for name, path in (("editor", address), ("list", f"{site}/schedules/"), ("archive", f"{address}archive/")):
        editor.goto(path)
        found[name] = violations(editor)
        found[name] += editor.evaluate("document.documentElement.scrollWidth > innerWidth ? ['sideways'] : []")
    assert found == {"editor": [], "list": [], "archive": []}
