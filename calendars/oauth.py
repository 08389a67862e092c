"""Accounts that are opened without a password: what Google and Microsoft are asked for, by OAuth 2 with PKCE.

`oauthlib` writes and reads the protocol; what is sent goes by the one guarded way out. Nothing here knows a request or
the database. Refusals never quote an answer: it may hold a token.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from time import monotonic, time
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from oauthlib.oauth2 import OAuth2Error, WebApplicationClient

from calendars import errors
from calendars.models import Connection
from calendars.providers import Access, Tokens
from calendars.providers.http import LONGEST_PATIENCE, ask_server, server_busy
from calendars.secrets import access_to
from core.guarded_http import FetchError, FetchOptions, Limits, NoAnswer, Request, fetch
from core.text import LazyText

FORM = "application/x-www-form-urlencoded"
# Seconds for one answer about tokens, and how long a token counts if the answer does not say it.
LONGEST, USUAL = 8.0, 3_600
VERIFIER = 64
# What vendors call their refusals of tokens (RFC 6749, section 5.2, and OpenID Connect's). Any other may be over soon.
MEANINGS: dict[str, type[errors.CalendarRefusal]] = {
    "invalid_grant": errors.AccessEnded,
    "interaction_required": errors.AccessEnded,
    "consent_required": errors.AccessEnded,
    "login_required": errors.AccessEnded,
    "invalid_client": errors.ClientRefused,
    "unauthorized_client": errors.ClientRefused,
}


@dataclass(frozen=True, slots=True)
class Vendor:
    """Where a vendor is, and what it is asked for. `{tenant}` in addresses is the operator's to say.

    `who` leads to whose account it is, under the first of `names` that is there. Some answer with the last word of a
    scope's name only.
    """

    kind: Connection.Kind
    name: LazyText
    authorize: str
    token: str
    api: str
    scopes: tuple[str, ...]
    needed: tuple[str, ...]
    who: str
    names: tuple[str, ...]
    revoke: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)

    @property
    def client(self) -> tuple[str, str]:
        """The id and the secret that the operator got from the vendor; empty texts if none."""
        name = self.kind.name
        return getattr(settings, f"{name}_CLIENT_ID"), getattr(settings, f"{name}_CLIENT_SECRET")

    @property
    def is_offered(self) -> bool:
        return all(self.client)


VENDORS = {
    Connection.Kind.GOOGLE: Vendor(
        Connection.Kind.GOOGLE,
        "Google",
        authorize="https://accounts.google.com/o/oauth2/v2/auth",
        token="https://oauth2.googleapis.com/token",  # noqa: S106 - an address
        api="https://www.googleapis.com/calendar/v3/",
        scopes=(
            "https://www.googleapis.com/auth/calendar.events",
            "https://www.googleapis.com/auth/calendar.calendarlist.readonly",
        ),
        needed=("calendar.events", "calendar.calendarlist.readonly"),
        who="users/me/calendarList/primary",
        names=("id",),
        revoke="https://oauth2.googleapis.com/revoke",
        # A new refresh token each time: Google gives one with consent only.
        extra={"access_type": "offline", "prompt": "consent select_account", "include_granted_scopes": "false"},
    ),
    Connection.Kind.MICROSOFT: Vendor(
        Connection.Kind.MICROSOFT,
        "Microsoft",
        authorize="https://login.microsoftonline.com/{tenant}/oauth2/v2.0/authorize",
        token="https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token",  # noqa: S106 - an address
        api="https://graph.microsoft.com/v1.0/",
        scopes=("offline_access", "User.Read", "Calendars.ReadWrite"),
        needed=("Calendars.ReadWrite",),
        who="me",
        names=("mail", "userPrincipalName"),
        extra={"prompt": "select_account", "response_mode": "query"},
    ),
}


def vendor_of(kind: str) -> Vendor | None:
    """Return the vendor of connections of this kind, if they are opened by tokens."""
    return next((one for known, one in VENDORS.items() if known == kind), None)


def new_verifier() -> str:
    """Return what only whoever began can show when the code is exchanged (RFC 7636)."""
    return str(WebApplicationClient("").create_code_verifier(VERIFIER))


def authorize_address(vendor: Vendor, *, back: str, state: str, verifier: str, account: str = "") -> str:
    """Return the address where somebody allows the vendor to let us in. `account` is whose it is, if that is known."""
    client = WebApplicationClient(vendor.client[0])
    extra = dict(vendor.extra) | ({"login_hint": account} if account else {})
    return str(
        client.prepare_request_uri(
            _address(vendor.authorize),
            redirect_uri=back,
            scope=list(vendor.scopes),
            state=state,
            code_challenge=client.create_code_challenge(verifier, "S256"),
            code_challenge_method="S256",
            **extra,
        )
    )


def exchange(vendor: Vendor, *, code: str, verifier: str, back: str) -> Tokens:
    """Return the tokens for a code. Raise CalendarRefusal, also if less was granted than asked for."""
    name, secret = vendor.client
    client = WebApplicationClient(name)
    body = client.prepare_request_body(code=code, redirect_uri=back, client_secret=secret, code_verifier=verifier)
    try:
        tokens = _ask(vendor, str(body), "")
    except errors.AccessEnded as error:
        # A code opens once, and not for long.
        raise errors.HandshakeOver from error
    if not tokens.refresh:
        raise errors.ScopeMissing
    judge_scopes(vendor, tokens.scopes)
    return tokens


def renew_tokens(kind: str, tokens: Tokens, until: float | None = None) -> Tokens:
    """Return new tokens for those that are over. Raise AccessEnded if there are none any more, or CalendarRefusal.

    `until` is the moment of `time.monotonic` by which it has to end.
    """
    vendor = vendor_of(kind)
    if vendor is None or not vendor.is_offered:
        raise errors.ClientRefused
    name, secret = vendor.client
    client = WebApplicationClient(name)
    body = client.prepare_refresh_body(refresh_token=tokens.refresh, client_id=name, client_secret=secret)
    found = _ask(vendor, str(body), tokens.refresh, until)
    return found if found.scopes else replace(found, scopes=tokens.scopes)


def revoke_tokens(kind: str, tokens: Tokens) -> None:
    """Ask the vendor to forget the tokens, where it can. Whatever it answers, they are forgotten here."""
    vendor = vendor_of(kind)
    if vendor is None or not vendor.revoke:
        return
    body = urlencode({"token": tokens.refresh}).encode()
    try:
        fetch(Request("POST", vendor.revoke, {"Content-Type": FORM}, {}, body), _way(None))
    except FetchError:
        return


def access_by(vendor: Vendor, tokens: Tokens) -> Access:
    """Return the way to the account that the tokens open."""
    return access_to(vendor.api, tokens=tokens)


def account_of(vendor: Vendor, access: Access) -> str:
    """Return whose account it is, as the vendor writes it. Raise CalendarRefusal."""
    reply = ask_server(access, "GET", f"{vendor.api}{vendor.who}", redirects=0)
    try:
        answer = json.loads(reply.body)
        return next(str(answer[name]) for name in vendor.names if answer.get(name))
    except (ValueError, AttributeError, StopIteration, RecursionError) as error:
        raise errors.ScopeMissing if reply.status == 403 else errors.ServerAway from error


def judge_scopes(vendor: Vendor, granted: Sequence[str]) -> None:
    """Raise ScopeMissing if something that we need was not granted."""
    words = {one.rpartition("/")[2].lower() for one in granted}
    if not {one.lower() for one in vendor.needed} <= words:
        raise errors.ScopeMissing


def _ask(vendor: Vendor, body: str, refresh: str, until: float | None = None) -> Tokens:
    """Return what the vendor gives. It may give another refresh token, or none, which leaves the one that we have."""
    headers = {"Content-Type": FORM, "Accept": "application/json"}
    request = Request("POST", _address(vendor.token), headers, {}, body.encode())
    try:
        reply = fetch(request, _way(until))
    except NoAnswer as error:
        raise errors.ServerAway from error
    except FetchError as error:
        raise errors.Blocked from error
    if reply.status in {429, 503}:
        raise server_busy(reply)
    if reply.status >= 500:
        raise errors.ServerAway
    try:
        answer = WebApplicationClient(vendor.client[0]).parse_request_body_response(reply.body.decode())
        return _tokens(answer, refresh)
    except OAuth2Error as error:
        raise MEANINGS.get(str(error.error), errors.ServerAway) from error
    except (ValueError, AttributeError, TypeError, KeyError, RecursionError) as error:
        raise errors.ServerAway from error


def _tokens(answer: Mapping[str, Any], refresh: str) -> Tokens:
    seconds = min(int(answer.get("expires_in") or USUAL), 24 * LONGEST_PATIENCE)
    scopes = answer.get("scope") or ()
    return Tokens(
        access=str(answer["access_token"]),
        until=int(time()) + seconds,
        refresh=str(answer.get("refresh_token") or refresh),
        scopes=tuple(sorted(map(str, scopes))),
    )


def _address(template: str) -> str:
    return template.replace("{tenant}", settings.MICROSOFT_TENANT)


def _way(until: float | None) -> FetchOptions:
    left = LONGEST if until is None else min(LONGEST, until - monotonic())
    return FetchOptions(access_to("").networks, limits=Limits(whole=left, size=1_000_000))
