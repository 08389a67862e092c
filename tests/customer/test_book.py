"""The booking form on the customer's screens: what the event type asks, what the address answers, and what is kept."""

from typing import Any
from unittest import mock
from urllib.parse import urlencode

import pytest

from bookings.errors import Busy
from bookings.models import Admission, Booking
from deliveries.models import Delivery
from links.models import Link
from pages.models import Ask, Distribution, EventType, LocationKind, Page
from pages.questions import Question, QuestionKind
from tests.builders import add_colleagues, managed_event_type, pool_of, team_page
from tests.customer.asking import ANSWERS, EVERYTHING, TYPED
from tests.customer.customers import fields, read, send, times, title
from tests.customer.masters import EVENTS_FIRST, PAGES_FIRST, TEAM, WAYS, address_of, master_of, panel_of

pytestmark = [pytest.mark.django_db, pytest.mark.page]

WHO = {"name": "Priya Shah", "email": "priya@example.com"}


@pytest.fixture
def asks_everything(event_type) -> EventType:
    EventType.objects.filter(pk=event_type.pk).update(**EVERYTHING)
    return event_type


def details_of(client, ana, page, way="public page", query: str = "", **choices: Any) -> str:
    """The details of the page's first free time."""
    address = address_of(ana, page, way, **choices)
    return times(client, f"{address}?day=2030-01-08" + (f"&{query}" if query else ""))[0]


def asked(response) -> set[str]:
    """The fields of the form that a customer can fill in."""
    page = read(response)
    inputs = {one["name"] for one in page.find("input") if "name" in one and one.get("type") != "hidden"}
    return inputs | {one["name"] for tag in ("textarea", "select") for one in page.find(tag)}


def owed() -> list[tuple[str, str]]:
    return sorted(Delivery.objects.values_list("kind", "recipient"))


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.feature("A17")
def test_all_answers_are_kept_and_mailed(client, ana, anas_page, asks_everything, way):
    details = details_of(client, ana, anas_page, way, "source=newsletter&campaign=Winter&colour=red")
    assert asked(client.get(details)) == set(TYPED)
    assert send(client, details, **TYPED).status_code == 303
    admission = Admission.objects.get()
    assert (admission.company, admission.phone, admission.note) == ("Shah & Sons", "+91 98 7654 3210", "See you")
    assert admission.guests == ["tom@example.com", "lena@example.com"]
    assert admission.answers == [*ANSWERS, {"name": "source", "label": "Source", "value": "newsletter", "hidden": True}]
    assert owed() == [
        ("customer_confirmation", "priya@example.com"),
        ("guest_confirmation", "lena@example.com"),
        ("guest_confirmation", "tom@example.com"),
        ("host_confirmation", "ana@acme.example"),
    ]
    facts = Delivery.objects.filter(kind="guest_confirmation").first().facts
    assert (facts["recipient"]["zone"], facts["recipient"]["language"]) == ("Europe/Madrid", "en-gb")


@pytest.mark.parametrize("scenario", [TEAM, EVENTS_FIRST, PAGES_FIRST])
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.feature("A17")
def test_on_master_pages_of_every_scenario(client, ana, way, scenario):
    page = master_of(ana, scenario, 1, [managed_event_type(ana, **EVERYTHING)])
    details = details_of(client, ana, page, way)
    assert asked(client.get(details)) == set(TYPED)
    assert send(client, details, **TYPED | {"phone": ""}).status_code == 422
    assert send(client, details, **TYPED).status_code == 303
    assert Admission.objects.get().answers == ANSWERS


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.feature("A17", "V30")
def test_refused_form_keeps_every_field(client, ana, anas_page, asks_everything, way):
    details = details_of(client, ana, anas_page, way)
    response = send(client, details, **TYPED | {"phone": "call me", "answer-country": "Atlantis"})
    page = read(response)
    assert response.status_code == 422
    assert title(response).startswith("Please check: Your details")
    assert [one["href"] for one in page.find("a") if one["href"].startswith("#id")] == [
        "#id_phone",
        "#id_answer-country",
    ]
    again = fields(response)
    sent = TYPED | {"phone": "call me"}
    assert {name: again[name] for name in sent if name != "answer-country"} == {
        name: value for name, value in sent.items() if name != "answer-country"
    }
    mended = client.post(details, again | {"phone": "+91 98 7654 3210", "answer-country": "Country 9"})
    assert mended.status_code == 303


@pytest.mark.feature("A17", "V33")
def test_taken_time_keeps_every_field(client, ana, anas_page, asks_everything):
    details = details_of(client, ana, anas_page)
    form = fields(client.get(details)) | TYPED
    assert send(client, details, **TYPED | {"email": "first@example.com"}).status_code == 303
    response = client.post(details, form)
    assert response.status_code == 409
    again = fields(response)
    assert again["answer-topics"] == TYPED["answer-topics"]
    assert (again["answer-size"], again["answer-country"]) == (TYPED["answer-size"], TYPED["answer-country"])
    start = next(read(response).find("button", "time"))["value"]
    assert client.post(details, again | {"start": start}).status_code == 303
    assert Admission.objects.latest("pk").guests == ["tom@example.com", "lena@example.com"]


@pytest.mark.feature("A17")
def test_busy_answer_keeps_every_field(client, ana, anas_page, asks_everything):
    details = details_of(client, ana, anas_page, "one-time link")
    with mock.patch("customer.book.book", side_effect=Busy):
        response = send(client, details, **TYPED)
    assert response.status_code == 503
    again = fields(response)
    assert client.post(details, again).status_code == 303
    assert [one["value"] for one in Admission.objects.get().answers if one["name"] == "topics"] == [
        "Prices\nTerms, and more"
    ]


@pytest.mark.feature("R13")
def test_full_form_sent_twice_books_once(client, ana, anas_page, asks_everything):
    details = details_of(client, ana, anas_page, "one-time link")
    form = fields(client.get(details)) | TYPED
    first = client.post(details, form)
    EventType.objects.update(name="Renamed")
    second = client.post(details, form)
    assert first.headers["Location"] == second.headers["Location"]
    assert (Booking.objects.count(), len(owed())) == (1, 4)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.feature("A4")
def test_only_required_unanswered_questions_are_asked(client, ana, anas_page, asks_everything, way):
    who = {"recipient_name": "Priya Shah", "recipient_email": "priya@example.com"} if way == "one-time link" else {}
    known = urlencode(({} if who else WHO) | {"skip": "1", "phone": "+34 600 000 000", "topics": "Prices, Contract"})
    details = details_of(client, ana, anas_page, way, known, **who)
    response = client.get(details)
    page = read(response)
    assert asked(response) == {"answer-budget", "answer-size"}
    assert title(response).startswith("Your details")
    assert "Priya Shah priya@example.com Phone number: +34 600 000 000 Topics: Prices, Contract Change" in page.text
    assert client.post(details, fields(response)).status_code == 422
    sent = fields(response) | {"answer-budget": "1", "answer-size": "1"}
    assert client.post(details, sent).status_code == 303
    admission = Admission.objects.get()
    assert (admission.customer_name, admission.phone) == ("Priya Shah", "+34 600 000 000")
    assert [(one["name"], one["value"]) for one in admission.answers] == [
        ("budget", "1"), ("size", "1"), ("topics", "Prices\nContract"),
    ]  # fmt: skip


@pytest.mark.feature("A4")
def test_with_everything_answered_one_press_confirms(client, ana, anas_page, asks_everything):
    known = {
        "skip": "1",
        "phone": "+34 600 000 000",
        "budget": "1",
        "size": "2 to 10",
        "source": "mail",
        "guests": "a@b.example",
    }
    details = details_of(client, ana, anas_page, query=urlencode(WHO | known))
    response = client.get(details)
    assert (asked(response), title(response)[:14]) == (set(), "Is this right?")
    assert "Source" not in read(response).text
    assert client.post(details, fields(response)).status_code == 303
    assert Admission.objects.get().guests == ["a@b.example"]
    assert [one["name"] for one in Admission.objects.get().answers] == ["budget", "size", "source"]


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({"phone": "call me"}, "phone"),
        ({"size": "Many"}, "answer-size"),
        ({"budget": "two\nlines"}, "answer-budget"),
    ],
)
@pytest.mark.feature("A4")
def test_senseless_answer_is_asked_again(client, ana, anas_page, asks_everything, given, missing):
    known = {"skip": "1", "phone": "+34 600 000 000", "budget": "1", "size": "1"} | given
    assert asked(client.get(details_of(client, ana, anas_page, query=urlencode(WHO | known)))) == {missing}


@pytest.mark.parametrize("given", [{"country": "Atlantis"}, {"topics": "Weather"}, {"guests": "nobody"}])
@pytest.mark.feature("A4")
def test_an_optional_one_is_left_out(client, ana, anas_page, asks_everything, given):
    known = {"skip": "1", "phone": "+34 600 000 000", "budget": "1", "size": "1"} | given
    details = details_of(client, ana, anas_page, query=urlencode(WHO | known))
    response = client.get(details)
    assert asked(response) == set()
    assert client.post(details, fields(response)).status_code == 303
    assert [one["name"] for one in Admission.objects.get().answers] == ["budget", "size"]


@pytest.mark.feature("A4")
def test_links_stored_answers_win_over_address(client, ana, anas_page, asks_everything):
    details = details_of(
        client,
        ana,
        anas_page,
        "one-time link",
        "skip=1&budget=5&source=ads",
        recipient_name="Li",
        recipient_email="li@b.cd",
    )
    Link.objects.update(answers={"phone": "+34 600 000 000", "budget": "7", "size": "1", "source": "crm", "topics": 5})
    response = client.get(details)
    assert (asked(response), "+34" in details) == (set(), False)
    assert client.post(details, fields(response)).status_code == 303
    answers = {one["name"]: one["value"] for one in Admission.objects.get().answers}
    assert answers == {"budget": "7", "size": "1", "source": "crm"}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("query", "field", "value"),
    [
        ("name=Li", "name", "Li"),
        ("NAME=Ana&Name=Li", "name", "Li"),
        ("email=li@example.com", "email", "li@example.com"),
        ("Company=Acme%20%26%20Co", "company", "Acme & Co"),
        ("phone=%2B34%20600", "phone", "+34 600"),
        ("guests=a@example.com,b@example.com", "guests", "a@example.com,b@example.com"),
        ("note=Hello%20there", "note", "Hello there"),
        ("BUDGET=1&budget=2", "answer-budget", "2"),
        ("story=One%0ATwo", "answer-story", "One\nTwo"),
        ("size=2%20to%2010", "answer-size", "2 to 10"),
        ("country=Country%203", "answer-country", "Country 3"),
        ("topics=Prices", "answer-topics", ["Prices"]),
        ("topics=Contract,Prices", "answer-topics", ["Prices", "Contract"]),
        ("topics=Terms,%20and%20more%0APrices", "answer-topics", ["Prices", "Terms, and more"]),
        ("topics=Weather", "answer-topics", []),
    ],
)
@pytest.mark.feature("A5")
def test_address_can_prefill_every_field(client, ana, anas_page, asks_everything, way, query, field, value):
    form = fields(client.get(details_of(client, ana, anas_page, way, query)))
    assert form[field] == value
    assert Admission.objects.count() == 0


@pytest.mark.feature("A5")
def test_address_can_prefill_the_place(client, ana, anas_page):
    Page.objects.update(location_kind=LocationKind.ASK)
    details = details_of(client, ana, anas_page, query="location=Caf%C3%A9%20Central")
    assert fields(client.get(details))["location"] == "Café Central"


@pytest.mark.feature("A5")
def test_what_nobody_asks_is_not_carried_along(client, ana, anas_page, event_type):
    EventType.objects.update(questions=[Question("budget", "Budget?").stored()])
    details = details_of(
        client, ana, anas_page, query="budget=5&colour=red&fbclid=123&utm_source=x&token=y&company=Acme"
    )
    assert "budget=5" in details
    assert "company=Acme" in details
    assert not any(one in details for one in ("colour", "fbclid", "token"))


@pytest.mark.feature("A5")
def test_answers_stay_through_every_step(client, ana):
    call, demo = managed_event_type(ana, ask_company=Ask.OPTIONAL), managed_event_type(ana, "Demo")
    address = address_of(ana, master_of(ana, EVENTS_FIRST, 2, [call, demo]), "public page")
    page = read(client.get(f"{address}?name=Li&company=Acme&skip=0&lang=en&clock=12"))
    for _step in range(2):
        page = read(client.get(next(page.find("a", "choice"))["href"]))
    form = read(client.get(page.one("a", "time")["href"]))
    assert next(one["value"] for one in form.find("input") if one.get("name") == "company") == "Acme"
    change = next(one["href"] for one in form.find("a") if "start=" in one["href"])
    assert all(one in change for one in ("name=Li", "company=Acme", "skip=0", "lang=en", "clock=12"))


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.feature("A14")
def test_calling_host_asks_for_number_as_place(client, ana, anas_page, way):
    Page.objects.update(location_kind=LocationKind.HOST_CALLS)
    details = details_of(client, ana, anas_page, way)
    assert "Phone call: Ana Ruiz calls you" in read(client.get(details)).text
    refused = send(client, details)
    assert (refused.status_code, "Phone number : Please enter a phone number." in read(refused).text) == (422, True)
    booked = send(client, details, phone="+34 600 000 000")
    assert Booking.objects.get().location == "+34 600 000 000"
    assert (
        "Phone call: Ana Ruiz calls Priya Shah at +34 600 000 000" in read(client.get(booked.headers["Location"])).text
    )


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.feature("A14")
def test_customers_place_is_asked_and_kept(client, ana, anas_page, way):
    Page.objects.update(location_kind=LocationKind.ASK)
    details = details_of(client, ana, anas_page, way)
    page = read(client.get(details))
    assert "You choose the place" in page.text
    assert "Where would you like to meet?" in page.text
    assert send(client, details).status_code == 422
    booked = send(client, details, location="Café Central, Madrid")
    assert Booking.objects.get().location == "Café Central, Madrid"
    assert "Café Central, Madrid" in read(client.get(booked.headers["Location"])).text


@pytest.mark.feature("A14")
def test_the_event_types_own_place_comes_first(client, ana, anas_page, event_type):
    Page.objects.update(location_kind=LocationKind.HOST_CALLS)
    EventType.objects.update(location_kind=LocationKind.ADDRESS, location="Gran Vía 1, Madrid")
    details = details_of(client, ana, anas_page)
    assert "Gran Vía 1, Madrid" in read(client.get(details)).text
    assert send(client, details).status_code == 303
    assert Booking.objects.get().location == "Gran Vía 1, Madrid"


@pytest.mark.feature("A14")
def test_mixed_pool_asks_what_any_member_needs(client, ana):
    phone, video = add_colleagues(ana, 2)
    Page.objects.filter(pk=phone.pk).update(location_kind=LocationKind.HOST_CALLS)
    pool = pool_of(ana, [video, phone], Distribution.LONGEST_IDLE)
    details = details_of(client, ana, team_page(ana, managed_event_type(ana), pool))
    page = read(client.get(details))
    assert "Place sent by email" in page.text
    assert send(client, details).status_code == 422
    assert send(client, details, phone="+34 600 000 000").status_code == 303
    assert (Booking.objects.get().location_kind, Booking.objects.get().location) == ("host_calls", "+34 600 000 000")


@pytest.mark.feature("A14")
def test_changed_turn_asks_for_missing_number(client, ana):
    video, phone = add_colleagues(ana, 2)
    Page.objects.filter(pk=phone.pk).update(location_kind=LocationKind.HOST_CALLS)
    page = team_page(ana, managed_event_type(ana), pool_of(ana, [video, phone]))
    details = details_of(client, ana, page, "one-time link")
    form = fields(client.get(details)) | WHO | {"note": "Hello"}
    page.offered.get().seats.get().pool.members.filter(page=video).update(level=1)
    response = client.post(details, form)
    assert (response.status_code, fields(response)["note"]) == (422, "Hello")
    assert client.post(details, fields(response) | {"phone": "+34 600 000 000"}).status_code == 303


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.feature("A12")
def test_panel_books_shows_and_tells_everybody(client, ana, way):
    details = details_of(client, ana, panel_of(ana, 3, ask_company=Ask.OPTIONAL), way)
    page = read(client.get(details))
    assert "Meet the team Team call 30 minutes" in page.text
    assert "Anything we should know?" in page.text
    booked = send(client, details, company="Acme", note="See you")
    response = client.get(booked.headers["Location"])
    text = read(response).text
    assert "You are booked with Member 1, Member 2 and Member 3" in text
    assert "What you told us Company Acme Note See you" in text
    assert owed() == [
        ("customer_confirmation", "priya@example.com"),
        *(("host_confirmation", f"member{number}@acme.example") for number in (1, 2, 3)),
    ]
    facts = Delivery.objects.get(kind="customer_confirmation").facts
    assert [host["name"] for host in facts["hosts"]] == ["Member 1", "Member 2", "Member 3"]


@pytest.mark.feature("A12")
def test_the_lead_comes_first_whoever_joined_first(client, ana):
    first, second = add_colleagues(ana, 2)
    details = details_of(client, ana, team_page(ana, managed_event_type(ana), second, first))
    booked = send(client, details)
    assert "You are booked with Member 2 and Member 1" in read(client.get(booked.headers["Location"])).text
    calendar = client.get(f"{booked.headers['Location']}invite.ics").content.decode()
    assert "SUMMARY:Team call: Priya Shah & Member 2\\, Member 1" in calendar.replace("\r\n ", "")


@pytest.mark.feature("A12")
def test_guest_who_hosts_is_told_once(client, ana):
    details = details_of(client, ana, panel_of(ana, 2, ask_guests=Ask.OPTIONAL))
    assert send(client, details, guests="MEMBER2@acme.example, tom@example.com").status_code == 303
    assert ("guest_confirmation", "tom@example.com") in owed()
    assert len(owed()) == 4


@pytest.mark.feature("O27")
def test_owner_sees_answers_and_all_hosts(anas, client, ana):
    details = details_of(client, ana, panel_of(ana, 2, **EVERYTHING))
    send(client, details, **TYPED)
    booking = Booking.objects.get()
    text = read(anas.get(f"/meetings/{booking.pk}/")).text
    assert "Company Shah & Sons Phone +91 98 7654 3210 Guests tom@example.com lena@example.com" in text
    assert "Hosts Member 1 Member 2" in text
    assert "What is your budget? 10,000" in text
    assert "Invitation to a guest" in text


@pytest.mark.feature("A14")
def test_booking_form_costs_twenty_two_queries(client, ana, anas_page, django_assert_num_queries):
    EventType.objects.update(questions=[Question("one", "One?", QuestionKind.LINE, required=True).stored()])
    details = details_of(client, ana, anas_page, "one-time link")
    form = fields(client.get(details)) | WHO | {"answer-one": "1"}
    with django_assert_num_queries(22):
        assert client.post(details, form).status_code == 303
