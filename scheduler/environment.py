"""Reading the settings of the environment, which are validated when the application starts.

A parser takes the text of a setting and returns its value, or raises InvalidSetting with the rest of a sentence that
begins with its name. All errors are reported at once, without a traceback. They may end up in logs, so they quote no
key and no password.

NAME_FILE can name a file that holds the setting NAME, so that secrets stay out of the environment.
"""

import os
import re
from collections.abc import Callable, MutableMapping
from pathlib import Path
from typing import TypeVar

from core.ids import read_number

Value = TypeVar("Value")

LINE = re.compile(r"(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(.*)")
SINGLE, DOUBLE = re.compile(r"'(.*)'"), re.compile(r'"(.*)"')
# In double quotes, a backslash stands before a character that means itself.
ESCAPED = re.compile(r"\\([^rnt])")
# Safe in addresses, too. A default may be empty.
WORD = re.compile(r"[\w.~+/=-]*", re.ASCII)
TRUE, FALSE = {"true", "on", "ok", "y", "yes", "1"}, {"false", "off", "n", "no", "0"}
LONGEST_QUOTE, LONGEST_NAME = 60, 40


class InvalidSetting(ValueError):
    """The text is not a valid value. The message ends a sentence that begins with the setting's name."""


class Environment:
    """The given settings and their errors. An empty text counts as not given."""

    def __init__(self, given: MutableMapping[str, str]) -> None:
        self.given = given
        self.faults: list[str] = []
        # The settings that were read, with their defaults. None means that there must be a value.
        self.defaults: dict[str, str | None] = {}
        # The texts of the settings that were read. None means that a file could not be.
        self._texts: dict[str, str | None] = {}

    def read(self, name: str, parse: Callable[[str], Value], default: str) -> Value:
        """Return the setting's value. The default is a text of the same form."""
        value = self.find(name, parse, default)
        return parse(default) if value is None else value

    def find(self, name: str, parse: Callable[[str], Value], default: str | None = "") -> Value | None:
        """Return the setting's value, or None if it is not given or invalid."""
        self.defaults[name] = default
        text = self.text(name)
        if text is None or not text.strip():
            return None
        try:
            text.encode()
            return parse(text)
        except UnicodeEncodeError:
            self.refuse(name, "is not written in UTF-8.")
        except InvalidSetting as fault:
            self.refuse(name, str(fault))
        return None

    def require(self, name: str, parse: Callable[[str], Value], why: str, *, trial: bool) -> Value | None:
        """Return the setting's value, or None if it is not given or invalid. It must be given, except for a trial.

        `why` tells the operator what the setting is needed for.
        """
        text = self.text(name)
        if not trial and text is not None and not text.strip():
            self.refuse(name, f"is not set: {why} For a trial on this machine set DEVELOPMENT=true.")
        return self.find(name, parse, None)

    def text(self, name: str) -> str | None:
        """Return the setting's text, empty if it is not given, or None if it is refused already."""
        if name not in self._texts:
            self._texts[name] = self._read_text(name)
        return self._texts[name]

    def _read_text(self, name: str) -> str | None:
        text, path = self.given.get(name, ""), self.given.get(f"{name}_FILE", "").strip()
        if not path:
            return text
        try:
            if text.strip():
                raise InvalidSetting(f"is given, and {name} too: leave out one of them.")
            # Editors end a file with a new line, which belongs to no setting.
            text = read_file(Path(path)).rstrip("\r\n")
            if not text.strip():
                raise InvalidSetting("names a file that is empty.")
        except InvalidSetting as fault:
            self.refuse(f"{name}_FILE", str(fault))
            return None
        return text

    def flag(self, name: str, *, default: bool = False) -> bool:
        """Return whether the setting is on."""
        return self.read(name, flag, "true" if default else "false")

    def refuse(self, name: str, sentence: str) -> None:
        """Record that a setting is invalid."""
        self.faults.append(f"{name} {sentence}")

    def exit_on_faults(self) -> None:
        """End the process with one sentence for each fault, if there is any."""
        if self.faults:
            raise SystemExit("\n".join(self.faults))


def load(path: Path) -> Environment:
    """Return the settings of the process, to which those of the file were added. The process's own win."""
    env = Environment(os.environ)
    if not path.exists():
        return env
    try:
        lines = read_file(path).splitlines()
    except InvalidSetting as fault:
        env.refuse(str(path), str(fault))
        return env
    for number, line in enumerate(map(str.strip, lines), 1):
        match = LINE.fullmatch(line)
        if match:
            env.given.setdefault(match[1], _unquote(match[2]))
        elif line and not line.startswith("#"):
            env.refuse(f"{path}, line {number},", "is no setting: write NAME=value.")
    return env


def read_file(path: Path) -> str:
    """Return the content of the file. Raise InvalidSetting if it cannot be read."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not written in UTF-8"
        raise InvalidSetting(f"cannot be read ({why}).") from error


def flag(text: str) -> bool:
    """Parse a switch."""
    word = text.strip().lower()
    if word not in TRUE | FALSE:
        raise InvalidSetting(f"is true or false, not {quote(text)}.")
    return word in TRUE


def parse_id(text: str) -> str:
    """Parse an id or a secret: printable ASCII without blanks."""
    text = text.strip()
    if not WORD.fullmatch(text):
        raise InvalidSetting("has a character that no id has, such as a blank.")
    return text


def parse_name(text: str) -> str:
    """Parse a name that people read."""
    text = text.strip()
    if len(text) > LONGEST_NAME or not text.isprintable():
        raise InvalidSetting(f"is a name of {LONGEST_NAME} characters at most, on one line.")
    return text


def number(least: int, most: int) -> Callable[[str], int]:
    """Return a parser of whole numbers in the range."""

    def parse(text: str) -> int:
        value = read_number(text.strip(), most)
        if value is None or value < least:
            raise InvalidSetting(f"is a whole number from {least} to {most}, not {quote(text)}.")
        return value

    return parse


def choice(*words: str) -> Callable[[str], str]:
    """Return a parser of one of the words, in capital or small letters."""
    by_lower_case = {word.lower(): word for word in words}

    def parse(text: str) -> str:
        word = by_lower_case.get(text.strip().lower())
        if word is None:
            raise InvalidSetting(f"is one of: {', '.join(words)}; not {quote(text)}.")
        return word

    return parse


def several(*words: str) -> Callable[[str], list[str]]:
    """Return a parser of some of the words with commas between them, in capital or small letters."""
    parse_word = choice(*words)
    return lambda text: [parse_word(word) for word in text.split(",") if word.strip()]


def quote(text: str) -> str:
    """Return the text in quotes for a message, on one line and not too long."""
    return repr(text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE]}...")


def _unquote(text: str) -> str:
    if single := SINGLE.fullmatch(text):
        return single[1]
    if double := DOUBLE.fullmatch(text):
        return ESCAPED.sub(r"\1", double[1])
    return text
