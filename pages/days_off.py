"""Whole days without hours: ranges of days off, and the public holidays of a country.

This module knows no database, request or clock.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache

import holidays

# The library has names in many languages. Names of holidays on which somebody works are stored in this one.
STORED_LANGUAGE = "en-us"


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


def last_day_off_in_row(days_off: Iterable[DaysOff], today: date) -> date | None:
    """Return the last of the days off in a row that `today` is among; None if today is not a day off."""
    last = None
    for days in sorted(days_off, key=lambda days: days.first):
        next_day = today if last is None else last + timedelta(days=1)
        if days.first <= next_day and days.last >= (last or today):
            last = days.last
    return last


@dataclass(frozen=True, slots=True)
class Holidays:
    """The public holidays of a country, or of a region of it, without those on which somebody works.

    `country` is a code of ISO 3166-1 and `region` one of ISO 3166-2 without the country, both as in the `holidays`
    library. `worked` holds names of holidays as `named` returns them. A code that the library does not know has no
    holidays.
    """

    country: str
    region: str = ""
    worked: frozenset[str] = frozenset()

    def is_same_region(self, other: "Holidays") -> bool:
        """Return whether both are the holidays of one country or region."""
        return (self.country, self.region) == (other.country, other.region)

    def named(self, first: date, last: date) -> list[tuple[date, str]]:
        """Return all holidays from `first` to `last`, both included, with their names; worked ones too."""
        return self._named(first, last, STORED_LANGUAGE)

    def names_in(self, first: date, last: date, language: str) -> dict[date, str]:
        """Return the same holidays with their names in the language, or else in the country's own."""
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
    countries = holidays.list_supported_countries(include_aliases=False)
    return {country: tuple(regions) for country, regions in sorted(countries.items())}


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
    # A holiday keeps its name once its estimated date is certain.
    estimated = found.tr(getattr(found, "estimated_label", "")).replace("%s", "")
    return tuple(sorted((day, name.replace(estimated, "") if estimated else name) for day, name in found.items()))


@cache
def _language_of(country: str, language: str) -> str | None:
    """Return the library's code of the language for the country's holidays, or of the country's own."""
    of_country = holidays.country_holidays(country)
    codes = {code.lower().replace("_", "-"): code for code in of_country.supported_languages}
    root = language.partition("-")[0]
    same_root = [code for code in codes if code.partition("-")[0] == root]
    return next((codes[code] for code in (language, root, *same_root) if code in codes), of_country.default_language)
