"""Seals the secrets of second factors, which were in the clear. Without SEALING_KEYS they stay as they are."""

import hmac
from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet
from django.conf import settings
from django.db import migrations


def fernet(kid):
    key = hmac.digest(settings.SEALING_KEYS[kid], b"admit-one/seal/1\0second factor", "sha256")
    return Fernet(urlsafe_b64encode(key))


def seal(text):
    kid = next(iter(settings.SEALING_KEYS))
    return text if ":" in text else f"{kid}:{fernet(kid).encrypt(text.encode()).decode()}"


def unseal(text):
    kid, colon, token = text.partition(":")
    return fernet(kid).decrypt(token.encode()).decode() if colon else text


def change(apps, text_of):
    for row in apps.get_model("mfa", "Authenticator").objects.exclude(type="webauthn"):
        for name in ("secret", "seed"):
            if name in row.data:
                row.data[name] = text_of(row.data[name])
        if "migrated_codes" in row.data:
            row.data["migrated_codes"] = [text_of(one) for one in row.data["migrated_codes"]]
        row.save(update_fields=["data"])


def forwards(apps, schema_editor):
    if settings.SEALING_KEYS:
        change(apps, seal)


def backwards(apps, schema_editor):
    change(apps, unseal)


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_help_texts'),
        ('mfa', '0003_authenticator_type_uniq'),
    ]

    operations = [migrations.RunPython(forwards, backwards)]
