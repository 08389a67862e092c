"""What the help explains: parameters of addresses, words, and keys."""

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from core.text import LazyText


class Explained(NamedTuple):
    """A name and what it means."""

    name: LazyText
    meaning: LazyText


# All of docs/url-parameters.md, shorter; a test compares the names.
PARAMETERS = [
    Explained("name", _("Fills in the customer’s name.")),
    Explained("email", _("Fills in the customer’s email address.")),
    Explained("company", _("Fills in the company, where the form asks for it.")),
    Explained("phone", _("Fills in the phone number.")),
    Explained("location", _("Fills in where the customer would like to meet.")),
    Explained("guests", _("Fills in up to ten guests: email addresses between commas.")),
    Explained("note", _("Fills in the note.")),
    Explained(
        "skip",
        _(
            "1 leaves out the form and asks only “Is this right?”, where a name and an email are known. 0 shows the "
            "form. The last one in the address counts."
        ),
    ),
    Explained("utm_source", _("Kept with the booking, as utm_medium, utm_campaign and any other utm_…")),
    Explained("event", _("Chooses the event type, by its number.")),
    Explained("page", _("Chooses whom to meet on a master page, by the booking page’s number.")),
    Explained("month", _("The month that the calendar shows, such as 2026-12.")),
    Explained("day", _("The day that is open, such as 2026-12-03.")),
    Explained("start", _("The chosen time, such as 2026-12-03T09:00:00+01:00.")),
    Explained("zone", _("The time zone, such as Europe/Madrid.")),
    Explained("clock", _("24 or 12.")),
    Explained("lang", _("The language, such as en-gb.")),
    Explained("theme", _("On another website only: light, dark or auto.")),
    Explained("embed", _("On another website only: its address. The embed code sets it.")),
]

WORDS = [
    Explained(_("Booking page"), _("Where customers pick a time with one host. Some call it a calendar.")),
    Explained(_("Master page"), _("One address for several event types and people, such as a team.")),
    Explained(_("Event type"), _("What can be booked: how long, where, how soon, and what is asked.")),
    Explained(_("Pool"), _("People who share meetings between them, by turns or by priority.")),
    Explained(_("Panel"), _("People who must all be free at the chosen time.")),
    Explained(_("One-time link"), _("A link that closes after one booking. Also called a single-use link.")),
    Explained(_("Reusable link"), _("A link that works any number of times.")),
    Explained(_("Managed links"), _("Reusable links that an admin makes for several people at once.")),
    Explained(_("Outstanding"), _("Sent, still open, and not booked yet.")),
    Explained(_("Public link"), _("The address of a page that is listed. Anyone who has it can book.")),
    Explained(_("Admin-managed, personal"), _("Who may change an event type: admins only, or its owner too.")),
    Explained(_("Locked, unlocked"), _("Whether colleagues may offer an event type and make links for it.")),
    Explained(_("Notice"), _("How long before its start a meeting can still be booked.")),
    Explained(_("Buffer"), _("Time kept free before or after a meeting.")),
]

KEYS = [
    Explained("Ctrl K", _("Opens the search for screens and customers, from anywhere. On a Mac: ⌘ K.")),
    Explained("Tab", _("Goes to the next button, link or field; with Shift, to the one before.")),
    Explained("Enter", _("Presses a button. In a field it sends the form.")),
    Explained("Esc", _("Closes a pop-up, a menu or the card of a copied link.")),
    Explained(_("Arrow keys"), _("Choose in a list that a field opens, and move a row whose handle has the focus.")),
    Explained(_("Space"), _("Turns a switch, ticks a box, opens what is folded.")),
]
