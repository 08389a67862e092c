"""The calendar services that can be connected: each has a card, and a form that asks for what it needs."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calendars.models import Connection
from calendars.oauth import vendor_of
from calendars.services import is_offered
from core.text import LazyText

# Where a Nextcloud keeps its calendars.
NEXTCLOUD_DAV = "/remote.php/dav/"
SERVER_ADDRESS, USER_NAME = gettext_lazy("Server address"), gettext_lazy("User name")


@dataclass(frozen=True, slots=True)
class Service:
    """A service to connect with. The form asks for the address if it is empty here, and for the user."""

    slug: str
    title: LazyText
    line: LazyText
    kind: Connection.Kind
    icon: str = "calendar"
    address: str = ""
    address_label: LazyText = SERVER_ADDRESS
    address_hint: LazyText = ""
    user_label: LazyText = USER_NAME
    password_hint: LazyText = ""
    help_at: str = ""

    @property
    def name(self) -> LazyText:
        """The name of a connection: the service's own, or else the name of the protocol."""
        return self.title if self.address or self.slug == "nextcloud" else self.kind.label


SERVICES = {
    service.slug: service
    for service in (
        Service(
            "google",
            gettext_lazy("Google"),
            gettext_lazy("Google Calendar, with Gmail or Google Workspace"),
            Connection.Kind.GOOGLE,
        ),
        Service(
            "microsoft",
            gettext_lazy("Microsoft"),
            gettext_lazy("Microsoft 365, Outlook.com"),
            Connection.Kind.MICROSOFT,
        ),
        Service(
            "icloud",
            gettext_lazy("iCloud"),
            gettext_lazy("Apple Calendar on iPhone, iPad and Mac"),
            Connection.Kind.CALDAV,
            address="https://caldav.icloud.com/",
            user_label=gettext_lazy("Apple Account email"),
            password_hint=gettext_lazy(
                "Not your usual password. Sign in at account.apple.com, choose Sign-In and Security, then App-Specific"
                " Passwords."
            ),
            help_at="https://account.apple.com/account/manage",
        ),
        Service(
            "nextcloud",
            gettext_lazy("Nextcloud"),
            gettext_lazy("Your own or your provider’s"),
            Connection.Kind.CALDAV,
            address_hint=gettext_lazy("As in your browser, such as cloud.example.com."),
            password_hint=gettext_lazy(
                "Make one in Nextcloud: Personal settings, Security, Devices & sessions, Create new app password."
            ),
        ),
        Service(
            "fastmail",
            gettext_lazy("Fastmail"),
            gettext_lazy("Fastmail’s calendars"),
            Connection.Kind.CALDAV,
            address="https://caldav.fastmail.com/",
            user_label=gettext_lazy("Fastmail address"),
            password_hint=gettext_lazy(
                "Not your usual password. Make one at Fastmail: Settings, Privacy & Security, Manage app passwords, for"
                " Calendars."
            ),
            help_at="https://app.fastmail.com/settings/security/apps",
        ),
        Service(
            "caldav",
            gettext_lazy("Another server (CalDAV)"),
            gettext_lazy("mailbox.org, Posteo, Synology, Radicale, Zoho and many others"),
            Connection.Kind.CALDAV,
            address_hint=gettext_lazy("The server’s CalDAV address. Its name alone will often do."),
            password_hint=gettext_lazy("If your provider has app passwords, make one for this connection."),
        ),
        Service(
            "address",
            gettext_lazy("Calendar address (ICS)"),
            gettext_lazy("A secret or public address of Google, Outlook or any other calendar. It can only be read."),
            Connection.Kind.ICS,
            icon="link",
            address_label=gettext_lazy("Calendar address"),
            address_hint=gettext_lazy(
                "In Google Calendar: Settings, your calendar, Secret address in iCal format. In Outlook: Settings,"
                " Calendar, Shared calendars, Publish a calendar, ICS."
            ),
        ),
    )
}


def offered_services() -> list[Service]:
    """Return the services that can be connected here: vendors only if the operator has registered with them."""
    return [service for service in SERVICES.values() if is_offered(service.kind)]


def service_of(connection: Connection) -> Service:
    """Return the service that a connection was most likely made with."""
    if connection.kind == Connection.Kind.ICS:
        return SERVICES["address"]
    if vendor_of(connection.kind):
        return SERVICES[connection.kind]
    by_address = {service.address: service for service in SERVICES.values() if service.address}
    return by_address.get(connection.url, SERVICES["nextcloud" if NEXTCLOUD_DAV in connection.url else "caldav"])


def server_name(connection: Connection) -> str:
    """Return the name of the connection's server: the service's, or else the host's."""
    card = service_of(connection)
    if card.address or vendor_of(connection.kind):
        return str(card.name)
    if connection.kind == Connection.Kind.ICS:
        # The account begins with it; the rest of the address is a secret.
        return connection.account.partition(" ")[0]
    return urlsplit(connection.url).hostname or str(card.name)


def account_text(connection: Connection) -> str:
    """Return the account, with the host of the server unless the service's name says it."""
    if service_of(connection).address or connection.kind != Connection.Kind.CALDAV:
        return connection.account
    return _("%(user)s at %(host)s") % {"user": connection.account, "host": urlsplit(connection.url).hostname or ""}
