"""Keys kept in var/, and what the log never shows."""

import logging
import sys
from concurrent.futures import ThreadPoolExecutor

from gunicorn.config import Config

from scheduler import secrets
from scheduler.gunicorn import ServerLog
from scheduler.logs import NoTokens

TOKEN = "a215TjVkwFCW4YaFFMVp334dgxn85BM5IC"


def test_a_kept_secret_is_made_once_whoever_asks_first(tmp_path):
    path = tmp_path / "var" / "key"
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: secrets.kept(path, prefix="a:"), range(32)))
    assert found == {path.read_text()}
    assert (len(path.read_text()), path.stat().st_mode & 0o777) == (66, 0o600)
    assert [other.name for other in path.parent.iterdir()] == ["key"]


def test_the_keyring_keeps_the_order_in_which_it_is_written():
    ring = secrets.keyring(f"b:{'1e' * 32}, a:{'0f' * 32}")
    assert list(ring.items()) == [("b", b"\x1e" * 32), ("a", b"\x0f" * 32)]


def test_7_tokens_are_redacted_in_messages_and_their_arguments():
    record = logging.LogRecord(
        "django.request",
        logging.WARNING,
        __file__,
        1,
        "Not Found: %s from %s",
        (f"/l/{TOKEN}/", f"/b/{TOKEN}/x"),
        None,
    )
    assert NoTokens().filter(record)
    assert record.getMessage() == "Not Found: /l/[token]/ from /b/[token]/x"


def test_7_tokens_are_redacted_in_tracebacks():
    try:
        raise ValueError(f"554 blocked: http://x.example/b/{TOKEN}/")
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, __file__, 1, "A mail was not sent", None, sys.exc_info())
    assert NoTokens().filter(record)
    text = logging.Formatter().format(record)
    assert "ValueError: 554 blocked: http://x.example/b/[token]/" in text
    assert TOKEN not in text


def test_7_the_web_servers_own_log_is_redacted_too(capsys):
    log = ServerLog(Config())
    log.error("Invalid HTTP request line: %r", f"GET  /b/{TOKEN}/ HTTP/1.1")
    written = capsys.readouterr().err
    assert "GET  /b/[token]/ HTTP/1.1" in written
    assert TOKEN not in written
