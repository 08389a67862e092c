"""A program that calls the API by a token."""

import json
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.test import Client

from accounts.actions import make_api_token
from accounts.models import ApiToken, Scope, User
from tests.builders import NOW

LIFE = timedelta(days=36_500)


def token_of(user: User, *scopes: Scope, **choices: Any) -> ApiToken:
    """A token of the user's, with these scopes or all."""
    wanted = {"scopes": scopes or list(Scope), "name": "CRM", "life": LIFE, "now": NOW}
    return make_api_token(actor=user, **wanted | choices)


class Program:
    """Calls the API. Without a token, as a stranger would."""

    def __init__(self, token: ApiToken | None = None) -> None:
        self.client = Client(raise_request_exception=False)
        self.text = "" if token is None else token.text()

    def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> HttpResponse:
        if self.text:
            headers.setdefault("Authorization", f"Bearer {self.text}")
        given = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.client.generic(method, f"/api/v1{path}", given, content_type="application/json", headers=headers)


def code_of(response: HttpResponse) -> tuple[int, str]:
    """The status and the code of a problem, which is one through and through."""
    said = response.json()
    assert response["Content-Type"] == "application/problem+json"
    assert said["status"] == response.status_code
    assert said["request_id"] == response["Request-Id"]
    assert said["type"].endswith(f"/docs/api/#{said['code']}")
    assert said["title"]
    return response.status_code, said["code"]


def call(text: str, method: str, path: str, body: Any, **headers: str) -> tuple[int, Any]:
    """A deed for a crowd: one request with this token. Returns the status and, of what was made, the id."""
    program = Program()
    program.text = text
    response = program(method, path, body, **headers)
    said = response.json()
    return response.status_code, next(said[name] for name in ("id", "batch", "uid", "delivery", "code") if name in said)
