"""Whole days without hours: ranges of days off, and the public holidays of a country.

This module knows no database, request or clock.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache

import holidays

# The library's names come in many languages; a name is kept for a holiday on which somebody works, so it must not
# depend on the reader.
KEPT = "en-us"


@dataclass(frozen=True, slots=True)
class DaysOff:
    """A range of days off, both ends included."""

    first: date
    last: date

    def dates(self, first: date, last: date) -> Iterator[date]:
        """Yield the days off from `first` to `last`, both included."""
        start = max(first, self.first)
        for number in range((min(last, self.last) - start).days + 1):
            yield start + timedelta(days=number)


def away_until(days_off: Iterable[DaysOff], today: date) -> date | None:
    """Return the last of the days off in a row that `today` is among; None if today is not a day off."""
    last = None
    for days in sorted(days_off, key=lambda one: one.first):
        if days.first <= (today if last is None else last + timedelta(days=1)) and days.last >= (last or today):
            last = days.last
    return last


@dataclass(frozen=True, slots=True)
class Holidays:
    """The public holidays of a country, or of a region of it, but for those on which somebody works.

    `country` is a code of ISO 3166-1 and `region` one of ISO 3166-2 without the country, both as the `holidays` library
    has them. `worked` holds names of holidays as `named` returns them. A code that the library does not know (any more)
    has no holidays.
    """

    country: str
    region: str = ""
    worked: frozenset[str] = frozenset()

    def is_of(self, other: "Holidays") -> bool:
        """Say whether both are the holidays of one country or region."""
        return (self.country, self.region) == (other.country, other.region)

    def named(self, first: date, last: date) -> list[tuple[date, str]]:
        """Return all holidays from `first` to `last`, both included, with their names; worked ones too."""
        return self._named(first, last, KEPT)

    def called(self, first: date, last: date, language: str) -> dict[date, str]:
        """Return what readers of the language call the same holidays, or the country's people do."""
        return dict(self._named(first, last, language))

    def _named(self, first: date, last: date, language: str) -> list[tuple[date, str]]:
        years = range(first.year, last.year + 1)
        found = [row for year in years for row in _holidays(self.country, self.region, year, language)]
        return [(day, name) for day, name in found if first <= day <= last]

    def dates(self, first: date, last: date) -> Iterator[date]:
        """Yield the days off from `first` to `last`, both included."""
        for day, name in self.named(first, last):
            if name not in self.worked:
                yield day


@cache
def regions() -> dict[str, tuple[str, ...]]:
    """Return the regions that each country's holidays know, by the country's code."""
    known = holidays.list_supported_countries(include_aliases=False)
    return {country: tuple(regions) for country, regions in sorted(known.items())}


@cache
def region_names(country: str) -> dict[str, str]:
    """Return the name of each region of a country, by its code. A region without a name has its code."""
    of_country = holidays.country_holidays(country)
    names = of_country.get_subdivision_aliases()
    return {code: next(iter(names.get(code, ())), code) for code in regions()[country]}


@lru_cache(maxsize=4_096)
def _holidays(country: str, region: str, year: int, language: str) -> tuple[tuple[date, str], ...]:
    try:
        found = holidays.country_holidays(
            country, subdiv=region or None, years=year, language=_language_of(country, language)
        )
    except NotImplementedError:
        return ()
    # An estimated date is the same holiday once it is known.
    estimated = found.tr(getattr(found, "estimated_label", "")).replace("%s", "")
    return tuple(sorted((day, name.replace(estimated, "") if estimated else name) for day, name in found.items()))


@cache
def _language_of(country: str, language: str) -> str | None:
    """Return the library's code of the language for the country's holidays, or of the country's own."""
    known = holidays.country_holidays(country)
    codes = {one.lower().replace("_", "-"): one for one in known.supported_languages}
    root = language.partition("-")[0]
    others = (code for code in codes if code.partition("-")[0] == root)
    return next((codes[code] for code in (language, root, *others) if code in codes), known.default_language)
