"""The page about settings names what the application reads, and nothing else."""

import re

from tests.scheduler.test_layers import ROOT

ROW = re.compile(r"^\| `([A-Z_]+)` \| (.+) \| (.+) \|$", re.MULTILINE)
READ = re.compile(r'\b(?:env\.\w+|required|environ\.get)\(\s*"([A-Z_]+)"')


def described() -> dict[str, str]:
    """The settings of the page with their defaults, as written."""
    return {name: default for name, _meaning, default in ROW.findall((ROOT / "docs/settings.md").read_text())}


def test_the_page_names_every_setting_that_is_read():
    sources = [(ROOT / "scheduler" / name).read_text() for name in ("settings.py", "gunicorn.py")]
    assert described().keys() == {name for source in sources for name in READ.findall(source)}
