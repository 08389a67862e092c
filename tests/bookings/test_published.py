"""A booking as other programs read it."""

import json
from datetime import timedelta

import pytest

from bookings.actions import book, cancel, erase_customer, mark_missed, reschedule, unmark_missed
from bookings.models import Booking
from bookings.published import published_booking
from bookings.queries import hosts_by_meeting
from core.dates import utc_text
from links.models import Link
from tests.bookings.meetings import book_at_page, book_meeting, change_settings
from tests.builders import NOW, START, managed_event_type, one_time_link, submission, team_page

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def read(booking):
    """The booking as it is published, read anew, and through JSON: nothing in it is of another kind."""
    (fresh,) = Booking.objects.filter(pk=booking.pk).to_publish()
    told = published_booking(fresh, hosts_by_meeting([fresh])[fresh.uid], NOW)
    assert json.loads(json.dumps(told)) == told
    return told


def test_a_booking_through_a_link(ana, anas_page, event_type):
    link = one_time_link(ana, label="CRM 17", recipient_name="Priya", recipient_email="priya@example.com")
    Link.objects.filter(pk=link.pk).update(metadata={"deal": "D-9"})
    answers = ({"name": "topic", "label": "Topic?", "value": "Price\nTerms", "hidden": True},)
    form = submission(
        event_type.pk,
        answers=answers,
        company="Shah & Co",
        note="Hello\nthere",
        guests=("tom@example.com",),
        utm=(("utm_source", "mail"),),
    )
    booking = book(submission=form, link=link, now=NOW).booking
    assert read(booking) == {
        "uid": str(booking.uid),
        "reference": booking.reference,
        "sequence": 0,
        "status": "scheduled",
        "state": "scheduled",
        "title": "30-minute meeting",
        "starts_at": "2030-01-07T14:00:00Z",
        "ends_at": "2030-01-07T14:30:00Z",
        "event_type": {"id": event_type.pk, "name": "30-minute meeting"},
        "page": {"id": anas_page.pk, "name": anas_page.name},
        "hosts": [{"id": ana.pk, "name": "Ana Ruiz", "email": "ana@acme.example"}],
        "customer": {
            "name": "Priya Shah",
            "email": "priya@example.com",
            "zone": "Asia/Kolkata",
            "language": "en-gb",
        },
        "guests": ["tom@example.com"],
        "answers": [
            {"name": "company", "label": "Company", "value": "Shah & Co"},
            {"name": "note", "label": "Note", "value": "Hello\nthere"},
            {"name": "topic", "label": "Topic?", "value": "Price\nTerms"},
        ],
        "location": {"kind": booking.location_kind, "text": booking.location},
        "link": {
            "id": link.pk,
            "label": "CRM 17",
            "recipient": {"name": "Priya", "email": "priya@example.com"},
            "metadata": {"deal": "D-9"},
        },
        "link_type": "single-use",
        "utm": {"utm_source": "mail"},
        "session": [1, 1],
        "suggested": [],
        "reason": "",
        "decided_by": None,
        "created_at": "2030-01-07T08:00:00Z",
        "updated_at": "2030-01-07T08:00:00Z",
        "rescheduled_at": None,
    }


def test_what_a_change_leaves_behind(ana, anas_page, event_type):
    booking = book_at_page(anas_page, event_type)
    cancel(booking=booking, actor=ana, reason="Ill", now=NOW)
    told = read(booking)
    assert (told["link"], told["link_type"]) == (None, "public")
    assert (told["status"], told["state"], told["sequence"]) == ("cancelled", "cancelled", 1)
    assert (told["reason"], told["decided_by"]) == ("Ill", {"id": ana.pk, "name": "Ana Ruiz"})


def test_a_request_tells_its_suggested_times(ana, event_type):
    change_settings(event_type, needs_approval=True)
    told = read(book_meeting(ana, event_type, START + DAY, further=(START,)))
    assert (told["status"], told["state"]) == ("requested", "requested")
    assert told["suggested"] == ["2030-01-07T14:00:00Z", "2030-01-08T14:00:00Z"]


def test_hosts_of_a_panel_stand_in_order(ana, ben):
    event_type = managed_event_type(ana)
    told = read(book_at_page(team_page(ana, event_type, ben.pages.get(), ana.pages.get()), event_type))
    assert [host["name"] for host in told["hosts"]] == ["Ben Ode", "Ana Ruiz"]


@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_costs_three_queries(ana, event_type, django_assert_num_queries, rows):
    for day in range(rows):
        book_meeting(ana, event_type, START + day * DAY)
    with django_assert_num_queries(3):
        bookings = list(Booking.objects.to_publish())
        hosts = hosts_by_meeting(bookings)
        told = [published_booking(booking, hosts[booking.uid], NOW) for booking in bookings]
    assert len(told) == rows


@pytest.mark.parametrize("deed", ["cancelled", "moved", "missed", "came", "erased"])
def test_each_change_is_dated(ana, event_type, deed):
    booking, at = book_meeting(ana, event_type), START + timedelta(hours=3)
    assert booking.updated_at == NOW
    match deed:
        case "cancelled":
            at = NOW + timedelta(minutes=1)
            cancel(booking=booking, actor=None, now=at)
        case "moved":
            at = NOW + timedelta(minutes=1)
            reschedule(booking=booking, start=START + DAY, actor=None, now=at)
        case "missed":
            mark_missed(booking=booking, actor=ana, now=at)
        case "came":
            mark_missed(booking=booking, actor=ana, now=START)
            unmark_missed(booking=booking, actor=ana, now=at)
        case "erased":
            erase_customer(actor=ana, email="priya@example.com", now=at)
    booking.refresh_from_db()
    assert (booking.updated_at, read(booking)["updated_at"]) == (at, utc_text(at))


def test_address_of_the_customers_page(ana, event_type, settings):
    booking = book_meeting(ana, event_type)
    assert booking.address() == f"{settings.BASE_URL}/b/{booking.token()}/"
    settings.LINK_KEYS = {"x": b"y" * 32}
    assert booking.address() is None
