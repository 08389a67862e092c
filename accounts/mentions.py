"""Find the JSON columns that mention an email address anywhere in their texts, by an index and without an extension.

The index keeps more than it must, never less: parts of addresses, cut at every character that is not an ASCII letter,
digit, or one of `_.@-`. Whoever looks for an address reads the few rows found, and judges them.
"""

import re
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db.models import BooleanField, Func, Q, QuerySet, TextField
from django.db.models.expressions import RawSQL

# The texts of a JSON value that hold an @. The identity of the message itself is left out: it is in no other row.
TEXTS = (
    "jsonb_path_query_array({column} - 'message_id',"
    """ 'strict $.** ? (@.type() == "string" && @ like_regex "@")')::text"""
)
# Escapes of JSON, what is no part of an address, and dots that end a sentence.
APART = r"\\(u....|.)|[^\\a-z0-9_.@-]+|\.+(?![a-z0-9_])"
# Of a@b@c, both a@b and b@c are parts.
PAIRS, PAIRED = r"@([a-z0-9_.-]*)(?=@)", r"@\1 \1"
# Most histories mention nobody, and need no place in the index.
ANYBODY = "strpos({column}::text, '@') > 0"
PARTS = (
    f"""string_to_array(btrim(regexp_replace(regexp_replace(lower({TEXTS} COLLATE "C"), '{APART}', ' ', 'g'),"""
    f" '{PAIRS}', '{PAIRED}', 'g')), ' ')"
)


class Parts(Func):
    """The parts of addresses in a JSON column."""

    template = PARTS.format(column="%(expressions)s")
    output_field = ArrayField(TextField())


class Anybody(Func):
    """Whether a JSON column may mention any address."""

    template = ANYBODY.format(column="%(expressions)s")
    output_field = BooleanField()


def mentions_index(column: str, name: str) -> GinIndex:
    """Return the index of a JSON column that `mentioning` uses, in raw SQL: migrations need not import this module."""
    parts = RawSQL(PARTS.format(column=column), (), ArrayField(TextField()))  # noqa: S611 (a literal)
    anybody = RawSQL(ANYBODY.format(column=column), (), BooleanField())  # noqa: S611 (a literal)
    return GinIndex(parts, name=name, condition=Q(anybody))


def mentioning(rows: QuerySet[Any], email: str, column: str) -> QuerySet[Any]:
    """Return the rows whose JSON column may mention the address, ignoring case."""
    found: QuerySet[Any] = rows.alias(parts=Parts(column)).filter(Anybody(column), parts__contains=parts_of(email))
    return found


def parts_of(email: str) -> list[str]:
    """Return the parts with an @ that are in every text with this address."""
    text = re.sub(PAIRS, PAIRED, re.sub(r"[^a-z0-9_.@-]+|\.+(?![a-z0-9_])", " ", email.lower()))
    return [one for one in text.split() if "@" in one]
