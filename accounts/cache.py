"""The cache in PostgreSQL, used for rate limits."""

from datetime import datetime
from typing import Any

from django.core.cache.backends.db import DatabaseCache
from django.db import connection

from core.outages import require_writable


class Cache(DatabaseCache):
    """A database cache that distinguishes an unusable database from a key that exists already.

    Django's class answers False in both cases. On a read-only database each rate limit would then wait a second for
    nothing, and refuse everybody for too many requests.
    """

    def add(self, *args: Any, **kwargs: Any) -> bool:
        """Add the key if it does not exist, and return whether it was added.

        Raise the database's own error, or ReadOnly.
        """
        added = super().add(*args, **kwargs)
        if not added:
            require_writable()
        return added


def delete_expired(now: datetime, limit: int) -> int:
    """Delete up to `limit` keys that have expired, and return how many. Django deletes them only if there are many."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM cache WHERE cache_key IN (SELECT cache_key FROM cache WHERE expires < %s LIMIT %s)",
            [now, limit],
        )
        deleted: int = cursor.rowcount
    return deleted
