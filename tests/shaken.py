"""A plug-in that changes what no test may depend on: `make test-browser SHAKEN=7`, with any number.

The number chooses
- the keys that tokens are signed with, and where the ids of each table begin;
- the order of the test modules, and of the tests in them;
- how long the server of a browser test waits before each answer, and how slow the processor of each page is.

So a test fails that does not wait for the page that it goes on with, or that knows a key, an id or what ran before it.
"""

import hashlib
import os
import random
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.servers.basehttp import ServerHandler
from django.db import connection
from playwright.sync_api import BrowserContext, Page
from pytest_django import DjangoDbBlocker

SHAKEN = os.environ["SHAKEN"]
# Seconds before an answer: mostly none, so that answers also overtake each other.
WAITS = [0, 0, 0, 0.05, 0.2, 0.6]
# How many times slower than this machine a page runs its scripts.
SLOWER = [1, 1, 4]
FIRST_IDS = [range(1, 40), range(90, 130), range(1_000, 10_000), range(10**5, 10**9)]
SEQUENCES = """
    SELECT format('%I.%I', schemaname, sequencename) FROM pg_sequences
    WHERE data_type::text = 'bigint' AND sequencename !~ '^(django|auth)_' ORDER BY 1
"""


def key_for(purpose: str) -> str:
    return hashlib.sha256(f"{SHAKEN} {purpose}".encode()).hexdigest()


# Before Django reads its settings.
os.environ |= {
    "SECRET_KEY": key_for("secret"),
    "LINK_KEYS": f"00a:{key_for('links')}",
    "SEALING_KEYS": f"00a:{key_for('sealing')}",
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    dice = random.Random(SHAKEN)
    modules: dict[str, list[pytest.Item]] = {}
    for item in items:
        modules.setdefault(item.nodeid.partition("::")[0], []).append(item)
    names = list(modules)
    dice.shuffle(names)
    for name in names:
        dice.shuffle(modules[name])
    items[:] = [item for name in names for item in modules[name]]


@pytest.fixture(autouse=True, scope="session")
def other_ids(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    dice = random.Random(SHAKEN)
    with django_db_blocker.unblock():
        with connection.cursor() as cursor:
            cursor.execute(SEQUENCES)
            for (name,) in cursor.fetchall():
                cursor.execute("SELECT setval(%s::regclass, %s, false)", [name, dice.choice(dice.choice(FIRST_IDS))])
        # Tests with Playwright get another connection, and wait until all others are closed.
        connection.close()


@pytest.fixture(autouse=True, scope="session")
def slow_answers() -> Iterator[None]:
    dice = random.Random(SHAKEN)
    at_once = ServerHandler.run

    def run(handler: ServerHandler, application: Any) -> None:
        time.sleep(dice.choice(WAITS))
        at_once(handler, application)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ServerHandler, "run", run)
        yield


@pytest.fixture(autouse=True, scope="session")
def slow_scripts() -> Iterator[None]:
    dice = random.Random(SHAKEN)
    quick = BrowserContext.new_page

    def new_page(context: BrowserContext) -> Page:
        page = quick(context)
        rate = dice.choice(SLOWER)
        context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": rate})
        return page

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BrowserContext, "new_page", new_page)
        yield
