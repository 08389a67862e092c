"""Headers of mails, encoded so that decoding gives exactly the original text, in any script.

Python's `email` would begin a long subject with an empty line, decode what only looks encoded, and drop blanks.
"""

import re
from email.header import Header as Encoder
from email.policy import Policy
from typing import Any, Self

LONGEST_LINE = 76
# Words of printable ASCII with single blanks. A word that begins like an encoded one would be decoded (RFC 2047).
PLAIN = re.compile(r"(?!.*=\?)[!-~]+(?: [!-~]+)*")
# What a name may hold without quotation marks (RFC 5322), and what it may hold between them.
ATOMS = re.compile(r"[\w!#$%&'*+/=?^`{|}~-]+(?: [\w!#$%&'*+/=?^`{|}~-]+)*", re.ASCII)
QUOTABLE = re.compile(r"(?!.*=\?)[ -~]+")


class Header(str):
    """The text of a header, with its encoded lines. `email` takes any value that has a method `fold`."""

    name: str
    lines: str

    @classmethod
    def of(cls, name: str, text: str, lines: str) -> Self:
        header = cls(text)
        header.name, header.lines = name, lines
        return header

    def fold(self, *, policy: "Policy[Any]") -> str:
        return f"{self.name}: {self.lines}{policy.linesep}"


def unfolded(name: str, value: str) -> Header:
    """Return a header that is neither folded nor encoded, such as one with a web address."""
    return Header.of(name, value, value)


def text(name: str, value: str) -> Header:
    """Return a header with a text of one line."""
    return Header.of(name, value, _fold(name, value))


def mailbox(name: str, address: str, person: str = "") -> Header:
    """Return a header with one ASCII address and the person's name, if there is one."""
    if not person:
        return unfolded(name, address)
    name_lines = _encode_name(name, person)
    last_line = f"{name_lines} <{address}>".rpartition("\n")[2]
    gap = " " if len(last_line) <= LONGEST_LINE - len(f"{name}: ") else "\r\n "
    return Header.of(name, f"{person} <{address}>", f"{name_lines}{gap}<{address}>")


def _fold(name: str, value: str) -> str:
    """Return the text in lines: folded at its blanks if that is enough, otherwise encoded."""
    room = LONGEST_LINE - len(f"{name}: ")
    if not PLAIN.fullmatch(value) or any(len(word) > room for word in value.split()):
        return _encode(name, value)
    lines = [""]
    for word in value.split():
        if len(lines[-1]) + 1 + len(word) > (LONGEST_LINE if lines[1:] else room):
            lines.append("")
        lines[-1] += f" {word}"
    return "\r\n".join(lines).removeprefix(" ")


def _encode_name(name: str, value: str) -> str:
    """Return the name unchanged, in quotation marks, or encoded if it is long or has other characters."""
    quoted = '"' + re.sub(r'(["\\])', r"\\\1", value) + '"'
    if len(quoted) > LONGEST_LINE - len(f"{name}: ") or not QUOTABLE.fullmatch(value):
        return _encode(name, value)
    return value if ATOMS.fullmatch(value) else quoted


def _encode(name: str, value: str) -> str:
    return Encoder(value, "utf-8", LONGEST_LINE, name).encode(splitchars="", linesep="\r\n")
