"""Queries that list reusable links for those who hand them out: own links, library, all links, managed links."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from core.paging import ROWS
from links.hosting import Hosting, hosts_by_link
from links.liveness import DeadReason
from links.models import Link, LinkQuerySet, ManagedLinks
from links.queries import MOST_COUNTED
from links.status import LinkStatus
from pages.models import EventType, Page, PageEventType

# Counts the versions of each parent that their own limits have not ended, all or one owner's, up to a maximum.
VERSIONS = """
    SELECT parent.id, (
        SELECT count(*) FROM (
            SELECT FROM links_link version
            WHERE version.parent_id = parent.id AND version.version_over_at > %(now)s
                AND (version.owner_id = %(owner)s::bigint OR %(owner)s::bigint IS NULL)
            LIMIT %(most)s
        ) counted
    )
    FROM unnest(%(parents)s::bigint[]) AS parent(id)
"""


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """One line of a list of reusable links.

    `event_types` are names; what is paused says so. `is_paused` says that all of them are. `versions` counts its
    outstanding single-use versions that the viewer may see.
    """

    link: Link
    dead_reason: DeadReason | None
    event_types: tuple[str, ...]
    is_paused: bool
    hosting: Hosting
    versions: int


@dataclass(frozen=True, slots=True)
class Catalogue:
    """One page of a list of reusable links. `older` is the id of the link after which the next page begins, or None."""

    entries: list[CatalogueEntry]
    older: int | None


def conditions_by_status(organization_id: int, now: datetime) -> dict[LinkStatus | None, Q]:
    """Return the condition for the organization's reusable links in each status; under None for those in use."""
    # Archived pages are few. To join pages would be to look one up for each link.
    archived = Q(page__in=Page.objects.filter(organization_id=organization_id, archived_at__isnull=False))
    return {
        None: Q(revoked_at=None) & ~archived & (Q(expires_at=None) | Q(expires_at__gt=now)),
        LinkStatus.REVOKED: Q(revoked_at__isnull=False),
        LinkStatus.EXPIRED: Q(revoked_at=None, expires_at__lte=now),
        LinkStatus.DELETED: Q(revoked_at=None) & archived,
    }


def library_links(user: User, now: datetime) -> LinkQuerySet:
    """Return colleagues' links from the library that are not expired or revoked, and whose page is not archived."""
    not_expired = Q(expires_at=None) | Q(expires_at__gt=now)
    archived = Page.objects.filter(organization_id=user.organization_id).exclude(archived_at=None)
    return Link.objects.library_for(user).filter(not_expired, revoked_at=None).exclude(page__in=archived)


def search_links(links: QuerySet[Link], text: str, user: User) -> QuerySet[Link]:
    """Return those of the organization's links whose name, page, owner or event types contain the text.

    Pages and owners are searched by themselves, not looked up for each link.
    """
    if not text:
        return links
    in_organization = {"organization_id": user.organization_id}
    pages = Page.objects.filter(Q(name__icontains=text) | Q(label__icontains=text), **in_organization)
    owners = User.objects.filter(name__icontains=text, **in_organization)
    types = EventType.objects.filter(name__icontains=text, **in_organization)
    offering = PageEventType.objects.filter(event_type__in=types).values("page")
    return links.filter(Q(label__icontains=text) | Q(page__in=pages) | Q(owner__in=owners) | Q(page__in=offering))


def catalogue(
    links: QuerySet[Link], *, viewer: User, now: datetime, before: int | None = None, by_owner: bool = False
) -> Catalogue:
    """Return a page of the links, newest first or by their owners' names, in five queries.

    `before` is the id of the link that the page follows; with `by_owner` it takes one more query.
    """
    order = ("owner__name", "pk") if by_owner else ("-pk",)
    if before is not None and by_owner:
        name, pk = links.filter(pk=before).values_list("owner__name", "pk").first() or ("", 0)
        links = links.filter(Q(owner__name__gt=name) | Q(owner__name=name, pk__gt=pk))
    elif before is not None:
        links = links.filter(pk__lt=before)
    # Only the links of this page are joined with what they show.
    chosen = Link.objects.filter(pk__in=links.order_by(*order).values("pk")[: ROWS + 1])
    rows = list(chosen.select_related("page__host", "owner", "created_by", "organization").order_by(*order))
    entries = entries_of(rows[:ROWS], viewer=viewer, now=now)
    return Catalogue(entries, rows[ROWS - 1].pk if len(rows) > ROWS else None)


def entries_of(links: Sequence[Link], *, viewer: User, now: datetime) -> list[CatalogueEntry]:
    """Return the links with everything that their lines show, in four queries."""
    event_types, hosting = _event_types(links), hosts_by_link(links)
    versions = count_versions(links, viewer=viewer, now=now)
    return [
        CatalogueEntry(
            link=link,
            dead_reason=link.dead_reason(now),
            event_types=tuple(_name(name, is_open) for name, is_open in event_types[link.pk]),
            is_paused=bool(event_types[link.pk]) and not any(is_open for _text, is_open in event_types[link.pk]),
            hosting=hosting[link.pk],
            versions=versions.get(link.pk, 0),
        )
        for link in links
    ]


def _name(name: str, is_open: bool) -> str:
    return name if is_open else _("%(name)s (paused)") % {"name": name}


def count_versions(links: Iterable[Link], *, viewer: User | None = None, now: datetime) -> dict[int, int]:
    """Return how many single-use versions of each link are outstanding, up to MOST_COUNTED.

    For a member as viewer, only their own count. Without viewer all count, since a change of the link affects them all.
    """
    owner = None if viewer is None or viewer.is_admin else viewer.pk
    parents = [link.pk for link in links]
    with connection.cursor() as cursor:
        cursor.execute(VERSIONS, {"parents": parents, "now": now, "most": MOST_COUNTED, "owner": owner})
        return dict(cursor.fetchall())


def _event_types(links: Sequence[Link]) -> dict[int, list[tuple[str, bool]]]:
    """Return the event types of each link, in its page's order: the name, and whether it takes bookings now."""
    chosen: dict[int, set[int]] = defaultdict(set)
    through = Link.event_types.through.objects.filter(link_id__in=[link.pk for link in links])
    for link, event_type in through.values_list("link_id", "eventtype_id"):
        chosen[link].add(event_type)
    offered: dict[int, list[tuple[int, str, bool]]] = defaultdict(list)
    rows = PageEventType.objects.filter(page_id__in=[link.page_id for link in links], event_type__archived_at=None)
    shown = ("page_id", "event_type_id", "event_type__name", "event_type__accepts_bookings")
    for page, pk, name, is_open in rows.order_by("position", "pk").values_list(*shown):
        offered[page].append((pk, name, is_open))
    return {
        link.pk: [
            (name, is_open)
            for pk, name, is_open in offered[link.target.pk]
            if link.pk not in chosen or pk in chosen[link.pk]
        ]
        for link in links
    }


def managed_links(user: User) -> QuerySet[ManagedLinks]:
    """Return the managed links that are not archived, each with the number of its users."""
    groups = ManagedLinks.objects.filter(organization_id=user.organization_id, archived_at=None)
    live = Count("links", filter=Q(links__revoked_at=None))
    return groups.select_related("event_type", "created_by").annotate(users=live).order_by("-pk")
