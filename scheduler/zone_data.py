"""The choice of time zone data: the operating system's or the `tzdata` package's, whichever is newer.

By itself, `zoneinfo` reads the system's data if there is any, however old, and the package's only for names missing
there. The settings call `choose_zone_data` before anything reads a zone, so that every process has the same clocks.
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
# The default search path of `zoneinfo`, read before `choose_zone_data` changes it.
DEFAULT_PATH = tuple(zoneinfo.TZPATH)
# Files that tell the version. The first is the data's own source, which most systems install with the data.
VERSION_FILES = ("tzdata.zi", "+VERSION", "version")
VERSION = re.compile(r"(?:# version )?(\d{4}[a-z]*)\b")
# The expiry date inside the data: every newer release has a later one.
EXPIRES = re.compile(r"^#expires (\d{9,11})\b", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class ZoneSet:
    """One complete set of zone files. `version` is a text such as "2026f", or empty if unknown."""

    source: str
    folder: Traversable
    version: str

    @property
    def rank(self) -> tuple[str, int, str]:
        """A key that sorts sets by age: "2026za" comes after "2026z". A set without a version is the oldest."""
        year, letters = self.version[:4], self.version[4:]
        return year, len(letters), letters

    @property
    def good_until(self) -> date | None:
        """The day from which a newer set is sure to exist, or None if unknown."""
        match = EXPIRES.search(_read(self.folder, "leapseconds"))
        return datetime.fromtimestamp(int(match[1]), UTC).date() if match else None


@dataclass(frozen=True, slots=True)
class ZoneData:
    """The set that is used, and the ones that are not."""

    chosen: ZoneSet
    others: tuple[ZoneSet, ...]


def choose_zone_data(searched: Iterable[str] = DEFAULT_PATH, environ: Mapping[str, str] = os.environ) -> ZoneData:
    """Choose the newest set, make `zoneinfo` read only that one, and return it with the others.

    If an operator sets PYTHONTZPATH, in `.env` or before Python starts, those folders are used instead.
    """
    package = ZoneSet(PACKAGE, files("tzdata").joinpath("zoneinfo"), _parse(tzdata.IANA_VERSION))
    if OPERATOR in environ:
        folders = [folder for folder in environ[OPERATOR].split(os.pathsep) if os.path.isabs(folder)]
        named = find_sets(folders, OPERATOR)
        chosen = named[0] if named else package
        zoneinfo.reset_tzpath(to=folders)
    else:
        # If both are equally new, prefer the package: it is complete, and the same on every machine.
        named = find_sets(searched, SYSTEM)
        chosen = max([package, *named], key=lambda zone_set: zone_set.rank)
        zoneinfo.reset_tzpath(to=[] if chosen is package else [str(chosen.folder)])
    zoneinfo.ZoneInfo.clear_cache()
    return ZoneData(chosen, tuple(zone_set for zone_set in [package, *named] if zone_set is not chosen))


def find_sets(folders: Iterable[str], source: str) -> list[ZoneSet]:
    """Return the sets in the folders that contain one, in the order of the folders."""
    paths = [Path(folder) for folder in folders]
    return [ZoneSet(source, folder, read_version(folder)) for folder in paths if folder.joinpath("UTC").is_file()]


def read_version(folder: Traversable) -> str:
    """Return the version that a set states in its files, or an empty text if there is none."""
    return next(filter(None, (_parse(_read(folder, name)) for name in VERSION_FILES)), "")


def _parse(text: str) -> str:
    match = VERSION.match(text)
    return match[1] if match else ""


def _read(folder: Traversable, name: str) -> str:
    try:
        return folder.joinpath(name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""
