"""A plug-in, named in pyproject.toml: tests that request pages are a tier of their own, `make test-pages`.

A test with a browser as a fixture gets the mark `page` here. A test that makes a browser itself must have this mark, or
that of another tier. In a test without any mark, requests fail: so `make test` requests only the pages of tests marked
`screen`.

A file whose tests all belong to one tier says so in its `pytestmark`. If that tier is deselected, it is not imported.
"""

import re
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from unittest.mock import patch

import pytest
from django.test.client import ClientHandler

# The fixtures that are a browser. Others use them.
BROWSERS = {"client", "anas"}
TIERS = {"page", "screen", "slow", "browser", "race", "walk", "contract", "fuzz"}
PYTESTMARK = re.compile(r"^pytestmark = (?:\[[^\]]*\]|.*)", re.MULTILINE)
LEAVING_OUT = re.compile(r"(?:\w+ and )?not \((\w+(?: or \w+)*)\)")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    is_named = any(arg.partition("::")[0].endswith(collection_path.name) for arg in config.args)
    if is_named or collection_path.suffix != ".py":
        return None
    return leaves_out(config.option.markexpr, collection_path.read_text()) or None


def leaves_out(markers: str, source: str) -> bool:
    """Return whether `-m "not (...)"` deselects all tests of a file, by the tier in its `pytestmark`."""
    pytestmark, expression = PYTESTMARK.search(source), LEAVING_OUT.fullmatch(markers)
    if pytestmark is None or expression is None:
        return False
    deselected = set(expression[1].split(" or ")) & TIERS
    return any(mark in deselected for mark in re.findall(r"mark\.(\w+)", pytestmark[0]))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if BROWSERS & set(getattr(item, "fixturenames", ())) and not tiers_of(item):
            item.add_marker("page")


def tiers_of(item: pytest.Item) -> set[str]:
    """Return the tiers that a test is marked with. `make test` runs those with none, or with `screen`."""
    return TIERS & {mark.name for mark in item.iter_markers()}


@pytest.fixture(autouse=True)
def no_page_without_its_mark(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that requests a page without belonging to a tier with pages."""

    def refuse(*_arguments: object) -> None:
        pytest.fail("This test asks for a page: mark it `page`, and `make test-pages` runs it.")

    # Not with `monkeypatch`: a test's own changes would then last longer than this fixture.
    with nullcontext() if tiers_of(request.node) else patch.object(ClientHandler, "__call__", refuse):
        yield
