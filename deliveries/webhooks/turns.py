"""Whose turn it is to be called: one call at a time for each endpoint, so that none waits for another's server."""

from datetime import datetime

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Cast, Concat

from deliveries.models import TO_ENDPOINT, Delivery, Endpoint, Medium


def next_calls(limit: int, now: datetime) -> list[int]:
    """Return the ids of calls that are due, one of each endpoint, the oldest, in the caller's transaction.

    An endpoint that is being called is left out, also by whoever is just taking its next call: the rows of endpoints
    are locked. One that rests is left out, but for what somebody asked for (`once`). Who was called longest ago comes
    first.
    """
    to_it = Concat(Value(TO_ENDPOINT), Cast(OuterRef("pk"), CharField()))
    mine = Delivery.objects.filter(medium=Medium.WEBHOOK, recipient=to_it)
    due = mine.claimable(now).order_by("due_at", "pk").values("pk")
    rests = Q(resting_until__gt=now, disabled_at=None)
    ready = Endpoint.objects.annotate(
        next_call=Case(When(rests, then=Subquery(due.filter(facts__once=True)[:1])), default=Subquery(due[:1]))
    ).filter(~Exists(mine.open().filter(leased_until__gt=now)), next_call__isnull=False)
    locked = ready.order_by(F("last_at").asc(nulls_first=True), "pk").select_for_update(no_key=True, skip_locked=True)
    endpoints = list(locked.values_list("pk", flat=True)[:limit])
    # A new statement sees what the last holder of the lock has done.
    return list(ready.filter(pk__in=endpoints).values_list("next_call", flat=True)) if endpoints else []
