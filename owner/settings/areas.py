"""All settings in their groups: for the overview, the list beside each of them, and the search for screens."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.text import LazyText


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: its name, the name of its URL, and in a line what is there.

    `beginning` is the beginning of its addresses, if it has several.
    """

    name: LazyText
    url: str
    line: LazyText
    beginning: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Settings about one thing."""

    name: LazyText
    settings: Sequence[Setting]


@dataclass(frozen=True, slots=True)
class Area:
    """The settings of the user, or of the organization."""

    key: str
    name: LazyText
    groups: Sequence[Group]


OWN = Area(
    "you",
    _("You"),
    [
        Group(
            _("About you"),
            [
                Setting(_("Profile"), "profile", _("Your name, photo, time zone, clock and language")),
                Setting(_("Notifications"), "notifications", _("Which emails you get, and your day each morning")),
                Setting(_("Delegates"), "delegates", _("Who may make links in your name")),
            ],
        ),
        Group(
            _("Signing in"),
            [
                Setting(_("Email address"), "account_email", _("Where you sign in and get your mail")),
                Setting(_("Password"), "account_change_password", _("Change it")),
                Setting(
                    _("Passkeys and codes"), "mfa_index", _("A second step that keeps others out"), "/accounts/2fa/"
                ),
                Setting(_("Devices"), "usersessions_list", _("Where you are signed in")),
            ],
        ),
        Group(
            _("Calendars"),
            [
                Setting(_("Calendars"), "booking-pages", _("The pages on which customers book you")),
                Setting(
                    _("Connected calendars"),
                    "connected-calendars",
                    _("Where your busy times come from, and your meetings go"),
                ),
            ],
        ),
        Group(
            _("Programs"),
            [
                Setting(
                    _("API tokens"),
                    "api-tokens",
                    _("For programs that act in your name"),
                    "/settings/api-tokens/",
                ),
                Setting(_("Chrome extension"), "extension", _("Copy links from any tab"), "/settings/extension/"),
                Setting(_("Assistants"), "assistants", _("Let an AI assistant make links and read meetings")),
            ],
        ),
    ],
)
ORGANIZATION = Area(
    "organization",
    _("Organization"),
    [
        Group(
            _("Name and brand"),
            [
                Setting(_("General"), "organization", _("Name, public address, language, defaults of links")),
                Setting(_("Brand"), "brand", _("Colour and logo on what customers see")),
            ],
        ),
        Group(
            _("People"),
            [
                Setting(_("Team"), "team", _("Who works here, and what they may do")),
                Setting(
                    _("Privacy"),
                    "privacy",
                    _("What is kept of a customer: export it or erase it"),
                    "/settings/privacy/",
                ),
            ],
        ),
        Group(
            _("Operation"),
            [
                Setting(_("Emails sent"), "deliveries", _("What went out, and what did not arrive")),
                Setting(_("Webhooks"), "webhooks", _("Tell your other programs what happens"), "/settings/webhooks/"),
                Setting(_("Status"), "status", _("Whether everything is running")),
            ],
        ),
    ],
)


def areas_of(user: User) -> list[Area]:
    """Return the settings that the user may open."""
    return [OWN, ORGANIZATION] if user.is_admin else [OWN]
