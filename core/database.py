"""Helpers for PostgreSQL: its clock, bulk inserts, rows made once, lookups by email, and query plans."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import reduce
from operator import or_
from typing import TypeVar

import psycopg
import psycopg.types.array
from django.db import IntegrityError, connection, transaction
from django.db.models import Model, Q, QuerySet

from core.text import spellings

Row = TypeVar("Row", bound=Model)


class ArrayEscapes:
    """Escapes the texts in an array. psycopg's own regular expression calls Python for each quote, which is slow."""

    def sub(self, _escaped: bytes, text: bytes) -> bytes:
        """Return the text with a backslash before each quote and each backslash."""
        return bytes(text).replace(b"\\", b"\\\\").replace(b'"', b'\\"')


class ArrayDumper(psycopg.types.array.ListDumper):
    """Writes arrays. Django inserts several rows as arrays, and their JSON is full of quotes."""

    _re_esc = ArrayEscapes()  # type: ignore[assignment]  # only its `sub` is used; a psycopg without it has its own way


# Before the first connection, which copies the registered dumpers.
psycopg.adapters.register_dumper(list, ArrayDumper)


def email_matches(column: str, email: str) -> Q:
    """Return the condition for rows whose column holds the email address, in any of its spellings."""
    return reduce(or_, (Q(**{f"{column}__iexact": spelling}) for spelling in spellings(email)))


def read_clock() -> datetime:
    """Return the present time by the database's clock, which is one for all machines.

    `now()` of PostgreSQL would be when the transaction began, before it waited for locks.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        now: datetime = cursor.fetchone()[0]
    return now


def get_or_make(earlier: QuerySet[Row], make: Callable[[], Row]) -> Row:
    """Return the row that the same form has made before; without one, make it.

    `make` is a transaction, and what it writes carries a unique value that is derived from the form, by which `earlier`
    finds it. So if the form is sent twice at once, only one of them can write, and the other returns the same row.
    """
    existing = earlier.first()
    if existing is not None:
        return existing
    try:
        return make()
    except IntegrityError:
        existing = earlier.first()
        if existing is None:
            raise
        return existing


def copy_rows(model: type[Row], rows: Iterable[Row]) -> None:
    """Insert many new rows with one COPY. Rows without a key get one from the database."""
    new = list(rows)
    has_keys = any(row.pk is not None for row in new)
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    if not has_keys:
        fields.remove(model._meta.pk)
    columns = ", ".join(str(field.column) for field in fields)
    # The last value of each column, and how it is written: most columns have the same object in all rows.
    last: list[tuple[object, object]] = [(fields, None)] * len(fields)
    with connection.cursor() as cursor, cursor.copy(f"COPY {model._meta.db_table} ({columns}) FROM STDIN") as copy:
        for row in new:
            for number, field in enumerate(fields):
                value = field.pre_save(row, add=True)
                if value is not last[number][0]:
                    last[number] = value, field.get_db_prep_save(value, connection)
            copy.write_row([written for _value, written in last])


@contextmanager
def fresh_plans() -> Iterator[None]:
    """Make PostgreSQL plan each query anew for its own values, in a transaction.

    It is for queries whose best plan depends on the values, such as how many links of an organization still work.
    Statements are prepared once per connection, and then get a plan for any values. That is good for reading one row,
    but for a list it can mean a walk through a million links. JIT is off: compiling would take longer than these
    queries.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('plan_cache_mode', 'force_custom_plan', true), set_config('jit', 'off', true)"
            )
        yield
