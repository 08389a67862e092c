"""Webhooks: other programs that are notified of events, and the calls that were made to them. Admins manage them."""

from typing import Annotated, Literal

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils import timezone
from ninja import Status
from pydantic import AfterValidator, Field

from accounts.errors import AdminsOnly
from accounts.models import Scope, User
from api.auth import Caller
from api.door import NounRouter
from api.idempotency import body_digests, idempotency_key, mark_replay
from api.paging import Cursor, Limit, Listed, page_after, read_cursor
from api.problems import body_problem
from api.shapes import In, Moment, Name, Out
from deliveries.models import Delivery, Endpoint, HookEvent
from deliveries.webhooks import actions
from deliveries.webhooks.addresses import validate_address
from deliveries.webhooks.queries import newest_calls
from deliveries.webhooks.signing import secret_text

router = NounRouter(tags=["Webhooks"])
Event = Literal[
    "booking.requested",
    "booking.created",
    "booking.rescheduled",
    "booking.reassigned",
    "booking.updated",
    "booking.cancelled",
    "booking.declined",
    "booking.no_show",
    "booking.came",
    "link.used",
    "link.requested",
    "link.revoked",
]
State = Literal["delivered", "failed", "waiting"]
Address = Annotated[str, Field(max_length=500, json_schema_extra={"format": "uri"})]
Events = Annotated[
    list[Event],
    Field(max_length=len(HookEvent.values), description="The events of which it is notified; empty for all."),
    AfterValidator(lambda chosen: sorted(set(chosen))),
]


class WebhookIn(In):
    model_config = {
        "json_schema_extra": {
            "example": {
                "url": "https://crm.example.com/hook",
                "about": "CRM",
                "events": ["booking.created", "booking.cancelled"],
            }
        }
    }
    url: Address
    about: Name = ""
    events: Events = []


class WebhookChange(In):
    model_config = {"json_schema_extra": {"example": {"enabled": True, "send_missed": True}}}
    url: Address | None = None
    about: Name | None = None
    events: Events | None = None
    enabled: bool | None = None
    send_missed: Annotated[bool, Field(description="When it is enabled: send what it missed within seven days.")] = (
        False
    )


class WebhookOut(Out):
    """A webhook. `failing_since` is since when no call has got through; `why` is why it is not enabled."""

    id: int
    url: str
    about: str
    events: list[str]
    enabled: bool
    why: str
    failing_since: Moment | None
    last_status: int | None
    last_at: Moment | None
    created_at: Moment


class WebhookWithSecret(WebhookOut):
    """A webhook with the secret by which its program checks signatures."""

    secret: str


class CallOut(Out):
    """A call that was made, or is to be made. `attempts` counts its tries."""

    id: int
    event: str
    message: str
    status: str
    attempts: int
    last_error: str
    created_at: Moment
    delivered_at: Moment | None


@router.reads("/webhooks", Scope.WEBHOOKS_MANAGE, Listed[WebhookOut])
def list_webhooks(request: Caller, response: HttpResponse) -> Listed[WebhookOut]:
    """List the webhooks of the organization."""
    endpoints = Endpoint.objects.of(_admin(request))
    return page_after(request, response, [_serialize(endpoint) for endpoint in endpoints], None)


@router.writes("/webhooks", Scope.WEBHOOKS_MANAGE, {201: WebhookWithSecret, 200: WebhookWithSecret})
def make_webhook(request: Caller, response: HttpResponse, body: WebhookIn) -> Status[WebhookWithSecret]:
    """Make a webhook.

    The answer holds its secret. The same body under the same Idempotency-Key makes one, and answers with it as it is
    now.
    """
    admin = _admin(request)
    _validate_address(body.url)
    fields: actions.EndpointFields = {"url": body.url, "about": body.about, "events": body.events}
    now = timezone.now()
    if key := idempotency_key(request):
        endpoint, again = actions.make_endpoint_by_key(
            actor=admin, fields=fields, key=key, body=body_digests(request), now=now
        )
    else:
        endpoint, again = actions.make_endpoint(actor=admin, fields=fields, now=now), False
    return Status(mark_replay(response, again=again), _with_secret(endpoint))


@router.reads("/webhooks/{int:pk}", Scope.WEBHOOKS_MANAGE, WebhookOut)
def read_webhook(request: Caller, pk: int) -> WebhookOut:
    """Read a webhook."""
    return _serialize(Endpoint.objects.of(_admin(request)).get(pk=pk))


@router.writes("/webhooks/{int:pk}", Scope.WEBHOOKS_MANAGE, {200: WebhookOut}, method="PATCH")
def change_webhook(request: Caller, pk: int, body: WebhookChange) -> WebhookOut:
    """Change a webhook, or switch it on or off.

    Fields that are left out stay as they are.
    """
    admin, now = _admin(request), timezone.now()
    endpoint = Endpoint.objects.of(admin).get(pk=pk)
    sent = body.model_dump(exclude_unset=True, exclude_none=True)
    _validate_address(sent.get("url", endpoint.url))
    if sent.keys() & {"url", "about", "events"}:
        fields: actions.EndpointFields = {
            "url": sent.get("url", endpoint.url),
            "about": sent.get("about", endpoint.about),
            "events": sent.get("events", endpoint.events),
        }
        actions.change_endpoint(actor=admin, endpoint_id=pk, fields=fields, now=now)
    if body.enabled is True:
        actions.enable_endpoint(actor=admin, endpoint_id=pk, send_missed=body.send_missed, now=now)
    elif body.enabled is False:
        actions.disable_endpoint(actor=admin, endpoint_id=pk, now=now)
    return _serialize(Endpoint.objects.of(admin).get(pk=pk))


@router.writes("/webhooks/{int:pk}", Scope.WEBHOOKS_MANAGE, {204: None}, method="DELETE")
def delete_webhook(request: Caller, pk: int) -> Status[None]:
    """Delete a webhook.

    Its pending calls are not sent any more.
    """
    actions.remove_endpoint(actor=_admin(request), endpoint_id=pk, now=timezone.now())
    return Status(204, None)


@router.writes("/webhooks/{int:pk}/ping", Scope.WEBHOOKS_MANAGE, {202: CallOut})
def ping_webhook(request: Caller, pk: int) -> Status[CallOut]:
    """Send a webhook a test, which is tried once."""
    call = actions.send_test(actor=_admin(request), endpoint_id=pk, now=timezone.now())
    return Status(202, _serialize_call(call))


@router.writes("/webhooks/{int:pk}/rotate", Scope.WEBHOOKS_MANAGE, {200: WebhookWithSecret})
def rotate_webhook(request: Caller, pk: int) -> WebhookWithSecret:
    """Give a webhook a new secret.

    The former one signs along for 24 hours.
    """
    return _with_secret(actions.rotate_secret(actor=_admin(request), endpoint_id=pk, now=timezone.now()))


@router.reads("/webhooks/{int:pk}/deliveries", Scope.WEBHOOKS_MANAGE, Listed[CallOut])
def list_webhook_deliveries(
    request: Caller,
    response: HttpResponse,
    pk: int,
    status: State | None = None,
    event: Event | None = None,
    limit: Limit = 50,
    cursor: Cursor = "",
) -> Listed[CallOut]:
    """List the calls of a webhook, made and pending, the newest first."""
    endpoint = Endpoint.objects.of(_admin(request)).get(pk=pk)
    place = read_cursor(cursor)
    calls, after = newest_calls(endpoint, state=status or "", event=event or "", before=place, most=limit)
    return page_after(request, response, [_serialize_call(call) for call in calls], after)


@router.writes("/deliveries/{int:pk}/replay", Scope.WEBHOOKS_MANAGE, {202: CallOut})
def replay_delivery(request: Caller, pk: int) -> Status[CallOut]:
    """Make a call once more, with the same id and the same bytes.

    It is tried once. If it is on its way again already, that is answered.
    """
    return Status(202, _serialize_call(actions.send_again(actor=_admin(request), delivery_id=pk, now=timezone.now())))


def _admin(request: Caller) -> User:
    """Return the caller, if the organization's webhooks are within its reach. Raise AdminsOnly."""
    if not request.user.is_admin:
        raise AdminsOnly
    return request.user


def _validate_address(url: str) -> None:
    """Raise Problem for an address that we never call."""
    try:
        validate_address(url)
    except ValidationError as error:
        raise body_problem("/url", str(error.message)) from error


def _serialize(endpoint: Endpoint) -> WebhookOut:
    return WebhookOut(**_fields(endpoint))


def _with_secret(endpoint: Endpoint) -> WebhookWithSecret:
    return WebhookWithSecret(**_fields(endpoint), secret=secret_text(endpoint))


def _fields(endpoint: Endpoint) -> dict[str, object]:
    return {
        "id": endpoint.pk,
        "url": endpoint.url,
        "about": endpoint.about,
        "events": endpoint.events,
        "enabled": endpoint.disabled_at is None,
        "why": endpoint.why,
        "failing_since": endpoint.failing_since,
        "last_status": endpoint.last_status,
        "last_at": endpoint.last_at,
        "created_at": endpoint.created_at,
    }


def _serialize_call(call: Delivery) -> CallOut:
    states = (("delivered", call.sent_at), ("failed", call.failed_at), ("not-sent", call.superseded_at))
    return CallOut(
        id=call.pk,
        event=call.kind,
        message=call.facts["id"],
        status=next((word for word, at in states if at is not None), "waiting"),
        attempts=call.attempts,
        last_error=call.last_error,
        created_at=call.created_at,
        delivered_at=call.sent_at,
    )
