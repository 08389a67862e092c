"""The demo's webhook: it was tried once, and is switched off, so that nothing of a demo goes out."""

from datetime import datetime, timedelta
from uuid import uuid4

from accounts.models import User
from deliveries import actions as outbox
from deliveries.models import Medium
from deliveries.webhooks.actions import EndpointFields, disable_endpoint, make_endpoint, send_test
from deliveries.webhooks.health import CallResult, note_call

ANSWER = '{"received":true}'


def populate(ana: User, now: datetime) -> None:
    """Make a webhook, a test that was answered, and switch it off."""
    made = now - timedelta(days=2)
    fields: EndpointFields = {"url": "https://crm.example.com/hooks/admit-one", "about": "CRM", "events": ()}
    endpoint = make_endpoint(actor=ana, fields=fields, now=made)
    send_test(actor=ana, endpoint_id=endpoint.pk, now=made)
    for call in outbox.claim(limit=1, lease=uuid4(), medium=Medium.WEBHOOK, now=made):
        outbox.begin(delivery=call, now=made)
        note_call(delivery=call, outcome=CallResult(200, "", ANSWER, 87), now=made)
        outbox.mark_sent(delivery=call, now=made)
    disable_endpoint(actor=ana, endpoint_id=endpoint.pk, now=now)
