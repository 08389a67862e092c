"""Plus signs that an address lost: one that its sender did not encode arrives as a blank.

Each function puts back what can only have been a plus, and leaves everything else as it is.
"""

import re

from accounts.zones import is_zone
from bookings.phones import is_number, plain

# Fewer digits than these may be an amount or a number of things, with a blank before it by mistake.
FEWEST_DIGITS = 9
# With what a country code begins.
CODES = tuple("123456789")
SEPARATORS = re.compile(r"([,;\t\r\n])")
# What stands in an address with a name before it, such as "Ana Ruiz <ana@example.com>".
NO_LOCAL_PART = set('<>()[]:"\\')


def in_phone(text: str) -> str:
    """“ 34600000000” is “+34600000000”; a number of one country, which begins with 0, keeps its blank."""
    bare = plain(text)
    number = bare.lstrip(" ")
    return f"+{number}" if number != bare and number[:1] in CODES and is_number(number) else text


def in_answer(text: str) -> str:
    """The same for a text that is nothing but a long number, whoever asked for it."""
    return in_phone(text) if sum(one.isdecimal() for one in text) >= FEWEST_DIGITS else text


def in_emails(text: str) -> str:
    """“ana test@example.com” is “ana+test@example.com”, alone or in a list."""
    return "".join(_in_local_parts(one) if "@" in one else one for one in SEPARATORS.split(text))


def in_zone(text: str) -> str:
    """“Etc/GMT 5” is “Etc/GMT+5”; and “America/New York” can only be “America/New_York”."""
    return next((name for name in (text, text.replace(" ", "+"), text.replace(" ", "_")) if is_zone(name)), text)


def in_time(text: str) -> str:
    """“2026-12-03T09:00:00 01:00” is “2026-12-03T09:00:00+01:00”; a blank may also stand for the T."""
    moment, _blank, offset = text.rpartition(" ")
    return f"{moment}+{offset}" if "T" in moment or " " in moment else text


def _in_local_parts(text: str) -> str:
    found: list[str] = []
    before: list[str] = []
    for word in text.strip(" ").split(" "):
        before.append(word)
        if "@" in word:
            found.append((" " if NO_LOCAL_PART & set("".join(before)) else "+").join(before))
            before = []
    return " ".join([*found, *before])
