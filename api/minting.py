"""Making links: one, or a single-use one of a reusable link."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated

from django.db.models import Q
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja.responses import Status
from pydantic import Field

from accounts.models import Scope, User
from api.auth import Caller
from api.expiry import ExpiryFields, resolve_expiry
from api.idempotency import body_digests, idempotency_key, mark_replay
from api.link_shape import LinkOut, serialize_new_link
from api.links import router
from api.problems import body_problem
from api.sentences import none_with_this_id, one_of_page_and_parent
from api.shapes import Day, Email, Id, Key, Metadata, Name, Text, Value
from links.actions import LinkChoices, make_link_by_key, mint
from links.models import MOST_USES, Link
from pages.models import EventType, Page

LINK_RESPONSES = {201: LinkOut, 200: LinkOut}


class ForLink(ExpiryFields):
    """What can be chosen for each link. What is left out is inherited, live, from what the link is made from."""

    model_config = {"json_schema_extra": {"example": {"recipient_name": "Priya Shah", "metadata": {"crm": "4711"}}}}

    recipient_name: Name = ""
    recipient_email: Email | None = None
    locked: Annotated[bool, Field(description="Only the recipient's address can book.")] = False
    event_types: Annotated[
        list[Id], Field(max_length=100, description="Ids of `GET /event-types`; empty for all that is offered there.")
    ] = []
    first_day: Day | None = None
    last_day: Day | None = None
    answers: Annotated[dict[Key, Value], Field(max_length=50, description="Prefilled answers, by question.")] = {}
    message: Annotated[Text, Field(description="The customer reads it.")] = ""
    note: Annotated[Text, Field(description="Only the organization reads it.")] = ""
    label: Name = ""
    metadata: Metadata = {}
    owner: Annotated[Id, Field(description="Whose link it is; of admins and delegates, another's.")] | None = None


class NewLink(ForLink):
    """A link to make, from exactly one of a page or a reusable link (`parent`).

    Without an expiry the organization's default holds; `expires_at` null means never.
    """

    model_config = {
        "json_schema_extra": {
            "example": {
                "page": 1,
                "recipient_name": "Priya Shah",
                "recipient_email": "priya@example.com",
                "expires_in": "P7D",
                "metadata": {"crm": "4711"},
            }
        }
    }
    page: Annotated[Id, Field(description="The page to book at: its id, as `GET /pages` lists it.")] | None = None
    parent: Annotated[Id, Field(description="Instead, the reusable link that it comes from.")] | None = None
    max_uses: Annotated[
        Annotated[int, Field(ge=1, le=MOST_USES)] | None, Field(description="Bookings allowed; null for any number.")
    ] = 1


@router.writes("/links", Scope.LINKS_WRITE, LINK_RESPONSES)
def make_link(request: Caller, response: HttpResponse, body: NewLink) -> Status[LinkOut]:
    """Make a link, by default for exactly one booking."""
    if (body.page is None) == (body.parent is None):
        raise body_problem("/page", one_of_page_and_parent())
    return _make(request, response, body, page=body.page, parent=body.parent, max_uses=body.max_uses)


@router.writes("/links/{int:pk}/single-use", Scope.LINKS_WRITE, LINK_RESPONSES)
def make_single_use(request: Caller, response: HttpResponse, pk: int, body: ForLink) -> Status[LinkOut]:
    """Make a single-use link of a reusable one. It inherits everything that is not chosen here, live."""
    return _make(request, response, body, page=None, parent=pk, max_uses=1)


def _make(
    request: Caller,
    response: HttpResponse,
    body: ForLink,
    *,
    page: int | None,
    parent: int | None,
    max_uses: int | None,
) -> Status[LinkOut]:
    user, now = request.user, timezone.now()
    owner = find_owner(user, body.owner)
    choices = _choices(user, owner, body, page, parent, now)
    choices["max_uses"] = max_uses
    if key := idempotency_key(request):

        def make(handle: bytes, details: Mapping[str, object]) -> Link:
            return mint(actor=user, now=now, handle=handle, details=details, **choices)

        link, again = make_link_by_key(actor=user, key=key, body=body_digests(request), now=now, make=make)
    else:
        link, again = mint(actor=user, now=now, **choices), False
    return Status(mark_replay(response, again=again), serialize_new_link(link, user, now))


def _choices(
    user: User, owner: User, body: ForLink, page: int | None, parent: int | None, now: datetime
) -> LinkChoices:
    """Return the choices of the body for the new link. Raise Problem for contradictory ones."""
    if body.locked and body.recipient_email is None:
        raise body_problem("/recipient_email", _("Say to whose address the link is locked."))
    if body.first_day and body.last_day and body.last_day < body.first_day:
        raise body_problem("/last_day", _("It is before first_day."))
    source = find_source(user, page, parent)
    return {
        **source,
        "event_types": find_event_types(body.event_types, source),
        "owner": owner,
        "expires_at": resolve_expiry(body, user, now, inherits=parent is not None),
        "first_day": body.first_day,
        "last_day": body.last_day,
        "recipient_name": body.recipient_name.strip(),
        "recipient_email": body.recipient_email or "",
        "locked_to_recipient": body.locked,
        "answers": dict(body.answers),
        "message": body.message,
        "note": body.note,
        "label": body.label.strip(),
        "metadata": dict(body.metadata),
    }


def find_source(user: User, page: int | None, parent: int | None) -> LinkChoices:
    """Return the page or link to make it from, if the organization has it. The action checks permissions."""
    if page is not None:
        page_row = Page.objects.filter(organization_id=user.organization_id, pk=page).first()
        if page_row is None:
            raise body_problem("/page", none_with_this_id())
        return {"page": page_row}
    assert parent is not None
    return {"parent": Link.objects.filter(organization_id=user.organization_id).select_related("page").get(pk=parent)}


def find_event_types(pks: list[int], source: LinkChoices) -> list[EventType]:
    """Return the event types to which the link is narrowed. Raise Problem for one that its source does not offer."""
    if not pks:
        return []
    page, parent = source.get("page"), source.get("parent")
    at_source = Q(offered_on__page=page) if parent is None else Q(offered_on__page=parent.page_id)
    event_types = EventType.objects.current().filter(at_source).in_bulk(pks)
    for place, pk in enumerate(pks):
        if pk not in event_types:
            raise body_problem(f"/event_types/{place}", _("This is not offered there."))
    return list(event_types.values())


def find_owner(user: User, pk: int | None) -> User:
    """Return the owner of the new link. Raise Problem if the organization has no such user."""
    if pk is None or pk == user.pk:
        return user
    owner = User.objects.select_related("organization").filter(organization_id=user.organization_id, pk=pk).first()
    if owner is None:
        raise body_problem("/owner", _("There is nobody with this id."))
    return owner
