"""The first steps of a new owner, in words: what is to do, and what is done.

A calendar comes last: it takes a password or a consent, and nothing else waits for it.
"""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from core.zones import zone_name
from links.queries import FirstSteps


@dataclass(frozen=True, slots=True)
class FirstStep:
    """One step: what it is, where it is done, and the words of its button."""

    title: str
    line: str
    address: str
    button: str
    is_done: bool


def steps_of(steps: FirstSteps, user: User) -> list[FirstStep]:
    """Return the steps in their order: the first that is not done is the one that home asks for."""
    return [
        FirstStep(_("Your time zone"), zone_name(user.time_zone), reverse("profile"), _("Change"), steps.zone),
        FirstStep(
            _("Your hours"),
            _("When customers can book you. We start you off with Monday to Friday, 9 to 5."),
            reverse("schedules"),
            _("Set"),
            steps.hours,
        ),
        FirstStep(
            _("What can be booked"),
            _("The name, duration and limits of your first event type."),
            reverse("event-types"),
            _("Add"),
            steps.event_type,
        ),
        FirstStep(
            _("Where you meet"),
            _("A video room, a phone call or an address: customers read it before they book."),
            reverse("page-place", args=[steps.unplaced]) if steps.unplaced else reverse("booking-pages"),
            _("Choose"),
            steps.unplaced is None,
        ),
        FirstStep(
            _("Share your first one-time link"),
            _("Copy it and send it to one customer."),
            reverse("share"),
            _("Share"),
            steps.shared,
        ),
        FirstStep(
            _("Your other calendar"),
            _("Nobody can book you while you are busy there."),
            reverse("connected-calendars"),
            _("Connect"),
            steps.calendar,
        ),
    ]
