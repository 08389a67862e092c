"""How large a request may be. Known before there are settings: the web server asks, too."""

from core.ids import read_number

# Bytes. Pictures have up to 5 MB, and a form goes along.
MOST = 6_000_000


def is_large(length: str) -> bool:
    """Return whether a Content-Length is above MOST. Django takes one that is no number for 0."""
    digits = length.strip().lstrip("0")
    return digits.isascii() and digits.isdecimal() and read_number(digits, MOST) is None
