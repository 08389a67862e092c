"""Rules for the last day on which a link works: today or later, and within ten years."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

# The choice that shows the field for a day.
ON_A_DATE = "date"
LATEST = timedelta(days=3650)


def last_day_error(day: date, today: date, too_late: str) -> str:
    """Return what is wrong with the day as a last day; empty if nothing is.

    `too_late` is the message for a day that is too far away.
    """
    if day < today:
        return _("This day has passed. Choose today or a later day.")
    return too_late if day > today + LATEST else ""
