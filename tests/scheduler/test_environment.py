"""Each setting works as it is meant, or is refused with a sentence that says what to do."""

import os
import runpy
from types import SimpleNamespace
from unittest import mock

import pytest

import scheduler
from scheduler import environment
from scheduler.environment import Environment
from scheduler.postgres import BASE_DIR
from tests.scheduler.odd_settings import KEY, ODD_SECRET, PRODUCTION, UNFIT, WORK
from tests.tables import table


def settings_of(given):
    """The settings that the application has in this environment."""
    folder = BASE_DIR / "scheduler"
    with mock.patch.dict(os.environ, given, clear=True):
        read = SimpleNamespace(**runpy.run_path(str(folder / "env_settings.py")))
        with mock.patch.object(scheduler, "env_settings", read):
            return runpy.run_path(str(folder / "settings.py"))


def startup_errors(given):
    """What is said where the application does not start."""
    with pytest.raises(SystemExit) as ending:
        settings_of(given)
    return ending.value.code


def has_settings(found, meant):
    """Whether these settings are among those found. Of databases and keys only what is named counts."""
    others = {one: value for one, value in meant.items() if one not in {"DATABASES", "LINK_KEYS"}}
    return (
        {one: found[one] for one in others} == others
        and found["DATABASES"]["default"] | meant.get("DATABASES", {}) == found["DATABASES"]["default"]
        and found["LINK_KEYS"] | meant.get("LINK_KEYS", {}) == found["LINK_KEYS"]
    )


def test_an_odd_setting_works_as_meant():
    faults = [
        (name, text) for name, text, meant in WORK if not has_settings(settings_of(PRODUCTION | {name: text}), meant)
    ]
    assert faults == []


def test_unfit_setting_is_refused_in_a_sentence():
    sentences = [(name, part, startup_errors(PRODUCTION | {name: text})) for name, text, part in UNFIT]
    assert [one for name, part, one in sentences if not (one.startswith(f"{name} ") and part in one)] == []
    assert [one for _name, _part, one in sentences if not one.endswith(".") or "\n" in one or len(one) >= 250] == []


@table("name", ["SECRET_KEY", "LINK_KEYS", "DATABASE_URL", "EMAIL_URL", "METRICS_TOKEN"])
def test_no_sentence_quotes_a_secret(name):
    texts = [text for one, text, _part in UNFIT if one == name]
    secrets = ["short", KEY[:-2], "pw", "p/w", "p#w", "p?w", "34@", "pä"]
    sentences = [startup_errors(PRODUCTION | {name: text}) for text in texts]
    assert [(one, secret) for one in sentences for secret in secrets if secret in one] == []


def test_all_faults_are_told_at_once():
    lines = startup_errors({"LOG_LEVEL": "loud", "EMAIL_URL": "x"}).splitlines()
    assert [line.split()[0] for line in lines] == [
        "SECRET_KEY",
        "LINK_KEYS",
        "BASE_URL",
        "DATABASE_URL",
        "EMAIL_URL",
        "LOG_LEVEL",
    ]
    assert [line.endswith(" For a trial on this machine set DEVELOPMENT=true.") for line in lines[:4]] == [True] * 4


@pytest.mark.parametrize("address", ["http://192.0.2.7", "https://[2001:db8::1]:8443"])
def test_numeric_host_needs_a_sender(address):
    given = PRODUCTION | {"BASE_URL": address, "FROM_EMAIL": ""}
    assert startup_errors(given).startswith("FROM_EMAIL is not set, and BASE_URL has no name")
    assert settings_of(given | {"DEVELOPMENT": "true"})["DEFAULT_FROM_EMAIL"] == "admit-one@localhost"


def test_silent_database_is_given_up_soon():
    address = {"DATABASE_URL": "postgres://me@db/one?connect_timeout=17"}
    usual, named = (settings_of(PRODUCTION | given)["DATABASES"]["default"] for given in ({}, address))
    assert (usual["OPTIONS"]["connect_timeout"], named["OPTIONS"]["connect_timeout"]) == (5, 17)


FILE = f"""\ufeff# Of this machine
export SECRET_KEY='{ODD_SECRET}'
BASE_URL = "https://meet.example.com/a\\"b"\r
LOG_LEVEL=INFO

DEBUG=true
"""


def test_file_is_read_and_environment_wins(tmp_path):
    (tmp_path / ".env").write_text(FILE, newline="")
    with mock.patch.dict(os.environ, {"DEBUG": "false"}, clear=True):
        env = environment.load(tmp_path / ".env")
        assert env.given == {
            "SECRET_KEY": ODD_SECRET,
            "BASE_URL": 'https://meet.example.com/a"b',
            "LOG_LEVEL": "INFO",
            "DEBUG": "false",
        }
    assert env.faults == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"A=1\nSECRET_KEY: s3cret\n", "line 2, is no setting: write NAME=value."),
        (b"A=\xff\n", "cannot be read (it is not written in UTF-8)."),
        (None, "cannot be read (Is a directory)."),
    ],
)
def test_unreadable_file_is_told(tmp_path, content, said):
    path = tmp_path / ".env"
    path.mkdir() if content is None else path.write_bytes(content)
    with mock.patch.dict(os.environ, {}, clear=True):
        env = environment.load(path)
    with pytest.raises(SystemExit) as ending:
        env.exit_on_faults()
    assert ending.value.code.startswith(str(path))
    assert ending.value.code.endswith(said)
    assert "s3cret" not in ending.value.code


@pytest.mark.parametrize("name", ["SECRET_KEY", "LINK_KEYS", "SEALING_KEYS", "DATABASE_URL", "EMAIL_URL"])
def test_secret_in_a_file_works_alike(tmp_path, name):
    path = tmp_path / name
    path.write_text(f"{PRODUCTION[name]}\r\n")
    given = {one: text for one, text in PRODUCTION.items() if one != name} | {f"{name}_FILE": f" {path} "}
    usual, filed = settings_of(PRODUCTION), settings_of(given)
    for one in ("SECRET_KEY", "LINK_KEYS", "SEALING_KEYS", "DATABASES", "EMAIL_HOST"):
        assert filed[one] == usual[one]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"short\n", "SECRET_KEY is too easy to guess"),
        (b"\n", "SECRET_KEY_FILE names a file that is empty."),
        (b"\xff" * 50, "SECRET_KEY_FILE cannot be read (it is not written in UTF-8)."),
        (None, "SECRET_KEY_FILE cannot be read (No such file or directory)."),
    ],
)
def test_unfit_file_is_told_once(tmp_path, content, said):
    path = tmp_path / "key"
    if content is not None:
        path.write_bytes(content)
    given = {name: text for name, text in PRODUCTION.items() if name != "SECRET_KEY"}
    [sentence] = startup_errors(given | {"SECRET_KEY_FILE": str(path)}).splitlines()
    assert sentence.startswith(said)


def test_a_setting_given_twice_is_refused(tmp_path):
    path = tmp_path / "key"
    path.write_text(ODD_SECRET)
    sentence = startup_errors(PRODUCTION | {"SECRET_KEY_FILE": str(path)})
    assert sentence == "SECRET_KEY_FILE is given, and SECRET_KEY too: leave out one of them."


def test_secret_in_a_file_stays_there(tmp_path):
    path = tmp_path / "key"
    path.write_text(ODD_SECRET)
    env = Environment({"SECRET_KEY_FILE": str(path)})
    assert env.find("SECRET_KEY", str) == ODD_SECRET
    assert env.given == {"SECRET_KEY_FILE": str(path)}


def test_missing_file_is_no_fault(tmp_path):
    assert environment.load(tmp_path / ".env").faults == []


def test_a_fit_environment_ends_nothing():
    env = Environment({"DEBUG": "yes"})
    assert (env.flag("DEBUG"), env.flag("OTHER", default=True), env.exit_on_faults()) == (True, True, None)
