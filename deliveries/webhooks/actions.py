"""Writes of endpoints: made, changed, renewed, switched on and off by admins. Each is one transaction."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from secrets import randbelow
from types import MappingProxyType
from typing import TypedDict
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from accounts.actions import add_history
from accounts.actions.keyed import make_by_key
from accounts.models import Organization, User
from accounts.token_fields import signing_kid
from accounts.verbs import Verb
from core.tokens import new_handle
from deliveries.errors import NothingToSend, TooManyEndpoints
from deliveries.models import Delivery, DeliveryQuerySet, Endpoint, HookEvent, Medium
from deliveries.webhooks.announcing import (
    MAX_COPY,
    MISSED_CALLS_KEPT,
    Happening,
    actor_payload,
    build_call,
    new_message_id,
)
from deliveries.webhooks.notifications import admins_to_notify, inherited_mails
from deliveries.webhooks.queries import calls_of

MOST_ENDPOINTS = 20
# For how long after *Rotate* calls are also signed with the former secret.
OVERLAP = timedelta(hours=24)


class EndpointFields(TypedDict):
    """The fields of an endpoint that admins fill in. Empty `events` mean all events."""

    url: str
    about: str
    events: Sequence[str]


def make_endpoint(
    *,
    actor: User,
    fields: EndpointFields,
    now: datetime,
    handle: bytes | None = None,
    details: Mapping[str, object] = MappingProxyType({}),
) -> Endpoint:
    """Make an endpoint of the actor's organization, by default with a new random handle. Raise TooManyEndpoints."""
    with transaction.atomic(durable=True):
        Organization.objects.select_for_update(no_key=True).get(pk=actor.organization_id)
        if Endpoint.objects.of(actor).count() >= MOST_ENDPOINTS:
            raise TooManyEndpoints
        endpoint = Endpoint.objects.create(
            organization_id=actor.organization_id,
            created_by=actor,
            created_at=now,
            handle=handle or new_handle(),
            **_columns(fields),
        )
        _add_history(endpoint, Verb.MADE, actor, now, **details)
    return endpoint


def make_endpoint_by_key(
    *, actor: User, fields: EndpointFields, key: str, body: Sequence[str], now: datetime
) -> tuple[Endpoint, bool]:
    """Make an endpoint, but only one under each key of the actor's. Return it, and whether it existed before.

    Raise TooManyEndpoints or KeyReused, or Endpoint.DoesNotExist if it was removed since.
    """

    def make(handle: bytes, details: Mapping[str, object]) -> Endpoint:
        return make_endpoint(actor=actor, fields=fields, now=now, handle=handle, details=details)

    # Not by `created_by`, which may be another admin by now.
    endpoints = Endpoint.objects.filter(organization_id=actor.organization_id)
    endpoint, existed = make_by_key(endpoints, "webhook", actor=actor, key=key, body=body, now=now, make=make)
    if endpoint.removed_at is not None:
        raise Endpoint.DoesNotExist
    return endpoint, existed


def change_endpoint(*, actor: User, endpoint_id: int, fields: EndpointFields, now: datetime) -> Endpoint:
    """Change an endpoint. Pending calls go to the new address, too. Raise Endpoint.DoesNotExist."""
    with _changing(actor, endpoint_id, Verb.CHANGED, now) as endpoint:
        for name, value in _columns(fields).items():
            setattr(endpoint, name, value)
    return endpoint


def remove_endpoint(*, actor: User, endpoint_id: int, now: datetime) -> None:
    """Remove an endpoint. Pending calls are not sent; the row stays without address. Raise Endpoint.DoesNotExist."""
    with _changing(actor, endpoint_id, Verb.REMOVED, now) as endpoint:
        endpoint.removed_at, endpoint.url = now, ""
        pending = Delivery.objects.open().filter(medium=Medium.WEBHOOK, recipient=endpoint.recipient)
        pending.update(superseded_at=now, lease=None, leased_until=None)


def rotate_secret(*, actor: User, endpoint_id: int, now: datetime) -> Endpoint:
    """Give the endpoint a new secret; the former one signs along for OVERLAP. Raise Endpoint.DoesNotExist."""
    with _changing(actor, endpoint_id, Verb.RENEWED, now) as endpoint:
        endpoint.former_kid, endpoint.former_until = endpoint.kid, now + OVERLAP
        endpoint.kid, endpoint.generation = signing_kid(), endpoint.generation + 1
    return endpoint


def disable_endpoint(*, actor: User, endpoint_id: int, now: datetime) -> Endpoint:
    """Switch an endpoint off. What it misses is kept for a week. Raise Endpoint.DoesNotExist."""
    with _changing(actor, endpoint_id, Verb.DISABLED, now) as endpoint:
        if endpoint.disabled_at is None:
            endpoint.disabled_at, endpoint.why = now, Endpoint.Why.BY_HAND
    return endpoint


def enable_endpoint(*, actor: User, endpoint_id: int, send_missed: bool, now: datetime) -> int:
    """Switch an endpoint on again, and return how much of what it missed is sent now. Raise Endpoint.DoesNotExist."""
    with _changing(actor, endpoint_id, Verb.ENABLED, now) as endpoint:
        endpoint.disabled_at, endpoint.why = None, ""
        endpoint.failing_since, endpoint.failures, endpoint.resting_until = None, 0, None
        if not send_missed:
            return 0
        missed = missed_calls(endpoint, now)
        return missed.update(failed_at=None, attempts=0, last_error="", due_at=now)


def missed_calls(endpoint: Endpoint, now: datetime) -> DeliveryQuerySet:
    """Return the calls that the endpoint missed and can still get."""
    # By what the organization lately failed to send, not by all that the endpoint ever missed.
    failed = Delivery.objects.filter(organization_id=endpoint.organization_id, failed_at__gt=now - MISSED_CALLS_KEPT)
    return failed.filter(medium=Medium.WEBHOOK, recipient=endpoint.recipient).exclude(facts__has_key="once")


def send_test(*, actor: User, endpoint_id: int, now: datetime) -> Delivery:
    """Create a test call of the endpoint, which says only who asked for it. Raise Endpoint.DoesNotExist."""
    with transaction.atomic(durable=True):
        endpoint = _locked(actor, endpoint_id)
        happening = Happening(HookEvent.PING, uuid4(), {"by": actor_payload(actor)}, "")
        call = build_call(endpoint, happening, now, message=new_message_id(), once=True)
        call.save()
    return call


def send_again(*, actor: User, delivery_id: int, now: datetime) -> Delivery:
    """Create the same call once more, to be tried once. If such a call is already pending, return that.

    Raise Delivery.DoesNotExist or Endpoint.DoesNotExist, or NothingToSend for one whose facts were erased.
    """
    with transaction.atomic(durable=True):
        calls = calls_of(actor)
        call = calls.get(pk=delivery_id)
        _locked(actor, Endpoint.objects.called_by(call).get().pk)
        # Read again under the lock. Erasing a customer, which does not take it, may have emptied the facts meanwhile.
        call = Delivery.objects.select_for_update(no_key=True).get(pk=delivery_id)
        if "data" not in call.facts:
            raise NothingToSend
        pending = calls.open().filter(recipient=call.recipient, thread=call.thread, kind=call.kind)
        same = pending.filter(sequence=call.sequence, facts__has_key="once").first()
        if same is not None:
            return same
        return Delivery.objects.create(
            organization_id=call.organization_id,
            thread=call.thread,
            kind=call.kind,
            medium=Medium.WEBHOOK,
            recipient=call.recipient,
            sequence=call.sequence,
            copy=1 + randbelow(MAX_COPY),
            due_at=now,
            facts={**call.facts, "once": True},
        )


def hand_over_endpoints(user: User) -> None:
    """Give the endpoints of a user who is deactivated to an admin, and tell all admins.

    Call it in the transaction that deactivates the user.
    """
    now = timezone.now()
    admins = list(admins_to_notify(user.organization_id).exclude(pk=user.pk))
    if not admins:
        return
    rows = Endpoint.objects.filter(created_by=user, removed_at=None).select_for_update(no_key=True)
    for endpoint in rows.order_by("pk"):
        endpoint.created_by = admins[0]
        endpoint.save(update_fields=["created_by"])
        Delivery.objects.bulk_create(inherited_mails(endpoint, admins, former=user, now=now))


def _columns(fields: EndpointFields) -> dict[str, object]:
    return {"url": fields["url"], "about": fields["about"], "events": sorted(fields["events"])}


def _locked(actor: User, endpoint_id: int) -> Endpoint:
    rows = Endpoint.objects.of(actor).select_for_update(no_key=True, of=("self",))
    return rows.select_related("organization").get(pk=endpoint_id)


@contextmanager
def _changing(actor: User, endpoint_id: int, verb: Verb, now: datetime) -> Iterator[Endpoint]:
    """Lock the endpoint, and save it with its history if it was changed."""
    with transaction.atomic(durable=True):
        endpoint = _locked(actor, endpoint_id)
        before = _values(endpoint)
        yield endpoint
        if _values(endpoint) != before:
            endpoint.save()
            _add_history(endpoint, verb, actor, now)


def _values(endpoint: Endpoint) -> list[object]:
    return [getattr(endpoint, field.attname) for field in endpoint._meta.concrete_fields]


def _add_history(endpoint: Endpoint, verb: Verb, actor: User, now: datetime, **details: object) -> None:
    add_history(subject=endpoint, organization_id=endpoint.organization_id, verb=verb, actor=actor, at=now, **details)
