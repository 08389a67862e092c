#!/usr/bin/env python
"""Django's command line; without DATABASE_URL it brings the embedded PostgreSQL up first."""

import os
import sys

from scheduler import postgres

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "scheduler.settings")

# Commands that never touch the database should not start one.
OFFLINE = {
    "collectstatic", "compile_languages", "language_gaps", "messages", "help", "--help", "--version",
}  # fmt: skip


def main() -> None:
    if len(sys.argv) > 1 and sys.argv[1] not in OFFLINE:
        try:
            postgres.ensure()
        except postgres.StartFailed as refusal:
            sys.exit(str(refusal))
    from django.core.management import execute_from_command_line  # noqa: PLC0415 (after the database is known)

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
