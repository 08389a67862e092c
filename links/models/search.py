"""The words by which a link is found, as PostgreSQL's own text search keeps them: no extension is needed.

Each link's words are those of its customer's name and email, its label and its private note, and the email as a whole.
Beside them stand marks of the organization and of the owner, which no word can equal: so that a search reads nobody
else's links, however many there are.
"""

from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.search import SearchVectorField
from django.db.models import BooleanField, Func, Q, TextField, Value
from django.db.models.expressions import RawSQL
from django.db.models.sql.compiler import SQLCompiler

# All of ASCII's but the per cent sign, which the parser never takes for a part of a word.
PUNCTUATION = "!\"#$&'()*+,-./:;<=>?@[\\]^_`{|}~"
APART = str.maketrans(dict.fromkeys(f"{PUNCTUATION}%", " "))
MOST_WORDS = 10


class Words(Func):
    """The vector of a row's words. Written out whole, so that a query's is the same as the index's to the letter."""

    template = "({lexemes} || to_tsvector('simple'::regconfig, translate({texts}, '{apart}', '{blank}')))"
    columns: Sequence[str] = ("organization_id", "owner_id", "recipient_email", "recipient_name", "label", "note")
    # Lexemes as they stand: marks, and emails as a whole.
    lexemes = (
        "array_to_tsvector(ARRAY['#' || {organization_id}::text, '=' || {owner_id}::text,"
        " '@' || lower({recipient_email})])"
    )
    texts = "{recipient_name} || ' ' || {recipient_email} || ' ' || {label} || ' ' || {note}"

    def __init__(self) -> None:
        super().__init__(*self.columns, output_field=SearchVectorField())

    def as_sql(self, compiler: SQLCompiler, connection: Any, **more: object) -> tuple[str, list[Any]]:  # type: ignore[override]
        compiled = [compiler.compile(one)[0] for one in self.get_source_expressions()]
        return self._written(compiled), []

    @classmethod
    def for_index(cls) -> RawSQL:
        """The same as SQL alone, which a migration holds as it is: it may name no class of ours."""
        return RawSQL(cls._written([f'"{name}"' for name in cls.columns]), (), SearchVectorField())  # noqa: S611

    @classmethod
    def _written(cls, names: Sequence[str]) -> str:
        """Of the columns by these names, in the order of `columns`."""
        by_column = dict(zip(cls.columns, names, strict=True))
        return cls.template.format(
            lexemes=cls.lexemes.format(**by_column),
            texts=cls.texts.format(**by_column),
            apart=PUNCTUATION.replace("'", "''"),
            blank=" " * len(PUNCTUATION),
        )


class Sought(Func):
    """A query for words and for lexemes as they stand, all of them at once."""

    template = "(to_tsquery('simple'::regconfig, %(expressions)s::tsquery)"
    arg_joiner = ") && "
    output_field = TextField()


def found_by(text: str, mark: str, pk: int, vector: type[Words] = Words) -> Q:
    """The rows with the mark (`#` and the organization's id, or `=` and the owner's) and with each word of the text.

    The last word may be the beginning of one, as it is while somebody types. What has an @ in it is the beginning of an
    email. Where nothing is left to look for, as in a text of signs only, nothing is found.
    """
    emails = [one for one in text.split() if "@" in one.strip("@")]
    words = " ".join(one for one in text.split() if one not in emails).translate(APART).split()[:MOST_WORDS]
    lexemes = Value(" & ".join([f"'{mark}{pk}'", *(f"'@{_escaped(one)}':*" for one in emails)]), TextField())
    if words:
        wanted = Value(" & ".join(f"'{word}'" for word in words) + ":*", TextField())
        return Q(Contains(vector(), Sought(wanted, lexemes))) & Q(IsAny(wanted))
    if emails:
        return Q(Contains(vector(), Func(lexemes, template="%(expressions)s::tsquery")))
    return Q(pk__in=[])


def with_email(email: str, mark: str, pk: int, vector: type[Words] = Words) -> Q:
    """The rows with the mark and with exactly this email, in whatever case."""
    lexemes = Value(f"'{mark}{pk}' & '@{_escaped(email)}'", TextField())
    return Q(Contains(vector(), Func(lexemes, template="%(expressions)s::tsquery")))


class IsAny(Func):
    """Whether there is anything in the words that can be looked for."""

    template = "numnode(to_tsquery('simple'::regconfig, %(expressions)s)) > 0"
    output_field = BooleanField()


class Contains(Func):
    """Whether the first of two, a vector, answers to the second, a query."""

    arg_joiner = " @@ "
    template = "%(expressions)s"
    output_field = BooleanField()


def _escaped(lexeme: str) -> str:
    return lexeme.lower().replace("\\", "\\\\").replace("'", "''")
