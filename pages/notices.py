"""Mails to the customer before and after a meeting: up to three reminders and one follow-up."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MOST_REMINDERS = 3
# Four weeks, in minutes.
LONGEST_NOTICE = 28 * 24 * 60


@dataclass(frozen=True, slots=True)
class Notices:
    """The reminders and the follow-up, as frozen on a booking.

    `reminders` are minutes before the start. `follow_up` is minutes after the end, or None for no follow-up.
    """

    reminders: tuple[int, ...] = ()
    follow_up: int | None = None
    follow_up_text: str = ""
    redirect_to: str = ""
    # Whether the customer has asked to get no more of these mails.
    stopped: bool = False


def read_notices(frozen: dict[str, Any]) -> Notices:
    """Return the notices frozen on a booking. A booking older than this feature has none."""
    return Notices(**frozen | {"reminders": tuple(frozen.get("reminders", ()))})


def validate_reminders(stored: object) -> None:
    """Raise ValidationError unless the value is a list of up to three different reminders, in minutes."""
    if not isinstance(stored, list) or len(stored) > MOST_REMINDERS:
        raise ValidationError(_("Use at most three reminders."))
    if not all(type(minutes) is int and 1 <= minutes <= LONGEST_NOTICE for minutes in stored):
        raise ValidationError(_("Send reminders between one minute and four weeks before the start."))
    if len(set(stored)) < len(stored):
        raise ValidationError(_("Two reminders are set for the same time. Change one of them."))
