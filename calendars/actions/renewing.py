"""Writes of tokens: new ones for those that are over, asked for by one at a time for each connection.

The vendor is asked outside of transactions. Whoever asks notes so, in a column that is compared and set, and the
others wait for what it brings: some vendors give a new refresh token each time, and of two that ask at once one would
be left with a token that is none any more.
"""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial

from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from calendars import errors, oauth
from calendars.at_once import ask_at_once
from calendars.models import Connection
from calendars.providers import Access, Tokens
from calendars.pushes import stop_watching
from calendars.secrets import open_access, seal_access

# Longer than an answer takes (oauth.LONGEST). If whoever asks dies, it runs out.
RENEWAL = timedelta(seconds=30)
# Seconds: a token that is over so soon is renewed first; and how long the others wait for it, and look.
AHEAD, PATIENCE, LOOK = 60, 9.0, 0.1
# Seconds for a vendor to end all channels of a connection. What takes longer ends by itself.
FAREWELL = 10.0


def usable_access(connection: Connection, *, until: float | None = None) -> Access:
    """Return how the connection is reached, with new tokens if they are over. Call it outside of transactions.

    `until` is the moment of `time.monotonic` by which it has to end. Raise CalendarRefusal.
    """
    access = open_access(connection)
    if not are_tokens_over(access):
        return access
    if begin_renewal(connection):
        return finish_renewal(connection, access, until)
    return _others_access(connection, min(until or float("inf"), time.monotonic() + PATIENCE))


def are_tokens_over(access: Access, ahead: int = AHEAD) -> bool:
    """Return whether the access has tokens that are over within so many seconds."""
    return access.tokens is not None and access.tokens.until <= time.time() + ahead


def begin_renewal(connection: Connection) -> bool:
    """Note that new tokens are asked for. Return whether that is for us to do.

    It is if nobody else does, and the tokens are still those that we know.
    """
    return bool(_free(connection).update(renewing_until=Now() + RENEWAL))


def end_renewal(connection: Connection) -> None:
    """Leave it to others, without new tokens."""
    _same(connection).update(renewing_until=None)


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
    """Keep new tokens, before they are used, and return the access by them.

    Raise TokenOver if the connection has been renewed or ended by somebody else meanwhile.
    """
    renewed = replace(access, tokens=tokens)
    sealed = seal_access(connection, renewed)
    if not _same(connection).update(secret=sealed, renewing_until=None):
        raise errors.TokenOver
    connection.secret = sealed
    return renewed


def drop_token(connection: Connection) -> None:
    """Count the token as over, since it was refused: whoever comes next asks for another one.

    Nothing is written where somebody else has put another one in its place, or just asks for it.
    """
    access = open_access(connection)
    if access.tokens is None:
        return
    sealed = seal_access(connection, replace(access, tokens=replace(access.tokens, until=0)))
    if _free(connection).update(secret=sealed):
        connection.secret = sealed


def revoking(connection: Connection) -> Callable[[], None]:
    """Return what asks the vendor to forget the connection's tokens, to be called once the connection is ended.

    A vendor forgets an account as a whole, so nothing is asked while somebody else has the same one connected.
    """
    watched = list(connection.calendars.exclude(push={}).select_related("connection"))
    try:
        access = open_access(connection)
    except errors.SecretLost:
        return lambda: None

    def forget() -> None:
        # Somebody waits in front of a page for all of them.
        ask_at_once({one.pk: partial(stop_watching, one, access) for one in watched}, FAREWELL)
        tokens = access.tokens
        same = Connection.objects.filter(kind=connection.kind, account__iexact=connection.account, disconnected_at=None)
        if tokens is not None and not same.exists():
            oauth.revoke_tokens(connection.kind, tokens)

    return forget


def _others_access(connection: Connection, deadline: float) -> Access:
    """Return what another one's renewal brings. If it failed, so would ours: the vendor is not asked again."""
    while time.monotonic() < deadline:
        row = Connection.objects.filter(pk=connection.pk, disconnected_at=None)
        found = row.values_list("secret", "renewing_until").first()
        if found is None:
            raise errors.Gone
        secret, asked_until = found
        if secret != connection.secret:
            connection.secret = secret
            access = open_access(connection)
            if not are_tokens_over(access):
                return access
        elif asked_until is None:
            break
        time.sleep(LOOK)
    raise errors.ServerAway


def _free(connection: Connection) -> QuerySet[Connection]:
    """Return the connection, if its tokens are those that we know, and nobody asks for new ones."""
    return _same(connection).filter(Q(renewing_until=None) | Q(renewing_until__lte=Now()))


def _same(connection: Connection) -> QuerySet[Connection]:
    return Connection.objects.filter(pk=connection.pk, secret=connection.secret, disconnected_at=None)
