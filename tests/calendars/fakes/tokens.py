"""A vendor's two token addresses, as strict as RFC 6749, RFC 7636 and the vendors' own pages say they are."""

import threading
import time
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import count
from urllib.parse import parse_qs, parse_qsl, urlsplit

from tests.calendars.fakes.http import Answer, Asked, Refused

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
    """`rotates` is whether each renewal gives another refresh token and ends the former, as Microsoft may."""

    client: str = "client-1"
    secret: str = "s3cr3t-of-client"
    rotates: bool = False
    lives: int = 3_600
    codes: dict[str, tuple[Grant, dict[str, str]]] = field(default_factory=dict)
    refresh: dict[str, Grant] = field(default_factory=dict)
    access: dict[str, tuple[Grant, float]] = field(default_factory=dict)
    renewals: int = 0
    slow: float = 0.0
    failing: Answer | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)

    def allow(self, address: str, account: str, *, without: str = "") -> dict[str, str]:
        """What the vendor's page adds to the way back, once somebody has allowed what the address asks for."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert asked["client_id"] == self.client
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        assert len(asked["code_challenge"]) == 43
        assert len(asked["state"]) >= 22
        scopes = " ".join(one for one in asked["scope"].split() if not without or without not in one)
        code = f"4/0code-{next(NUMBERS)}"
        self.codes[code] = Grant(account, scopes), asked
        return {"code": code, "state": asked["state"], "scope": scopes}

    def grant_of(self, token: str) -> Grant | None:
        """Whose a token is, unless it is over."""
        grant, until = self.access.get(token, (None, 0.0))
        return None if grant is None or grant.revoked or until <= time.time() else grant

    def token(self, asked: Asked) -> Answer:
        """POST to the token address."""
        if self.failing is not None:
            return self.failing
        form = self._form(asked)
        if (form.pop("client_id", ""), form.pop("client_secret", "")) != (self.client, self.secret):
            raise Refused(Answer(401, {"error": "invalid_client"}))
        kind = form.pop("grant_type", "")
        if kind == "authorization_code":
            return self._by_code(form)
        if kind == "refresh_token":
            time.sleep(self.slow)
            return self._by_refresh(form)
        raise _refusal("unsupported_grant_type")

    def revoke(self, asked: Asked) -> Answer:
        form = self._form(asked)
        grant = self.refresh.get(form["token"])
        if set(form) != {"token"} or grant is None or grant.revoked:
            raise _refusal("invalid_token")
        for one in [*self.refresh.values(), *(known for known, _until in self.access.values())]:
            one.revoked = one.revoked or one.account == grant.account
        return Answer(200, {})

    def _form(self, asked: Asked) -> dict[str, str]:
        if asked.method != "POST" or asked.headers.get("content-type") != FORM or asked.query:
            raise _refusal("invalid_request")
        return dict(parse_qsl(asked.body.decode(), strict_parsing=True))

    def _by_code(self, form: dict[str, str]) -> Answer:
        with self.lock:
            grant, began = self.codes.pop(form.pop("code", ""), (None, {}))
        digest = urlsafe_b64encode(sha256(form.pop("code_verifier", "").encode()).digest()).decode().rstrip("=")
        back = form.pop("redirect_uri", "")
        if grant is None or back != began["redirect_uri"] or digest != began["code_challenge"]:
            raise _refusal("invalid_grant")
        if form:
            raise _refusal("invalid_request")
        return self._give(grant, self._new_refresh(grant))

    def _by_refresh(self, form: dict[str, str]) -> Answer:
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
            return self._give(grant, self._new_refresh(grant) if self.rotates else "")

    def _new_refresh(self, grant: Grant) -> str:
        token = f"1//refresh-{next(NUMBERS)}"
        self.refresh[token] = grant
        return token

    def _give(self, grant: Grant, refresh: str) -> Answer:
        token = f"ya29.access-{next(NUMBERS)}"
        self.access[token] = grant, time.time() + self.lives
        said = {"access_token": token, "expires_in": self.lives, "scope": grant.scopes, "token_type": "Bearer"}
        return Answer(200, said | ({"refresh_token": refresh} if refresh else {}))


def _refusal(error: str) -> Refused:
    return Refused(Answer(400, {"error": error, "error_description": "Bad Request"}))
