"""Find the rows that mention an email address anywhere in their texts or JSON, by an index and without an extension.

The index holds parts of addresses, cut at every character that is not an ASCII letter, digit, or one of `_.@-`. So it
may find too many rows, never too few, and the caller must check the rows found.
"""

import re
from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db.models import BooleanField, Func, JSONField, Q, QuerySet, TextField
from django.db.models.expressions import RawSQL
from django.db.models.sql.compiler import SQLCompiler

# The texts of a JSON object that hold an @. The identity of the message itself is left out: it is in no other row.
TEXTS = (
    "jsonb_path_query_array({column} - 'message_id',"
    """ 'strict $.** ? (@.type() == "string" && @ like_regex "@")')::text"""
)
# Escapes of JSON, what is no part of an address, and dots that end a sentence.
SEPARATORS = r"\\(u....|.)|[^\\a-z0-9_.@-]+|\.+(?![a-z0-9_])"
# Of a@b@c, both a@b and b@c are parts, so the middle is doubled.
MIDDLE, DOUBLED_MIDDLE = r"@([a-z0-9_.-]*)(?=@)", r"@\1 \1"
PARTS = (
    f"""string_to_array(btrim(regexp_replace(regexp_replace(lower({{text}} COLLATE "C"), '{SEPARATORS}', ' ', 'g'),"""
    f" '{MIDDLE}', '{DOUBLED_MIDDLE}', 'g')), ' ')"
)
JOINED = " || ' ' || "
# Most rows mention nobody, and need no place in the index.
HAS_ADDRESS = "strpos({text}, '@') > 0"


class SqlExpression(Func):
    """An expression over texts and JSON columns, written out in full SQL so that it is exactly that of the index."""

    def as_sql(self, compiler: SQLCompiler, connection: Any, **more: object) -> tuple[str, list[Any]]:  # type: ignore[override]
        plain: list[str] = []
        json: list[str] = []
        for expression in self.get_source_expressions():
            columns = json if isinstance(expression.output_field, JSONField) else plain
            columns.append(compiler.compile(expression)[0])
        return self.write_sql(plain, json), []

    @classmethod
    def write_sql(cls, plain: Sequence[str], json: Sequence[str]) -> str:
        raise NotImplementedError


class AddressParts(SqlExpression):
    """The parts of addresses in the columns."""

    output_field = ArrayField(TextField())

    @classmethod
    def write_sql(cls, plain: Sequence[str], json: Sequence[str]) -> str:
        if len(json) == 1 and not plain:
            return PARTS.format(text=TEXTS.format(column=json[0]))
        return PARTS.format(text=f"({_concatenate(plain, json)})")


class HasAddress(SqlExpression):
    """Whether the columns mention any address."""

    output_field = BooleanField()

    @classmethod
    def write_sql(cls, plain: Sequence[str], json: Sequence[str]) -> str:
        return HAS_ADDRESS.format(text=_concatenate(plain, json))


def _concatenate(plain: Sequence[str], json: Sequence[str]) -> str:
    """Return the columns as one text. A backslash in a plain text escapes nothing, so it is left out."""
    texts = [rf"translate({JOINED.join(plain)}, '\', ' ')"] if plain else []
    return JOINED.join([*texts, *(f"{column}::text" for column in json)])


def mentions_index(name: str, *plain: str, json: Sequence[str] = ()) -> GinIndex:
    """Return the index of these columns for `rows_mentioning`, in raw SQL: migrations need not import this module."""
    parts = RawSQL(AddressParts.write_sql(plain, json), (), ArrayField(TextField()))  # noqa: S611 (of literals)
    has_address = RawSQL(HasAddress.write_sql(plain, json), (), BooleanField())  # noqa: S611 (of literals)
    return GinIndex(parts, name=name, condition=Q(has_address))


def rows_mentioning(rows: QuerySet[Any], email: str, *columns: str) -> QuerySet[Any]:
    """Return the rows whose columns may mention the address, ignoring case. One index must have all of these."""
    with_parts: QuerySet[Any] = rows.alias(parts=AddressParts(*columns))
    return with_parts.filter(HasAddress(*columns), parts__contains=address_parts(email))


def address_parts(email: str) -> list[str]:
    """Return the parts with an @ that are in every text with this address."""
    text = re.sub(r"[^a-z0-9_.@-]+|\.+(?![a-z0-9_])", " ", email.lower())
    return [part for part in re.sub(MIDDLE, DOUBLED_MIDDLE, text).split() if "@" in part]
