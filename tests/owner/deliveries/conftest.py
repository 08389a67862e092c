"""The organization whose mails are listed."""

import pytest

from accounts.models import Organization, User


@pytest.fixture
def acme(ana: User) -> Organization:
    return ana.organization
