"""Deliveries without a booking."""

import uuid
from datetime import datetime
from typing import Any

from accounts.models import Organization
from bookings.notifications import MailKind
from deliveries.envelope import message_identity
from deliveries.models import Delivery
from tests.bookings.facts_of_mails import facts_for
from tests.builders import NOW


def make_delivery(organization: Organization, recipient: str = "priya@example.com", **fields: Any) -> Delivery:
    """Make a confirmation to the recipient, due at NOW, of a new meeting unless `thread` is given."""
    thread = fields.pop("thread", None) or uuid.uuid4()
    sequence = fields.pop("sequence", 0)
    kind = fields.pop("kind", MailKind.CUSTOMER_CONFIRMATION)
    due_at: datetime = fields.pop("due_at", NOW)
    facts = facts_for(kind, {"email": recipient}, uid=str(thread), sequence=sequence)
    return Delivery.objects.create(
        organization=organization,
        thread=thread,
        kind=kind,
        recipient=recipient,
        sequence=sequence,
        due_at=due_at,
        facts=facts | message_identity(facts) | fields.pop("facts", {}),
        **fields,
    )
