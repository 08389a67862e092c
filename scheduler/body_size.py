"""The limit for the size of a request. It needs no settings, because the web server imports it before they exist."""

from core.ids import read_number

# Bytes. Pictures have up to 5 MB, and are sent with a form.
MAX_BODY_BYTES = 6_000_000


def is_large(length: str) -> bool:
    """Return whether a Content-Length is above MAX_BODY_BYTES. Django takes one that is no number for 0."""
    digits = length.strip().lstrip("0")
    return digits.isascii() and digits.isdecimal() and read_number(digits, MAX_BODY_BYTES) is None
