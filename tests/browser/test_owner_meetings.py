"""What hosts do with a meeting, in a real Chromium: nothing typed is lost, nor offered again once it is done."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from bookings.actions import book, cancel
from bookings.models import Booking
from links.models import Link
from pages.actions import archive_page
from pages.queries import list_starts, offers_of
from tests.browser.test_owner import PHONE, ana, anas  # noqa: F401 - fixtures
from tests.builders import master_page, one_time_link, submission

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def booking(ana):  # noqa: F811
    return booked_in_a_week(ana)


def booked_in_a_week(ana):  # noqa: F811
    """A meeting at the first time that is free in a week."""
    now = datetime.now(UTC)
    begin = int((now + timedelta(days=7)).timestamp())
    offer = offers_of(ana.pages.get())[0]
    start = datetime.fromtimestamp(list_starts(offer, (begin, begin + 6 * 86_400), now)[0], UTC)
    link = one_time_link(ana, now=now)
    return book(submission=submission(offer.event_type.pk, start), link=link).bookings.get()


@pytest.mark.feature("O28")
def test_moving_keeps_typed_text_until_done(anas, site, booking):  # noqa: F811
    was = booking.starts_at
    anas.goto(f"{site}/meetings/{booking.pk}/")
    note, more = anas.locator("#private"), anas.get_by_role("button", name="More for the meeting")
    expect(note).to_contain_text("Nothing yet")
    expect(note.get_by_role("textbox")).to_be_hidden()
    more.click()
    anas.get_by_role("link", name="Add a private note").click()
    note.get_by_role("textbox").fill("Half a thought")
    anas.get_by_role("link", name="Reschedule").click()
    anas.get_by_label("Message to everyone").fill("A clash")
    # Another day: the message is still there.
    anas.locator("a.day:not([aria-current])").first.click()
    expect(anas.get_by_label("Message to everyone")).to_have_value("A clash")
    assert Axe().run(anas).response["violations"] == []
    anas.locator("input[name=start]").first.check()
    anas.get_by_role("button", name="Move the meeting").click()
    expect(anas).to_have_url(re.compile(rf"/meetings/{booking.pk}/\?saved=reschedule"))
    expect(anas.locator("#messages")).to_contain_text("Meeting moved")
    # The note that was not saved yet is still there; the message is not offered again.
    expect(note.get_by_role("textbox")).to_have_value("Half a thought")
    moved = Booking.objects.get()
    assert moved.starts_at != was
    assert moved.reason == "A clash"
    anas.get_by_role("button", name="Save the note").click()
    expect(anas.locator("#messages")).to_contain_text("The note is saved.")
    expect(note.get_by_text("Half a thought").first).to_be_visible()
    expect(note.get_by_role("textbox")).to_be_hidden()
    anas.get_by_role("link", name="Reschedule").click()
    expect(anas.get_by_label("Message to everyone")).to_have_value("")
    assert Booking.objects.get().private_note == "Half a thought"


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.feature("O28", "V54")
def test_the_rest_stands_in_a_menu(browser, anas, site, booking, scripts):  # noqa: F811
    context = browser.new_context(viewport=PHONE, java_script_enabled=scripts)
    context.add_cookies(anas.context.cookies())
    page = context.new_page()
    page.goto(f"{site}/meetings/{booking.pk}/")
    acts = page.locator(".meeting-acts")
    resend, cancel = acts.get_by_role("button", name="Resend"), acts.get_by_role("link", name="Cancel the meeting")
    expect(acts.get_by_role("link")).to_have_text(["Reschedule", "Cancel the meeting"])
    expect(resend).to_be_hidden()
    acts.get_by_role("button", name="More for the meeting with Priya Shah").focus()
    page.keyboard.press("Enter")
    expect(resend).to_be_in_viewport(ratio=1)
    page.keyboard.press("Tab")
    expect(acts.get_by_role("link", name="Ask for a new time")).to_be_focused()
    page.keyboard.press("Escape")
    expect(resend).to_be_hidden()
    cancel.click()
    expect(page).to_have_url(f"{site}/meetings/{booking.pk}/cancel/")
    page.goto(f"{site}/meetings/{booking.pk}/")
    page.get_by_role("button", name="More for").click()
    resend.click()
    expect(page.locator("#messages")).to_contain_text("confirmation")
    context.close()


@pytest.mark.feature("D1", "O28")
def test_suggestions_say_how_far_they_reach(anas, site, ana, booking, monkeypatch):  # noqa: F811
    monkeypatch.setattr("links.queries.planner.WINDOW", 1)
    booked_in_a_week(ana)
    anas.goto(f"{site}/meetings/book/")
    customer, said = anas.get_by_label("Customer", exact=True), anas.get_by_text("Beginnings of words are found")
    expect(said).to_have_count(0)
    customer.press_sequentially("pri")
    expect(said).to_be_visible()
    assert Axe().run(anas).response["violations"] == []
    customer.fill("p")
    expect(said).to_have_count(0)


@pytest.mark.feature("O28", "O1")
def test_new_link_is_for_the_same_customer(anas, ana, site, booking):  # noqa: F811
    cancel(booking=booking, actor=ana)
    anas.goto(f"{site}/meetings/{booking.pk}/")
    anas.get_by_role("link", name="Send a new link").click()
    dialog = anas.locator("dialog#share")
    expect(dialog.get_by_label("For whom")).to_have_value("Priya Shah")
    expect(dialog.get_by_role("textbox", name="Email")).to_have_value("priya@example.com")
    dialog.get_by_role("button", name="Copy & close").click()
    expect(anas.locator("#copied [role=status]")).to_contain_text("Copied.")
    link = Link.objects.latest("pk")
    assert (link.recipient_name, link.recipient_email) == ("Priya Shah", "priya@example.com")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.feature("O28", "O1")
def test_new_link_keeps_customer_without_page(browser, anas, ana, site, booking, scripts):  # noqa: F811
    cancel(booking=booking, actor=ana)
    master_page(ana, name="Meet the team")
    archive_page(actor=ana, page=booking.admission.page, now=datetime.now(UTC))
    context = browser.new_context(java_script_enabled=scripts)
    context.add_cookies(anas.context.cookies())
    page = context.new_page()
    page.goto(f"{site}/meetings/{booking.pk}/")
    page.get_by_role("link", name="Send a new link").click()
    if scripts:
        form = page.locator("dialog#share")
    else:
        expect(page).to_have_url(f"{site}/share/?meeting={booking.pk}")
        form = page.locator("form.share-form")
    expect(form.get_by_label("For whom")).to_have_value("Priya Shah")
    expect(form.get_by_role("textbox", name="Email")).to_have_value("priya@example.com")
    context.close()
