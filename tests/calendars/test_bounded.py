"""Reading in a child: what it returns, and that it ends, whatever is read."""

import os
import resource
import time
import zoneinfo
from multiprocessing import get_context

import pytest

from calendars import bounded
from calendars.bounded import read_in_child
from calendars.reading import BusyTime, HostProfile, read_busy
from calendars.streams import StreamFault, Unusable
from tests.calendars.attacks import ATTACKS, event
from tests.calendars.corpus import all_cases

# Each test starts processes.
pytestmark = pytest.mark.race
PROFILE = HostProfile("Europe/Berlin")
WINDOW = (1803686400, 1809043200)
MOST_CPU, MOST_KILOBYTES = 2.0, 300_000
# Those that cost more than a third of a second.
HEAVY = {
    "a year of every second",
    "a week that never comes",
    "a position that is never there",
    "every hour of a thousand rules",
    "300,000 exceptions",
    "a value of ten megabytes",
    "half of a quoted name",
    "ten thousand overrides of the future",
    "a zone for each event",
    "one name for all",
}


def measured(stream):
    """What a child answers, its seconds of CPU and its memory in kilobytes."""
    here, there = get_context("fork").Pipe(duplex=False)
    child = os.fork()
    if not child:
        try:
            bounded._read(there, [stream], PROFILE, WINDOW, zoneinfo.TZPATH)
        finally:
            os._exit(0)
    there.close()
    try:
        answer = here.recv()
    except EOFError:
        answer = None
    _child, _status, used = os.wait4(child, 0)
    return answer, used.ru_utime + used.ru_stime, used.ru_maxrss


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
@pytest.mark.parametrize("name", [pytest.param(one, marks=[pytest.mark.slow] * (one in HEAVY)) for one in ATTACKS])
def test_attacks_cost_little(name):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    answer, seconds, kilobytes = measured(ATTACKS[name].encode())
    assert isinstance(answer, (BusyTime, StreamFault))
    assert seconds <= MOST_CPU
    assert kilobytes - before <= MOST_KILOBYTES


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_limits_end_the_child(monkeypatch):
    def hungry(*_arguments):
        return ["x" * 2**20 for _one in range(5_000)]

    def busy(*_arguments):
        while True:
            pass

    monkeypatch.setattr(bounded, "MEMORY", 2**29)
    monkeypatch.setattr(bounded, "read_busy", hungry)
    assert measured(b"")[0] is StreamFault.TOO_MUCH
    monkeypatch.setattr(bounded, "read_busy", busy)
    monkeypatch.setattr(bounded, "CPU_SECONDS", 1)
    answer, seconds, _kilobytes = measured(b"")
    assert (answer, seconds < 1.5) == (None, True)


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_series_without_end_counts_as_solid(monkeypatch):
    def slow(*_arguments):
        while True:
            pass

    monkeypatch.setattr("calendars.series.expand", slow)
    answer, seconds, _kilobytes = measured(event("RRULE:FREQ=DAILY").encode())
    assert (answer.busy, seconds < 1.5) == (((1803891600, WINDOW[1]),), True)
    assert [warning.value for warning, _since in answer.warnings] == ["too often"]


def test_child_reads_as_its_parent():
    cases = {case.id: case for case in all_cases()}
    for case in list(cases.values())[:3]:
        assert read_in_child([case.stream], case.profile, case.window) == read_busy(
            [case.stream], case.profile, case.window
        )


def test_child_says_why_it_refuses():
    for stream, fault in (
        (b"<html>", StreamFault.NOT_A_CALENDAR),
        (b"BEGIN:VCALENDAR\nBEGIN:VEVENT\n", StreamFault.NOT_WHOLE),
        (b"BEGIN:VCALENDAR\n" * 99, StreamFault.TOO_MUCH),
    ):
        with pytest.raises(Unusable) as refused:
            read_in_child([stream], PROFILE, WINDOW)
        assert refused.value.args == (fault,)


def test_silent_child_is_not_awaited(monkeypatch):
    monkeypatch.setattr(bounded, "MOST_SECONDS", 0.01)
    monkeypatch.setattr(bounded, "_read", time.sleep)
    with pytest.raises(Unusable) as refused:
        read_in_child([b""], PROFILE, WINDOW)
    assert refused.value.args == (StreamFault.TOO_MUCH,)
