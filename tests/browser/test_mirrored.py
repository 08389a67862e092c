"""The screens that owners use most, from right to left, in words a third longer: no language of theirs does so yet.

`LANGUAGE_PICTURES=folder` keeps a picture of each.
"""

import os
import re
from datetime import timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from django.utils import timezone

from bookings.actions import book
from core.dates import from_epoch, to_epoch
from pages.queries import list_starts, offers_of
from tests.browser.test_customer import NARROW, WIDE
from tests.browser.test_links_clipboard import sign_in
from tests.builders import one_time_link, submission
from tests.languages import longer, offering_languages, write_catalogue

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
ROOMS = [
    "home", "meetings", "links", "link-numbers", "booking-pages", "event-types", "schedules", "time-off",
    "public-holidays", "block-time", "connected-calendars", "team", "settings", "organization", "api-tokens",
    "webhooks", "meeting-logs", "deliveries", "privacy", "status", "notifications", "brand", "new-event-type",
    "new-schedule", "take-time-off",
]  # fmt: skip


@pytest.fixture
def mirrored(settings, tmp_path):
    write_catalogue(tmp_path, "ar_XB", longer)
    with offering_languages(settings, tmp_path, "ar-xb"):
        yield


def addresses(ana, booking) -> dict[str, str]:
    page = ana.pages.get()
    found = {room: reverse(room) for room in ROOMS}
    found["one meeting"] = reverse("meeting", args=[booking.pk])
    found["event type"] = reverse("event-type", args=[page.event_types.get().pk])
    found["schedule"] = reverse("schedule", args=[ana.schedules.get().pk])
    found["booking page"] = reverse("booking-page", args=[page.pk])
    return found


def has_meeting(ana):
    """One booking some days ahead, and links that are outstanding."""
    offer, now = offers_of(ana.pages.get())[0], timezone.now()
    first = to_epoch(now + timedelta(days=3))
    start = list_starts(offer, (first, first + 7 * 86_400), now)[0]
    for name in ("Priya Shah", "Tom Ode"):
        one_time_link(ana, now=timezone.now(), recipient_name=name, expires_at=timezone.now() + timedelta(days=7))
    link = one_time_link(ana, now=timezone.now())
    return book(submission=submission(offer.event_type.pk, from_epoch(start)), link=link).booking


@pytest.mark.feature("V51", "V53")
def test_owners_screens_are_mirrored(browser, site, ana, mirrored):
    context = browser.new_context(locale="ar-XB", base_url=site, extra_http_headers={"Accept-Language": "ar-XB"})
    sign_in(context, site, ana)
    page, wrong = context.new_page(), {}
    for name, address in addresses(ana, has_meeting(ana)).items():
        answer = page.goto(address)
        found = [] if answer and answer.ok else [f"answers {answer and answer.status}"]
        found += [] if page.evaluate("document.documentElement.dir") == "rtl" else ["is not from right to left"]
        for size in (WIDE, NARROW):
            page.set_viewport_size(size)
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                found.append(f"scrolls sideways at {size['width']}")
            keep(page, f"{name} {size['width']}")
        found += [one["id"] for one in Axe().run(page).response["violations"]]
        if found:
            wrong[name] = found
    context.close()
    assert wrong == {}


def keep(page, name: str) -> None:
    if "LANGUAGE_PICTURES" in os.environ:
        folder = Path(os.environ["LANGUAGE_PICTURES"]) / "owners"
        folder.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=folder / f"{re.sub(' ', '-', name)}.png", full_page=True)
