"""Tokens of previews: customers' pages as owners see them for ten minutes, where nothing can be booked.

Nothing is stored. The handle of such a token names no row by chance: it says what is shown, and until when.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

from django.conf import settings

from accounts.token_fields import signing_kid
from core.tokens import HANDLE_BYTES, Purpose, make_token, verify_token
from links.errors import UnknownLink

LIFE, MINUTE = timedelta(minutes=10), 60
# The last bits of a handle are the row's id. Those before it are the minute of the end since 1970, and what is shown.
ID_BITS = 35


class PreviewOf(IntEnum):
    """What a preview shows. The numbers stand in tokens."""

    PAGE = 0
    EVENT_TYPE = 1
    LINK = 2


@dataclass(frozen=True, slots=True)
class Preview:
    """What a genuine token shows, and whether its ten minutes are over."""

    of: PreviewOf
    pk: int
    is_over: bool


def preview_token(of: PreviewOf, pk: int, now: datetime) -> str:
    """Return a token that shows the row from now on for ten minutes, rounded up to a whole one."""
    end = -int(-(now + LIFE).timestamp() // MINUTE)
    handle = (end * len(PreviewOf) + of << ID_BITS | pk).to_bytes(HANDLE_BYTES)
    return make_token(Purpose.PREVIEW, signing_kid(), handle, settings.LINK_KEYS)


def read_preview(token: str, now: datetime) -> Preview:
    """Return what the token shows. Needs no query. Raise UnknownLink for a forged one."""
    genuine = verify_token(Purpose.PREVIEW, token, settings.LINK_KEYS)
    if genuine is None:
        raise UnknownLink
    number = int.from_bytes(genuine.handle)
    end, of = divmod(number >> ID_BITS, len(PreviewOf))
    left = end * MINUTE - now.timestamp()
    # An end that is further away than any that is given was never given.
    is_over = not 0 < left <= LIFE.total_seconds() + MINUTE
    return Preview(PreviewOf(of), number & (1 << ID_BITS) - 1, is_over)
