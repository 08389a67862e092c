"""Last days, as people choose them: from today on, and within ten years."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

# The choice that opens the field for a day.
ON_A_DATE = "date"
LATEST = timedelta(days=3650)


def wrong_day(day: date, today: date, too_late: str) -> str:
    """What is wrong with it as a last day, if anything; `too_late` also says what to choose instead of a far one."""
    if day < today:
        return _("This day is over. Choose today or a later day.")
    return too_late if day > today + LATEST else ""
