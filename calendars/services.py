"""The services that people connect: where each is, what it is called, and who speaks with it."""

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
# What is shown of a secret address, beside its host.
SHOWN = 4
LONGEST_ACCOUNT = 254


def there(calendar: Calendar) -> RemoteCalendar:
    """Return the calendar as its server knows it."""
    return RemoteCalendar(calendar.remote, calendar.name, calendar.zone, calendar.writable)


def provider_of(connection: Connection) -> Provider:
    """Return the functions that speak with the connection's server."""
    return PROVIDERS[Connection.Kind(connection.kind)]


@dataclass(frozen=True, slots=True)
class Account:
    """What tells a user's connections apart: the name that is shown, and the place. Neither may hold a secret."""

    name: str
    place: str


def is_offered(kind: Connection.Kind) -> bool:
    """Return whether accounts of this kind can be connected: where the vendor has to know us, whether it does."""
    vendor = vendor_of(kind)
    return vendor is None or vendor.is_offered


def vendor_account(vendor: Vendor, name: str) -> Account:
    """Return the account that a vendor's tokens open."""
    return Account(name[:LONGEST_ACCOUNT], vendor.api)


def server_of(connection: Connection) -> str:
    """Return by what the number of those who ask at once is counted: the server's name, or at a vendor the account."""
    return connection.account.lower() if vendor_of(connection.kind) else urlsplit(connection.url).netloc.lower()


def caldav_account(url: str, user: str) -> Account:
    """Return the account of somebody on a CalDAV server."""
    return Account(user[:LONGEST_ACCOUNT], url)


def ics_account(url: str) -> Account:
    """Return the account that stands for the address of a calendar's file, which is a secret."""
    parts = urlsplit(url)
    path = f"{parts.path}?{parts.query}".removesuffix("?").removesuffix(".ics").removesuffix("/basic")
    name = f"{parts.hostname or ''} …{path[-SHOWN:]}"
    same = url.partition("://")[2]
    return Account(name[-LONGEST_ACCOUNT:], salted_hmac("calendars.services", same, algorithm="sha256").hexdigest())
