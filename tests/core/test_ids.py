"""Numbers as addresses and forms carry them."""

import pytest

from core.ids import LARGEST_ID, read_id, read_number


@pytest.mark.parametrize(
    ("text", "number"),
    [("0", 0), ("7", 7), ("07", 7), ("99", 99), ("100", None), ("", None), ("-1", None), ("+1", None), (" 1", None)]
    + [("1.0", None), ("1e1", None), ("٧", None), ("²", None), ("1_0", None), ("0" * 50, None), ("x", None)],
)
def test_plain_digits_up_to_the_most(text, number):
    assert read_number(text, 99) == number


def test_an_id_fits_its_column():
    assert (read_id(str(LARGEST_ID)), read_id(str(LARGEST_ID + 1))) == (LARGEST_ID, None)
