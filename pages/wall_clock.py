"""Times of day as people type them, converted to minutes of the local day (0 to 1440) and back."""

import re

from core.text import ascii_text

MIDNIGHT = 24 * 60

_TIME = re.compile(
    r"(\d{1,2})(?:\s*(?:[:.h]|uhr)?\s*(\d{2})(?::00)?)?\s*(?:h|uhr|([ap])\.?\s?m?\.?)?", re.IGNORECASE | re.ASCII
)


def minutes_of(text: str) -> int | None:
    """Return the minutes of a typed time such as “9”, “9:30”, “0930”, “9.30”, “9h30”, “9:30 pm” or “24:00”.

    Return None if the text is no time of day.
    """
    match = _TIME.fullmatch(ascii_text(text))
    if match is None:
        return None
    hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    if minute > 59 or hour * 60 + minute > MIDNIGHT:
        return None
    return hour * 60 + minute


def clock_text(minutes: int) -> str:
    """Return the time as text, such as “09:30” or “24:00”."""
    return f"{minutes // 60:02}:{minutes % 60:02}"
