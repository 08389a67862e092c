"""Numbers in addresses and forms."""

# The largest value of PostgreSQL's bigint.
LARGEST_ID = 2**63 - 1


def read_number(text: str, most: int) -> int | None:
    """Return the whole number from 0 to `most` that the text writes in ASCII digits, or None."""
    if not (text.isascii() and text.isdecimal() and len(text) <= len(str(most))):
        return None
    number = int(text)
    return number if number <= most else None


def read_id(text: str) -> int | None:
    """Return the id that the text writes, or None if it can be no id."""
    return read_number(text, LARGEST_ID)
