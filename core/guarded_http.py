"""HTTP requests to addresses that people typed, guarded against reaching internal networks (SSRF).

The host name is resolved once, every address that it has is checked, and the connection goes to a checked one: no
second lookup could return another. TLS is checked by name. The caller says what may be reached, and limits the size and
the time of the answer (`FetchOptions`). Redirects are checked like the first address; headers that identify the caller
go to the first origin only.
"""

import re
import socket
import ssl
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import cache
from http.client import HTTPException
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from time import monotonic
from types import MappingProxyType
from urllib.parse import quote, urljoin, urlsplit

from urllib3 import BaseHTTPResponse
from urllib3.connection import HTTPConnection
from urllib3.exceptions import HTTPError
from urllib3.util.connection import create_connection

from core.deadlines import call_with_deadline, close_at_deadline

Network = IPv4Network | IPv6Network
SCHEMES = {"https": 443, "http": 80}
PUBLIC_PORTS = {443, 8443}
REDIRECTS = {301, 302, 303, 307, 308}
# Blanks and control characters, which parsers drop, and the backslash, which some of them take for a slash.
UNSAFE = re.compile(r"[\x00-\x20\x7f\\]")
HOST = re.compile(r"[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*")
NUMERIC = re.compile(r"(.*\.)?(\d+|0x[0-9a-f]*)")
SAFE = "/?%:@!$&'()*+,;=~-._"
# Addresses that are tried, one after the other, before a server counts as unreachable.
MOST_ADDRESSES = 3
CHUNK = 65_536
# Networks that are not public, by IANA's registries of special-purpose addresses, and a cloud's wire server.
SPECIAL_RANGES = """
0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 168.63.129.16/32 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24
192.31.196.0/24 192.52.193.0/24 192.88.99.0/24 192.168.0.0/16 192.175.48.0/24 198.18.0.0/15 198.51.100.0/24
203.0.113.0/24 224.0.0.0/4 240.0.0.0/4 2001::/23 2001:db8::/32 2002::/16 2620:4f:8000::/48 3fff::/20
"""
SPECIAL_NETWORKS = [ip_network(text) for text in SPECIAL_RANGES.split()]
PUBLIC_6 = IPv6Network("2000::/3")
NAT64 = IPv6Network("64:ff9b::/96")
# Reachable only if the operator names a network inside them: this machine, and link-local addresses.
NAMED_ONLY = [ip_network(text) for text in ("127.0.0.0/8", "169.254.0.0/16", "::1/128", "fe80::/10")]


class FetchError(Exception):
    """There is no usable answer. The text says why, in English, without the address."""


class AddressRefused(FetchError):
    """The address, or one that it leads to, may not be reached from here."""


class NoAnswer(FetchError):
    """The server could not be found or reached, or did not answer completely in time."""


class AnswerTooLarge(FetchError):
    """The answer, decompressed, is larger than the caller allows."""


@dataclass(frozen=True, slots=True)
class Networks:
    """The operator's own networks that may be reached on any port, and whether plain http may be spoken there."""

    private: tuple[Network, ...] = ()
    plain_http: bool = False

    def contain(self, address: IPv4Address | IPv6Address) -> bool:
        """Return whether one of them contains the address.

        For addresses of this machine and link-local ones it must lie within NAMED_ONLY.
        """
        containing = [network for network in self.private if address in network]
        outer = next((network for network in NAMED_ONLY if address in network), None)
        if outer is None:
            return bool(containing)
        # All of these contain the address, so the narrower ones lie within the outer one.
        return any(network.prefixlen >= outer.prefixlen for network in containing)


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds to connect, to wait for the next byte, and for everything; bytes of the decompressed answer.

    If `cut` is set, a longer answer is cut off instead of refused.
    """

    connect: float = 5.0
    pause: float = 10.0
    whole: float = 30.0
    size: int = 10_000_000
    cut: bool = False


def resolve(host: str, port: int) -> Sequence[str]:
    """Return the addresses of a name, as the system knows them. Raise OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(socket_address[0]) for _family, _type, _protocol, _name, socket_address in found]
    return list(dict.fromkeys(addresses))


@cache
def _public_trust() -> ssl.SSLContext:
    """The system's certificate authorities."""
    return ssl.create_default_context()


@dataclass(frozen=True, slots=True)
class FetchOptions:
    """Options of a request. `trusted_domain` is a domain whose hosts get the identifying headers, too."""

    networks: Networks = Networks()
    redirects: int = 0
    trusted_domain: str = ""
    limits: Limits = Limits()
    trust: ssl.SSLContext | None = None
    resolve: Callable[[str, int], Sequence[str]] = resolve


@dataclass(frozen=True, slots=True)
class Request:
    """A request. `identity` holds the headers that identify the caller, such as Authorization."""

    method: str
    url: str = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict)
    identity: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer, and the address that gave it, which may be a secret. The names of headers are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)
    url: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Destination:
    scheme: str
    host: str
    port: int
    path: str = field(repr=False)

    @property
    def origin(self) -> tuple[str, str, int]:
        return self.scheme, self.host, self.port

    @property
    def authority(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == SCHEMES[self.scheme] else f"{host}:{self.port}"


def fetch(request: Request, options: FetchOptions) -> Reply:
    """Return the answer to the request, or to the last redirect that the caller allows. Raise FetchError."""
    deadline = monotonic() + options.limits.whole
    first = read_target(request.url)
    for step in range(options.redirects + 1):
        target = read_target(request.url)
        is_trusted = target.origin == first.origin or share_domain(first, target, options.trusted_domain)
        reply = _fetch_once(target, request if is_trusted else replace(request, identity={}), options, deadline)
        if step == options.redirects or reply.status not in REDIRECTS or "location" not in reply.headers:
            break
        try:
            request = replace(request, url=urljoin(request.url, reply.headers["location"]))
        except ValueError as error:
            raise AddressRefused("That is a redirect to no address.") from error
        if reply.status == 303:
            request = replace(request, method="GET", body=b"")
    return reply


def read_target(url: str) -> Destination:
    """Parse the address. Raise AddressRefused for a malformed or suspicious one."""
    try:
        parts = urlsplit(url)
        scheme, port, host = parts.scheme.lower(), parts.port, parts.hostname or ""
        host = host if ":" in host else host.encode("idna").decode()
    except ValueError as error:
        raise AddressRefused("That is not an address.") from error
    if UNSAFE.search(url) or scheme not in SCHEMES or "@" in parts.netloc or not host:
        raise AddressRefused("That is not an address that can be reached.")
    host = host.lower().removesuffix(".")
    if not _is_address(host) and (not HOST.fullmatch(host) or NUMERIC.fullmatch(host)):
        raise AddressRefused("That is not the name of a host.")
    path = quote((parts.path or "/") + (f"?{parts.query}" if parts.query else ""), safe=SAFE)
    return Destination(scheme, host, SCHEMES[scheme] if port is None else port, path)


def share_domain(first: Destination, target: Destination, domain: str) -> bool:
    """Return whether both are hosts of the domain, so that the target may get the same identifying headers."""
    if not domain or target.scheme != "https":
        return False
    return all(f".{destination.host}".endswith(f".{domain}") for destination in (first, target))


def check_address(text: str, target: Destination, networks: Networks) -> None:
    """Raise AddressRefused unless this IP address of the target may be reached."""
    address = _as_ipv4(ip_address(text.partition("%")[0]))
    if networks.contain(address):
        allowed = target.scheme == "https" or networks.plain_http
    else:
        is_global = address.version == 4 or address in PUBLIC_6
        is_public = is_global and not any(address in network for network in SPECIAL_NETWORKS)
        allowed = is_public and target.scheme == "https" and target.port in PUBLIC_PORTS
    if not allowed:
        raise AddressRefused("The address leads into a network, to a port or by a way that must not be used.")


def _fetch_once(target: Destination, request: Request, options: FetchOptions, deadline: float) -> Reply:
    last: Exception | None = None
    for address in _resolve_and_check(target, options, deadline)[:MOST_ADDRESSES]:
        try:
            sock = create_connection((address, target.port), min(options.limits.connect, _seconds_left(deadline)))
        except OSError as error:
            last = error
            continue
        # TLS takes over the socket, and leaves its duplicate usable.
        with closing(sock), closing(sock.dup()) as duplicate, close_at_deadline(deadline, duplicate):
            try:
                connection = _open_connection(sock, target, options)
            except OSError as error:
                last = error
                continue
            with closing(connection):
                reply = _exchange(connection, target, request, options)
            # An answer that was cut off by the deadline may look complete.
            _seconds_left(deadline)
            return reply
    _seconds_left(deadline)
    raise NoAnswer(f"It does not answer ({type(last).__name__}).") from last


def _seconds_left(deadline: float) -> float:
    """Return the seconds that are left. Raise NoAnswer if the time is over."""
    if (seconds := deadline - monotonic()) <= 0:
        raise NoAnswer("The server took too long to answer.")
    return seconds


def _open_connection(sock: socket.socket, target: Destination, options: FetchOptions) -> HTTPConnection:
    connection = HTTPConnection(target.host, target.port)
    if target.scheme == "https":
        sock = (options.trust or _public_trust()).wrap_socket(sock, server_hostname=target.host)
    connection.sock = sock
    return connection


def _exchange(connection: HTTPConnection, target: Destination, request: Request, options: FetchOptions) -> Reply:
    connection.timeout = options.limits.pause
    headers = {"Accept-Encoding": "gzip", "User-Agent": "Admit One", **request.headers, **request.identity}
    headers["Host"] = target.authority
    try:
        connection.request(request.method, target.path, request.body or None, headers, preload_content=False)
        with closing(connection.getresponse()) as response:
            body = _read_body(response, options.limits)
            # RFC 9110, section 5.5: the database could not keep it either.
            received = {name.lower(): value.replace("\0", " ") for name, value in response.headers.items()}
            return Reply(response.status, MappingProxyType(received), body, request.url)
    except (OSError, HTTPError, HTTPException, ValueError) as error:
        raise NoAnswer(f"The server did not answer as it should ({type(error).__name__}).") from error


def _read_body(response: BaseHTTPResponse, limits: Limits) -> bytes:
    # `read` would wait until so many bytes are there; `read1` returns what came, and no more than that when unpacked.
    parts, size = [], 0
    while size <= limits.size and (part := response.read1(CHUNK, decode_content=True)):
        size += len(part)
        parts.append(part)
    if size > limits.size and not limits.cut:
        raise AnswerTooLarge(f"The answer has more than {limits.size:,} bytes.")
    return b"".join(parts)[: limits.size]


def _resolve_and_check(target: Destination, options: FetchOptions, deadline: float) -> Sequence[str]:
    addresses: Sequence[str] | None = [target.host]
    if not _is_address(target.host):
        addresses = call_with_deadline(
            deadline, lambda: options.resolve(target.host, target.port), OSError, UnicodeError
        )
    if addresses is None:
        raise NoAnswer("The name of the host is not known, or was not found in time.")
    for address in addresses:
        check_address(address, target, options.networks)
    return addresses


def _is_address(host: str) -> bool:
    try:
        return str(ip_address(host)) == host or ":" in host
    except ValueError:
        return False


def _as_ipv4(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """Return the IPv4 address that an IPv6 one stands for, or the address itself."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return address.ipv4_mapped
        if address in NAT64:
            return IPv4Address(int(address) & 0xFFFFFFFF)
    return address
