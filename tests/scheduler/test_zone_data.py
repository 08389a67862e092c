"""One source of clocks: the newest zone data on the machine counts, for names and for clocks, in every process."""

import random
import re
import shutil
import zoneinfo
from bisect import bisect_left
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from importlib.resources import as_file, files
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import tzdata
from django.conf import settings

from core import zone_set, zones
from core.zones import main_zones, zone, zone_aliases, zone_names, zone_places
from pages.availability import Candidate, Hours, Timing, starts
from scheduler import zone_data
from scheduler.checks import zone_data_messages
from scheduler.zone_data import (
    DEFAULT_PATH,
    OPERATOR,
    PACKAGE,
    SYSTEM,
    ZoneData,
    ZoneSet,
    choose_zone_data,
    find_sets,
    read_version,
)
from tests.scheduler.odd_settings import PRODUCTION
from tests.scheduler.test_settings import run
from tests.tables import table

DAY = 86_400
FIRST, LAST = (int(datetime(year, 11, 29, tzinfo=UTC).timestamp()) for year in (2026, 2028))
PACKAGE_FOLDER = files("tzdata").joinpath("zoneinfo")
TODAY = date(2026, 11, 29)
SCRIPTS = [*sorted((settings.BASE_DIR / "static" / "js").glob("*.js")), settings.BASE_DIR / "static" / "embed.js"]
CACHED = [
    zone_set.zone_links,
    zone_set._find_in_set,
    zones.zone,
    zones.zone_names,
    zones.main_zones,
    zones.zone_places,
    zones.zone_aliases,
]


def forget() -> None:
    ZoneInfo.clear_cache()
    for one in CACHED:
        one.cache_clear()


@pytest.fixture
def unsettled() -> Iterator[None]:
    """Lets a test settle on other data, and puts this process' own back."""
    before = zoneinfo.TZPATH
    forget()
    yield
    zoneinfo.reset_tzpath(to=before)
    forget()


@pytest.fixture
def system(tmp_path: Path, unsettled: None) -> Callable[..., Path]:
    """Makes a system's zone data of a version, in which Vancouver's clocks are Tokyo's and some names are missing."""

    def make(version: str, without: tuple[str, ...] = ("US/Pacific", "Asia/Calcutta")) -> Path:
        folder = tmp_path / f"system-{version}"
        with as_file(PACKAGE_FOLDER) as package:
            shutil.copytree(package, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
        shutil.copy(folder / "Asia/Tokyo", folder / "America/Vancouver")
        for name in without:
            (folder / name).unlink()
        table = folder / "tzdata.zi"
        table.write_text(table.read_text().replace(f"version {tzdata.IANA_VERSION}", f"version {version}"))
        return folder

    return make


def settled(*folders: Path, **environ: str) -> ZoneData:
    """What counts on a machine with these folders; its names are read anew."""
    data = choose_zone_data([str(one) for one in folders], environ)
    forget()
    return data


def vancouver() -> timedelta | None:
    return datetime(2027, 1, 12, 16, tzinfo=UTC).astimezone(zone("America/Vancouver")).utcoffset()


TOKYO, PACIFIC = timedelta(hours=9), timedelta(hours=-7)


@pytest.mark.parametrize(
    ("version", "source", "offset"),
    [
        ("2025b", SYSTEM, PACIFIC),
        ("2026e", SYSTEM, PACIFIC),
        ("2026", SYSTEM, PACIFIC),
        ("unknown", "", PACIFIC),
        ("2026f", SYSTEM, PACIFIC),
        ("2026g", PACKAGE, TOKYO),
        ("2026za", PACKAGE, TOKYO),
        ("2027a", PACKAGE, TOKYO),
        ("2027a-rearguard", PACKAGE, TOKYO),
    ],
)
def test_the_newer_of_both_sets_counts(system, monkeypatch, version, source, offset):
    monkeypatch.setattr(zone_data.tzdata, "IANA_VERSION", "2026f")
    data = settled(system(version))
    assert vancouver() == offset
    assert [one.source for one in data.others] == [source or SYSTEM]
    assert {data.chosen.source, data.others[0].source} == {PACKAGE, SYSTEM}


def test_names_and_clocks_share_one_set(system):
    folder = system("2999a", without=())
    (folder / "Etc/Moon").write_bytes((folder / "Asia/Tokyo").read_bytes())
    (folder / "zone.tab").write_text("XX\t+0000+00000\tEtc/Moon\n")
    settled(folder)
    assert "Etc/Moon" in zone_names()
    assert [(one.name, one.countries) for one in zone_places() if one.name == "Etc/Moon"] == [("Etc/Moon", ("XX",))]
    settled()
    assert "Etc/Moon" not in zone_names()


def test_missing_names_follow_the_newer_set(system):
    folder = system("2999a")
    shutil.copy(folder / "Asia/Tokyo", folder / "America/Los_Angeles")
    settled(folder)
    noon = datetime(2027, 1, 12, 12, tzinfo=UTC)
    assert {"US/Pacific", "Asia/Calcutta"} <= zone_names()
    assert noon.astimezone(zone("US/Pacific")).utcoffset() == TOKYO
    assert noon.astimezone(zone("Asia/Calcutta")).utcoffset() == timedelta(hours=5, minutes=30)
    assert zone_aliases()["US/Pacific"] == "America/Los_Angeles"


def test_machine_without_data_uses_the_package(tmp_path, unsettled):
    data = settled(tmp_path, tmp_path / "nowhere")
    assert (data.chosen.source, data.chosen.version, data.others) == (PACKAGE, tzdata.IANA_VERSION, ())
    assert (vancouver(), zoneinfo.TZPATH) == (PACIFIC, ())


def test_operators_folder_is_used(system):
    folder = system("2020a")
    data = settled(PYTHONTZPATH=f"{folder}:not/absolute:")
    assert (data.chosen, [one.source for one in data.others]) == (ZoneSet(OPERATOR, folder, "2020a"), [PACKAGE])
    assert (vancouver(), zoneinfo.TZPATH) == (TOKYO, (str(folder),))
    assert settled(PYTHONTZPATH="").chosen.source == PACKAGE


@pytest.mark.parametrize(
    ("named", "version"),
    [
        ({"tzdata.zi": b"# version 2025b\n# ddeps backzone\n"}, "2025b"),
        ({"+VERSION": b"2026a\n"}, "2026a"),
        ({"version": b"2019c"}, "2019c"),
        ({"tzdata.zi": b"# version unknown-dirty\n", "+VERSION": b"2024a\n"}, "2024a"),
        ({"tzdata.zi": b"\xff\xfe", "version": b"20251231"}, ""),
        ({}, ""),
    ],
)
def test_set_tells_its_version(tmp_path, named, version):
    (tmp_path / "UTC").write_bytes(b"TZif")
    for name, text in named.items():
        (tmp_path / name).write_bytes(text)
    assert read_version(tmp_path) == version
    assert find_sets([str(tmp_path)], SYSTEM) == [ZoneSet(SYSTEM, tmp_path, version)]


def test_sets_are_ordered_by_release():
    order = ["", "2025b", "2026", "2026a", "2026z", "2026za", "2027a"]
    shuffled = random.Random(7).sample(order, len(order))
    assert sorted(shuffled, key=lambda one: ZoneSet(SYSTEM, PACKAGE_FOLDER, one).rank) == order


def made(source: str, version: str, folder: Path, until: str = "") -> ZoneSet:
    folder.mkdir()
    folder.joinpath("leapseconds").write_text(f"# comment\n#expires {until}\n" if until else "")
    return ZoneSet(source, folder, version)


@pytest.mark.parametrize(
    ("source", "chosen", "until", "other", "found"),
    [
        (PACKAGE, "2026f", "1814140800 (2027-06-28 00:00:00 UTC)", "2025b", ["I001"]),
        (PACKAGE, "2025b", "1782604800 (2026-06-28 00:00:00 UTC)", "2024a", ["I001", "W002"]),
        (SYSTEM, "2026f", "", "2026a", ["I001"]),
        (OPERATOR, "2025b", "1814140800", "2026f", ["I001", "W001"]),
        (OPERATOR, "2025b", "1782604800", "2026f", ["I001", "W001", "W002"]),
        (OPERATOR, "", "", "2026f", ["I001"]),
    ],
)
def test_check_names_set_and_warns_when_old(tmp_path, source, chosen, until, other, found):
    one = made(source, chosen, tmp_path / "chosen", until)
    two = made(SYSTEM if source == PACKAGE else PACKAGE, other, tmp_path / "other")
    said = zone_data_messages(ZoneData(one, (two,)), TODAY)
    assert [message.id for message in said] == [f"scheduler.{number}" for number in found]
    assert f"Time zones: {chosen or 'an unknown version'} of " in said[0].msg
    assert f"Not used: {other} of " in said[0].msg


NINE_IN_VANCOUVER = """
import {module}
from datetime import UTC, datetime
from zoneinfo import TZPATH, ZoneInfo
print(TZPATH, datetime(2027, 1, 12, 16, tzinfo=UTC).astimezone(ZoneInfo("America/Vancouver")))
"""


@pytest.mark.parametrize("module", ["scheduler.wsgi", "scheduler.settings", "tests.concurrency.settings"])
@pytest.mark.race
def test_every_process_has_settled_clocks(module):
    done = run("-c", NINE_IN_VANCOUVER.format(module=module), **PRODUCTION)
    assert done.stdout.strip() == f"{zoneinfo.TZPATH} 2027-01-12 09:00:00-07:00", done.stderr


def newest_installed() -> Path:
    """The folder of the newest set on this machine, found without the code under test."""
    found = {tzdata.IANA_VERSION: Path(str(PACKAGE_FOLDER))}
    for folder in DEFAULT_PATH:
        table = Path(folder, "tzdata.zi")
        if table.is_file():
            found.setdefault(table.open().readline().split()[-1], Path(folder))
    return found[max(found)]


def changes(where: ZoneInfo) -> list[tuple[int, timedelta | None]]:
    """The offsets from FIRST to LAST, each with the second from which it holds."""

    def offset(instant: int) -> timedelta | None:
        return datetime.fromtimestamp(instant, where).utcoffset()

    found = [(FIRST, offset(FIRST))]
    for midnight in range(FIRST, LAST, DAY):
        before, after = offset(midnight), offset(midnight + DAY)
        if after != before:
            day = range(midnight, midnight + DAY)
            found.append((midnight + bisect_left(day, True, key=lambda at, was=before: offset(at) != was), after))
    return found


@cache
def changes_in_file(content: bytes) -> list[tuple[int, timedelta | None]]:
    return changes(ZoneInfo.from_file(BytesIO(content)))


@pytest.mark.walk
def test_every_zone_follows_newest_installed_set():
    folder = newest_installed()
    wrong = [
        name
        for name in sorted(zone_names())
        if changes(zone(name)) != changes_in_file(folder.joinpath(name).read_bytes())
    ]
    assert wrong == []
    assert len(zone_names()) >= 590
    assert set(main_zones()) <= zone_names()


def test_vancouver_opens_at_nine():
    """Since 2026 its clocks stay seven hours behind UTC, in winter too."""
    weekdays = tuple((day, 9 * 60, 17 * 60) for day in range(1, 6))
    host = Candidate(1, Hours("America/Vancouver", weekdays), [])
    day = datetime(2027, 1, 12, 8, tzinfo=UTC)
    window = (int(day.timestamp()), int((day + timedelta(days=1)).timestamp()))
    found = starts([[host]], Timing(duration=30, interval=30), window, window[0])
    assert datetime.fromtimestamp(found[0], UTC) == datetime(2027, 1, 12, 16, tzinfo=UTC)
    assert zones.zone_label("America/Vancouver", day) == "Vancouver, America (-07:00)"


CLOCKS_OF_BROWSERS = r"new Date\b|Date\.now|toLocale|formatToParts|DateTimeFormat\([^)]*\)\.format|timeZone:"


@table("script", SCRIPTS)
def test_no_script_uses_browser_clocks(script):
    assert not re.search(CLOCKS_OF_BROWSERS, script.read_text())
