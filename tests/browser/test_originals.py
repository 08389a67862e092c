"""The instructions that users of other programs know, sentence by sentence and with their words, in a real Chromium."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from bookings.actions import book
from links.actions import Hosts, make_reusable, save_managed
from links.models import Link, ManagedLinks
from tests.browser.test_owner import ana, anas, clipboard, copied, press  # noqa: F401 (fixtures)
from tests.builders import NOW, START, add_colleague, managed_event_type, one_time_link, submission, team_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ONCE = "Copied. Works once, closes in 7 days."


def find(page, site, words):
    """Looks for a screen, from any screen: Ctrl+K, the words, Enter."""
    page.keyboard.press("Control+k")
    field = page.get_by_label("A screen, or a customer")
    expect(field).to_be_focused()
    # The field has the focus before the script is there that leads to the first screen.
    page.wait_for_load_state()
    field.fill(words)
    field.press("Enter")
    expect(page).not_to_have_url(re.compile("/search/"))
    # So is the next screen seen before its own scripts are there.
    page.wait_for_load_state()


def menu(page, name, entry):
    page.get_by_role("button", name=f"More actions for {name}").click()
    return page.locator(".menu:popover-open").get_by_text(re.compile(f"^{entry}")).first


@pytest.mark.feature("A1", "A2", "A4", "H6")
def test_instructions_of_oncehub(anas, ana, site):  # noqa: F811
    team = team_page(ana, managed_event_type(ana), ana.pages.get())
    # "Click the Schedule button in the top navigation menu."
    anas.get_by_role("link", name="Schedule", exact=True).click()
    dialog = anas.get_by_role("dialog", name="Share")
    # "In the pop-up, select the page" "and toggle One-time link." "Toggle Personalize link: Customer name and email."
    dialog.get_by_label("Page", exact=True).select_option("Meet the team")
    expect(dialog.get_by_role("switch", name="One-time link")).to_be_checked()
    expect(dialog.get_by_label("Address")).to_have_attribute("readonly", "")
    whom = dialog.get_by_role("group", name="Personalize link")
    whom.get_by_label("For whom").fill("Priya Shah")
    whom.get_by_label("Email").fill("priya@example.com")
    # "Click Copy & close." "The customer only has to confirm: skip=1."
    press(anas, "Copy & close")
    expect(copied(anas)).to_have_text(ONCE)
    assert clipboard(anas) == Link.objects.get().address()
    assert clipboard(anas).endswith("/?skip=1")
    # "Go to Setup" "and select the Master page."
    find(anas, site, "setup master")
    expect(anas).to_have_url(f"{site}/master-pages/")
    menu(anas, "Meet the team", "Edit").click()
    # "In the Overview section, under Share & Publish, click Generate a one-time link."
    publish = anas.get_by_role("region", name="Share & Publish")
    expect(publish.get_by_label("Public link")).to_have_value(re.compile(r"/p/acme/"))
    expect(publish.get_by_role("link", name="Personalize for a customer")).to_be_visible()
    expect(publish.get_by_role("link", name="Embed code")).to_be_visible()
    publish.get_by_role("link", name="Generate a one-time link").click()
    expect(dialog.get_by_role("switch", name="One-time link")).to_be_checked()
    press(anas, "Copy & close")
    expect(copied(anas)).to_have_text(ONCE)
    # "Or click the three dots of the page in the list: One-time link."
    anas.goto(f"{site}/master-pages/")
    for entry in ("Open public link", "Share", "Archive"):
        expect(menu(anas, "Meet the team", entry)).to_be_visible()
        anas.keyboard.press("Escape")
    menu(anas, "Meet the team", "One-time link").click()
    expect(copied(anas)).to_have_text(ONCE)
    assert [link.page for link in Link.objects.all()] == [team] * 3


@pytest.mark.feature("B1", "B2", "B5", "H6")
def test_instructions_of_highlevel(anas, ana, site):  # noqa: F811
    # "Go to Settings > Calendars." Whoever searches for it finds it, too.
    press(anas, "Your account")
    anas.get_by_role("navigation", name="Your account").get_by_role("link", name="Settings").click()
    anas.get_by_role("navigation", name="Settings").get_by_role("link", name="Calendars", exact=True).click()
    expect(anas).to_have_url(f"{site}/booking-pages/")
    anas.goto(site)
    find(anas, site, "calendar settings")
    expect(anas).to_have_url(f"{site}/booking-pages/")
    # "Click the three dots next to the calendar, then Share."
    menu(anas, "Ana Ruiz", "Share").click()
    dialog = anas.get_by_role("dialog", name="Share")
    # "Switch One-time link on, and click Copy." "Click Generate new link for another one."
    expect(dialog.get_by_role("switch", name="One-time link")).to_be_checked()
    field, before = dialog.get_by_label("Address"), ""
    for name in ("Copy", "Generate new link"):
        press(dialog, name)
        expect(field).not_to_have_value(before)
        expect(dialog.get_by_role("status").first).to_have_text(ONCE)
        before = field.input_value()
        assert clipboard(anas) == before
    assert Link.objects.count() == 2
    # "The reusable link: Copy, or Embed code."
    dialog.get_by_role("switch", name="One-time link").uncheck()
    press(dialog, "Copy")
    expect(dialog.get_by_role("status").first).to_have_text("Copied. Anyone with this address can book.")
    assert clipboard(anas).endswith("/p/acme/ana-ruiz/")
    expect(dialog.get_by_role("link", name="Embed code")).to_be_visible()
    anas.keyboard.press("Escape")
    # "Send by": email, text message, or the system's own sheet.
    expect(anas.locator("#copied")).to_contain_text("Send by…")
    # "Unused links stay listed and can be revoked."
    anas.goto(f"{site}/links/?status=outstanding")
    expect(anas.locator("tbody tr")).to_have_count(2)
    anas.locator("tbody tr").first.get_by_role("button", name="More").click()
    expect(anas.get_by_role("link", name="Revoke").first).to_be_visible()


@pytest.mark.feature("C1", "C2", "C3", "C4", "C8", "H6")
def test_instructions_of_leandata(anas, ana, site):  # noqa: F811
    ben = add_colleague(ana, "Ben Ode", "ben@acme.example")
    demo = managed_event_type(ana, "Demo")
    hosts = Hosts(pages=(ben.pages.get(),))
    make_reusable(actor=ben, owner=ben, hosts=hosts, event_types=[demo], name="Talk", now=NOW, in_library=True)
    managed = ManagedLinks(name="Demos", event_type=demo)
    save_managed(actor=ana, managed=managed, users=[ben], now=NOW)
    # "Links Wizard": event type, hosts, name and expiry, copy.
    find(anas, site, "links wizard")
    anas.get_by_label("Demo").check()
    press(anas, "Next: hosts")
    for label in ("Individual", "Group"):
        expect(anas.get_by_label(label, exact=False).first).to_be_visible()
    expect(anas.locator("summary", has_text="Optional attendees")).to_be_visible()
    expect(anas.get_by_role("heading", name="Whose link is it?")).to_be_visible()
    press(anas, "Next: name and expiry")
    anas.get_by_label("Name", exact=True).fill("Mine")
    press(anas, "Make the link")
    expect(anas.get_by_role("heading", name="“Mine” is ready")).to_be_visible()
    copy_both(anas)
    # "Links > My links" and "Links library": Copy link, and in its dropdown Copy single-use link.
    anas.get_by_role("navigation", name="Main").get_by_role("link", name="Links").click()
    anas.get_by_role("navigation", name="Links", exact=True).get_by_role("link", name="Reusable").click()
    copy_both(anas)
    reusable = anas.get_by_role("navigation", name="Reusable links")
    reusable.get_by_role("link", name="Links library").click()
    copy_both(anas)
    # "Link management > All links", and "Managed links > View links".
    find(anas, site, "link management all")
    copy_both(anas)
    find(anas, site, "link management managed")
    anas.get_by_role("link", name="View links").click()
    copy_both(anas.get_by_role("dialog", name="View links"))
    anas.keyboard.press("Escape")
    booked_both_ways(ana)
    # "Links > Meeting logs": the column Link type.
    anas.get_by_role("navigation", name="Links", exact=True).get_by_role("link", name="Meeting logs").click()
    expect(anas).to_have_url(f"{site}/meetings/logs/")
    expect(anas.get_by_role("columnheader", name="Link type")).to_be_visible()
    single, reusable = (anas.get_by_role("row", name=re.compile(name)) for name in ("Priya Shah", "Tom Berg"))
    expect(single).to_contain_text("Single-use")
    expect(reusable).to_contain_text("Reusable")
    # "The toggle Hide single-use links": off, acts at once, kept in the address.
    hide = anas.get_by_role("switch", name="Hide single-use links")
    expect(hide).not_to_be_checked()
    hide.check()
    expect(single).to_have_count(0)
    expect(reusable).to_be_visible()
    anas.reload()
    expect(hide).to_be_checked()
    expect(single).to_have_count(0)
    # "Filters, search, CSV": of what is shown.
    hide.uncheck()
    expect(single).to_be_visible()
    anas.get_by_label("Customer or guest").fill("priya")
    expect(reusable).to_have_count(0)
    with anas.expect_download() as file:
        anas.get_by_role("link", name="Download as CSV").click()
    rows = file.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert ["Priya Shah" in row for row in rows] == [False, True]
    # The meeting itself, from its row.
    single.get_by_role("link", name="Priya Shah").first.click()
    expect(anas.get_by_role("heading", level=1)).to_contain_text("Priya Shah")


def booked_both_ways(ana):  # noqa: F811
    """A meeting booked through a one-time link, and one through a reusable link."""
    talk = ana.event_types.get(name="30-minute meeting")
    hosts = Hosts(pages=(ana.pages.get(by_wizard=False),))
    open_to_all = make_reusable(actor=ana, owner=ana, hosts=hosts, event_types=[talk], name="Open", now=NOW)
    for hours, link, name in ((0, one_time_link(ana), "Priya Shah"), (1, open_to_all, "Tom Berg")):
        sent = submission(talk.pk, START + timedelta(hours=hours), name=name, email=f"{hours}@example.com")
        book(submission=sent, link=link, now=NOW)


def copy_both(where):
    """Copies the first link there, and then a single-use link made from it."""
    count = Link.objects.count()
    where.get_by_role("button", name=re.compile("^Copy link")).first.click()
    where.get_by_role("button", name=re.compile("Other ways to copy")).first.click()
    single = where.get_by_role("button", name="Copy single-use link").locator("visible=true")
    single.click()
    expect(single).to_have_count(0)
    assert Link.objects.count() in (count, count + 1)
