"""Cancelling all and erasing, in a real Chromium."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import expect

from bookings.actions import book
from bookings.models import Admission, Booking
from bookings.picker import Picker
from core.dates import from_epoch
from pages.queries import offers_of
from tests.browser.test_owner import ana, sign_in  # noqa: F401 (`ana` is a fixture)
from tests.builders import one_time_link, submission

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.feature("D11")]


def test_customer_with_meetings_is_erased(page, site, ana, no_errors):  # noqa: F811
    (event_type,) = ana.event_types.all()
    now = timezone.now()
    offer = offers_of(ana.pages.select_related("host", "schedule", "organization").get())[0]
    month = Picker(offer, now, ana.time_zone)
    starts = [one for times in month.month(month.month(None).month).days.values() for one in times]
    book(submission=submission(event_type.pk, from_epoch(starts[-1])), link=one_time_link(ana, now=now), now=now)
    sign_in(page, site, ana)
    page.goto(f"{site}/settings/privacy/")
    page.get_by_label("Customer’s email address").fill("priya@example.com")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("button", name="Cancel all and erase").click()
    expect(page.get_by_role("heading", name="Cancel all and erase")).to_be_visible()
    expect(page.get_by_text("This meeting is cancelled")).to_be_visible()
    assert Axe().run(page).violations_count == 0
    page.get_by_label("Confirm the email address").fill("someone@example.com")
    page.get_by_role("button", name="Cancel all and erase").click()
    expect(page.get_by_text("This does not match the address above.").first).to_be_visible()
    page.get_by_label("Confirm the email address").fill("priya@example.com")
    page.get_by_role("button", name="Cancel all and erase").click()
    expect(page.get_by_text("1 meeting is cancelled. Everything about the customer is erased.")).to_be_visible()
    assert (Booking.objects.get().status, Admission.objects.get().customer_email) == ("cancelled", "")
