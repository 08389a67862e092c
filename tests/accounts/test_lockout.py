"""Guesses from everywhere, and the rightful user who signs in nevertheless."""

import json

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import mail, signing
from django.test import Client
from django.urls import reverse

from tests.builders import add_colleague
from tests.markup import markup
from tests.rendering import no_pages

pytestmark = pytest.mark.page

PASSWORD = "correct horse battery"
LOGIN = reverse("account_login")
LOCKED = "Too many failed attempts."


def sign_in(client, user, password=PASSWORD):
    return client.post(LOGIN, {"login": user.email, "password": password})


def gets_in(client, user):
    return sign_in(client, user).status_code == 302


@pytest.fixture
def low_limit(settings):
    """Ten guesses an hour for each account, instead of a hundred: what happens beyond is the same."""
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"sign_in_account": "10/h/key"}


def guess(user, addresses=2, tries=6):
    """Wrong passwords, from so many addresses in turn."""
    strangers = [Client(REMOTE_ADDR=f"198.51.100.{number}") for number in range(addresses)]
    with no_pages():
        for _ in range(tries):
            for stranger in strangers:
                assert sign_in(stranger, user, "wrong").status_code in (200, 429)
    return strangers


@pytest.fixture
def device(ana):
    """A browser in which Ana has signed in before."""
    client = Client(REMOTE_ADDR="203.0.113.7")
    assert gets_in(client, ana)
    client.post(reverse("account_logout"))
    return client


@pytest.mark.parametrize(
    "guesses",
    [
        pytest.param({"addresses": 2, "tries": 6}, id="12"),
        pytest.param({"addresses": 20, "tries": 30}, id="600", marks=pytest.mark.walk),
    ],
)
def test_owner_gets_in_despite_guesses(ana, device, request, guesses):
    if guesses["addresses"] == 2:
        request.getfixturevalue("low_limit")
    strangers = guess(ana, **guesses)
    # The control: whoever has no known device is kept out, also with the right password.
    assert LOCKED in markup(sign_in(Client(REMOTE_ADDR="203.0.113.9"), ana))
    assert not any(gets_in(one, ana) for one in strangers[:2])

    assert gets_in(device, ana)
    elsewhere = Client(REMOTE_ADDR="203.0.113.9")
    elsewhere.post(reverse("account_request_login_code"), {"email": ana.email})
    code = mail.outbox[0].body.split("\n\n")[1].strip()
    assert elsewhere.post(reverse("account_confirm_login_code"), {"code": code})["Location"] == reverse("home")


@pytest.mark.usefixtures("passkeys_open", "low_limit")
def test_passkey_opens_despite_guesses(ana):
    guess(ana)
    client = Client(REMOTE_ADDR="203.0.113.9")
    answer = client.post(reverse("mfa_login_webauthn"), {"credential": json.dumps({"id": "x"})})
    assert (answer.status_code, answer["Location"]) == (302, reverse("home"))


@pytest.fixture
def passkeys_open(ana, monkeypatch):
    """The browser's part is done: the signature of Ana's passkey was found to be right."""
    factor = ana.authenticator_set.create(type="webauthn", data={"name": "Key"})
    monkeypatch.setattr("allauth.mfa.webauthn.forms.auth.complete_authentication", lambda user, given: factor)
    monkeypatch.setattr("allauth.mfa.webauthn.forms.auth.parse_authentication_response", lambda given: given)
    monkeypatch.setattr("allauth.mfa.webauthn.forms.auth.extract_user_from_response", lambda given: ana)


def test_limits_keep_guessers_out(ana):
    """By address and account: another address is not concerned."""
    one = Client(REMOTE_ADDR="198.51.100.1")
    assert [LOCKED in markup(sign_in(one, ana, "wrong")) for _ in range(6)] == [False] * 5 + [True]
    assert gets_in(Client(REMOTE_ADDR="198.51.100.2"), ana)


def test_one_address_guesses_ten_a_minute(ana, ben, zoe):
    one = Client(REMOTE_ADDR="198.51.100.1")
    tried = [LOCKED in markup(sign_in(one, user, "wrong")) for user in (ana, ben, zoe) for _ in range(4)]
    assert tried == [False] * 10 + [True] * 2


def test_a_known_device_has_a_limit_too(ana, device):
    assert [LOCKED in markup(sign_in(device, ana, "wrong")) for _ in range(6)] == [False] * 5 + [True]
    assert LOCKED in markup(sign_in(device, ana))


@pytest.mark.usefixtures("low_limit")
def test_a_device_serves_its_own_accounts(ana, ben, device):
    guess(ben)
    assert LOCKED in markup(sign_in(device, ben))


@pytest.mark.usefixtures("low_limit")
def test_anothers_marks_need_their_own_device(ana, ben, device):
    """A cookie put together from two does not verify, and a mark does not count under another id."""
    name = settings.DEVICE_COOKIE_NAME
    known = signing.loads(device.cookies[name].value, salt="accounts.device")
    guess(ana)
    other = Client(REMOTE_ADDR="203.0.113.9")
    other.cookies[name] = signing.dumps(known | {"id": "0" * 32}, salt="accounts.device")
    assert not gets_in(other, ana)
    other.cookies[name] = device.cookies[name].value[:-1]
    assert not gets_in(other, ana)
    other.cookies[name] = device.cookies[name].value
    assert gets_in(other, ana)


@pytest.mark.usefixtures("low_limit")
@pytest.mark.parametrize("value", ["", "x", "a:b:c", "W10:1xXbmR:akJbuVi3aOLaEdRKZtC", "é", "x" * 9_000])
def test_junk_makes_no_known_device(ana, value):
    client = Client(REMOTE_ADDR="203.0.113.9")
    client.cookies[settings.DEVICE_COOKIE_NAME] = value
    assert gets_in(client, ana)
    client = Client(REMOTE_ADDR="203.0.113.9")
    client.cookies[settings.DEVICE_COOKIE_NAME] = value
    guess(ana)
    assert LOCKED in markup(sign_in(client, ana))


def test_the_devices_cookie_names_nobody(ana, device):
    cookie = device.cookies[settings.DEVICE_COOKIE_NAME]
    told = signing.loads(cookie.value, salt="accounts.device")
    assert {name: type(value) for name, value in told.items()} == {"id": str, "accounts": list}
    assert not any(word in str(told).lower() for word in ("ana", "acme", ana.email))
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 400 * 86_400)


def test_two_accounts_share_a_device(ana, ben, device):
    name = settings.DEVICE_COOKIE_NAME
    before = signing.loads(device.cookies[name].value, salt="accounts.device")
    assert gets_in(device, ben)
    after = signing.loads(device.cookies[name].value, salt="accounts.device")
    assert (after["id"], after["accounts"][1:], len(after["accounts"])) == (before["id"], before["accounts"], 2)


def test_a_device_knows_the_latest_five(ana):
    client, name = Client(REMOTE_ADDR="203.0.113.9"), settings.DEVICE_COOKIE_NAME
    marks = []
    for number in range(6):
        user = add_colleague(ana, f"Member {number}", f"m{number}@acme.example")
        user.set_password(PASSWORD)
        user.save()
        assert gets_in(client, user)
        marks.append(signing.loads(client.cookies[name].value, salt="accounts.device")["accounts"][0])
        client.post(reverse("account_logout"))
    assert signing.loads(client.cookies[name].value, salt="accounts.device")["accounts"] == marks[:0:-1]


def test_a_new_password_forgives_guesses(client, ana):
    for _ in range(6):
        sign_in(client, ana, "wrong")
    client.post(reverse("account_reset_password"), {"email": ana.email})
    address = next(word for word in mail.outbox[0].body.split() if "/password/reset/key/" in word)
    form = client.get(address.removeprefix(settings.BASE_URL), follow=True).request["PATH_INFO"]
    client.post(form, {"password1": "a quite new one", "password2": "a quite new one"})
    assert sign_in(client, ana, "a quite new one").status_code == 302


def test_strangers_use_up_no_devices_codes(ana, device):
    for number in range(4):
        Client(REMOTE_ADDR=f"198.51.100.{number}").post(reverse("account_request_login_code"), {"email": ana.email})
    assert len(mail.outbox) == 3
    assert device.post(reverse("account_request_login_code"), {"email": ana.email}).status_code == 302
    assert len(mail.outbox) == 4


@pytest.mark.parametrize("name", ["profile", "new-event-type", "invite", "share"])
def test_strangers_forms_make_no_session(ana, name):
    stranger = Client()
    response = stranger.post(reverse(name), {"name": "x" * 1_000})
    assert (response.status_code, Session.objects.count()) == (302, 0)
    assert settings.SESSION_COOKIE_NAME not in response.cookies
