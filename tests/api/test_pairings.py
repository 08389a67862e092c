"""A browser's extension asks over the API for its token, without one, and fetches it once."""

import pytest
from django.urls import reverse

from accounts.actions import approve_pairing, deny_pairing
from accounts.models import ApiToken, Pairing
from tests.api.client import Program, code_of
from tests.builders import NOW
from tests.owner.settings.test_api_tokens import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.page]
CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"
FETCH = "/pairings/{}"


def start(**headers):
    response = Program()("POST", "/pairings", {}, **{"User-Agent": CHROME} | headers)
    assert response.status_code == 201
    return response.json()


def fetch(device_code):
    return Program()("POST", FETCH.format(device_code))


def test_a_browser_is_connected(ben):
    told = start()
    assert (told["interval"], told["expires_in"], told["user_code"][4]) == (2, 600, "-")
    assert told["verification_uri"].endswith(reverse("pair-extension"))
    assert told["user_code"] not in told["verification_uri"]
    assert code_of(fetch(told["device_code"])) == (409, "pairing-pending")
    client, page = signed_in(ben), reverse("pair-extension")
    typed = {"letters": told["user_code"].lower().replace("-", " ")}
    shown = client.post(page, typed)
    assert (shown.context["name"], shown.context["address"]) == ("Chrome on Linux", "127.0.0.1")
    assert "Make, change, send and revoke links" in shown.text
    assert code_of(fetch(told["device_code"])) == (409, "pairing-pending")
    connected = client.post(page, typed | {"answer": "connect"}, follow=True)
    assert "Connected." in connected.text
    response = fetch(told["device_code"])
    said = response.json()
    assert (response.status_code, said["token"], said["name"]) == (
        200,
        ApiToken.objects.get().text(),
        "Chrome on Linux",
    )
    assert code_of(fetch(told["device_code"])) == (410, "pairing-over")
    program = Program(ApiToken.objects.get())
    assert program("GET", "/me").json()["token"]["made_for"] == "extension"
    assert "Chrome on Linux" in client.get(reverse("extension")).text
    assert program("DELETE", "/me/token").status_code == 204
    assert code_of(program("GET", "/me")) == (401, "unauthorized")
    assert "No browser is connected" in client.get(reverse("extension")).text


def test_refused_browsers_are_told_so(ben):
    told = start()
    signed_in(ben).post(reverse("pair-extension"), {"letters": told["user_code"], "answer": "refuse"})
    assert code_of(fetch(told["device_code"])) == (403, "pairing-denied")
    assert not ApiToken.objects.exists()


@pytest.mark.parametrize("code", ["x", "0" * 36, "%00", "é", "a" * 5_000])
def test_forged_codes_find_nothing(code, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert code_of(fetch(code)) == (404, "not-found")


def test_letters_over_are_told_so(ben):
    told = start()
    Pairing.objects.update(expires_at=NOW)
    assert code_of(fetch(told["device_code"])) == (410, "pairing-over")
    response = signed_in(ben).post(reverse("pair-extension"), {"letters": told["user_code"], "answer": "connect"})
    assert (response.status_code, "No browser is showing these letters" in response.text) == (422, True)


@pytest.mark.parametrize("letters", ["", "BCDF", "BCDFGHJKL", "AEIOUAEI", "1234-5678", "BCDF\0GHJ", "Ｂ" * 8, "x" * 99])
def test_what_is_no_letters_is_said(ben, letters):
    response = signed_in(ben).post(reverse("pair-extension"), {"letters": letters})
    assert response.status_code == 422
    assert response.context["form"].errors["letters"]


def test_wrong_letters_run_out_soon(ben, zoe):
    told, page = start(), reverse("pair-extension")
    client = signed_in(ben)
    answers = [client.post(page, {"letters": "BBBB-BBBB"}).text for _ in range(6)]
    assert ["Too many wrong letters" in one for one in answers] == [False] * 5 + [True]
    assert signed_in(zoe).post(page, {"letters": told["user_code"]}).status_code == 200


def test_password_is_asked_for_first(client, ben):
    told = start()
    client.force_login(ben)
    for deed in (client.get, client.post):
        response = deed(reverse("pair-extension"), {"letters": told["user_code"], "answer": "connect"})
        assert (response.status_code, response["Location"].split("?")[0]) == (302, "/accounts/reauthenticate/")
    assert code_of(fetch(told["device_code"])) == (409, "pairing-pending")


def test_ten_asks_an_hour_from_one_address():
    for _ in range(10):
        start()
    response = Program()("POST", "/pairings", {})
    assert (code_of(response), response["Retry-After"]) == ((429, "rate-limited"), "3600")
    assert Pairing.objects.count() == 10


def test_another_user_gets_nothing_of_it(ben, zoe):
    told = start()
    pairing = Pairing.objects.get()
    approve_pairing(actor=ben, letters=pairing.letters, name="Chrome", now=NOW)
    response = signed_in(zoe).post(reverse("pair-extension"), {"letters": told["user_code"], "answer": "connect"})
    assert response.status_code == 422
    assert fetch(told["device_code"]).status_code == 200
    assert ApiToken.objects.get().user == ben


def test_refusing_again_changes_nothing(ana, ben):
    start()
    pairing = Pairing.objects.get()
    deny_pairing(actor=ben, letters=pairing.letters, now=NOW)
    page = signed_in(ana).post(reverse("pair-extension"), {"letters": pairing.letters, "answer": "connect"})
    assert page.status_code == 422
    assert Pairing.objects.get().approved_by is None
