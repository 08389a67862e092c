"""Setting up a master page in a real Chromium: by keyboard alone, by dragging, without JavaScript, in every scheme."""

import re

import pytest
from django.test import Client
from playwright.sync_api import expect

from links.models import Link
from pages.models import Distribution, Page
from tests.browser.axe import violations
from tests.builders import (
    add_colleagues,
    choices_page,
    managed_event_type,
    one_time_link,
    open_account,
    pool_of,
    team_page,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 844}
# What a screen reader calls the element that has the focus.
FOCUSED = """() => {
  const one = document.activeElement;
  const label = one.labels?.[0]?.innerText;
  return (one.getAttribute("aria-label") ?? label ?? one.innerText ?? "").trim();
}"""


@pytest.fixture
def ana(site):
    return open_account("Ana Ruiz", "ana@acme.example", "Acme")


def sign_in(page, site, user):
    client = Client()
    client.force_login(user)
    page.context.add_cookies([{"name": "session", "value": client.cookies["session"].value, "url": site}])


@pytest.fixture
def anas(page, site, ana, no_errors):
    """Ana's browser, allowed to use the clipboard."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    sign_in(page, site, ana)
    page.goto(f"{site}/booking-pages/")
    return page


def tab_to(page, name, most=60, back=False):
    """Presses Tab until the focus is on what is called so."""
    for _ in range(most):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        if page.evaluate(FOCUSED).startswith(name):
            return
    raise AssertionError(f"no way by keyboard to {name!r}")


def follow(page, name):
    """Goes by Tab and Enter to the screen that a link names."""
    tab_to(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def focused(page):
    return page.evaluate(FOCUSED)


@pytest.mark.feature("A8")
def test_a_master_page_by_keyboard_alone(anas, ana, site):
    call, demo = managed_event_type(ana, "Team call"), managed_event_type(ana, "Demo")
    first, second, third = add_colleagues(ana, 3)
    pool = pool_of(ana, [first, second], name="Sales")
    keys = anas.keyboard
    follow(anas, "Master pages")
    follow(anas, "New master page")
    assert focused(anas) == "Public name"
    keys.type("Meet the team")
    tab_to(anas, "Team or panel")
    keys.press("ArrowDown")
    keys.press("ArrowUp")
    keys.press("Enter")

    expect(anas.get_by_text("Created. Now choose what customers can book here")).to_be_visible()
    expect(anas.get_by_label("Event type: New row, row 1 of 1")).to_be_focused()
    keys.type("Team call")
    keys.press("Tab")
    keys.type("Sales")
    keys.press("Tab")
    keys.type("Member 3")
    keys.press("Tab")
    keys.press("Enter")
    joining = anas.get_by_label("Another team member: Team call, row 1 of 1")
    expect(joining).to_be_focused()
    expect(joining).to_have_value("")
    tab_to(anas, "Add event type")
    keys.press("Enter")
    expect(anas.get_by_label("Event type: New row, row 2 of 2")).to_be_focused()
    keys.type("Demo")
    keys.press("Tab")
    keys.type("Member 1")

    # Moved by its handle, which keeps the focus; then by its menu, which has it afterwards.
    tab_to(anas, "New row, row 2 of 2: move it", back=True)
    keys.press("ArrowUp")
    expect(anas.get_by_label("Demo, row 1 of 2: move it with the arrow keys")).to_be_focused()
    tab_to(anas, "More actions for Demo")
    keys.press("Enter")
    tab_to(anas, "Move down")
    keys.press("Enter")
    expect(anas.get_by_label("More actions for Demo, row 2 of 2")).to_be_focused()
    tab_to(anas, "Save")
    keys.press("Enter")
    expect(anas.get_by_text("Saved. Customers see the change right away.")).to_be_visible()
    page = Page.objects.get(name="Meet the team")
    assert [
        (rule.event_type, [(seat.page, seat.pool) for seat in rule.seats.all()]) for rule in page.offered.all()
    ] == [(call, [(None, pool), (third, None)]), (demo, [(first, None)])]

    follow(anas, "Overview")
    expect(anas.get_by_role("heading", name="Share & Publish")).to_be_visible()
    tab_to(anas, "Generate a one-time link")
    keys.press("Enter")
    expect(anas.get_by_role("switch", name="One-time link")).to_be_checked()
    tab_to(anas, "Copy & close")
    keys.press("Enter")
    expect(anas.locator("#copied [role=status]")).to_have_text("Copied. Works once, closes in 7 days.")
    expect(anas.get_by_role("link", name="Generate a one-time link")).to_be_focused()
    expect(anas.locator("main").get_by_role("link", name="1 outstanding")).to_be_visible()
    assert anas.evaluate("navigator.clipboard.readText()") == Link.objects.get(page=page).address()


@pytest.mark.feature("A2")
def test_each_press_copies_a_new_link(anas, ana, site):
    page = team_page(ana, managed_event_type(ana), ana.pages.get())
    anas.goto(f"{site}/master-pages/{page.pk}/")
    anas.get_by_role("link", name="Generate a one-time link").click()
    dialog = anas.get_by_role("dialog", name="Share")
    expect(dialog.get_by_role("switch", name="One-time link")).to_be_checked()
    taken = set()
    for count, name in enumerate(("Copy", "Generate new link"), 1):
        dialog.get_by_role("button", name=name, exact=True).click()
        # There, and on the page below.
        for said in (dialog.locator("[data-share-list]"), anas.locator("[data-outstanding]")):
            expect(said).to_have_text(f"{count} outstanding")
        taken.add(anas.evaluate("navigator.clipboard.readText()"))
    assert taken == {link.address() for link in Link.objects.all()}
    anas.goto(f"{site}/master-pages/")
    anas.get_by_role("button", name="More actions for Meet the team").click()
    anas.get_by_role("button", name=re.compile("^One-time link")).click()
    expect(anas.locator("#copied [role=status]")).to_have_text("Copied. Works once, closes in 7 days.")
    expect(anas.get_by_role("link", name="Open public link")).to_be_hidden()
    assert Link.objects.filter(page=page, max_uses=1).count() == len(taken) + 1


@pytest.mark.feature("A2")
def test_personalize_opens_dialog_with_customer_fields(anas, ana, site):
    page = team_page(ana, managed_event_type(ana), ana.pages.get())
    anas.goto(f"{site}/master-pages/{page.pk}/")
    opener = anas.get_by_role("link", name="Personalize for a customer")
    opener.click()
    dialog = anas.locator("dialog#share")
    expect(dialog.locator("header")).to_contain_text("Meet the team")
    expect(dialog.get_by_label("For whom")).to_be_focused()
    anas.keyboard.press("Escape")
    expect(opener).to_be_focused()
    opener.click()
    dialog.get_by_label("For whom").fill("Priya Shah")
    dialog.get_by_label("Email (optional)").fill("priya@example.com")
    dialog.get_by_role("button", name="Copy & close").click()
    expect(anas.locator("#copied [role=status]")).to_contain_text("Copied.")
    link = Link.objects.get()
    assert (link.page, link.recipient_name, anas.evaluate("navigator.clipboard.readText()")[-7:]) == (
        page, "Priya Shah", "?skip=1",
    )  # fmt: skip


@pytest.mark.feature("A7")
def test_switches_act_and_keep_focus(anas, ana, site):
    page = team_page(ana, managed_event_type(ana), ana.pages.get())
    anas.goto(f"{site}/master-pages/{page.pk}/")
    for name, said in (("Listed", "Not listed. The public address is closed"), ("Accept bookings", "Paused.")):
        switch = anas.get_by_role("switch", name=name, exact=True)
        expect(switch).to_be_checked()
        switch.press("Enter")
        expect(switch).not_to_be_checked()
        expect(switch).to_be_focused()
        expect(anas.locator("#messages")).to_contain_text(said)
    page.refresh_from_db()
    assert (page.accepts_bookings, page.listed) == (False, False)
    expect(anas.get_by_role("link", name="Open the live page")).to_have_count(0)


def drag(page, handle, onto, *, below):
    """Drags by the handle to the upper or lower edge of another row."""
    box = onto.bounding_box()
    handle.hover()
    page.mouse.down()
    page.mouse.move(box["x"] + 20, box["y"] + box["height"] / 2, steps=4)
    page.mouse.move(box["x"] + 20, box["y"] + (box["height"] - 2 if below else 2), steps=4)
    page.mouse.up()


@pytest.mark.feature("A8")
def test_dragging_rows_keeps_what_was_chosen(anas, ana, site):
    one, two, three = (managed_event_type(ana, name) for name in ("One", "Two", "Three"))
    page = team_page(ana, one, *add_colleagues(ana, 2))
    anas.goto(f"{site}/master-pages/{page.pk}/assignment/")
    for name in ("Two", "Three"):
        anas.get_by_role("button", name="Add event type").click()
        anas.get_by_label("Event type: New row").select_option(name)
        anas.get_by_label("Booking assignment: New row").select_option("Ana Ruiz")
        # As typed, and then under its own name.
        anas.get_by_role("button", name="Add: New row").click()
        expect(anas.get_by_label(f"Event type: {name}")).to_be_visible()
    rows = anas.locator("[data-row]")
    expect(rows).to_have_count(3)
    drag(anas, anas.get_by_label("Three, row 3 of 3: move it"), rows.nth(0), below=False)
    expect(anas.get_by_label("Three, row 1 of 3: move it with the arrow keys")).to_be_focused()
    drag(anas, anas.get_by_label("One, row 2 of 3: move it"), rows.nth(2), below=True)
    expect(anas.get_by_label("One, row 3 of 3: move it with the arrow keys")).to_be_focused()
    anas.get_by_role("button", name="Save", exact=True).click()
    expect(anas.get_by_text("Saved. Customers see the change right away.")).to_be_visible()
    assert [rule.event_type for rule in page.offered.all()] == [three, two, one]
    assert [rule.seats.count() for rule in page.offered.all()] == [1, 1, 2]


@pytest.mark.feature("A8")
def test_offline_server_is_reported_and_loses_nothing(anas, ana, site):
    managed_event_type(ana, "Team call")
    page = team_page(ana, managed_event_type(ana, "Demo"), ana.pages.get())
    anas.goto(f"{site}/master-pages/{page.pk}/assignment/")
    anas.get_by_label("Event type: Demo").select_option("Team call")
    anas.context.set_offline(True)
    anas.get_by_role("button", name="Add event type").click()
    expect(anas.get_by_role("alert")).to_contain_text("Could not reach the server.")
    anas.context.set_offline(False)
    anas.route("**/assignment/", lambda route: route.fulfill(status=413, body="<h1>Too large</h1>"), times=1)
    anas.get_by_role("button", name="Add event type").click()
    expect(anas.get_by_role("alert")).to_contain_text("Could not reach the server.")
    anas.get_by_role("button", name="Add event type").click()
    expect(anas.get_by_label("Event type: Team call, row 1 of 2")).to_be_visible()
    expect(anas.locator("#rows-failed")).to_be_empty()


@pytest.mark.feature("A8")
def test_choice_made_during_request_is_kept(anas, ana, site):
    managed_event_type(ana, "Demo")
    page = team_page(ana, managed_event_type(ana, "Team call"), ana.pages.get())
    anas.goto(f"{site}/master-pages/{page.pk}/assignment/")
    held = []
    anas.route("**/assignment/", lambda route: held.append(route) if not held else route.continue_())
    anas.get_by_role("button", name="Add event type").click()
    anas.get_by_label("Event type: Team call").select_option("Demo")
    held[0].continue_()
    expect(anas.get_by_label("Event type: Demo, row 1 of 2")).to_be_visible()


@pytest.mark.feature("A11")
def test_members_of_a_pool_by_keyboard(anas, ana, site):
    first, second, third = add_colleagues(ana, 3)
    pool = pool_of(ana, [first, second])
    anas.goto(f"{site}/pools/{pool.pk}/")
    keys = anas.keyboard
    anas.get_by_label("Add a booking page", exact=True).first.focus()
    keys.type("Member 3")
    keys.press("Tab")
    keys.press("Enter")
    expect(anas.get_by_label("Member 3, 3 of 3: move it with the arrow keys")).to_be_visible()
    tab_to(anas, "Member 3, 3 of 3: move it", back=True)
    keys.press("ArrowUp")
    expect(anas.get_by_label("Member 3, 2 of 3: move it with the arrow keys")).to_be_focused()
    expect(anas.get_by_label("Priority of Member 1")).to_be_hidden()
    anas.get_by_role("radio", name="Priority").focus()
    keys.press("Space")
    anas.get_by_label("Priority of Member 3").fill("11")
    tab_to(anas, "Save")
    keys.press("Enter")
    expect(anas.locator("[data-focus-errors]")).to_be_focused()
    expect(anas.get_by_label("Priority of Member 3")).to_have_attribute("aria-invalid", "true")
    anas.get_by_label("Priority of Member 3").fill("9")
    keys.press("Enter")
    expect(anas.get_by_text("Saved.")).to_be_visible()
    pool.refresh_from_db()
    assert (pool.distribution, list(pool.members.values_list("page", "priority"))) == (
        Distribution.PRIORITY,
        [(first.pk, 5), (third.pk, 9), (second.pk, 5)],
    )


@pytest.mark.feature("A8")
def test_a_master_page_without_javascript(browser, site, ana):
    call, demo = managed_event_type(ana, "Team call"), managed_event_type(ana, "Demo")
    first, second = add_colleagues(ana, 2)
    page = team_page(ana, call, first)
    context = browser.new_context(java_script_enabled=False)
    window = context.new_page()
    sign_in(window, site, ana)
    window.goto(f"{site}/master-pages/{page.pk}/assignment/")
    window.get_by_role("button", name="Add event type").click()
    window.get_by_label("Event type: New row").select_option("Demo")
    window.get_by_label("Booking assignment: New row").select_option("Member 2")
    window.get_by_label("Another team member: New row").select_option("Member 1")
    window.get_by_role("button", name="Add: New row").click()
    window.get_by_role("button", name="More actions for Demo").click()
    window.get_by_role("button", name="Move up").click()
    window.get_by_role("button", name="Save", exact=True).click()
    assert [[seat.page for seat in rule.seats.all()] for rule in page.offered.all()] == [[second, first], [first]]
    assert [rule.event_type for rule in page.offered.all()] == [demo, call]
    window.goto(f"{site}/master-pages/{page.pk}/")
    window.get_by_role("link", name="Generate a one-time link").click()
    window.get_by_role("button", name="Get the link").click()
    link = Link.objects.get(page=page)
    expect(window.locator("main").get_by_label("Address")).to_have_value(link.address())
    window.goto(f"{site}/master-pages/{page.pk}/")
    window.get_by_role("link", name="Personalize for a customer").click()
    expect(window.locator("main").get_by_label("For whom")).to_be_visible()
    expect(window.locator("main").get_by_label("Page", exact=True)).to_have_value(str(page.pk))
    context.close()


def every_state(ana):
    """The addresses of all screens of this area, with something wrong on some of them."""
    call, slow = managed_event_type(ana, "Team call"), managed_event_type(ana, "Slow", needs_approval=True)
    pages = add_colleagues(ana, 3)
    pool = pool_of(ana, pages, name="Sales")
    team = team_page(ana, call, pages[0], pool)
    Page.objects.filter(pk=pages[0].pk).update(accepts_bookings=False)
    choices = choices_page(ana, Page.Scenario.PAGES_FIRST, pages, [call])
    choices.offered.create(event_type=slow, position=1)
    one_time_link(ana)
    masters = [f"/master-pages/{page.pk}/{tab}" for page in (team, choices) for tab in ("", "assignment/", "content/")]
    return [
        "/booking-pages/", f"/booking-pages/{pages[0].pk}/", f"/booking-pages/{pages[0].pk}/archive/",
        "/master-pages/", "/master-pages/new/", *masters, f"/master-pages/{team.pk}/archive/",
        "/pools/", "/pools/new/", f"/pools/{pool.pk}/", f"/pools/{pool.pk}/archive/", "/settings/",
    ]  # fmt: skip


@pytest.mark.parametrize("size", [{"width": 1280, "height": 860}, PHONE], ids=["1280", "390"])
@pytest.mark.feature("V54", "O39")
def test_axe_finds_nothing_on_any_screen(anas, site, ana, size):
    anas.emulate_media(reduced_motion="reduce")
    anas.set_viewport_size(size)
    found = {}
    for address in every_state(ana):
        anas.goto(f"{site}{address}")
        found[address] = violations(anas)
        assert anas.evaluate("document.documentElement.scrollWidth") <= size["width"], address
    team = Page.objects.get(name="Meet the team")
    anas.goto(f"{site}/master-pages/{team.pk}/assignment/")
    anas.get_by_label("Booking assignment: Team call").select_option("Sales")
    anas.get_by_role("button", name="Save", exact=True).last.click()
    expect(anas.locator("[data-focus-errors]")).to_be_focused()
    found["refused"] = violations(anas)
    anas.get_by_role("button", name="More actions for Team call").click()
    found["row menu"] = violations(anas)
    anas.goto(f"{site}/master-pages/{team.pk}/content/")
    anas.get_by_role("radio", name=re.compile("Event types first")).check()
    anas.get_by_role("button", name="Save", exact=True).last.click()
    expect(anas.get_by_role("button", name="Change the scenario and save")).to_be_visible()
    found["question"] = violations(anas)
    assert {name: rules for name, rules in found.items() if rules} == {}


@pytest.mark.parametrize("width", [320, 1120, 1280])
def test_the_bar_does_not_burst(anas, site, width):
    anas.set_viewport_size({"width": width, "height": 800})
    anas.goto(f"{site}/pools/")
    assert anas.evaluate("document.documentElement.scrollWidth") <= width
    bar = anas.locator("header.bar").bounding_box()
    assert bar["height"] <= 66
