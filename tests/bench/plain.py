"""The floor of P10: the API's operations as plain views, with the same token, queries and responses."""

import json
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from accounts.access import cookieless
from accounts.actions.api_tokens import admit_request
from accounts.models import ApiToken, User
from accounts.via import Via
from bookings.models import Booking
from links.actions import expiry, mint
from links.models import Link
from links.queries import Filters, ListedLink, newest_links, with_statuses
from pages.models import Page

PEOPLE = ("page", "parent__page", "owner", "organization", "created_by")


@csrf_exempt
@cookieless
def links(request: HttpRequest) -> HttpResponse:
    """Return the list of links, or make a link."""
    text = request.headers["Authorization"].removeprefix("Bearer ")
    admitted = admit_request(text=text, cost=5 if request.method == "POST" else 1, network="127.0.0.0/24")
    if admitted is None or not admitted.within_limit:
        return HttpResponse(status=401)
    # The queries depend on the token's reach.
    token = admitted.token
    admitted.user.via = Via(
        token=token.pk, reaches_organization=token.reach == ApiToken.Reach.ORGANIZATION, request=uuid4().hex
    )
    return make_link(request, admitted.user) if request.method == "POST" else list_links(admitted.user)


def make_link(request: HttpRequest, user: User) -> HttpResponse:
    sent, now = json.loads(request.body), timezone.now()
    page = Page.objects.filter(organization_id=user.organization_id, pk=sent["page"]).get()
    ends = expiry(user.organization.link_life, now)
    link = mint(
        actor=user, page=page, now=now, owner=user, label=sent["label"], metadata=sent["metadata"], expires_at=ends
    )
    return json_response(serialize_links([link.pk], now)[0], 201)


def list_links(user: User) -> HttpResponse:
    now = timezone.now()
    pks, after = newest_links(user=user, now=now, filters=Filters(), most=50)
    return json_response({"data": serialize_links(pks, now), "next_cursor": after}, 200)


def json_response(data: Any, status: int) -> HttpResponse:
    return HttpResponse(json.dumps(data), status=status, content_type="application/json")


def serialize_links(pks: list[int], now: datetime) -> list[dict[str, Any]]:
    rows = with_statuses(Link.objects.filter(pk__in=pks).order_by("-created_at", "-pk").select_related(*PEOPLE), now)
    types: dict[int, list[int]] = {}
    through = Link.event_types.through.objects.filter(link_id__in=pks).order_by("link_id", "eventtype_id")
    for pk, kind in through.values_list("link_id", "eventtype_id"):
        types.setdefault(pk, []).append(kind)
    uids: dict[int, list[str]] = {}
    found = Booking.objects.filter(admission__link__in=pks).order_by("pk").values_list("admission__link", "uid")
    for pk, uid in found:
        uids.setdefault(pk, []).append(str(uid))
    return [serialize_link(row, types, uids) for row in rows]


def serialize_link(row: ListedLink, types: dict[int, list[int]], uids: dict[int, list[str]]) -> dict[str, Any]:
    link = row.link
    return {
        "id": link.pk,
        "url": link.address(),
        "page": {"id": link.target.pk, "name": link.target.name},
        "parent": link.parent_id,
        "status": str(row.status),
        "max_uses": link.max_uses,
        "uses": link.uses,
        "recipient": {"name": link.recipient_name, "email": link.recipient_email, "locked": link.locked_to_recipient},
        "event_types": types.get(link.pk, []),
        **{name: getattr(link, name) for name in ("label", "note", "message", "answers", "metadata")},
        "owner": {"id": link.owner_id, "name": link.owner.name},
        "created_by": {"id": link.created_by_id, "name": link.created_by.name},
        **{name: time_text(getattr(link, name)) for name in ("expires_at", "created_at", "used_at", "revoked_at")},
        "closes_at": time_text(link.ends_at),
        "opened_at": time_text(row.opened_at),
        "batch": link.batch_id,
        "bookings": uids.get(link.pk, []),
    }


def time_text(at: datetime | None) -> str | None:
    return None if at is None else at.astimezone(UTC).isoformat()
