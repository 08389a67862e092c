"""The web server's way in for these tests: the application itself, with steps that can be made to fail."""

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.concurrency.settings"

from scheduler.wsgi import application
from tests.concurrency import failpoints

failpoints.install(
    *failpoints.BOOKINGS,
    "links.actions.batches",
    "owner.links.views.batches",
)

__all__ = ["application"]
