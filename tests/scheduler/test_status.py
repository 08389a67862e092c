"""`manage.py status`: one line for each thing, 0 if all is well, and no secret in it."""

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.checks import Error, Info, Warning
from django.core.management import call_command
from django.db import OperationalError, connection
from django.test import override_settings

from deliveries.actions import beat
from scheduler import status
from scheduler.status import (
    clocks_finding,
    database_finding,
    keys_finding,
    mail_finding,
    sealing_finding,
    settings_finding,
    zones_finding,
)
from scheduler.zone_data import PACKAGE, SYSTEM, ZoneData, ZoneSet
from tests.builders import NOW, one_time_link
from tests.outages import database_error

SENT = {
    "DEVELOPMENT": False,
    "MAIL_TO_FILES": False,
    "EMAIL_HOST": "mail.example.com",
    "EMAIL_PORT": 587,
    "EMAIL_USE_TLS": True,
    "EMAIL_USE_SSL": False,
    "EMAIL_HOST_USER": "me",
    "EMAIL_HOST_PASSWORD": "correct horse",
    "DEFAULT_FROM_EMAIL": "meet@example.com",
}
ABOUT = [
    *("Database", "Clocks", "Worker", "Outbox", "Calendars", "Meetings"),
    *("Link keys", "Secrets", "Time zones", "Mail", "Settings"),
]


def run_status(capsys):
    """The exit code, and of each line: whether it is well, what it is about, what it says."""
    code = 0
    try:
        call_command("status")
    except SystemExit as ending:
        code = ending.code
    lines = capsys.readouterr().out.splitlines()
    found = [(line[0] == " ", line[2:12].strip(), line[14:]) for line in lines if line[1] == " "]
    return code, found, lines


@pytest.fixture
def production(monkeypatch):
    """As on a machine of its own, where nothing is warned of."""
    monkeypatch.setattr(status, "run_checks", lambda include_deployment_checks: [])
    monkeypatch.setattr(status, "zones_finding", lambda data, today: status.Finding("Time zones", True, "2026f."))
    monkeypatch.setattr(status, "read_clock", lambda: NOW)
    monkeypatch.setattr(status.timezone, "now", lambda: NOW)
    with override_settings(**SENT):
        yield


@pytest.mark.django_db
@pytest.mark.usefixtures("production")
def test_all_is_well(ana, capsys):
    beat(process="web1:7", kind="deliver", now=NOW)
    one_time_link(ana)
    code, found, lines = run_status(capsys)
    assert (code, len(lines)) == (0, 11)
    assert [(is_well, about) for is_well, about, _text in found] == [(True, about) for about in ABOUT]
    texts = [text for _is_well, _about, text in found]
    assert texts[0].startswith("PostgreSQL ")
    assert texts[0].endswith(" answers, takes writes, lacks no migration.")
    assert texts[1:6] == [
        "This machine and the database agree on the time.",
        "Alive: 1 process, last seen 0 s ago.",
        "0 waiting; 0 to be tried again; 0 for later; 0 given up within a day; 0 failed in all.",
        "Connected calendars are read as they become due.",
        "All at the time agreed on.",
    ]
    assert " 1 links, 0 bookings, 0 feeds" in texts[6]
    assert texts[7].endswith(": 0 second factors, 0 calendars.")
    assert texts[9:] == ["Sent by mail.example.com:587 (STARTTLS), from meet@example.com.", "No warnings."]
    assert "correct horse" not in str(lines)


@pytest.mark.django_db
@pytest.mark.usefixtures("production")
def test_missing_worker_is_not_well(capsys):
    code, found, lines = run_status(capsys)
    assert (code, [about for is_well, about, _text in found if not is_well]) == (1, ["Worker"])
    assert lines[-1] == "Not all is well: see the lines that begin with an exclamation mark."


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("production")
def test_status_outlives_absent_database(capsys):
    def refuse(execute, sql, *rest):
        raise database_error(OperationalError, "57P03")

    with connection.execute_wrapper(refuse):
        code, found, _lines = run_status(capsys)
    assert (code, found[0]) == (1, (False, "Database", "It cannot be used: 57P03."))
    assert [about for _is_well, about, _text in found] == ["Database", "Time zones", "Mail", "Settings"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("production")
def test_a_read_only_database_is_said(capsys):
    with connection.cursor() as cursor:
        cursor.execute("SET default_transaction_read_only = on")
        code, found, _lines = run_status(capsys)
    connection.close()
    assert (code, found[0]) == (1, (False, "Database", "It cannot be used: it is read-only."))


@pytest.mark.django_db
@pytest.mark.usefixtures("production")
def test_missing_migrations_stop_further_questions(capsys):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'deliveries'")
        number = cursor.rowcount
        cursor.execute("DROP TABLE deliveries_beat")
    code, found, _lines = run_status(capsys)
    assert (code, found[0][2]) == (
        1,
        f"{number} migrations are missing, the first deliveries.0001_initial. Run: manage.py migrate.",
    )
    assert [about for _is_well, about, _text in found] == ["Database", "Time zones", "Mail", "Settings"]


def test_an_old_postgresql_is_not_well():
    found = database_finding((14, 11), [])
    assert (found.is_well, found.text) == (False, "It is PostgreSQL 14.11; 15 or newer is needed.")


@pytest.mark.parametrize(
    ("ahead", "is_well", "text"),
    [
        (timedelta(seconds=5), True, "This machine and the database agree on the time."),
        (timedelta(seconds=-5), True, "This machine and the database agree on the time."),
        (timedelta(minutes=10), False, "This machine and the database are 600 seconds apart: "),
        (timedelta(minutes=-10), False, "This machine and the database are 600 seconds apart: "),
    ],
)
def test_clocks_apart_are_not_well(ahead, is_well, text):
    found = clocks_finding(ahead)
    assert (found.is_well, found.text.startswith(text)) == (is_well, True)


def test_keys_tell_what_dies_with_them():
    counts = {"00a": Counter(links=12, bookings=3, tokens=2), "a": Counter(links=1), "00x": Counter(bookings=2)}
    assert keys_finding(["00b", "00a", "a"], counts).text == (
        "00b signs. 00b: 0 links, 0 bookings, 0 feeds, 0 API tokens, 0 webhooks;"
        " 00a: 12 links, 3 bookings, 0 feeds, 2 API tokens, 0 webhooks;"
        " a: 1 links, 0 bookings, 0 feeds, 0 API tokens, 0 webhooks."
        " Dropped, with their addresses: 00x: 0 links, 2 bookings, 0 feeds, 0 API tokens, 0 webhooks."
    )


def test_sealing_keys_tell_what_they_keep():
    factors, calendars = Counter({"00a": 2, "in the clear": 1}), Counter({"00b": 3, "00x": 1})
    assert sealing_finding(["00b", "00a", "0", "00c"], factors, calendars).text == (
        "00b seals. 00b: 0 second factors, 3 calendars. 00a: 2 second factors, 0 calendars."
        " Without a key in SEALING_KEYS: 00x: 0 second factors, 1 calendars;"
        " in the clear: 1 second factors, 0 calendars."
    )
    assert sealing_finding([], Counter(), Counter()).text == "SEALING_KEYS is not set."


@pytest.mark.parametrize(
    ("chosen", "is_well", "text"),
    [
        ({}, True, "Sent by mail.example.com:587 (STARTTLS), from meet@example.com."),
        ({"EMAIL_USE_TLS": False}, True, "Sent by mail.example.com:587 (not encrypted), from meet@example.com."),
        (
            {"EMAIL_USE_TLS": False, "EMAIL_USE_SSL": True},
            True,
            "Sent by mail.example.com:587 (TLS), from meet@example.com.",
        ),
        ({"MAIL_TO_FILES": True, "MAIL_DIR": "/srv/mail"}, False, "Written to /srv/mail, not sent. Set EMAIL_URL."),
    ],
)
def test_mail_to_files_is_not_well(chosen, is_well, text):
    with override_settings(**SENT | chosen):
        found = mail_finding()
    assert (found.is_well, found.text) == (is_well, text)


def test_settings_warnings_are_not_well():
    said = [Info("Fine.", id="x.I1"), Warning("Not https.", id="security.W008"), Warning("Old.", id="scheduler.W002")]
    said += [
        Warning("Chosen.", id="security.W005"),
        Warning("Clear.", id="scheduler.W003"),
        Error("Broken.", id="x.E1"),
    ]
    with override_settings(DEVELOPMENT=False):
        found = settings_finding(said)
        assert (found.is_well, found.text) == (
            False,
            "Not https. (security.W008) Clear. (scheduler.W003) Broken. (x.E1)",
        )
        assert settings_finding(said[:1]).is_well
    with override_settings(DEVELOPMENT=True):
        assert settings_finding(said).is_well


def test_old_zone_data_is_not_well(tmp_path):
    (tmp_path / "leapseconds").write_text("#expires 1800000000 (2027-01-15)\n")
    data = ZoneData(ZoneSet(PACKAGE, tmp_path, "2026a"), (ZoneSet(SYSTEM, Path("/old"), "2024a"),))
    named = f"2026a of the Python package tzdata ({tmp_path}). Not used: 2024a of the operating system (/old)."
    assert zones_finding(data, date(2026, 12, 1)).text == named
    found = zones_finding(data, date(2027, 2, 1))
    assert not found.is_well
    assert found.text.startswith(f"{named} The time zone data in use was made to last until 2027-01-15.")
    assert found.text.endswith("then restart.")
