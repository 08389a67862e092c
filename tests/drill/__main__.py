"""Upgrade under bookings as docs/operating.md says, then restore a backup into another database: `make drill`.

The release before is the commit before this one, or the one that is named. Old and new code run side by side on the new
tables. No request may fail, and no customer may wait for two seconds.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from itertools import count, pairwise
from pathlib import Path

os.environ |= {"DJANGO_SETTINGS_MODULE": "scheduler.settings", "DATABASE_URL": "postgres:///none"}

import django

django.setup()

from tests.concurrency.customers import Reply  # noqa: E402
from tests.concurrency.load import Customer  # noqa: E402
from tests.deliveries.sink import smtp_sink  # noqa: E402
from tests.drill.site import ROOT, WEBS, Installation, ask, proxied  # noqa: E402
from tests.own_postgres import OwnPostgres, own_postgres, program  # noqa: E402

CLIENTS, FORMS = 3, 400
# Seconds of bookings before and after, and the longest pause that a step may cause.
SECONDS_AROUND, LONGEST_PAUSE = 4.0, 2.0
# When the current load began, by time.monotonic().
STARTED = [0.0]
# Run by the code of the release before, which fits its tables.
OPEN_FORMS = f"""
import django, json; django.setup()
from tests.concurrency import customers
from tests.concurrency.stages import open_stage
stage = open_stage()
forms = []
for start in stage.slots({FORMS}):
    link = stage.link()
    form = customers.fill_in(link=link, event_type=stage.event_type.pk, start=start)
    forms.append([customers.link_path(link), form])
print(json.dumps(forms))
"""


class Site:
    """The forms that customers send, and how they request pages."""

    def __init__(self, forms: list[tuple[str, dict[str, str]]]) -> None:
        self.forms, self.numbers = forms, count()

    def ask(self, method: str, path: str, fields: dict[str, str] | None) -> Reply:
        return ask(method, path, fields)


def under_load(site: Site, work: Callable[[], None]) -> tuple[Counter[tuple[str, int]], float, list[str]]:
    """Do the work while customers book. Return the responses by method and status, the longest pause, and the bookings.

    A pause is the time between two bookings. Each of more than a second is printed, with when it began.
    """
    STARTED[:] = [time.monotonic()]
    crowd = [Customer(site, site.numbers) for _ in range(CLIENTS)]
    for customer in crowd:
        customer.start()
    try:
        while not all(customer.moments or customer.error for customer in crowd):
            time.sleep(0.1)
        time.sleep(SECONDS_AROUND)
        work()
        time.sleep(SECONDS_AROUND)
    finally:
        for customer in crowd:
            customer.stopping.set()
        for customer in crowd:
            customer.join(60)
    errors = [repr(customer.error) for customer in crowd if customer.error]
    if errors:
        print("\n".join(errors))
    seen = sum((customer.answers for customer in crowd), Counter())
    moments = sorted(moment for customer in crowd for moment in customer.moments)
    pauses = [(after - before, before - STARTED[0]) for before, after in pairwise(moments)]
    pause = max(length for length, _moment in pauses)
    for length, moment in pauses:
        if length > 1:
            print(f"  {moment:5.1f} s: nobody booked for {length:.1f} s")
    return seen, pause, [location for customer in crowd for location in customer.accepted.values()]


def upgrade(site: Installation, old: Path) -> None:
    """Do the steps of *Upgrade* in docs/operating.md."""
    print_step("worker stops")
    site.stop("worker")
    print_step("dump")
    dump(site.postgres, site.folder / "before.dump")
    print_step("migrate")
    site.manage(ROOT, "migrate")
    for port in WEBS:
        print_step(f"web {port} stops")
        site.stop(f"web {port}")
        print_step(f"web {port} starts")
        site.start_web(port, ROOT)
    print_step("worker starts")
    site.start_worker(ROOT)


def print_step(name: str) -> None:
    print(f"  {time.monotonic() - STARTED[0]:5.1f} s: {name}", flush=True)


def dump(postgres: OwnPostgres, path: Path) -> None:
    line = [program("pg_dump"), "--format=custom", "-h", str(postgres.data), "-U", "app", "-f", path, "admit_one"]
    subprocess.run(line, check=True)


def restore(site: Installation, path: Path) -> None:
    """Do the steps of *Back up and restore*, into a database of another name."""
    with site.postgres.direct() as direct:
        direct.execute("CREATE DATABASE restored OWNER app")
    line = [program("pg_restore"), "--no-owner", "--exit-on-error", "-h", str(site.postgres.data), "-U", "app"]
    subprocess.run([*line, "--dbname=restored", path], check=True)
    site.manage(ROOT, "migrate", database="restored")
    for port in WEBS:
        site.stop(f"web {port}")
        site.start_web(port, ROOT, database="restored")


def failures(seen: Counter[tuple[str, int]]) -> dict[str, int]:
    return {f"{method} {status}": times for (method, status), times in seen.items() if status not in {200, 303}}


def install(site: Installation, old: Path) -> Site:
    """Install the release before, with links and forms that are not used yet."""
    with site.postgres.direct() as direct:
        direct.execute("CREATE ROLE app LOGIN")
        direct.execute("CREATE DATABASE admit_one OWNER app")
    for code in (old, ROOT):
        site.manage(code, "collectstatic", "--noinput")
        subprocess.run([sys.executable, "-m", "compileall", "-q", "-x", r"/(\.venv|var)/", "."], cwd=code, check=True)
    site.manage(old, "migrate")
    forms = subprocess.run(
        [sys.executable, "-c", OPEN_FORMS], cwd=old, stdout=subprocess.PIPE, text=True, check=True,
        env=site.environment() | {"DJANGO_SETTINGS_MODULE": "scheduler.settings"},
    )  # fmt: skip
    for port in WEBS:
        site.start_web(port, old)
    site.start_worker(old)
    return Site([tuple(form) for form in json.loads(forms.stdout)])


def main() -> None:
    parser = argparse.ArgumentParser(prog="make drill", description=__doc__)
    parser.add_argument("--before", default="HEAD~1", help="the commit of the release before")
    chosen = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="drill-"))
    folder.chmod(0o755)
    old = folder / "old"
    old.mkdir()
    code = subprocess.run(["git", "archive", chosen.before], cwd=ROOT, stdout=subprocess.PIPE, check=True)
    subprocess.run(["tar", "-x", "-C", old], input=code.stdout, check=True)
    with smtp_sink() as sink, own_postgres() as postgres, proxied(folder):
        site = Installation(folder, postgres, sink.port)
        try:
            passed = drill(site, install(site, old), old)
        finally:
            site.end()
    print("Passed." if passed else "FAILED.")
    sys.exit(not passed)


def drill(site: Installation, customers: Site, old: Path) -> bool:
    """Run the upgrade, the control (both web servers restarted at once) and the restore. Return whether all passed."""
    seen, pause, booked = under_load(customers, lambda: upgrade(site, old))
    print(f"upgrade: {len(booked)} booked, failed: {failures(seen)}, longest pause {pause:.1f} s", flush=True)
    passed = not failures(seen) and pause <= LONGEST_PAUSE

    def restart_both() -> None:
        for port in WEBS:
            site.stop(f"web {port}")
        for port in WEBS:
            site.start_web(port, ROOT)

    seen, pause, control_booked = under_load(customers, restart_both)
    print(
        f"control, both at once: {len(control_booked)} booked, failed: {failures(seen)}, longest pause {pause:.1f} s",
        flush=True,
    )
    # If the control causes no failure and no pause, the load is too weak to prove anything.
    passed = passed and bool(failures(seen) or pause > LONGEST_PAUSE)
    dump(site.postgres, site.folder / "all.dump")
    restore(site, site.folder / "all.dump")
    unused = [entry for entry, _form in customers.forms[-20:]]
    opened = Counter(ask("GET", path).status for path in [*booked[:40], *control_booked[:40], *unused])
    print(f"restored: {sum(opened.values())} mailed addresses opened: {dict(opened)}", flush=True)
    return passed and set(opened) == {200}


if __name__ == "__main__":
    main()
