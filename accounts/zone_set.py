"""Time zones and the tables about them, out of the one set of zone data that counts.

Which set that is, the project has settled before (`scheduler/zone_data.py`): the folder in which `zoneinfo` looks, or
the `tzdata` package where it looks in none. Whatever needs the clock of a zone loads it here.
"""

import zoneinfo
from functools import cache
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

# Links lead to links, seldom more than once.
MOST_LINKS = 4


def load_zone(name: str) -> ZoneInfo:
    """Return the zone of the name. Raise what ZoneInfo raises for a name that is none.

    A system's set may lack older names (Debian keeps them apart), for which `zoneinfo` would turn to the package and
    its older clocks: there the name stands for the zone that the set has.
    """
    return ZoneInfo(_name_in_set(name) if zoneinfo.TZPATH and name in links() else name)


@cache
def links() -> dict[str, str]:
    """Return older names with the zone each of them stands for; the set's own word wins over the package's."""
    return _links_in(_package_lines("tzdata.zi")) | _links_in(table_lines("tzdata.zi"))


def table_lines(name: str) -> list[str]:
    """Return the lines of one of the set's tables without comments; a set that lacks it has the package's."""
    there = next((path for folder in zoneinfo.TZPATH if (path := Path(folder, name)).is_file()), None)
    return _package_lines(name) if there is None else _lines(there.read_text(encoding="utf-8"))


@cache
def _name_in_set(name: str) -> str:
    found = name
    for _step in range(MOST_LINKS):
        if any(Path(folder, found).is_file() for folder in zoneinfo.TZPATH):
            return found
        found = links().get(found, found)
    return name


def _links_in(lines: list[str]) -> dict[str, str]:
    return {row[2]: row[1] for row in map(str.split, lines) if row[0] == "L"}


def _package_lines(name: str) -> list[str]:
    return _lines(files("tzdata").joinpath("zoneinfo", name).read_text(encoding="utf-8"))


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line and not line.startswith("#")]
