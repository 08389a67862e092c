"""`python -m tests.upgrade NAME`: take a dump of an installation of this release, for later releases.

A new database is migrated and gets the demo's data and rows of every kind, all through the application's actions.
`NAME.sql.gz` is its dump; `NAME.json` has the mailed addresses, and how each must respond from now on.
"""

import argparse
import json
import subprocess
from datetime import timedelta
from io import StringIO
from pathlib import Path

from tests.upgrade import dumps

arguments = argparse.ArgumentParser(description=__doc__)
arguments.add_argument("name", help="for example 2026-11")
arguments.add_argument("--into", type=Path, default=dumps.HERE, help="the folder of the files")
chosen = arguments.parse_args()
dumps.prepare_database()

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from accounts.models import User  # noqa: E402
from bookings.management.commands.demo import EMAIL, PASSWORD  # noqa: E402
from bookings.models import Booking  # noqa: E402
from tests.upgrade import rows_accounts, rows_bookings, rows_calendars, rows_links, rows_webhooks, rows_worker  # noqa: E402
from tests.upgrade.mailed import Mailed, using_keys  # noqa: E402

# The application never writes to these tables, which are those of Django's permissions and of allauth.
NEVER_FILLED = {"account_emailconfirmation", "auth_group", "auth_group_permissions"}
NEVER_FILLED |= {"accounts_user_groups", "accounts_user_user_permissions"}


def main() -> None:
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mailed = Mailed()
    # The demo's addresses have the older key, as in an installation that has changed its keys since.
    with using_keys("00a"):
        call_command("demo", stdout=StringIO())
    ana = User.objects.get(email=EMAIL)
    now = timezone.now()
    rows_accounts.add(ana, mailed, now)
    rows_calendars.add(ana)
    rows_links.add(ana, mailed, now)
    rows_bookings.add(ana, mailed, now)
    rows_webhooks.add(ana, now)
    rows_worker.add(now)
    with using_keys("00b", "00a"):
        details = dump_details(mailed, rows_accounts.sign_in(EMAIL, PASSWORD))
        mailed.check(Client())
    refuse_empty_tables()
    (chosen.into / f"{chosen.name}.json").write_text(json.dumps(details, indent=1) + "\n")
    connection.close()
    dumps.write_dump(chosen.into / f"{chosen.name}.sql.gz")


def dump_details(mailed: Mailed, session: str) -> dict[str, object]:
    """Return the contents of the JSON file: what cannot be read from the dump itself."""
    # Just after the last row, so that no state has changed by then.
    taken = timezone.now() + timedelta(seconds=1)
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=True)
    return {
        "commit": commit.stdout.strip(),
        "taken": taken.isoformat(),
        "settings": {
            "SECRET_KEY": settings.SECRET_KEY,
            "LINK_KEYS": ",".join(f"{kid}:{key.hex()}" for kid, key in settings.LINK_KEYS.items()),
        },
        "email": EMAIL,
        "password": PASSWORD,
        "session": session,
        "second_factor": rows_accounts.SECOND_FACTOR,
        "states": {
            str(booking.uid): booking.state(taken).replace("-", "_") for booking in Booking.objects.order_by("pk")
        },
        "addresses": [vars(address) for address in mailed.addresses],
    }


def refuse_empty_tables() -> None:
    """Raise SystemExit if a table is empty: later migrations of it would not be tested."""
    with connection.cursor() as cursor:
        empty = []
        for table in sorted(set(connection.introspection.table_names(cursor)) - NEVER_FILLED):
            cursor.execute(f'SELECT EXISTS (SELECT FROM "{table}")')
            if cursor.fetchone() == (False,):
                empty.append(table)
    if empty:
        raise SystemExit(f"No rows in {', '.join(empty)}: make some in tests/upgrade/rows_*.py, through the actions.")


main()
