"""The list of outstanding links in a real Chromium: ticking, acting on what is ticked, and a new link like another."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import expect

from core.paging import ROWS
from links.actions import make_batch
from links.actions.batches import Recipient
from links.models import Link
from tests.browser.axe import violations
from tests.browser.test_owner import PHONE, clipboard, press, sign_in
from tests.builders import one_time_link, open_account

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def ana(site):
    return open_account("Ana Ruiz", "ana@acme.example", "Acme")


@pytest.fixture
def anas(page, site, ana, no_errors):
    """Ana's browser, with three links in the list."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    now = timezone.now()
    for name in ("Priya", "Tom", "Lena"):
        one_time_link(ana, recipient_name=name, now=now, expires_at=now + timedelta(days=7))
    sign_in(page, site, ana)
    page.goto(f"{site}/links/")
    return page


@pytest.mark.feature("O22")
def test_ticked_rows_are_revoked_and_restored(anas):
    said, everything = anas.locator("[data-ticked]"), anas.get_by_label("Tick all on this page")
    anas.get_by_label("Tick Tom").check()
    expect(said).to_have_text("Ticked: 1")
    assert everything.evaluate("box => box.indeterminate")
    everything.check()
    expect(said).to_have_text("Ticked: 3")
    everything.uncheck()
    expect(said).to_have_text("")
    anas.get_by_label("Tick Tom").check()
    anas.get_by_label("Tick Lena").check()
    press(anas, "Revoke")
    press(anas, "Revoke 2 links")
    expect(anas.get_by_text("2 links are revoked.")).to_be_visible()
    assert set(Link.objects.exclude(revoked_at=None).values_list("recipient_name", flat=True)) == {"Tom", "Lena"}
    press(anas, "Undo")
    expect(anas.get_by_text("Undone: 2 links work again.")).to_be_visible()
    assert not Link.objects.exclude(revoked_at=None).exists()


@pytest.mark.feature("O16", "V54")
@pytest.mark.parametrize("width", [1280, 390])
def test_batch_row_leads_to_paused_link(anas, site, ana, width):
    now, people = timezone.now(), [Recipient(f"Person {number}", f"p{number}@acme.example") for number in range(6)]
    make_batch(actor=ana, page=ana.pages.get(), recipients=people, label="Spring", now=now)
    anas.set_viewport_size({"width": width, "height": 860})
    anas.reload()
    expect(anas.locator("tbody tr")).to_have_count(4)
    found = {"list": violations(anas)}
    anas.get_by_label("Tick all on this page").check() if width == 1280 else anas.get_by_label("Tick Tom").check()
    expect(anas.get_by_label("All 9 matching links, not only these rows")).to_be_visible()
    anas.get_by_role("link", name="6 links for Spring", exact=True).click()
    expect(anas.locator("tbody tr")).to_have_count(6)
    ana.event_types.update(accepts_bookings=False)
    anas.get_by_role("link", name="Person 1", exact=True).click()
    expect(anas.locator(".title-state")).to_contain_text("Paused")
    found["link"] = violations(anas)
    assert anas.evaluate("document.documentElement.scrollWidth") <= width
    anas.get_by_role("link", name="See the event types").click()
    expect(anas.get_by_role("heading", name="Pages")).to_be_visible()
    for name in ("availability/time-off", f"booking-pages/{ana.pages.get().pk}"):
        anas.goto(f"{site}/{name}/")
        found[name] = violations(anas)
    assert {name: rules for name, rules in found.items() if rules} == {}


@pytest.mark.feature("O22")
def test_ticking_all_goes_beyond_the_page(anas, site, ana):
    for _ in range(ROWS):
        one_time_link(ana, now=timezone.now())
    anas.reload()
    # Offered once something is ticked.
    anas.get_by_label("Tick all on this page").check()
    anas.get_by_label(f"All {ROWS + 3} matching links, not only these rows").check()
    assert anas.get_by_label("Tick all on this page").is_checked()
    press(anas, "Revoke")
    expect(anas.get_by_role("heading", name=f"Revoke {ROWS + 3} links?")).to_be_visible()


@pytest.mark.feature("O20")
def test_similar_new_link_is_copied_and_listed(anas):
    anas.get_by_role("button", name="More actions for Tom").click()
    press(anas, "New link like this")
    expect(anas.locator("tbody tr")).to_have_count(4)
    new = Link.objects.latest("pk")
    assert (new.recipient_name, clipboard(anas)) == ("Tom", new.address())
    expect(anas.locator("#messages")).to_have_text("Copied. Works once, closes in 7 days.")
    assert anas.evaluate("document.activeElement.getAttribute('aria-label')") == "More actions for Tom"


@pytest.mark.feature("O22")
def test_list_actions_work_without_javascript(new_context, site, ana):
    page = new_context(java_script_enabled=False).new_page()
    link = one_time_link(ana, recipient_name="Tom", now=timezone.now(), expires_at=timezone.now() + timedelta(days=1))
    sign_in(page, site, ana)
    page.goto(f"{site}/links/")
    page.get_by_label("Tick Tom").check()
    press(page, "Extend")
    press(page, "Extend")
    expect(page.get_by_text("1 link is extended.")).to_be_visible()
    page.get_by_role("link", name="Tom").click()
    expect(page.get_by_text("Ana Ruiz extended it until")).to_be_visible()
    page.get_by_role("button", name="More actions for").click()
    press(page, "New link like this")
    expect(page.locator("main").get_by_label("Address")).to_have_value(link.reissues.get().address())


@pytest.mark.parametrize("size", [{"width": 1280, "height": 860}, PHONE, {"width": 320, "height": 640}])
@pytest.mark.feature("O23")
def test_nothing_scrolls_sideways_and_axe_finds_nothing(anas, site, size):
    anas.set_viewport_size(size)
    link = Link.objects.latest("pk")
    paths = ["", f"{link.pk}/", f"{link.pk}/extend/", f"{link.pk}/revoke/", "revoke/?all=on", "extend/?all=on", "?q=no"]
    for path in paths:
        anas.goto(f"{site}/links/{path}")
        assert not anas.evaluate("document.documentElement.scrollWidth > innerWidth"), path
        found = Axe().run(anas).response["violations"]
        assert [violation["id"] for violation in found] == [], path
    anas.goto(f"{site}/links/")
    anas.get_by_role("button", name="More actions for Tom").click()
    menu = anas.locator(".menu:popover-open").bounding_box()
    assert menu["x"] >= 0
    assert menu["x"] + menu["width"] <= size["width"]
    assert menu["y"] + menu["height"] <= size["height"] or size["height"] < 700
