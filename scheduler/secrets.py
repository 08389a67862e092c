"""Keys stored in `var/` for development, and parsers of keys and keyrings."""

import os
import re
import secrets
import threading
from pathlib import Path

from scheduler.environment import InvalidSetting

SHORTEST_SECRET, FEWEST_CHARACTERS = 50, 5
SHORTEST_BEARER, BEARER = 32, re.compile(r"[0-9A-Za-z._~-]+")
PAIR = re.compile(r"([0-9A-Za-z]{3}|[0-9A-Za-z]):([0-9a-fA-F]{64,})")


def read_or_create(path: Path, prefix: str = "") -> str:
    """Return the secret in the file at `path`.

    The first call creates it, safely even if several processes call at once.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}.{threading.get_ident()}")
    if not path.exists():
        draft.touch(mode=0o600)
        draft.write_text(prefix + secrets.token_hex(32))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()


def parse_secret_key(text: str) -> str:
    """Parse the key of sessions and forms. Any characters will do, as they are."""
    if len(text) < SHORTEST_SECRET or len(set(text)) < FEWEST_CHARACTERS:
        raise InvalidSetting(
            f"is too easy to guess: it has {SHORTEST_SECRET} random characters or more, e.g. what"
            ' `python -c "import secrets; print(secrets.token_hex(32))"` prints.'
        )
    return text


def parse_bearer_token(text: str) -> str:
    """Parse a token that programs send in a header."""
    text = text.strip()
    if len(text) < SHORTEST_BEARER or not BEARER.fullmatch(text):
        raise InvalidSetting(f"has {SHORTEST_BEARER} letters and digits or more, which nobody can guess.")
    return text


def parse_keyring(text: str) -> dict[str, bytes]:
    """Return the keys of a text such as '00b:<hex>,00a:<hex>' by kid, in order. The first one signs or seals.

    The first installations have kids of one character. Such a kid stands for two: itself, so that its addresses keep
    working, and the kid of three characters that its key now signs with.

    Raise InvalidSetting for anything else, since a mistyped key would silently invalidate every link.
    """
    keys: dict[str, bytes] = {}
    for part in text.split(","):
        pair = PAIR.fullmatch(part.strip())
        kids = [] if pair is None else [pair[1].rjust(3, "0"), pair[1]]
        if pair is None or len(pair[2]) % 2 or any(kid in keys for kid in kids):
            raise InvalidSetting(
                "is a list of 'kid:key', each kid three letters or digits, once, each key 64 hex digits or"
                " more. A kid of one character such as 'a' is taken for '00a' too."
            )
        keys |= dict.fromkeys(kids, bytes.fromhex(pair[2]))
    return keys
