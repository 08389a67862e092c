"""What is said of the workers and the outbox."""

from datetime import timedelta

import pytest

from deliveries.models import EMAIL_ATTEMPTS, Beat
from deliveries.queries import Outbox, outbox_state
from deliveries.status import duration_in_words, outbox_finding, worker_finding
from tests.builders import NOW
from tests.deliveries.builders import make_delivery
from tests.tables import table


def beats_seen(*seconds):
    """Processes that were seen so many seconds ago."""
    return [Beat(process=f"web1:{one}", kind="deliver", seen_at=NOW - timedelta(seconds=one)) for one in seconds]


@table(
    ("beats", "is_well", "text"),
    [
        ([], False, "No worker has shown life yet. Start one: manage.py deliver."),
        (beats_seen(12), True, "Alive: 1 process, last seen 12 s ago."),
        (beats_seen(-3), True, "Alive: 1 process, last seen 0 s ago."),
        (beats_seen(180, 40, 181, 9_000), True, "Alive: 2 processes, last seen 40 s ago."),
        (
            beats_seen(840, 9_000),
            False,
            "No sign of life for 14 min, so no mail goes out. Start it again: manage.py deliver.",
        ),
    ],
)
def test_a_worker_is_alive_or_missed(beats, is_well, text):
    found = worker_finding(beats, NOW)
    assert (found.about, found.is_well, found.text) == ("Worker", is_well, text)


@table(
    ("time", "words"),
    [
        ({"seconds": 119}, "119 s"),
        ({"seconds": 120}, "2 min"),
        ({"minutes": 119}, "119 min"),
        ({"hours": 47}, "47 h"),
        ({"days": 2}, "2 days"),
        ({"days": 400}, "400 days"),
    ],
)
def test_span_of_time_is_said_roughly(time, words):
    assert duration_in_words(timedelta(**time)) == words


def ago(**time):
    return NOW - timedelta(**time)


def minutes(number):
    return NOW + timedelta(minutes=number)


@pytest.mark.django_db
def test_the_outbox_counts_each_delivery_once(ana, zoe):
    acme, other = ana.organization, zoe.organization
    make_delivery(acme, due_at=ago(seconds=20))
    make_delivery(other, due_at=ago(minutes=3), attempts=1)
    make_delivery(acme, due_at=minutes(1), attempts=3, last_error="451 later")
    make_delivery(acme, due_at=ago(minutes=9), attempts=2, last_error="451 later")
    make_delivery(acme, due_at=minutes(600))
    make_delivery(acme, due_at=ago(days=9), sent_at=ago(days=9))
    make_delivery(acme, due_at=ago(days=9), superseded_at=ago(days=9))
    make_delivery(acme, due_at=ago(days=9), failed_at=ago(hours=1), attempts=1)
    make_delivery(acme, due_at=ago(days=9), failed_at=ago(hours=1), attempts=EMAIL_ATTEMPTS)
    make_delivery(acme, due_at=ago(days=9), failed_at=ago(hours=30), attempts=EMAIL_ATTEMPTS)
    assert outbox_state(NOW) == Outbox(waiting=2, oldest=ago(minutes=3), tried=2, later=1, failed=3, given_up=1)


def words(**numbers):
    none = {"waiting": 0, "oldest": None, "tried": 0, "later": 0, "failed": 0, "given_up": 0}
    found = outbox_finding(Outbox(**none | numbers), NOW)
    return found.is_well, found.text


ELSE = "0 given up within a day; 0 failed in all."
BEHIND = "The worker does not keep up, or has ended."
REFUSED = "The mail server refuses or does not answer; Deliveries shows its words."


def test_outbox_is_well_while_mails_leave():
    assert words() == (True, f"0 waiting; 0 to be tried again; 0 for later; {ELSE}")
    assert words(waiting=2, oldest=ago(minutes=5), later=7) == (
        True,
        f"2 waiting, the oldest for 5 min; 0 to be tried again; 7 for later; {ELSE}",
    )
    # A refused address is its owner's to mend: no operator can.
    assert words(failed=9)[0]
    assert words(waiting=1, oldest=ago(minutes=6)) == (
        False,
        f"1 waiting, the oldest for 6 min; 0 to be tried again; 0 for later; {ELSE} {BEHIND}",
    )
    assert words(tried=1) == (False, f"0 waiting; 1 to be tried again; 0 for later; {ELSE} {REFUSED}")
    assert words(given_up=1, failed=1)[0] is False
