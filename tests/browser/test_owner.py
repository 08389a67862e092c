"""The owner's way in a real Chromium: from an account to a copied link, with and without JavaScript."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from playwright.sync_api import expect

from accounts.models import User
from bookings.actions import book
from links.actions import revoke
from links.models import Link
from pages.models import EventType, Page
from tests.browser.axe import violations
from tests.builders import NOW, START, one_time_link, open_account, submission, with_known_device

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "correct horse battery"
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def ana(site):
    """A newcomer: nothing shared yet."""
    return open_account("Ana Ruiz", "ana@acme.example", "Acme")


def sign_in(page, site, user):
    """Gives the browser a session of the user, who has signed in there before."""
    client = with_known_device(Client())
    client.force_login(user)
    page.context.add_cookies(
        [{"name": name, "value": cookie.value, "url": site} for name, cookie in client.cookies.items()]
    )


@pytest.fixture
def anas(page, site, ana, no_errors):
    """Ana's browser, on her list of links, allowed to use the clipboard."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    sign_in(page, site, ana)
    page.goto(f"{site}/links/")
    return page


def clipboard(page):
    return page.evaluate("navigator.clipboard.readText()")


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def copied(page):
    """What the card says of the link that was just copied."""
    return page.locator("#copied [role=status]")


def open_pop_up(page):
    """Opens the share pop-up, and waits until all that it fetches has come.

    Until its script has come, the link leads to a page.
    """
    page.wait_for_load_state()
    page.get_by_role("link", name="Schedule", exact=True).click()
    expect(page.locator("dialog#share[data-ready]")).to_be_visible()
    if page.locator("dialog#share [data-share-types]").count():
        expect(page.locator("dialog#share [data-share-types][data-page]")).to_have_count(1)


@pytest.mark.feature("O32", "A1")
def test_new_account_copies_link_in_three_clicks(page, site, no_errors):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{site}/accounts/signup/")
    for label, value in (
        ("Your name", "Nia New"),
        ("Organization", "New"),
        ("Email", "nia@new.example"),
        ("Password", PASSWORD),
    ):
        page.get_by_label(label, exact=True).fill(value)
    press(page, "Create account")
    expect(page.get_by_role("heading", name="One thing before you share")).to_be_visible()
    open_pop_up(page)
    # What is missing is said before anything is shared, beside the way to it.
    expect(page.locator("dialog#share")).to_contain_text("“Nia New” has no place to meet yet")
    expect(page.locator("dialog#share").get_by_role("link", name="Choose where")).to_be_visible()
    press(page, "Copy & close")
    expect(copied(page)).to_have_text("Copied. Works once, closes in 7 days.")
    link = Link.objects.get()
    assert clipboard(page) == link.address()
    assert page.context.request.get(clipboard(page)).status == 200
    # Home does not ask for it any more, and shows what becomes of links.
    expect(page.get_by_role("heading", name="Almost done")).to_be_visible()
    expect(page.get_by_role("heading", name="Your links")).to_be_visible()


@pytest.mark.feature("O31")
def test_focus_goes_on_to_the_next_step(anas, site):
    Page.objects.update(location_kind="host_calls")
    anas.goto(site)
    next_step = anas.locator(".next-step > a")
    expect(next_step).to_have_text("Share: Share your first one-time link")
    next_step.press("Enter")
    expect(anas.locator("dialog#share [data-share-types][data-page]")).to_have_count(1)
    press(anas, "Copy & close")
    expect(next_step).to_have_text("Connect: Your other calendar")
    expect(next_step).to_be_focused()


@pytest.mark.feature("O1")
def test_dialog_returns_the_focus(anas):
    opener, dialog = anas.get_by_role("link", name="Schedule", exact=True), anas.locator("dialog#share")
    for close in (
        lambda: anas.keyboard.press("Escape"),
        lambda: press(anas, "Cancel"),
        lambda: anas.mouse.click(5, 400),
    ):
        opener.click()
        expect(dialog).to_be_visible()
        assert anas.evaluate("document.activeElement.closest('dialog')?.id") == "share"
        close()
        expect(dialog).to_be_hidden()
        expect(opener).to_be_focused()
    assert not Link.objects.exists()


@pytest.mark.feature("O6")
def test_empty_field_says_made_when_you_copy(anas, ana):
    one_time_link(ana)
    open_pop_up(anas)
    field = anas.locator("dialog").get_by_label("Address")
    expect(field).to_have_value("")
    expect(field).to_have_attribute("placeholder", "made when you copy")
    anas.get_by_role("link", name="1 outstanding").click()
    expect(anas).to_have_url(re.compile(r"/links/\?page=\d+&status=outstanding"))


@pytest.mark.feature("O3", "O4", "B2")
def test_new_link_is_copied_and_dialog_stays(anas):
    open_pop_up(anas)
    status, field = anas.locator("dialog [role=status]"), anas.locator("dialog").get_by_label("Address")
    taken = []
    for name in ("Copy", "Generate new link"):
        press(anas, name)
        expect(status).to_have_text("Copied. Works once, closes in 7 days.")
        expect(field).not_to_have_value(taken[-1] if taken else "")
        expect(field).to_have_value(re.compile("/l/"))
        # The same button has another name now, and keeps the focus.
        expect(anas.get_by_role("button", name="Generate new link")).to_be_focused()
        taken.append(clipboard(anas))
    assert len(set(taken)) == Link.objects.count() == 2
    # What stands in the field is what is copied: no third one is made.
    press(anas, "Copy & close")
    expect(copied(anas)).to_contain_text("Copied.")
    assert (clipboard(anas), Link.objects.count()) == (taken[-1], 2)
    open_pop_up(anas)
    expect(anas.get_by_role("button", name="Copy", exact=True)).to_be_visible()


@pytest.mark.feature("O3")
def test_a_double_click_makes_one_link(anas):
    open_pop_up(anas)
    anas.locator("dialog").get_by_role("button", name="Copy", exact=True).dblclick()
    expect(anas.locator("dialog [role=status]")).to_contain_text("Copied.")
    anas.wait_for_timeout(300)
    assert Link.objects.count() == 1


@pytest.mark.feature("A1")
def test_a_changed_form_makes_another_link(anas):
    open_pop_up(anas)
    press(anas, "Copy")
    expect(anas.locator("dialog [role=status]")).to_contain_text("Copied.")
    anas.get_by_label("For whom").first.fill("Priya Shah")
    expect(anas.locator("dialog").get_by_label("Address")).to_have_value("")
    expect(anas.locator("dialog").get_by_role("button", name="Copy", exact=True)).to_be_visible()
    anas.locator("dialog").get_by_label("Email (optional)").fill("priya@example.com")
    anas.get_by_text("Options").click()
    anas.get_by_label("Closes").select_option("In 24 hours")
    press(anas, "Copy & close")
    expect(copied(anas)).to_have_text("Copied. Works once, closes in 24 hours.")
    assert clipboard(anas).endswith("/?skip=1")
    assert Link.objects.latest("pk").recipient_name == "Priya Shah"


@pytest.mark.feature("A1", "O7")
def test_folded_options_say_what_is_set(anas):
    open_pop_up(anas)
    summary = anas.locator(".share-options > summary")
    shown = lambda: " ".join(summary.inner_text().split())  # noqa: E731
    assert shown() == "Options closes in 7 days"
    summary.click()
    anas.get_by_label("Closes").select_option("Never")
    anas.get_by_label("Private label").fill("Spring")
    anas.get_by_label("Bookings allowed").fill("3")
    anas.get_by_label("Only this email can book").check()
    assert shown() == "Options never closes · only this email · a label · several bookings"
    anas.get_by_label("Private label").fill("")
    anas.get_by_label("Bookings allowed").fill("1")
    anas.get_by_label("Only this email can book").uncheck()
    assert shown() == "Options never closes"


@pytest.mark.feature("O2", "B2")
def test_pop_up_opens_on_one_time_link(anas, ana):
    open_pop_up(anas)
    dialog = anas.locator("dialog")
    switch, field = anas.get_by_role("switch", name="One-time link"), dialog.get_by_label("Address")
    expect(switch).to_be_checked()
    expect(dialog).to_contain_text("Closes after one booking")
    switch.uncheck()
    expect(field).to_have_value(re.compile("/p/acme/ana-ruiz/$"))
    expect(anas.get_by_text("Anyone who has it can book")).to_be_visible()
    for hidden in (anas.get_by_text("Options"), anas.get_by_label("For whom").first, dialog.get_by_text("Outstanding")):
        expect(hidden).to_be_hidden()
    # Copied as often as one likes; there is no other one to make.
    for _ in range(2):
        dialog.get_by_role("button", name="Copy", exact=True).click()
        expect(dialog.get_by_role("status")).to_have_text("Copied. Anyone with this address can book.")
        assert clipboard(anas).endswith("/p/acme/ana-ruiz/")
    press(anas, "Copy & close")
    expect(anas.locator("#messages")).to_contain_text("Copied.")
    assert clipboard(anas).endswith("/p/acme/ana-ruiz/")
    assert not Link.objects.exists()
    for _ in range(2):  # at the next opening, and after the next page load
        open_pop_up(anas)
        expect(switch).to_be_checked()
        expect(field).to_have_value("")
        anas.reload()
    open_pop_up(anas)
    switch.uncheck()
    dialog.get_by_role("link", name="Embed code").click()
    expect(anas.get_by_label("Code").first).to_have_value(re.compile("^<div data-admit-one>"))


@pytest.mark.feature("O10", "O11", "O12", "B2")
def test_card_follows_copied_link(anas, site):
    open_pop_up(anas)
    press(anas, "Copy & close")
    card = anas.locator("#copied")
    expect(copied(anas)).to_contain_text("Copied.")
    link = Link.objects.get()
    expect(card.get_by_label("Address")).to_have_value(link.address())
    expect(card.get_by_role("link", name="Times")).to_have_attribute("href", f"/links/{link.pk}/times/")
    expect(card.get_by_role("link", name="Email", exact=True)).to_have_attribute("href", re.compile("^mailto:"))
    picture = card.get_by_role("img", name="Ana Ruiz")
    expect(picture).to_be_hidden()
    card.get_by_role("button", name="QR").click()
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth > 100)")
    with anas.expect_download() as download:
        card.get_by_role("link", name="Download PNG").click()
    assert download.value.suggested_filename == "ana-ruiz-qr.png"
    assert violations(anas) == []
    whom = card.get_by_label("For whom?")
    whom.fill("priya@")
    whom.press("Enter")
    expect(card.get_by_role("status")).to_have_text("Enter a valid email address.")
    expect(whom).to_be_focused()
    whom.fill("priya@example.com")
    whom.press("Enter")
    expect(card.get_by_role("status")).to_have_text("Saved. This link is for priya@example.com.")
    expect(whom).to_be_hidden()
    link.refresh_from_db()
    assert link.recipient_email == "priya@example.com"
    # By keyboard alone, it goes.
    anas.keyboard.press("Escape")
    expect(card.get_by_label("Address")).to_be_hidden()
    expect(card.get_by_role("status")).to_have_text("")


@pytest.mark.feature("O4")
def test_dialog_errors_lose_no_typed_text(anas):
    open_pop_up(anas)
    anas.locator("dialog").get_by_label("For whom").fill("Priya")
    anas.locator("dialog").get_by_label("Email (optional)").fill("priya@")
    press(anas, "Copy & close")
    expect(anas.locator("[data-focus-errors]")).to_be_focused()
    email = anas.locator("dialog").get_by_label("Email (optional)")
    expect(email).to_have_attribute("aria-invalid", "true")
    expect(email).to_have_value("priya@")
    expect(anas.locator("dialog").get_by_label("For whom")).to_have_value("Priya")
    email.fill("priya@example.com")
    press(anas, "Copy & close")
    expect(copied(anas)).to_contain_text("Copied.")
    assert Link.objects.get().recipient_email == "priya@example.com"


@pytest.mark.feature("O5")
def test_without_a_clipboard_the_old_way_copies(anas):
    anas.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    anas.reload()
    open_pop_up(anas)
    press(anas, "Copy & close")
    expect(copied(anas)).to_contain_text("Copied.")
    # Read it by pasting.
    anas.get_by_role("link", name="Schedule", exact=True).click()
    anas.get_by_text("Options").click()
    anas.get_by_label("Private label").focus()
    anas.keyboard.press("Control+V")
    expect(anas.get_by_label("Private label")).to_have_value(Link.objects.get().address()[:100])


@pytest.mark.feature("O5")
def test_field_is_selected_where_copying_fails(anas):
    anas.add_init_script(
        "Object.defineProperty(navigator, 'clipboard', { value: undefined }); document.execCommand = () => false"
    )
    anas.reload()
    open_pop_up(anas)
    press(anas, "Copy & close")
    expect(anas.locator("dialog [role=status]")).to_contain_text("Press Ctrl+C to copy the link.")
    assert anas.evaluate("getSelection().toString() || document.activeElement.value") == Link.objects.get().address()


@pytest.mark.feature("O3")
def test_offline_server_is_reported_and_loses_nothing(anas):
    open_pop_up(anas)
    anas.locator("dialog").get_by_label("For whom").fill("Priya")
    anas.context.set_offline(True)
    press(anas, "Copy & close")
    expect(anas.locator("dialog [role=status]")).to_contain_text("The server did not respond")
    anas.context.set_offline(False)
    press(anas, "Copy & close")
    expect(copied(anas)).to_contain_text("Copied.")
    assert Link.objects.get().recipient_name == "Priya"


@pytest.mark.feature("O3")
def test_stale_tab_signs_in_and_keeps_text(anas):
    open_pop_up(anas)
    anas.locator("dialog").get_by_label("For whom").fill("Priya")
    anas.context.clear_cookies(name="session")
    press(anas, "Copy & close")
    expect(anas).to_have_url(re.compile("/accounts/login/"))
    anas.get_by_label("Email").fill("ana@acme.example")
    anas.get_by_label("Password").fill(PASSWORD)
    anas.locator("main form").first.get_by_role("button").first.click()
    expect(anas).to_have_url(re.compile("/share/"))
    expect(anas.locator("main").get_by_label("For whom")).to_have_value("Priya")


@pytest.mark.feature("O18", "O19")
def test_list_copies_revokes_and_undoes(anas, ana):
    link = one_time_link(ana, recipient_name="Priya Shah")
    anas.reload()
    row = anas.get_by_role("row", name="Priya Shah")
    row.get_by_role("button", name="Copy").click()
    expect(anas.locator("#messages")).to_contain_text("Copied. Works once, never expires.")
    assert clipboard(anas) == link.address()
    row.get_by_role("button", name="More").click()
    row.get_by_role("link", name="Revoke").click()
    press(anas, "Revoke")
    expect(anas.get_by_text("Revoked: Priya Shah")).to_be_visible()
    assert anas.context.request.get(link.address()).status == 410
    press(anas, "Undo")
    expect(anas.get_by_text("Undone: the same link works again.")).to_be_visible()
    assert anas.context.request.get(link.address()).status == 200


@pytest.mark.feature("O1")
def test_rows_button_opens_dialog_for_its_page(anas, site):
    anas.goto(f"{site}/booking-pages/")
    anas.get_by_role("link", name=re.compile("^Share.*Ana Ruiz")).click()
    dialog = anas.locator("dialog#share")
    expect(dialog.locator("header")).to_contain_text("Ana Ruiz")
    expect(dialog.get_by_label("Page", exact=True)).to_be_hidden()
    anas.keyboard.press("Escape")
    open_pop_up(anas)
    expect(dialog.get_by_label("Page", exact=True)).to_be_visible()


@pytest.mark.parametrize("unfolded", [False, True])
@pytest.mark.feature("O15")
def test_phone_dialog_keeps_footer_in_view(anas, unfolded):
    anas.set_viewport_size(PHONE)
    open_pop_up(anas)
    if unfolded:
        anas.get_by_text("Options").click()
    box = anas.locator("dialog footer").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert box["y"] + box["height"] <= 844
    assert anas.evaluate("document.documentElement.scrollWidth") <= 390
    assert anas.evaluate("document.querySelector('.sheet-body').scrollWidth") <= 390


@pytest.mark.feature("O23")
def test_phone_rows_keep_their_actions(anas, ana):
    one_time_link(ana, recipient_name="Priya Shah", recipient_email="priya.shah.of.the.long.address@example.com")
    anas.set_viewport_size(PHONE)
    anas.reload()
    assert anas.evaluate("document.documentElement.scrollWidth") <= 390
    row = anas.get_by_role("row", name="Priya Shah")
    row.get_by_role("button", name="More").click()
    for action in (row.get_by_role("button", name="Copy"), row.get_by_role("link", name="Revoke")):
        box = action.bounding_box()
        assert box["x"] + box["width"] <= 390


@pytest.mark.feature("A1", "O1")
def test_the_owner_works_without_javascript(browser, site, ana):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, site, ana)
    page.goto(site)
    page.get_by_role("link", name="Schedule", exact=True).click()
    page.locator("main").get_by_label("For whom").fill("Priya Shah")
    page.locator("main").get_by_label("Email (optional)").fill("priya@example.com")
    page.get_by_role("button", name="Get the link").click()
    address = Link.objects.get().address()
    expect(page.locator("main").get_by_label("Address")).to_have_value(address)
    assert address.endswith("?skip=1")
    assert page.context.request.get(address).status == 200
    page.goto(f"{site}/links/")
    page.get_by_role("button", name="Copy").click()
    expect(page.locator("main").get_by_label("Address")).to_have_value(address)
    page.goto(f"{site}/links/")
    page.get_by_role("row", name="Priya Shah").get_by_role("button", name="More").click()
    page.get_by_role("link", name="Revoke").click()
    page.get_by_role("button", name="Revoke").click()
    page.get_by_role("button", name="Undo").click()
    assert Link.objects.get().revoked_at is None
    context.close()


def every_state(ana):
    """Links in several states, and a meeting; the addresses of all screens of this area."""
    used = one_time_link(ana, recipient_name="Tom Berg", recipient_email="tom@fjord.example", label="Fair")
    meeting = book(submission=submission(ana.event_types.get().pk, note="Hello"), link=used, now=NOW).bookings.get()
    EventType.objects.update(needs_approval=True)
    later = submission(ana.event_types.get().pk, START + timedelta(hours=1))
    asked = book(submission=later, link=one_time_link(ana), now=NOW).bookings.get()
    EventType.objects.update(needs_approval=False)
    live = one_time_link(ana, recipient_name="Priya Shah")
    revoke(actor=ana, link=one_time_link(ana, max_uses=5), now=NOW)
    User.objects.filter(pk=ana.pk).update(checklist_dismissed_at=None)
    return [
        "/", "/links/", "/links/?status=paused", "/share/", "/share/?reusable=1", f"/share/?link={live.pk}",
        f"/links/{live.pk}/revoke/", f"/links/{used.pk}/revoke/", "/meetings/", "/meetings/?show=past",
        "/meetings/?show=requests", f"/meetings/{asked.pk}/", f"/meetings/{asked.pk}/approve/",
        f"/meetings/{asked.pk}/decline/", "/meetings/logs/", "/meetings/logs/?q=nobody", "/settings/privacy/",
        *(f"/meetings/{meeting.pk}/{act}/" for act in ("reschedule", "reassign", "cancel", "new-time", "note")),
        f"/meetings/{meeting.pk}/",
    ]  # fmt: skip


@pytest.mark.parametrize("size", [{"width": 1280, "height": 860}, PHONE], ids=["1280", "390"])
@pytest.mark.feature("V54", "O39")
def test_axe_finds_nothing_on_screens_or_dialog(anas, site, ana, size):
    anas.emulate_media(reduced_motion="reduce")
    anas.set_viewport_size(size)
    found = {}
    anas.goto(f"{site}/")
    found["first steps"] = violations(anas)
    for address in every_state(ana):
        anas.goto(f"{site}{address}")
        found[address] = violations(anas)
        assert anas.evaluate("document.documentElement.scrollWidth") <= size["width"]
    open_pop_up(anas)
    found["dialog"] = violations(anas)
    anas.get_by_text("Options").click()
    found["dialog, unfolded"] = violations(anas)
    anas.locator("dialog").get_by_label("Email (optional)").fill("priya@")
    press(anas, "Copy")
    expect(anas.locator("[data-focus-errors]")).to_be_focused()
    found["dialog, refused"] = violations(anas)
    anas.locator("dialog").get_by_label("Email (optional)").fill("")
    press(anas, "Copy")
    expect(anas.locator("dialog [role=status]")).to_contain_text("Copied.")
    found["dialog, made"] = violations(anas)
    anas.get_by_role("switch", name="One-time link").uncheck()
    found["dialog, reusable"] = violations(anas)
    anas.keyboard.press("Escape")
    anas.locator("#copied").get_by_role("button", name="QR").click()
    found["card"] = violations(anas)
    assert {name: rules for name, rules in found.items() if rules} == {}
