"""A webhook in a real Chromium: made, tested, its secret renewed, switched off and on, a call of it sent again."""

import json
from ipaddress import ip_network

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import expect
from standardwebhooks import Webhook

from bookings.actions import book
from bookings.picker import Picker
from core.dates import from_epoch
from deliveries.models import Endpoint
from pages.queries import offers_of
from tests.browser.test_owner import ana, sign_in  # noqa: F401 (`ana` is a fixture)
from tests.builders import one_time_link, submission
from tests.webhooks.receiver import call_all, receiving

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def crm(settings):
    """A program on this machine, which may be called."""
    settings.PRIVATE_NETWORKS, settings.PRIVATE_PLAIN_HTTP = (ip_network("127.0.0.0/8"),), True
    with receiving() as receiver:
        yield receiver


def booked_now(owner):
    """Somebody books the first free time."""
    offer, now = offers_of(owner.pages.select_related("host", "schedule", "organization").get())[0], timezone.now()
    month = Picker(offer, now, owner.time_zone)
    start = next(one for times in month.month(month.month(None).month).days.values() for one in times)
    form = submission(offer.event_type.pk, from_epoch(start))
    return book(submission=form, link=one_time_link(owner, now=now), now=now).booking


def told(crm):
    return [json.loads(body)["type"] for _headers, body in crm.calls]


def secret_on(page):
    """The secret, which is shown to whoever gives the password."""
    page.get_by_role("link", name="Show secret").click()
    password, secret = page.get_by_label("Password"), page.get_by_role("textbox", name="Signing secret")
    expect(password.or_(secret)).to_be_visible()
    if password.is_visible():
        password.fill("correct horse battery")
        page.get_by_role("button", name="Confirm").click()
    return secret.input_value()


def test_a_webhooks_whole_life(page, site, ana, crm, no_errors):  # noqa: F811
    sign_in(page, site, ana)
    page.goto(f"{site}/settings/webhooks/new/")
    page.locator("main").get_by_role("textbox", name="Address").fill(crm.url)
    page.get_by_label("What it is for").fill("CRM")
    page.get_by_role("button", name="Make webhook").click()
    expect(page.get_by_role("heading", name="CRM")).to_be_visible()
    endpoint = Endpoint.objects.get()
    home = page.url

    page.get_by_role("button", name="Send test").click()
    expect(page.get_by_text("On its way")).to_be_visible()
    call_all()
    # The page looks by itself.
    expect(page.get_by_text("204 No Content")).to_be_visible()
    assert told(crm) == ["endpoint.ping"]

    page.goto(home)
    former = secret_on(page)
    page.get_by_role("button", name="Make a new secret").click()
    expect(page.get_by_text("each call is signed with the former secret, too")).to_be_visible()
    secret = page.get_by_role("textbox", name="Signing secret").input_value()
    assert secret != former
    booked_now(ana)
    call_all()
    assert sorted(told(crm)[1:]) == ["booking.created", "link.used"]
    for key in (former, secret):
        assert Webhook(key).verify(crm.calls[1][1], crm.calls[1][0])

    page.goto(home)
    assert Axe().run(page).violations_count == 0
    page.get_by_role("button", name="Disable").click()
    expect(page.get_by_role("heading", name="This webhook is off")).to_be_visible()
    booked_now(ana)
    call_all()
    assert len(crm.calls) == 3
    page.reload()
    expect(page.get_by_label("Send the 2 calls that it missed within seven days")).to_be_checked()
    page.get_by_role("button", name="Enable").click()
    expect(page.get_by_text("2 calls that it missed are being made")).to_be_visible()
    call_all()
    assert sorted(told(crm)[3:]) == ["booking.created", "link.used"]

    page.goto(f"{home}?event=booking.created")
    page.get_by_role("row").filter(has_text="Meeting booked").get_by_role("link").last.click()
    page.get_by_role("button", name="Send again").click()
    expect(page.get_by_text("On its way")).to_be_visible()
    call_all()
    expect(page.get_by_text("204 No Content")).to_be_visible()
    # The same event, to the byte.
    first = next(call for call in crm.calls if json.loads(call[1])["type"] == "booking.created")
    assert (crm.calls[-1][1], crm.calls[-1][0]["webhook-id"]) == (first[1], first[0]["webhook-id"])
    endpoint.refresh_from_db()
    assert (endpoint.failures, endpoint.disabled_at) == (0, None)
