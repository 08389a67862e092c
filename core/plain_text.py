"""What people typed, as plain text that is safe in a header, a calendar entry and a mail's body."""

import re
import unicodedata

# Controls, line and paragraph separators, lone surrogates, and what turns the direction of a line.
UNPRINTABLE = {"Cc", "Cs", "Zl", "Zp"}
TURNING = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
LINKABLE = re.compile(r"(://|(?<=\w)[.\u3002\uff0e\uff61])(?=\w)")


def clean_one_line(text: str) -> str:
    """The text without anything that ends a line, turns it round or cannot be seen."""
    seen = (" " if _hidden(character) else character for character in text)
    return " ".join("".join(seen).split())


def clean_lines(text: str) -> str:
    """The same for a text of several lines, which stay."""
    return "\n".join(clean_one_line(line) for line in text.splitlines()).strip()


def unlinked(name: str) -> str:
    """A name on one line in which mail programs find no address to link: `evil.example` has a gap after its dot."""
    return LINKABLE.sub(r"\1 ", clean_one_line(name))


def _hidden(character: str) -> bool:
    return character in TURNING or unicodedata.category(character) in UNPRINTABLE
