"""The services that people connect: their providers, and the names of accounts."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.crypto import salted_hmac

from calendars.models import Calendar, Connection
from calendars.oauth import Vendor, vendor_of
from calendars.providers import Provider, RemoteCalendar, caldav, google, ics, microsoft

PROVIDERS: dict[Connection.Kind, Provider] = {
    Connection.Kind.ICS: ics,
    Connection.Kind.CALDAV: caldav,
    Connection.Kind.GOOGLE: google,
    Connection.Kind.MICROSOFT: microsoft,
}
# How many characters of a secret address are shown, after its host.
SHOWN = 4
LONGEST_ACCOUNT = 254


def remote_calendar(calendar: Calendar) -> RemoteCalendar:
    """Return the calendar as providers take it."""
    return RemoteCalendar(calendar.remote, calendar.name, calendar.zone, calendar.writable)


def provider_of(connection: Connection) -> Provider:
    """Return the functions that speak with the connection's server."""
    return PROVIDERS[Connection.Kind(connection.kind)]


@dataclass(frozen=True, slots=True)
class Account:
    """What identifies a connection among the user's: the name that is shown, and the place. Neither is a secret."""

    name: str
    place: str


def is_offered(kind: Connection.Kind) -> bool:
    """Return whether accounts of this kind can be connected: a vendor needs a client id in the settings."""
    vendor = vendor_of(kind)
    return vendor is None or vendor.is_offered


def vendor_account(vendor: Vendor, name: str) -> Account:
    """Return the account that a vendor's tokens open."""
    return Account(name[:LONGEST_ACCOUNT], vendor.api)


def server_key(connection: Connection) -> str:
    """Return the key under which simultaneous requests are counted: the server's name, or at a vendor the account."""
    if vendor_of(connection.kind):
        return connection.account.lower()
    return urlsplit(connection.url).netloc.lower()


def caldav_account(url: str, user: str) -> Account:
    """Return the account of somebody on a CalDAV server."""
    return Account(user[:LONGEST_ACCOUNT], url)


def ics_account(url: str) -> Account:
    """Return the account of a calendar's file, whose address is a secret."""
    parts = urlsplit(url)
    path = f"{parts.path}?{parts.query}".removesuffix("?").removesuffix(".ics").removesuffix("/basic")
    name = f"{parts.hostname or ''} …{path[-SHOWN:]}"
    address = url.partition("://")[2]
    return Account(name[-LONGEST_ACCOUNT:], salted_hmac("calendars.services", address, algorithm="sha256").hexdigest())
