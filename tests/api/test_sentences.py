"""What is said of a value that does not fit: a sentence of ours for each kind of fault, in the reader's language."""

import json

import pytest
from pydantic import ValidationError
from pydantic_core._pydantic_core import list_all_errors

from api.booking_shapes import BookIn
from api.bulk import BulkLinks
from api.links import LinkFilters
from api.minting import NewLink
from api.sentences import SENTENCES, error_sentence
from api.slots import SlotsQuery
from tests.tables import table

BOOK = {"start": "2030-01-07T15:00:00Z"}


def sentences_of(shape, value):
    with pytest.raises(ValidationError) as caught:
        shape.model_validate_json(json.dumps(value))
    return [error_sentence(one) for one in caught.value.errors()]


@table(
    ("shape", "value", "sentence"),
    [
        (BookIn, {}, "This is missing."),
        (BookIn, [], "Give an object."),
        (BookIn, BOOK | {"colour": "red"}, "This is not known here."),
        (BookIn, BOOK | {"name": 7}, "Give a text."),
        (BookIn, BOOK | {"name": "x" * 101}, "Use at most 100 characters."),
        (BookIn, BOOK | {"event_type": "1"}, "Give a whole number."),
        (BookIn, BOOK | {"event_type": 1.5}, "Give a whole number."),
        (BookIn, BOOK | {"event_type": 0}, "Give 1 or more."),
        (BookIn, BOOK | {"clock": "13"}, "Choose one of 12, 24."),
        (BookIn, BOOK | {"start": "2030-01-07T15:00:00"}, "Write it like 2026-12-03T09:30:00+01:00."),
        (BookIn, BOOK | {"start": "2030-02-30T15:00:00Z"}, "Give a time with its offset from UTC."),
        (BookIn, BOOK | {"start": "9999-12-31T15:00:00Z"}, "This year is out of range."),
        (BookIn, BOOK | {"email": "priya"}, "This address cannot receive email."),
        (NewLink, {"locked": "yes"}, "Give true or false."),
        (NewLink, {"max_uses": 1_001}, "Give 1000 or less."),
        (NewLink, {"event_types": 1}, "Give a list."),
        (NewLink, {"event_types": [1] * 101}, "Give at most 100."),
        (NewLink, {"metadata": 1}, "Give an object."),
        (NewLink, {"metadata": {"": "1"}}, "Use at least 1 character."),
        (NewLink, {"metadata": {"a b": "1"}}, "This has characters that it may not have."),
        (NewLink, {"first_day": "2026-02-30"}, "Give a day of the calendar."),
        (BulkLinks, {"recipients": []}, "Give at least 1."),
        (LinkFilters, {"kind": "odd"}, "Choose one of one-time, several, version, reusable."),
        (LinkFilters, {"library": "odd"}, "Give true or false."),
        (SlotsQuery, {"page": "odd"}, "Give a whole number."),
    ],
)
def test_each_fault_has_its_sentence(shape, value, sentence):
    assert sentences_of(shape, value) == [sentence]


def test_sentences_are_filled_with_what_pydantic_says():
    known = {one["type"]: one.get("example_context") or {} for one in list_all_errors()}
    for kind in SENTENCES:
        assert "%" not in error_sentence({"type": kind, "ctx": known[kind]})
