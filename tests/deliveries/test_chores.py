"""Chores: each done once a period, by one worker at a time, and never the end of the worker."""

import logging
from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import DataError, OperationalError, connection, transaction
from django.utils import timezone

from accounts import locks
from accounts.actions import SIGN_INS_KEPT
from accounts.models import SignIn
from deliveries import chores
from deliveries.chores import CHORES, Chore, Rota
from deliveries.models import Beat
from tests.builders import NOW
from tests.databases import connect_to
from tests.outages import database_error

HOUR = timedelta(hours=1)


class Clock:
    """Seconds, as a process counts them."""

    def __init__(self):
        self.seconds = 1_000.0

    def __call__(self):
        return self.seconds


def counting(name="count", left=(), error=None):
    """A chore that notes when it is done. For so many times more is left; or it fails."""
    seen, more = [], list(left)

    def do(now):
        seen.append(now)
        if error:
            raise error
        return bool(more and more.pop())

    return Chore(name, HOUR, do), seen


@pytest.mark.django_db(transaction=True)
def test_chores_run_at_start_and_each_period():
    (chore, seen), clock = counting(), Clock()
    rota = Rota([chore], clock)
    for seconds in (0, 1, 3_598, 1, 1, 3_600):
        clock.seconds += seconds
        rota.run_due()
    assert seen == [NOW, NOW, NOW]


@pytest.mark.django_db(transaction=True)
def test_remaining_work_is_done_next_time():
    (chore, seen), clock = counting(left=[True, True]), Clock()
    rota = Rota([chore], clock)
    for _ in range(5):
        rota.run_due()
    assert len(seen) == 3


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_share_a_chore():
    (chore, seen), (other, others), clock = counting(), counting("other"), Clock()
    rota = Rota([chore, other], clock)
    with connect_to(connection.settings_dict["NAME"]) as direct, direct.transaction():
        number = chores.locks.crc32(b"count") - 2**31
        assert direct.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [locks.CHORES, number]).fetchone() == (True,)
        rota.run_due()
        assert (len(seen), len(others)) == (0, 1)
    clock.seconds += 3_600
    rota.run_due()
    assert (len(seen), len(others)) == (1, 2)


@pytest.mark.django_db(transaction=True)
def test_failing_chore_is_logged_and_harms_none(caplog):
    (chore, seen), (other, others), clock = counting(error=DataError("bad")), counting("other"), Clock()
    rota = Rota([chore, other], clock)
    rota.run_due()
    rota.run_due()
    assert (len(seen), len(others)) == (1, 1)
    (record,) = caplog.records
    assert (record.levelno, record.getMessage()) == (
        logging.ERROR,
        "The chore 'count' failed. It is tried again after 1:00:00.",
    )
    clock.seconds += 3_600
    rota.run_due()
    assert len(seen) == 2


@pytest.mark.django_db(transaction=True)
def test_outage_in_a_chore_reaches_worker():
    chore, seen = counting(error=database_error(OperationalError, "57P01"))
    rota = Rota([chore], Clock())
    for _ in range(2):
        with pytest.raises(OperationalError):
            rota.run_due()
    assert len(seen) == 2


@pytest.mark.django_db(transaction=True)
def test_chore_lock_needs_a_transaction():
    with pytest.raises(transaction.TransactionManagementError):
        locks.try_lock_chore("count")


@pytest.fixture(autouse=True)
def at_now(at_now, monkeypatch):
    """The database's clock stands at NOW, too."""
    monkeypatch.setattr(chores, "read_clock", lambda: NOW)


def session(number, days):
    Session.objects.create(session_key=f"s{number}", session_data="", expire_date=NOW + timedelta(days=days))


@pytest.mark.django_db
def test_expired_sessions_go_and_the_others_stay(monkeypatch):
    monkeypatch.setattr(chores, "MOST_ROWS", 2)
    for number, days in enumerate((-400, -1, -0.001, 0, 0.001, 14)):
        session(number, days)
    assert [chores.delete_expired_sessions(NOW), chores.delete_expired_sessions(NOW)] == [True, False]
    assert sorted(Session.objects.values_list("pk", flat=True)) == ["s3", "s4", "s5"]


@pytest.mark.django_db
def test_devices_of_ended_sessions_go(ana, monkeypatch):
    monkeypatch.setattr(chores, "MOST_ROWS", 2)
    Session.objects.create(session_key="here", expire_date=NOW + HOUR, session_data="")
    long_ago, lately = NOW - 2 * chores.KEPT_AFTER_END, NOW - HOUR
    for key, seen in (("here", long_ago), ("new", lately), ("gone", long_ago), ("gone too", long_ago)):
        row = UserSession.objects.create(user=ana, session_key=key, ip="192.0.2.1", user_agent="")
        UserSession.objects.filter(pk=row.pk).update(last_seen_at=seen)
    assert [chores.delete_ended_devices(NOW), chores.delete_ended_devices(NOW)] == [True, False]
    assert set(UserSession.objects.values_list("session_key", flat=True)) == {"here", "new"}


@pytest.mark.django_db
def test_sign_ins_are_kept_for_their_time(ana, monkeypatch):
    monkeypatch.setattr(chores, "MOST_ROWS", 2)
    end = NOW - SIGN_INS_KEPT
    for at in (end, end - HOUR, end - 2 * HOUR):
        SignIn.objects.create(user=ana, at=at, how=SignIn.How.PASSWORD)
    assert [chores.delete_old_sign_ins(NOW), chores.delete_old_sign_ins(NOW)] == [True, False]
    assert SignIn.objects.get().at == end


@pytest.mark.django_db
def test_expired_cache_keys_are_deleted(monkeypatch):
    monkeypatch.setattr(chores, "MOST_ROWS", 2)
    for number, seconds in enumerate((60, 60, 60, 7_200, None)):
        cache.set(f"k{number}", number, seconds)
    later = timezone.now() + HOUR
    assert [chores.delete_expired_cache(later), chores.delete_expired_cache(later)] == [True, False]
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM cache ORDER BY 1")
        assert [key for (key,) in cursor.fetchall()] == [":1:k3", ":1:k4"]


@pytest.mark.django_db
def test_old_signs_of_life_are_deleted():
    for number, hours in enumerate((0, 23, 25, 900)):
        Beat.objects.create(process=f"web1:{number}", kind="deliver", seen_at=NOW - timedelta(hours=hours))
    assert chores.delete_old_beats(NOW) is False
    assert sorted(Beat.objects.values_list("process", flat=True)) == ["web1:0", "web1:1"]


@pytest.mark.django_db(transaction=True)
def test_all_chores_can_be_repeated(caplog):
    assert len({chore.name for chore in CHORES}) == len(CHORES)
    for _ in range(2):
        Rota(CHORES).run_due()
    assert caplog.records == []
