"""Keys kept in var/, and what the log never shows."""

import logging
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from gunicorn.config import Config

from core.text import redact
from scheduler import secrets
from scheduler.environment import InvalidSetting
from scheduler.gunicorn import ServerLog
from scheduler.logs import NoTokens
from tests.tables import table

TOKENS = ["a215TjVkwFCW4YaFFMVp334dgxn85BM5IC", "00a215TjVkwFCW4YaFFMVp334dgxn85BM5IC"]
both_lengths = pytest.mark.parametrize("token", TOKENS, ids=["34", "36"])


def test_kept_secret_is_made_once(tmp_path):
    path = tmp_path / "var" / "key"
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: secrets.read_or_create(path, prefix="00a:"), range(32)))
    assert found == {path.read_text()}
    assert (len(path.read_text()), path.stat().st_mode & 0o777) == (68, 0o600)
    assert [other.name for other in path.parent.iterdir()] == ["key"]


def test_keyring_keeps_its_written_order():
    ring = secrets.parse_keyring(f"00b:{'1e' * 32}, x7a:{'0f' * 32}")
    assert list(ring.items()) == [("00b", b"\x1e" * 32), ("x7a", b"\x0f" * 32)]


def test_older_key_works_under_both_kids():
    """A key of before signs under a kid of now, and opens what it signed."""
    ring = secrets.parse_keyring(f"b:{'1e' * 32},a:{'0f' * 32}")
    assert list(ring.items()) == [
        ("00b", b"\x1e" * 32),
        ("b", b"\x1e" * 32),
        ("00a", b"\x0f" * 32),
        ("a", b"\x0f" * 32),
    ]


KEY, OTHER = "0f" * 32, "1e" * 32


MISTYPED = ["", ",", "a", "00a", f":{KEY}", "00a:", "00a:0f", "00a:xyz", f"00a:{KEY}0", f"ab:{KEY}", f"0000:{KEY}"]
MISTYPED += [f"00é:{KEY}", f"00-:{KEY}", f"00a:{KEY},", f"00a:{KEY};00b:{OTHER}", f"00a:{KEY},00a:{OTHER}"]
# One kid, spelled twice: of two keys one would be lost in silence.
MISTYPED += [f"a:{KEY},a:{KEY}", f"a:{KEY},00a:{OTHER}", f"00a:{OTHER},a:{KEY}"]


@table("text", MISTYPED)
def test_a_mistyped_keyring_is_refused(text):
    with pytest.raises(InvalidSetting, match="is a list of 'kid:key'"):
        secrets.parse_keyring(text)


@both_lengths
def test_tokens_are_redacted_in_messages(token):
    record = logging.LogRecord(
        "django.request",
        logging.WARNING,
        __file__,
        1,
        "Not Found: %s from %s",
        (f"/l/{token}/", f"/b/{token}/x"),
        None,
    )
    assert NoTokens().filter(record)
    assert record.getMessage() == "Not Found: /l/[token]/ from /b/[token]/x"


@both_lengths
def test_tokens_are_redacted_in_tracebacks(token):
    try:
        raise ValueError(f"554 blocked: http://x.example/b/{token}/")
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, __file__, 1, "A mail was not sent", None, sys.exc_info())
    assert NoTokens().filter(record)
    text = logging.Formatter().format(record)
    assert "ValueError: 554 blocked: http://x.example/b/[token]/" in text
    assert token not in text


@both_lengths
def test_the_web_servers_log_is_redacted(capsys, token):
    log = ServerLog(Config())
    log.error("Invalid HTTP request line: %r", f"GET  /b/{token}/ HTTP/1.1")
    written = capsys.readouterr().err
    assert "GET  /b/[token]/ HTTP/1.1" in written
    assert token not in written


CALENDARS = [
    ("https://calendar.google.com/calendar/ical/ana%40x.example/private-0123abcd/basic.ics", "calendar.google.com"),
    ("webcal://p12-caldav.icloud.com/published/2/MTIzNDU2Nzg5", "p12-caldav.icloud.com"),
    ("https://outlook.office365.com/owa/calendar/0123@x.example/abcd/calendar.ics", "outlook.office365.com"),
    ("https://cloud.example/remote.php/dav/public-calendars/aB3dE5fG?export", "cloud.example"),
    ("HTTPS://ana:word@files.example:8443/private-0123.ICS?key=abcd", "files.example:8443"),
]


@table(("address", "host"), CALENDARS)
def test_addresses_of_calendars_are_redacted(address, host):
    scheme = address.partition("://")[0]
    told, ours = f"No answer from '{address}' at 9:00", "and https://x.example/meetings/7/ is ours."
    record = logging.LogRecord("calendars", logging.ERROR, __file__, 1, f"{told}, {ours}", None, None)
    assert NoTokens().filter(record)
    hidden = f"{scheme}://{host}/[calendar]{address[-4:]}"
    assert record.getMessage() == f"No answer from '{hidden}' at 9:00, {ours}"


def test_calendar_of_a_booking_keeps_its_form():
    assert redact("http://x.example/b/00aZq7/meeting.ics") == "http://x.example/b/[token]/meeting.ics"
    assert redact("/b/00aZq7/meeting.ics") == "/b/[token]/meeting.ics"
