"""Words in braces that stand for something of each recipient. Knows no ORM, request or clock."""

import re
from collections.abc import Mapping

NAME, EMAIL, PAGE = "name", "email", "page"
KNOWN = (NAME, EMAIL, PAGE)
PLACEHOLDER = re.compile(r"( ?)\{\s*(\w+)\s*\}")


def unknown(text: str) -> list[str]:
    """What stands in braces and means nothing."""
    return [word for _space, word in PLACEHOLDER.findall(text) if word.lower() not in KNOWN]


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text for one recipient. What is empty goes with the space before it: “Hello {name},” says “Hello,”."""

    def filled(found: re.Match[str]) -> str:
        value = values.get(found[2].lower())
        return found[0] if value is None else value and found[1] + value

    return PLACEHOLDER.sub(filled, text)
