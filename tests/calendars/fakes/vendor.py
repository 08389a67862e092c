"""A vendor that the application knows as Google or Microsoft, of which only tokens and the account's name are there."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from ipaddress import ip_network
from typing import Any

from calendars import oauth
from calendars.models import Connection
from core.guarded_http import Networks
from tests.calendars.fakes.http import Answer, Answering, Asked, answering
from tests.calendars.fakes.tokens import TokenServer

LOOPBACK = (ip_network("127.0.0.0/8"),)
HERE = Networks(LOOPBACK, plain_http=True)


@contextmanager
def known_vendor(
    monkeypatch: Any, settings: Any, kind: Connection.Kind, tokens: TokenServer, api: Answering
) -> Iterator[str]:
    """Serve a vendor, and let the application know it, and it the application. Gives the address of its API."""

    def answer(asked: Asked) -> Answer:
        doors = {"/token": tokens.token, "/revoke": tokens.revoke}
        return doors.get(asked.path, api)(asked)

    with answering(answer) as base:
        settings.PRIVATE_NETWORKS, settings.PRIVATE_PLAIN_HTTP = LOOPBACK, True
        setattr(settings, f"{kind.name}_CLIENT_ID", tokens.client)
        setattr(settings, f"{kind.name}_CLIENT_SECRET", tokens.secret)
        known = oauth.VENDORS[kind]
        revoke = f"{base}/revoke" if known.revoke else ""
        vendor = replace(known, token=f"{base}/token", revoke=revoke, api=f"{base}/api/")
        monkeypatch.setitem(oauth.VENDORS, kind, vendor)
        yield vendor.api


def account_names(tokens: TokenServer) -> Answering:
    """The address that tells whose an account is, at both vendors."""

    def answer(asked: Asked) -> Answer:
        grant = tokens.grant_of(asked.bearer)
        if grant is None:
            return Answer(401, {"error": {"code": 401}})
        names = {"/api/users/me/calendarList/primary": "id", "/api/me": "mail"}
        return Answer(200, {names[asked.path]: grant.account})

    return answer
