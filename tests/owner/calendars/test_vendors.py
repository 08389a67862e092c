"""Connecting an account at a vendor: the link there, the way back, and the press that connects."""

import logging
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode, urlsplit

import pytest
import time_machine
from django.test import Client

from calendars.models import Connection
from calendars.secrets import open_access
from calendars.services import PROVIDERS
from core.text import redact
from tests.calendars.fake import FakeProvider
from tests.calendars.fakes.tokens import TokenServer
from tests.calendars.fakes.vendor import account_names, known_vendor
from tests.markup import markup
from tests.owner.calendars.test_calendars import LIST, said

pytestmark = pytest.mark.django_db(transaction=True)
CONFIRM = f"{LIST}confirm/"
ACCOUNT = "ana@gmail.example"


class Opened(FakeProvider):
    """A server that tokens open."""

    def _check_password(self, access):
        assert access.tokens is not None


@pytest.fixture(autouse=True)
def vendor(monkeypatch, settings):
    tokens = TokenServer()
    monkeypatch.setitem(PROVIDERS, Connection.Kind.GOOGLE, Opened())
    with known_vendor(monkeypatch, settings, Connection.Kind.GOOGLE, tokens, account_names(tokens)):
        yield tokens


def link(client, path="new/google/"):
    return client.get(f"{LIST}{path}").context["link"]


def back(client, vendor, address=None, account=ACCOUNT, **how):
    """Comes back from the vendor, which has led to where the address asked."""
    answer = vendor.allow(address or link(client), account, **how)
    return client.get(f"/calendars/google/done/?{urlencode(answer)}")


def connect(client, vendor, **how):
    assert back(client, vendor, **how).url == CONFIRM
    return client.post(CONFIRM)


def test_account_is_connected_in_two_steps(anas, ana, vendor):
    page = anas.get(f"{LIST}new/google/")
    assert 'method="post"' not in str(markup(page)).partition("<main")[2].partition("</main>")[0]
    way = urlsplit(page.context["link"])
    assert (way.scheme, way.netloc) == ("https", "accounts.google.com")
    response = back(anas, vendor, page.context["link"])
    assert (response.status_code, response.url, Connection.objects.count()) == (302, CONFIRM, 0)
    assert f"Connect {ana.email}" in anas.get(CONFIRM).content.decode()
    assert (Connection.objects.count(), len(vendor.access)) == (0, 0)
    response = anas.post(CONFIRM)
    made = Connection.objects.get()
    assert (response.status_code, response.url) == (302, f"{LIST}{made.pk}/choose/")
    assert (made.user, made.kind, made.account, made.state) == (ana, "google", ACCOUNT, "ok")
    assert open_access(made).tokens.refresh in vendor.refresh
    assert made.scopes == [
        "https://www.googleapis.com/auth/calendar.calendarlist.readonly",
        "https://www.googleapis.com/auth/calendar.events",
    ]


def test_answer_works_once(anas, vendor):
    answer = vendor.allow(link(anas), ACCOUNT)
    address = f"/calendars/google/done/?{urlencode(answer)}"
    assert anas.get(address).url == CONFIRM
    anas.post(CONFIRM)
    replayed = anas.get(address)
    assert (replayed.url, "used already" in said(replayed)) == (LIST, True)
    again = anas.post(CONFIRM)
    assert (again.url, Connection.objects.count()) == (LIST, 1)


def test_foreign_answer_is_refused(anas, ben, client, vendor):
    """Somebody else's code, led into Ana's browser, and Ana's into theirs."""
    other = Client()
    other.force_login(ben)
    answer = vendor.allow(link(other), "mallory@gmail.example")
    response = anas.get(f"/calendars/google/done/?{urlencode(answer)}")
    assert (response.url, anas.post(CONFIRM).url, Connection.objects.count()) == (LIST, LIST, 0)
    assert other.get(f"/calendars/google/done/?{urlencode(answer)}").url == CONFIRM


def test_other_user_of_the_session_is_refused(anas, ben, vendor):
    address = link(anas)
    session = anas.session
    kept = session["calendar_handshakes"]
    anas.force_login(ben)
    session = anas.session
    session["calendar_handshakes"] = kept
    session.save()
    assert (back(anas, vendor, address).url, Connection.objects.count()) == (LIST, 0)


def test_state_of_another_vendor_is_refused(anas, vendor):
    answer = vendor.allow(link(anas), ACCOUNT)
    assert anas.get(f"/calendars/microsoft/done/?{urlencode(answer)}").url == LIST
    assert anas.get(f"/calendars/nobody/done/?{urlencode(answer)}").status_code == 404


@pytest.mark.parametrize(("minutes", "works"), [(4, True), (6, False)])
def test_code_is_kept_five_minutes(anas, vendor, minutes, works):
    back(anas, vendor)
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=minutes)):
        response = anas.post(CONFIRM)
    assert ((response.url != LIST), Connection.objects.count()) == (works, works)


def test_unticked_box_is_told(anas, vendor):
    response = connect(anas, vendor, without="calendar.events")
    assert (response.url, Connection.objects.count()) == (LIST, 0)
    assert "leave all boxes ticked" in said(response)


@pytest.mark.parametrize(
    ("error", "text"), [("access_denied", "You did not allow it at Google"), ("server_error", "Google could not go on")]
)
def test_denial_is_told(anas, vendor, error, text):
    state = vendor.allow(link(anas), ACCOUNT)["state"]
    response = anas.get(f"/calendars/google/done/?{urlencode({'error': error, 'state': state})}")
    assert (response.url, text in said(response)) == (LIST, True)
    assert anas.post(CONFIRM).url == LIST


@pytest.mark.parametrize("query", ["", "state=x&code=y", "code=%00&state=x", f"code={'y' * 5000}", "state=%FF"])
def test_nonsense_is_refused(anas, query):
    assert anas.get(f"/calendars/google/done/?{query}").status_code in {302, 400}
    assert Connection.objects.count() == 0


def test_wrong_client_is_told(anas, vendor):
    vendor.secret = "another"
    assert "not set up for that service" in said(connect(anas, vendor))


def test_same_account_is_connected_once(anas, vendor):
    connect(anas, vendor)
    assert "connected this calendar already" in said(connect(anas, vendor))
    assert Connection.objects.count() == 1


def test_reconnecting_takes_the_same_account(anas, vendor):
    connect(anas, vendor)
    made = Connection.objects.get()
    before = made.secret
    address = link(anas, f"{made.pk}/reconnect/")
    assert "login_hint=ana%40gmail.example" in address
    assert back(anas, vendor, address, account="other@gmail.example").url == CONFIRM
    assert "another account" in said(anas.post(CONFIRM))
    made.refresh_from_db()
    assert made.secret == before
    assert back(anas, vendor, link(anas, f"{made.pk}/reconnect/")).url == CONFIRM
    assert "Connected again." in said(anas.post(CONFIRM))
    made.refresh_from_db()
    assert (made.secret == before, Connection.objects.count()) == (False, 1)


def test_without_a_client_it_is_not_offered(anas, settings):
    assert "Google Calendar, with Gmail" in anas.get(LIST).content.decode()
    settings.GOOGLE_CLIENT_ID = settings.GOOGLE_CLIENT_SECRET = ""
    assert "Google Calendar, with Gmail" not in anas.get(LIST).content.decode()
    assert anas.get(f"{LIST}new/google/").status_code == 404


def test_without_keys_nobody_is_led_away(anas, settings):
    settings.SEALING_KEYS = {}
    page = anas.get(f"{LIST}new/google/")
    assert ("link" in page.context, "SEALING_KEYS" in page.content.decode()) == (False, True)


def test_nothing_of_it_is_logged(anas, vendor, caplog):
    caplog.set_level(logging.DEBUG)
    connect(anas, vendor)
    made = Connection.objects.get()
    tokens = open_access(made).tokens
    for secret in (tokens.access, tokens.refresh, vendor.secret):
        assert secret not in caplog.text


@pytest.mark.parametrize(
    "text",
    [
        "GET /calendars/google/done/?state=s3cr3t&code=s3cr3t&scope=x",
        "/accounts/login/?next=/calendars/google/done/%3Fstate%3Ds3cr3t%26code%3Ds3cr3t",
        '{"access_token": "s3cr3t", "refresh_token": "s3cr3t"}',
        "refresh_token=s3cr3t&client_secret=s3cr3t&code_verifier=s3cr3t",
        "Authorization: Bearer ya29.s3cr3t",
    ],
)
def test_words_of_a_handshake_are_redacted(text):
    assert "s3cr3t" not in redact(text)
    assert "[token]" in redact(text)
