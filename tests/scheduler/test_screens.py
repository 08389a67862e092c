"""Each screen opens, whole and once. Besides a link's whole way, these are the only pages that `make test` asks for."""

import pytest

from tests.scheduler.test_permissions import ROLES, World, expected

pytestmark = [pytest.mark.django_db, pytest.mark.screen]

# Whose view is the fullest, first.
READERS = ("owner", "admin", "anonymous")


@pytest.fixture
def world(ana, ben, zoe):
    return World(ana, ben, zoe)


def opens_to(answers):
    """The first of the readers for whom the table of permissions says 200; None where nobody gets a page."""
    return next((role for role in READERS if answers[ROLES.index(role)] == "200"), None)


def test_each_screen_opens_whole(world):
    readers = {name: opens_to(answers) for name, answers in expected().items() if not name.startswith("admin:")}
    addresses, faults, ends = world.addresses(), {}, {}
    for name, role in readers.items():
        if role is not None:
            response = world.ask(role, "GET", addresses[name])
            if response.status_code != 200:
                faults[name] = response.status_code
            elif response.headers["Content-Type"].startswith("text/html"):
                ends[name] = response.content.rstrip().endswith(b"</html>")
    assert faults == {}
    assert {name for name, whole in ends.items() if not whole} == set()
    assert len(ends) > 90
