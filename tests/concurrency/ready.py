"""Imported once, by the process from which the crowd is forked: everything is loaded, nothing is connected."""

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.concurrency.settings"

import django

django.setup()

from django.urls import get_resolver  # noqa: E402

from tests.concurrency import failpoints, operations  # noqa: E402 (they need the models)

# The site map, and with it all views: those who call the API would load it while the others wait.
get_resolver().url_patterns  # noqa: B018
failpoints.install(*failpoints.BOOKINGS, "deliveries.senders", "deliveries.webhooks.calling", "links.actions.sending")

__all__ = ["operations"]
