"""Hours and recurrences in words, in the active language."""

from collections.abc import Iterable
from datetime import date

from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.cldr import COMMAS, list_text
from pages.recurrence import Rhythm
from pages.wall_clock import clock_text

# Which of a month's weekdays, in the order in which forms list them. -1 is the last.
WHICH = {
    1: gettext_lazy("first"),
    2: gettext_lazy("second"),
    3: gettext_lazy("third"),
    4: gettext_lazy("fourth"),
    5: gettext_lazy("fifth"),
    -1: gettext_lazy("last"),
}


def ranges_text(ranges: Iterable[tuple[int, int]]) -> str:
    """Return the ranges as text, such as “09:00–12:00, 13:00–17:00”, or “closed” if there are none."""
    return list_text([f"{clock_text(opens)}–{clock_text(closes)}" for opens, closes in ranges], COMMAS) or _("closed")


def rhythm_text(rhythm: Rhythm, today: date) -> str:
    """Return the rhythm as text, such as “Every second week on Friday, 09:00–13:00, until 26 Mar 2027”."""
    parts = [_turns_text(rhythm), ranges_text([rhythm.hours] if rhythm.hours else [])]
    if rhythm.since > today:
        parts.append(_("from %(day)s") % {"day": date_format(rhythm.since)})
    if rhythm.until is not None:
        parts.append(_("until %(day)s") % {"day": date_format(rhythm.until)})
    return list_text(parts, COMMAS)


def _turns_text(rhythm: Rhythm) -> str:
    words = {"weekday": WEEKDAYS[rhythm.weekday - 1], "every": rhythm.every}
    if rhythm.nth is None:
        if rhythm.every == 2:
            return _("Every second week on %(weekday)s") % words
        return ngettext("Every %(weekday)s", "Every %(every)d weeks on %(weekday)s", rhythm.every) % words
    words["which"] = WHICH[rhythm.nth]
    if rhythm.every == 2:
        return _("The %(which)s %(weekday)s of every second month") % words
    return (
        ngettext(
            "The %(which)s %(weekday)s of every month",
            "The %(which)s %(weekday)s of every %(every)d months",
            rhythm.every,
        )
        % words
    )
