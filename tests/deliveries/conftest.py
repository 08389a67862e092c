"""A real mail server, and settings that lead to it."""

from collections.abc import Iterator

import pytest

from accounts.models import Organization, User
from tests.deliveries.sink import Sink, smtp_sink


@pytest.fixture(autouse=True)
def at_now() -> None:
    """Workers go by PostgreSQL's clock, which nobody stops: what is due is due since 2020, the rest in 2999."""


@pytest.fixture
def acme(ana: User) -> Organization:
    return ana.organization


@pytest.fixture
def sink(settings) -> Iterator[Sink]:
    with smtp_sink() as sink:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
        yield sink
