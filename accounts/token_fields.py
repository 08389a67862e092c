"""The two columns of a row that has a token: the kid of the key that signed it, and the random handle."""

from typing import Any

from django.conf import settings

from accounts.model_fields import Bytes, PlainInMigrations, Text
from core.tokens import KID_LENGTH, new_handle


def signing_kid() -> str:
    """Return the kid of the key that signs new tokens: the first of the keyring."""
    return next(iter(settings.LINK_KEYS))


class KidField(PlainInMigrations, Text):
    """The kid of the key that signed the row's token. The default is that of the current key."""

    hidden_arguments = ("default",)

    def __init__(self, **options: Any) -> None:
        own: dict[str, Any] = {"max_length": KID_LENGTH, "default": signing_kid, "editable": False}
        super().__init__(**own | options)


class HandleField(PlainInMigrations, Bytes):
    """The handle of the row's token. The default is a new random one."""

    hidden_arguments = ("default",)

    def __init__(self, **options: Any) -> None:
        own: dict[str, Any] = {"unique": True, "default": new_handle, "editable": False}
        super().__init__(**own | options)
