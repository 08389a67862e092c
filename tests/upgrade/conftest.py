"""Fixtures: a database of an earlier release, migrated to this one."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import LazySettings
from django.core.management import call_command
from django.db import connection
from pytest_django import DjangoDbBlocker

from scheduler import secrets
from tests import databases
from tests.upgrade.dumps import HERE, read_dump
from tests.upgrade.mailed import Address


@dataclass(frozen=True)
class Dump:
    """A dump, with the contents of its JSON file."""

    path: Path
    details: dict[str, Any]

    @property
    def taken(self) -> datetime:
        """When the dump was taken, just after its last row. At this time each state is as recorded."""
        return datetime.fromisoformat(self.details["taken"])

    @property
    def addresses(self) -> list[Address]:
        return [Address(**address) for address in self.details["addresses"]]


def dump_name(path: Path) -> str:
    return path.name.partition(".")[0]


@pytest.fixture(scope="module", params=sorted(HERE.glob("*.sql.gz")), ids=dump_name)
def dump(request: pytest.FixtureRequest) -> Dump:
    text = (HERE / f"{dump_name(request.param)}.json").read_text()
    return Dump(request.param, json.loads(text))


@pytest.fixture(scope="module")
def _upgraded(dump: Dump, django_db_modify_db_settings: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """Yield the name of a database that holds the dump, migrated to this release."""
    name = f"{connection.settings_dict['TEST']['NAME']}_upgrade"
    with django_db_blocker.unblock(), databases.new_database(name, "template0"):
        with databases.connect_to(name) as direct:
            direct.execute(read_dump(dump.path))
        with databases.using_database(name):
            call_command("migrate", verbosity=0)
        yield name


@pytest.fixture
def upgraded(_upgraded: str, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Let Django use the upgraded database."""
    with django_db_blocker.unblock(), databases.using_database(_upgraded):
        yield


@pytest.fixture
def installation(upgraded: None, dump: Dump, settings: LazySettings) -> Iterator[None]:
    """Give the settings of the dumped installation, with its keys, at the time of the dump."""
    settings.SECRET_KEY = dump.details["settings"]["SECRET_KEY"]
    settings.LINK_KEYS = secrets.parse_keyring(dump.details["settings"]["LINK_KEYS"])
    # The dump's passwords are hashed as in production.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    with time_machine.travel(dump.taken, tick=False):
        yield
