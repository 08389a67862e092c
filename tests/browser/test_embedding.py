"""Booking on somebody else's website, in a real Chromium that blocks third-party cookies, from a real other origin."""

import re
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from playwright.sync_api import expect

from bookings.models import Admission
from links.actions import Hosts, make_reusable
from tests.browser.axe import violations
from tests.browser.conftest import WHOLE_CHROMIUM
from tests.browser.test_links_clipboard import PHONE, sign_in
from tests.builders import NOW, one_time_link, open_account

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Another site than `localhost`, for which Chromium blocks what it calls third-party cookies.
SHOP = "shop.example"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    f"--host-resolver-rules=MAP {SHOP} 127.0.0.1",
    "--test-third-party-cookie-phaseout",
]
HEAD = '<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>Shop</title>'
COOKIE = "probe=1; SameSite=None; Secure; Path=/"


@contextmanager
def serving(html="", cookie=None):
    """A server on a port of its own, for one page: its port, and the cookies that it was sent."""
    sent = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            sent.append(self.headers.get("Cookie"))
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            if cookie:
                self.send_header("Set-Cookie", cookie)
            self.end_headers()
            self.wfile.write(html.encode())

        def log_message(self, *_args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    # Its connections must not hold up the end of the test: browsers open some in advance.
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_port, sent
    finally:
        server.shutdown()
        thread.join()
        server.socket.close()


@contextmanager
def shop(body, host=SHOP):
    """Somebody else's website with that in it: its address."""
    with serving(f"{HEAD}<main><h1>Shop</h1>{body}</main></html>") as (port, _sent):
        yield f"http://{host}:{port}/"


@contextmanager
def visitor(browser_type, **options):
    """Somebody's browser, which blocks such cookies as only the whole one does: a page, and the errors said there."""
    browser = browser_type.launch(executable_path=WHOLE_CHROMIUM, args=FLAGS)
    context, errors = browser.new_context(locale="en-GB", timezone_id="Europe/London", **options), []
    page = context.new_page()
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    try:
        yield page, errors
    finally:
        browser.close()


@pytest.fixture
def ana(site):
    return open_account("Ana Ruiz", "ana@acme.example", "Acme")


@pytest.fixture
def link(ana):
    page = ana.pages.get()
    event_types = list(page.event_types.all())
    return make_reusable(actor=ana, owner=ana, hosts=Hosts((page,)), event_types=event_types, name="Talk", now=NOW)


def snippet(owner, link, way):
    """The code that the owner is given to paste."""
    client = Client()
    client.force_login(owner)
    given = client.get(reverse("embed-link", args=[link.pk])).context["snippets"]
    return next(one.code for one in given if one.key == way)


def book_inside(frame):
    """Everything a customer does, in the frame."""
    frame.locator("a.time").first.click()
    frame.get_by_label("Your name").fill("Priya Shah")
    frame.get_by_label("Email").fill("priya@example.com")
    frame.get_by_role("button", name=re.compile(r"^Book \d+ \w+, \d\d:\d\d$")).click()
    expect(frame.get_by_role("heading", name="You are booked with Ana Ruiz")).to_be_visible()


@pytest.mark.parametrize(("host", "kept"), [("localhost", "probe=1"), (SHOP, None)])
def test_browser_blocks_third_party_cookies(browser_type, host, kept):
    """A control: on a website of its own site, the same frame has its cookie."""
    with (
        serving("<p>Probe</p>", cookie=COOKIE) as (port, sent),
        shop(f'<iframe src="http://localhost:{port}/"></iframe>', host) as address,
        visitor(browser_type) as (page, _errors),
    ):
        for _ in range(2):
            page.goto(address)
            expect(page.frame_locator("iframe").get_by_text("Probe")).to_be_visible()
    assert sent == [None, kept]


@pytest.mark.parametrize("viewport", [{"width": 1280, "height": 860}, PHONE], ids=["1280", "390"])
@pytest.mark.parametrize("way", ["inline", "popup"])
@pytest.mark.feature("V49", "V50")
def test_frame_books_without_any_cookie(browser_type, site, ana, link, way, viewport):
    with shop(snippet(ana, link, way)) as address, visitor(browser_type, viewport=viewport) as (page, errors):
        page.goto(address)
        if way == "popup":
            page.wait_for_function("() => window.admitOne")
            page.get_by_role("link", name="Book a time").click()
        frame = page.frame_locator("dialog iframe" if way == "popup" else "main iframe")
        book_inside(frame)
        assert (page.url, page.context.cookies(), errors) == (address, [], [])
        inside = next(one for one in page.frames if one.parent_frame)
        assert inside.url.startswith(f"{site}/b/")
        assert inside.evaluate("document.documentElement.scrollWidth <= innerWidth")
        if way == "inline":
            # Nothing of it is cut off, and nothing scrolls inside.
            page.wait_for_function(
                "height => document.querySelector('iframe').clientHeight >= height",
                arg=inside.evaluate("Math.floor(document.body.getBoundingClientRect().height)"),
            )
        assert Axe().run(page).violations_count == 0
    admission = Admission.objects.get()
    assert (admission.link, admission.customer_email, admission.customer_zone) == (
        link,
        "priya@example.com",
        "Europe/London",
    )


# What the website says of its colours, what the address asks for, the visitor's system; which colours come of it.
THEMES = [
    ("", "", "dark", "light"),
    (":root { color-scheme: dark }", "", "light", "dark"),
    (":root { color-scheme: light dark }", "", "dark", "dark"),
    ("", "theme=dark", "light", "dark"),
    ("", "theme=auto", "dark", "dark"),
]
GROUND = "rgb(255, 224, 178)"


@pytest.mark.feature("V49")
def test_frame_has_the_websites_colours(browser_type, ana, link):
    code = snippet(ana, link, "inline")
    seen = []
    for style, asked, system, _theme in THEMES:
        page_of_shop = code.replace(f"{link.token()}/", f"{link.token()}/?{asked}")
        body = f"<style>{style} body {{ background: {GROUND} }}</style>{page_of_shop}"
        with shop(body) as address, visitor(browser_type, color_scheme=system) as (page, _errors):
            page.goto(address)
            frame = page.frame_locator("main iframe")
            for step in ("a.time", "#id_name"):
                frame.locator(step).first.wait_for()
                seen.append(frame.locator(".booking").evaluate("one => getComputedStyle(one).backgroundColor"))
                if step == "a.time":
                    # Around the card the website's own ground shows through.
                    assert corner_of(page.locator("main iframe").screenshot()) == GROUND
                    frame.locator(step).first.click()
    cards = {"light": "rgb(255, 255, 255)", "dark": "rgb(24, 26, 32)"}
    assert seen == [cards[theme] for *_rest, theme in THEMES for _step in range(2)]


def corner_of(picture: bytes) -> str:
    """The colour of its first pixel, as CSS says it."""
    red, green, blue = Image.open(BytesIO(picture)).convert("RGB").getpixel((2, 2))
    return f"rgb({red}, {green}, {blue})"


@pytest.mark.feature("V49")
def test_snippets_link_works_without_scripts(browser_type, ana, link):
    with (
        shop(snippet(ana, link, "inline")) as address,
        visitor(browser_type, java_script_enabled=False) as (page, _errors),
    ):
        page.goto(address)
        page.get_by_role("link", name="Book a time").click()
        book_inside(page)
        assert page.context.cookies() == []
    assert Admission.objects.get().link == link


@pytest.mark.feature("V50")
def test_single_use_link_cannot_be_embedded(browser_type, ana, site):
    single = one_time_link(ana, now=timezone.now())
    client = Client()
    client.force_login(ana)
    response = client.get(reverse("embed-link", args=[single.pk]))
    assert "the first visitors to your website would use it up" in response.content.decode()
    assert "snippets" not in response.context
    # Where somebody writes the code by hand.
    code = f'<div data-admit-one><a href="{single.address()}">Book a time</a></div>'
    script = f'<script src="{site}/static/embed.js" async></script>'
    with shop(code + script) as address, visitor(browser_type) as (page, errors):
        page.goto(address)
        expect(page.locator("iframe")).to_be_visible()
        page.wait_for_function("() => !document.querySelector('iframe').contentDocument")
        page.wait_for_load_state("networkidle")
        assert [one.url.partition(":")[0] for one in page.frames if one.parent_frame] == ["chrome-error"]
        assert [f"{site}/" in said and "frame-ancestors 'none'" in said for said in errors] == [True], errors
    assert Admission.objects.count() == 0


@pytest.mark.parametrize("viewport", [{"width": 1280, "height": 860}, PHONE], ids=["1280", "390"])
@pytest.mark.feature("O13")
def test_owner_previews_embed_code_and_popup(browser_type, site, ana, link, viewport):
    with visitor(browser_type, viewport=viewport) as (page, errors):
        sign_in(page.context, site, ana)
        page.goto(site + reverse("embed-link", args=[link.pk]))
        inline = page.frame_locator(".embed-preview iframe")
        expect(inline.locator("a.time").first).to_be_visible()
        page.get_by_role("link", name="Book a time").first.click()
        pop_up = page.frame_locator("dialog[open] iframe")
        expect(pop_up.locator("a.time").first).to_be_visible()
        page.get_by_role("button", name="Close").click()
        expect(page.locator("dialog[open]")).to_have_count(0)
        # The code is shown whole: nothing of it has to be scrolled to.
        clipped = "all => all.filter((one) => one.scrollHeight > one.clientHeight + 1).length"
        assert page.locator(".embeds textarea").evaluate_all(clipped) == 0
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert violations(page) == []
        assert errors == []
    assert Admission.objects.count() == 0
