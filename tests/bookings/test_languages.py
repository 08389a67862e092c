"""A booking speaks each reader's language, from page to last mail: the customer's Spanish, the host's German."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from bookings.actions import cancel, keep_feed, mail_latest_again, reschedule
from bookings.emails import message
from bookings.feeds import write_feed
from bookings.host_entries import entry_of
from bookings.models import Admission, Booking
from deliveries.models import Delivery, Medium
from pages.models import EventType
from tests.builders import one_time_link
from tests.calendars.builders import calendar_with_rows
from tests.customer.customers import Fields, times
from tests.languages import offering_languages, write_spanish_and_german

pytestmark = [pytest.mark.django_db, pytest.mark.walk]
DAY = timedelta(days=1)


@pytest.fixture
def two_languages(settings, tmp_path):
    with offering_languages(settings, write_spanish_and_german(tmp_path), "es", "de"):
        yield


def marks(text):
    """The languages whose messages a text has."""
    return {code for code in ("es", "de") if f"⟦{code}:" in text}


def titles(mime):
    files = [part for part in mime.walk() if part.get_content_type() == "text/calendar"]
    return [
        str(event["SUMMARY"]) for part in files for event in Calendar.from_ical(part.get_payload(decode=True)).events
    ]


@pytest.fixture
def booking(client, ana, event_type, two_languages):
    """Of a customer who reads Spanish, with a guest, at Ana's, who reads German and has a calendar."""
    type(ana).objects.filter(pk=ana.pk).update(language="de")
    EventType.objects.filter(pk=event_type.pk).update(ask_guests="optional", reminders=[60])
    calendar_with_rows(ana)
    link = one_time_link(ana, now=timezone.now())
    [first, *_others] = times(client, reverse("link", args=[link.token()]) + "?lang=es")
    page = client.get(first)
    assert marks(page.text) == {"es"}
    sent = Fields(page.text).found | {"name": "Bo Lee", "email": "bo@example.com", "guests": "tom@example.com"}
    answer = client.post(first, sent, follow=True)
    assert (answer.status_code, marks(answer.text)) == (200, {"es"})
    return Booking.objects.get()


def said(booking):
    """What stands in the outbox: the languages of each reader's mails, and of the entry in the host's calendar."""
    found, named = {}, set()
    for delivery in Delivery.objects.exclude(medium=Medium.WEBHOOK):
        if delivery.medium == Medium.CALENDAR:
            entry = entry_of(delivery)
            found.setdefault("entry", set()).update(marks(entry.description) if entry else set())
            named |= {entry.summary} if entry else set()
            continue
        mime = message(delivery).message()
        texts = [part.get_content() for part in mime.walk() if part.get_content_type() in {"text/plain", "text/html"}]
        assert all(marks(text) for text in [mime["Subject"], *texts]), delivery.kind
        found.setdefault(mime["To"], set()).update(*map(marks, [mime["Subject"], *texts]))
        named |= set(titles(mime))
    return found, named


SPANISH, GERMAN = {"es"}, {"de"}
READERS = {"bo@example.com": SPANISH, "tom@example.com": SPANISH, "ana@acme.example": GERMAN}
TITLE = {"30-minute meeting: Bo Lee & Ana Ruiz"}


def test_each_reader_is_told_in_their_language(booking, ana):
    assert Admission.objects.get().customer_language == "es"
    assert said(booking) == (READERS | {"entry": GERMAN}, TITLE)
    reschedule(booking=booking, start=booking.starts_at + 7 * DAY, actor=ana, now=timezone.now())
    assert said(booking) == (READERS | {"entry": GERMAN}, TITLE)
    assert {"reminder_1", "customer_change", "guest_change"} <= set(Delivery.objects.values_list("kind", flat=True))
    booking.refresh_from_db()
    mail_latest_again(bookings=[booking], now=timezone.now())
    cancel(booking=booking, actor=None, now=timezone.now())
    assert said(booking) == (READERS | {"entry": GERMAN}, TITLE)
    assert {"customer_cancellation", "guest_cancellation", "host_cancellation"} <= set(
        Delivery.objects.values_list("kind", flat=True)
    )


def test_hosts_feed_is_in_their_language(booking, ana):
    ana.refresh_from_db()
    feed = keep_feed(user=ana, details=True, now=timezone.now())
    file = write_feed(feed, timezone.now()).decode().replace("\r\n ", "")
    assert (marks(file), next(iter(TITLE)) in file) == (GERMAN, True)
