"""What was typed when the database went away is on the page that says so, and is sent from there once more."""

from unittest import mock

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse

from bookings.actions import book
from bookings.models import Admission
from bookings.steps import judge as steps
from customer import book as booking_view
from links.models import Link
from pages.models import Schedule
from scheduler import outage
from tests.builders import NOW, one_time_link
from tests.customer.customers import fields, read, times
from tests.outages import database_error
from tests.scheduler.test_outage import database_away, is_kept_waiting, read_only

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("no_outage"), pytest.mark.walk]

PASSWORD = "correct horse battery"
NOTE = "“Two” lines\r\n <b>& more</b> "


@pytest.fixture
def visitor():
    """As browsers are treated: the CSRF cookie counts, and an error is an answer."""
    return Client(enforce_csrf_checks=True, raise_request_exception=False)


@pytest.fixture
def clock():
    """The application's and the database's."""
    with time_machine.travel(NOW, tick=False), mock.patch.object(steps, "read_clock", return_value=NOW):
        yield


def details(visitor, entry):
    """The address of a booking's details, and what the customer typed."""
    address = times(visitor, f"{entry}?day=2030-01-08")[0]
    typed = {"name": "Priya O'Shah", "email": "priya@example.com", "note": NOTE}
    return address, fields(visitor.get(address)) | typed


@pytest.fixture
def filled_in(clock, visitor, ana):
    """The form of a one-time link."""
    return details(visitor, one_time_link(ana).address())


def kept_fields(response):
    """The fields that the page sends again, to its own address."""
    (form,) = read(response).find("form")
    assert is_kept_waiting(response)
    assert (form["method"], "action" in form) == ("post", False)
    return fields(response)


@pytest.mark.parametrize("away", [database_away, read_only])
def test_kept_customer_form_books_after_outage(visitor, filled_in, away):
    address, typed = filled_in
    with away():
        response = visitor.post(address, typed)
    assert kept_fields(response) == typed
    assert "You will not be booked twice." in read(response).text
    first = visitor.post(address, kept_fields(response))
    again = visitor.post(address, kept_fields(response))
    assert (first.status_code, again.status_code, first["Location"]) == (303, 303, again["Location"])
    assert Admission.objects.get().note == NOTE.strip()


def test_untaken_public_forms_are_not_counted(clock, visitor, ana):
    address, typed = details(visitor, "/p/acme/ana-ruiz/")
    for _ in range(70):
        with read_only():
            response = visitor.post(address, typed)
        assert kept_fields(response) == typed
    assert visitor.post(address, kept_fields(response)).status_code == 303


def test_form_books_wherever_it_broke_off(visitor, filled_in):
    address, typed = filled_in
    after, refused = 0, [""]
    while refused:
        with database_away(after) as refused:
            response = visitor.post(address, typed)
        if refused:
            assert kept_fields(response) == typed
        after += 1
    assert after > 10
    assert (response.status_code, Admission.objects.count(), Link.objects.get().uses) == (303, 1, 1)


def test_doubtful_commit_is_found_by_same_form(visitor, filled_in, monkeypatch):
    address, typed = filled_in

    def cut_off(**arguments):
        book(**arguments)
        raise database_error(OperationalError, "57P01")

    with monkeypatch.context() as once:
        once.setattr(booking_view, "book", cut_off)
        response = visitor.post(address, typed)
    assert (kept_fields(response), Admission.objects.count()) == (typed, 1)
    assert (visitor.post(address, kept_fields(response)).status_code, Admission.objects.count()) == (303, 1)


@pytest.mark.parametrize("away", [database_away, read_only])
def test_owners_form_is_kept_and_saved(visitor, ana, away):
    visitor.force_login(ana)
    address = reverse("schedule", args=[Schedule.objects.get().pk])
    typed = fields(visitor.get(address)) | {"name": "Sommer & “mehr”", "save": "1"}
    with away():
        response = visitor.post(address, typed)
    assert kept_fields(response) == {name: value for name, value in typed.items() if value != []}
    assert visitor.post(address, kept_fields(response)).status_code == 302
    assert Schedule.objects.get().name == "Sommer & “mehr”"


def test_foreign_form_is_refused_before_any_query(visitor, ana):
    visitor.force_login(ana)
    with database_away():
        response = visitor.post(reverse("invite"), {"email": "evil@example.com", "role": "admin"})
    assert (response.status_code, b"evil@example.com" in response.content) == (403, False)


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("account_login", {"login": "ana@acme.example", "password": PASSWORD, "remember": "on"}),
        ("account_change_password", {"oldpassword": PASSWORD, "password1": PASSWORD, "password2": PASSWORD}),
        ("account_confirm_login_code", {"code": PASSWORD}),
    ],
)
def test_no_password_is_on_the_page(client, ana, name, typed):
    client.raise_request_exception = False
    client.force_login(ana)
    with database_away():
        response = client.post(reverse(name), typed)
    assert kept_fields(response) == {one: text for one, text in typed.items() if text != PASSWORD}
    assert PASSWORD not in response.content.decode()
    assert "Passwords, codes and files are not kept." in read(response).text


def test_a_file_is_asked_for_again(client, ana):
    client.raise_request_exception = False
    client.force_login(ana)
    file = SimpleUploadedFile("people.csv", b"Priya,priya@example.com")
    with database_away():
        response = client.post(reverse("new-batch"), {"label": "Spring", "file": file})
    assert kept_fields(response) == {"label": "Spring"}
    assert "Passwords, codes and files are not kept." in read(response).text


UNREADABLE = [
    ("application/x-www-form-urlencoded", "&".join(f"a{number}=" for number in range(2_001))),
    ("application/x-www-form-urlencoded", "a=" + "x" * 2_700_000),
    ("multipart/form-data; boundary=", "--"),
]


@pytest.mark.parametrize(("kind", "body"), UNREADABLE, ids=["fields", "bytes", "parts"])
def test_unreadable_form_keeps_waiting(client, ana, kind, body):
    client.raise_request_exception = False
    client.force_login(ana)
    with database_away():
        response = client.post(reverse("home"), body, content_type=kind)
    assert is_kept_waiting(response)
    assert "Then go back and send the form again." in read(response).text


def test_unsavable_sign_in_keeps_waiting(client, ana):
    client.raise_request_exception = False
    with read_only():
        response = client.post(reverse("account_login"), {"login": "ana@acme.example", "password": PASSWORD})
    assert is_kept_waiting(response)
    again = client.post(reverse("account_login"), {"login": "ana@acme.example", "password": PASSWORD})
    assert again["Location"] == reverse("home")


def test_unsavable_session_keeps_waiting(client, ana):
    client.raise_request_exception = False
    client.force_login(ana)
    session = client.session
    session["pressed"] = reverse("retry-delivery", args=[1])
    session.save()
    with read_only():
        # The page was made, and what it took out of the session cannot be written.
        response = client.get(reverse("retry-delivery", args=[1]))
    assert is_kept_waiting(response)
    assert client.get(reverse("home")).status_code == 200


def test_partial_request_leaves_page_alone(client):
    client.raise_request_exception = False
    with database_away():
        whole = client.get("/p/acme/ana-ruiz/")
        part = client.get("/p/acme/ana-ruiz/", headers={"HX-Request": "true"})
    assert (whole.headers.get("HX-Reswap"), part.headers["HX-Reswap"], part.status_code) == (None, "none", 503)


def test_only_customers_pages_are_shown_in_frames(client, ana):
    client.raise_request_exception = False
    client.force_login(ana)
    with database_away():
        customers, owners = client.get("/p/acme/ana-ruiz/"), client.get(reverse("home"))
    assert ("X-Frame-Options" in customers.headers, owners.headers["X-Frame-Options"]) == (False, "DENY")
    assert "frame-ancestors *" in customers.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in owners.headers["Content-Security-Policy"]


@pytest.mark.parametrize("code", ["57014", "55P03", "42P01"])
def test_failed_statement_is_still_an_error(client, ana, code):
    client.raise_request_exception = False
    client.force_login(ana)

    def refuse(execute, sql, *rest):
        raise database_error(OperationalError, code)

    with connection.execute_wrapper(refuse):
        response = client.get(reverse("home"))
    assert (response.status_code, "Retry-After" in response.headers) == (500, False)


def test_outage_and_its_end_are_logged_once(client, ana, caplog):
    client.raise_request_exception = False
    client.force_login(ana)
    for _ in range(20):
        with database_away():
            client.get(reverse("home"))
    with read_only():
        assert client.get(reverse("home")).status_code == 200
    assert outage.outage.is_active
    assert client.get(reverse("home")).status_code == 200
    assert [(record.name, record.getMessage().split(":")[0].split(",")[0]) for record in caplog.records] == [
        ("scheduler.outage", "The database cannot be used"),
        ("scheduler.outage", "The database can be used again"),
    ]


def test_switchover_drops_the_old_connection(client, ana):
    client.raise_request_exception = False
    client.force_login(ana)
    with connection.cursor() as cursor:
        cursor.execute("SET default_transaction_read_only = on")
    dismiss = reverse("home")
    assert [client.post(dismiss).status_code for _ in range(2)] == [503, 302]
