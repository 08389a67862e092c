"""Reusable links in a real Chromium: the split button copies in each place, by every way there is of copying."""

import re

import pytest
from django.test import Client
from playwright.sync_api import expect

from links.actions import Hosts, make_reusable, save_managed
from links.models import Link, ManagedLinks
from tests.browser.axe import violations
from tests.browser.conftest import CHROMIUM
from tests.builders import NOW, add_colleague, managed_event_type, open_account

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 844}
PLACES = ["My links", "Links library", "Wizard", "All links", "View links", "View links as a page"]
SINGLE = "Copy single-use link"


@pytest.fixture
def ana(site):
    return open_account("Ana Ruiz", "ana@acme.example", "Acme")


@pytest.fixture
def link(ana):
    """A link of a colleague's, in the library."""
    ben = add_colleague(ana, "Ben Ode", "ben@acme.example")
    hosts = Hosts(pages=(ben.pages.get(),))
    demo = managed_event_type(ana, "Demo")
    return make_reusable(actor=ben, owner=ben, hosts=hosts, event_types=[demo], name="Talk", now=NOW, in_library=True)


@pytest.fixture
def managed(ana, link):
    given = ManagedLinks(name="Demos", event_type=link.target.event_types.get())
    return save_managed(actor=ana, managed=given, users=[link.owner], now=NOW)


def sign_in(context, address, user):
    """Gives the browser a session of the user."""
    client = Client()
    client.force_login(user)
    context.add_cookies([{"name": "session", "value": client.cookies["session"].value, "url": address}])


@pytest.fixture
def anas(page, site, ana, no_errors):
    """Ana's browser, allowed to read the clipboard back."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    sign_in(page.context, site, ana)
    return page


def clipboard(page):
    return page.evaluate("navigator.clipboard.readText()")


def go(page, site, place, link, managed):
    """Opens the place; answers with the part of the page that has the button, and the link that it copies."""
    if place == "My links":
        Link.objects.filter(pk=link.pk).update(owner=managed.created_by)
    address = {
        "My links": "/links/mine/",
        "Links library": "/links/library/",
        "Wizard": f"/links/{link.pk}/ready/",
        "All links": "/links/all/?q=Talk",
        "View links": "/links/managed/",
        "View links as a page": f"/links/managed/{managed.pk}/links/",
    }[place]
    page.goto(f"{site}{address}")
    if place == "View links":
        page.get_by_role("link", name="View links").click()
        expect(page.get_by_role("dialog", name="View links")).to_be_visible()
        return page.get_by_role("dialog"), managed.links.get()
    return page.locator("main"), managed.links.get() if place == "View links as a page" else link


def said(page, place, button="Copy link"):
    """What the live region says: inside the pop-up, while that is open; on the card, of a link that is new."""
    outside = "#copied [role=status]" if button == SINGLE else "#messages"
    return page.locator("dialog#view-links > [role=status]" if place == "View links" else outside)


def press(where, page, button):
    """Presses one half of the split button."""
    if button == SINGLE:
        where.get_by_role("button", name=re.compile("Other ways to copy")).click()
        where.get_by_role("button", name=SINGLE).click()
    else:
        where.get_by_role("button", name=re.compile("^Copy link")).click()


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.feature("C1", "C2")
def test_copying_works_in_each_place(anas, site, link, managed, place):
    where, wanted = go(anas, site, place, link, managed)
    press(where, anas, "Copy link")
    expect(said(anas, place)).to_have_text("Copied. Works any number of times, never expires.")
    assert clipboard(anas) == wanted.address()
    copied = []
    for _ in range(2):
        before = clipboard(anas)
        press(where, anas, SINGLE)
        changed = "(before) => navigator.clipboard.readText().then((text) => text !== before)"
        anas.wait_for_function(changed, arg=before)
        expect(said(anas, place, SINGLE)).to_have_text("Copied. Works once, never expires.")
        expect(where.get_by_role("button", name=SINGLE)).to_be_hidden()
        copied.append(clipboard(anas))
    versions = list(Link.objects.filter(parent=wanted).order_by("pk"))
    assert copied == [version.address() for version in versions]
    assert anas.context.request.get(copied[0]).status == 200


@pytest.mark.feature("C1")
def test_focus_stays_after_copying(anas, site, link, managed):
    where, _wanted = go(anas, site, "All links", link, managed)
    press(where, anas, SINGLE)
    expect(said(anas, "", SINGLE)).to_contain_text("Copied.")
    expect(where.get_by_role("button", name="Other ways to copy Talk")).to_be_focused()
    press(where, anas, "Copy link")
    expect(anas.locator("#messages")).to_contain_text("any number of times")
    # Whether the list is read again before the second press, during it or after it.
    expect(where.get_by_role("link", name="1 outstanding")).to_be_visible()
    expect(where.get_by_role("button", name="Copy link (Talk)")).to_be_focused()


@pytest.mark.feature("C1")
def test_by_keyboard_alone(anas, site, link, managed):
    where, wanted = go(anas, site, "All links", link, managed)
    where.get_by_role("button", name="Copy link (Talk)").focus()
    for key in ("Tab", "Enter", "Tab", "Enter"):
        anas.keyboard.press(key)
    expect(said(anas, "", SINGLE)).to_have_text("Copied. Works once, never expires.")
    assert clipboard(anas) == Link.objects.get(parent=wanted).address()


@pytest.mark.feature("C1")
def test_a_double_click_makes_one(anas, site, link, managed):
    where, _wanted = go(anas, site, "All links", link, managed)
    where.get_by_role("button", name="Other ways to copy Talk").click()
    where.get_by_role("button", name=SINGLE).dblclick()
    expect(said(anas, "", SINGLE)).to_contain_text("Copied.")
    anas.wait_for_timeout(300)
    assert Link.objects.filter(parent=link).count() == 1


@pytest.mark.feature("C1")
def test_link_ended_meanwhile_copies_nothing(anas, site, link, managed):
    where, _wanted = go(anas, site, "View links", link, managed)
    anas.evaluate("navigator.clipboard.writeText('before')")
    managed.links.update(revoked_at=NOW)
    press(where, anas, SINGLE)
    expect(said(anas, "View links")).to_have_text("This link has been revoked. Make a new one.")
    assert clipboard(anas) == "before"


@pytest.fixture
def plain_http(browser_type, site, ana, no_errors):
    """Ana's browser at an address that is neither https nor this machine by name: it offers pages no clipboard."""
    port = site.rpartition(":")[2]
    args = ["--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP meet.example 127.0.0.1"]
    browser = browser_type.launch(executable_path=CHROMIUM, args=args)
    context = browser.new_context()
    sign_in(context, f"http://meet.example:{port}", ana)
    page = context.new_page()
    page.goto(f"http://meet.example:{port}/links/library/")
    assert page.evaluate("[isSecureContext, typeof navigator.clipboard]") == [False, "undefined"]
    yield page
    browser.close()


@pytest.mark.parametrize("place", ["My links", "View links"])
@pytest.mark.feature("O5")
def test_on_plain_http_the_old_way_copies(plain_http, link, managed, place):
    site = plain_http.url.partition("/links/")[0]
    where, wanted = go(plain_http, site, place, link, managed)
    press(where, plain_http, SINGLE)
    expect(said(plain_http, place, SINGLE)).to_have_text("Copied. Works once, never expires.")
    # Read it by pasting.
    plain_http.goto(f"{site}/links/mine/?q=x")
    field = plain_http.get_by_role("searchbox", name="Search")
    field.fill("")
    field.press("Control+V")
    expect(field).to_have_value(Link.objects.get(parent=wanted).address())


@pytest.mark.feature("O5")
def test_link_is_shown_where_copying_fails(anas, site, link, managed):
    anas.add_init_script(
        "Object.defineProperty(navigator, 'clipboard', { value: undefined }); document.execCommand = () => false"
    )
    where, _wanted = go(anas, site, "All links", link, managed)
    press(where, anas, SINGLE)
    expect(anas.get_by_role("heading", name="Your one-time link is ready")).to_be_visible()
    expect(anas.locator("main").get_by_label("Address")).to_have_value(Link.objects.get(parent=link).address())


@pytest.mark.feature("C3")
def test_wizard_leads_to_a_copied_link(anas, site, link):
    anas.goto(f"{site}/links/mine/")
    anas.get_by_role("button", name="New").click()
    anas.get_by_role("link", name="Reusable link Works any number of times").click()
    anas.get_by_label("Demo").check()
    anas.get_by_role("button", name="Next: hosts").click()
    anas.get_by_label("Group").check()
    group = anas.get_by_role("group", name="Group members")
    group.get_by_label("Ana Ruiz").check()
    group.get_by_label("Ben Ode").check()
    anas.get_by_role("button", name="Next: name and expiry").click()
    anas.get_by_label("Name", exact=True).fill("Both of us")
    anas.go_back()
    expect(anas.get_by_label("Group")).to_be_checked()
    anas.go_forward()
    anas.get_by_label("Name", exact=True).fill("Both of us")
    anas.get_by_role("button", name="Make the link").dblclick()
    expect(anas.get_by_role("heading", name="“Both of us” is ready")).to_be_visible()
    press(anas.locator("main"), anas, SINGLE)
    expect(said(anas, "", SINGLE)).to_have_text("Copied. Works once, never expires.")
    made = Link.objects.get(label="Both of us")
    assert clipboard(anas) == Link.objects.get(parent=made).address()


@pytest.mark.feature("C4")
def test_long_lists_are_searched_and_ticked(anas, site, ana, link):
    for number in range(8):
        add_colleague(ana, f"Member {number}", f"member{number}@acme.example")
    bare = add_colleague(ana, "Nobody Yet", "nobody@acme.example")
    bare.pages.update(archived_at=NOW)
    demo = link.target.event_types.get()
    anas.goto(f"{site}/links/managed/new/users/?event_type={demo.pk}&name=Demos")
    search = anas.get_by_label("Search: Users")
    search.fill("member")
    expect(anas.get_by_label("Ben Ode")).to_be_hidden()
    anas.get_by_role("button", name="Select all").click()
    expect(anas.get_by_text("8 chosen")).to_be_visible()
    search.press("Enter")
    expect(anas).to_have_url(re.compile("/new/users/"))
    search.fill("")
    anas.get_by_role("button", name="Select all").click()
    expect(anas.get_by_text("10 chosen")).to_be_visible()
    anas.get_by_role("button", name="Make the links").click()
    expect(anas.get_by_text("10 links are made.")).to_be_visible()


@pytest.mark.feature("O1")
def test_view_links_returns_the_focus(anas, site, link, managed):
    anas.goto(f"{site}/links/managed/")
    opener = anas.get_by_role("link", name="View links")
    dialog = anas.get_by_role("dialog", name="View links")
    for close in (lambda: anas.keyboard.press("Escape"), lambda: dialog.get_by_role("button", name="Close").click()):
        opener.click()
        expect(dialog).to_be_visible()
        assert anas.evaluate("document.activeElement.closest('dialog')?.id") == "view-links"
        close()
        expect(dialog).to_be_hidden()
        expect(opener).to_be_focused()


@pytest.mark.parametrize("viewport", [None, PHONE])
@pytest.mark.feature("V54")
def test_axe_finds_nothing_and_nothing_scrolls_sideways(browser, site, ana, link, managed, viewport):
    options = {"viewport": viewport} if viewport else {}
    context = browser.new_context(**options)
    sign_in(context, site, ana)
    page, demo = context.new_page(), link.target.event_types.get()
    hosts = ana.pages.get(kind="booking")
    step = f"event_types={demo.pk}&kind=individual&page={hosts.pk}"
    for address in (
        "/links/mine/", "/links/library/", "/links/all/", "/links/managed/", "/links/new/?again=1",
        f"/links/new/hosts/?{step}&kind=group&again=1", f"/links/new/name/?{step}", f"/links/{link.pk}/ready/",
        f"/links/{link.pk}/edit/", f"/links/{link.pk}/withdraw/", f"/links/{link.pk}/address/",
        "/links/managed/new/?again=1", f"/links/managed/new/users/?event_type={demo.pk}&name=M",
        f"/links/managed/{managed.pk}/", f"/links/managed/{managed.pk}/links/",
        f"/links/managed/{managed.pk}/withdraw/", "/settings/delegates/",
    ):  # fmt: skip
        page.goto(f"{site}{address}")
        assert violations(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
    where, _wanted = go(page, site, "View links", link, managed)
    where.get_by_role("button", name=re.compile("Other ways to copy")).click()
    assert violations(page) == []
    context.close()


@pytest.mark.parametrize("size", [{"width": 1280, "height": 860}, PHONE], ids=["desktop", "phone"])
@pytest.mark.feature("O3")
def test_copy_message_stays_at_page_foot(anas, site, link, size):
    anas.set_viewport_size(size)
    anas.goto(f"{site}/links/library/")
    anas.get_by_role("button", name="Copy link").click()
    said = anas.locator("#messages .notice")
    expect(said).to_contain_text("Copied.")
    box = said.bounding_box()
    assert box["height"] < 100
    assert size["height"] - 32 <= box["y"] + box["height"] <= size["height"]
