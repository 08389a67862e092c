"""The page about settings names what the application reads, and nothing else."""

import re

from scheduler import env_settings
from tests.scheduler.test_layers import ROOT

ROW = re.compile(r"^\| `([A-Z_]+)` \| (.+) \| (.+) \|$", re.MULTILINE)
VALUE = re.compile(r"\*required\*|`[^`]+`")


def described() -> dict[str, str]:
    """The settings of the page with their defaults, as written."""
    return {name: default for name, _meaning, default in ROW.findall((ROOT / "docs/settings.md").read_text())}


def written(default: str | None) -> str:
    """A default as the page writes it. One that depends on something else is described in words."""
    return "*required*" if default is None else f"`{default}`" if default else "words"


def test_page_names_each_setting_and_default():
    read = {name: written(default) for name, default in env_settings.env.defaults.items()}
    page = {name: default if VALUE.fullmatch(default) else "words" for name, default in described().items()}
    assert page == read
