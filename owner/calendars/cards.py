"""What one can connect, each on a card of its own, with what its form asks for."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from calendars.models import Connection
from core.text import LazyText

# Where a Nextcloud keeps its calendars.
NEXTCLOUD_DAV = "/remote.php/dav/"
SERVER_ADDRESS, USER_NAME = _("Server address"), _("User name")


@dataclass(frozen=True, slots=True)
class Service:
    """A card to connect something with. An empty address is asked for, and so is a user without a label."""

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


SERVICES = {
    one.slug: one
    for one in (
        Service(
            "icloud",
            _("iCloud"),
            _("Apple Calendar on iPhone, iPad and Mac"),
            Connection.Kind.CALDAV,
            address="https://caldav.icloud.com/",
            user_label=_("Apple Account email"),
            password_hint=_(
                "Not your usual password. Sign in at account.apple.com, choose Sign-In and Security, then App-Specific"
                " Passwords."
            ),
            help_at="https://account.apple.com/account/manage",
        ),
        Service(
            "nextcloud",
            _("Nextcloud"),
            _("Your own or your provider’s"),
            Connection.Kind.CALDAV,
            address_hint=_("As in your browser, such as cloud.example.com."),
            password_hint=_(
                "Make one in Nextcloud: Personal settings, Security, Devices & sessions, Create new app password."
            ),
        ),
        Service(
            "fastmail",
            _("Fastmail"),
            _("Fastmail’s calendars"),
            Connection.Kind.CALDAV,
            address="https://caldav.fastmail.com/",
            user_label=_("Fastmail address"),
            password_hint=_(
                "Not your usual password. Make one at Fastmail: Settings, Privacy & Security, Manage app passwords, for"
                " Calendars."
            ),
            help_at="https://app.fastmail.com/settings/security/apps",
        ),
        Service(
            "caldav",
            _("Another server (CalDAV)"),
            _("mailbox.org, Posteo, Synology, Radicale, Zoho and many others"),
            Connection.Kind.CALDAV,
            address_hint=_("The server’s CalDAV address. Its name alone will often do."),
            password_hint=_("If your provider has app passwords, make one for Admit One."),
        ),
        Service(
            "address",
            _("Calendar address (ICS)"),
            _("A secret or public address of Google, Outlook or any other calendar. It can only be read."),
            Connection.Kind.ICS,
            icon="link",
            address_label=_("Calendar address"),
            address_hint=_(
                "In Google Calendar: Settings, your calendar, Secret address in iCal format. In Outlook: Settings,"
                " Calendar, Shared calendars, Publish a calendar, ICS."
            ),
        ),
    )
}


def service_of(connection: Connection) -> Service:
    """Return the service that a connection was most likely made with."""
    if connection.kind == Connection.Kind.ICS:
        return SERVICES["address"]
    known = {one.address: one for one in SERVICES.values() if one.address}
    return known.get(connection.url, SERVICES["nextcloud" if NEXTCLOUD_DAV in connection.url else "caldav"])
