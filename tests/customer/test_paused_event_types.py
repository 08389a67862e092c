"""What customers read of an event type that is paused, while its page or link is open."""

import pytest
from django.urls import reverse
from django.utils import timezone

from bookings.models import Booking
from links.models import Link
from pages import actions
from pages.models import PageEventType
from tests.builders import NOW, managed_event_type, one_time_link, team_page
from tests.customer.customers import fields, read, times, title

pytestmark = [pytest.mark.django_db, pytest.mark.feature("A22", "V38")]


def fresh(owner, **choices) -> str:
    """The address of a link made now."""
    link: Link = one_time_link(owner, now=timezone.now(), **choices)
    return reverse("link", args=[link.token()])


def pause(owner, event_type, *, on: bool = False) -> None:
    actions.switch_event_type(actor=owner, event_type=event_type, accepts_bookings=on, now=timezone.now())


@pytest.fixture
def public(anas_page) -> str:
    return reverse("public-page", args=["acme", anas_page.slug])


def test_link_says_so_and_works_again(client, ana, event_type):
    address = fresh(ana)
    pause(ana, event_type)
    response = client.get(address)
    assert (response.status_code, title(response)) == (410, "30-minute meeting cannot be booked at the moment.")
    assert "This link will work again when Ana takes bookings again. Until then, contact Ana." in read(response).text
    pause(ana, event_type, on=True)
    assert client.get(address).status_code == 200


def test_page_offers_the_others(client, ana, anas_page, event_type, public):
    demo = managed_event_type(ana, "Demo")
    PageEventType.objects.create(page=anas_page, event_type=demo, position=9)
    pause(ana, demo)
    assert title(client.get(public)) == "Book 30-minute meeting with Ana Ruiz"
    # Whoever was sent to this one reads why, and finds the others.
    response = client.get(f"{public}?event={demo.pk}&clock=24")
    page = read(response)
    assert (response.status_code, title(response)) == (410, "Demo cannot be booked at the moment.")
    (onward,) = [one["href"] for one in page.find("a", "button") if not one["href"].startswith("mailto:")]
    assert "event=" not in onward
    assert client.get(onward).status_code == 200
    # A link to this one alone does not lead past it.
    response = client.get(fresh(ana, event_types=[demo]))
    assert (response.status_code, list(read(response).find("a", "choice"))) == (410, [])
    pause(ana, event_type)
    response = client.get(public)
    assert (response.status_code, title(response)) == (410, "Nothing can be booked here at the moment.")
    assert "Please come back later." in read(response).text


def test_team_says_so(client, ana, anas_page):
    call = managed_event_type(ana)
    team = team_page(ana, call, anas_page)
    pause(ana, call)
    response = client.get(reverse("public-page", args=["acme", team.slug]))
    assert (response.status_code, title(response)) == (410, "Team call cannot be booked at the moment.")


@pytest.mark.feature("R11")
@pytest.mark.parametrize("way", ["link", "page"])
def test_form_opened_before_books_nothing(client, ana, event_type, public, way):
    details = times(client, fresh(ana) if way == "link" else public)[0]
    form = fields(client.get(details)) | {"name": "Priya Shah", "email": "priya@example.com"}
    pause(ana, event_type)
    response = client.post(details, form)
    assert (response.status_code, title(response)) == (410, "30-minute meeting cannot be booked at the moment.")
    assert (Booking.objects.count(), Link.objects.filter(uses__gt=0).count()) == (0, 0)
    pause(ana, event_type, on=True)
    assert client.post(details, form).status_code == 303


def test_meeting_made_before_can_be_moved(client, ana, event_type):
    details = times(client, fresh(ana))[0]
    form = fields(client.get(details)) | {"name": "Priya Shah", "email": "priya@example.com"}
    booked = client.post(details, form).headers["Location"]
    pause(ana, event_type)
    assert client.get(booked).status_code == 200
    assert times(client, f"{booked}reschedule/")


def test_nobody_reads_of_what_was_never_offered(client, ana, public):
    other = managed_event_type(ana, "Secret")
    actions.switch_event_type(actor=ana, event_type=other, accepts_bookings=False, now=NOW)
    response = client.get(f"{public}?event={other.pk}")
    assert (response.status_code, "Secret" in read(response).text) == (200, False)


@pytest.mark.feature("R11")
@pytest.mark.parametrize("way", ["link", "page"])
def test_answer_lost_before_the_pause_comes_again(client, ana, event_type, public, way):
    details = times(client, fresh(ana) if way == "link" else public)[0]
    form = fields(client.get(details)) | {"name": "Priya Shah", "email": "priya@example.com"}
    first = client.post(details, form)
    pause(ana, event_type)
    again = client.post(details, form)
    assert (again.status_code, again.headers.get("Location")) == (303, first.headers["Location"])
    assert Booking.objects.count() == 1
