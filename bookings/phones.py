"""Phone numbers as people write them: checking and cleaning them, and what a telephone must dial."""

import re
import unicodedata

from core.text import FULL_WIDTH, ascii_digits

EXTENSION = re.compile(r"\s*(?:x|;?ext[.=]?|#|,)\s*\d{1,6}$", re.IGNORECASE)
NUMBER = re.compile(r"\(?\+?[\d\s().\-/\u2010-\u2015]+")
LONGEST, FEWEST_DIGITS, MOST_DIGITS = 50, 5, 20
# Quotation marks and brackets around a number, and what makes an address of it (RFC 3966).
SURROUNDING_SIGNS = "'\"“”„‘’‚«»[]<>"
SCHEME = re.compile(r"^(\s*)(?:tel|callto):", re.IGNORECASE)
# In “+44 (0)20” the zero in brackets is only dialled inside the country.
TRUNK_ZERO = re.compile(r"\(0\)")
# No country code begins with 0.
COUNTRY_CODE = re.compile(r"(?:\+|00)[1-9]")


def plain(text: str) -> str:
    """Return the text without what is copied along with a number, and with its digits as 0 to 9."""
    visible = "".join(char for char in text if unicodedata.category(char) != "Cf").translate(FULL_WIDTH)
    return ascii_digits(SCHEME.sub(r"\1", visible.strip(SURROUNDING_SIGNS), count=1))


def is_number(text: str) -> bool:
    """Return whether the text is a phone number that can be dialled from somewhere."""
    if len(text) > LONGEST:
        return False
    digits = sum(char.isdecimal() for char in text)
    return bool(NUMBER.fullmatch(EXTENSION.sub("", text))) and FEWEST_DIGITS <= digits <= MOST_DIGITS


def has_country_code(text: str) -> bool:
    """Return whether the number starts with a country code, after + or 00, so that it can be dialled from abroad."""
    return bool(COUNTRY_CODE.match(_bare(text)))


def dial(text: str) -> str:
    """Return what a telephone must dial: digits with an optional leading plus, without extension."""
    number = EXTENSION.sub("", text)
    return _bare(TRUNK_ZERO.sub("", number) if has_country_code(number) else number)


def _bare(text: str) -> str:
    return "".join(char for char in text if char.isdecimal() or char == "+")
