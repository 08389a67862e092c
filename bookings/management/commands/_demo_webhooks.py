"""The demo's webhook: switched off, so that nothing of a demo goes out; it has missed what has happened since."""

from datetime import datetime

from accounts.models import User
from deliveries.webhooks.actions import EndpointFields, disable_endpoint, make_endpoint


def populate(ana: User, now: datetime) -> None:
    """Make a webhook, and switch it off, before the meetings that it misses."""
    fields: EndpointFields = {"url": "https://crm.example.com/hooks/admit-one", "about": "CRM", "events": ()}
    endpoint = make_endpoint(actor=ana, fields=fields, now=now)
    disable_endpoint(actor=ana, endpoint_id=endpoint.pk, now=now)
