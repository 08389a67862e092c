"""Forged tokens are counted by address, for an hour, in bounded memory."""

import pytest

from api import auth
from api.auth import HOUR, MOST_FORGED, Forgeries


@pytest.fixture
def clock(monkeypatch):
    """The seconds that have passed."""
    passed = [1_000.0]
    monkeypatch.setattr(auth.time, "monotonic", lambda: passed[0])
    return passed


def sent(forgeries, address, number):
    for _one in range(number):
        forgeries.note(address)
    return forgeries.wait(address)


def test_an_address_waits_for_its_hours_end(clock):
    forgeries = Forgeries()
    assert sent(forgeries, "192.0.2.1", MOST_FORGED - 1) == 0
    clock[0] += HOUR - 60
    # The hour is that of the first.
    assert sent(forgeries, "192.0.2.1", 1) == 60
    assert forgeries.wait("192.0.2.2") == 0
    clock[0] += 60
    assert forgeries.wait("192.0.2.1") == 0
    assert sent(forgeries, "192.0.2.1", 1) == 0


def test_unknown_addresses_lock_nobody_out():
    assert sent(Forgeries(), None, 2 * MOST_FORGED) == 0


def test_the_oldest_addresses_are_forgotten(monkeypatch):
    monkeypatch.setattr(auth, "MOST_ADDRESSES", 2)
    forgeries = Forgeries()
    assert all(sent(forgeries, address, MOST_FORGED) for address in ("a", "b"))
    # Whoever goes on stays.
    assert sent(forgeries, "a", 1)
    assert sent(forgeries, "c", MOST_FORGED)
    assert [bool(forgeries.wait(address)) for address in ("a", "b", "c")] == [True, False, True]
