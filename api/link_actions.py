"""Operations on a link: changing, extending, revoking, restoring, reissuing and sending it."""

from collections.abc import Mapping
from typing import Annotated

from django.http import HttpResponse
from django.utils import timezone
from ninja.responses import Status
from pydantic import Field

from accounts.models import Scope
from api.auth import Caller
from api.expiry import ExpiryFields, resolve_expiry
from api.idempotency import body_digests, idempotency_key, mark_replay
from api.link_shape import LinkOut, serialize_link, serialize_new_link
from api.links import router
from api.minting import LINK_RESPONSES
from api.shapes import In, Metadata, Name, Out, Text, When, lines, one_line
from links import actions
from links.models import Link


class LinkChange(In):
    """What changes of a link. What is left out stays."""

    model_config = {"json_schema_extra": {"example": {"expires_at": "2027-01-31T23:59:00+01:00", "label": "Fair"}}}
    expires_at: Annotated[When | None, Field(description="A later end; null for none.")] = None
    label: Name | None = None
    note: Text | None = None
    metadata: Annotated[Metadata | None, Field(description="All of it anew; null or {} empties it.")] = None


class Reissue(ExpiryFields):
    """When the new link ends; without it, by the organization's default."""

    model_config = {"json_schema_extra": {"example": {"expires_in": "P14D"}}}


class LinkMail(In):
    """The mail that brings the link to its recipient. The link and its end are added."""

    model_config = {
        "json_schema_extra": {"example": {"subject": "Pick a time", "text": "Hello Priya,\n\nplease choose a time."}}
    }
    subject: Annotated[str, Field(min_length=1, max_length=150), one_line]
    text: Annotated[str, Field(min_length=1, max_length=4_000), lines]


class SentMail(Out):
    """A mail that is on its way."""

    # Under this name it was released.
    __qualname__ = "Owed"
    delivery: int
    to: str


@router.writes("/links/{int:pk}", Scope.LINKS_WRITE, {200: LinkOut}, method="PATCH")
def change_link(request: Caller, pk: int, body: LinkChange) -> LinkOut:
    """Change a link's label, note or metadata, or let it end later.

    A spent or revoked link cannot be extended, and no link shortened: revoke it instead.
    """
    changes: actions.Amendment = {}
    sent = body.model_fields_set
    if "expires_at" in sent:
        changes["expires_at"] = body.expires_at
    if "label" in sent:
        changes["label"] = (body.label or "").strip()
    if "note" in sent:
        changes["note"] = body.note or ""
    if "metadata" in sent:
        changes["metadata"] = body.metadata or {}
    now = timezone.now()
    actions.amend(actor=request.user, link=_find_link(request, pk), now=now, **changes)
    return serialize_link(pk, request.user, now)


@router.writes("/links/{int:pk}/revoke", Scope.LINKS_WRITE, {200: LinkOut})
def revoke_link(request: Caller, pk: int) -> LinkOut:
    """Revoke a link at once. Meetings that were booked with it stay."""
    now = timezone.now()
    actions.revoke(actor=request.user, link=_find_link(request, pk), now=now)
    return serialize_link(pk, request.user, now)


@router.writes("/links/{int:pk}/restore", Scope.LINKS_WRITE, {200: LinkOut})
def restore_link(request: Caller, pk: int) -> LinkOut:
    """Take a revocation back: the same address works again, unless something else has ended it."""
    now = timezone.now()
    actions.restore(actor=request.user, link=_find_link(request, pk), now=now)
    return serialize_link(pk, request.user, now)


@router.writes("/links/{int:pk}/reissue", Scope.LINKS_WRITE, LINK_RESPONSES)
def reissue_link(request: Caller, response: HttpResponse, pk: int, body: Reissue) -> Status[LinkOut]:
    """Make a new link like a one-time one, with an address of its own. The old one stays as it is."""
    user, now, link = request.user, timezone.now(), _find_link(request, pk)
    ends = resolve_expiry(body, user, now, inherits=link.parent_id is not None)

    def make(handle: bytes | None, details: Mapping[str, object]) -> Link:
        return actions.reissue(actor=user, link=link, expires_at=ends, now=now, handle=handle, details=details)

    if key := idempotency_key(request):
        new, again = actions.make_link_by_key(actor=user, key=key, body=body_digests(request), now=now, make=make)
    else:
        new, again = make(None, {}), False
    return Status(mark_replay(response, again=again), serialize_new_link(new, user, now))


@router.writes("/links/{int:pk}/send", Scope.LINKS_WRITE, {202: SentMail})
def send_link(request: Caller, response: HttpResponse, pk: int, body: LinkMail) -> Status[SentMail]:
    """Send the link to its recipient by email, from here. Replies go to the token's user.

    The same text under the same Idempotency-Key is sent once.
    """
    user, now, link = request.user, timezone.now(), _find_link(request, pk)
    texts = {"subject": body.subject, "text": body.text}
    if key := idempotency_key(request):
        mail, again = actions.send_by_key(actor=user, link=link, key=key, body=body_digests(request), now=now, **texts)
        mark_replay(response, again=again)
    else:
        mail = actions.send(actor=user, link=link, now=now, **texts)
    return Status(202, SentMail(delivery=mail.pk, to=mail.recipient))


def _find_link(request: Caller, pk: int) -> Link:
    """Return a link that the user may see or hand out. The action checks what they may do to it."""
    return Link.objects.copyable_by(request.user).get(pk=pk)
