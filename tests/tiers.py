"""A plug-in, named in pyproject.toml: tests that ask for pages are a tier of their own, `make test-pages`.

Whoever takes a browser as a fixture asks for pages, and gets the mark `page` here. A test that makes a browser itself
wears the mark, or the one of another tier. Without any, an answer is refused: so `make test` stays without pages, but
for those marked `screen`.

A file whose tests all belong to one tier says so in its `pytestmark`. Where that tier is left out, it is not imported.
"""

import re
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from unittest.mock import patch

import pytest
from django.test.client import ClientHandler

# The fixtures that are a browser. Others are made of them.
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
    """Whether `-m "not (...)"` leaves out all tests of a file, by the tier that its `pytestmark` names."""
    named, unwanted = PYTESTMARK.search(source), LEAVING_OUT.fullmatch(markers)
    if named is None or unwanted is None:
        return False
    return bool(TIERS & {*unwanted[1].split(" or ")} & {*re.findall(r"mark\.(\w+)", named[0])})


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if BROWSERS & set(getattr(item, "fixturenames", ())) and not tiers_of(item):
            item.add_marker("page")


def tiers_of(item: pytest.Item) -> set[str]:
    """The marks of tiers that a test wears: none for what `make test` runs, or `screen`."""
    return TIERS & {mark.name for mark in item.iter_markers()}


@pytest.fixture(autouse=True)
def no_page_without_its_mark(request: pytest.FixtureRequest) -> Iterator[None]:
    """Nothing is answered in a test that belongs to no tier with pages."""

    def refuse(*_asked: object) -> None:
        pytest.fail("This test asks for a page: mark it `page`, and `make test-pages` runs it.")

    # Not by `monkeypatch`, which a test's own changes would outlive then.
    with nullcontext() if tiers_of(request.node) else patch.object(ClientHandler, "__call__", refuse):
        yield
