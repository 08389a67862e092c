"""The share pop-up and embedded pages in a real Chromium."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from links.models import Link
from pages.models import Page, PageEventType
from tests.browser.test_links_clipboard import PHONE, clipboard, sign_in
from tests.builders import managed_event_type, master_page, open_account

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def ana(site):
    found = open_account("Ana Ruiz", "ana@acme.example", "Acme")
    demo = managed_event_type(found, "Demo")
    PageEventType.objects.create(page=found.pages.get(), event_type=demo, position=9)
    return found


@pytest.fixture
def anas(page, site, ana, no_errors):
    """Ana's browser, allowed to read the clipboard back."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    sign_in(page.context, site, ana)
    return page


def opened(page, site):
    """The pop-up, as the navigation opens it."""
    page.goto(f"{site}/links/")
    page.get_by_role("link", name="Schedule").click()
    return page.get_by_role("dialog", name="Share")


@pytest.mark.feature("O7", "O11")
def test_personal_link_is_made_and_mailed(anas, site):
    dialog = opened(anas, site)
    dialog.get_by_label("For whom").fill("Priya Shah")
    dialog.get_by_label("Email (optional)").fill("priya@example.com")
    dialog.get_by_text("Options").click()
    dialog.get_by_label("Demo").check()
    dialog.get_by_role("button", name="Copy", exact=True).click()
    expect(dialog.get_by_role("status").first).to_have_text("Copied. Works once, closes in 7 days.")
    link = Link.objects.get()
    assert clipboard(anas) == link.address()
    assert [one.name for one in link.event_types.all()] == ["Demo"]
    # It is the one that was copied that is sent.
    anas.keyboard.press("Escape")
    card = anas.locator("#copied")
    assert card.get_by_role("link", name="Email app").get_attribute("href").startswith("mailto:priya@example.com")
    expect(card.get_by_label("For whom?")).to_be_hidden()
    card.get_by_role("link", name="Email", exact=True).click()
    expect(anas).to_have_url(f"{site}/links/{link.pk}/send/")
    anas.get_by_role("button", name="Send", exact=True).click()
    expect(anas.locator("#messages")).to_contain_text("On its way to priya@example.com.")
    assert Link.objects.count() == 1


@pytest.mark.feature("O3")
def test_errors_vanish_once_link_is_made(anas, site):
    dialog = opened(anas, site)
    dialog.get_by_label("Email (optional)").fill("priya@")
    dialog.get_by_role("button", name="Copy", exact=True).click()
    summary = dialog.get_by_role("group", name="Please check the form")
    expect(summary).to_be_focused()
    dialog.get_by_label("Email (optional)").fill("priya@example.com")
    dialog.get_by_role("button", name="Copy", exact=True).click()
    expect(dialog.get_by_role("status").first).to_have_text("Copied. Works once, closes in 7 days.")
    expect(summary).to_have_count(0)
    expect(dialog.locator("[aria-invalid], .errorlist")).to_have_count(0)
    assert Link.objects.get().recipient_email == "priya@example.com"


@pytest.mark.feature("O3", "O7")
def test_error_among_options_unfolds_them(anas, site):
    dialog = opened(anas, site)
    dialog.get_by_text("Options").click()
    dialog.get_by_label("Bookings allowed").fill("0")
    dialog.get_by_text("Options").click()
    dialog.get_by_role("button", name="Copy & close").click()
    expect(dialog.get_by_role("group", name="Please check the form")).to_be_focused()
    expect(dialog.get_by_label("Bookings allowed")).to_have_attribute("aria-invalid", "true")
    expect(dialog.get_by_label("Bookings allowed")).to_be_visible()


@pytest.mark.feature("O1")
def test_share_warns_of_page_offering_nothing(anas, site, ana):
    master_page(ana, name="Empty team")
    Page.objects.filter(host=ana).update(location_kind="host_calls")
    dialog = opened(anas, site)
    warning = dialog.locator("[data-share-warning]")
    dialog.get_by_label("Page").select_option(label="Empty team")
    expect(warning).to_contain_text("Customers cannot book on “Empty team” until you add an event type")
    assert not Axe().run(anas).response["violations"]
    dialog.get_by_label("Page").select_option(label="Ana Ruiz")
    expect(warning).to_be_hidden()
    # It does not outlive the pop-up.
    dialog.get_by_label("Page").select_option(label="Empty team")
    expect(warning).to_be_visible()
    anas.keyboard.press("Escape")
    anas.get_by_role("link", name="Schedule").click()
    expect(warning).to_be_hidden()


@pytest.mark.parametrize("sheet", [True, False], ids=["sheet", "none"])
@pytest.mark.feature("B2")
def test_system_sharing_appears_where_available(anas, site, sheet):
    value = "(what) => { window.shared = what; return Promise.resolve(); }" if sheet else "undefined"
    anas.add_init_script(f"Object.defineProperty(navigator, 'share', {{ value: {value} }})")
    dialog = opened(anas, site)
    dialog.get_by_role("button", name="Copy & close").click()
    card = anas.locator("#copied")
    expect(card.get_by_role("link", name="Text message")).to_be_visible()
    button = card.get_by_role("button", name="Share…")
    if not sheet:
        expect(button).to_be_hidden()
        return
    button.click()
    assert anas.evaluate("shared") == {"title": "Ana Ruiz", "url": Link.objects.get().address()}


@pytest.mark.feature("O12")
def test_times_are_copied_as_links_and_text(anas, site, ana):
    dialog = opened(anas, site)
    dialog.get_by_role("button", name="Copy & close").click()
    anas.locator("#copied").get_by_role("link", name="Times").click()
    for place in (0, 5):
        anas.locator("[name=at]").nth(place).check()
    anas.get_by_role("button", name="Create text").click()
    anas.get_by_role("button", name="Copy for an email").click()
    expect(anas.locator("#messages")).to_contain_text("Copied.")
    read = "async (type) => (await (await navigator.clipboard.read())[0].getType(type)).text()"
    html, text = (anas.evaluate(read, kind) for kind in ("text/html", "text/plain"))
    assert len(re.findall(r'<a href="[^"]+/book/\?event=\d+&amp;start=\d+', html)) == 2
    assert "Times in Madrid time." in text
    assert Axe().run(anas).violations_count == 0


@pytest.mark.feature("O15")
def test_share_fits_phone_with_buttons_visible(anas, site):
    anas.set_viewport_size(PHONE)
    dialog = opened(anas, site)
    dialog.get_by_text("Options").click()
    for name in ("Cancel", "Copy & close"):
        expect(dialog.get_by_role("button", name=name)).to_be_in_viewport(ratio=1)
    assert anas.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    assert Axe().run(anas).violations_count == 0


def elsewhere(page, site, code):
    """Somebody else's website with the embed code in it."""
    html = (
        f'<!doctype html><html lang="en"><title>Shop</title>{code}<script src="{site}/static/embed.js" async></script>'
    )
    # Another origin; browsers ask before a page fetches something from this machine.
    page.context.grant_permissions(["local-network-access"])
    page.route("http://127.0.0.1/", lambda route: route.fulfill(body=html, content_type="text/html"))
    page.goto("http://127.0.0.1/")


@pytest.mark.feature("V49")
def test_inline_frame_ignores_foreign_height_messages(page, site, ana):
    elsewhere(page, site, f'<div data-admit-one><a href="{site}/p/acme/ana-ruiz/">Book a time</a></div>')
    frame = page.locator("iframe")
    expect(page.frame_locator("iframe").get_by_text("What would you like to book?")).to_be_visible()
    expect(frame).not_to_have_css("height", "704px")
    before = frame.bounding_box()["height"]
    page.evaluate("() => postMessage({ admitOne: 5000 }, '*')")
    page.wait_for_timeout(200)
    assert frame.bounding_box()["height"] == before
    assert page.context.cookies() == []


@pytest.mark.feature("V49")
def test_popup_closes_by_escape_returning_focus(page, site, ana):
    elsewhere(page, site, f'<a href="{site}/p/acme/ana-ruiz/" data-admit-one-popup>Book a time</a>')
    page.wait_for_function("() => window.admitOne")
    page.get_by_role("link", name="Book a time").click()
    inside = page.frame_locator("dialog iframe")
    inside.get_by_role("link", name=re.compile("Demo")).click()
    # Of the page that the press leads to, with its script: a key pressed before is lost.
    expect(inside.locator("html.framed a.time").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)
    expect(page.get_by_role("link", name="Book a time")).to_be_focused()


@pytest.mark.feature("V49")
def test_without_the_script_a_plain_link_remains(page, site, ana):
    page.route("**/embed.js", lambda route: route.abort())
    elsewhere(page, site, f'<div data-admit-one><a href="{site}/p/acme/ana-ruiz/">Book a time</a></div>')
    page.get_by_role("link", name="Book a time").click()
    expect(page).to_have_url(re.compile(f"^{site}/p/acme/ana-ruiz/"))


@pytest.mark.feature("O7")
def test_enter_in_field_makes_the_link(anas, site):
    anas.goto(f"{site}/share/")
    anas.get_by_role("main").get_by_label("For whom").fill("Priya Shah")
    anas.get_by_role("main").get_by_label("For whom").press("Enter")
    expect(anas).to_have_url(re.compile(r"/share/\?link=\d+$"))
    assert Link.objects.get().recipient_name == "Priya Shah"
    assert not Axe().run(anas).response["violations"]


@pytest.mark.feature("D4")
def test_only_chosen_end_of_batch_is_explained(anas, site):
    anas.goto(f"{site}/links/bulk/new/")
    ends = anas.locator("[data-closes]")
    told = []
    for choice in ("7", "30", "date"):
        anas.locator("[name=expires]").select_option(choice)
        told.append([one.get_attribute("data-closes") for one in ends.all() if one.is_visible()])
    assert told == [["7"], ["30"], []]
