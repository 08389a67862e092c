"""Second factors: sealed in the database, and opened at sign-in."""

from importlib import import_module
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.apps import apps
from django.core.cache import cache
from django.core.management import call_command

from accounts.second_factors import seal_factors
from tests.accounts.totp import app_code

migration = import_module("accounts.migrations.0005_seal_second_factors")
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
OLD, NEW = {"00a": b"\x0a" * 32}, {"00b": b"\x0b" * 32}


@pytest.fixture(autouse=True)
def old_key(settings):
    settings.SEALING_KEYS = OLD


def code():
    return app_code(SECRET)


def rows():
    return {row.type: row.data for row in Authenticator.objects.order_by("type")}


def kids():
    return {str(data.get("secret") or data.get("seed"))[:4] for data in rows().values()}


@pytest.fixture
def factors(ana):
    """An authenticator app and recovery codes; the codes."""
    TOTP.activate(ana, SECRET)
    return RecoveryCodes.activate(ana).generate_codes()


def opens(codes):
    """Whether the app's code is accepted, as if for the first time, and the recovery codes are those."""
    cache.clear()
    app, paper = Authenticator.objects.get(type="totp"), Authenticator.objects.get(type="recovery_codes")
    return app.wrap().validate_code(code()), paper.wrap().get_unused_codes() == codes


def test_no_secret_is_in_the_database(factors):
    stored = str(rows())
    assert (SECRET in stored, any(one in stored for one in factors)) == (False, False)
    assert (kids(), opens(factors)) == ({"00a:"}, (True, True))


def test_without_keys_secrets_stay_clear(ana, settings):
    """The control of the test above."""
    settings.SEALING_KEYS = {}
    TOTP.activate(ana, SECRET)
    assert rows()["totp"] == {"secret": SECRET}
    assert Authenticator.objects.get().wrap().validate_code(code())


def test_migration_seals_what_was_clear(ana, settings):
    settings.SEALING_KEYS = {}
    TOTP.activate(ana, SECRET)
    codes = RecoveryCodes.activate(ana).generate_codes()
    before = rows()

    migration.forwards(apps, None)
    assert rows() == before

    settings.SEALING_KEYS = OLD
    migration.forwards(apps, None)
    assert (kids(), opens(codes)) == ({"00a:"}, (True, True))
    once = rows()
    migration.forwards(apps, None)
    assert rows() == once

    migration.backwards(apps, None)
    assert rows() == before


def test_migration_seals_codes_brought_along(ana):
    row = Authenticator.objects.create(user=ana, type="recovery_codes", data={"migrated_codes": ["1234", "5678"]})
    migration.forwards(apps, None)
    row.refresh_from_db()
    assert "1234" not in str(row.data)
    assert row.wrap().get_unused_codes() == ["1234", "5678"]


def seal_and_tell():
    out = StringIO()
    call_command("seal", stdout=out)
    return out.getvalue().splitlines()


@pytest.mark.django_db(transaction=True)
def test_a_new_key_seals_all_anew(factors, settings):
    settings.SEALING_KEYS = NEW | OLD
    assert (kids(), opens(factors)[1]) == ({"00a:"}, True)
    assert seal_and_tell() == ["00b: 2"]
    settings.SEALING_KEYS = NEW
    assert (kids(), opens(factors)) == ({"00b:"}, (True, True))


@pytest.mark.django_db(transaction=True)
def test_first_key_seals_what_was_clear(ana, settings):
    settings.SEALING_KEYS = {}
    TOTP.activate(ana, SECRET)
    assert seal_and_tell() == ["in the clear: 1"]
    settings.SEALING_KEYS = NEW
    assert (seal_and_tell(), kids()) == (["00b: 1"], {"00b:"})


@pytest.mark.django_db(transaction=True)
def test_a_dropped_key_is_counted_still(factors, settings):
    settings.SEALING_KEYS = NEW
    before = rows()
    assert (seal_factors(), rows()) == ({"00a": 2}, before)


def test_no_code_fits_a_dropped_key(factors, settings, caplog):
    settings.SEALING_KEYS = NEW
    app, paper = Authenticator.objects.get(type="totp"), Authenticator.objects.get(type="recovery_codes")
    assert not any(app.wrap().validate_code(one) for one in (code(), "", "000000"))
    assert not paper.wrap().validate_code(factors[0])
    assert "A second factor cannot be read: There is no key '00a'" in caplog.text
