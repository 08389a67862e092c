"""The floors of the house: imports point down, doors keep apart, pure modules know nothing.

Each rule is a function that lists all violations of a tree, so that one run shows everything there is to mend.
"""

import ast
import re
from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise
from pathlib import Path

from tests.tables import table

ROOT = Path(__file__).resolve().parents[2]
# Each floor may import those before it. The doors share the last but one, and import no other door.
FLOORS = ["core", "accounts", "deliveries", "calendars", "pages", "links", "bookings", "DOORS", "scheduler"]
DOORS = {"customer", "owner", "api"}
# Inside a domain app, lowest first; other modules stand between, wherever their own imports put them.
RANKS = {"errors": 0, "models": 1, "queries": 2, "actions": 3}
MOST_IN_CORE = 14
PURE = {
    "accounts.client_address",
    "core.zone_set",
    "bookings.submission",
    "bookings.offsets",
    "calendars.events",
    "calendars.instants",
    "calendars.reading",
    "calendars.recurring",
    "calendars.series",
    "calendars.streams",
    "calendars.weeks",
    "core.tokens",
    "links.cells",
    "links.headings",
    "links.lines",
    "links.liveness",
    "links.placeholders",
    "links.recipients",
    "pages.assignment",
    "pages.availability",
    "pages.days_off",
    "pages.hours",
    "pages.recurrence",
    "pages.rotation",
}
CLOCKS = ("time.time", ".now(", ".today(", "utcnow")
OTHER_CLOCKS = re.compile(r"^dateutil\.tz|\.(Trunc|Extract)\w*$")
OTHER_DATES = re.compile(r"AT TIME ZONE|__(date|time|year|month|day|week|week_day|hour)(__\w+)?=")
JUNK = {"utils", "common", "helpers", "signals"}


class Tree:
    """Modules by their dotted names, a package by its own name, and what each imports."""

    def __init__(self, sources: dict[str, str]) -> None:
        self.sources = sources
        self.parsed = {name: ast.parse(source) for name, source in sources.items()}
        self._reached: dict[str, set[str]] = {}

    @classmethod
    def of_the_project(cls) -> "Tree":
        folders = [floor for floor in FLOORS if floor != "DOORS"] + sorted(DOORS)
        found = {}
        for path in (path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))):
            parts = path.relative_to(ROOT).with_suffix("").parts
            if "migrations" not in parts:
                found[".".join(part for part in parts if part != "__init__")] = path.read_text()
        return cls(found)

    @cached_property
    def imports(self) -> dict[str, list[str]]:
        """Our own modules by their names, others as `package.name`."""
        return {name: [self._holder(one) for one in _imported(tree)] for name, tree in self.parsed.items()}

    def _holder(self, dotted: str) -> str:
        if dotted in self.sources:
            return dotted
        package = dotted.rpartition(".")[0]
        return package if package in self.sources else dotted

    @cached_property
    def edges(self) -> list[tuple[str, str]]:
        """Who imports whom, among our own."""
        return [(name, one) for name, those in self.imports.items() for one in those if one in self.sources]

    def reach(self, name: str) -> set[str]:
        """Everything of ours that comes along when the module is imported."""
        if name in self._reached:
            return self._reached[name]
        found: set[str] = set()
        todo = [name]
        while todo:
            new = {one for one in self.imports[todo.pop()] if one in self.sources} - found
            found |= new
            todo += new
        self._reached[name] = found
        return found


def statements(tree: ast.AST) -> Iterator[ast.AST]:
    """All statements, however deep. Expressions hold none, and are nine tenths of a tree."""
    todo = [tree]
    while todo:
        node = todo.pop()
        yield node
        for inside in ("body", "orelse", "finalbody", "handlers", "cases"):
            todo += getattr(node, inside, ())


def _imported(tree: ast.AST) -> list[str]:
    found: list[str] = []
    for node in statements(tree):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found += [f"{'.' * node.level}{node.module or ''}.{alias.name}" for alias in node.names]
    return found


def floor_of(name: str) -> int:
    app = name.split(".")[0]
    return FLOORS.index("DOORS" if app in DOORS else app)


def room_of(name: str) -> str:
    """The room of owner/ that holds the module; empty for what all rooms stand on."""
    parts = name.split(".")
    return parts[1] if parts[0] == "owner" and len(parts) > 2 else ""


def upward(tree: Tree) -> list[str]:
    return [f"{name} imports {one}" for name, one in tree.edges if floor_of(one) > floor_of(name)]


def through_doors(tree: Tree) -> list[str]:
    apps = ((name, one, name.split(".")[0], one.split(".")[0]) for name, one in tree.edges)
    return [f"{name} imports {one}" for name, one, app, other in apps if app != other and {app, other} <= DOORS]


def across_rooms(tree: Tree) -> list[str]:
    rooms = ((name, one, room_of(name), room_of(one)) for name, one in tree.edges if name.startswith("owner."))
    return [f"{name} imports {one}" for name, one, room, other in rooms if other and room != other]


def ranks_broken(tree: Tree) -> list[str]:
    """Errors know nothing, models know them, queries know models, actions know all."""

    def rank(name: str) -> int | None:
        parts = name.split(".")
        return RANKS.get(parts[1]) if len(parts) > 1 and parts[0] not in DOORS else None

    ranked = [(name, own) for name in tree.sources if (own := rank(name)) is not None]
    return [
        f"{name} reaches {one}" for name, own in ranked for one in sorted(tree.reach(name)) if (rank(one) or 0) > own
    ]


def circles(tree: Tree) -> list[str]:
    # A package and its own modules are one.
    return [
        f"{name} reaches itself through {one}"
        for name, one in tree.edges
        if not one.startswith(f"{name}.") and name in tree.reach(one)
    ]


def knowing_pure(tree: Tree) -> list[str]:
    found = []
    for name in sorted(PURE & tree.sources.keys()):
        found += [f"{name} imports {one}" for one in tree.imports[name] if one.startswith("django")]
        found += [f"{name} reaches {one}" for one in sorted(tree.reach(name) - PURE)]
        found += [f"{name} reads the clock by {clock}" for clock in CLOCKS if clock in tree.sources[name]]
    return found


def knowing_core(tree: Tree) -> list[str]:
    core = [name for name in tree.sources if name.startswith("core.")]
    settings = [f"{name} reads the settings" for name in core if "django.conf.settings" in tree.imports[name]]
    return settings + ([f"core holds {len(core)} modules"] if len(core) > MOST_IN_CORE else [])


def hidden_imports(tree: Tree) -> list[str]:
    """Imports inside functions, relative ones, and those of the project or the tests."""
    found = [
        f"{name}:{node.lineno} imports inside {function.name}"
        for name, parsed in tree.parsed.items()
        if not name.startswith("scheduler")
        for function in statements(parsed)
        if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef))
        for node in statements(function)
        if isinstance(node, (ast.Import, ast.ImportFrom))
    ]
    found += [f"{name} imports {one}" for name, those in tree.imports.items() for one in those if one.startswith(".")]
    return found + [f"{name} imports {one}" for name, those in tree.imports.items() for one in those if "tests." in one]


def stray_clocks(tree: Tree) -> list[str]:
    """Neither `zoneinfo` as it comes, nor dateutil's zones, nor PostgreSQL's: each has data of its own."""
    found = []
    for name, source in tree.sources.items():
        if name != "core.zone_set" and not name.startswith("scheduler") and re.search(r"\bZoneInfo\(", source):
            found.append(f"{name} makes a ZoneInfo of its own")
        found += [f"{name} imports {one}" for one in tree.imports[name] if OTHER_CLOCKS.search(one)]
        if OTHER_DATES.search(source):
            found.append(f"{name} lets PostgreSQL tell the date")
    return found


def private_parts(tree: Tree) -> list[str]:
    """What a library calls internal. For the one exception `pyproject.toml` binds that library to a minor release."""
    return [
        f"{name} imports {one}"
        for name, those in tree.imports.items()
        for one in those
        if ".internal" in one and name != "accounts.lockout"
    ]


def junk_drawers(tree: Tree) -> list[str]:
    return [name for name in tree.sources if name.split(".")[-1] in JUNK]


RULES = [
    upward,
    through_doors,
    across_rooms,
    ranks_broken,
    circles,
    knowing_pure,
    knowing_core,
    hidden_imports,
    junk_drawers,
    stray_clocks,
    private_parts,
]


def test_the_project_keeps_every_rule():
    # One test for all rules: reading the project takes longer than judging it.
    project = Tree.of_the_project()
    broken = {rule.__name__: rule(project) for rule in RULES}
    assert {name: found for name, found in broken.items() if found} == {}
    assert project.sources.keys() >= PURE


WRONG = {
    upward: ({"pages.models": "from bookings import models", "bookings.models": ""}, "pages.models imports bookings"),
    through_doors: ({"owner.home": "import customer.visit", "customer.visit": ""}, "owner.home imports customer.visit"),
    across_rooms: (
        {"owner.links.views": "import owner.team.views", "owner.team.views": ""},
        "imports owner.team.views",
    ),
    ranks_broken: ({"pages.models": "import pages.actions", "pages.actions": ""}, "pages.models reaches pages.actions"),
    circles: ({"links.a": "import links.b", "links.b": "import links.a"}, "links.a reaches itself through links.b"),
    knowing_pure: ({"core.tokens": "from django.db import models"}, "core.tokens imports django.db.models"),
    knowing_core: ({"core.text": "from django.conf import settings"}, "core.text reads the settings"),
    hidden_imports: ({"links.a": "def f():\n    import os"}, "links.a:2 imports inside f"),
    junk_drawers: ({"links.utils": ""}, "links.utils"),
    stray_clocks: ({"links.a": "x = ZoneInfo(name)"}, "links.a makes a ZoneInfo"),
    private_parts: ({"links.a": "from allauth.core.internal import x"}, "links.a imports allauth.core.internal"),
}


@table("rule", RULES)
def test_every_rule_sees_its_violation(rule):
    sources, violation = WRONG[rule]
    assert any(violation in one for one in rule(Tree(sources)))


def test_imports_are_seen_however_deep():
    inside = (
        "if x:\n    import a\nelse:\n    import b",
        "try:\n    import a\nexcept E:\n    import b\nelse:\n    import c\nfinally:\n    import d",
        "for x in y:\n    with z:\n        import a\nelse:\n    import b",
        "match x:\n    case 1:\n        import a",
        "class A:\n    async def f():\n        while x:\n            import a",
    )
    found = ["".join(sorted(_imported(ast.parse(one)))) for one in inside]
    assert found == ["ab", "abcd", "ab", "a", "a"]


def test_the_floors_are_in_order():
    assert all(floor_of(below) < floor_of(above) for below, above in pairwise(["core.x", "links.x", "owner.x"]))
