"""Booking for a customer: what is asked, what refuses it, and what stays typed."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from bookings.actions import book
from bookings.known_customers import KnownCustomer, known_customers
from bookings.models import Admission, Booking
from core.dates import to_epoch
from deliveries.models import Delivery
from links.models import Link
from pages.models import Page
from tests.builders import NOW, submission
from tests.markup import markup
from tests.owner.meetings.owners import TUESDAY, make_meeting

pytestmark = [pytest.mark.django_db, pytest.mark.page]
BOOK = "/meetings/book/"


def form(ana, at=TUESDAY, **changes):
    page = ana.pages.get()
    fields = {"page": page.pk, "event": ana.event_types.get().pk, "day": "2030-01-08", "start": to_epoch(at)}
    fields |= {"name": "Priya Shah", "email": "priya@example.com", "key": uuid.uuid4()}
    return fields | changes


@pytest.mark.feature("O28")
def test_five_presses_book_for_a_customer(anas, ana):
    page = anas.get(BOOK, {"day": "2030-01-08"})
    assert (page.context["page"], page.context["day"]) == (ana.pages.get(), "Tuesday 8 January")
    assert to_epoch(TUESDAY) in [one.start for _part, times in page.context["groups"] for one in times]
    response = anas.post(BOOK, form(ana, note="Called in"), follow=True)
    booking = Booking.objects.get()
    admission, link = booking.admission, booking.admission.link
    assert (booking.starts_at, admission.customer_name, admission.note) == (TUESDAY, "Priya Shah", "Called in")
    assert (link.created_by, link.uses, link.max_uses, link.recipient_email) == (ana, 1, 1, "priya@example.com")
    assert sorted(Delivery.objects.values_list("kind", "recipient")) == [
        ("customer_confirmation", "priya@example.com"),
        ("host_confirmation", "ana@acme.example"),
    ]
    html = markup(response)
    assert "Booked. Priya Shah gets the confirmation by email." in html
    assert f'data-forget-typed="{BOOK}"' in html


@pytest.mark.parametrize(
    ("changes", "field", "error"),
    [
        ({"start": ""}, "start", "Choose a time."),
        ({"start": "x"}, "start", "Choose a time."),
        ({"start": "9" * 30}, "start", "Choose a time."),
        ({"name": ""}, "name", "Enter the customer’s name."),
        ({"email": "nobody"}, "email", "Enter a valid email address, such as name@example.com."),
        ({"email": ""}, "email", "Enter the customer’s email address."),
    ],
)
@pytest.mark.feature("O28")
def test_refused_at_the_field_losing_nothing(anas, ana, changes, field, error):
    sent = form(ana, note="Called in", **changes)
    response = anas.post(BOOK, sent)
    shown = response.context["form"]
    assert (response.status_code, shown.errors) == (422, {field: [error]})
    assert {name: shown[name].value() for name in ("name", "email", "note", "key")} == {
        "name": sent["name"], "email": sent["email"], "note": "Called in", "key": str(sent["key"]),
    }  # fmt: skip
    assert (Booking.objects.count(), Link.objects.count()) == (0, 0)


@pytest.mark.feature("O28")
def test_taken_time_is_said_at_the_times(anas, ana):
    make_meeting(ana, TUESDAY)
    response = anas.post(BOOK, form(ana))
    assert response.context["form"].errors == {
        "start": ["That time is no longer free. Choose another one. What you typed is still here."]
    }
    assert (response.status_code, response.context["day"]) == (422, "Tuesday 8 January")
    assert (Booking.objects.count(), Link.objects.count()) == (1, 1)


@pytest.mark.feature("O28")
def test_second_press_books_no_second_meeting(anas, ana):
    sent = form(ana)
    first, second = anas.post(BOOK, sent), anas.post(BOOK, sent)
    assert (first.url, Booking.objects.count(), Link.objects.count()) == (second.url, 1, 1)


@pytest.mark.parametrize("key", ["", "x", "a\0b"])
def test_form_without_key_is_no_dead_end(anas, ana, key):
    assert anas.post(BOOK, form(ana, key=key)).status_code == 302
    assert Booking.objects.get().admission.customer_name == "Priya Shah"


@pytest.mark.feature("O28")
def test_reused_key_is_refused_and_renewed(anas, ana):
    sent = form(ana)
    anas.post(BOOK, sent)
    response = anas.post(BOOK, sent | {"name": "Tom Berg", "start": to_epoch(TUESDAY + timedelta(hours=1))})
    assert response.status_code == 422
    key = response.context["form"]["key"].value()
    assert (key != str(sent["key"]), response.context["form"]["name"].value()) == (True, "Tom Berg")
    anas.post(BOOK, sent | {"name": "Tom Berg", "start": to_epoch(TUESDAY + timedelta(hours=1)), "key": key})
    assert Booking.objects.count() == 2


@pytest.mark.feature("A6", "O28")
def test_only_at_pages_that_one_may_share(client, ana, ben):
    client.force_login(ben)
    assert client.get(BOOK, {"page": ana.pages.get().pk}).context["page"] == ben.pages.get()
    response = client.post(BOOK, form(ana))
    assert response.context["form"].non_field_errors() == ["What you chose cannot be booked here. Please choose again."]
    assert (response.status_code, Booking.objects.exists()) == (422, False)
    client.force_login(ana)
    assert client.get(BOOK, {"page": ben.pages.get().pk}).context["page"] == ben.pages.get()


@pytest.mark.feature("O33")
def test_without_a_page_says_what_to_do(anas, ana):
    Page.objects.update(accepts_bookings=False)
    assert "Nothing to book yet" in markup(anas.get(BOOK))
    assert anas.post(BOOK, {"page": "x", "event": "y"}).status_code == 200


@pytest.mark.feature("O28")
def test_known_customer_reads_their_own_time(anas, ana, event_type):
    make_meeting(ana)
    Admission.objects.update(customer_zone="Asia/Kolkata", customer_clock="12")
    anas.post(BOOK, form(ana, email="PRIYA@example.com"))
    anas.post(BOOK, form(ana, TUESDAY + timedelta(hours=1), email="new@example.com"))
    zones = Admission.objects.order_by("pk").values_list("customer_zone", "customer_clock")
    assert list(zones) == [("Asia/Kolkata", "12"), ("Asia/Kolkata", "12"), ("Europe/Madrid", "")]


@pytest.mark.feature("A6", "O28")
def test_customers_are_found_while_typing(client, ana, ben, zoe):
    make_meeting(ana), make_meeting(ana, TUESDAY)
    bens = submission(ben.event_types.get().pk, TUESDAY, name="Prisca Low", email="prisca@example.com")
    book(submission=bens, page=ben.pages.get(), now=NOW)
    prisca, priya = KnownCustomer("Prisca Low", "prisca@example.com"), KnownCustomer("Priya Shah", "priya@example.com")
    found = {user: known_customers(user=user, text="pri", now=NOW) for user in (ana, ben, zoe)}
    assert found == {ana: [prisca, priya], ben: [prisca], zoe: []}
    assert known_customers(user=ana, text="p", now=NOW) == []
    client.force_login(ana)
    response = client.get(reverse("known-customers"), {"q": "priya"})
    assert response.json() == {"customers": [{"name": "Priya Shah", "email": "priya@example.com"}], "reach": ""}


@pytest.mark.feature("D1", "O28")
def test_suggestions_say_how_far_they_reach(anas, ana, monkeypatch):
    """Where no more meetings are than are searched, and where nobody is searched, there is nothing to say."""
    make_meeting(ana), make_meeting(ana, TUESDAY)
    for window, expected in ((2, ["", ""]), (1, ["Beginnings of words are found among the newest 1 only.", ""])):
        monkeypatch.setattr("links.queries.planner.WINDOW", window)
        answers = [anas.get(reverse("known-customers"), {"q": text}).json() for text in ("pri", "p")]
        assert [one["reach"] for one in answers] == expected


@pytest.mark.feature("A13")
def test_request_says_that_it_waits(anas, ana):
    ana.event_types.update(needs_approval=True)
    html = markup(anas.post(BOOK, form(ana), follow=True))
    assert "The request is made. Approve it to schedule the meeting." in html


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.feature("O28")
def test_pages_cost_constant_number_of_queries(anas, ana, count, django_assert_num_queries):
    page = ana.pages.get()
    for number in range(count - 1):
        page.pk, page.slug, page.name = None, f"more-{number}", f"More {number}"
        page.save()
    # Session, user, what names the pages, the chosen one, its event types, its host's hours and busy time.
    with django_assert_num_queries(7):
        assert len(anas.get(BOOK).context["pages"]) == count


def package(ana, sessions=3):
    ana.event_types.update(sessions=sessions)
    return {"page": ana.pages.get().pk, "event": ana.event_types.get().pk, "day": "2030-01-08"}


def shown_starts(response):
    return [one.start for _part, times in response.context["groups"] for one in times]


@pytest.mark.feature("A13", "O28")
def test_package_is_booked_session_by_session(anas, ana):
    address, hour = package(ana), timedelta(hours=1)
    wanted = [to_epoch(TUESDAY + shift) for shift in (hour, timedelta(), timedelta(days=1))]
    for number, start in enumerate(wanted):
        response = anas.get(BOOK, address)
        assert response.context["sessions"].heading == f"Session {number + 1} of 3"
        # What is chosen is offered no more, nor what would overlap it.
        assert not set(wanted[:number]) & set(shown_starts(response))
        html = markup(response)
        address |= {"picked": response.context["sessions"].text, "add": start}
        day = "2030-01-09" if number == 2 else "2030-01-08"
        address["day"] = day
        assert f"picked={address['picked']}&amp;day=2030-01-08&amp;add=" in html
    response = anas.get(BOOK, address)
    assert (response.context["sessions"].full, response.context["sessions"].chosen) == (True, tuple(sorted(wanted)))
    assert 'id="month"' not in markup(response)
    sent = form(ana, picked=response.context["sessions"].text)
    del sent["start"]
    first, second = anas.post(BOOK, sent), anas.post(BOOK, sent)
    bookings = list(Booking.objects.order_by("starts_at"))
    assert [to_epoch(one.starts_at) for one in bookings] == sorted(wanted)
    assert (first.url, len({one.admission_id for one in bookings})) == (second.url, 1)
    link = Link.objects.get()
    assert (link.created_by, link.uses, link.max_uses) == (ana, 1, 1)


@pytest.mark.feature("A13", "O28")
@pytest.mark.parametrize(
    ("picked", "error"),
    [
        ("", "Choose 3 more times."),
        ("x,,-1," + "9" * 40, "Choose 3 more times."),
        (f"{to_epoch(TUESDAY)},{to_epoch(TUESDAY)}", "Choose 2 more times."),
    ],
)
def test_package_lacking_times_says_how_many(anas, ana, picked, error):
    package(ana)
    response = anas.post(BOOK, form(ana, picked=picked, note="Called in"))
    shown = response.context["form"]
    assert (response.status_code, shown.errors) == (422, {"picked": [error]})
    assert (shown["name"].value(), shown["note"].value()) == ("Priya Shah", "Called in")
    assert (Booking.objects.count(), Link.objects.count()) == (0, 0)


@pytest.mark.feature("A13", "O28")
def test_taken_session_leaves_the_others_chosen(anas, ana):
    make_meeting(ana, TUESDAY)
    package(ana, 2)
    later = to_epoch(TUESDAY + timedelta(hours=2))
    response = anas.post(BOOK, form(ana, picked=f"{to_epoch(TUESDAY)},{later}"))
    assert response.context["form"].errors == {
        "picked": ["That time is no longer free. Choose another one. What you typed is still here."]
    }
    assert (response.status_code, response.context["sessions"].chosen) == (422, (later,))
    assert (Booking.objects.count(), Link.objects.count()) == (1, 1)
