"""What the tests of the whole site share."""

import logging

import pytest

from core.outages import Outage
from scheduler import outage


@pytest.fixture
def no_outage(monkeypatch):
    """Nothing of earlier tests lasts."""
    monkeypatch.setattr(outage, "outage", Outage(logging.getLogger("scheduler.outage"), "Answered with 503."))
