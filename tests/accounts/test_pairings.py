"""Pairings: a browser asks, a user answers, and the browser fetches its token once."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.actions import (
    PAIRINGS_KEPT,
    admit_request,
    approve_pairing,
    change_member,
    deny_pairing,
    fetch_token,
    revoke_api_token,
    start_pairing,
)
from accounts.actions.api_tokens import EXTENSION_LIFE, MOST_TOKENS
from accounts.actions.pairings import PAIRING_LIFE
from accounts.errors import PairingDenied, PairingExpired, PairingPending, TooManyTokens, UnknownLetters
from accounts.models import ApiToken, Pairing, User
from accounts.models.pairings import LETTERS
from deliveries.chores import delete_old_pairings
from tests.api.client import token_of
from tests.builders import NOW

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def start(**choices):
    return start_pairing(**{"address": "203.0.113.7", "agent": "Chrome", "now": NOW} | choices)


def approve(user, pairing=None, now=NOW):
    pairing = pairing or start()
    approve_pairing(actor=user, letters=pairing.letters, name="Chrome on Linux", now=now)
    return pairing


def fetch(pairing, now=NOW):
    return fetch_token(device_code=pairing.device_code(), now=now)


def test_token_is_made_when_fetched(ben):
    pairing = start(agent="x" * 999)
    assert (len(pairing.letters), set(pairing.letters) <= set(LETTERS), len(pairing.agent)) == (8, True, 200)
    with pytest.raises(PairingPending):
        fetch(pairing)
    approve(ben, pairing)
    assert not ApiToken.objects.exists()
    token = fetch(pairing)
    assert (token.user, token.name, token.made_for, token.reach) == (ben, "Chrome on Linux", "extension", "own")
    assert (token.scopes, token.expires_at) == (["links:read", "links:write"], NOW + EXTENSION_LIFE)
    assert admit_request(text=token.text(), cost=1, network="").user == ben


def test_token_is_fetched_only_once(ben):
    pairing = approve(ben)
    fetch(pairing)
    with pytest.raises(PairingExpired):
        fetch(pairing)
    assert ApiToken.objects.count() == 1


def test_device_code_is_not_stored(ben):
    pairing = start()
    stored = Pairing.objects.filter(pk=pairing.pk).values().get()
    assert pairing.device_code()[3:] not in repr(stored)


def test_forged_codes_cost_no_query(django_assert_num_queries):
    with django_assert_num_queries(0):
        for code in ("", "x" * 36, "00a" + "0" * 33, "é" * 36):
            with pytest.raises(Pairing.DoesNotExist):
                fetch_token(device_code=code, now=NOW)


def test_letters_are_over_after_minutes(ben):
    pairing = start()
    approve(ben, pairing, NOW + PAIRING_LIFE - SECOND)
    with pytest.raises(PairingExpired):
        fetch(pairing, NOW + PAIRING_LIFE)
    late = start()
    with pytest.raises(UnknownLetters):
        approve(ben, late, NOW + PAIRING_LIFE)
    with pytest.raises(PairingExpired):
        fetch(late, NOW + PAIRING_LIFE)
    assert not ApiToken.objects.exists()


def test_letters_are_answered_only_once(ana, ben):
    pairing = approve(ben)
    for answer in (approve, lambda user, pairing: deny_pairing(actor=user, letters=pairing.letters, now=NOW)):
        with pytest.raises(UnknownLetters):
            answer(ana, pairing)
    assert fetch(pairing).user == ben
    refused = start()
    deny_pairing(actor=ana, letters=refused.letters, now=NOW)
    with pytest.raises(PairingDenied):
        fetch(refused)
    with pytest.raises(UnknownLetters):
        approve(ben, refused)
    with pytest.raises(UnknownLetters):
        approve_pairing(actor=ben, letters="BBBBBBBB", name="x", now=NOW)


def test_whoever_is_switched_off_connects_nothing(ana, ben):
    pairing = approve(ben)
    change_member(actor=ana, member=ben, role=ben.role, is_active=False)
    with pytest.raises(User.DoesNotExist):
        fetch(pairing)
    assert not ApiToken.objects.exists()


def test_no_browser_beyond_twenty_tokens(ben):
    late = approve(ben)
    tokens = [token_of(ben) for _ in range(MOST_TOKENS)]
    for deed in (lambda: approve(ben), lambda: fetch(late)):
        with pytest.raises(TooManyTokens):
            deed()
    revoke_api_token(actor=ben, token=tokens[0], now=NOW)
    assert fetch(late).user == ben


def test_use_begins_the_time_anew(ben):
    of_browser, other = fetch(approve(ben)), token_of(ben, life=EXTENSION_LIFE)
    ApiToken.objects.update(expires_at="2200-01-01T00:00:00Z")
    for token in (of_browser, other):
        admit_request(text=token.text(), cost=1, network="")
    assert set(ApiToken.objects.values_list("expires_at__year", flat=True)) == {2200}
    soon = {token.pk: let_in_soon(token) for token in (of_browser, other)}
    assert soon == {of_browser.pk: EXTENSION_LIFE, other.pk: timedelta(days=1)}


def let_in_soon(token):
    """How long a token works after it was used a day before its end, to the day."""
    clock = admit_request(text=token.text(), cost=1, network="").token.last_used_at
    ApiToken.objects.filter(pk=token.pk).update(expires_at=clock + timedelta(days=1))
    row = admit_request(text=token.text(), cost=1, network="").token
    return timedelta(days=round((row.expires_at - row.last_used_at) / timedelta(days=1)))


def test_answers_exclude_each_other(ben):
    pairing = approve(ben)
    for wrong in ({"denied_by": ben}, {"approved_by": None, "fetched_at": NOW}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Pairing.objects.filter(pk=pairing.pk).update(**wrong)


def test_who_asked_is_forgotten_after_days(ben):
    start()
    kept = start(now=NOW + SECOND)
    over = NOW + PAIRING_LIFE + PAIRINGS_KEPT + SECOND
    assert delete_old_pairings(over) is False
    assert list(Pairing.objects.all()) == [kept]
