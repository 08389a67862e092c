"""Take one person, known by their email address, out of texts and JSON."""

import re
from collections.abc import Iterable
from typing import Any

# A text that is exactly one email address.
ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~\-]+@[\w.\-]+")


def pattern_of(spellings: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern that finds an address, however it is written, but not as a part of a longer address."""
    written = "|".join(map(re.escape, spellings))
    return re.compile(rf"(?<![\w.+\-])(?:{written})(?![\w\-]|\.\w)", re.IGNORECASE)


def without_person(value: Any, pattern: re.Pattern[str]) -> Any:
    """Return the JSON value without the person who has the address.

    They are left out of lists, their name and email are emptied where they stand alone, and the address is cut out of
    texts.
    """
    if isinstance(value, str):
        return _without_address(value, pattern)
    if isinstance(value, list):
        return [without_person(item, pattern) for item in value if not is_person(item, pattern)]
    if isinstance(value, dict):
        if is_person(value, pattern):
            return {name: "" if name in {"name", "email"} else item for name, item in value.items()}
        return {_without_address(name, pattern): without_person(item, pattern) for name, item in value.items()}
    return value


def lines_about(value: Any, pattern: re.Pattern[str]) -> list[str]:
    """Return the lines of the text, or of the texts in the JSON value, that hold the address."""
    if isinstance(value, str):
        return [line.strip() for line in value.splitlines() if _without_address(line, pattern) != line]
    if isinstance(value, dict):
        value = [*value.keys(), *value.values()]
    if not isinstance(value, list):
        return []
    return [line for part in value for line in lines_about(part, pattern)]


def is_person(value: Any, pattern: re.Pattern[str]) -> bool:
    """Return whether the value is the address, or a person who has it."""
    text = value.get("email") if isinstance(value, dict) else value
    return isinstance(text, str) and pattern.fullmatch(text) is not None


def _without_address(text: str, pattern: re.Pattern[str]) -> str:
    # Leave another person's address alone, even if this one is the end of it, as brien@ is of o'brien@.
    return text if ADDRESS.fullmatch(text) and not is_person(text, pattern) else pattern.sub("", text)
