"""A database of an earlier release, brought to this one."""

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
from tests.upgrade.ground import HERE, read
from tests.upgrade.mailed import Address


@dataclass(frozen=True)
class Dump:
    """A dump, and what is known of it."""

    path: Path
    told: dict[str, Any]

    @property
    def taken(self) -> datetime:
        """The moment just after its last row: at it, everything is as it was."""
        return datetime.fromisoformat(self.told["taken"])

    @property
    def addresses(self) -> list[Address]:
        return [Address(**address) for address in self.told["addresses"]]


def path_of(path: Path) -> str:
    return path.name.partition(".")[0]


@pytest.fixture(scope="module", params=sorted(HERE.glob("*.sql.gz")), ids=path_of)
def dump(request: pytest.FixtureRequest) -> Dump:
    told = (HERE / f"{path_of(request.param)}.json").read_text()
    return Dump(request.param, json.loads(told))


@pytest.fixture(scope="module")
def _upgraded(dump: Dump, django_db_modify_db_settings: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The name of a database that holds the dump, migrated to this release."""
    name = f"{connection.settings_dict['TEST']['NAME']}_upgrade"
    with django_db_blocker.unblock(), databases.new_database(name, "template0"):
        with databases.connect_to(name) as direct:
            direct.execute(read(dump.path))
        with databases.using_database(name):
            call_command("migrate", verbosity=0)
        yield name


@pytest.fixture
def upgraded(_upgraded: str, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Everything reads and writes in the database that was upgraded."""
    with django_db_blocker.unblock(), databases.using_database(_upgraded):
        yield


@pytest.fixture
def installation(upgraded: None, dump: Dump, settings: LazySettings) -> Iterator[None]:
    """The installation that was dumped, with its keys, at the moment at which that was done."""
    settings.SECRET_KEY = dump.told["settings"]["SECRET_KEY"]
    settings.LINK_KEYS = secrets.parse_keyring(dump.told["settings"]["LINK_KEYS"])
    # Its passwords are hashed as in production.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    with time_machine.travel(dump.taken, tick=False):
        yield
