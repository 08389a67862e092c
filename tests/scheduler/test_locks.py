"""What is installed for the tests is what is installed in production, version by version."""

import re

from django.conf import settings

PINNED = re.compile(r"^([a-z0-9._-]+)==(\S+)", re.MULTILINE)


def versions(name: str) -> dict[str, str]:
    return dict(PINNED.findall((settings.BASE_DIR / name).read_text(encoding="utf-8")))


def test_production_has_versions_that_are_tested():
    production, tested = versions("requirements.lock"), versions("requirements-dev.lock")
    assert len(production) > 10
    assert {name: version for name, version in production.items() if tested.get(name) != version} == {}
