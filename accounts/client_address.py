"""The IP address of a request's client, if it can be known. Pure: reads only the request's META."""

import re
from collections.abc import Mapping
from ipaddress import IPv6Address, ip_address, ip_network

FORWARDED = "HTTP_X_FORWARDED_FOR"
# Some proxies write the port too, and then put an IPv6 address in brackets.
WITH_PORT = re.compile(r"(?:\[([^\[\]]*)\]|([0-9.]*))(?::[0-9]*)?")
# "This network" (RFC 1122): no visitor has such an address.
UNUSED_NETWORK = ip_network("0.0.0.0/8")


def client_address(meta: Mapping[str, str], *, behind_proxy: bool) -> str | None:
    """Return the client's IP address in its normal form, or None if it is unknown.

    Behind a proxy this is the last entry of X-Forwarded-For, which the proxy wrote itself. Earlier entries may be
    forged, and REMOTE_ADDR is the proxy's own. Without a proxy the whole header may be forged, so it is not read.
    """
    if behind_proxy:
        return _parse(meta.get(FORWARDED, "").rpartition(",")[2].strip())
    return _parse(meta.get("REMOTE_ADDR", ""))


def network_of(address: str | None) -> str:
    """Return the network around an address, which says roughly where it is; empty if it is unknown."""
    if address is None:
        return ""
    return str(ip_network(f"{address}/{48 if ':' in address else 24}", strict=False))


def explain_unknown_address(meta: Mapping[str, str], *, behind_proxy: bool) -> str:
    """Return the operator's message about a request whose address is unknown: what is missing, and what to do."""
    if not behind_proxy:
        return (
            "the web server names none, as on a Unix socket. "
            "Set BEHIND_PROXY=true, and let the proxy send X-Forwarded-For."
        )
    if not meta.get(FORWARDED, "").strip(" ,"):
        return (
            "BEHIND_PROXY is true, but the proxy sends no X-Forwarded-For. "
            "Let it send the visitor's address in it (in nginx: proxy_set_header X-Forwarded-For $remote_addr)."
        )
    return (
        "the last entry of the proxy's X-Forwarded-For is no IP address. "
        "Let the proxy nearest to the application end it with the visitor's address."
    )


def _parse(text: str) -> str | None:
    split = WITH_PORT.fullmatch(text)
    try:
        address = ip_address((split[1] or split[2]) if split else text)
    except ValueError:
        return None
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    # Use the packed bytes to drop the zone index: in fe80::1%eth0 it names a network interface of the server.
    return None if address in UNUSED_NETWORK or address.is_unspecified else str(ip_address(address.packed))
