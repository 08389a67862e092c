"""Copying at an address that is neither https nor this machine by name, where browsers offer pages no clipboard.

Each place with a button that copies, in a real Chromium: what was copied is read back by pasting it.
"""

import re

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from accounts.actions import invitation_key, invite
from links.actions import make_batch
from links.actions.batches import Recipient
from links.models import Link
from tests.browser.conftest import CHROMIUM
from tests.browser.test_links_clipboard import PLACES, SINGLE, ana, go, link, managed, press, said, sign_in
from tests.builders import managed_event_type, one_time_link, team_page

__all__ = ["ana", "link", "managed"]  # Fixtures, for the tests below.
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
COPIED = re.compile(r"^\s*Copied\.")


@pytest.fixture
def lan(browser_type, site, ana, settings, no_errors):
    """Ana's browser at the installation's address in a local network, and that address."""
    address = f"http://meet.example:{site.rpartition(':')[2]}"
    settings.BASE_URL = address
    args = ["--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP meet.example 127.0.0.1"]
    browser = browser_type.launch(executable_path=CHROMIUM, args=args)
    context = browser.new_context()
    sign_in(context, address, ana)
    page = context.new_page()
    page.goto(f"{address}/links/")
    assert page.evaluate("[isSecureContext, typeof navigator.clipboard]") == [False, "undefined"]
    yield page, address
    browser.close()


def pasted(page):
    """What a paste somewhere else gives."""
    other = page.context.new_page()
    other.set_content("<textarea></textarea>")
    other.locator("textarea").press("Control+V")
    text = other.locator("textarea").input_value()
    other.close()
    return text


@pytest.mark.parametrize("button", ["Copy link", SINGLE])
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.feature("O5", "C1")
def test_the_split_button(lan, link, managed, place, button):
    page, address = lan
    where, wanted = go(page, address, place, link, managed)
    press(where, page, button)
    expect(said(page, place, button)).to_have_text(COPIED)
    made = wanted if button == "Copy link" else Link.objects.get(parent=wanted)
    assert pasted(page) == made.address()


@pytest.mark.feature("O5")
def test_the_share_pop_up(lan):
    page, _address = lan
    page.get_by_role("link", name="Schedule").click()
    dialog = page.get_by_role("dialog", name="Share")
    dialog.get_by_role("button", name="Copy", exact=True).click()
    expect(dialog.get_by_role("status").first).to_have_text(COPIED)
    first = Link.objects.get()
    assert pasted(page) == first.address()
    dialog.get_by_role("button", name="Generate new link").click()
    expect(dialog.get_by_label("Address")).not_to_have_value(first.address())
    dialog.get_by_role("button", name="Copy & close").click()
    expect(dialog).to_be_hidden()
    expect(said(page, "", SINGLE)).to_have_text(COPIED)
    second = Link.objects.exclude(pk=first.pk).get()
    assert pasted(page) == second.address()


@pytest.mark.feature("O5")
def test_reusable_address_in_the_share_pop_up(lan):
    page, address = lan
    page.get_by_role("link", name="Schedule").click()
    dialog = page.get_by_role("dialog", name="Share")
    dialog.get_by_role("switch", name="One-time link").uncheck()
    dialog.get_by_role("button", name="Copy & close").click()
    expect(page.locator("#messages")).to_have_text(COPIED)
    assert pasted(page).startswith(f"{address}/p/acme/ana-ruiz/")
    assert Link.objects.count() == 0


@pytest.mark.parametrize("place", ["links", "link-page", "share", "link-address"])
@pytest.mark.feature("O5")
def test_outstanding_link_copies_from_every_place(lan, ana, place):
    page, address = lan
    made = one_time_link(ana, now=timezone.now(), recipient_name="Priya Shah")
    where = {"share": f"/share/?link={made.pk}", "links": "/links/"}.get(place) or reverse(place, args=[made.pk])
    page.goto(f"{address}{where}")
    page.locator("main").get_by_role("button", name=re.compile("^Copy")).first.click()
    expect(page.locator("#messages")).to_have_text(COPIED)
    assert pasted(page) == made.address()


@pytest.mark.feature("O5")
def test_the_menu_of_a_booking_page(lan):
    page, address = lan
    page.goto(f"{address}/booking-pages/")
    page.get_by_role("button", name=re.compile("^More actions for")).first.click()
    page.get_by_role("button", name=re.compile("^One-time link")).click()
    expect(said(page, "", SINGLE)).to_have_text(COPIED)
    assert pasted(page) == Link.objects.get().address()


@pytest.mark.feature("O5", "O13")
def test_the_embed_codes(lan, link, ana):
    page, address = lan
    page.goto(address + reverse("embed-link", args=[link.pk]))
    for name, begins in (("Inline", "<div data-admit-one>"), ("Pop-up button", "<a href"), ("Plain link", "<a href")):
        page.get_by_role("button", name=f"Copy: {name}").click()
        expect(page.locator("#messages")).to_have_text(COPIED)
        page.evaluate("document.getElementById('messages').replaceChildren()")
        text = pasted(page)
        assert text.startswith(begins)
        assert link.address() in text


@pytest.mark.feature("O5", "O12")
def test_times_for_an_email(lan, ana):
    page, address = lan
    made = one_time_link(ana, now=timezone.now())
    page.goto(address + reverse("link-times", args=[made.pk]))
    page.locator("[name=at]").first.check()
    page.get_by_role("button", name="Create text").click()
    page.get_by_role("button", name="Copy for an email").click()
    expect(page.locator("#messages")).to_have_text(COPIED)
    assert "Times in Madrid time." in pasted(page)


@pytest.mark.feature("O5", "A2")
def test_a_master_page(lan, ana):
    page, address = lan
    shared = team_page(ana, managed_event_type(ana), ana.pages.get())
    page.goto(address + reverse("master-page", args=[shared.pk]))
    page.get_by_role("link", name="Generate a one-time link").click()
    page.get_by_role("button", name="Copy & close").click()
    expect(said(page, "", SINGLE)).to_have_text(COPIED)
    assert pasted(page) == Link.objects.get().address()


@pytest.mark.feature("O5", "D4")
def test_all_addresses_of_a_batch(lan, ana):
    page, address = lan
    people = [Recipient(name, f"{name}@example.com") for name in ("Priya", "Tom")]
    batch = make_batch(actor=ana, page=ana.pages.get(), recipients=people, now=timezone.now())
    page.goto(address + reverse("batch", args=[batch.pk]))
    page.get_by_role("button", name=re.compile("addresses", re.I)).first.click()
    copy = page.get_by_role("button", name=re.compile("^Copy"))
    copy.first.click()
    expect(page.locator("#messages")).to_have_text(COPIED)
    text = pasted(page)
    assert all(one.address() in text for one in batch.links.all())


@pytest.mark.feature("O5")
def test_an_invitation_over_plain_http(lan, ana):
    page, address = lan
    invitation = invite(actor=ana, email="new@acme.example", role="member", now=timezone.now())
    page.goto(f"{address}/team/")
    page.get_by_role("button", name=re.compile("^Copy")).first.click()
    expect(page.locator("#messages")).to_have_text(COPIED)
    assert pasted(page).startswith(f"{address}/join/")
    assert invitation_key(invitation).partition(":")[0] in pasted(page)
