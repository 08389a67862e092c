"""Reading hours and dates from text."""

from datetime import date

from django.utils.translation import gettext as _

from core.dates import read_date
from pages.wall_clock import MIDNIGHT, minutes_of


class UnreadableTime(Exception):
    """The text is not a range of hours, or not a date. The message says what is wrong."""


def read_span(opens_text: str, closes_text: str) -> tuple[int, int]:
    """Return opening and closing time in minutes of the day. Raise UnreadableTime."""
    opens, closes = minutes_of(opens_text), minutes_of(closes_text)
    if opens is None or closes is None:
        raise UnreadableTime(_("Enter two times, such as 9:00 and 17:30. The latest is 24:00."))
    if closes == 0:
        raise UnreadableTime(_("For midnight at the end of the day, enter 24:00."))
    if closes <= opens:
        raise UnreadableTime(
            _(
                "This ends before it starts. For hours past midnight, end this day at 24:00 and start the next day "
                "at 0:00."
            )
        )
    return opens, closes


def runs_past_midnight(opens_text: str, closes_text: str) -> bool:
    """Return whether both texts are times of day and the second is earlier, so that it can only mean the next day."""
    opens, closes = minutes_of(opens_text), minutes_of(closes_text)
    return opens is not None and closes is not None and closes < opens < MIDNIGHT


def read_day(text: str, today: date) -> date:
    """Return a date. Raise UnreadableTime, whose message shows today as an example."""
    day = read_date(text)
    if day is None:
        raise UnreadableTime(_("Choose a date, such as %(example)s.") % {"example": today.isoformat()})
    return day
