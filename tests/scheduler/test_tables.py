"""A table of values as one test."""

import pytest

from tests.tables import table


def test_all_that_are_wrong_are_listed():
    @table(("text", "number"), [("1", 1), ("2", 3), ("x", 4), ("5", 5)])
    def reads(text, number):
        assert int(text) == number

    with pytest.raises(AssertionError) as told:
        reads()
    head, *listed = str(told.value).split("\n\n")
    assert head == "2 of 4 are wrong:"
    assert [one.partition(": ")[0] for one in listed] == ["('2', 3)", "('x', 4)"]
    assert isinstance(told.value.__cause__, AssertionError)


def test_what_is_not_refused_is_listed():
    @table("text", ["1", "x"])
    def refuses(text):
        with pytest.raises(ValueError, match="invalid"):
            int(text)

    with pytest.raises(AssertionError, match="1 of 2 are wrong"):
        refuses()


@pytest.fixture
def seen():
    return []


@table("first", [1, 2])
@table("second", ["a", "b"])
def tells(first, second, seen):
    seen.append((first, second))


def test_tables_multiply_and_take_fixtures(seen):
    tells(seen=seen)
    assert seen == [(1, "a"), (1, "b"), (2, "a"), (2, "b")]


def test_an_empty_table_is_refused():
    with pytest.raises(AssertionError, match="without cases"):
        table("text", [])
