"""Requests for tokens to Google and Microsoft, by OAuth 2 with PKCE.

`oauthlib` writes and reads the protocol; `core.guarded_http` sends the requests. Nothing here knows an HTTP request to
us or the database. Refusals never quote an answer, which may hold a token.
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
from calendars.providers.http import LONGEST_WAIT, ask_server, server_busy
from calendars.secrets import access_to
from core.guarded_http import FetchError, FetchOptions, Limits, NoAnswer, Request, fetch
from core.text import LazyText

FORM = "application/x-www-form-urlencoded"
# Seconds for one answer about tokens, and the life of a token if the answer does not tell it.
LONGEST, DEFAULT_LIFE = 8.0, 3_600
VERIFIER_LENGTH = 64
# Vendors' names of errors that are permanent (RFC 6749, section 5.2, and OpenID Connect). Others may be over soon.
REFUSALS: dict[str, type[errors.CalendarRefusal]] = {
    "invalid_grant": errors.AccessEnded,
    "interaction_required": errors.AccessEnded,
    "consent_required": errors.AccessEnded,
    "login_required": errors.AccessEnded,
    "invalid_client": errors.ClientRefused,
    "unauthorized_client": errors.ClientRefused,
}


@dataclass(frozen=True, slots=True)
class Vendor:
    """The addresses of a vendor, and the scopes that it is asked for. `{tenant}` in addresses is a setting.

    The account's name is at `profile_path`, under the first of `name_keys` that is there. `needed` are the scopes that
    must be granted, by the last part of their names: some vendors answer with that only.
    """

    kind: Connection.Kind
    name: LazyText
    authorize: str
    token: str
    api: str
    scopes: tuple[str, ...]
    needed: tuple[str, ...]
    profile_path: str
    name_keys: tuple[str, ...]
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
        profile_path="users/me/calendarList/primary",
        name_keys=("id",),
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
        profile_path="me",
        name_keys=("mail", "userPrincipalName"),
        extra={"prompt": "select_account", "response_mode": "query"},
    ),
}


def vendor_of(kind: str) -> Vendor | None:
    """Return the vendor of connections of this kind, if they are opened by tokens."""
    return next((vendor for vendor in VENDORS.values() if vendor.kind == kind), None)


def new_verifier() -> str:
    """Return a new code verifier (RFC 7636): whoever began the handshake shows it when the code is exchanged."""
    return str(WebApplicationClient("").create_code_verifier(VERIFIER_LENGTH))


def authorize_address(vendor: Vendor, *, redirect_uri: str, state: str, verifier: str, account: str = "") -> str:
    """Return the vendor's address where somebody grants us access. `account` is the account's name, if it is known."""
    client = WebApplicationClient(vendor.client[0])
    extra = dict(vendor.extra) | ({"login_hint": account} if account else {})
    return str(
        client.prepare_request_uri(
            _address(vendor.authorize),
            redirect_uri=redirect_uri,
            scope=list(vendor.scopes),
            state=state,
            code_challenge=client.create_code_challenge(verifier, "S256"),
            code_challenge_method="S256",
            **extra,
        )
    )


def exchange_code(vendor: Vendor, *, code: str, verifier: str, redirect_uri: str) -> Tokens:
    """Return the tokens for a code. Raise CalendarRefusal, also if less was granted than asked for."""
    name, secret = vendor.client
    client = WebApplicationClient(name)
    body = client.prepare_request_body(
        code=code, redirect_uri=redirect_uri, client_secret=secret, code_verifier=verifier
    )
    try:
        tokens = _request_tokens(vendor, str(body), "")
    except errors.AccessEnded as error:
        # A code works once, and for a short time.
        raise errors.HandshakeOver from error
    if not tokens.refresh:
        raise errors.ScopeMissing
    check_scopes(vendor, tokens.scopes)
    return tokens


def renew_tokens(kind: str, tokens: Tokens, until: float | None = None) -> Tokens:
    """Return new tokens for expired ones. Raise AccessEnded if the vendor gives none, or CalendarRefusal.

    `until` is the deadline, a moment of `time.monotonic`.
    """
    vendor = vendor_of(kind)
    if vendor is None or not vendor.is_offered:
        raise errors.ClientRefused
    name, secret = vendor.client
    client = WebApplicationClient(name)
    body = client.prepare_refresh_body(refresh_token=tokens.refresh, client_id=name, client_secret=secret)
    found = _request_tokens(vendor, str(body), tokens.refresh, until)
    return found if found.scopes else replace(found, scopes=tokens.scopes)


def revoke_tokens(kind: str, tokens: Tokens) -> None:
    """Ask the vendor to revoke the tokens, if it can. Its answer does not matter."""
    vendor = vendor_of(kind)
    if vendor is None or not vendor.revoke:
        return
    body = urlencode({"token": tokens.refresh}).encode()
    try:
        fetch(Request("POST", vendor.revoke, {"Content-Type": FORM}, {}, body), _fetch_options(None))
    except FetchError:
        return


def access_with_tokens(vendor: Vendor, tokens: Tokens) -> Access:
    """Return the access to the account that the tokens open."""
    return access_to(vendor.api, tokens=tokens)


def account_name(vendor: Vendor, access: Access) -> str:
    """Return the account's name, as the vendor writes it. Raise CalendarRefusal."""
    reply = ask_server(access, "GET", f"{vendor.api}{vendor.profile_path}", redirects=0)
    try:
        answer = json.loads(reply.body)
        return next(str(answer[name]) for name in vendor.name_keys if answer.get(name))
    except (ValueError, AttributeError, StopIteration, RecursionError) as error:
        raise errors.ScopeMissing if reply.status == 403 else errors.ServerAway from error


def check_scopes(vendor: Vendor, granted: Sequence[str]) -> None:
    """Raise ScopeMissing if something that we need was not granted."""
    names = [scope.rpartition("/")[2].lower() for scope in granted]
    if any(scope.lower() not in names for scope in vendor.needed):
        raise errors.ScopeMissing


def _request_tokens(vendor: Vendor, body: str, refresh: str, until: float | None = None) -> Tokens:
    """Return the tokens that the vendor gives. Without a new refresh token, the present one stays."""
    headers = {"Content-Type": FORM, "Accept": "application/json"}
    request = Request("POST", _address(vendor.token), headers, {}, body.encode())
    try:
        reply = fetch(request, _fetch_options(until))
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
        raise REFUSALS.get(str(error.error), errors.ServerAway) from error
    except (ValueError, AttributeError, TypeError, KeyError, RecursionError) as error:
        raise errors.ServerAway from error


def _tokens(answer: Mapping[str, Any], refresh: str) -> Tokens:
    seconds = min(int(answer.get("expires_in") or DEFAULT_LIFE), 24 * LONGEST_WAIT)
    scopes = answer.get("scope") or ()
    return Tokens(
        access=str(answer["access_token"]),
        until=int(time()) + seconds,
        refresh=str(answer.get("refresh_token") or refresh),
        scopes=tuple(sorted(map(str, scopes))),
    )


def _address(template: str) -> str:
    return template.replace("{tenant}", settings.MICROSOFT_TENANT)


def _fetch_options(until: float | None) -> FetchOptions:
    seconds = LONGEST if until is None else min(LONGEST, until - monotonic())
    return FetchOptions(access_to("").networks, limits=Limits(whole=seconds, size=1_000_000))
