"""What people typed, as text for a header, a calendar entry and a mail's body: as it is, and on lines of its own.

What a form accepts comes out unchanged, but for the kind of its line ends. Texts that no form has checked lose what
would end a line.
"""

import re

# Controls, line and paragraph separators, lone surrogates.
BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
BREAKS_BUT_TABS = re.compile(BREAKS.pattern.replace(r"\x00-\x1f", r"\x00-\x08\x0a-\x1f"))
# What turns the direction of all that follows, and what ends it.
TURNS = dict.fromkeys("\u202a\u202b\u202d\u202e", "\u202c") | dict.fromkeys("\u2066\u2067\u2068", "\u2069")


def one_line(text: str) -> str:
    """The text on one line. What follows it stands in its own direction."""
    return _turned_back(BREAKS.sub(" ", text).strip())


def lines(text: str) -> str:
    """The same for a text of several lines, which stay, with their tabs and blanks."""
    return "\n".join(_turned_back(BREAKS_BUT_TABS.sub(" ", line)) for line in text.splitlines()).strip()


def _turned_back(text: str) -> str:
    """The text, with an end for each turn of direction that it leaves open."""
    ends: list[str] = []
    for character in text:
        if character in TURNS:
            ends.append(TURNS[character])
        elif ends and character == ends[-1]:
            ends.pop()
    return text + "".join(reversed(ends))
