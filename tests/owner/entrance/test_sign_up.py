"""Signing up: who may, what it makes, and what happens when two do so at once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse
from hypothesis import example, given

from accounts.models import Organization, User
from pages.models import Page, Schedule
from tests.core.test_text import UNMAILABLE
from tests.junk import all_junk, forms, junk_settings
from tests.markup import markup

pytestmark = [pytest.mark.django_db, pytest.mark.page]

URL = "/accounts/signup/"
FORM = {
    "name": "Ana Ruiz",
    "organization": "Acme",
    "email": "Ana@Acme.example",
    "password1": "correct horse battery",
    "time_zone": "Europe/Madrid",
}


@pytest.mark.feature("O32")
def test_signing_up_makes_ready_account(client, settings):
    settings.SIGNUPS = "first"

    response = client.post(URL, FORM)

    assert (response.status_code, response["Location"]) == (302, reverse("home"))
    user = User.objects.get()
    assert (user.email, user.name, user.role, user.time_zone) == (
        "ana@acme.example", "Ana Ruiz", User.Role.ADMIN, "Europe/Madrid",
    )  # fmt: skip
    assert user.organization.name == "Acme"
    assert user.check_password("correct horse battery")
    schedule = Schedule.objects.get()
    assert schedule.time_zone == "Europe/Madrid"
    assert [(row.weekday, row.opens, row.closes) for row in schedule.weekly.all()] == [
        (weekday, 540, 1020) for weekday in range(1, 6)
    ]
    page = Page.objects.get()
    assert (page.host, page.slug, [one.duration for one in page.event_types.all()]) == (user, "ana-ruiz", [30])
    assert client.get(reverse("booking-pages")).status_code == 200


def test_mail_confirms_the_address(client, settings):
    settings.SIGNUPS = "open"
    client.post(URL, FORM)

    message = mail.outbox[0]
    assert (message.to, message.subject) == (["ana@acme.example"], "Confirm your email address")
    address = next(word for word in message.body.split() if "/accounts/confirm-email/" in word)
    client.post(urlsplit(address).path, {"mine": "1"})
    assert User.objects.get().emailaddress_set.get().verified


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../../etc/passwd", "\x00", "x" * 10_000])
def test_unknown_zone_counts_as_utc(client, settings, zone):
    settings.SIGNUPS = "open"
    client.post(URL, FORM | {"time_zone": zone})
    assert User.objects.get().time_zone == "UTC"


@pytest.mark.parametrize("setting", ["invite", "first"])
def test_sign_up_closes_by_setting_or_account(client, settings, ana, setting):
    settings.SIGNUPS = setting

    page = client.get(URL)
    refused = client.post(URL, FORM | {"email": "eve@evil.example"})

    for response in (page, refused):
        assert "You need an invitation to sign up" in markup(response)
    assert list(User.objects.all()) == [ana]


def test_signups_invite_closes_even_the_first(client, settings):
    settings.SIGNUPS = "invite"
    client.post(URL, FORM)
    assert not User.objects.exists()


def test_signups_open_lets_everybody_make_an_organization(client, settings, ana):
    settings.SIGNUPS = "open"
    client.post(URL, FORM | {"email": "zoe@other.example", "organization": "Acme"})
    assert sorted(Organization.objects.values_list("slug", flat=True)) == ["acme", "acme-2"]


def test_taken_address_is_refused_at_field(client, settings, ana):
    """Signing up lets people in at once, so that an address must be free; only installations that are open say so."""
    settings.SIGNUPS = "open"

    response = client.post(URL, FORM)

    assert "A user is already registered with this email address." in markup(response)
    assert 'value="Ana Ruiz"' in markup(response)
    assert Organization.objects.count() == 1


@pytest.mark.parametrize("form", [{"email": f"{'a' * 60}@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 60}.example"}])
def test_overlong_address_is_refused(client, settings, form):
    settings.SIGNUPS = "open"
    response = client.post(URL, FORM | form)
    assert response.status_code == 200
    assert 'aria-invalid="true"' in markup(response)


def test_extra_fields_change_nothing(client, settings):
    settings.SIGNUPS = "open"
    client.post(URL, FORM | {"is_superuser": "on", "is_staff": "on", "organization_id": "7", "role": "x", "id": "99"})
    user = User.objects.get()
    assert (user.is_superuser, user.role, user.pk == 99) == (False, User.Role.ADMIN, False)


@pytest.mark.usefixtures("first_pages")
@junk_settings
@example(sent=all_junk(*FORM))
@given(sent=forms(*FORM, **FORM))
def test_junk_is_refused_with_a_message(client, settings, sent):
    settings.SIGNUPS = "open"
    settings.ACCOUNT_RATE_LIMITS = False
    client.logout()
    assert client.post(URL, sent).status_code in {200, 302, 422}


@pytest.fixture
def no_limits(settings):
    """The limits take turns among one address's attempts, and give up after a second: a slow machine needs more."""
    settings.ACCOUNT_RATE_LIMITS = False


def _sign_up_at_once(*posted: dict[str, str]) -> list[tuple[int, str]]:
    """Each form from a browser of its own, all at the same moment, with real commits."""
    barrier = Barrier(len(posted))

    def sign_up(form: dict[str, str]) -> tuple[int, str]:
        client = Client()
        connection.ensure_connection()
        barrier.wait()
        try:
            response = client.post(URL, form)
            return response.status_code, response.get("Location", "")
        finally:
            connection.close()

    with ThreadPoolExecutor(len(posted)) as pool:
        return sorted(pool.map(sign_up, posted))


@pytest.mark.django_db(transaction=True)
def test_several_first_sign_ups_make_one(settings, no_limits):
    settings.SIGNUPS = "first"
    forms = [FORM | {"email": f"first{number}@acme.example"} for number in range(6)]

    answers = _sign_up_at_once(*forms)

    # The others hear that it is closed, at once or, where they were as far as the lock, on the page they are sent to.
    assert answers.count((302, "/")) == 1
    assert set(answers) <= {(302, "/"), (302, URL), (200, "")}
    assert (User.objects.count(), Organization.objects.count(), Page.objects.count()) == (1, 1, 1)


@pytest.mark.django_db(transaction=True)
def test_one_address_at_once_makes_one_account(settings, no_limits):
    settings.SIGNUPS = "open"

    answers = _sign_up_at_once(*[FORM] * 4)

    assert answers.count((302, "/")) == 1
    assert {status for status, _location in answers} <= {200, 302, 422}
    assert (User.objects.count(), Organization.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_equal_organizations_get_different_addresses(settings, no_limits):
    settings.SIGNUPS = "open"

    answers = _sign_up_at_once(*[FORM | {"email": f"{number}@acme.example"} for number in range(4)])

    assert answers == [(302, "/")] * 4
    assert sorted(Organization.objects.values_list("slug", flat=True)) == ["acme", "acme-2", "acme-3", "acme-4"]


def test_broken_mail_server_allows_sign_up(client, settings, caplog):
    settings.SIGNUPS = "open"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9

    response = client.post(URL, FORM, follow=True)

    assert (response.status_code, User.objects.count()) == (200, 1)
    assert "The email could not be sent." in markup(response)
    assert "A mail was not sent: account/email/email_confirmation_signup. [Errno 111]" in caplog.text
    # No fault of ours, which would be told with its traceback.
    assert "Traceback" not in caplog.text


# The first one is lower-cased to an ordinary address.
@pytest.mark.parametrize("email", UNMAILABLE[1:])
def test_unmailable_address_makes_no_account(client, settings, email):
    settings.SIGNUPS = "open"
    response = client.post(URL, FORM | {"email": email})
    assert (response.status_code, User.objects.count(), mail.outbox) == (200, 0, [])
    assert "This address cannot receive email." in markup(response)
