"""Parsers of settings that are addresses: of this site, of the sender of its mails, of the operator's networks."""

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_network
from urllib.parse import unquote

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from core.guarded_http import Network
from core.text import validate_mailable
from scheduler.environment import InvalidSetting, quote

HOW_TO_ENCODE = "write @ as %40, : as %3A, / as %2F, ? as %3F, # as %23 and % as %25"
BLANK = re.compile(r"[\x00-\x20\x7f]")
LABEL, SERVER_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?"), re.compile(r"[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?")
LONGEST_LABEL, LONGEST_HOST, HIGHEST_PORT = 63, 253, 65_535
# Letters that the older and the newer rules for international names encode differently: ß, final sigma, joiners.
AMBIGUOUS_LETTERS = "ßẞς\u200c\u200d"
WEB_PORTS = {"http": 80, "https": 443}
# The shortest prefixes of networks that operators may name: networks for private use are no wider.
SHORTEST_PREFIX = {4: 8, 6: 7}
# The address of a room is stored with the meeting, as a location of 500 characters.
ROOM_PATH, LONGEST_ROOM = re.compile(r"(/[A-Za-z0-9._~-]+)*"), 400
NAMED_SENDER = re.compile(r"(?P<name>[^<>]*)<(?P<address>[^<>]*)>")


@dataclass(frozen=True, slots=True)
class Address:
    """The parts of an address. User and password are decoded, all else is as written."""

    scheme: str
    user: str
    password: str
    # The host with its port, or several of them with commas.
    place: str
    path: str
    query: str

    @classmethod
    def parse(cls, text: str, *, example: str) -> "Address":
        """Split an address. Raise InvalidSetting if it has no scheme, holds blanks, or could be split in two ways."""
        text = text.strip()
        scheme, found, rest = text.partition("://")
        if not found:
            raise InvalidSetting(f"is an address that begins like {example}.")
        if BLANK.search(text):
            raise InvalidSetting("holds a blank, which no address has.")
        rest, fragment, _ = rest.partition("#")
        rest, _, query = rest.partition("?")
        authority, slash, path = rest.partition("/")
        if fragment or "@" in path or ("@" in query and "=" not in query):
            raise InvalidSetting(f"has a special character in its user or password: {HOW_TO_ENCODE}.")
        userinfo, _, place = authority.rpartition("@")
        user, _, password = userinfo.partition(":")
        return cls(scheme.lower(), decode(user), decode(password), place, slash + path, query)

    @property
    def rest(self) -> str:
        """What follows the host."""
        return self.path.strip("/") + self.query


def decode(text: str) -> str:
    """Return the text without percent-encoding. Raise InvalidSetting if it encodes something else than UTF-8."""
    try:
        return unquote(text, errors="strict")
    except UnicodeDecodeError as error:
        raise InvalidSetting(f"has a % that begins no letter: {HOW_TO_ENCODE}.") from error


def split_port(place: str) -> tuple[str, int | None]:
    """Split "host:port". An IPv6 address stands in brackets."""
    host, colon, port = place.rpartition(":")
    if not colon or place.endswith("]"):
        return place, None
    if not port:
        return host, None
    if not (port.isascii() and port.isdigit()):
        raise InvalidSetting(f"has a port that is no number; if that is a part of the password, {HOW_TO_ENCODE}.")
    if not 1 <= int(port[:6]) <= HIGHEST_PORT:
        raise InvalidSetting(f"has a port that is not between 1 and {HIGHEST_PORT}.")
    return host, int(port)


def parse_web_host(text: str) -> str:
    """Parse a host name or IP address in the address of a web page. Return it as browsers send it."""
    return _parse_host(text, LABEL)


def parse_server_host(text: str) -> str:
    """Parse a host name or IP address of a server on any network. Underscores are common there."""
    return _parse_host(text, SERVER_LABEL).strip("[]")


def is_ip_address(host: str) -> bool:
    """Return whether a host is named by its IP address. No mail goes to such a domain."""
    return host.startswith("[") or host.replace(".", "").isdigit()


def parse_web_address(text: str) -> str:
    """Parse the address of this site, such as "https://meet.example.com". Return it as browsers name it."""
    example = "https://meet.example.com"
    address = Address.parse(text, example=example)
    if address.scheme not in WEB_PORTS:
        raise InvalidSetting(f"begins with https:// or http://, as in {example}.")
    if address.user or address.password:
        raise InvalidSetting("holds a user or a password: leave them out.")
    if address.rest:
        raise InvalidSetting(
            "has something after the host: leave it out, since Admit One needs a host name of its own."
        )
    host, port = split_port(address.place)
    suffix = "" if port in {None, WEB_PORTS[address.scheme]} else f":{port}"
    return f"{address.scheme}://{parse_web_host(host)}{suffix}"


def parse_room_address(text: str) -> str:
    """Parse the address under which a Jitsi server has its rooms. Return it without a slash at its end."""
    example = "https://meet.example.com"
    address = Address.parse(text, example=example)
    if address.scheme != "https":
        raise InvalidSetting(f"begins with https://, as in {example}: browsers give no camera to pages without it.")
    if address.user or address.password:
        raise InvalidSetting("holds a user or a password: leave them out.")
    path = address.path.rstrip("/")
    if address.query or not ROOM_PATH.fullmatch(path) or len(text) > LONGEST_ROOM:
        raise InvalidSetting(f"is the address of a Jitsi server, as in {example}, under which its rooms are.")
    host, port = split_port(address.place)
    suffix = "" if port in {None, WEB_PORTS["https"]} else f":{port}"
    return f"https://{parse_web_host(host)}{suffix}{path}"


def host_of(address: str) -> str:
    """Return the host in an address that `parse_web_address` returned."""
    return split_port(address.partition("://")[2])[0]


def parse_host_names(text: str) -> list[str]:
    """Parse host names with commas between them. A dot in front means all subdomains, "*" every name."""
    return [_host_pattern(host.strip()) for host in text.split(",") if host.strip()]


def parse_networks(text: str) -> tuple[Network, ...]:
    """Parse networks with commas between them, each as "192.168.0.0/16" or the address of one machine."""
    networks = []
    for part in (name.strip() for name in text.split(",") if name.strip()):
        try:
            network = ip_network(part)
        except ValueError as error:
            text = f"holds networks such as 192.168.0.0/16 or fd00:1::/64, with commas, not {quote(part)}."
            raise InvalidSetting(text) from error
        if network.prefixlen < SHORTEST_PREFIX[network.version]:
            raise InvalidSetting(f"has {quote(part)}, which is far more than networks of your own: name them.")
        networks.append(network)
    return tuple(networks)


def parse_sender(text: str) -> str:
    """Parse a mail address, with or without a name in front. Return it as mail headers take it."""
    text = text.strip()
    match = NAMED_SENDER.fullmatch(text)
    name, address = (match["name"].strip(), match["address"].strip()) if match else ("", text)
    local, _at, domain = address.rpartition("@")
    try:
        domain = parse_web_host(domain)
        address = f"{local}@{domain}"
        validate_email(address)
        validate_mailable(address)
    except (InvalidSetting, ValidationError):
        domain = ""
    if not domain or is_ip_address(domain) or not name.isprintable():
        raise InvalidSetting(
            f"is one mail address, as in meet@example.com or Acme <meet@example.com>, not {quote(text)}."
        )
    plain = name[1:-1] if len(name) > 1 and name[0] == name[-1] == '"' else name
    escaped = re.sub(r'([\\"])', r"\\\1", plain)
    return f'"{escaped}" <{address}>' if plain else address


def _host_pattern(text: str) -> str:
    if text == "*":
        return text
    if "/" in text:
        raise InvalidSetting(f"holds host names only, as in meet.example.com: leave out all else of {quote(text)}.")
    if BLANK.search(text):
        raise InvalidSetting(f"has commas between host names, no blanks as in {quote(text)}.")
    host, port = split_port(f"[{text}]" if text.count(":") > 1 and not text.startswith("[") else text)
    if port is not None:
        raise InvalidSetting(f"holds host names without a port: leave out that of {quote(text)}.")
    return f".{parse_web_host(host[1:])}" if host.startswith(".") else parse_web_host(host)


def _parse_host(text: str, label: re.Pattern[str]) -> str:
    if text.startswith("[") and text.endswith("]"):
        try:
            return f"[{IPv6Address(text[1:-1])}]"
        except ValueError as error:
            raise InvalidSetting(f"has {quote(text)}, which is no IPv6 address.") from error
    name = _to_ascii(text.lower()).removesuffix(".")
    labels = name.split(".")
    if len(name) > LONGEST_HOST or not all(label.fullmatch(part) and len(part) <= LONGEST_LABEL for part in labels):
        raise InvalidSetting(f"has {quote(text)}, which is no host name: they are like meet.example.com.")
    if labels[-1].isdigit():
        try:
            return str(IPv4Address(name))
        except ValueError as error:
            raise InvalidSetting(f"has {quote(text)}, which is no IP address.") from error
    return name


def _to_ascii(host: str) -> str:
    """Return an international host name in its form for machines ("xn--...")."""
    if any(letter in host for letter in AMBIGUOUS_LETTERS):
        raise InvalidSetting(f"has {quote(host)}: write it in its form for machines, which begins with xn--.")
    try:
        return host if host.isascii() else host.encode("idna").decode()
    except UnicodeError as error:
        raise InvalidSetting(f"has {quote(host)}, which is no host name.") from error
