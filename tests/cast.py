"""Ana, Ben and Zoe: made once by the application's own actions, then inserted as rows before each test that needs them.

The rows were made in this database and rolled back, so its sequences are past their ids. In another database, or at
another time, the actions make them again.
"""

import re
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass

import time_machine
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from tests.builders import NOW, add_colleague, open_account
from tests.databases import rolled_back


def make_ana() -> User:
    return open_account("Ana Ruiz", "ana@acme.example", "Acme")


def make_ben(ana: User) -> User:
    return add_colleague(ana, "Ben Ode", "ben@acme.example")


def make_zoe() -> User:
    return open_account("Zoe Stranger", "zoe@other.example", "Other")


@dataclass(frozen=True)
class Rows:
    """A user, and the SQL that inserts all rows that were made with them."""

    user: User
    statements: str

    def insert(self) -> User:
        with connection.cursor() as cursor:
            cursor.execute(f"DO $cast$ BEGIN {self.statements} END $cast$")
        return deepcopy(self.user)


class Cast:
    """Makes Ana, Ben and Zoe, and signs Ana in."""

    def __init__(self) -> None:
        self.database = connection.settings_dict["NAME"]
        client, seen = Client(), set[tuple[str, str]]()
        with time_machine.travel(NOW, tick=False), rolled_back():
            self._ana = rows_of(make_ana, seen)
            self._ben = rows_of(lambda: make_ben(self._ana.user), seen)
            self._zoe = rows_of(make_zoe, seen)
            self._signed_in = rows_of(lambda: sign_in(client, deepcopy(self._ana.user)), seen)
        self._cookies = client.cookies

    @property
    def _is_here(self) -> bool:
        return connection.settings_dict["NAME"] == self.database and timezone.now() == NOW

    def ana(self) -> User:
        return self._ana.insert() if self._is_here else make_ana()

    def ben(self, ana: User) -> User:
        if not self._is_here:
            return make_ben(ana)
        ben = self._ben.insert()
        ben.organization = ana.organization
        return ben

    def zoe(self) -> User:
        return self._zoe.insert() if self._is_here else make_zoe()

    def sign_in(self, client: Client, ana: User) -> None:
        if not self._is_here:
            sign_in(client, ana)
            return
        signed_in = self._signed_in.insert()
        ana.backend, ana.last_login = signed_in.backend, signed_in.last_login  # type: ignore[attr-defined]
        User.objects.filter(pk=ana.pk).update(last_login=ana.last_login)
        client.cookies = deepcopy(self._cookies)


def sign_in(client: Client, user: User) -> User:
    client.force_login(user)
    return user


def rows_of(make: Callable[[], User], seen: set[tuple[str, str]]) -> Rows:
    """Return the rows that `make` inserts, in the order of its tables, without those that were `seen` before."""
    with CaptureQueriesContext(connection) as queries:
        user = make()
    tables = dict.fromkeys(re.findall(r'INSERT INTO "(\w+)"', " ".join(query["sql"] for query in queries)))
    models = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    statements = []
    with connection.cursor() as cursor:
        for table in tables:
            columns = [f'"{field.column}"' for field in models[table]._meta.concrete_fields if not field.generated]
            values = ", ".join(f"quote_nullable({column})" for column in columns)
            cursor.execute(f"""SELECT concat_ws(', ', {values}) FROM "{table}" ORDER BY ctid""")
            found = [row for (row,) in cursor.fetchall() if (table, row) not in seen]
            seen.update((table, row) for row in found)
            rows = ", ".join(f"({row})" for row in found)
            statements.append(f'INSERT INTO "{table}" ({", ".join(columns)}) VALUES {rows};')
    return Rows(user, " ".join(statements))
