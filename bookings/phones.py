"""Phone numbers as people write them: what is one, and what can be dialled from another country."""

import re
import unicodedata

EXTENSION = re.compile(r"\s*(?:x|ext\.?|#|,)\s*\d{1,6}$", re.IGNORECASE)
NUMBER = re.compile(r"\(?\+?[\d\s().\-/\u2010-\u2015]+")
LONGEST, FEWEST_DIGITS, MOST_DIGITS = 50, 5, 20
# The plus of keyboards for Chinese and Japanese.
WIDE_PLUS = "\uff0b"
# “+44 (0)20”: the zero in brackets is dialled inside the country only.
TRUNK_ZERO = re.compile(r"\(0\)")
# No country code begins with 0.
COUNTRY_CODE = re.compile(r"(?:\+|00)[1-9]")


def plain(text: str) -> str:
    """Return it without the marks that come along when a number is copied, with digits of any script as 0 to 9."""
    seen = "".join(one for one in text if unicodedata.category(one) != "Cf").replace(WIDE_PLUS, "+")
    return "".join(str(unicodedata.decimal(one)) if one.isdecimal() else one for one in seen)


def is_number(text: str) -> bool:
    """Say whether somebody can dial it, from somewhere."""
    if len(text) > LONGEST:
        return False
    digits = sum(one.isdecimal() for one in text)
    return bool(NUMBER.fullmatch(EXTENSION.sub("", text))) and FEWEST_DIGITS <= digits <= MOST_DIGITS


def has_country_code(text: str) -> bool:
    """Say whether the number can be dialled from another country: it begins with + or 00, and a country code."""
    return bool(COUNTRY_CODE.match(_bare(text)))


def dial(text: str) -> str:
    """Return what a telephone is to dial: digits, and a leading plus."""
    number = EXTENSION.sub("", text)
    return _bare(TRUNK_ZERO.sub("", number) if has_country_code(number) else number)


def _bare(text: str) -> str:
    return "".join(one for one in text if one.isdecimal() or one == "+")
