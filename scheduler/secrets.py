"""Keys kept in `var/` for development, and the keyring that signs links."""

import os
import re
import secrets
import threading
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

PAIR = re.compile(r"([0-9A-Za-z]):([0-9a-fA-F]{64,})")


def kept(path: Path, prefix: str = "") -> str:
    """The secret in the file at `path`; made there on the first call, once, whoever calls at the same time."""
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


def keyring(text: str) -> dict[str, bytes]:
    """Keys by kid, in order, the first one signing: 'a:<hex>,b:<hex>'.

    Raises ImproperlyConfigured for anything else, since a mistyped key would silently kill every link.
    """
    keys: dict[str, bytes] = {}
    for part in text.split(","):
        pair = PAIR.fullmatch(part.strip())
        if pair is None or pair[1] in keys or len(pair[2]) % 2:
            raise ImproperlyConfigured(
                "LINK_KEYS is a list of 'kid:key', each kid one letter or digit, once, each key 64 hex digits or more."
            )
        keys[pair[1]] = bytes.fromhex(pair[2])
    return keys
