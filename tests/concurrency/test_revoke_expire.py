"""Revoking and expiring against booking: never both (Q3), R17 of the facts, and why a lock comes before a judgement."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from unittest.mock import patch

import pytest
from django.db import connection, transaction

from bookings.models import Admission
from bookings.steps import judge
from links.models import Link
from tests.concurrency import operations
from tests.concurrency.databases import waiting_for_locks
from tests.concurrency.failpoints import meanwhile
from tests.concurrency.stages import open_stage, pace
from tests.patience import PATIENCE, wait_for


class Aside:
    """Something done by another connection of this process, while the test goes on."""

    def __init__(self, operation: Callable[[], Any]) -> None:
        self.answer: Any = None
        self.thread = threading.Thread(target=self.run, args=(operation,), daemon=True)
        self.thread.start()

    def run(self, operation: Callable[[], Any]) -> None:
        try:
            self.answer = operation()
        finally:
            connection.close()

    def is_done(self) -> bool:
        return not self.thread.is_alive()

    def result(self) -> Any:
        self.thread.join(PATIENCE)
        assert self.is_done()
        return self.answer


def wait_until_blocked() -> None:
    """Returns when somebody waits for a lock."""
    wait_for(waiting_for_locks, "Nobody waits.")


def database_clock() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


@contextmanager
def holding(link: Link, ending: str) -> Iterator[None]:
    """The link's row is locked by somebody else, who at the end changes nothing, writes, or rolls back a change."""
    with transaction.atomic():
        Link.objects.select_for_update().get(pk=link.pk)
        if ending != "changes nothing":
            Link.objects.filter(pk=link.pk).update(label="touched")
        yield
        transaction.set_rollback(ending == "rolls back")


def pass_expiry(link: Link) -> None:
    wait_for(lambda: database_clock() > link.expires_at)


def over_the_expiry(stage: Any, ending: str, operation: Callable[[Link], Any]) -> tuple[Link, Any]:
    """Has the operation wait for a link's lock while the link expires: the link, and what the operation answers.

    It has to wait before the link expires, so a slow machine gets a link that lasts longer.
    """
    lasts = timedelta(seconds=0.25)
    for _ in range(5):
        begun = database_clock()
        link = stage.link(expires_at=begun + lasts)
        with holding(link, ending):
            waiting = Aside(partial(operation, link))
            # Whoever finds it expired does not wait at all.
            wait_for(lambda: waiting_for_locks() or waiting.is_done())  # noqa: B023 (called before the next round)
            blocked = database_clock()
            pass_expiry(link)
        answer = waiting.result()
        if blocked < link.expires_at:
            return link, answer
        # Of a round that does not count nothing is left to break a promise.
        Link.objects.filter(pk=link.pk, admissions=None).update(uses=0)
        lasts += 1.5 * (blocked - begun)
    raise AssertionError("Nobody waits before the link expires.")


ENDINGS = pytest.mark.parametrize("ending", ["changes nothing", "commits", "rolls back"])


@ENDINGS
@pytest.mark.feature("R17")
def test_expiry_while_link_is_locked_refuses(arena, ending):
    stage = open_stage()

    def book(link: Link) -> operations.Answer:
        return operations.book(event_type=stage.event_type.pk, start=stage.slot(), link=link.pk)

    link, answer = over_the_expiry(stage, ending, book)
    assert answer == ("DeadLink", "expired")
    link.refresh_from_db()
    assert (link.uses, Admission.objects.filter(link=link).count()) == (0, 0)


# What the database calls its clock, for connections that look here first. How far it is ahead is a row.
OWN_CLOCK = """
    CREATE SCHEMA own_clock;
    CREATE TABLE own_clock.ahead (by interval NOT NULL);
    INSERT INTO own_clock.ahead VALUES ('0');
    CREATE FUNCTION own_clock.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE
        AS 'SELECT pg_catalog.clock_timestamp() + by FROM own_clock.ahead'
"""


def book_over_the_expiry(stage: Any) -> tuple[Link, operations.Answer]:
    """Have a customer wait for the host's lock while the link expires: the link, and what the customer is told.

    No time has to pass for it, so it is the same on a machine of any speed: the clock goes on by two hours as soon as
    the customer waits, and the lock is given up with that.
    """
    link = stage.link(expires_at=database_clock() + timedelta(hours=1))

    def book() -> operations.Answer:
        with connection.cursor() as cursor:
            cursor.execute("SET search_path TO own_clock, pg_catalog, public")
        return operations.book(event_type=stage.event_type.pk, start=stage.slot(), link=link.pk)

    patient = patch.multiple(judge, LOCK_TIMEOUT=f"{PATIENCE}s", STATEMENT_TIMEOUT=f"{PATIENCE}s")
    with connection.cursor() as cursor, patient:
        cursor.execute(OWN_CLOCK)
        try:
            with transaction.atomic():
                type(stage.owner).objects.select_for_update().get(pk=stage.owner.pk)
                customer = Aside(book)
                wait_until_blocked()
                cursor.execute("UPDATE own_clock.ahead SET by = '2 hours'")
            return link, customer.result()
        finally:
            cursor.execute("DROP SCHEMA own_clock CASCADE")


@pytest.mark.feature("R17")
def test_expiry_while_host_is_locked_refuses(arena):
    link, answer = book_over_the_expiry(open_stage())
    assert answer == ("DeadLink", "expired")
    link.refresh_from_db()
    assert (link.uses, Admission.objects.filter(link=link).count()) == (0, 0)


@pytest.mark.feature("R17")
def test_control_clock_of_begin_admits_expired(arena):
    """Of a transaction that waits `now()` is when it began."""

    def read_begin() -> datetime:
        with connection.cursor() as cursor:
            cursor.execute("SELECT now()")
            return cursor.fetchone()[0]

    with patch.object(judge, "read_clock", read_begin):
        link, answer = book_over_the_expiry(open_stage())
    assert answer.word == "booked"
    link.refresh_from_db()
    assert link.uses == 1


@ENDINGS
@pytest.mark.feature("R17")
def test_parent_revoked_while_child_locked_refuses(arena, ending):
    stage = open_stage()
    parent = stage.link(max_uses=None)
    child = child_of(parent, stage)
    with holding(child, ending):
        customer = Aside(lambda: operations.book(event_type=stage.event_type.pk, start=stage.slot(), link=child.pk))
        wait_until_blocked()
        # By the action this would wait for the booking; the row alone has to do as well.
        Aside(lambda: Link.objects.filter(pk=parent.pk).update(revoked_at=datetime.now(UTC))).result()
    assert customer.result() == ("DeadLink", "revoked")
    child.refresh_from_db()
    assert (child.uses, Admission.objects.filter(link=child).count()) == (0, 0)


def child_of(parent: Link, stage: Any) -> Link:
    child = stage.link()
    Link.objects.filter(pk=child.pk).update(page=None, parent=parent)
    child.refresh_from_db()
    return child


NAIVE = """
    UPDATE links_link AS l SET uses = l.uses + 1 FROM links_link AS p
    WHERE l.id = %s AND p.id = coalesce(l.parent_id, l.id) AND l.uses < l.max_uses
      AND l.revoked_at IS NULL AND p.revoked_at IS NULL
      AND coalesce(least(l.expires_at, p.expires_at), 'infinity') > clock_timestamp()"""


def consume_naively(link: Link) -> int:
    """Judges in the statement that waits, as a conditional UPDATE does; answers how many rows it consumed."""
    with connection.cursor() as cursor:
        cursor.execute(NAIVE, [link.pk])
        return int(cursor.rowcount)


@ENDINGS
@pytest.mark.feature("R17")
def test_control_conditional_updates_admit_the_expired(arena, ending):
    link, consumed = over_the_expiry(open_stage(), ending, consume_naively)
    # PostgreSQL judges the WHERE again only where the row changed meanwhile.
    assert consumed == (0 if ending == "commits" else 1)
    Link.objects.filter(pk=link.pk).update(uses=0)


@ENDINGS
@pytest.mark.feature("R17")
def test_control_conditional_updates_admit_orphans(arena, ending):
    stage = open_stage()
    parent = stage.link(max_uses=None)
    child = child_of(parent, stage)
    with holding(child, ending):
        customer = Aside(lambda: consume_naively(child))
        wait_until_blocked()
        Aside(lambda: Link.objects.filter(pk=parent.pk).update(revoked_at=datetime.now(UTC))).result()
    # The parent comes from the snapshot of the statement that waited, even where the child's row changed.
    assert customer.result() == 1
    Link.objects.filter(pk=child.pk).update(uses=0)


@pytest.mark.feature("R17")
def test_control_judging_first_admits_the_expired(arena, crowd, failpoints):
    """Without lock_link the link is read and judged first, and its row awaited only by the UPDATE."""
    failpoints.set(lock_link="unlocked")
    stage = open_stage()

    def book(link: Link) -> list[operations.Answer]:
        booking = {"event_type": stage.event_type.pk, "start": stage.slot(), "link": link.pk}
        return crowd.all_at_once(arena, [(operations.book, booking)])

    _, (answer,) = over_the_expiry(stage, "rolls back", book)
    assert answer.word == "booked"


def revoke_against(crowd, database, rounds, callers=3, held=0, inherited=False):
    """In each round one revokes, the link or its parent, and the others book through the link.

    `held`: while so many customers hold at a step.

    Returns how often each won, and how many bookings came after the revocation was acknowledged.
    """
    stage, usual = open_stage(), pace()
    won, late = {"booked": 0, "revoked": 0}, 0
    for number in range(rounds):
        parent = stage.link(max_uses=None)
        link = child_of(parent, stage) if inherited else stage.link()
        target = parent if inherited else link
        revoking = (operations.revoke, {"actor": stage.owner.pk, "link": target.pk, "now": datetime.now(UTC)})
        booking = {"event_type": stage.event_type.pk, "link": link.pk}
        plan = [(operations.book, booking | {"start": start}) for start in stage.slots(callers)]
        # A head start, so that both win often enough.
        plan = [
            (operations.run_later, {"seconds": number % 5 * usual / 3, "operation": operation}) for operation in plan
        ]
        plan.append((meanwhile, {"holding": held, "operation": revoking}) if held else revoking)
        *answers, admitted_before = crowd.all_at_once(database, plan)
        made = Admission.objects.filter(link=link).count()
        won["booked" if made else "revoked"] += 1
        late += made - admitted_before
        refusals = {answer.detail for answer in answers if answer.word == "DeadLink"}
        assert refusals <= ({"used", "revoked"} if made else {"revoked"})
    return won, late


REVOKED = pytest.mark.parametrize("inherited", [False, True], ids=["link", "parent"])


@REVOKED
@pytest.mark.feature("Q3")
def test_revoke_against_book(arena, crowd, figure, inherited):
    won, late = revoke_against(crowd, arena, 10, inherited=inherited)
    assert late == 0
    figure(f"10 rounds: {won}; bookings after an acknowledged revocation: {late}")


@pytest.mark.slow
@pytest.mark.timeout(600)
@REVOKED
@pytest.mark.feature("Q3")
def test_revoke_against_book_many_rounds(arena, crowd, figure, inherited):
    won, late = revoke_against(crowd, arena, 200, inherited=inherited)
    assert late == 0
    assert min(won.values()) > 0
    figure(f"200 rounds: {won}; bookings after an acknowledged revocation: {late}")


@pytest.mark.feature("Q3")
def test_control_without_lock_revoked_links_admit(arena, crowd, failpoints, figure):
    failpoints.set(lock_link="unlocked", assign_places="then hold")
    _, late = revoke_against(crowd, arena, 1, callers=1, held=1)
    assert late == 1
    figure("without lock_link: booked after the revocation was acknowledged")


@pytest.mark.feature("Q3")
def test_control_without_shared_lock_orphans_admit(arena, crowd, failpoints, figure):
    failpoints.set(share_organization="skip", assign_places="then hold")
    _, late = revoke_against(crowd, arena, 1, callers=1, held=1, inherited=True)
    assert late == 1
    figure("without share_organization: booked after the parent's revocation")


@pytest.mark.parametrize("milliseconds", [-1, 0, 1])
def test_link_is_too_late_exactly_at_expiry(arena, milliseconds):
    stage = open_stage()
    expiry = datetime.now(UTC) + timedelta(days=1)
    link = stage.link(expires_at=expiry)
    answer = operations.book(
        event_type=stage.event_type.pk,
        start=stage.slots(300)[-1],
        link=link.pk,
        now=expiry + timedelta(milliseconds=milliseconds),
    )
    assert answer.word == ("booked" if milliseconds < 0 else "DeadLink")
