"""What a website hears of the booking page in it, and says to it: docs/embedding.md, tried on a foreign origin."""

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from accounts.actions import change_organization
from bookings.models import Admission, Booking
from core.dates import utc_text
from tests.browser.test_embedding import PHONE, ana, book_inside, link, shop, visitor  # noqa: F401  # fixtures
from tests.builders import NOW

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

GUIDE = Path(__file__).parents[2] / "docs/embedding.md"
EXAMPLES = re.findall(r"```html\n(.*?)```", GUIDE.read_text(), re.DOTALL)
LISTEN = """<script>
  window.heard = [];
  for (const name of ["ready", "time", "booked"]) {
    addEventListener(`admitone:${name}`, (event) => {
      heard.push([name, event.detail, event.target.tagName]);
    });
  }
  addEventListener("message", ({ data }) => { (window.messages ??= []).push(JSON.stringify(data)); });
</script>"""


def example(number, site, link):  # noqa: F811
    """One of the guide's, with the addresses replaced as it says."""
    code = EXAMPLES[number].replace("https://meet.example.com/p/acme/ana-ruiz/", link.address())
    return LISTEN + code.replace("https://meet.example.com", site)


def heard(page, number):
    """What the website has heard, once it is this much or more: messages come after what is seen in the frame."""
    page.wait_for_function("number => window.heard.length >= number", arg=number)
    return page.evaluate("window.heard")


def test_website_hears_of_times_and_bookings(browser_type, site, ana, link):  # noqa: F811
    with shop(example(4, site, link)) as address, visitor(browser_type) as (page, errors):
        page.goto(address)
        frame = page.frame_locator("main iframe")
        book_inside(frame)
        booking = Booking.objects.get()
        start = utc_text(booking.starts_at)
        expect(page.locator("#thanks")).to_have_text(f"Thank you. Your reference is {booking.reference}.")
        told = [
            ["ready", {}, "DIV"],
            ["time", {"starts_at": start}, "DIV"],
            ["booked", {"reference": booking.reference, "starts_at": start}, "DIV"],
        ]
        assert heard(page, len(told)) == told
        # Seen again, it is no second booking.
        inside = next(one for one in page.frames if one.parent_frame)
        inside.evaluate("location.reload()")
        expect(frame.get_by_role("heading", name="You are booked with Ana Ruiz")).to_be_visible()
        page.wait_for_load_state("networkidle")
        assert heard(page, len(told)) == told
        # Neither the customer nor the page's address is in any message.
        said = "".join(page.evaluate("window.messages"))
        assert not any(word in said for word in ("Priya", "priya@", "/b/", link.token()))
        assert errors == []


def test_other_websites_hear_nothing(browser_type, site, ana, link):  # noqa: F811
    """A frame that names another website than the one around it: browsers keep what happens from both."""
    code = f'{LISTEN}<iframe title="Book" height="900" width="900" src="{link.address()}?embed=https://other.example"></iframe>'
    with shop(code) as address, visitor(browser_type) as (page, _errors):
        page.goto(address)
        book_inside(page.frame_locator("iframe"))
        assert page.evaluate("window.messages ?? []") == []
    assert Booking.objects.count() == 1


@pytest.mark.parametrize("viewport", [{"width": 1280, "height": 860}, PHONE], ids=["1280", "390"])
def test_popup_is_filled_and_can_close(browser_type, site, ana, link, viewport):  # noqa: F811
    with shop(example(3, site, link)) as address, visitor(browser_type, viewport=viewport) as (page, errors):
        page.goto(address)
        page.wait_for_function("() => window.admitOne")
        page.get_by_role("link", name="Book a time").click()
        frame = page.frame_locator("dialog iframe")
        frame.locator("a.time").first.click()
        expect(frame.get_by_label("Your name")).to_have_value("Karl Jensen")
        expect(frame.get_by_label("Email")).to_have_value("karl@example.com")
        assert [one[0::2] for one in heard(page, 2)] == [["ready", "A"], ["time", "A"]]
        # The word comes from the page.
        assert "Close" not in Path("static/embed.js").read_text()
        page.get_by_role("button", name="Close").click()
        expect(page.locator("dialog")).to_have_count(0)
        assert errors == []
    assert Admission.objects.count() == 0


@pytest.mark.parametrize("viewport", [{"width": 1280, "height": 860}, PHONE], ids=["1280", "390"])
def test_floating_button_stays_in_the_corner(browser_type, site, ana, link, viewport):  # noqa: F811
    long = '<p style="height: 3000px">Much to read.</p>'
    with shop(long + example(2, site, link)) as address, visitor(browser_type, viewport=viewport) as (page, errors):
        page.goto(address)
        button = page.get_by_role("link", name="Book a time")
        page.wait_for_function("() => document.querySelector('[data-admit-one-floating]').style.position === 'fixed'")
        page.evaluate("scrollTo(0, 1500)")
        box = button.bounding_box()
        assert (viewport["width"] - box["x"] - box["width"], viewport["height"] - box["y"] - box["height"]) == (16, 16)
        assert box["height"] >= 44
        assert Axe().run(page).violations_count == 0
        button.click()
        book_inside(page.frame_locator("dialog iframe"))
        assert [one[0] for one in heard(page, 3)] == ["ready", "time", "booked"]
        assert errors == []


def test_other_examples_show_the_page(browser_type, site, ana, link):  # noqa: F811
    assert len(EXAMPLES) == 5
    with shop(example(0, site, link)) as address, visitor(browser_type) as (page, _errors):
        page.goto(address)
        expect(page.frame_locator("main iframe").locator("a.time").first).to_be_visible()
    with shop(example(1, site, link)) as address, visitor(browser_type) as (page, _errors):
        page.goto(address)
        page.wait_for_function("() => window.admitOne")
        page.get_by_role("link", name="Book a time").click()
        expect(page.frame_locator("dialog iframe").locator("a.time").first).to_be_visible()


@pytest.mark.parametrize(("listed", "shown"), [("http://shop.example:*", True), ("https://www.other.example", False)])
def test_browser_shows_pages_on_listed_websites_only(browser_type, site, ana, link, listed, shown):  # noqa: F811
    with shop(example(0, site, link)) as address, visitor(browser_type) as (page, errors):
        website = address.rstrip("/") if shown else listed
        change_organization(actor=ana, now=NOW, websites=[website])
        page.goto(address)
        if shown:
            expect(page.frame_locator("main iframe").locator("a.time").first).to_be_visible()
        else:
            expect(page.locator("iframe")).to_be_visible()
            page.wait_for_load_state("networkidle")
            assert [one.url.partition(":")[0] for one in page.frames if one.parent_frame] == ["chrome-error"]
        assert any("frame-ancestors" in one for one in errors) == (not shown)
