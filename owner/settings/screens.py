"""The screens by their names here, and by the names that other scheduling programs give them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.text import LazyText
from owner.settings.areas import ORGANIZATION, OWN


@dataclass(frozen=True, slots=True)
class Screen:
    """A screen, the name of its URL, and further words that lead to it."""

    name: LazyText
    url: str
    other_names: Sequence[LazyText] = ()
    query: str = ""
    admins: bool = False

    @property
    def address(self) -> str:
        return reverse(self.url) + self.query

    def fits(self, words: list[str]) -> bool:
        """Whether each of the words is in one of the names, in the reader's language or in English."""
        names = self._joined_names()
        with translation.override(None):
            names += self._joined_names()
        return all(word.casefold() in names for word in words)

    def _joined_names(self) -> str:
        return " ".join(str(name).casefold() for name in (self.name, *self.other_names))


SETUP, CALENDARS, ACTIVITY = _("Setup"), _("Calendars"), _("Activity stream")
OTHER_NAMES_OF_SETTINGS: dict[str, Sequence[LazyText]] = {
    "profile": [_("Time zone"), _("Language"), _("Photo")],
    "mfa_index": [_("Two-factor sign-in")],
    "usersessions_list": [_("Sessions")],
    "delegates": [_("On behalf of another user")],
    "assistants": [_("Agents")],
    "organization": [_("Organization")],
    "brand": [_("Colour"), _("Logo")],
    "team": [_("Users"), _("Colleagues")],
    "privacy": [_("Erase a customer")],
}


def _settings() -> list[Screen]:
    """Return the settings, without the calendars, which have screens of their own."""
    return [
        Screen(setting.name, setting.url, OTHER_NAMES_OF_SETTINGS.get(setting.url, ()), admins=area is ORGANIZATION)
        for area in (OWN, ORGANIZATION)
        for group in area.groups
        for setting in group.settings
        if setting.url not in {"booking-pages", "connected-calendars"}
    ]


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
    *_settings(),
    Screen(_("Help"), "help", [_("Glossary"), _("Address parameters"), _("Keys")]),
]


def screens_of(user: User) -> list[Screen]:
    """Return the screens that the user may open."""
    return [screen for screen in SCREENS if user.is_admin or not screen.admins]


def screens_by_other_name(user: User) -> dict[str, list[Screen]]:
    """Return the screens by the names that other programs give them."""
    screens: dict[str, list[Screen]] = {}
    for screen in screens_of(user):
        for name in screen.other_names:
            screens.setdefault(str(name), []).append(screen)
    return screens
