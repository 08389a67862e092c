"""Promise 3: kill -9 of a web process at each step. A booking and all it causes are there whole, or not at all (Q4)."""

import random
from collections import Counter

import pytest
from django.db import connection

from bookings.models import Admission, Booking
from deliveries.models import Delivery
from tests.concurrency import customers
from tests.concurrency.failpoints import STEPS
from tests.concurrency.invariants import broken_promises
from tests.concurrency.stages import open_stage
from tests.patience import wait_for

# Those that a booking through a link passes, each killed before it begins; and the two sides of COMMIT.
BEFORE = [
    (step, "die")
    for step in STEPS["bookings.steps.judge"] + STEPS["bookings.steps.write"]
    if step not in {"read_page", "check_page", "check_customer_limit"}
]
BEFORE_COMMIT = ("notify_of_booking", "then die")
AFTER_COMMIT = ("persist", "then die")
DEATHS = [*BEFORE, BEFORE_COMMIT, AFTER_COMMIT]


def connections_are_gone() -> None:
    """Waits until PostgreSQL has noticed the death, and has rolled back what it left."""

    def still_open() -> int:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in%'"
            )
            return int(cursor.fetchone()[0])

    wait_for(lambda: not still_open(), "A transaction of the dead is still open.")


def die_and_send_again(server, failpoints, stage, step, action):
    """A customer's process dies at the step; the customer sends the same form again."""
    link = stage.link()
    form = customers.open_form(
        port=server.port, entry=customers.link_path(link), event_type=stage.event_type.pk, start=stage.slot()
    )
    failpoints.set(**{step: action})
    assert customers.send_form(port=server.port, form=form) == customers.Reply(0)
    assert failpoints.spent
    connections_are_gone()
    left = Admission.objects.filter(link=link).count()
    assert left == (1 if (step, action) == AFTER_COMMIT else 0)
    assert broken_promises() == {}
    first = customers.send_form(port=server.port, form=form)
    assert (first.status, customers.send_form(port=server.port, form=form)) == (303, first)
    booking = Booking.objects.get(admission__link=link)
    assert (first.location, Delivery.objects.filter(thread=booking.uid).count()) == (f"/b/{booking.token()}/", 2)
    return left


SOME = [
    ("lock_link", "die"),
    ("assign_places", "die"),
    ("spend_use", "die"),
    ("schedule", "die"),
    BEFORE_COMMIT,
    AFTER_COMMIT,
]


@pytest.mark.parametrize(("step", "action"), SOME, ids=[f"{step} {action}" for step, action in SOME])
@pytest.mark.feature("Q4")
def test_a_web_process_dies_at(server, failpoints, step, action):
    die_and_send_again(server, failpoints, open_stage(), step, action)


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.feature("Q4")
def test_web_processes_die_five_rounds_each(server, failpoints, figure):
    stage = open_stage()
    found = Counter(
        die_and_send_again(server, failpoints, stage, step, action) for _ in range(5) for step, action in DEATHS
    )
    assert found == {0: 5 * (len(DEATHS) - 1), 1: 5}
    figure(f"{found.total()} kills: {found[0]} left no trace, {found[1]} were found again by sending the same form")


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.feature("Q4")
def test_web_processes_die_at_random_under_load(server, crowd, failpoints, figure):
    """16 customers with a link each; one process is killed somewhere; whoever got no answer sends again."""
    stage, dice, unanswered = open_stage(), random.Random(2030), 0
    for _ in range(40):
        links = [stage.link() for _ in range(16)]
        forms = [
            customers.open_form(
                port=server.port, entry=customers.link_path(link), event_type=stage.event_type.pk, start=start
            )
            for link, start in zip(links, stage.slots(16), strict=True)
        ]
        step, action = dice.choice(DEATHS)
        failpoints.set(**{step: action})
        locations, waiting = {}, list(range(16))
        while waiting:
            replies = crowd.all_at_once(
                server.database,
                [(customers.send_form, {"port": server.port, "form": forms[number]}) for number in waiting],
            )
            for number, reply in zip(waiting, replies, strict=True):
                assert reply.status in {0, 303}
                if reply.status == 303:
                    locations[number] = reply.location
            unanswered += sum(reply.status == 0 for reply in replies)
            waiting = [number for number in waiting if number not in locations]
        made = Booking.objects.filter(admission__link__in=links)
        assert {f"/b/{booking.token()}/" for booking in made} == set(locations.values())
        assert (made.count(), broken_promises()) == (16, {})
    assert unanswered >= 40
    figure(f"40 rounds of 16 customers, {unanswered} answers lost, every customer's one booking found, none twice")


@pytest.mark.parametrize("step", ["spend_use", "notify_of_booking"])
def test_an_error_at_any_step_leaves_nothing(server, failpoints, step):
    stage = open_stage()
    link = stage.link()
    form = customers.open_form(
        port=server.port, entry=customers.link_path(link), event_type=stage.event_type.pk, start=stage.slot()
    )
    failpoints.set(**{step: "fail"})
    assert customers.send_form(port=server.port, form=form).status == 500
    link.refresh_from_db()
    assert (link.uses, Admission.objects.filter(link=link).count()) == (0, 0)
    failpoints.clear()
    assert customers.send_form(port=server.port, form=form).status == 303
