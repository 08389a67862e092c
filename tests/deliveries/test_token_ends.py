"""A week before an API token ends its user gets one mail."""

from datetime import timedelta

import pytest

from accounts.actions import change_member, revoke_api_token
from bookings.emails import message
from deliveries.models import Delivery
from deliveries.token_expiry import notify_expiring_tokens
from tests.api.client import token_of
from tests.builders import NOW

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_end_is_told_once_a_week_before(ben):
    token_of(ben, name="CRM", life=30 * DAY)
    notify_expiring_tokens(NOW + 22 * DAY)
    assert not Delivery.objects.exists()
    for day in (23, 24, 29):
        assert notify_expiring_tokens(NOW + day * DAY) is False
    mail = Delivery.objects.get()
    assert (mail.recipient, mail.due_at, mail.expires_at) == ("ben@acme.example", NOW + 23 * DAY, NOW + 30 * DAY)
    letter = message(mail)
    assert letter.subject == "Your API token “CRM” ends on Wednesday 6 February 2030"
    assert "/settings/api-tokens/" in letter.mime.as_string()
    assert "ao1_" not in letter.mime.as_string() + repr(mail.facts)


def test_nobody_is_told_of_dead_tokens(ana, ben):
    revoke_api_token(actor=ben, token=token_of(ben, life=30 * DAY), now=NOW)
    token_of(ana, life=None)
    token_of(ben, life=30 * DAY)
    change_member(actor=ana, member=ben, role=ben.role, is_active=False)
    notify_expiring_tokens(NOW + 25 * DAY)
    assert not Delivery.objects.exists()
