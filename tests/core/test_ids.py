"""Numbers as addresses and forms carry them."""

from core.ids import LARGEST_ID, read_id, read_number
from tests.tables import table

REFUSED = ["100", "", "-1", "+1", " 1", "1.0", "1e1", "٧", "²", "1_0", "0" * 50, "x"]


@table(
    ("text", "number"),
    [("0", 0), ("7", 7), ("07", 7), ("99", 99), *((text, None) for text in REFUSED)],
)
def test_plain_digits_up_to_the_most(text, number):
    assert read_number(text, 99) == number


def test_an_id_fits_its_column():
    assert (read_id(str(LARGEST_ID)), read_id(str(LARGEST_ID + 1))) == (LARGEST_ID, None)
