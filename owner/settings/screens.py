"""The screens by what people call them: their names here, and those that other scheduling programs give them."""

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.text import LazyText


@dataclass(frozen=True, slots=True)
class Screen:
    """A screen, the name of its URL, and further words that lead to it."""

    name: LazyText
    url: str
    also: list[LazyText] = field(default_factory=list)
    query: str = ""
    admins: bool = False

    @property
    def address(self) -> str:
        return reverse(self.url) + self.query

    def fits(self, words: list[str]) -> bool:
        """Whether each of the words stands in one of the names, in the reader's language or in English."""
        held = _joined([self.name, *self.also])
        with translation.override(None):
            held += _joined([self.name, *self.also])
        return all(word.casefold() in held for word in words)


def _joined(names: list[LazyText]) -> str:
    return " ".join(str(name).casefold() for name in names)


SETUP, CALENDARS, ACTIVITY = _("Setup"), _("Calendars"), _("Activity stream")
SCREENS = [
    Screen(_("Booking pages"), "booking-pages", [SETUP, CALENDARS, _("Calendar settings")]),
    Screen(_("Event types"), "event-types", [SETUP, _("Meeting types")]),
    Screen(_("Master pages"), "master-pages", [SETUP, _("Team pages")]),
    Screen(_("Pools"), "pools", [SETUP, _("Resource pools"), _("Round robin")], admins=True),
    Screen(_("Schedules"), "schedules", [SETUP, _("Working hours")]),
    Screen(_("Connected calendars"), "connected-calendars", [_("Calendar connection"), _("Calendar integrations")]),
    Screen(_("Meetings"), "meetings", [ACTIVITY, _("Scheduled events")]),
    Screen(_("Meeting logs"), "meeting-logs", [ACTIVITY]),
    Screen(_("New one-time link"), "share", [_("Single-use link"), _("Generate a one-time link")]),
    Screen(_("Outstanding links"), "links", [_("Who has not booked yet")], "?status=outstanding"),
    Screen(_("New reusable link"), "new-link", [_("Links wizard")]),
    Screen(_("My links"), "my-links"),
    Screen(_("Links library"), "links-library", [_("Shared links")]),
    Screen(_("All links"), "all-links", [_("Link management")], admins=True),
    Screen(_("Managed links"), "managed-links", [_("Link management")], admins=True),
    Screen(_("Several from a list"), "new-batch", [_("Several links at once")]),
    Screen(_("Requests for a link"), "link-requests"),
    Screen(_("Numbers"), "link-numbers", [_("Reports"), _("Analytics")]),
    Screen(_("Book for a customer"), "book-for", [_("Book on behalf")]),
    Screen(_("Block time"), "block-time"),
    Screen(_("Time off"), "time-off", [_("Holidays")]),
    Screen(_("Settings"), "settings"),
    Screen(_("Profile"), "profile", [_("Time zone"), _("Language"), _("Photo")]),
    Screen(_("Notifications"), "notifications"),
    Screen(_("Email address"), "account_email"),
    Screen(_("Password"), "account_change_password"),
    Screen(_("Passkeys and codes"), "mfa_index", [_("Two-factor sign-in")]),
    Screen(_("Devices"), "usersessions_list", [_("Sessions")]),
    Screen(_("Delegates"), "delegates", [_("On behalf of another user")]),
    Screen(_("API tokens"), "api-tokens"),
    Screen(_("Chrome extension"), "extension"),
    Screen(_("Assistants"), "assistants", [_("Agents")]),
    Screen(_("General"), "organization", [_("Organization")], admins=True),
    Screen(_("Brand"), "brand", [_("Colour"), _("Logo")], admins=True),
    Screen(_("Team"), "team", [_("Users"), _("Colleagues")], admins=True),
    Screen(_("Privacy"), "privacy", [_("Erase a customer")], admins=True),
    Screen(_("Emails sent"), "deliveries", admins=True),
    Screen(_("Webhooks"), "webhooks", admins=True),
    Screen(_("Status"), "status", admins=True),
    Screen(_("Help"), "help", [_("Glossary"), _("Address parameters"), _("Keys")]),
]


def screens_of(user: User) -> list[Screen]:
    """Return the screens that the user may open."""
    return [screen for screen in SCREENS if user.is_admin or not screen.admins]


def other_names(user: User) -> dict[str, list[Screen]]:
    """Return what other programs call things, and where that is here."""
    found: dict[str, list[Screen]] = {}
    for screen in screens_of(user):
        for name in screen.also:
            found.setdefault(str(name), []).append(screen)
    return found
