"""Websites that may show an organization's pages, as origins. Knows no database."""

import re
from urllib.parse import urlsplit

MOST_WEBSITES = 50
LONGEST_WEBSITE = 260
HOST = re.compile(r"(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")


def read_website(typed: str) -> str | None:
    """Return the origin of a website as typed, such as `www.shop.example` or a page's address; None if it is neither.

    `*.shop.example` means all websites below it. Without a scheme it is https. What is returned is safe to stand in a
    Content-Security-Policy.
    """
    text = typed.strip()
    try:
        found = urlsplit(text if "://" in text else f"https://{text}")
        host, port = _ascii(found.hostname or ""), found.port
    except ValueError:
        return None
    if found.scheme not in {"https", "http"} or found.username is not None or not HOST.fullmatch(host):
        return None
    origin = f"{found.scheme}://{host}" + ("" if port is None else f":{port}")
    return origin if len(origin) <= LONGEST_WEBSITE else None


def _ascii(host: str) -> str:
    """Return a host as addresses carry it. Raise ValueError if it cannot be one."""
    if host.isascii():
        return host.lower()
    rest = host.removeprefix("*.")
    return host[: len(host) - len(rest)] + rest.encode("idna").decode().lower()
