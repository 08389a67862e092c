"""Time zones by their IANA names, the places that people search them by, and form fields for them.

A sentence without an instant names a zone by `zone_name` ("Madrid time"), one about an instant by `zone_text` ("Madrid
time, UTC+1"), and a list to choose from by `zone_label` ("Madrid, Europe (+01:00)").
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language, get_language_bidi, gettext_lazy
from django.utils.translation import gettext as _

from core import cldr
from core.text import LazyText, fold_accents
from core.zone_set import MOST_LINKS, load_zone, table_lines, zone_links

# Cities and countries; the file says where they come from.
PLACES = Path(__file__).with_name("places.tsv")
# Names of countries, and of parts of them, that no table has.
FURTHER_NAMES = {"GB": ("England", "Scotland", "Wales", "Great Britain"), "AE": ("UAE",), "NL": ("Holland",)}

# An invisible letter, after which text runs from left to right.
LEFT_TO_RIGHT = "\N{LEFT-TO-RIGHT MARK}"

# The codes by which CLDR calls continents; of oceans it has no names.
CONTINENTS = {"Africa": "002", "America": "019", "Asia": "142", "Australia": "009", "Europe": "150", "Antarctica": "AQ"}


@cache
def zone_names() -> frozenset[str]:
    """Return all IANA names that this machine knows, aliases included."""
    return frozenset(available_timezones()) - {"localtime", "Factory", "posixrules"}


def is_zone(name: str) -> bool:
    """Return whether the name is a time zone. Safe for any text."""
    return name in zone_names()


@lru_cache(maxsize=1_000)
def zone(name: str) -> ZoneInfo:
    """Return the zone of the name, or UTC for an unknown name."""
    return load_zone(name if is_zone(name) else "UTC")


def validate_zone(name: str) -> None:
    """Raise ValidationError if the name is no time zone. For model and form fields."""
    if not is_zone(name):
        raise ValidationError(
            _("“%(name)s” is not a time zone. Choose one such as Europe/Madrid."), params={"name": name}
        )


@dataclass(frozen=True, slots=True)
class ZonePlace:
    """A zone with what people search it by: countries with their codes, older names, and its largest cities.

    `people` is how many thousands live in its cities. Zones that match a search equally well are ordered by it.
    """

    name: str
    countries: tuple[str, ...]
    aliases: tuple[str, ...]
    cities: tuple[str, ...] = ()
    people: int = 0


@cache
def main_zones() -> tuple[str, ...]:
    """Return one name for each clock that differs since 1970, sorted by city: few enough for a plain list."""
    names = {row[2] for row in _table("zone1970.tab")} & zone_names()
    return ("UTC", *sorted(names, key=_by_city))


@cache
def zone_places() -> tuple[ZonePlace, ...]:
    """Return the zones of all countries, and UTC, sorted by city."""
    cities, codes = _places()
    countries: dict[str, set[str]] = defaultdict(set)
    names = country_names()
    for table in ("zone.tab", "zone1970.tab"):
        for row in _table(table):
            for code in row[0].split(","):
                countries[row[2]] |= {names.get(code, code), code, *codes.get(code, ())}
    older: dict[str, list[str]] = defaultdict(list)
    for alias, target in zone_aliases().items():
        if alias not in countries:
            older[target].append(alias)
    found = [
        ZonePlace(name, tuple(sorted(places)), tuple(sorted(older[name])), *cities.get(name, ()))
        for name, places in countries.items()
        if name in zone_names()
    ]
    found.append(ZonePlace("UTC", (), tuple(sorted({*older["Etc/UTC"]} - {"UTC"}))))
    return tuple(sorted(found, key=lambda place: _by_city(place.name)))


@cache
def country_names() -> dict[str, str]:
    """Return the name of each country in the tables of the zones, by its code of ISO 3166-1."""
    return {row[0]: row[1] for row in _table("iso3166.tab")}


def country_of(zone_name: str) -> str:
    """Return the code of the country that a zone lies in; empty if it is in none, or in several."""
    for table in ("zone.tab", "zone1970.tab"):
        codes = [row[0] for row in _table(table) if row[2] == zone_name]
        # Several codes are joined by commas.
        if codes:
            return codes[0] if "," not in codes[0] else ""
    return ""


def _places() -> tuple[dict[str, tuple[tuple[str, ...], int]], dict[str, tuple[str, ...]]]:
    """Return the cities and the thousands of people of each zone, and the further names of each country's code."""
    rows = [line.split("\t") for line in PLACES.read_text(encoding="utf-8").splitlines() if line[0] != "#"]
    cities = {row[0]: (tuple(row[2].split(", ")), int(row[1])) for row in rows if "/" in row[0]}
    codes = {row[0]: (row[1], row[2], *FURTHER_NAMES.get(row[0], ())) for row in rows if "/" not in row[0]}
    return cities, codes


@cache
def canonical_zone(name: str) -> str:
    """Return today's name of a zone: Asia/Kolkata for Asia/Calcutta. Zones of countries keep their own."""
    listed = {place.name for place in zone_places()}
    for _step in range(MOST_LINKS):
        if name in listed or name not in zone_links():
            break
        name = zone_links()[name]
    return "UTC" if name == "Etc/UTC" else name


def zone_name(name: str) -> str:
    """Return how people call the zone: “India time” where the country has one only, else “New York time”."""
    name = canonical_zone(name)
    if name == "UTC" or not is_zone(name):
        return "UTC"
    area, _slash, city = name.rpartition("/")
    if area in {"Etc", ""}:
        # Its sign is the other way round: Etc/GMT+5 is behind UTC.
        return city.translate(str.maketrans("+-", "-+")).replace("GMT", "UTC")
    language, code = get_language(), _zones_of_one_country().get(name)
    if code is not None:
        return cldr.place_time(cldr.country_name(code, country_names()[code], language), language)
    return cldr.place_time(city_name(name, language), language)


@cache
def _zones_of_one_country() -> dict[str, str]:
    """Return the zones that are the only ones of their country, and lie in no other, with the country's code."""
    names = country_names()
    rows = _table("zone.tab")
    zone_counts = Counter(row[0] for row in rows)
    return {row[2]: row[0] for row in rows if zone_counts[row[0]] == 1 and "(" not in names.get(row[0], "(")}


@cache
def zone_aliases() -> dict[str, str]:
    """Return older names with the zone that each stands for."""
    return {older: name for older, name in zone_links().items() if older in zone_names()}


def zone_label(name: str, at: datetime) -> str:
    """Return the zone as text: city, part of the world and offset at the moment, such as “Madrid, Europe (+01:00)”."""
    language, area = get_language(), name.partition("/")[0] if "/" in name else ""
    if area and not cldr.is_english(language):
        area = cldr.country_name(CONTINENTS.get(area, ""), "", language)
    offset, city = offset_text(at.astimezone(zone(name)).utcoffset() or timedelta()), city_name(name, language)
    place = _("%(city)s, %(region)s") % {"city": city, "region": area} if area else city
    # In text from right to left, a plus or minus would stand behind its number.
    return f"{place} ({LEFT_TO_RIGHT if get_language_bidi() else ''}{offset})"


def city_name(name: str, language: str | None) -> str:
    """Return the city of the zone, as the language calls it."""
    return cldr.city_of(name, language) or name.rpartition("/")[2].replace("_", " ")


def offset_text(offset: timedelta) -> str:
    """Return the offset as text, such as “+05:30” or “-03:00”."""
    minutes = round(offset.total_seconds() / 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def utc_offset(local: datetime) -> str:
    """Return the offset as text, such as “UTC+2” or “UTC+5:30”."""
    text = offset_text(local.utcoffset() or timedelta())
    hours, minutes = text[1:].split(":")
    return f"UTC{text[0]}{int(hours)}" + (f":{minutes}" if minutes != "00" else "")


def zone_text(name: str, at: datetime) -> str:
    """Return the zone as people call it with its offset at the moment, such as “India time, UTC+5:30”."""
    spoken, offset = zone_name(name), utc_offset(at.astimezone(zone(name)))
    if spoken.startswith("UTC"):
        return spoken if spoken == "UTC" else offset
    return _("%(zone)s, %(offset)s") % {"zone": spoken, "offset": offset}


def _by_city(name: str) -> tuple[str, str]:
    return name.rpartition("/")[2], name


def _table(name: str) -> list[list[str]]:
    return [line.split("\t") for line in table_lines(name)]


def zone_choices() -> list[tuple[str, str]]:
    """Return the zones of all countries as choices sorted by city, labelled with their current offset from UTC."""
    now = timezone.now()
    labelled = [(place.name, zone_label(place.name, now)) for place in zone_places()]
    if not cldr.is_english(get_language()):
        labelled.sort(key=lambda choice: fold_accents(choice[1]))
    return labelled


class ZoneSelect(forms.Select):
    template_name = "shared/zone_select.html"


class ZoneField(forms.ChoiceField):
    """A time zone chosen from a list. Valid names that are not in the list, such as old ones, are accepted too."""

    widget = ZoneSelect

    def __init__(self, *, label: LazyText, help_text: LazyText = "") -> None:
        super().__init__(choices=zone_choices, label=label, help_text=help_text)
        self.error_messages["invalid_choice"] = gettext_lazy("Choose a time zone from the list.")

    def valid_value(self, value: object) -> bool:
        return isinstance(value, str) and is_zone(value)

    def keep(self, name: str) -> None:
        """Add the current value to the list, so that opening and sending the form does not change it."""
        if is_zone(name) and all(name != place.name for place in zone_places()):
            self.choices = [(name, zone_label(name, timezone.now())), *zone_choices()]


class ZoneGuess(forms.Field):
    """The browser's zone, filled in by a script. Invalid values become UTC, because nobody typed them."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False, initial="UTC")

    def clean(self, value: object) -> str:
        return canonical_zone(value) if isinstance(value, str) and is_zone(value) else "UTC"
