"""Signing in, by every way there is, and its limits; the pages are allauth's in our layout."""

import re
from urllib.parse import urlsplit

import pytest
from allauth.account.checks import adapter_check, settings_check
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.templatetags.static import static
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.builders import add_colleague
from tests.markup import markup

PASSWORD = "correct horse battery"


def sign_in(client, email="ana@acme.example", password=PASSWORD, **more):
    return client.post(reverse("account_login"), {"login": email, "password": password} | more)


def sign_in_and_prove_it(client):
    """Signed in, and the password typed once more, as changes to one's security ask for."""
    sign_in(client)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def test_sign_in_ignores_case_and_leads_on(client, ana):
    response = sign_in(client, email="ANA@acme.example", next="/booking-pages/")
    assert (response.status_code, response["Location"]) == (302, "/booking-pages/")


def test_a_next_address_elsewhere_is_not_followed(client, ana):
    response = sign_in(client, next="https://evil.example/")
    assert response["Location"] == reverse("home")


def test_switched_off_user_is_signed_out(client, ana, ben):
    client.force_login(ben)
    User.objects.filter(pk=ben.pk).update(is_active=False)

    assert client.get(reverse("profile")).status_code == 302
    response = sign_in(client, email=ben.email)
    assert (response.status_code, response["Location"]) == (302, reverse("account_inactive"))


def test_repeated_failures_lock_signing_in(client, ana):
    for _attempt in range(5):
        assert "not correct" in markup(sign_in(client, password="wrong"))

    locked = sign_in(client)

    assert "Too many failed attempts" in markup(locked)
    assert "_auth_user_id" not in client.session


def test_failure_count_is_kept_in_database(client, ana):
    sign_in(client, password="wrong")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cache WHERE cache_key LIKE '%:sign_in%'")
        assert cursor.fetchone() == (3,)


def test_a_password_is_reset_by_mail(client, ana):
    client.post(reverse("account_reset_password"), {"email": "ana@acme.example"})

    message = mail.outbox[0]
    assert (message.to, message.subject) == (["ana@acme.example"], "Choose a new password")
    address = re.search(r"http://localhost:8000(\S+/password/reset/key/\S+)", message.body)[1]
    form = client.get(address, follow=True)
    assert form.status_code == 200
    client.post(form.request["PATH_INFO"], {"password1": "a quite new one", "password2": "a quite new one"})
    assert sign_in(client, password="a quite new one")["Location"] == reverse("home")


def test_reset_answers_alike_for_unknown_address(client, ana):
    known = client.post(reverse("account_reset_password"), {"email": "ana@acme.example"})
    unknown = client.post(reverse("account_reset_password"), {"email": "nobody@acme.example"})

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert [message.to for message in mail.outbox] == [["ana@acme.example"]]


def test_a_code_sent_by_mail_signs_in(client, ana):
    client.post(reverse("account_request_login_code"), {"email": "ana@acme.example"})

    message = mail.outbox[0]
    assert message.subject == "Your sign-in code"
    code = message.body.split("\n\n")[1].strip()
    assert client.get(reverse("account_confirm_login_code")).status_code == 200
    response = client.post(reverse("account_confirm_login_code"), {"code": code})
    assert (response.status_code, response["Location"]) == (302, reverse("home"))


SIGNED_OUT = ["account_login", "account_reset_password", "account_reset_password_done", "account_request_login_code"]


@pytest.mark.parametrize("name", SIGNED_OUT)
def test_pages_for_the_signed_out_open(client, ana, name):
    page = client.get(reverse(name))
    assert page.status_code == 200
    assert "<h1" in markup(page)


SIGNED_IN = [
    "account_email",
    "account_change_password",
    "account_logout",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
]


@pytest.mark.parametrize("name", SIGNED_IN)
def test_pages_for_the_signed_in_open(client, ana, name):
    sign_in_and_prove_it(client)
    page = client.get(reverse(name))
    assert page.status_code == 200
    assert "<h1" in markup(page)


def test_second_step_asks_for_password_again(client, ana):
    sign_in(client)
    response = client.get(reverse("mfa_activate_totp"))
    assert (response.status_code, response["Location"].split("?")[0]) == (302, reverse("account_reauthenticate"))


@pytest.mark.parametrize("name", ["account_login", "mfa_add_webauthn"])
def test_passkey_pages_run_own_scripts_only(client, ana, name):
    if name != "account_login":
        sign_in_and_prove_it(client)
    page = client.get(reverse(name))

    body = markup(page)
    assert "script-src" not in page["Content-Security-Policy"]
    assert "default-src 'self'" in page["Content-Security-Policy"]
    # What a script tag holds in itself is data, which the policy does not run.
    inline = re.findall(r"<script(?![^>]*\bsrc=)([^>]*)>", body)
    assert all('type="application/json"' in attributes for attributes in inline)
    for script in ("mfa/js/webauthn.js", "mfa/js/webauthn-json.js", "account/js/onload.js"):
        assert f'src="{static(script)}"' in body


def test_address_changes_once_confirmed(client, ana):
    sign_in_and_prove_it(client)
    client.post(reverse("account_email"), {"email": "ana@new.example"})
    ana.refresh_from_db()
    assert ana.email == "ana@acme.example"

    address = next(word for word in mail.outbox[-1].body.split() if "/accounts/confirm-email/" in word)
    client.post(urlsplit(address).path, {"mine": "1"})

    ana.refresh_from_db()
    assert ana.email == "ana@new.example"
    assert [one.email for one in ana.emailaddress_set.all()] == ["ana@new.example"]


def test_overlong_new_address_is_refused(client, ana):
    sign_in_and_prove_it(client)
    long = f"{'a' * 60}@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 60}.example"
    response = client.post(reverse("account_email"), {"email": long})
    assert "at most 254 characters" in markup(response)


def test_taken_new_address_is_refused(client, ana, ben):
    sign_in_and_prove_it(client)
    response = client.post(reverse("account_email"), {"email": "BEN@acme.example"})
    assert response.status_code == 422
    assert "There is already an account with this email address." in markup(response)


def test_address_change_can_be_dropped(client, ana):
    sign_in_and_prove_it(client)
    for new in ("first@new.example", "second@new.example"):
        client.post(reverse("account_email"), {"email": new})
    assert "second@new.example" in markup(client.get(reverse("account_email")))

    client.post(reverse("account_email"), {"cancel": "1"})

    ana.refresh_from_db()
    assert ana.email == "ana@acme.example"
    assert not ana.emailaddress_set.exclude(email="ana@acme.example").exists()


def test_address_taken_meanwhile_changes_nothing(client, ana):
    sign_in_and_prove_it(client)
    client.post(reverse("account_email"), {"email": "late@acme.example"})
    address = next(word for word in mail.outbox[-1].body.split() if "/accounts/confirm-email/" in word)
    add_colleague(ana, "Late", "late@acme.example")

    response = client.post(urlsplit(address).path, {"mine": "1"}, follow=True)

    ana.refresh_from_db()
    assert (response.status_code, ana.email) == (200, "ana@acme.example")
    assert "There is already an account" in markup(response)
    assert not ana.emailaddress_set.filter(verified=True).exists()


def test_the_settings_pass_allauths_own_checks():
    assert [*settings_check(None), *adapter_check(None)] == []


def confirmation_of(client):
    sign_in_and_prove_it(client)
    client.post(reverse("account_email"), {"email": "ana@new.example"})
    address = next(word for word in mail.outbox[-1].body.split() if "/accounts/confirm-email/" in word)
    return urlsplit(address).path


def test_a_blind_button_confirms_nothing(client, ana):
    address = confirmation_of(client)
    assert "ana@new.example" in markup(client.get(address))

    response = client.post(address, follow=True)

    ana.refresh_from_db()
    assert ana.email == "ana@acme.example"
    assert "Tick the box if this is your address." in markup(response)


def test_anothers_mailed_address_signs_nobody_out(client, ana, ben):
    address = confirmation_of(client)
    other = Client()
    other.force_login(ben)
    for method in (other.get, other.head, other.options):
        assert method(address).status_code == 200
    assert other.get(reverse("profile")).status_code == 200


def test_mailed_addresses_ignore_requests_host(client, ana):
    client.post(reverse("account_reset_password"), {"email": "ana@acme.example"}, headers={"host": "evil.example"})
    body = mail.outbox[0].body
    assert "http://localhost:8000/accounts/password/reset/key/" in body
    assert "evil.example" not in body


def test_attempts_outlast_many_other_counts(client, ana):
    for _ in range(5):
        sign_in(client, password="wrong")
    for number in range(400):
        cache.set(f"of-another-{number}", [1.0], 60)
    sign_in(client)
    assert "_auth_user_id" not in client.session
