"""The second step: who books, and what happens when something is in the way."""

import re
import uuid
from datetime import timedelta
from unittest import mock

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bookings.models import Admission, Booking
from bookings.steps import judge as steps
from bookings.steps import retry
from customer import form_token
from deliveries.models import Delivery
from links.actions import revoke
from links.models import Link
from pages.models import EventType, Page
from tests.builders import one_time_link
from tests.customer.customers import fields, read, send, start_of, times, title

pytestmark = [pytest.mark.django_db, pytest.mark.page]


def fresh_link(owner, **choices) -> Link:
    return one_time_link(owner, now=timezone.now(), **choices)


def address_of(link: Link, query: str = "") -> str:
    return reverse("link", args=[link.token()]) + query


@pytest.fixture
def link(ana) -> Link:
    return fresh_link(ana)


@pytest.fixture
def details(client, link) -> str:
    """The address of the first free time's details, on a 24-hour clock."""
    return times(client, address_of(link, "?clock=24"))[0]


def written() -> tuple[int, int, int]:
    return Admission.objects.count(), Booking.objects.count(), Delivery.objects.count()


@pytest.mark.feature("A3", "A17")
def test_customer_books_through_one_time_link(client, link, details):
    response = send(client, details, note="About the budget")
    admission = Admission.objects.get()
    booking = admission.bookings.get()
    assert (response.status_code, response.headers["Location"]) == (303, f"/b/{booking.token()}/")
    assert (admission.link, admission.use, admission.note) == (link, 1, "About the budget")
    assert (admission.customer_name, admission.customer_email) == ("Priya Shah", "priya@example.com")
    assert (admission.customer_zone, admission.customer_clock, admission.customer_language) == (
        "Europe/Madrid",
        "24",
        "en-gb",
    )
    assert booking.starts_at == start_of(details)
    # No slug and no way up: the customer never learns which page is behind the link.
    assert not re.search(
        r"/p/acme|ana-ruiz", client.get(details.partition("?")[0].replace("book/", "")).content.decode()
    )


@pytest.mark.feature("A14")
def test_a_customer_books_at_the_public_address(client, ana, anas_page):
    details = times(client, reverse("public-page", args=["acme", anas_page.slug]))[0]
    response = send(client, details)
    admission = Admission.objects.get()
    assert response.headers["Location"] == f"/b/{admission.bookings.get().token()}/"
    assert (admission.page, admission.link) == (anas_page, None)


@pytest.mark.feature("V7", "V27", "V31")
def test_details_say_when_and_what_button_does(client, details):
    response = client.get(details)
    page = read(response)
    assert title(response) == "Your details - Book 30-minute meeting with Ana Ruiz"
    assert page.one("form")["method"] == "post"
    assert "Monday 7 January 2030, 11:00–11:30 Madrid time, UTC+1" in page.text
    assert "Book 7 January, 11:00" in page.text
    change = next(link["href"] for link in page.find("a") if "start=" in link["href"])
    assert read(client.get(change)).one("a", "time")["aria-current"] == "true"


@pytest.mark.feature("V29")
def test_labels_and_autocomplete(client, details):
    page = read(client.get(details))
    inputs = {one["name"]: one for one in page.find("input") if one.get("type") != "hidden"}
    assert {name: one["autocomplete"] for name, one in inputs.items()} == {"name": "name", "email": "email"}
    assert not any("placeholder" in one for one in inputs.values())
    assert [label["for"] for label in page.find("label")] == ["id_name", "id_email", "id_note"]


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"name": ""}, "Please enter your name."),
        ({"email": ""}, "Please enter your email address."),
        ({"email": "priya@"}, "Enter a valid email address, such as name@example.com."),
        (
            {"email": f"{'a' * 60}@{'b.' * 120}example.com"},
            "Ensure this value has at most 254 characters (it has 312).",
        ),
        ({"name": "x" * 101}, "Ensure this value has at most 100 characters (it has 101)."),
        ({"name": "Priya\nBcc: all@example.com"}, "Use only letters, numbers and symbols, on one line."),
        ({"name": "Win at www.evil.example"}, "Remove any website addresses."),
        ({"name": "See evil.com"}, "Remove any website addresses."),
        ({"name": "Win at https://evil.example"}, "Remove any website addresses."),
        ({"note": "x" * 2_001}, "Ensure this value has at most 2000 characters (it has 2001)."),
        ({"note": "a\x07b"}, "Use only letters, numbers and symbols, on one line."),
    ],
)
@pytest.mark.feature("V30")
def test_bad_input_is_named_and_kept(client, details, typed, message):
    sent = {"name": "Priya Shah", "email": "priya@example.com", "note": "Hello"} | typed
    response = send(client, details, **sent)
    page = read(response)
    field = next(iter(typed))
    bad = next(one for _tag, one in page.tags if one.get("name") == field)
    assert response.status_code == 422
    assert page.text.count(message) == 2
    assert (bad["aria-invalid"], f"id_{field}_error" in bad["aria-describedby"]) == ("true", True)
    assert [link["href"] for link in page.find("a") if link["href"].startswith("#id")] == [f"#id_{field}"]
    assert title(response).startswith("Please check: Your details")
    kept = fields(response) | {"note": sent["note"]}
    assert {name: kept[name] for name in ("name", "email")} == {name: sent[name] for name in ("name", "email")}
    assert written() == (0, 0, 0)


@pytest.mark.parametrize(
    "name",
    ["Dr. Ana M. de la O'Neil-Ruiz", "李小龍", "عائشة", "St. John", "J.R.R. Tolkien", "Dr.med. Weber", "🎫 Priya"],
)
@pytest.mark.feature("V30")
def test_people_have_all_kinds_of_names(client, details, name):
    assert send(client, details, name=name).status_code == 303
    assert Admission.objects.get().customer_name == name


@pytest.mark.feature("R13")
def test_same_form_twice_books_once(client, details):
    form = fields(client.get(details)) | {"name": "Priya Shah", "email": "priya@example.com"}
    first, second = client.post(details, form), client.post(details, form)
    changed = client.post(details, form | {"name": "Somebody Else"})
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["Location"] == second.headers["Location"]
    assert (changed.status_code, written()) == (410, (1, 1, 2))


@pytest.mark.feature("R13")
def test_changed_public_form_was_already_sent(client, anas_page):
    details = times(client, reverse("public-page", args=["acme", anas_page.slug]))[0]
    form = fields(client.get(details)) | {"name": "Priya Shah", "email": "priya@example.com"}
    first, second = client.post(details, form), client.post(details, form)
    changed = client.post(details, form | {"name": "Somebody Else"})
    assert first.headers["Location"] == second.headers["Location"]
    assert changed.status_code == 409
    assert "You have already sent this form with different details." in read(changed).text
    assert written() == (1, 1, 2)


@pytest.mark.feature("R9", "V38")
def test_second_customer_hears_link_is_used(client, details):
    first, second = client.get(details), client.get(details)
    who = {"name": "Priya Shah", "email": "priya@example.com"}
    client.post(details, fields(first) | who)
    response = client.post(details, fields(second) | {"name": "Late", "email": "late@example.com"})
    assert response.status_code == 410
    assert "This link has already been used to book a meeting. Contact Ana Ruiz to book another." in read(response).text
    assert "Priya" not in response.content.decode()
    assert written() == (1, 1, 2)


@pytest.mark.feature("R12", "V33")
def test_taken_time_offers_others_by_one_press(client, ana, details):
    form = fields(client.get(details)) | {"name": "Late Comer", "email": "late@example.com", "note": "Mine"}
    send(client, times(client, address_of(fresh_link(ana)))[0])
    response = client.post(details, form)
    page = read(response)
    offered = [button["value"] for button in page.find("button", "time")]
    assert response.status_code == 409
    assert title(response) == "That time was just taken. - Book 30-minute meeting with Ana Ruiz"
    assert "That time was just taken. Your details are saved." in page.text
    start = start_of(details).timestamp()
    assert [int(one) - start for one in offered[:3]] == [1_800, 3_600, 5_400]
    again = fields(response)
    assert (again["name"], again["email"], "Mine" in page.text) == ("Late Comer", "late@example.com", True)
    # Enter in a field presses the first button, which must not book a time that nobody chose.
    assert "disabled" in next(page.find("button"))
    rebooked = client.post(details, again | {"note": "Mine", "start": offered[0]})
    assert rebooked.status_code == 303
    assert Booking.objects.latest("id").starts_at == start_of(details) + timedelta(minutes=30)
    assert Link.objects.filter(uses=1).count() == 2


@pytest.mark.feature("V33")
def test_time_taken_before_details_says_so(client, ana, details):
    send(client, times(client, address_of(fresh_link(ana)))[0])
    response = client.get(details)
    assert response.status_code == 409
    assert "That time was just taken. The nearest free times" in read(response).text


@pytest.mark.parametrize(
    "shift",
    [60, -86_400 * 7, 86_400 * 400, 5 * 3_600 * 24 + 600],
    ids=["off the grid", "past", "past the horizon", "odd"],
)
@pytest.mark.feature("R5")
def test_unoffered_start_is_refused(client, link, details, shift):
    form = fields(client.get(details)) | {"name": "Priya Shah", "email": "priya@example.com"}
    form["start"] = str(int(start_of(details).timestamp()) + shift)
    response = client.post(details, form)
    assert response.status_code == 409
    assert "That time is no longer offered. Your details are saved." in read(response).text
    link.refresh_from_db()
    assert (link.uses, written()) == (0, (0, 0, 0))


@pytest.mark.feature("R11")
def test_form_without_its_token_is_repeated(client, link, details):
    for token in (
        "",
        "forged",
        form_token.make("book", "link 0", uuid.uuid4()),
        form_token.make("mine", f"link {link.pk}", uuid.uuid4()),
    ):
        response = send(client, details, token=token, note="Hello")
        assert response.status_code == 422
        assert "Nothing is booked yet." in read(response).text
        assert written() == (0, 0, 0)
    again = fields(response)
    assert again["name"] == "Priya Shah"
    assert client.post(details, again).status_code == 303


@pytest.mark.feature("R11")
def test_foreign_event_type_or_page_is_refused(client, ana, ben, zoe, details, event_type):
    foreign = list(EventType.objects.exclude(pk=event_type.pk).values_list("pk", flat=True))
    single = fields(client.get(details)) | {"name": "Priya Shah", "email": "priya@example.com"}
    for other in foreign:
        response = client.post(f"{details}&event={other}", single)
        assert response.status_code == 409
        assert "What you chose cannot be booked here. Please choose again." in read(response).text
    stranger = reverse("public-page-book", args=["other", zoe.pages.get().slug])
    assert client.post(f"{stranger}?{details.partition('?')[2]}", single).status_code == 409
    zoes = zoe.event_types.get().pk
    assert client.post(f"{stranger}?{details.partition('?')[2]}&event={zoes}", single).status_code == 422
    assert written() == (0, 0, 0)


@pytest.mark.feature("D3")
def test_locked_link_books_for_recipient_only(client, ana):
    link = fresh_link(ana, recipient_email="priya@example.com", locked_to_recipient=True)
    details = times(client, address_of(link))[0]
    page = read(client.get(details))
    email = next(one for one in page.find("input") if one["name"] == "email")
    assert ("readonly" in email, email["value"]) == (True, "priya@example.com")
    assert "Only this email address can book with this link." in page.text
    refused = send(client, details, email="mallory@example.com")
    assert refused.status_code == 422
    assert "This link was made for a different email address." in read(refused).text.replace("’", "'")
    assert send(client, details, email="PRIYA@example.com").status_code == 303


@pytest.mark.feature("A4")
def test_personal_link_asks_only_for_confirmation(client, ana):
    link = fresh_link(ana, recipient_name="Priya Shah", recipient_email="priya@example.com")
    assert link.address().endswith("/?skip=1")
    details = times(client, address_of(link, "?skip=1"))[0]
    response = client.get(details)
    page = read(response)
    assert title(response).startswith("Is this right?")
    assert "Is this right? Priya Shah priya@example.com" in page.text
    assert sorted(fields(response)) == ["start", "token"]
    assert client.post(details, fields(response)).status_code == 303
    admission = Admission.objects.get()
    assert (admission.customer_name, admission.customer_email) == ("Priya Shah", "priya@example.com")


@pytest.mark.parametrize("query", ["", "?skip=0", "?skip=1&skip=0", "?SKIP=1&Skip=0"])
@pytest.mark.feature("A4", "V28")
def test_prefilled_form_appears_without_skip(client, ana, query):
    link = fresh_link(ana, recipient_name="Priya Shah", recipient_email="priya@example.com")
    form = fields(client.get(times(client, address_of(link, query))[0]))
    assert (form["name"], form["email"]) == ("Priya Shah", "priya@example.com")


@pytest.mark.feature("A4")
def test_only_what_is_missing_is_asked(client, ana):
    link = fresh_link(ana, recipient_name="Priya Shah")
    details = times(client, address_of(link, "?skip=1"))[0]
    response = client.get(details)
    assert sorted(fields(response)) == ["email", "start", "token"]
    assert client.post(details, fields(response)).status_code == 422
    assert client.post(details, fields(response) | {"email": "p@example.com"}).status_code == 303


@pytest.mark.feature("V48")
def test_stored_recipient_wins_over_address(client, ana):
    link = fresh_link(ana, recipient_name="Priya Shah", recipient_email="priya@example.com")
    query = "?skip=1&name=<script>alert(1)</script>&email=mallory@example.com"
    response = client.get(times(client, address_of(link, query))[0])
    assert "Priya Shah priya@example.com" in read(response).text
    assert "<script>alert" not in response.content.decode()


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        ("?skip=1&name=Li&email=li@example.com", []),
        ("?SKIP=1&Name=Li&EMAIL=li@example.com", []),
        ("?skip=1&name=Li&email=nobody", ["email", "name", "note"]),
        ("?skip=1&email=li@example.com", ["email", "name", "note"]),
        ("?skip=0&skip=1&name=Li&email=x&email=li@example.com&colour=red", []),
        ("?name=Li&email=li@example.com", ["email", "name", "note"]),
    ],
)
@pytest.mark.feature("A5")
def test_parameters_of_a_public_page(client, anas_page, query, asked):
    address = reverse("public-page", args=["acme", anas_page.slug])
    details = times(client, address + query)[0]
    form = fields(client.get(details))
    assert sorted(set(form) - {"start", "token"}) == asked
    assert written() == (0, 0, 0)
    if not asked:
        assert client.post(details, form).status_code == 303
        assert Admission.objects.get().customer_name == "Li"


@pytest.mark.feature("A5")
def test_prefills_are_shown_in_the_form(client, anas_page):
    address = reverse("public-page", args=["acme", anas_page.slug])
    page = read(client.get(times(client, f"{address}?note=Hello%20there&NAME=Li")[0]))
    assert "Hello there" in page.text
    assert next(one["value"] for one in page.find("input") if one["name"] == "name") == "Li"


def test_busy_answer_keeps_form_for_retry(client, details):
    form = fields(client.get(details)) | {"name": "Priya Shah", "email": "priya@example.com"}
    cause = type("LockNotAvailable", (Exception,), {"sqlstate": retry.LOCK_NOT_AVAILABLE})()
    error = OperationalError("lock timeout")
    error.__cause__ = cause
    with mock.patch.object(steps, "lock_link", side_effect=error):
        response = client.post(details, form)
    assert (response.status_code, response.headers["Retry-After"]) == (503, "2")
    assert "Nothing is booked yet: press the button again." in read(response).text
    assert client.post(details, fields(response)).status_code == 303


@pytest.mark.feature("O19")
def test_a_link_revoked_meanwhile_books_nothing(client, ana, link, details):
    form = fields(client.get(details)) | {"name": "Priya Shah", "email": "priya@example.com"}
    revoke(actor=ana, link=link, now=timezone.now())
    response = client.post(details, form)
    assert response.status_code == 410
    assert "This link has been withdrawn. Ask Ana for a new one." in read(response).text
    assert written() == (0, 0, 0)


@pytest.mark.parametrize(("change", "status"), [({"accepts_bookings": False}, 410), ({"listed": False}, 404)])
@pytest.mark.feature("A22")
def test_a_public_page_closed_meanwhile_books_nothing(client, anas_page, change, status):
    details = times(client, reverse("public-page", args=["acme", anas_page.slug]))[0]
    form = fields(client.get(details)) | {"name": "Priya Shah", "email": "priya@example.com"}
    Page.objects.update(**change)
    assert (client.post(details, form).status_code, written()) == (status, (0, 0, 0))


@pytest.mark.feature("V50")
def test_no_customers_page_sets_a_cookie(client, ana, link, details):
    booked = send(client, details)
    addresses = [address_of(link), details, booked.headers["Location"], f"{booked.headers['Location']}invite.ics"]
    addresses += [reverse("link-mine", args=[link.token()]), reverse("zones"), "/l/forged/", "/b/forged/"]
    answers = [client.get(one) for one in addresses] + [booked, client.post(details, {})]
    assert [dict(one.cookies) for one in answers] == [{}] * len(answers)
    # Nor does what it shows depend on one: a visitor's session is not even looked for.
    assert {one.headers.get("Vary") for one in answers} <= {"Accept-Language, Accept-Encoding", "Accept-Language", None}


def public_times(client, page) -> list[str]:
    return times(client, reverse("public-page", args=["acme", page.slug]))


def test_one_customer_books_five_an_hour(client, ana, anas_page, link):
    *first, sixth = public_times(client, anas_page)[:6]
    assert [send(client, one, email="Priya@example.com").status_code for one in first] == [303] * 5
    response = send(client, sixth, note="Hello")
    assert response.status_code == 429
    assert "Too many meetings were booked from here in the last hour." in read(response).text
    assert "Hello" in read(response).text
    assert send(client, sixth, email="tom@example.com").status_code == 303
    # A link has a limit of its own.
    through_link = times(client, address_of(link))[-1]
    assert send(client, through_link).status_code == 303
    Admission.objects.update(created_at=timezone.now() - timedelta(hours=2))
    assert send(client, public_times(client, anas_page)[0]).status_code == 303
    assert written()[:2] == (8, 8)


def test_made_up_customers_flood_nobody(client, anas_page, event_type, settings):
    settings.ACCOUNT_RATE_LIMITS = {"invite_guest": "2/h/key", "public_booking": "60/h/ip"}
    EventType.objects.filter(pk=event_type.pk).update(ask_guests="optional")
    starts = public_times(client, anas_page)[:4]
    victim = {"guests": "victim@target.example"}
    for number, start in enumerate(starts[:2]):
        assert send(client, start, email=f"made-up-{number}@example.com", **victim).status_code == 303
    response = send(client, starts[2], email="made-up-2@example.com", guests="VICTIM@target.example")
    assert response.status_code == 429
    assert "invited too many times" in read(response).text
    assert "VICTIM@target.example" in response.content.decode()
    assert written()[1] == 2
    assert send(client, starts[3], email="tom@example.com", guests="lena@example.com").status_code == 303


def test_forms_are_limited_by_their_origin(client, anas_page, settings):
    settings.ACCOUNT_RATE_LIMITS = {"public_booking": "2/h/ip"}
    first, second, third = public_times(client, anas_page)[:3]
    form = fields(client.get(first)) | {"name": "Priya Shah", "email": "priya@example.com"}
    booked = client.post(first, form)
    assert booked.status_code == send(client, second, email="tom@example.com").status_code == 303
    response = send(Client(HTTP_X_FORWARDED_FOR="203.0.113.9"), third, email="lena@example.com")
    assert response.status_code == 429
    assert fields(response)["email"] == "lena@example.com"
    # Whoever lost the answer still gets it.
    assert client.post(first, form).headers["Location"] == booked.headers["Location"]
    assert written()[1] == 2
