"""A fake of a vendor's token and revocation addresses, as strict as RFC 6749, RFC 7636 and the vendors' pages."""

import threading
import time
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import count
from urllib.parse import parse_qs, parse_qsl, urlsplit

from tests.calendars.fakes.http import Answer, Refused, Request

FORM = "application/x-www-form-urlencoded"
NUMBERS = count(1)


@dataclass
class Grant:
    """What somebody has allowed."""

    account: str
    scopes: str
    revoked: bool = False


@dataclass
class TokenServer:
    """With `rotates`, each renewal gives a new refresh token and ends the old one, as Microsoft's may."""

    client: str = "client-1"
    secret: str = "s3cr3t-of-client"
    rotates: bool = False
    lifetime: int = 3_600
    codes: dict[str, tuple[Grant, dict[str, str]]] = field(default_factory=dict)
    refresh: dict[str, Grant] = field(default_factory=dict)
    access: dict[str, tuple[Grant, float]] = field(default_factory=dict)
    renewals: int = 0
    slow: float = 0.0
    failing: Answer | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)

    def allow(self, address: str, account: str, *, without: str = "") -> dict[str, str]:
        """Allow what the address asks for, `without` some scopes. Return the parameters of the redirect back."""
        params = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert params["client_id"] == self.client
        assert params["response_type"] == "code"
        assert params["code_challenge_method"] == "S256"
        assert len(params["code_challenge"]) == 43
        assert len(params["state"]) >= 22
        scopes = " ".join(scope for scope in params["scope"].split() if not without or without not in scope)
        code = f"4/0code-{next(NUMBERS)}"
        self.codes[code] = Grant(account, scopes), params
        return {"code": code, "state": params["state"], "scope": scopes}

    def grant_of(self, token: str) -> Grant | None:
        """Return the grant of an access token that is still valid."""
        grant, until = self.access.get(token, (None, 0.0))
        return None if grant is None or grant.revoked or until <= time.time() else grant

    def token(self, request: Request) -> Answer:
        """POST to the token address."""
        if self.failing is not None:
            return self.failing
        form = self._form(request)
        if (form.pop("client_id", ""), form.pop("client_secret", "")) != (self.client, self.secret):
            raise Refused(Answer(401, {"error": "invalid_client"}))
        kind = form.pop("grant_type", "")
        if kind == "authorization_code":
            return self._exchange_code(form)
        if kind == "refresh_token":
            time.sleep(self.slow)
            return self._renew(form)
        raise _refusal("unsupported_grant_type")

    def revoke(self, request: Request) -> Answer:
        form = self._form(request)
        grant = self.refresh.get(form["token"])
        if set(form) != {"token"} or grant is None or grant.revoked:
            raise _refusal("invalid_token")
        for known in [*self.refresh.values(), *(known for known, _until in self.access.values())]:
            known.revoked = known.revoked or known.account == grant.account
        return Answer(200, {})

    def _form(self, request: Request) -> dict[str, str]:
        if request.method != "POST" or request.headers.get("content-type") != FORM or request.query:
            raise _refusal("invalid_request")
        return dict(parse_qsl(request.body.decode(), strict_parsing=True))

    def _exchange_code(self, form: dict[str, str]) -> Answer:
        with self.lock:
            grant, params = self.codes.pop(form.pop("code", ""), (None, {}))
        digest = urlsafe_b64encode(sha256(form.pop("code_verifier", "").encode()).digest()).decode().rstrip("=")
        redirect_uri = form.pop("redirect_uri", "")
        if grant is None or redirect_uri != params["redirect_uri"] or digest != params["code_challenge"]:
            raise _refusal("invalid_grant")
        if form:
            raise _refusal("invalid_request")
        return self._grant_tokens(grant, self._new_refresh(grant))

    def _renew(self, form: dict[str, str]) -> Answer:
        with self.lock:
            self.renewals += 1
            known = form.pop("refresh_token", "")
            grant = self.refresh.get(known)
            if grant is None or grant.revoked:
                raise _refusal("invalid_grant")
            if form:
                raise _refusal("invalid_request")
            if self.rotates:
                del self.refresh[known]
            return self._grant_tokens(grant, self._new_refresh(grant) if self.rotates else "")

    def _new_refresh(self, grant: Grant) -> str:
        token = f"1//refresh-{next(NUMBERS)}"
        self.refresh[token] = grant
        return token

    def _grant_tokens(self, grant: Grant, refresh: str) -> Answer:
        token = f"ya29.access-{next(NUMBERS)}"
        self.access[token] = grant, time.time() + self.lifetime
        body = {"access_token": token, "expires_in": self.lifetime, "scope": grant.scopes, "token_type": "Bearer"}
        return Answer(200, body | ({"refresh_token": refresh} if refresh else {}))


def _refusal(error: str) -> Refused:
    return Refused(Answer(400, {"error": error, "error_description": "Bad Request"}))
