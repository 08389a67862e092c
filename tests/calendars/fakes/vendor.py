"""A fake of Google or Microsoft that has only tokens and the name of the account."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from ipaddress import ip_network
from typing import Any

from calendars import oauth
from calendars.models import Connection
from core.guarded_http import Networks
from tests.calendars.fakes.http import Answer, AnswerRequest, Request, serve_fake
from tests.calendars.fakes.tokens import TokenServer

LOOPBACK = (ip_network("127.0.0.0/8"),)
HERE = Networks(LOOPBACK, plain_http=True)


@contextmanager
def known_vendor(
    monkeypatch: Any, settings: Any, kind: Connection.Kind, tokens: TokenServer, api: AnswerRequest
) -> Iterator[str]:
    """Serve a vendor, and make it known to the application. Gives the address of its API."""

    def answer(request: Request) -> Answer:
        endpoints = {"/token": tokens.token, "/revoke": tokens.revoke}
        return endpoints.get(request.path, api)(request)

    with serve_fake(answer) as base:
        settings.PRIVATE_NETWORKS, settings.PRIVATE_PLAIN_HTTP = LOOPBACK, True
        setattr(settings, f"{kind.name}_CLIENT_ID", tokens.client)
        setattr(settings, f"{kind.name}_CLIENT_SECRET", tokens.secret)
        known = oauth.VENDORS[kind]
        revoke = f"{base}/revoke" if known.revoke else ""
        vendor = replace(known, token=f"{base}/token", revoke=revoke, api=f"{base}/api/")
        monkeypatch.setitem(oauth.VENDORS, kind, vendor)
        yield vendor.api


def account_names(tokens: TokenServer) -> AnswerRequest:
    """Answer both vendors' requests for the name of the account."""

    def answer(request: Request) -> Answer:
        grant = tokens.grant_of(request.bearer)
        if grant is None:
            return Answer(401, {"error": {"code": 401}})
        names = {"/api/users/me/calendarList/primary": "id", "/api/me": "mail"}
        return Answer(200, {names[request.path]: grant.account})

    return answer
