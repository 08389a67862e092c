"""Numbers as addresses and forms carry them."""

# What PostgreSQL's bigint holds.
LARGEST_ID = 2**63 - 1


def read_number(text: str, most: int) -> int | None:
    """The whole number that the text writes in plain digits, up to `most`; None for anything else."""
    if not (text.isascii() and text.isdecimal() and len(text) <= len(str(most))):
        return None
    number = int(text)
    return number if number <= most else None


def read_id(text: str) -> int | None:
    """The id of a row; None for what can be none."""
    return read_number(text, LARGEST_ID)
