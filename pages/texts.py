"""Hours and recurrences in words, in the active language."""

from collections.abc import Iterable
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.cldr import COMMAS, list_text
from pages.recurrence import Rhythm
from pages.wall_clock import clock_text

# Which of a month's weekdays, in the order in which forms list them. -1 is the last.
ORDINALS = {
    1: gettext_lazy("first"),
    2: gettext_lazy("second"),
    3: gettext_lazy("third"),
    4: gettext_lazy("fourth"),
    5: gettext_lazy("fifth"),
    -1: gettext_lazy("last"),
}
# One message for each ordinal and weekday: in many languages the article and the adjective depend on the weekday.
NTH_WEEKDAYS = {
    (1, 1): gettext_lazy("The first Monday"),
    (1, 2): gettext_lazy("The first Tuesday"),
    (1, 3): gettext_lazy("The first Wednesday"),
    (1, 4): gettext_lazy("The first Thursday"),
    (1, 5): gettext_lazy("The first Friday"),
    (1, 6): gettext_lazy("The first Saturday"),
    (1, 7): gettext_lazy("The first Sunday"),
    (2, 1): gettext_lazy("The second Monday"),
    (2, 2): gettext_lazy("The second Tuesday"),
    (2, 3): gettext_lazy("The second Wednesday"),
    (2, 4): gettext_lazy("The second Thursday"),
    (2, 5): gettext_lazy("The second Friday"),
    (2, 6): gettext_lazy("The second Saturday"),
    (2, 7): gettext_lazy("The second Sunday"),
    (3, 1): gettext_lazy("The third Monday"),
    (3, 2): gettext_lazy("The third Tuesday"),
    (3, 3): gettext_lazy("The third Wednesday"),
    (3, 4): gettext_lazy("The third Thursday"),
    (3, 5): gettext_lazy("The third Friday"),
    (3, 6): gettext_lazy("The third Saturday"),
    (3, 7): gettext_lazy("The third Sunday"),
    (4, 1): gettext_lazy("The fourth Monday"),
    (4, 2): gettext_lazy("The fourth Tuesday"),
    (4, 3): gettext_lazy("The fourth Wednesday"),
    (4, 4): gettext_lazy("The fourth Thursday"),
    (4, 5): gettext_lazy("The fourth Friday"),
    (4, 6): gettext_lazy("The fourth Saturday"),
    (4, 7): gettext_lazy("The fourth Sunday"),
    (5, 1): gettext_lazy("The fifth Monday"),
    (5, 2): gettext_lazy("The fifth Tuesday"),
    (5, 3): gettext_lazy("The fifth Wednesday"),
    (5, 4): gettext_lazy("The fifth Thursday"),
    (5, 5): gettext_lazy("The fifth Friday"),
    (5, 6): gettext_lazy("The fifth Saturday"),
    (5, 7): gettext_lazy("The fifth Sunday"),
    (-1, 1): gettext_lazy("The last Monday"),
    (-1, 2): gettext_lazy("The last Tuesday"),
    (-1, 3): gettext_lazy("The last Wednesday"),
    (-1, 4): gettext_lazy("The last Thursday"),
    (-1, 5): gettext_lazy("The last Friday"),
    (-1, 6): gettext_lazy("The last Saturday"),
    (-1, 7): gettext_lazy("The last Sunday"),
}
EVERY_WEEKDAY = {
    1: gettext_lazy("Every Monday"),
    2: gettext_lazy("Every Tuesday"),
    3: gettext_lazy("Every Wednesday"),
    4: gettext_lazy("Every Thursday"),
    5: gettext_lazy("Every Friday"),
    6: gettext_lazy("Every Saturday"),
    7: gettext_lazy("Every Sunday"),
}
ON_WEEKDAY = {
    1: gettext_lazy("on Monday"),
    2: gettext_lazy("on Tuesday"),
    3: gettext_lazy("on Wednesday"),
    4: gettext_lazy("on Thursday"),
    5: gettext_lazy("on Friday"),
    6: gettext_lazy("on Saturday"),
    7: gettext_lazy("on Sunday"),
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
    every = {"every": rhythm.every}
    if rhythm.nth is None:
        if rhythm.every == 1:
            return str(EVERY_WEEKDAY[rhythm.weekday])
        words = every | {"on": ON_WEEKDAY[rhythm.weekday]}
        if rhythm.every == 2:
            return _("Every second week %(on)s") % words
        return ngettext("Every %(every)d week %(on)s", "Every %(every)d weeks %(on)s", rhythm.every) % words
    words = every | {"day": NTH_WEEKDAYS[rhythm.nth, rhythm.weekday]}
    if rhythm.every == 1:
        return _("%(day)s of every month") % words
    if rhythm.every == 2:
        return _("%(day)s of every second month") % words
    return ngettext("%(day)s of every %(every)d month", "%(day)s of every %(every)d months", rhythm.every) % words
