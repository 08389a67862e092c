"""A plug-in, named in pyproject.toml: `pytest --feature C5` runs the tests of an id of docs/features.md."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--feature", action="append", default=[], metavar="ID", help="only tests of this id, e.g. C5")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    wanted = {feature.upper() for feature in config.getoption("--feature")}
    if wanted:
        deselected = [item for item in items if not wanted & features_of(item)]
        items[:] = [item for item in items if wanted & features_of(item)]
        config.hook.pytest_deselected(items=deselected)


def features_of(item: pytest.Item) -> set[str]:
    """Return the ids of the features that a test is about."""
    return {feature for mark in item.iter_markers("feature") for feature in mark.args}
