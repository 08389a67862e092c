"""Secret addresses are kept out of our own log and out of both proxies', as deploy/ sets them up."""

import re
from collections.abc import Iterator

import pytest
from django.urls import URLResolver, get_resolver

from core.text import redact
from tests.scheduler.test_layers import ROOT
from tests.tables import table

NGINX_FILE = (ROOT / "deploy" / "nginx" / "admit-one.conf").read_text()
CADDY_FILE = (ROOT / "deploy" / "caddy" / "Caddyfile").read_text()
# What stands in an address: whoever knows one of these may open something, or not.
SECRET = {"token", "key", "device_code"}
OPEN = {"pk", "digest", "organization", "page", "uidb36", "app_label", "url", "content_type_id", "object_id", "service"}
# Ids under which the API has things: they open nothing without a token.
OPEN |= {"link_id", "page_id", "uid"}
# A stylesheet with the colour of a brand.
OPEN |= {"name"}
PARAMETER = re.compile(r"\(\?P<(?P<group>\w+)>[^)]*\)|<(?:\w+:)?(?P<name>\w+)>")
NGINX = re.compile(r'^ +"~\*(\^\(\?<door>.+)" (\$door\S+);$', re.MULTILINE)
CADDY = re.compile(r"^ +request>uri regexp (\S+) (\S+)$", re.MULTILINE)
# It holds no secret, but stands where secrets stand.
BEHIND_A_DOOR = "/accounts/password/reset/key/done/"
DOORS = re.compile(r"\((?:\?:)?(l\|b\|[\w|/-]+)\)")


def routes(patterns: list, before: str = "/") -> Iterator[str]:
    """The addresses of the site as their patterns write them."""
    for one in patterns:
        here = before + str(one.pattern).lstrip("^").removesuffix("$")
        if isinstance(one, URLResolver):
            yield from routes(one.url_patterns, here)
        else:
            yield here


def parameters(route: str) -> list[str]:
    return [found["group"] or found["name"] for found in PARAMETER.finditer(route)]


def nginx(address: str) -> str:
    """The address as the nginx block logs it."""
    ((pattern, replacement),) = NGINX.findall(NGINX_FILE)
    found = re.match(pattern.replace("(?<", "(?P<"), address, re.IGNORECASE)
    return address if found is None else replacement.replace("$door", found["door"])


def caddy(address: str) -> str:
    """The address as the Caddy block logs it."""
    ((pattern, replacement),) = CADDY.findall(CADDY_FILE)
    return re.sub(pattern, replacement.replace("$1", r"\1"), address)


def doors(source: str) -> set[str]:
    """What stands before a secret in an address."""
    (listed,) = DOORS.findall(source)
    return {door.removeprefix("accounts/").removeprefix("api/v1/") for door in listed.split("|")}


ROUTES = sorted(set(routes(get_resolver().url_patterns)))
SECRET_ROUTES = [route for route in ROUTES if SECRET.intersection(parameters(route))]


def test_each_parameter_is_secret_or_open():
    assert {name for route in ROUTES for name in parameters(route)} == SECRET | OPEN
    assert len(SECRET_ROUTES) > 10


@table("written", [redact, nginx, caddy])
@table("route", SECRET_ROUTES)
def test_no_log_shows_a_secret(written, route):
    address = PARAMETER.sub("Zq7:k3-s3cr3t", route)
    assert "s3cr3t" in address
    assert "s3cr3t" not in written(address)
    assert "[token]" in written(address)
    assert "s3cr3t" not in written(address.upper().replace("S3CR3T", "s3cr3t"))


@pytest.mark.parametrize("written", [redact, nginx, caddy])
def test_other_addresses_are_logged_unchanged(written):
    for route in set(ROUTES) - set(SECRET_ROUTES) - {BEHIND_A_DOOR}:
        address = PARAMETER.sub("7", route)
        assert written(address) == address


@pytest.mark.parametrize("vendor", ["google", "microsoft"])
@pytest.mark.parametrize("written", [redact, caddy])
def test_no_log_shows_a_handshake(written, vendor):
    address = f"/calendars/{vendor}/done/?state=s3cr3t&code=4%2Fs3cr3t&scope=x"
    assert written(address) == f"/calendars/{vendor}/done/?state=[token]&code=[token]&scope=x"


def test_nginx_logs_paths_alone():
    (logged,) = re.findall(r"^log_format safe '(.+)';$", NGINX_FILE, re.MULTILINE)
    assert re.findall(r"\$\w+", logged) == [
        "$remote_addr", "$time_local", "$request_method", "$safe_uri", "$status", "$body_bytes_sent", "$safe_referer",
    ]  # fmt: skip
    assert set(re.findall(r"^ *access_log (.+);$", NGINX_FILE, re.MULTILINE)) == {
        "off", "/var/log/nginx/meet.log safe",
    }  # fmt: skip


def test_redaction_lists_agree():
    ((nginx_pattern, _),), ((caddy_pattern, _),) = NGINX.findall(NGINX_FILE), CADDY.findall(CADDY_FILE)
    source = (ROOT / "core" / "text.py").read_text()
    ours = doors(next(line for line in source.splitlines() if line.startswith("SECRET = ")))
    assert doors(nginx_pattern) == doors(caddy_pattern) == ours == {
        "l", "b", "feed", "hooks", "preview", "pairings", "join", "confirm-email", "password/reset/key"
    }  # fmt: skip
