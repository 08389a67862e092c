"""Restoring plus signs: one that a sender did not encode in an address arrives as a blank.

Each function restores only what must have been a plus, and leaves everything else unchanged.
"""

import re

from bookings.phones import is_number, plain
from core.zones import is_zone

# A number with fewer digits may be an amount or a quantity with an accidental blank before it.
FEWEST_DIGITS = 9
# The first digits that a country code can have.
CODES = tuple("123456789")
SEPARATORS = re.compile(r"([,;\t\r\n])")
# Characters of an address that follows a name, such as "Ana Ruiz <ana@example.com>".
NO_LOCAL_PART = set('<>()[]:"\\')


def in_phone(text: str) -> str:
    """Return “+34600000000” for “ 34600000000”. A national number, which begins with 0, stays as it is."""
    bare = plain(text)
    number = bare.lstrip(" ")
    return f"+{number}" if number != bare and number[:1] in CODES and is_number(number) else text


def in_answer(text: str) -> str:
    """Restore the plus of a text that is nothing but a long phone number, as `in_phone` does."""
    return in_phone(text) if sum(char.isdecimal() for char in text) >= FEWEST_DIGITS else text


def in_emails(text: str) -> str:
    """Return “ana+test@example.com” for “ana test@example.com”, alone or in a list."""
    return "".join(_in_local_parts(part) if "@" in part else part for part in SEPARATORS.split(text))


def in_zone(text: str) -> str:
    """Return “Etc/GMT+5” for “Etc/GMT 5”, and “America/New_York” for “America/New York”."""
    for name in (text, text.replace(" ", "+"), text.replace(" ", "_")):
        if is_zone(name):
            return name
    return text


def in_time(text: str) -> str:
    """Return “2026-12-03T09:00:00+01:00” for “2026-12-03T09:00:00 01:00”; the T may also be a blank."""
    moment, _blank, offset = text.rpartition(" ")
    return f"{moment}+{offset}" if "T" in moment or " " in moment else text


def _in_local_parts(text: str) -> str:
    spellings: list[str] = []
    words: list[str] = []
    for word in text.strip(" ").split(" "):
        words.append(word)
        if "@" in word:
            spellings.append((" " if NO_LOCAL_PART & set("".join(words)) else "+").join(words))
            words = []
    return " ".join([*spellings, *words])
