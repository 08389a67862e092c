"""Imported once, by the process from which the crowd is forked: everything is loaded, nothing is connected."""

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.concurrency.settings"

import django

django.setup()

from tests.concurrency import deeds, failpoints  # noqa: E402 (they need the models)

failpoints.install(*failpoints.BOOKINGS, "deliveries.posting", "deliveries.webhooks.calling")

__all__ = ["deeds"]
