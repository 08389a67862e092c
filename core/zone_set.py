"""Time zones and the tables about them, all from one set of zone data.

The project chooses the set (`scheduler/zone_data.py`): it is the folder that `zoneinfo` searches, or the `tzdata`
package if it searches none. All code that needs a zone must load it here.
"""

import zoneinfo
from datetime import datetime, timedelta, tzinfo
from functools import cache
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

# A link may lead to another link, but seldom to a third.
MOST_LINKS = 4


def load_zone(name: str) -> ZoneInfo:
    """Return the zone of the name. Raise the errors of ZoneInfo for an unknown name.

    A system's set may lack older names (Debian packages them separately). `zoneinfo` would then take them from the
    package, with clocks that may be older, so the name is replaced by the zone that it stands for in the set.
    """
    return ZoneInfo(_find_in_set(name) if zoneinfo.TZPATH and name in zone_links() else name)


@cache
def zone_links() -> dict[str, str]:
    """Return older names with the zone that each stands for. The set's own links win over the package's."""
    return _links_in(_package_lines("tzdata.zi")) | _links_in(table_lines("tzdata.zi"))


def table_lines(name: str) -> list[str]:
    """Return the lines of a table in the set, without comments. If the set lacks it, use the package's."""
    for folder in zoneinfo.TZPATH:
        path = Path(folder, name)
        if path.is_file():
            return _lines(path.read_text(encoding="utf-8"))
    return _package_lines(name)


@cache
def _find_in_set(name: str) -> str:
    found = name
    for _step in range(MOST_LINKS):
        if any(Path(folder, found).is_file() for folder in zoneinfo.TZPATH):
            return found
        found = zone_links().get(found, found)
    return name


def _links_in(lines: list[str]) -> dict[str, str]:
    rows = [line.split() for line in lines]
    return {row[2]: row[1] for row in rows if row[0] == "L"}


def _package_lines(name: str) -> list[str]:
    return _lines(files("tzdata").joinpath("zoneinfo", name).read_text(encoding="utf-8"))


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def offsets_of(zone: tzinfo, start: int, stop: int, step: int) -> list[tuple[int, int]]:
    """Return the zone's offsets from UTC between two instants, each with the instant from which on it holds.

    All are in whole seconds. The first one holds at `start`. Within `step` a zone changes its clocks once at most.
    """

    def offset_at(instant: int) -> int:
        return round((datetime.fromtimestamp(instant, zone).utcoffset() or timedelta()).total_seconds())

    found = [(start, offset_at(start))]
    for begin in range(start, stop, step):
        before, after, offset = begin, min(begin + step, stop), found[-1][1]
        if offset_at(after) == offset:
            continue
        while after - before > 1:
            middle = (before + after) // 2
            if offset_at(middle) == offset:
                before = middle
            else:
                after = middle
        found.append((after, offset_at(after)))
    return found
