"""The delivery worker as a process of its own, with steps that can be made to fail."""

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.concurrency.settings"

import django

django.setup()

from django.core.management import call_command  # noqa: E402 (needs the models)

from tests.concurrency import failpoints  # noqa: E402 (likewise)

if __name__ == "__main__":
    failpoints.install("deliveries.worker")
    call_command("deliver", "--once")
