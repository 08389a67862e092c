"""A picker's month as `shared/month.html` shows it, with links and a table of days; and the times of a day in words.

The rows are written in Python: in the template, the forty cells took a fifth of the whole page's time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from functools import lru_cache

from django.utils import dates
from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from bookings.picker import PickerMonth
from core import cldr
from core.dates import DAY, Instant, day_text, local_text
from core.months import Cell, first_column, month_weeks, weekdays
from core.zones import zone

# If a day has more starts than this, they are grouped by part of the day.
UNGROUPED = 8


def month_context(
    month: PickerMonth, stem: str, *, first_day: int | None, day: date | None, own: date | None = None
) -> dict[str, object]:
    """Return the context of the template fragment, and the chosen day in words.

    `stem` is an address to which `month` or `day` is appended. `first_day` is the organization's first day of the week,
    None for the language's. `day` is the day whose times are shown, `own` that of the meeting which is being moved.
    """
    words = _words(get_language())
    counts = {day: len(times) for free in (month.days, month.days_after_month) for day, times in free.items()}
    column = first_column(first_day, words.language)
    table = month_weeks(month.month, column, counts, month.today)
    return {
        "month": words.month(month.month),
        "weekdays": _weekdays(column, words.language),
        "weeks": _rows(month, table, stem, day, own, words),
        "previous": _month_link(stem, month.previous, words),
        "next": _month_link(stem, month.next, words),
        "day": words.day(day) if day else "",
    }


def count_context(count: int, zone_text: str) -> dict[str, str]:
    """Return the context of the heading of a day's times: how many there are and in which zone, with a comma."""
    words = _words(get_language())
    return {"count": f"{_count_text(count, words.language)}{words.comma}{zone_text}", "comma": words.comma}


@lru_cache(maxsize=5_000)
def _count_text(count: int, _language: str | None) -> str:
    """Return a count of times in words, such as “6 times”."""
    return ngettext("%(count)d time", "%(count)d times", count) % {"count": count}


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of the table in a language, escaped. All visitors share them, so they are looked up once."""

    language: str | None
    today: str
    own: str
    comma: str

    def month(self, month: date) -> str:
        return cldr.format_date(month, cldr.MONTH, self.language)

    def day(self, day: date) -> str:
        return cldr.format_date(day, cldr.DAY, self.language)


@lru_cache(maxsize=200)
def _words(language: str | None) -> _Words:
    """Return the words in this language, which must be the active one."""
    return _Words(language, escape(_("today")), escape(_("current time")), cldr.comma())


def _month_link(stem: str, month: date | None, words: _Words) -> dict[str, str] | None:
    return None if month is None else {"label": words.month(month), "address": f"{stem}month={month:%Y-%m}"}


@lru_cache(maxsize=100)
def _weekdays(column: int, language: str | None) -> SafeString:
    """Return the header cells of the table, cached for each first day of the week and language."""
    names = ((dates.WEEKDAYS[one], cldr.short_weekday(one, language)) for one in weekdays(column))
    return format_html_join(
        "",
        '<th scope="col" abbr="{0}"><span aria-hidden="true">{1}</span><span class="visually-hidden">{0}</span></th>',
        names,
    )


def _rows(
    month: PickerMonth,
    table: Sequence[Sequence[Cell | None]],
    stem: str,
    chosen: date | None,
    own: date | None,
    words: _Words,
) -> SafeString:
    """Return the rows of the table: a link for each day that has times, plain text for the others."""
    begin, language, comma = escape(stem), words.language, words.comma

    def cell(one: Cell | None) -> str:
        if one is None:
            return "<td></td>"
        is_today = one.day == month.today
        mark, number = " data-today" if is_today else "", f"{one.day.day}"
        if one.day.day == 1 and one.day != month.month:
            # The first of the next month says its name.
            number += f" <small>{escape(cldr.short_month(one.day.month, language))}</small>"
        if not one.free:
            text = f'<span class="visually-hidden">{comma}{words.today}</span>' if is_today else ""
            return f'<td><span class="day"{mark}>{number}{text}</span></td>'
        label = _day_label(one.day, one.free, language) + (f"{comma}{words.today}" if is_today else "")
        if one.day == own:
            label += f"{comma}{words.own}"
        current = ' aria-current="date"' if one.day == chosen else ""
        # Without JavaScript the page reloads, and the anchor scrolls to the times.
        address = f"{begin}day={one.day}#times"
        return f'<td><a class="day" href="{address}" aria-label="{label}"{current}{mark}>{number}</a></td>'

    # Everything in it is escaped above.
    return mark_safe("".join(f"<tr>{''.join(map(cell, week))}</tr>\n" for week in table))  # noqa: S308


@lru_cache(maxsize=5_000)
def _day_label(day: date, count: int, language: str | None) -> str:
    # Cached, since about thirty are needed for each month, and all visitors share them.
    return escape(cldr.list_text([day_text(day), _count_text(count, language)], cldr.COMMAS))


def group_by_part_of_day(starts: list[Instant], where: str, clock: str) -> dict[str, list[tuple[Instant, str]]]:
    """Return a day's starts with their texts, grouped by part of the day if there are many."""
    texts = _clock_texts(starts, zone(where), clock)
    headings = _parts_of_day(get_language()) if len(starts) > UNGROUPED else ("",) * 24
    parts: dict[str, list[tuple[Instant, str]]] = {}
    for start, (hour, text) in zip(starts, texts, strict=True):
        parts.setdefault(headings[hour], []).append((start, text))
    return parts


@lru_cache(maxsize=200)
def _parts_of_day(_language: str | None) -> tuple[str, ...]:
    """Return the part of the day that each of its 24 hours belongs to, in this language, which must be active."""
    return (_("Morning"),) * 12 + (_("Afternoon"),) * 5 + (_("Evening"),) * 7


def _clock_texts(starts: Sequence[Instant], where: tzinfo, clock: str) -> list[tuple[int, str]]:
    """Return the hour and the text of each of a day's times, as `local_text` does for one.

    `starts` must be ascending.
    """
    if not starts:
        return []
    # A time can occur twice only if the offset changes between the day before and the day after.
    before = datetime.fromtimestamp(starts[0] - DAY, where).utcoffset()
    after = datetime.fromtimestamp(starts[-1] + DAY, where).utcoffset()
    if before is None or before != after:
        local_starts = [datetime.fromtimestamp(start, where) for start in starts]
        return [(start.hour, local_text(start, clock)) for start in local_starts]
    shift, texts = int(before.total_seconds()), _minute_texts(clock, get_language())
    return [texts[(start + shift) // 60 % 1440] for start in starts]


class _MinuteTexts(dict[int, tuple[int, str]]):
    """The hour and the text of each minute of the day, on a clock and in a language. Each is written when needed."""

    def __init__(self, clock: str, language: str | None) -> None:
        super().__init__()
        self.clock, self.language = clock, language

    def __missing__(self, minute: int) -> tuple[int, str]:
        hour, rest = divmod(minute, 60)
        self[minute] = hour, cldr.format_time(hour, rest, self.clock, self.language)
        return self[minute]


@lru_cache(maxsize=400)
def _minute_texts(clock: str, language: str | None) -> _MinuteTexts:
    return _MinuteTexts(clock, language)
