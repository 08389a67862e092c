"""Tokens of previews: customers' pages as owners see them for ten minutes, where nothing can be booked.

Nothing is stored. The handle of such a token is not random: it holds what is shown, and until when.
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


class PreviewKind(IntEnum):
    """What a preview shows. Its number is part of the token."""

    PAGE = 0
    EVENT_TYPE = 1
    LINK = 2


@dataclass(frozen=True, slots=True)
class Preview:
    """What a genuine token shows, and whether its ten minutes are over."""

    kind: PreviewKind
    pk: int
    is_over: bool


def preview_token(kind: PreviewKind, pk: int, now: datetime) -> str:
    """Return a token that shows the row from now on for ten minutes, rounded up to a whole one."""
    end = -int(-(now + LIFE).timestamp() // MINUTE)
    handle = (end * len(PreviewKind) + kind << ID_BITS | pk).to_bytes(HANDLE_BYTES)
    return make_token(Purpose.PREVIEW, signing_kid(), handle, settings.LINK_KEYS)


def read_preview(token: str, now: datetime) -> Preview:
    """Return what the token shows. Needs no query. Raise UnknownLink for a forged one."""
    verified = verify_token(Purpose.PREVIEW, token, settings.LINK_KEYS)
    if verified is None:
        raise UnknownLink
    number = int.from_bytes(verified.handle)
    end, kind = divmod(number >> ID_BITS, len(PreviewKind))
    seconds_left = end * MINUTE - now.timestamp()
    # An end further away than ten minutes was never signed.
    is_over = not 0 < seconds_left <= LIFE.total_seconds() + MINUTE
    return Preview(PreviewKind(kind), number & (1 << ID_BITS) - 1, is_over)
