"""Tokens of vendors: renewed by one at a time, whoever else waits; refused and revoked ones."""

import threading
import time
from dataclasses import replace

import pytest
from django.db import connection as database

from calendars import errors, oauth
from calendars.actions import renewing
from calendars.actions.connecting import disconnect
from calendars.actions.renewing import drop_token, prepare_revocation, usable_access
from calendars.models import Connection
from calendars.oauth import VENDORS, access_with_tokens
from calendars.secrets import open_access, seal_access
from core.database import read_clock
from tests.builders import NOW
from tests.calendars.builders import connection_of
from tests.calendars.fakes.http import Answer
from tests.calendars.fakes.tokens import TokenServer
from tests.calendars.fakes.vendor import account_names, known_vendor
from tests.patience import PATIENCE

pytestmark = pytest.mark.django_db(transaction=True)
KIND = Connection.Kind.MICROSOFT
BACK = "https://meet.example/calendars/microsoft/done/"
CROWD = 32


@pytest.fixture
def vendor(monkeypatch, settings):
    tokens = TokenServer(rotates=True)
    with known_vendor(monkeypatch, settings, KIND, tokens, account_names(tokens)):
        yield tokens


@pytest.fixture
def way(ana, vendor):
    """Ana's connection, whose token is over."""
    made = connection_of(ana, kind=KIND, account="ana@work.example")
    tokens = granted(vendor)
    made.secret = seal_access(made, access_with_tokens(VENDORS[KIND], replace(tokens, until=0)))
    made.save()
    return made


def granted(vendor, **how):
    verifier = oauth.new_verifier()
    address = oauth.authorize_address(VENDORS[KIND], redirect_uri=BACK, state="s" * 43, verifier=verifier)
    code = vendor.allow(address, "ana@work.example", **how)["code"]
    return oauth.exchange_code(VENDORS[KIND], code=code, verifier=verifier, redirect_uri=BACK)


def at_once(deed, crowd=CROWD):
    """What each of a crowd gets who begin together, each with a connection of its own."""
    found, barrier = [], threading.Barrier(crowd)

    def one():
        try:
            barrier.wait()
            found.append(deed())
        except errors.CalendarRefusal as refusal:
            found.append(type(refusal))
        finally:
            database.close()

    threads = [threading.Thread(target=one) for _number in range(crowd)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def fresh(way):
    return Connection.objects.get(pk=way.pk)


@pytest.mark.race
def test_crowd_gets_one_renewal(way, vendor, monkeypatch):
    # On a busy machine the vendor's answer takes longer, and so do those who wait for it.
    monkeypatch.setattr(oauth, "LONGEST", 25.0)
    monkeypatch.setattr(renewing, "PATIENCE", PATIENCE)
    vendor.slow = 0.3
    found = at_once(lambda: usable_access(fresh(way)).tokens)
    assert (vendor.renewals, len(found), len(set(found))) == (1, CROWD, 1)
    kept = open_access(fresh(way)).tokens
    assert kept == found[0]
    assert set(vendor.refresh) == {kept.refresh}
    assert fresh(way).renewing_until is None


@pytest.mark.race
def test_without_turns_a_crowd_ends_access(way, vendor, monkeypatch):
    monkeypatch.setattr(renewing, "begin_renewal", lambda connection: True)
    vendor.slow = 0.3
    found = at_once(lambda: usable_access(fresh(way)), crowd=4)
    assert vendor.renewals > 1
    assert errors.AccessEnded in found


def test_lost_turn_runs_out(way, vendor, monkeypatch):
    assert renewing.begin_renewal(fresh(way))
    monkeypatch.setattr(renewing, "PATIENCE", 0.3)
    with pytest.raises(errors.ServerAway):
        usable_access(fresh(way))
    Connection.objects.update(renewing_until=read_clock())
    assert usable_access(fresh(way)).tokens.until > time.time()


def test_failed_renewal_is_not_repeated_by_all(way, vendor):
    vendor.failing = Answer(503, None, {"Retry-After": "7"})
    found = at_once(lambda: usable_access(fresh(way)), crowd=8)
    assert {errors.ServerBusy, errors.ServerAway} >= set(found)
    vendor.failing = None
    assert usable_access(fresh(way)).tokens.until > time.time()


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        (Answer(400, {"error": "invalid_grant"}), errors.AccessEnded),
        (Answer(400, {"error": "interaction_required"}), errors.AccessEnded),
        (Answer(401, {"error": "invalid_client"}), errors.ClientRefused),
        (Answer(400, {"error": "of a kind nobody knows"}), errors.ServerAway),
        (Answer(500, {"error": "invalid_grant"}), errors.ServerAway),
        (Answer(429, {}), errors.ServerBusy),
        (Answer(200, {"token_type": "Bearer"}), errors.ServerAway),
        (Answer(200, ["a list"]), errors.ServerAway),
        (Answer(200, {"access_token": "x", "expires_in": "soon"}), errors.ServerAway),
        (Answer(lost=True), errors.ServerAway),
    ],
)
def test_each_refusal_has_its_meaning(way, vendor, said, refusal):
    vendor.failing, before = said, fresh(way).secret
    with pytest.raises(errors.CalendarRefusal) as caught:
        usable_access(way)
    assert type(caught.value) is refusal
    assert (fresh(way).secret, fresh(way).renewing_until) == (before, None)


def test_taken_back_access_has_ended(way, vendor):
    oauth.revoke_tokens(KIND, open_access(way).tokens)
    assert usable_access(way).tokens
    for grant in vendor.refresh.values():
        grant.revoked = True
    drop_token(way)
    with pytest.raises(errors.AccessEnded):
        usable_access(way)


def test_token_refused_to_two_is_dropped_once(way, vendor):
    usable_access(way)
    ways = [fresh(way), fresh(way)]
    for one in ways:
        drop_token(one)
    assert open_access(fresh(way)).tokens.until == 0
    drop_token(ways[1])
    assert usable_access(fresh(way)).tokens.until > time.time()
    assert vendor.renewals == 2


def test_dropping_leaves_a_renewal_alone(way, vendor):
    usable_access(way)
    known, access = fresh(way), open_access(fresh(way))
    assert renewing.begin_renewal(known)
    drop_token(fresh(way))
    renewed = renewing.finish_renewal(known, access)
    assert open_access(fresh(way)) == renewed
    assert fresh(way).renewing_until is None


def test_ended_connection_keeps_no_late_tokens(way, vendor):
    known, access = fresh(way), open_access(way)
    assert renewing.begin_renewal(known)
    disconnect(connection=fresh(way), now=NOW)
    with pytest.raises(errors.TokenOver):
        renewing.finish_renewal(known, access)
    assert fresh(way).secret == ""


def test_without_a_client_nothing_is_asked(way, vendor, settings):
    settings.MICROSOFT_CLIENT_ID = ""
    with pytest.raises(errors.ClientRefused):
        usable_access(way)
    assert vendor.renewals == 0


def test_less_than_asked_is_refused(vendor):
    with pytest.raises(errors.ScopeMissing):
        granted(vendor, without="Calendars")


def test_tokens_are_sealed_and_not_shown(way, vendor):
    tokens = usable_access(way).tokens
    with database.cursor() as cursor:
        cursor.execute("SELECT row_to_json(calendars_connection)::text FROM calendars_connection")
        row = cursor.fetchone()[0]
    for secret in (tokens.access, tokens.refresh):
        assert secret not in row
        assert secret not in repr((tokens, open_access(way)))


def test_vendor_forgets_what_nobody_uses(ana, ben, monkeypatch, settings):
    tokens = TokenServer()
    kind = Connection.Kind.GOOGLE
    with known_vendor(monkeypatch, settings, kind, tokens, account_names(tokens)):
        ways = []
        for user in (ana, ben):
            verifier = oauth.new_verifier()
            address = oauth.authorize_address(VENDORS[kind], redirect_uri=BACK, state="s" * 43, verifier=verifier)
            code = tokens.allow(address, "shared@gmail.example")["code"]
            given = oauth.exchange_code(VENDORS[kind], code=code, verifier=verifier, redirect_uri=BACK)
            made = connection_of(user, kind=kind, account="shared@gmail.example")
            made.secret = seal_access(made, access_with_tokens(VENDORS[kind], given))
            made.save()
            ways.append(made)
        revoked = []
        for one in ways:
            forget = prepare_revocation(one)
            disconnect(connection=one, now=NOW)
            forget()
            revoked.append(all(grant.revoked for grant in tokens.refresh.values()))
    assert revoked == [False, True]
