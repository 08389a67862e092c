"""How each language writes dates, times, lists and places: by Unicode's CLDR, which Babel has.

British English is written as this application always wrote it, which differs from CLDR in a comma and in AM and PM.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date, time
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import DateTimePattern, parse_pattern
from babel.units import format_unit
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

# Forms of dates, as CLDR's skeletons: the first one that the language has is used.
DAY = ("MMMMEEEEd", "MMMMEd", "MMMEd")
FULL_DAY = ("yMMMMEEEEd",)
SHORT_DAY = ("MMMMd",)
BRIEF_DAY = ("MMMEd",)
BRIEF_DATE = ("MMMd",)
DATED_DAY = ("yMMMMd",)
MONTH = ("yMMMM",)
# The styles of lists: as in a sentence, of a duration's parts, or with commas only.
WITH_AND, PARTS, COMMAS = "standard", "unit", "commas"
TIMES = {"12": "hm", "24": "Hm"}
# Quoted texts, and the names of weekdays and months; a single M is a number.
QUOTE_OR_NAME = re.compile(r"'[^']*'|E+|MMM+")
# The comma between the placeholders of two items in CLDR's patterns of lists, with its blank.
COMMA_BETWEEN_ITEMS = re.compile(r"(?<=})[^\w\s{}] ?")
DAY_NUMBER = re.compile(r"(?<![\w'])d(?![\w'])")
# What follows the number of the first day of a month. CLDR does not have it.
FIRST_DAY_ENDINGS = {"fr": "er", "pt-br": "º"}
COMMA_AFTER_WEEKDAY = re.compile("EEEE, (?=d)")
# The time of a place in a sentence. CLDR's "heure : Inde" and "Horário Índia" are for tables; the usual "heure de
# l’Inde" and "horário da Índia" need an article that differs from name to name.
LOCAL_TIMES = {"fr": "%s (heure locale)", "pt": "%s (horário local)"}
# CLDR's abbreviated names of Arabic weekdays are not shorter than the full ones.
SHORT_WEEKDAYS = {"ar": "short"}
# Languages without a blank between a number and its unit. CLDR has one.
UNSPACED = {"ja", "zh"}
Skeletons = tuple[str, ...]


@lru_cache(maxsize=200)
def locale_of(language: str | None) -> Locale:
    """Return CLDR's data of a language, without its region if CLDR does not know that one.

    None, which stands for no active language, is read as British English.
    """
    for code in (language, language.partition("-")[0]) if language else ():
        try:
            return Locale.parse(code, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return Locale("en", "GB")


@lru_cache(maxsize=200)
def is_english(language: str | None) -> bool:
    return locale_of(language).language == "en"


@lru_cache(maxsize=200)
def default_clock(language: str | None) -> str:
    """Return the clock that readers of the language expect, "12" or "24"."""
    return "12" if re.search("[hK]", locale_of(language).time_formats["short"].pattern) else "24"


@lru_cache(maxsize=200)
def first_day_of(language: str | None) -> int:
    """Return the weekday with which readers of the language begin a week, 0 for Sunday."""
    locale = locale_of(language)
    if locale.territory is None:
        # Where most of its readers live.
        locale = Locale.parse(get_global("likely_subtags").get(locale.language, "en_GB"))
    return (locale.first_week_day + 1) % 7


@lru_cache(maxsize=5_000)
def format_date(day: date, skeletons: Skeletons, language: str | None) -> str:
    """Return a date as the language writes it. A page of one month shows about thirty dates."""
    ending = FIRST_DAY_ENDINGS.get(language or "", "") if day.day == 1 else ""
    return _date_pattern(skeletons, language, ending).apply(day, locale_of(language))


@lru_cache(maxsize=200)
def short_weekday(weekday: int, language: str | None) -> str:
    """Return the short name of a weekday, 0 for Monday, without a full stop."""
    locale = locale_of("en" if is_english(language) else language)
    width = SHORT_WEEKDAYS.get(locale.language, "abbreviated")
    return str(locale.days["stand-alone"][width][weekday]).rstrip(".")


@lru_cache(maxsize=200)
def short_month(month: int, language: str | None) -> str:
    """Return the short name of a month, 1 for January, without a full stop."""
    locale = locale_of("en" if is_english(language) else language)
    return str(locale.months["stand-alone"]["abbreviated"][month]).rstrip(".")


@lru_cache(maxsize=1_000)
def _date_pattern(skeletons: Skeletons, language: str | None, ending: str) -> DateTimePattern:
    """Return the pattern of a date. The ending follows the number of the day."""
    locale = locale_of(language)
    formats = [locale.datetime_skeletons.get(skeleton) for skeleton in skeletons]
    text = next((found.pattern for found in formats if found), locale.date_formats["full"].pattern)
    if skeletons in (DAY, FULL_DAY):
        # Names in full: in some languages CLDR has weekday and month together with short names only.
        text = QUOTE_OR_NAME.sub(lambda found: {"E": "EEEE", "M": "MMMM"}.get(found[0][0], found[0]), text)
        if is_english(language):
            text = COMMA_AFTER_WEEKDAY.sub("EEEE ", text)
    if ending:
        text = DAY_NUMBER.sub(f"d'{ending}'", text)
    pattern = parse_pattern(text)
    assert isinstance(pattern, DateTimePattern)
    return pattern


@lru_cache(maxsize=10_000)
def format_time(hour: int, minute: int, clock: str, language: str | None) -> str:
    """Return the time of day on a clock as the language writes it. A page shows about a hundred."""
    locale = locale_of("en" if is_english(language) else language)
    pattern = parse_pattern(locale.datetime_skeletons[TIMES[clock]].pattern)
    return pattern.apply(time(hour, minute), locale)


def list_text(items: Sequence[object], style: str = WITH_AND) -> str:
    """Return the items as a list of the active language, such as “Ana, Ben and Zoe” or “Ana, Ben, Zoe”."""
    texts, patterns = [str(item) for item in items], _list_patterns(style, get_language())
    if len(texts) < 2:
        return "".join(texts)
    if len(texts) == 2:
        return patterns["2"].format(*texts)
    tail = patterns["end"].format(texts[-2], texts[-1])
    for text in reversed(texts[1:-2]):
        tail = patterns["middle"].format(text, tail)
    return patterns["start"].format(texts[0], tail)


def list_html(items: Iterable[object]) -> SafeString:
    """Return the items, escaped unless they are safe, with the commas of the active language between them."""
    return format_html_join(comma(), "{}", ((item,) for item in items))


def comma() -> str:
    """Return what the active language writes between the items of a list, such as “, ”."""
    return _comma(get_language())


@lru_cache(maxsize=200)
def _comma(language: str | None) -> str:
    """Return the comma from CLDR's lists of measures or, if these have none, from its lists with “and”."""
    for style in ("unit-short", WITH_AND):
        middle = locale_of(language).list_patterns.get(style, {}).get("middle", "")
        if found := COMMA_BETWEEN_ITEMS.search(middle):
            return found[0]
    return ", "


@lru_cache(maxsize=200)
def _list_patterns(style: str, language: str | None) -> dict[str, str]:
    """Return the patterns of a list. Those that the style lacks are the ones of lists with “and”."""
    if style == COMMAS:
        return dict.fromkeys(("start", "middle", "end", "2"), f"{{0}}{_comma(language)}{{1}}")
    known = locale_of(language).list_patterns
    return {**known.get(WITH_AND, {}), **known.get(style, {})}


@lru_cache(maxsize=2_000)
def format_duration(minutes: int, language: str | None) -> str:
    """Return the minutes in hours and minutes, such as “1 hour 30 minutes”."""
    hours, rest = divmod(minutes, 60)
    counts = [("duration-hour", hours)] if hours else []
    counts += [("duration-minute", rest)] if rest or not hours else []
    parts = [format_unit(count, unit, locale=locale_of(language)) for unit, count in counts]
    if locale_of(language).language in UNSPACED:
        return "".join(parts).replace(" ", "")
    if is_english(language) or len(parts) == 1:
        return " ".join(parts)
    return _list_patterns(PARTS, language)["2"].format(*parts)


@lru_cache(maxsize=10_000)
def city_of(zone: str, language: str | None) -> str:
    """Return the language's name of a zone's city; empty if it is the one in the zone's own name."""
    if is_english(language):
        return ""
    return str(locale_of(language).time_zones.get(zone, {}).get("city", ""))


def country_name(code: str, english: str, language: str | None) -> str:
    """Return the name of a country in a language."""
    return english if is_english(language) else str(locale_of(language).territories.get(code, english))


@lru_cache(maxsize=2_000)
def place_time(place: str, language: str | None) -> str:
    """Return the time of a place in words, such as “India time”."""
    locale = locale_of(language)
    region = "%s time" if is_english(language) else locale.zone_formats["region"]
    return str(LOCAL_TIMES.get(locale.language, region)) % place
