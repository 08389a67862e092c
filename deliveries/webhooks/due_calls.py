"""Which calls are due: one at a time for each endpoint, so that no endpoint waits for another's server."""

from datetime import datetime

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Cast, Concat

from deliveries.models import TO_ENDPOINT, Delivery, Endpoint, Medium


def next_calls(limit: int, now: datetime) -> list[int]:
    """Return the ids of calls that are due, one of each endpoint, the oldest, in the caller's transaction.

    The endpoint that was called longest ago comes first. Left out are endpoints that are being called, those whose
    next call another worker is claiming (it locks their rows), and those that rest, but for calls that somebody asked
    for (`once`).
    """
    recipient = Concat(Value(TO_ENDPOINT), Cast(OuterRef("pk"), CharField()))
    calls = Delivery.objects.filter(medium=Medium.WEBHOOK, recipient=recipient)
    due = calls.claimable(now).order_by("due_at", "pk").values("pk")
    is_resting = Q(resting_until__gt=now, disabled_at=None)
    ready = Endpoint.objects.annotate(
        next_call=Case(When(is_resting, then=Subquery(due.filter(facts__once=True)[:1])), default=Subquery(due[:1]))
    ).filter(~Exists(calls.open().filter(leased_until__gt=now)), next_call__isnull=False)
    locked = ready.order_by(F("last_at").asc(nulls_first=True), "pk").select_for_update(no_key=True, skip_locked=True)
    endpoints = list(locked.values_list("pk", flat=True)[:limit])
    # A new statement sees what the last holder of the lock has done.
    return list(ready.filter(pk__in=endpoints).values_list("next_call", flat=True)) if endpoints else []
