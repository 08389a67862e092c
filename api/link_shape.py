"""How the API shows links."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from pydantic import Field

from accounts.models import User
from api.shapes import Moment, Named, Out
from bookings.models import Booking
from links.models import Link
from links.queries import ListedLink, with_statuses
from links.queries.filters import ONE_TIME, SEVERAL, VERSION
from links.status import LinkStatus

REUSABLE = "reusable"
MOST_BOOKINGS = 100


class Recipient(Out):
    name: str
    email: str
    locked: bool


class LinkOut(Out):
    """A link. `url` is null if the key that signed it is no longer kept; `closes_at` counts the parent's end, too."""

    id: int
    url: str | None
    page: Named
    parent: int | None
    kind: str
    status: LinkStatus
    max_uses: int | None
    uses: int
    expires_at: Moment | None
    closes_at: Moment | None
    recipient: Recipient
    event_types: list[int]
    label: str
    note: str
    message: str
    answers: dict[str, str]
    metadata: dict[str, str]
    owner: Named
    created_by: Named
    created_at: Moment
    opened_at: Moment | None
    used_at: Moment | None
    revoked_at: Moment | None
    batch: int | None
    bookings: Annotated[
        list[UUID],
        Field(description=f"The newest {MOST_BOOKINGS} meetings. All that came through the link: /bookings?link="),
    ]


def serialize_links(links: QuerySet[Any], user: User, now: datetime) -> list[LinkOut]:
    """Return the links as the user may see them, in three queries."""
    people = ("page", "parent__page", "owner", "organization", "created_by")
    rows = with_statuses(links.select_related(*people), now)
    pks = [row.link.pk for row in rows]
    event_types, bookings = _event_types(pks), _bookings(pks)
    return [_serialize(row, user, event_types, bookings) for row in rows]


def serialize_link(pk: int, user: User, now: datetime) -> LinkOut:
    """Return one link as the user may see it. Raise Link.DoesNotExist."""
    links = serialize_links(Link.objects.copyable_by(user).filter(pk=pk), user, now)
    if not links:
        raise Link.DoesNotExist
    return links[0]


def serialize_new_link(link: Link, user: User, now: datetime) -> LinkOut:
    """Return a link that the user has just made. Of a link for somebody else they see no more than this."""
    return serialize_links(Link.objects.filter(pk=link.pk), user, now)[0]


def _event_types(pks: Sequence[int]) -> Mapping[int, list[int]]:
    event_types = defaultdict(list)
    through = Link.event_types.through.objects.filter(link_id__in=pks).order_by("link_id", "eventtype_id")
    for link, event_type in through.values_list("link_id", "eventtype_id"):
        event_types[link].append(event_type)
    return event_types


def _bookings(pks: Sequence[int]) -> Mapping[int, list[UUID]]:
    """Return the newest meetings of each link, the first booked first: a reusable one may have a million."""
    newest = Booking.objects.filter(admission__link=OuterRef("pk")).order_by("-admission__created_at", "-pk")
    rows = Link.objects.filter(pk__in=pks).annotate(uids=ArraySubquery(newest.values("uid")[:MOST_BOOKINGS]))
    return {pk: uids[::-1] for pk, uids in rows.values_list("pk", "uids")}


def _serialize(
    row: ListedLink, user: User, event_types: Mapping[int, list[int]], bookings: Mapping[int, list[UUID]]
) -> LinkOut:
    link = row.link
    # Of a colleague's link from the library only what is needed to hand it out is shown.
    own = user.is_admin or user.pk in {link.owner_id, link.created_by_id}
    return LinkOut(
        id=link.pk,
        url=link.address(),
        page=Named(id=link.target.pk, name=link.target.name),
        parent=link.parent_id,
        kind=_kind(link),
        status=row.status,
        max_uses=link.max_uses,
        uses=link.uses,
        expires_at=link.expires_at,
        closes_at=link.ends_at,
        recipient=Recipient(
            name=link.recipient_name if own else "",
            email=link.recipient_email if own else "",
            locked=link.locked_to_recipient,
        ),
        event_types=event_types.get(link.pk, []),
        label=link.label,
        note=link.note if own else "",
        message=link.message,
        answers=_texts(link.answers) if own else {},
        metadata=_texts(link.metadata) if own else {},
        owner=Named(id=link.owner_id, name=link.owner.name),
        created_by=Named(id=link.created_by_id, name=link.created_by.name),
        created_at=link.created_at,
        opened_at=row.opened_at,
        used_at=link.used_at,
        revoked_at=link.revoked_at,
        batch=link.batch_id if own else None,
        bookings=bookings.get(link.pk, []) if own else [],
    )


def _kind(link: Link) -> str:
    if link.parent_id is not None:
        return VERSION
    if link.is_reusable:
        return REUSABLE
    return ONE_TIME if link.is_single_use else SEVERAL


def _texts(stored: Mapping[str, object]) -> dict[str, str]:
    return {str(key): str(value) for key, value in stored.items()}
