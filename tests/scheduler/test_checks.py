"""What `check --deploy` warns of: ways without TLS, and a file of settings that everybody reads."""

import ssl

import pytest
from django.core.mail.backends.smtp import EmailBackend

from scheduler.checks import check_encryption, env_file_messages


def ids(found):
    return [one.id for one in found]


@pytest.mark.parametrize(
    ("host", "tls", "to_files", "found"),
    [
        ("mail.example.com", False, False, ["scheduler.W004"]),
        ("mail.example.com", True, False, []),
        ("mail.example.com", False, True, []),
        ("localhost", False, False, []),
        ("127.0.0.2", False, False, []),
        ("::1", False, False, []),
        ("192.168.1.2", False, False, ["scheduler.W004"]),
    ],
)
def test_mail_in_the_clear_is_told(settings, host, tls, to_files, found):
    settings.EMAIL_HOST, settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL = host, tls, False
    settings.MAIL_TO_FILES = to_files
    assert ids(check_encryption(None)) == found


@pytest.mark.parametrize(
    ("host", "mode", "found"),
    [
        ("db.example.com", None, ["scheduler.W005"]),
        ("db.example.com", "require", ["scheduler.W005"]),
        ("db.example.com", "verify-full", []),
        ("127.0.0.1,db.example.com", "prefer", ["scheduler.W005"]),
        ("127.0.0.1,::1", None, []),
        ("/run/postgresql", None, []),
        ("", None, []),
    ],
)
def test_unproven_database_is_told(settings, monkeypatch, host, mode, found):
    given = settings.DATABASES["default"]
    monkeypatch.setitem(given, "HOST", host)
    monkeypatch.setitem(given, "OPTIONS", {} if mode is None else {"sslmode": mode})
    assert ids(check_encryption(None)) == found


def test_mail_servers_must_prove_their_name():
    for way in ({"use_tls": True}, {"use_ssl": True}):
        context = EmailBackend(**way).ssl_context
        assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)


@pytest.mark.parametrize(("mode", "found"), [(0o600, []), (0o640, []), (0o644, ["scheduler.W006"])])
def test_settings_that_everybody_reads_are_told(tmp_path, mode, found):
    path = tmp_path / ".env"
    assert env_file_messages(path) == []
    path.touch()
    path.chmod(mode)
    assert ids(env_file_messages(path)) == found
