"""How connections are reached: sealed in the database, each for its own row."""

from io import StringIO

import pytest
from django.core.management import call_command

from accounts.sealing import Seal, seal
from calendars.errors import CannotSeal, SecretLost
from calendars.models import Connection
from calendars.providers import Access
from calendars.secrets import access_to, count_secrets, open_access, seal_access
from core.guarded_http import Networks
from tests.calendars.builders import connection_of

pytestmark = pytest.mark.django_db
OLD, NEW = {"00a": b"\x0a" * 32}, {"00b": b"\x0b" * 32}
SECRET = Access("https://dav.example/", "ana", "correct horse")


@pytest.fixture(autouse=True)
def old_key(settings):
    settings.SEALING_KEYS = OLD


def sealed(user, **fields):
    ours = connection_of(user, **fields)
    Connection.objects.filter(pk=ours.pk).update(secret=seal_access(ours, SECRET))
    ours.refresh_from_db()
    return ours


def test_what_is_sealed_opens_unchanged(ana):
    ours = sealed(ana)
    assert open_access(ours) == SECRET
    assert not any(word in ours.secret for word in ("horse", "dav.example", "ana"))


def test_another_rows_secret_opens_nothing(ana, ben):
    ours, others = sealed(ana), sealed(ben)
    others.secret = ours.secret
    with pytest.raises(SecretLost):
        open_access(others)


@pytest.mark.parametrize("secret", ["", "x", "00a:x", seal(Seal.SECOND_FACTOR, '{"connection": 1}', OLD)])
def test_anything_else_opens_nothing(ana, secret):
    ours = sealed(ana)
    ours.secret = secret
    with pytest.raises(SecretLost):
        open_access(ours)


def test_without_keys_nothing_is_kept(ana, settings):
    ours = sealed(ana)
    settings.SEALING_KEYS = {}
    with pytest.raises(CannotSeal):
        seal_access(ours, SECRET)
    with pytest.raises(SecretLost):
        open_access(ours)


def test_access_reaches_the_operators_networks(settings):
    settings.PRIVATE_NETWORKS, settings.PRIVATE_PLAIN_HTTP = (), True
    assert access_to("https://x.example/").networks == Networks((), plain_http=True)


@pytest.mark.django_db(transaction=True)
def test_a_new_key_seals_connections_anew(ana, ben, settings):
    ours, gone = sealed(ana), sealed(ben)
    Connection.objects.filter(pk=gone.pk).update(secret="00x:gone")
    settings.SEALING_KEYS = NEW | OLD
    out = StringIO()
    call_command("seal", stdout=out)
    assert out.getvalue().splitlines() == ["00b: 1", "00x: 1"]
    settings.SEALING_KEYS = NEW
    ours.refresh_from_db()
    assert (open_access(ours), count_secrets()) == (SECRET, {"00b": 1, "00x": 1})
