"""Whoever is deactivated at the moment in which they make an address for their meetings, or connect a calendar."""

from contextlib import contextmanager
from threading import Event, Thread

import pytest
from django.db import connection

from accounts.actions import change_member, organizations
from accounts.errors import Refusal
from bookings.actions import feeds, keep_feed, renew_feed
from bookings.models import HostFeed
from calendars.actions import connecting
from calendars.actions.connecting import connect_account, reconnect
from calendars.models import Connection
from calendars.providers import Access
from calendars.services import PROVIDERS, Account
from tests.builders import NOW
from tests.calendars.builders import connection_of
from tests.calendars.fake import FakeProvider
from tests.concurrency.failpoints import unlocked

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
WAIT, MOMENT = 20, 0.3
ACCESS = Access("https://dav.example/", "ben", "word")


@pytest.fixture(autouse=True)
def server(monkeypatch):
    monkeypatch.setitem(PROVIDERS, Connection.Kind.CALDAV, FakeProvider())


@pytest.fixture
def deactivate(ana, ben):
    return lambda: change_member(actor=ana, member=ben, role=ben.role, is_active=False)


def make(ben):
    keep_feed(user=ben, details=False, now=NOW)


def renew(ben):
    renew_feed(user=ben, now=NOW)


def connect(ben):
    connect_account(user=ben, kind=Connection.Kind.CALDAV, account=Account("ben", ACCESS.url), access=ACCESS, now=NOW)


def connect_again(ben):
    way = Connection.objects.get()
    reconnect(connection=way, account=Account("ben", ACCESS.url), access=ACCESS, now=NOW)


def is_open():
    """Whether anything of Ben's can still be used."""
    feeds_open = HostFeed.objects.filter(revoked_at=None).exists()
    return feeds_open or Connection.objects.exclude(secret="").exists()


@contextmanager
def running(deed):
    """Does it in a thread; yields whether it has ended, and the name of its refusal."""
    ended, refusals = Event(), []

    def run():
        try:
            deed()
        except Refusal as refusal:
            refusals.append(type(refusal).__name__)
        finally:
            connection.close()
            ended.set()

    thread = Thread(target=run)
    thread.start()
    try:
        yield ended, refusals
    finally:
        thread.join(WAIT)
    assert ended.is_set()


@contextmanager
def held(monkeypatch, module, name):
    """Whoever has done this step waits after it; yields that somebody has come so far, and how to let them go on."""
    step, here, go = getattr(module, name), Event(), Event()

    def slow(*args, **kwargs):
        found = step(*args, **kwargs)
        here.set()
        go.wait(WAIT)
        return found

    monkeypatch.setattr(module, name, slow)
    try:
        yield here, go
    finally:
        go.set()


def begin(deed, ben):
    """What must be there before."""
    if deed is renew:
        make(ben)
    if deed is connect_again:
        connection_of(ben, account="ben", url=ACCESS.url)


@pytest.mark.parametrize("deed", [make, renew, connect, connect_again])
def test_made_while_deactivating_is_refused(ben, deactivate, monkeypatch, deed):
    begin(deed, ben)
    with held(monkeypatch, organizations, "end_access") as (here, go), running(deactivate):
        assert here.wait(WAIT)
        with running(lambda: deed(ben)) as (ended, refusals):
            assert not ended.wait(MOMENT)
            go.set()
    assert (refusals, is_open()) == ([refusal_of(deed)], False)


def refusal_of(deed):
    return "NoFeed" if deed in {make, renew} else "Gone"


@pytest.mark.parametrize(
    ("deed", "module", "step"), [(make, feeds, "_renew"), (connect, connecting, "_save_access_and_calendars")]
)
def test_deactivated_while_making_ends_it(ben, deactivate, monkeypatch, deed, module, step):
    if deed is make:
        make(ben)
        HostFeed.objects.update(revoked_at=NOW)
    with held(monkeypatch, module, step) as (here, go), running(lambda: deed(ben)) as (_made, refusals):
        assert here.wait(WAIT)
        with running(deactivate) as (ended, _refusals):
            assert not ended.wait(MOMENT)
            go.set()
    assert (refusals, is_open()) == ([], False)


@pytest.mark.parametrize("deed", [make, connect])
def test_control_without_lock_something_stays(ben, deactivate, monkeypatch, deed):
    with unlocked(), held(monkeypatch, organizations, "end_access") as (here, go), running(deactivate):
        assert here.wait(WAIT)
        with running(lambda: deed(ben)) as (ended, refusals):
            assert ended.wait(WAIT)
            go.set()
    assert (refusals, is_open()) == ([], True)
