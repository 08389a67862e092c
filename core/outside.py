"""The one guarded way out: requests to addresses that people typed.

The name is resolved once, every address that it has is judged, and the connection goes to a judged one: no second look
could find another. TLS is checked by name. The caller says what may be reached, and how much and how long it may answer
(`Way`). Redirects are judged as the first address was; what says who asks goes to the first origin only.
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
# Blanks and control characters, which parsers drop, and what some of them take for a slash.
UNSAFE = re.compile(r"[\x00-\x20\x7f\\]")
HOST = re.compile(r"[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*")
NUMERIC = re.compile(r"(.*\.)?(\d+|0x[0-9a-f]*)")
SAFE = "/?%:@!$&'()*+,;=~-._"
# Addresses that are tried, one after the other, before a server counts as away.
MOST_ADDRESSES = 3
CHUNK = 65_536
# What is not the public internet, by IANA's registries of special-purpose addresses, and a cloud's wire server.
INNER = """
0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 168.63.129.16/32 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24
192.31.196.0/24 192.52.193.0/24 192.88.99.0/24 192.168.0.0/16 192.175.48.0/24 198.18.0.0/15 198.51.100.0/24
203.0.113.0/24 224.0.0.0/4 240.0.0.0/4 2001::/23 2001:db8::/32 2002::/16 2620:4f:8000::/48 3fff::/20
"""
INNER_NETWORKS = [ip_network(one) for one in INNER.split()]
PUBLIC_6 = IPv6Network("2000::/3")
NAT64 = IPv6Network("64:ff9b::/96")
# Open only where a network inside them is named: this machine, and what answers without being asked who it is.
NAMED_ONLY = [ip_network(one) for one in ("127.0.0.0/8", "169.254.0.0/16", "::1/128", "fe80::/10")]


class OutsideError(Exception):
    """Nothing was learned from the other side; the text says why, in English, without the address."""


class AddressRefused(OutsideError):
    """The address, or one that it leads to, may not be reached from here."""


class NoAnswer(OutsideError):
    """The other side could not be found or reached, did not answer in time, or not whole."""


class AnswerTooLarge(OutsideError):
    """The answer, unpacked, is larger than the caller takes."""


@dataclass(frozen=True, slots=True)
class Networks:
    """The operator's own networks that may be reached on any port, and whether plain http may be spoken there."""

    private: tuple[Network, ...] = ()
    plain_http: bool = False

    def hold(self, address: IPv4Address | IPv6Address) -> bool:
        """Return whether the address is in one of them: if it is this machine's or link-local, in one named for it."""
        found = [one for one in self.private if one.version == address.version and address in one]
        closed = next((one for one in NAMED_ONLY if one.version == address.version and address in one), None)
        return any(not closed or (one.network_address in closed and one.prefixlen >= closed.prefixlen) for one in found)


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds to connect, for the next byte and for all; bytes of the answer, unpacked, whose rest may be `cut` off."""

    connect: float = 5.0
    pause: float = 10.0
    whole: float = 30.0
    size: int = 10_000_000
    cut: bool = False


def resolve(host: str, port: int) -> Sequence[str]:
    """Return the addresses of a name, as the system knows them. Raise OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


@cache
def _public_trust() -> ssl.SSLContext:
    """The system's certificate authorities."""
    return ssl.create_default_context()


@dataclass(frozen=True, slots=True)
class Way:
    """How a caller goes out. `friends` is a domain whose hosts may know who asks, beside the first origin."""

    networks: Networks = Networks()
    redirects: int = 0
    friends: str = ""
    limits: Limits = Limits()
    trust: ssl.SSLContext | None = None
    resolve: Callable[[str, int], Sequence[str]] = resolve


@dataclass(frozen=True, slots=True)
class Request:
    """`identity` holds the headers that say who asks, such as Authorization."""

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


def fetch(request: Request, way: Way) -> Reply:
    """Return the answer to the request, or to the last redirect that the caller allows. Raise OutsideError."""
    deadline = monotonic() + way.limits.whole
    first = read_target(request.url)
    for step in range(way.redirects + 1):
        target = read_target(request.url)
        known = target.origin == first.origin or are_friends(first, target, way.friends)
        reply = _ask(target, request if known else replace(request, identity={}), way, deadline)
        if step == way.redirects or reply.status not in REDIRECTS or "location" not in reply.headers:
            break
        try:
            request = replace(request, url=urljoin(request.url, reply.headers["location"]))
        except ValueError as error:
            raise AddressRefused("That is a redirect to no address.") from error
        if reply.status == 303:
            request = replace(request, method="GET", body=b"")
    return reply


def read_target(url: str) -> Destination:
    """Return what the address names. Raise AddressRefused for one that no honest address looks like."""
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


def are_friends(first: Destination, target: Destination, domain: str) -> bool:
    """Return whether both are hosts of the domain, so that the target may know what the first does."""
    both = all(f".{one.host}".endswith(f".{domain}") for one in (first, target))
    return bool(domain) and target.scheme == "https" and both


def judge_address(text: str, target: Destination, networks: Networks) -> None:
    """Raise AddressRefused unless this address of the target may be reached."""
    address = _plain(ip_address(text.partition("%")[0]))
    if networks.hold(address):
        allowed = target.scheme == "https" or networks.plain_http
    else:
        public = address.version == 4 or address in PUBLIC_6
        public = public and not any(address in one for one in INNER_NETWORKS)
        allowed = public and target.scheme == "https" and target.port in PUBLIC_PORTS
    if not allowed:
        raise AddressRefused("The address leads into a network, to a port or by a way that must not be used.")


def _ask(target: Destination, request: Request, way: Way, deadline: float) -> Reply:
    last: Exception | None = None
    for address in _judged_addresses(target, way, deadline)[:MOST_ADDRESSES]:
        try:
            sock = create_connection((address, target.port), min(way.limits.connect, _left(deadline)))
        except OSError as error:
            last = error
            continue
        # The line's own descriptor, which goes on to work while TLS takes over the other one.
        with closing(sock), closing(sock.dup()) as end, close_at_deadline(deadline, end):
            try:
                connection = _connection(sock, target, way)
            except OSError as error:
                last = error
                continue
            with closing(connection):
                reply = _exchange(connection, target, request, way)
            # What ended because the time was over may look like a whole answer.
            _left(deadline)
            return reply
    _left(deadline)
    raise NoAnswer(f"It does not answer ({type(last).__name__}).") from last


def _left(deadline: float) -> float:
    """Return the seconds that are left. Raise NoAnswer if the time is over."""
    if (seconds := deadline - monotonic()) <= 0:
        raise NoAnswer("The server took too long to answer.")
    return seconds


def _connection(sock: socket.socket, target: Destination, way: Way) -> HTTPConnection:
    connection = HTTPConnection(target.host, target.port)
    secured = target.scheme == "https"
    connection.sock = (way.trust or _public_trust()).wrap_socket(sock, server_hostname=target.host) if secured else sock
    return connection


def _exchange(connection: HTTPConnection, target: Destination, request: Request, way: Way) -> Reply:
    connection.timeout = way.limits.pause
    headers = {"Accept-Encoding": "gzip", "User-Agent": "Admit One", **request.headers, **request.identity}
    headers["Host"] = target.authority
    try:
        connection.request(request.method, target.path, request.body or None, headers, preload_content=False)
        with closing(connection.getresponse()) as response:
            body = _whole_body(response, way.limits)
            # RFC 9110, section 5.5: the database could not keep it either.
            found = {name.lower(): value.replace("\0", " ") for name, value in response.headers.items()}
            return Reply(response.status, MappingProxyType(found), body, request.url)
    except (OSError, HTTPError, HTTPException, ValueError) as error:
        raise NoAnswer(f"The server did not answer as it should ({type(error).__name__}).") from error


def _whole_body(response: BaseHTTPResponse, limits: Limits) -> bytes:
    # `read` would wait until so many bytes are there; `read1` returns what came, and no more than that when unpacked.
    parts, size = [], 0
    while size <= limits.size and (part := response.read1(CHUNK, decode_content=True)):
        size += len(part)
        parts.append(part)
    if size > limits.size and not limits.cut:
        raise AnswerTooLarge(f"The answer has more than {limits.size:,} bytes.")
    return b"".join(parts)[: limits.size]


def _judged_addresses(target: Destination, way: Way, deadline: float) -> Sequence[str]:
    addresses: Sequence[str] | None = [target.host]
    if not _is_address(target.host):
        addresses = call_with_deadline(deadline, lambda: way.resolve(target.host, target.port), OSError, UnicodeError)
    if addresses is None:
        raise NoAnswer("The name of the host is not known, or was not found in time.")
    for address in addresses:
        judge_address(address, target, way.networks)
    return addresses


def _is_address(host: str) -> bool:
    try:
        return str(ip_address(host)) == host or ":" in host
    except ValueError:
        return False


def _plain(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """Return the IPv4 address that is written as an IPv6 one, where one is."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return address.ipv4_mapped
        if address in NAT64:
            return IPv4Address(int(address) & 0xFFFFFFFF)
    return address
