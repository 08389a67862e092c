"""The part of erasing that concerns deliveries: mails, entries in hosts' calendars, and calls to other programs."""

from datetime import datetime
from typing import Any

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Cast, Concat

from accounts.models import User
from bookings.privacy import CustomerData
from bookings.scrub import without_person
from deliveries.models import ERASED, Delivery, DeliveryQuerySet, Medium
from links.models import Link
from links.published import published_link

# Facts that name the calendar from which a meeting must be removed.
KEPT_ENTRY_FACTS = {"recipient", "present", "if_told"}
# Facts that say which call was made, and when.
KEPT_CALL_FACTS = {"id", "timestamp", "organization", "host"}


def erase_deliveries(data: CustomerData, now: datetime) -> None:
    """Empty the customer's own mails and supersede the unsent ones; cut the address out of other mails.

    The same is done to entries in hosts' calendars and to calls of webhooks. Where a colleague was the recipient of
    the customer's own mails, their address stays.
    """
    hosts = User.objects.filter(organization_id=data.organization_id).values("email")
    own, others = data.mails
    _erase_entries(Delivery.objects.filter(pk__in=own, medium=Medium.CALENDAR), now)
    _erase_calls(Delivery.objects.filter(pk__in=own, medium=Medium.WEBHOOK), now)
    # An answer may repeat data of the call.
    data.calls.update(answer="", error="")
    mails = Delivery.objects.filter(pk__in=own, medium=Medium.EMAIL)
    mails.filter(sent_at=None).update(superseded_at=now, failed_at=None, lease=None, leased_until=None)
    mails.exclude(recipient__in=hosts).update(
        recipient=Concat(Value(ERASED), Cast(F("pk"), CharField()), output_field=CharField())
    )
    mails.update(facts={}, last_error="")
    for mail in others:
        mail.facts, mail.last_error = without_person(mail.facts, data.pattern), ""
    Delivery.objects.bulk_update(others, ["facts", "last_error"], batch_size=500)
    # Read these only now, since some were written above. They contain the link's label or recipient.
    links = [link.pk for link in data.all_links()]
    calls = list(data.calls_through_links(links).exclude(pk__in=own))
    for call in calls:
        _forget_link(call.facts["data"])
    Delivery.objects.bulk_update(calls, ["facts"], batch_size=500)
    request_mails = list(data.link_request_mails(links).exclude(pk__in=own))
    for mail in request_mails:
        mail.facts["label"] = str(Link(pk=mail.facts["link"]["pk"]))
    Delivery.objects.bulk_update(request_mails, ["facts"], batch_size=500)


def _erase_entries(entries: DeliveryQuerySet, now: datetime) -> None:
    """Empty the deliveries to hosts' calendars. Pending removals stay.

    An entry that is being written keeps its lease, so that its removal waits for it.
    """
    entries.filter(sent_at=None, facts__present=True).update(superseded_at=now, failed_at=None)
    # Entries that could not be removed still name the customer, so removing them is tried again.
    entries.filter(facts__present=False).failed().update(failed_at=None, attempts=0, due_at=now)
    changed = list(entries)
    for entry in changed:
        entry.facts = {name: fact for name, fact in entry.facts.items() if name in KEPT_ENTRY_FACTS}
        entry.last_error = ""
    Delivery.objects.bulk_update(changed, ["facts", "last_error"], batch_size=500)


def _erase_calls(calls: QuerySet[Delivery], now: datetime) -> None:
    """Empty the calls of webhooks, and supersede the unsent ones."""
    calls.filter(sent_at=None).update(superseded_at=now, failed_at=None, lease=None, leased_until=None)
    changed = list(calls)
    for call in changed:
        call.facts = {name: fact for name, fact in call.facts.items() if name in KEPT_CALL_FACTS}
        call.last_error = ""
    Delivery.objects.bulk_update(changed, ["facts", "last_error"], batch_size=500)


def _forget_link(data: dict[str, Any]) -> None:
    """Remove from an event's data for whom its link was made."""
    for holder in (data, data.get("booking")):
        if isinstance(holder, dict) and holder.get("link"):
            holder["link"] = published_link(Link(pk=holder["link"]["id"]))
