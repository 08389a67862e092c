"""A calendar is connected in a real Chromium, on a server that others wrote: with scripts and without, for axe."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from bookings import fresh_readings
from calendars.actions import claiming
from calendars.models import Calendar
from core.dates import from_epoch, to_epoch
from pages.queries import list_starts, offers_of
from tests.browser.axe import violations
from tests.browser.test_customer_changes import sound
from tests.browser.test_owner import PHONE, press, sign_in
from tests.builders import NOW, open_account
from tests.calendars.attacks import calendar
from tests.calendars.builders import calendar_of, connection_of
from tests.calendars.contract.servers import HERE, radicale

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["js", "no-js"])
DESK = {"width": 1280, "height": 860}
LIST = "/availability/calendars/"


@pytest.fixture
def ana(site):
    return open_account("Ana Ruiz", "ana@acme.example", "Acme")


@pytest.fixture
def server(tmp_path, settings, monkeypatch):
    """Radicale on this machine, where the application may go for the test."""
    settings.PRIVATE_NETWORKS, settings.PRIVATE_PLAIN_HTTP = HERE.private, True
    for module in (fresh_readings, claiming):
        monkeypatch.setattr(module, "read_clock", timezone.now)
    with radicale(tmp_path) as world:
        yield world


@pytest.fixture
def opened(browser, site, ana):
    """A browser of Ana's, on a wide screen with scripts, on a narrow one without; it counts her clicks."""
    contexts = []

    def open_one(scripts):
        context = browser.new_context(
            java_script_enabled=scripts, viewport=DESK if scripts else PHONE, base_url=site, locale="en-GB"
        )
        contexts.append(context)
        page = context.new_page()
        sign_in(page, site, ana)
        page.goto("/")
        return page

    yield open_one
    for context in contexts:
        context.close()


def first_start(user):
    """The first time that the user's page offers."""
    (offer,) = offers_of(user.pages.get())
    return from_epoch(list_starts(offer, (to_epoch(NOW), to_epoch(NOW + timedelta(days=7))), NOW)[0])


def busy(start):
    """The file of an event of half an hour."""
    times = (f"DTSTART:{start:%Y%m%dT%H%M%SZ}", "DURATION:PT30M", "DTSTAMP:20300101T000000Z")
    return calendar("PRODID:x", "BEGIN:VEVENT", "UID:one", *times, "SUMMARY:Dentist", "END:VEVENT")


def fill_form(page, server, password="word"):
    """Fills the form of a connection, whichever of its fields are asked for."""
    expect(page.get_by_label("App password", exact=True)).to_be_visible()
    for label, value in (("Server address", server.access.url), ("User name", "ana"), ("App password", password)):
        if page.get_by_label(label, exact=True).count():
            page.get_by_label(label, exact=True).fill(value)


def connected(page, server):
    """Connects and chooses. Returns how many clicks it took from Home."""
    links = ["Availability", "Connected calendars", "Another server (CalDAV)"]
    if page.viewport_size == PHONE:
        # Its menu opens without a script, too.
        page.get_by_role("button", name="Menu").click()
    page.get_by_label("Main").get_by_role("link", name=links[0]).click()
    page.get_by_role("link", name=links[1], exact=True).click()
    page.get_by_role("link", name=links[2]).click()
    fill_form(page, server)
    press(page, "Connect")
    expect(page.get_by_role("heading", name="Choose calendars")).to_be_visible()
    press(page, "Save")
    expect(page.get_by_role("heading", name="Your calendars")).to_be_visible()
    return len(links) + 2 + (page.viewport_size == PHONE)


@SCRIPTS
def test_first_slot_is_blocked_in_six_clicks(opened, server, ana, scripts):
    start = first_start(ana)
    server.save("one.ics", busy(start))
    page = opened(scripts)
    assert connected(page, server) <= 6
    expect(page.get_by_text("1 busy time in the next 7 days")).to_be_visible()
    assert first_start(ana) > start
    page.get_by_role("link", name="What we see").click()
    expect(page.get_by_text("Busy elsewhere: ")).to_be_visible()
    assert "Dentist" not in page.content()


@SCRIPTS
def test_broken_password_is_told_and_mended(opened, server, ana, scripts, tmp_path):
    page = opened(scripts)
    connected(page, server)
    Calendar.objects.filter(checked=True).update(read_at=NOW - timedelta(minutes=10))
    (tmp_path / "people").write_text("ana:new\n")
    page.get_by_role("button", name="Check now").click()
    page.goto("/meetings/")
    banner = page.locator(".calendar-banner")
    expect(banner).to_contain_text("127.0.0.1 refused the password.")
    expect(banner).to_contain_text("From 09:50 on nobody can book you, so that you are not booked twice.")
    if scripts:
        sound(page)
    banner.get_by_role("link", name="Reconnect").click()
    fill_form(page, server, "word")
    press(page, "Reconnect")
    expect(page.get_by_text("That address or password was not accepted.").first).to_be_visible()
    fill_form(page, server, "new")
    press(page, "Reconnect")
    expect(page.get_by_text("Connected again.")).to_be_visible()
    expect(banner).to_have_count(0)


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["1280", "390"])
def test_axe_finds_nothing_on_any_screen(opened, server, viewport):
    page = opened(scripts=True)
    page.set_viewport_size(viewport)
    for address in ("", "new/icloud/", "new/nextcloud/", "new/address/", "new/caldav/"):
        page.goto(f"{LIST}{address}")
        sound(page)
    fill_form(page, server, "wrong")
    press(page, "Connect")
    expect(page.get_by_role("heading", name="Please check the form")).to_be_visible()
    sound(page)
    fill_form(page, server)
    press(page, "Connect")
    expect(page.get_by_role("heading", name="Choose calendars")).to_be_visible()
    sound(page)
    press(page, "Save")
    sound(page)
    for name in ("What we see", "Reconnect", "Disconnect"):
        page.goto(LIST)
        page.get_by_role("link", name=name).click()
        sound(page)
    press(page, "Disconnect")
    expect(page.get_by_text("Disconnected.")).to_be_visible()


@pytest.mark.feature("O30")
def test_banner_of_closed_calendar_is_readable(page, site, ana):
    sign_in(page, site, ana)
    now = timezone.now()
    calendar_of(
        connection_of(ana, state="refused", failing_since=now), read_at=now - timedelta(hours=3), known_until=now
    )
    page.goto(site)
    expect(page.locator(".calendar-banner[data-variant=error]").get_by_role("link", name="Reconnect")).to_be_visible()
    assert violations(page) == []
