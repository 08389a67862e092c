"""Placeholders in braces, which stand for data of each recipient. Knows no ORM, request or clock."""

import re
from collections.abc import Mapping

NAME, EMAIL, PAGE = "name", "email", "page"
PLACEHOLDER_NAMES = (NAME, EMAIL, PAGE)
PLACEHOLDER = re.compile(r"( ?)\{\s*(\w+)\s*\}")


def find_unknown(text: str) -> list[str]:
    """Return the words in braces that are no placeholders."""
    return [word for _space, word in PLACEHOLDER.findall(text) if word.lower() not in PLACEHOLDER_NAMES]


def fill(text: str, values: Mapping[str, str]) -> str:
    """Return the text with its placeholders filled.

    An empty value removes the space before it too: “Hello {name},” becomes “Hello,”.
    """

    def replace(found: re.Match[str]) -> str:
        space, word = found.groups()
        value = values.get(word.lower())
        if value is None:
            return found[0]
        return f"{space}{value}" if value else ""

    return PLACEHOLDER.sub(replace, text)
