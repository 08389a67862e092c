"""After booking: the confirmation, which is the booking's own page, and its calendar file."""

from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse
from icalendar import Calendar

from bookings.actions import book, cancel, decline
from bookings.models import Booking
from bookings.submission import Customer, Submission
from pages.models import EventType, Page
from tests.builders import NOW, START, one_time_link, submission
from tests.customer.customers import read, title

pytestmark = [pytest.mark.django_db, pytest.mark.page]


@pytest.fixture
def booking(ana, event_type) -> Booking:
    """Priya's, in Kolkata."""
    return book(
        submission=submission(event_type.pk, note="About the budget"), link=one_time_link(ana), now=NOW
    ).bookings.get()


@pytest.fixture
def address(booking) -> str:
    return reverse("booking", args=[booking.token()])


@pytest.mark.feature("V42", "A18")
def test_what_when_where_who_and_what_next(client, booking, address):
    response = client.get(address)
    text = read(response).text
    assert response.status_code == 200
    assert title(response) == "Booked: Mon 7 Jan, 19:30"
    assert "You are booked with Ana Ruiz We sent the invitation to priya@example.com." in text
    assert "Monday 7 January 2030, 19:30–20:00 India time, UTC+5:30" in text
    assert "Video call; Ana Ruiz will send the address Ana Ruiz and Priya Shah" in text
    assert f"Reference {booking.reference}" in text
    assert text.index("Monday 7 January") < text.index("Add to your calendar") < text.index("Reference")
    assert client.get(address).content == response.content


@pytest.mark.feature("V24")
def test_booking_keeps_zone_and_clock(client, ana, event_type, address):
    text = read(client.get(address, {"zone": "America/New_York", "clock": "24"})).text
    assert "Monday 7 January 2030, 09:00–09:30 New York time, UTC-5" in text
    form = submission(event_type.pk, START.replace(hour=15))
    own = Submission(
        form.key, form.event_type_id, form.start, Customer("Li", "li@example.com", "Asia/Tokyo", clock="24")
    )
    other = book(submission=own, link=one_time_link(ana), now=NOW).bookings.get()
    assert (
        "Tuesday 8 January 2030, 00:00–00:30 Japan time, UTC+9"
        in read(client.get(reverse("booking", args=[other.token()]))).text
    )


@pytest.mark.feature("V42")
def test_video_address_appears_only_once_booked(client, ana, event_type):
    Page.objects.update(location="https://video.example/ana")
    link = one_time_link(ana)
    before = client.get(reverse("link", args=[link.token()])).content.decode()
    booking = book(submission=submission(event_type.pk), link=link, now=NOW).bookings.get()
    after = read(client.get(reverse("booking", args=[booking.token()])))
    assert "video.example" not in before
    assert next(one["rel"] for one in after.find("a") if one["href"] == "https://video.example/ana") == "noreferrer"


@pytest.mark.feature("V44")
def test_links_that_add_it_to_calendars(client, booking, address):
    links = {
        urlsplit(one["href"]).netloc: one["href"] for one in read(client.get(address)).find("a") if "//" in one["href"]
    }
    google = parse_qs(urlsplit(links["calendar.google.com"]).query)
    assert google["dates"] == ["20300107T140000Z/20300107T143000Z"]
    for host in ("outlook.live.com", "outlook.office.com"):
        asked = urlsplit(links[host])
        query = parse_qs(asked.query)
        assert asked.path == "/calendar/action/compose"
        assert (query["startdt"], query["enddt"]) == (["2030-01-07T14:00:00Z"], ["2030-01-07T14:30:00Z"])
        assert (query["subject"], query["body"]) == (google["text"], google["details"])
    # As in the entry: with whom, where, and how to change it.
    assert google["text"] == ["30-minute meeting: Priya Shah & Ana Ruiz"]
    assert google["location"] == query["location"]
    assert google["details"][0].startswith(
        "With Ana Ruiz, Acme\n\nDeclining in your calendar does not notify anyone. To "
    )
    assert f"write to ana@acme.example.\n\nReference: {booking.reference}" in google["details"][0]
    assert not any("+" in one for one in links.values())
    # What others store must not open the booking.
    assert not any(booking.token() in one for one in links.values())


@pytest.mark.feature("V43")
def test_calendar_file_matches_the_booking(client, booking):
    response = client.get(reverse("booking-ics", args=[booking.token()]))
    calendar = Calendar.from_ical(response.content)
    event = calendar.walk("VEVENT")[0]
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8; method=PUBLISH"
    assert response.headers["Content-Disposition"] == f'attachment; filename="{booking.reference}.ics"'
    assert (str(calendar["METHOD"]), str(event["UID"]), int(event["SEQUENCE"])) == ("PUBLISH", str(booking.uid), 0)
    assert (event.start, event.end) == (START, datetime(2030, 1, 7, 14, 30, tzinfo=UTC))
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.feature("V43")
def test_request_has_no_calendar_file(client, ana, event_type):
    Page.objects.update(location="Room 7: https://video.example/ana")
    EventType.objects.update(needs_approval=True)
    booking = book(submission=submission(event_type.pk), link=one_time_link(ana), now=NOW).booking
    addresses = [reverse(name, args=[booking.token()]) for name in ("booking-ics", "booking")]
    waiting, page = (client.get(address) for address in addresses)
    decline(booking=booking, actor=ana, now=NOW)
    declined = client.get(addresses[0])
    assert [waiting.status_code, page.status_code, declined.status_code] == [409, 200, 409]
    assert "Nothing is booked yet We email you a calendar invitation" in read(waiting).text
    assert "Nothing is booked No time was confirmed, so there is nothing to add" in read(declined).text
    assert addresses[1] in {one["href"] for one in read(declined).find("a")}
    assert "Video call, link sent by email" in read(page).text
    assert not any("video.example" in one.content.decode() for one in (waiting, page, declined))


@pytest.mark.feature("V43")
def test_cancelled_calendar_file_leads_nowhere(client, booking):
    Page.objects.update(location="https://video.example/ana")
    Booking.objects.update(location="https://video.example/ana")
    cancel(booking=booking, actor=None, now=NOW)
    response = client.get(reverse("booking-ics", args=[booking.token()]))
    (event,) = Calendar.from_ical(response.content).walk("VEVENT")
    assert (event["STATUS"], event["LOCATION"]) == ("CANCELLED", "Video call")
    assert "video.example" not in response.content.decode()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"status": "cancelled"}, "This meeting was cancelled"),
        ({"status": "no_show"}, "This meeting was missed"),
        (
            {"starts_at": START.replace(year=2029), "ends_at": START.replace(year=2029, hour=15)},
            "This meeting has taken place",
        ),
    ],
)
@pytest.mark.feature("A19")
def test_page_says_what_became_of_booking(client, address, change, words):
    Booking.objects.update(**change)
    text = read(client.get(address)).text
    assert words in text
    assert "You are booked" not in text
    assert "Add to your calendar" not in text


@pytest.mark.feature("A19")
def test_booking_opens_after_page_is_archived(client, address):
    Page.objects.update(archived_at=NOW, accepts_bookings=False)
    assert client.get(address).status_code == 200


def test_the_page_costs_two_queries(client, address, django_assert_num_queries):
    with django_assert_num_queries(2):
        client.get(address)
