"""Section 3 of the design, held by a script: the layers, their order, and imports where a reader looks for them."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# Each app may be known by itself and by those after it.
APPS = ["accounts", "deliveries", "pages", "links", "bookings"]
SCREENS = {"forms", "views", "urls", "admin", "management", "templatetags", "adapter", "middleware"}
# What the screens of every app stand on: decorators and the like, which know requests but show nothing.
SHARED = {"accounts.access", "accounts.scoped_admin", "accounts.typed"}
# Inside the data layer, lowest first. Other data modules stand between, wherever their own imports put them.
RANKS = {"errors": 0, "models": 1, "queries": 2, "actions": 3}
PURE = [
    "accounts.client_address",
    "accounts.zone_set",
    "bookings.standing",
    "bookings.submission",
    "links.liveness",
    "links.placeholders",
    "links.recipients",
    "links.tokens",
    "pages.assignment",
    "pages.availability",
    "pages.distribution",
    "pages.hours",
    "pages.recurrence",
]


def find_modules() -> dict[str, Path]:
    """All modules of the apps by their dotted names; a package goes by its own name."""
    found = {}
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            if "migrations" not in parts:
                found[".".join(part for part in parts if part != "__init__")] = path
    return found


MODULES = find_modules()
DATA = [name for name in MODULES if not {name.split(".")[-1], name.split(".")[min(1, name.count("."))]} & SCREENS]
IN_SCREENS = [name for name in MODULES if name not in DATA or name in SHARED]


@cache
def imports(name: str) -> tuple[str, ...]:
    """What a module imports: our own modules by their names, others as `package.name`."""
    found: list[str] = []
    for node in ast.walk(ast.parse(MODULES[name].read_text())):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{name}: write the whole name instead of a relative import"
            found += [f"{node.module}.{alias.name}" for alias in node.names]
    return tuple(one if one in MODULES else owner(one) for one in found)


def owner(dotted: str) -> str:
    """The module of ours that holds the name, or the name itself where it is none of ours."""
    holder = dotted.rpartition(".")[0]
    return holder if holder in MODULES else dotted


def ours(name: str) -> Iterator[str]:
    """The modules of the apps that a module imports."""
    return (one for one in imports(name) if one in MODULES)


def app_of(name: str) -> str:
    return name.split(".")[0]


def rank(name: str) -> int | None:
    """Where a data module stands by its name; None where its name says nothing."""
    return RANKS.get(name.split(".")[1]) if "." in name else None


@cache
def reach(name: str) -> frozenset[str]:
    """Everything of ours that comes along when the module is imported."""
    found: set[str] = set()
    todo = [name]
    while todo:
        for one in ours(todo.pop()):
            if one not in found:
                found.add(one)
                todo.append(one)
    return frozenset(found)


@pytest.mark.parametrize("name", [name for name in DATA if name not in SHARED])
def test_data_imports_data_downward_only(name):
    for one in ours(name):
        assert one not in IN_SCREENS, f"{name} is data and imports {one}, a screen"
        assert APPS.index(app_of(one)) <= APPS.index(app_of(name)), f"{name} imports {one}, of an app above it"


@pytest.mark.parametrize("name", [name for name in DATA if rank(name) is not None])
def test_errors_know_nothing_models_know_them_queries_know_models_actions_know_all(name):
    above = [one for one in reach(name) if (rank(one) or 0) > (rank(name) or 0)]
    assert above == [], f"{name} reaches {above}"


@pytest.mark.parametrize("name", DATA)
def test_no_module_reaches_itself(name):
    # A package and its own modules are one.
    assert not any(name in reach(one) for one in ours(name) if not one.startswith(f"{name}."))


@pytest.mark.parametrize("name", PURE)
def test_pure_cores_know_no_orm_request_or_clock(name):
    assert [one for one in imports(name) if one.startswith("django")] == []
    assert [one for one in reach(name) if one not in PURE] == []
    source = MODULES[name].read_text()
    assert [clock for clock in ("time.time", ".now(", ".today(", "utcnow") if clock in source] == []


@pytest.mark.parametrize("name", IN_SCREENS)
def test_screens_import_no_other_apps_screens(name):
    for one in ours(name):
        assert one not in IN_SCREENS or one in SHARED or app_of(one) == app_of(name), f"{name} imports {one}"


@pytest.mark.parametrize("name", list(MODULES))
def test_imports_stand_at_the_top(name):
    inside = [
        (function.name, node.lineno)
        for function in ast.walk(ast.parse(MODULES[name].read_text()))
        if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef))
        for node in ast.walk(function)
        if isinstance(node, (ast.Import, ast.ImportFrom))
    ]
    assert inside == []


@pytest.mark.parametrize("name", list(MODULES))
def test_apps_know_neither_the_project_nor_the_tests(name):
    # What a screen needs of the project comes through django.conf and the site's own hooks.
    assert [one for one in imports(name) if one.split(".")[0] in {"scheduler", "tests"}] == []


@pytest.mark.parametrize("name", list(MODULES))
def test_clocks_come_from_one_place(name):
    """Neither `zoneinfo` as it comes, nor dateutil's zones, nor PostgreSQL's: each has data of its own."""
    source = MODULES[name].read_text()
    assert name == "accounts.zone_set" or not re.search(r"\bZoneInfo\(", source)
    assert [one for one in imports(name) if re.search(r"^dateutil\.tz|\.(Trunc|Extract)\w*$", one)] == []
    assert not re.search(r"AT TIME ZONE|__(date|time|year|month|day|week|week_day|hour)(__\w+)?=", source)


def test_no_junk_drawers_and_no_signals_of_our_own():
    assert [name for name in MODULES if name.split(".")[-1] in {"utils", "common", "helpers", "signals"}] == []


def test_the_script_sees_a_violation(monkeypatch, tmp_path):
    for name, text in {"pages.models": "from bookings.views import home\n", "bookings.views": ""}.items():
        (tmp_path / name).write_text(text)
        monkeypatch.setitem(MODULES, name, tmp_path / name)
    monkeypatch.setattr("tests.scheduler.test_layers.IN_SCREENS", ["bookings.views"])
    imports.cache_clear()
    with pytest.raises(AssertionError, match=r"pages\.models is data and imports bookings\.views, a screen"):
        test_data_imports_data_downward_only("pages.models")
    imports.cache_clear()
