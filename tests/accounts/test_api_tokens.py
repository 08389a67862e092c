"""API tokens: what is kept of them, who may make and revoke them, when they let a request in, and what that costs."""

from datetime import timedelta
from random import Random
from string import ascii_letters, digits

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.actions import admit_request, change_member, make_api_token, rename_api_token, revoke_api_token
from accounts.actions.api_tokens import MOST_ALLOWED, MOST_TOKENS
from accounts.errors import AdminsOnly, TooManyTokens
from accounts.models import ApiToken, HistoryEntry, Scope
from tests.api.client import token_of
from tests.builders import NOW, forged
from tests.dump import dump_database

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


def history():
    return [
        (one.verb, one.actor.name, one.details)
        for one in HistoryEntry.objects.filter(subject="apitoken").order_by("pk").select_related("actor")
    ]


def admit(token, cost=1):
    return admit_request(text=token.text(), cost=cost, network="203.0.113.0/24")


def random_token(chance):
    return "".join(chance.choices(ascii_letters + digits, k=36))


def test_token_itself_is_not_stored(ben):
    token = make_api_token(actor=ben, name="CRM", scopes=[Scope.LINKS_WRITE, Scope.LINKS_READ], life=WEEK, now=NOW)
    text = token.text()
    assert (len(text), text[:4], text[4:].isalnum()) == (40, "ao1_", True)
    stored = ApiToken.objects.filter(pk=token.pk).values().get()
    assert text[4:] not in repr(stored)
    assert (stored["scopes"], stored["reach"], stored["made_for"], stored["expires_at"]) == (
        ["links:read", "links:write"], "own", "program", NOW + WEEK
    )  # fmt: skip
    assert history() == [("made", "Ben Ode", {"name": "CRM"})]


def test_only_admins_get_far_or_endless_tokens(ana, ben):
    for choices in ({"life": None}, {"reach": ApiToken.Reach.ORGANIZATION}):
        with pytest.raises(AdminsOnly):
            token_of(ben, **choices)
        token_of(ana, **choices)
    assert ApiToken.objects.count() == 2


def test_twenty_live_tokens_are_the_most(ben):
    tokens = [token_of(ben) for _ in range(MOST_TOKENS)]
    with pytest.raises(TooManyTokens):
        token_of(ben)
    revoke_api_token(actor=ben, token=tokens[0], now=NOW)
    token_of(ben)
    assert ben.api_tokens.live(NOW).count() == MOST_TOKENS


def test_scopes_are_known_and_some(ben):
    for scopes in ([], ["links:everything"]):
        with pytest.raises(IntegrityError), transaction.atomic():
            ApiToken.objects.create(user=ben, name="x", scopes=scopes, created_at=NOW, allowance=1, allowance_at=NOW)


def test_strangers_rename_and_revoke_nothing(ana, ben, zoe):
    token = token_of(ana)
    for stranger in (ben, zoe):
        with pytest.raises(ApiToken.DoesNotExist):
            rename_api_token(actor=stranger, token=token, name="Mine", now=NOW)
        with pytest.raises(ApiToken.DoesNotExist):
            revoke_api_token(actor=stranger, token=token, now=NOW)
    of_ben = token_of(ben)
    assert rename_api_token(actor=ben, token=of_ben, name="Sheet", now=NOW).name == "Sheet"
    revoke_api_token(actor=ana, token=of_ben, now=NOW)
    revoke_api_token(actor=ana, token=of_ben, now=NOW)
    assert [one[:2] for one in history()] == [
        ("made", "Ana Ruiz"), ("made", "Ben Ode"), ("changed", "Ben Ode"), ("revoked", "Ana Ruiz")
    ]  # fmt: skip


def test_genuine_token_costs_one_statement(ben, django_assert_num_queries):
    token = token_of(ben)
    with django_assert_num_queries(1):
        admitted = admit(token)
        assert (admitted.user, admitted.user.organization.name, admitted.token) == (ben, "Acme", token)
    assert (admitted.within_limit, admitted.token.last_network) == (True, "203.0.113.0/24")
    assert MOST_ALLOWED - 1 <= admitted.reads_left < MOST_ALLOWED


def test_forged_tokens_cost_no_query(ben, django_assert_num_queries):
    text = token_of(ben).text()
    wrong = [forged(text), text[4:], text + "0", "ao1_", "", "ao1_" + "é" * 36]
    with django_assert_num_queries(0):
        assert [admit_request(text=one, cost=1, network="") for one in wrong] == [None] * len(wrong)


@pytest.mark.slow
def test_no_forged_token_is_let_in(ben, django_assert_num_queries):
    text, chance = token_of(ben).text(), Random(1)
    with django_assert_num_queries(0):
        for _one in range(100_000):
            place, sign = chance.randrange(4, len(text)), chance.choice(ascii_letters + digits)
            one = text[:place] + sign + text[place + 1 :] if chance.random() < 0.5 else "ao1_" + random_token(chance)
            assert one == text or admit_request(text=one, cost=1, network="") is None, one


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_dump_holds_no_token(ben, monkeypatch):
    monkeypatch.setattr("accounts.actions.api_tokens.MOST_TOKENS", 1_000)
    texts = [token_of(ben).text().lower() for _one in range(1_000)]
    whole = dump_database()
    assert [one for one in texts if one[4:] in whole] == []
    assert "apitoken" in whole


@pytest.mark.parametrize("how", ["revoked", "expired", "deactivated", "key dropped"])
def test_tokens_that_are_over_admit_nobody(ana, ben, settings, how):
    token = token_of(ben)
    text = token.text()
    assert admit_request(text=text, cost=1, network="") is not None
    if how == "revoked":
        revoke_api_token(actor=ben, token=token, now=NOW)
    elif how == "expired":
        ApiToken.objects.update(expires_at=timezone.now() - timedelta(days=36_500))
    elif how == "deactivated":
        change_member(actor=ana, member=ben, role=ben.role, is_active=False)
        assert ApiToken.objects.get().revoked_at is not None
    else:
        settings.LINK_KEYS = {"zzz": b"another key"}
    assert admit_request(text=text, cost=1, network="") is None


def test_allowance_runs_out_and_refills(ben):
    token = token_of(ben)
    ApiToken.objects.update(allowance=7)
    paid = [admit(token, cost=5).within_limit for _ in range(3)]
    assert paid == [True, False, False]
    # What is refused costs nothing.
    assert admit(token, cost=1).within_limit
    ApiToken.objects.update(allowance=0, allowance_at=timezone.now() - timedelta(days=36_500))
    assert MOST_ALLOWED - 6 < admit(token, cost=5).reads_left <= MOST_ALLOWED - 5
