"""Sessions of signed-in users: how long they last, and what ends them. Their list is allauth's `UserSession`.

A session ends when it was not used for SESSION_IDLE, when it is older than SESSION_COOKIE_AGE, and with all others of
its user when `User.sessions_ended` grows. It notes in itself when it began, and when it was used last.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, logout, update_session_auth_hash
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.http import HttpRequest

from accounts import actions
from accounts.models import User

BEGAN, USED = "began", "used"
# Seconds between two notes of the use of a session. Each is a write.
NOTE_INTERVAL = 300


def begin(session: SessionBase, now: datetime) -> None:
    """Note that the session of a signed-in user begins."""
    session[BEGAN] = session[USED] = int(now.timestamp())


def is_over(session: Mapping[str, Any], now: datetime) -> bool:
    """Return whether the session is too old, or was not used for too long."""
    age, idle = now.timestamp() - int(session[BEGAN]), now.timestamp() - int(session[USED])
    return age >= settings.SESSION_COOKIE_AGE or idle >= settings.SESSION_IDLE


def note_use(request: HttpRequest, now: datetime) -> None:
    """End the session if it has expired. Otherwise note its use, unless that was done a moment ago.

    Sessions from before there were these limits have no notes, and end two weeks after their last change.
    """
    session = request.session
    if BEGAN not in session:
        return
    if is_over({name: session[name] for name in (BEGAN, USED)}, now):
        logout(request)
    elif now.timestamp() - session[USED] >= NOTE_INTERVAL:
        session[USED] = int(now.timestamp())
        UserSession.objects.create_from_request(request)


def renew(request: HttpRequest) -> None:
    """Give the session of the request a new id."""
    request.session.cycle_key()
    UserSession.objects.create_from_request(request)


def end_others(request: HttpRequest, user: User) -> None:
    """End all sessions of the user but the one of the request. If it is the user's own, it gets a new id."""
    user.sessions_ended = actions.end_sessions(user=user)
    if isinstance(request.user, User) and request.user.pk == user.pk:
        update_session_auth_hash(request, user)
        UserSession.objects.create_from_request(request)


def sessions_of(request: HttpRequest, user: User, now: datetime) -> list[UserSession]:
    """Return the user's sessions that are not over: the one of the request first, then by their last use."""
    auth_hash = user.get_session_auth_hash()
    rows = {row.session_key: row for row in UserSession.objects.filter(user=user)}
    alive = [
        rows[session.pk]
        for session in Session.objects.filter(pk__in=rows, expire_date__gt=now)
        if _is_alive(session.get_decoded(), auth_hash, now)
    ]
    return sorted(alive, key=lambda row: (row.is_current(), row.last_seen_at), reverse=True)


def _is_alive(content: Mapping[str, Any], auth_hash: str, now: datetime) -> bool:
    return content.get(HASH_SESSION_KEY) == auth_hash and BEGAN in content and not is_over(content, now)
