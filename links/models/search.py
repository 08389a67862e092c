"""The words by which a link is found, in PostgreSQL's full-text search without any extension.

A link's words are those of its customer's name and email, its label and its private note; the email is also indexed as
a whole. Marks of the organization and of the owner, which no word can equal, are indexed with them: so a search reads
only the links of one organization or owner, however many others there are.
"""

from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.search import SearchVectorField
from django.db.models import BooleanField, Func, Q, TextField, Value
from django.db.models.expressions import RawSQL
from django.db.models.sql.compiler import SQLCompiler

# All ASCII punctuation except the per cent sign, which the parser never takes for a part of a word.
PUNCTUATION = "!\"#$&'()*+,-./:;<=>?@[\\]^_`{|}~"
PUNCTUATION_TO_BLANKS = str.maketrans(dict.fromkeys(f"{PUNCTUATION}%", " "))
MOST_WORDS = 10
# No email that is stored is longer. PostgreSQL takes no word of some 2,000 letters that it is to look for unchanged.
LONGEST_EMAIL = 254


class LinkSearchVector(Func):
    """The search vector of a row.

    It is written out in full SQL, so that a query's expression is exactly that of the index.
    """

    template = "({lexemes} || to_tsvector('simple'::regconfig, translate({texts}, '{apart}', '{blank}')))"
    columns: Sequence[str] = ("organization_id", "owner_id", "recipient_email", "recipient_name", "label", "note")
    # Lexemes that are indexed unchanged: marks, and emails as a whole.
    lexemes = (
        "array_to_tsvector(ARRAY['#' || {organization_id}::text, '=' || {owner_id}::text,"
        " '@' || lower({recipient_email})])"
    )
    texts = "{recipient_name} || ' ' || {recipient_email} || ' ' || {label} || ' ' || {note}"

    def __init__(self) -> None:
        super().__init__(*self.columns, output_field=SearchVectorField())

    def as_sql(self, compiler: SQLCompiler, connection: Any, **more: object) -> tuple[str, list[Any]]:  # type: ignore[override]
        compiled = [compiler.compile(expression)[0] for expression in self.get_source_expressions()]
        return self._build_sql(compiled), []

    @classmethod
    def for_index(cls) -> RawSQL:
        """Return the vector as raw SQL for the index, so that migrations need not import this class."""
        return RawSQL(cls._build_sql([f'"{name}"' for name in cls.columns]), (), SearchVectorField())  # noqa: S611

    @classmethod
    def _build_sql(cls, names: Sequence[str]) -> str:
        """Return the SQL with these names for the columns, in the order of `columns`."""
        by_column = dict(zip(cls.columns, names, strict=True))
        return cls.template.format(
            lexemes=cls.lexemes.format(**by_column),
            texts=cls.texts.format(**by_column),
            apart=PUNCTUATION.replace("'", "''"),
            blank=" " * len(PUNCTUATION),
        )


class ReadSearchVector(LinkSearchVector):
    """The same vector in a form that the index does not have: for words that are common, among rows that are few."""

    template = f"({LinkSearchVector.template} || ''::tsvector)"


class SearchTerms(Func):
    """A search query that requires all of the words and all of the unchanged lexemes."""

    template = "(to_tsquery('simple'::regconfig, %(expressions)s::tsquery)"
    arg_joiner = ") && "
    output_field = TextField()


def search_condition(text: str, mark: str, pk: int | None, vector: type[LinkSearchVector] = LinkSearchVector) -> Q:
    """Return the condition for rows that have the mark and every word of the text.

    The mark is `#` and the organization's id, or `=` and the owner's; empty for rows of all organizations. The last
    word may be incomplete, as it is while somebody types. A word with an @ is the beginning of an email. A text without
    any word or email finds nothing.
    """
    words, emails = _words_and_emails(text)
    return _condition(words, emails, mark, pk, vector, ":*")


def whole_word_condition(
    text: str, mark: str, pk: int | None, vector: type[LinkSearchVector] = LinkSearchVector
) -> Q | None:
    """Return the same condition with the last word as a whole; None for a text without words.

    The index has each word at one place, but those with the same beginning at as many places as there are such words:
    of `customer1`, `customer2` and so on a million. Beginnings of emails have more letters than most people share.
    """
    words, emails = _words_and_emails(text)
    return _condition(words, emails, mark, pk, vector, "") if words else None


def _words_and_emails(text: str) -> tuple[list[str], list[str]]:
    """Return the words and the emails of the text."""
    emails = [word for word in text.split() if "@" in word.strip("@")]
    rest = " ".join(word for word in text.split() if word not in emails).translate(PUNCTUATION_TO_BLANKS)
    words = rest.split()[:MOST_WORDS]
    return words, emails


def _condition(
    words: Sequence[str], emails: Sequence[str], mark: str, pk: int | None, vector: type[LinkSearchVector], end: str
) -> Q:
    if any(len(email) > LONGEST_EMAIL for email in emails):
        return Q(pk__in=[])
    marks = [f"'{mark}{pk}'"] if mark else []
    lexemes = Value(" & ".join([*marks, *(f"'@{_escaped(email)}':*" for email in emails)]), TextField())
    if words:
        wanted = Value(" & ".join(f"'{word}'" for word in words) + end, TextField())
        return Q(Matches(vector(), SearchTerms(wanted, lexemes))) & Q(HasTerms(wanted))
    if emails:
        return Q(Matches(vector(), Func(lexemes, template="%(expressions)s::tsquery")))
    return Q(pk__in=[])


def email_condition(email: str, organization_id: int, vector: type[LinkSearchVector] = LinkSearchVector) -> Q:
    """Return the condition for the organization's rows that have exactly this email, ignoring case."""
    lexemes = Value(f"'#{organization_id}' & '@{_escaped(email)}'", TextField())
    return Q(Matches(vector(), Func(lexemes, template="%(expressions)s::tsquery")))


class HasTerms(Func):
    """Whether the search query contains any word."""

    template = "numnode(to_tsquery('simple'::regconfig, %(expressions)s)) > 0"
    output_field = BooleanField()


class Matches(Func):
    """Whether the first expression, a vector, matches the second, a query."""

    arg_joiner = " @@ "
    template = "%(expressions)s"
    output_field = BooleanField()


def _escaped(lexeme: str) -> str:
    return lexeme.lower().replace("\\", "\\\\").replace("'", "''")
