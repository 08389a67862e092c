"""Authentication by the API token in the header, its scope, and its rate limit.

One statement reads the token with its user and counts the request (`accounts.actions.admit_request`). A forged token
costs no query.
"""

import math
import threading
import time
from collections import OrderedDict

from django.conf import settings
from django.http import HttpRequest
from ninja.security import HttpBearer

from accounts.actions import AdmittedRequest, admit_request
from accounts.actions.api_tokens import MOST_ALLOWED, REFILL
from accounts.client_address import client_address, network_of
from accounts.models import ApiToken, Scope, User
from accounts.via import Via
from api.problems import Problem

# What a request costs of the token's allowance.
READ, WRITE = 1, 5
READING = ("GET", "HEAD")
# Forged tokens that one address may send an hour, to each process.
MOST_FORGED, HOUR = 100, 3_600.0
MOST_ADDRESSES = 10_000


class Caller(HttpRequest):
    """A request by an API token, for its user."""

    user: User
    token: ApiToken
    request_id: str


class Forgeries:
    """How many forged tokens each address sent within the hour. Counted in memory, so that they cost no query."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: OrderedDict[str, tuple[float, int]] = OrderedDict()

    def wait(self, address: str | None) -> int:
        """Return for how many seconds the address is to wait; 0 if it may try."""
        if address is None:
            # Clients whose address is unknown cannot be distinguished: one of them would lock out all others.
            return 0
        since, count = self._counts.get(address, (0.0, 0))
        seconds_left = since + HOUR - time.monotonic()
        return math.ceil(seconds_left) if count >= MOST_FORGED and seconds_left > 0 else 0

    def note(self, address: str | None) -> None:
        """Count one more forged token."""
        if address is None:
            return
        with self._lock:
            since, count = self._counts.pop(address, (0.0, 0))
            now = time.monotonic()
            self._counts[address] = (since, count + 1) if count and now < since + HOUR else (now, 1)
            while len(self._counts) > MOST_ADDRESSES:
                self._counts.popitem(last=False)


forgeries = Forgeries()


class Bearer(HttpBearer):
    """Admits requests whose token has the scope; with none, those of any token."""

    def __init__(self, scope: Scope | None = None) -> None:
        super().__init__()
        self.scope = scope

    def __call__(self, request: HttpRequest) -> ApiToken:
        kind, _blank, text = request.headers.get("Authorization", "").partition(" ")
        if kind.lower() != "bearer" or not text.strip():
            raise Problem("unauthorized", headers={"WWW-Authenticate": "Bearer"})
        return self.authenticate(request, text.strip())

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken:
        """Return the token's row, and let the request act for its user. Raise Problem."""
        address = client_address(request.META, behind_proxy=settings.BEHIND_PROXY)
        cost = READ if request.method in READING else WRITE
        admitted = admit_request(text=token, cost=cost, network=network_of(address))
        if admitted is None:
            raise _forgery_problem(address)
        _note_limit(request, admitted)
        if not admitted.within_limit:
            wait = math.ceil((cost - admitted.reads_left) / REFILL)
            raise Problem("rate-limited", headers={"Retry-After": str(wait)})
        if self.scope is not None and self.scope not in admitted.token.scopes:
            challenge = f'Bearer error="insufficient_scope", scope="{self.scope}"'
            raise Problem("insufficient-scope", detail=str(self.scope), headers={"WWW-Authenticate": challenge})
        _act_for(request, admitted)
        return admitted.token


def _forgery_problem(address: str | None) -> Problem:
    """Return the problem of a token that is forged, expired or revoked."""
    wait = forgeries.wait(address)
    if wait:
        return Problem("rate-limited", headers={"Retry-After": str(wait)})
    forgeries.note(address)
    return Problem("unauthorized", headers={"WWW-Authenticate": 'Bearer error="invalid_token"'})


def _note_limit(request: HttpRequest, admitted: AdmittedRequest) -> None:
    """Store the header about the rate limit for the response."""
    left = max(0, math.floor(admitted.reads_left))
    request.META["api.limit"] = f'"token";r={left};t={math.ceil((MOST_ALLOWED - admitted.reads_left) / REFILL)}'


def _act_for(request: HttpRequest, admitted: AdmittedRequest) -> None:
    user, token = admitted.user, admitted.token
    reaches_organization = token.reach == ApiToken.Reach.ORGANIZATION
    user.via = Via(
        token=token.pk, reaches_organization=reaches_organization, request=getattr(request, "request_id", "")
    )
    request.user = user
    request.token = token  # type: ignore[attr-defined]  # from now on it is a Caller
