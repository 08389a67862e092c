"""Renewing the tokens of connections. Of each connection, one process at a time asks its vendor.

The vendor is asked outside of transactions. Whoever asks first claims the renewal in a column, and the others wait for
the result: some vendors give a new refresh token each time, which makes the former one invalid.
"""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial

from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from calendars import errors, oauth
from calendars.models import Connection
from calendars.parallel import ask_in_parallel
from calendars.providers import Access, Tokens
from calendars.pushes import stop_watching
from calendars.secrets import open_access, seal_access

# How long a claim of a renewal lasts if its process dies. Longer than an answer takes (oauth.LONGEST).
RENEWAL = timedelta(seconds=30)
# Seconds before its end in which a token is renewed; seconds to wait for another process's renewal, and between looks.
RENEW_AHEAD, PATIENCE, POLL = 60, 9.0, 0.1
# Seconds for a vendor to end all channels of a connection. Other channels expire by themselves.
UNWATCH_SECONDS = 10.0


def usable_access(connection: Connection, *, until: float | None = None) -> Access:
    """Return how the connection is reached, with new tokens if they have expired. Call it outside of transactions.

    `until` is the deadline, a moment of `time.monotonic`. Raise CalendarRefusal.
    """
    access = open_access(connection)
    if not are_tokens_over(access):
        return access
    if begin_renewal(connection):
        return finish_renewal(connection, access, until)
    return _wait_for_renewal(connection, min(until or float("inf"), time.monotonic() + PATIENCE))


def are_tokens_over(access: Access, ahead: int = RENEW_AHEAD) -> bool:
    """Return whether the access has tokens that expire within `ahead` seconds."""
    return access.tokens is not None and access.tokens.until <= time.time() + ahead


def begin_renewal(connection: Connection) -> bool:
    """Claim the renewal of the tokens. Return whether it was claimed.

    It is not if another process has claimed it, or has changed the tokens.
    """
    return bool(_renewable(connection).update(renewing_until=Now() + RENEWAL))


def end_renewal(connection: Connection) -> None:
    """Give up the claim, without new tokens."""
    _unchanged(connection).update(renewing_until=None)


def finish_renewal(connection: Connection, access: Access, until: float | None = None) -> Access:
    """Return the access with new tokens, asked for by whoever began the renewal. Raise CalendarRefusal."""
    assert access.tokens is not None
    try:
        tokens = oauth.renew_tokens(connection.kind, access.tokens, until)
    except BaseException:
        end_renewal(connection)
        raise
    return keep_tokens(connection, access, tokens)


def keep_tokens(connection: Connection, access: Access, tokens: Tokens) -> Access:
    """Save new tokens, before they are used, and return the access with them.

    Raise TokenOver if somebody else has renewed or ended the connection meanwhile.
    """
    renewed = replace(access, tokens=tokens)
    sealed = seal_access(connection, renewed)
    if not _unchanged(connection).update(secret=sealed, renewing_until=None):
        raise errors.TokenOver
    connection.secret = sealed
    return renewed


def drop_token(connection: Connection) -> None:
    """Mark the token as expired, since it was refused, so that the next process renews it.

    Nothing is written if another process has replaced it, or is about to.
    """
    access = open_access(connection)
    if access.tokens is None:
        return
    sealed = seal_access(connection, replace(access, tokens=replace(access.tokens, until=0)))
    if _renewable(connection).update(secret=sealed):
        connection.secret = sealed


def prepare_revocation(connection: Connection) -> Callable[[], None]:
    """Return a function that revokes the connection's tokens at the vendor. Call it once the connection has ended.

    A vendor revokes all tokens of an account, so it is not asked while somebody else has the same account connected.
    """
    watched = list(connection.calendars.exclude(push={}).select_related("connection"))
    try:
        access = open_access(connection)
    except errors.SecretLost:
        return lambda: None

    def revoke() -> None:
        calls = {calendar.pk: partial(stop_watching, calendar, access) for calendar in watched}
        ask_in_parallel(calls, UNWATCH_SECONDS)
        tokens = access.tokens
        same = Connection.objects.filter(kind=connection.kind, account__iexact=connection.account, disconnected_at=None)
        if tokens is not None and not same.exists():
            oauth.revoke_tokens(connection.kind, tokens)

    return revoke


def _wait_for_renewal(connection: Connection, deadline: float) -> Access:
    """Return the access after another process's renewal. If that failed, raise ServerAway without asking again."""
    while time.monotonic() < deadline:
        row = Connection.objects.filter(pk=connection.pk, disconnected_at=None)
        found = row.values_list("secret", "renewing_until").first()
        if found is None:
            raise errors.Gone
        secret, renewing_until = found
        if secret != connection.secret:
            connection.secret = secret
            access = open_access(connection)
            if not are_tokens_over(access):
                return access
        elif renewing_until is None:
            break
        time.sleep(POLL)
    raise errors.ServerAway


def _renewable(connection: Connection) -> QuerySet[Connection]:
    """Return the connection, if its tokens are unchanged and nobody has claimed their renewal."""
    return _unchanged(connection).filter(Q(renewing_until=None) | Q(renewing_until__lte=Now()))


def _unchanged(connection: Connection) -> QuerySet[Connection]:
    return Connection.objects.filter(pk=connection.pk, secret=connection.secret, disconnected_at=None)
