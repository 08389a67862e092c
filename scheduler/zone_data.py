"""Which time zone data counts: the operating system's or the `tzdata` package's, whichever is newer.

`zoneinfo` by itself reads the system's wherever there is one, however old, and the package's only for names that are
missing there. The settings call `settle` before anything reads a zone, so every process has the same clocks.
"""

import os
import re
import zoneinfo
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import tzdata

PACKAGE, SYSTEM, OPERATOR = "package", "system", "PYTHONTZPATH"
# Where `zoneinfo` looks when nobody tells it otherwise: read before `settle` changes it.
SEARCHED = tuple(zoneinfo.TZPATH)
# Any of these names the version; the first is the data's own source, as compiled by most systems.
VERSION_FILES = ("tzdata.zi", "+VERSION", "version")
VERSION = re.compile(r"(?:# version )?(\d{4}[a-z]*)\b")
# The data's own word for how long it is good: every release since then has a later one.
EXPIRES = re.compile(r"^#expires (\d{9,11})\b", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class ZoneSet:
    """One whole set of zone files. `version` is such as "2026f", empty where the set does not tell."""

    source: str
    folder: Traversable
    version: str

    @property
    def rank(self) -> tuple[str, int, str]:
        """What orders sets by age: after "2026z" comes "2026za". A set of no version is older than all others."""
        year, letters = self.version[:4], self.version[4:]
        return year, len(letters), letters

    @property
    def good_until(self) -> date | None:
        """The day from which a newer set is sure to exist; None where the set does not tell."""
        found = EXPIRES.search(_read(self.folder, "leapseconds"))
        return datetime.fromtimestamp(int(found[1]), UTC).date() if found else None


@dataclass(frozen=True, slots=True)
class ZoneData:
    """The set that counts, and those that do not."""

    chosen: ZoneSet
    others: tuple[ZoneSet, ...]


def settle(searched: Iterable[str] = SEARCHED, environ: Mapping[str, str] = os.environ) -> ZoneData:
    """Make `zoneinfo` read the newest set only, and return which that is.

    An operator who sets PYTHONTZPATH, in `.env` or before Python starts, has chosen: those folders count.
    """
    package = ZoneSet(PACKAGE, files("tzdata").joinpath("zoneinfo"), _parse(tzdata.IANA_VERSION))
    if OPERATOR in environ:
        folders = [one for one in environ[OPERATOR].split(os.pathsep) if os.path.isabs(one)]
        named = find_sets(folders, OPERATOR)
        chosen = named[0] if named else package
        zoneinfo.reset_tzpath(to=folders)
    else:
        # Of equal ones the package: it is complete, and the same on every machine.
        named = find_sets(searched, SYSTEM)
        chosen = max([package, *named], key=lambda one: one.rank)
        zoneinfo.reset_tzpath(to=[] if chosen is package else [str(chosen.folder)])
    zoneinfo.ZoneInfo.clear_cache()
    return ZoneData(chosen, tuple(one for one in [package, *named] if one is not chosen))


def find_sets(folders: Iterable[str], source: str) -> list[ZoneSet]:
    """Return the sets in those folders that hold one, in their order."""
    found = [Path(one) for one in folders]
    return [ZoneSet(source, one, read_version(one)) for one in found if one.joinpath("UTC").is_file()]


def read_version(folder: Traversable) -> str:
    """Return the version that the set in the folder tells of itself; empty where it tells none."""
    return next(filter(None, (_parse(_read(folder, name)) for name in VERSION_FILES)), "")


def _parse(text: str) -> str:
    found = VERSION.match(text)
    return found[1] if found else ""


def _read(folder: Traversable, name: str) -> str:
    try:
        return folder.joinpath(name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""
