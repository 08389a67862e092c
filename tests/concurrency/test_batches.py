"""D4 under fire: kill -9 while a thousand links are made leaves all of them or none, and equal lists make one set."""

import multiprocessing
import random
import time
from collections import Counter
from datetime import UTC, datetime
from http.client import HTTPConnection
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection

from deliveries.models import Delivery
from links.models import Link, LinkBatch
from tests.concurrency import crowd as crowds
from tests.concurrency import operations
from tests.concurrency.customers import FORM, Reply
from tests.concurrency.invariants import broken_promises
from tests.concurrency.stages import open_stage
from tests.patience import PATIENCE, wait_for

COUNT, CALLERS = 1_000, 8
SECRET = "s" * 32
DEATHS = [
    ("make_batch", "die"),
    ("check_source", "die"),
    ("copy_links", "die"),
    ("copy_links", "then die"),
    ("add_history_for_all", "then die"),
    ("copy_deliveries", "then die"),
]
AFTER_COMMIT = ("make_batch", "then die")


def upload(owner):
    """The confirmed form of a signed-in owner: its cookies and its fields."""
    session = SessionStore()
    session[SESSION_KEY] = str(owner.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = owner.get_session_auth_hash()
    session.create()
    return {"Cookie": f"session={session.session_key}; csrf={SECRET}"}, {
        "csrfmiddlewaretoken": SECRET,
        "source": f"page-{owner.pages.get().pk}",
        "kind": "people",
        "people": "\n".join(f"Person {number}, p{number}@example.com" for number in range(COUNT)),
        "expires": "7",
        "emailed": "on",
        "subject": "Your link",
        "text": "Hello {name}",
    }


def send(*, port, cookies, fields):
    line = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        line.request("POST", "/links/bulk/make/", urlencode(fields), FORM | cookies)
        response = line.getresponse()
        return Reply(response.status, response.headers.get("Location", ""))
    except (ConnectionError, EOFError):
        return Reply(0)
    finally:
        line.close()


def the_dead_are_gone():
    """Waits until PostgreSQL has done, or undone, what it was told by those who are no more."""

    def at_work():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND pid <> pg_backend_pid() AND state <> 'idle' AND backend_type = 'client backend'"
            )
            return cursor.fetchone()[0]

    wait_for(lambda: not at_work(), "Somebody is still at work.")


def sets_of(owner):
    """How many batches the owner has, with how many links and mails in all."""
    batches = LinkBatch.objects.filter(created_by=owner)
    mails = Delivery.objects.filter(thread__in=batches.values("thread"))
    return batches.count(), Link.objects.filter(owner=owner).count(), mails.count()


@pytest.mark.parametrize(("step", "action"), [*DEATHS, AFTER_COMMIT])
@pytest.mark.feature("D4")
def test_a_web_process_dies_at(server, failpoints, step, action):
    owner = open_stage().owner
    cookies, fields = upload(owner)
    failpoints.set(**{step: action})
    assert send(port=server.port, cookies=cookies, fields=fields) == Reply(0)
    assert failpoints.spent
    the_dead_are_gone()
    whole = (step, action) == AFTER_COMMIT
    assert sets_of(owner) == ((1, COUNT, COUNT) if whole else (0, 0, 0))
    assert broken_promises() == {}
    replies = [send(port=server.port, cookies=cookies, fields=fields) for _ in range(2)]
    page = f"/links/bulk/{LinkBatch.objects.get(created_by=owner).pk}/"
    assert replies == [Reply(302, f"{page}?again=1" if whole else page), Reply(302, f"{page}?again=1")]
    assert sets_of(owner) == (1, COUNT, COUNT)


@pytest.mark.feature("D4")
def test_other_process_makes_links_after_crash(server, crowd, failpoints):
    owner = open_stage().owner
    cookies, fields = upload(owner)
    failpoints.set(add_history_for_all="die")
    sent = {"port": server.port, "cookies": cookies, "fields": fields}
    replies = Counter(crowd.all_at_once(server.database, [(send, sent)] * 4))
    page = f"/links/bulk/{LinkBatch.objects.get(created_by=owner).pk}/"
    # With the process go all connections that it had taken, of whom nobody was answered yet.
    lost = replies.pop(Reply(0))
    assert 1 <= lost <= 3
    assert replies == Counter({Reply(302, page): 1, Reply(302, f"{page}?again=1"): 3 - lost})
    assert sets_of(owner) == (1, COUNT, COUNT)


def at_any_moment(database, asked, answered):
    """Makes links in a process of its own, to be killed."""
    crowds.connect_to(database)
    while (operation := asked.recv()) is not None:
        answered.send("begun")
        operations.make_links(**operation)
        answered.send("done")


def kill_at(database, owner, label, seconds):
    """Whether all were made by then; what was asked for, to be asked for again."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.concurrency.ready"])
    (theirs, asked), (answered, told) = context.Pipe(duplex=False), context.Pipe(duplex=False)
    process = context.Process(target=at_any_moment, args=(database, theirs, told), daemon=True)
    process.start()
    operation = {
        "actor": owner.pk,
        "page": owner.pages.get().pk,
        "count": COUNT,
        "label": label,
        "now": datetime.now(UTC),
    }
    asked.send(operation)
    assert answered.recv() == "begun"
    time.sleep(seconds)
    process.kill()
    process.join(PATIENCE)
    the_dead_are_gone()
    for pipe in (theirs, asked, answered, told):
        pipe.close()
    return operation


def rounds_of_death(database, rounds):
    """Kills after a while that differs from round to round; counts how many found nothing made, and how many all."""
    owner, dice, found = open_stage().owner, random.Random(2030), Counter()
    began = time.monotonic()
    operations.make_links(
        actor=owner.pk, page=owner.pages.get().pk, count=COUNT, label="Measure", now=datetime.now(UTC)
    )
    usual = time.monotonic() - began
    for number in range(rounds):
        before = sets_of(owner)[0]
        operation = kill_at(database, owner, f"Round {number}", dice.uniform(0, 2 * usual))
        made = sets_of(owner)[0] - before
        found[made] += 1
        assert broken_promises() == {}
        assert operations.make_links(**operation)[1] is bool(made)
        assert sets_of(owner) == (number + 2, COUNT * (number + 2), COUNT * (number + 2))
    return found


@pytest.mark.feature("D4")
@pytest.mark.usefixtures("failpoints")
def test_a_process_dies_at_any_moment(arena, figure):
    found = rounds_of_death(arena, 6)
    figure(f"6 kills at any moment: {found[0]} left no link, {found[1]} left all {COUNT:,}")


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.feature("D4")
@pytest.mark.usefixtures("failpoints")
def test_repeated_kills_leave_all_or_none(arena, figure):
    found = rounds_of_death(arena, 40)
    assert found.keys() <= {0, 1}
    figure(f"40 kills at any moment: {found[0]} left no link, {found[1]} left all {COUNT:,}")


def make_at_once(crowd, database):
    owner = open_stage().owner
    operation = {
        "actor": owner.pk,
        "page": owner.pages.get().pk,
        "count": 200,
        "label": "",
        "now": datetime.now(UTC),
    }
    return owner, Counter(crowd.all_at_once(database, [(operations.make_links, operation)] * CALLERS))


@pytest.mark.feature("D4")
def test_equal_lists_at_once_make_one_set(arena, crowd):
    for _ in range(5):
        owner, answers = make_at_once(crowd, arena)
        batch = LinkBatch.objects.get(created_by=owner).pk
        assert answers == {(batch, False): 1, (batch, True): CALLERS - 1}
        assert sets_of(owner) == (1, 200, 200)


def test_control_without_constraint_lists_make_several(unguarded, crowd, figure):
    owner, answers = make_at_once(crowd, unguarded(("link_batch_once", "links_linkbatch")))
    batches, links, _mails = sets_of(owner)
    assert (len({batch for batch, _again in answers}), links) == (batches, 200 * batches)
    assert batches > 1
    figure(f"without link_batch_once: {batches} sets from {CALLERS} equal lists")


def test_the_invariant_sees_a_missing_link(arena):
    stage = open_stage()
    operations.make_links(actor=stage.owner.pk, page=stage.page.pk, count=3, label="", now=datetime.now(UTC))
    batch = LinkBatch.objects.get(created_by=stage.owner)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE links_linkbatch SET count = 4 WHERE id = %s", [batch.pk])
        found = broken_promises()
        cursor.execute("UPDATE links_linkbatch SET count = 3 WHERE id = %s", [batch.pk])
    assert found == {"a batch of which a part is missing": [(batch.pk, 3, 3, 3)]}
