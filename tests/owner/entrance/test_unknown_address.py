"""Visitors whose address nobody knows: they are served, and what limits them then counts the whole site together."""

import logging
import re

import pytest
from allauth.core import ratelimit
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import adapter
from accounts.actions import invitation_key, invite
from accounts.models import User
from bookings.models import Booking
from pages.models import EventType
from tests.builders import one_time_link
from tests.customer.customers import fields, read, send, times

pytestmark = pytest.mark.page

PASSWORD = "correct horse battery"
# What an operator set up, and what reaches the application with each request.
SURROUNDINGS = {
    "a Unix socket": (False, {"REMOTE_ADDR": ""}),
    "a Unix socket behind a proxy that says nothing": (True, {"REMOTE_ADDR": ""}),
    "a proxy that says nothing": (True, {"REMOTE_ADDR": "127.0.0.1"}),
    "a proxy that does not know": (True, {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "203.0.113.7, unknown"}),
}
UNKNOWN = SURROUNDINGS["a Unix socket"][1]


@pytest.fixture(autouse=True)
def fresh(db):
    adapter.warn_once.cache_clear()


@pytest.fixture(params=SURROUNDINGS.values(), ids=SURROUNDINGS.keys())
def visitor(request, settings) -> Client:
    """Somebody's browser whose address does not reach the application."""
    settings.BEHIND_PROXY, meta = request.param
    return Client(**meta)


def test_unknown_address_signs_in_and_confirms(visitor, ana):
    signed_in = visitor.post(reverse("account_login"), {"login": ana.email, "password": PASSWORD})
    assert (signed_in.status_code, signed_in["Location"]) == (302, reverse("home"))
    again = visitor.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert (again.status_code, visitor.get(reverse("mfa_activate_totp")).status_code) == (302, 200)


def test_somebody_of_unknown_address_signs_up(visitor, settings):
    settings.SIGNUPS = "open"
    form = {"name": "Dora Lind", "organization": "Lind", "email": "dora@lind.example", "password1": PASSWORD}
    response = visitor.post(reverse("account_signup"), form | {"time_zone": "Europe/Oslo"})
    assert (response.status_code, response["Location"]) == (302, reverse("home"))
    assert User.objects.get().email == "dora@lind.example"


def test_somebody_of_unknown_address_joins(visitor, ana):
    invitation = invite(actor=ana, email="dora@acme.example", role="member", now=timezone.now())
    form = {"name": "Dora Lind", "password": PASSWORD, "time_zone": "Europe/Oslo"}
    response = visitor.post(reverse("join", args=[invitation_key(invitation)]), form)
    assert (response.status_code, response["Location"]) == (302, reverse("home"))


def test_unknown_address_gets_password_and_code(visitor, ana):
    assert visitor.post(reverse("account_reset_password"), {"email": ana.email}).status_code == 302
    address = re.search(r"http://localhost:8000(\S+/password/reset/key/\S+)", mail.outbox[0].body)[1]
    form = visitor.get(address, follow=True).request["PATH_INFO"]
    assert visitor.post(form, {"password1": "a quite new one", "password2": "a quite new one"}).status_code == 302
    ana.refresh_from_db()
    assert ana.check_password("a quite new one")

    assert visitor.post(reverse("account_request_login_code"), {"email": ana.email}).status_code == 302
    code = mail.outbox[-1].body.split("\n\n")[1].strip()
    assert visitor.post(reverse("account_confirm_login_code"), {"code": code})["Location"] == reverse("home")


def test_unknown_address_may_try_a_passkey(visitor, ana):
    assert visitor.post(reverse("mfa_login_webauthn"), {"credential": "{}"}).status_code == 302


def test_unknown_address_books_at_every_door(visitor, anas_page, event_type):
    EventType.objects.filter(pk=event_type.pk).update(ask_guests="optional")
    public = times(visitor, reverse("public-page", args=[anas_page.organization.slug, anas_page.slug]))
    assert send(visitor, public[0], guests="lena@example.com").status_code == 303
    link = one_time_link(anas_page.host, now=timezone.now())
    through_link = times(visitor, reverse("link", args=[link.token()]))
    assert send(visitor, through_link[1], guests="lena@example.com").status_code == 303
    # The link is used up by now; whoever finds it asks for another.
    ask = reverse("link-ask", args=[link.token()])
    asked = visitor.post(ask, fields(visitor.get(ask)) | {"name": "Tom", "email": "tom@example.com"})
    assert (asked.status_code, Booking.objects.count()) == (303, 2)


def many(rf, action, count, **key):
    """Whether each of so many visitors of unknown address is admitted."""
    return [ratelimit.consume(rf.post("/", **UNKNOWN), action=action, **key) for _ in range(count)]


def test_unknown_visitors_book_200_times_an_hour(rf):
    assert all(many(rf, "public_booking", 200))


def test_unknown_addresses_share_fifty_times_the_limit(rf, anas_page, settings):
    settings.ACCOUNT_RATE_LIMITS = {"public_booking": "2/h/ip"}
    nobody, somebody = Client(**UNKNOWN), Client(REMOTE_ADDR="203.0.113.7")
    address = reverse("public-page", args=[anas_page.organization.slug, anas_page.slug])
    first, second, third = times(nobody, address)[:3]
    assert many(rf, "public_booking", 99) == [True] * 99
    assert send(nobody, first).status_code == 303

    refused = send(nobody, second, email="lena@example.com")

    assert (refused.status_code, fields(refused)["email"]) == (429, "lena@example.com")
    assert "Nothing is booked. Please try again later." in read(refused).text
    # Those whose address is known have limits of their own.
    assert send(somebody, third, email="tom@example.com").status_code == 303
    assert Booking.objects.count() == 2


def test_unknown_sign_ins_stop_after_fifty(rf, client, ana, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    assert many(rf, "login", 50) == [True] * 50
    form = {"login": ana.email, "password": PASSWORD}

    refused = client.post(reverse("account_login"), form, **UNKNOWN)

    assert refused.status_code == 429
    assert "Too many attempts in a short time." in read(refused).text
    assert client.post(reverse("account_login"), form).status_code == 302


def test_each_limit_counts_its_own_fifty(rf, settings):
    """A sign-in is counted twice, as one and as a failure: neither count must pass over half of the stand-ins."""
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip", "login_failed": "1/m/ip"}
    admitted = []
    for request in [rf.post("/", **UNKNOWN) for _ in range(51)]:
        admitted.append([ratelimit.consume(request, action=action) for action in ("login", "login_failed")])
    assert admitted == [[True, True]] * 50 + [[False, False]]


def test_account_and_guest_keep_own_limits(rf, client, ana):
    form = {"login": ana.email, "password": PASSWORD}
    for _ in range(5):
        client.post(reverse("account_login"), form | {"password": "wrong"}, **UNKNOWN)
    locked = client.post(reverse("account_login"), form, **UNKNOWN)
    assert "Too many failed attempts" in read(locked).text
    assert many(rf, "invite_guest", 6, key="lena@example.com") == [True] * 5 + [False]


def test_made_up_header_gains_nothing(rf, settings):
    settings.ACCOUNT_RATE_LIMITS = {"public_booking": "2/h/ip"}
    requests = [
        rf.post("/", REMOTE_ADDR="203.0.113.7", HTTP_X_FORWARDED_FOR=made_up)
        for made_up in ("198.51.100.1", "198.51.100.2", "unknown", "", "203.0.113.8, unix:")
    ]
    admitted = [ratelimit.consume(request, action="public_booking") for request in requests]
    assert admitted == [True, True, False, False, False]


def test_mapped_addresses_are_told_apart(rf, settings):
    """A server that listens on [::] writes every IPv4 address so, and all would be of one network."""
    settings.ACCOUNT_RATE_LIMITS = {"public_booking": "1/h/ip"}
    for last in (7, 8):
        request = rf.post("/", REMOTE_ADDR=f"::ffff:203.0.113.{last}")
        assert [ratelimit.consume(request, action="public_booking") for _ in range(2)] == [True, False]


def test_operator_is_told_once_per_problem(rf, settings, caplog):
    def ask(**meta):
        ratelimit.consume(rf.post("/", **meta), action="public_booking")

    with caplog.at_level(logging.WARNING, logger="accounts.adapter"):
        ask(REMOTE_ADDR="203.0.113.7")
        assert caplog.messages == []
        for _ in range(3):
            ask(REMOTE_ADDR="")
        settings.BEHIND_PROXY = True
        for header in ("unknown", "203.0.113.7", "unix:"):
            ask(HTTP_X_FORWARDED_FOR=header)

    assert [message.split(": ")[0] for message in caplog.messages] == [
        "A visitor's address is unknown, so limits by address count the whole site together"
    ] * 2
    assert "Set BEHIND_PROXY=true" in caplog.messages[0]
    assert "the last entry of the proxy's X-Forwarded-For" in caplog.messages[1]
