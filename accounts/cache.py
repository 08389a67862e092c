"""The cache in PostgreSQL, by which rate limits count."""

from typing import Any

from django.core.cache.backends.db import DatabaseCache

from accounts.database import require_writable


class Cache(DatabaseCache):
    """Django's own takes whatever goes wrong for a key that is there already.

    On a database that takes no writes a limit would then wait a second for nothing, and refuse everybody as too many.
    """

    def add(self, *args: Any, **kwargs: Any) -> bool:
        """Add the key where it is not there yet. Raises the database's own error, or ReadOnly."""
        added = super().add(*args, **kwargs)
        if not added:
            require_writable()
        return added
