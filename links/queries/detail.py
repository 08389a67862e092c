"""Queries of one link: its openings, the requests for a new one, and its history."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Min, QuerySet

from accounts.models import HistoryEntry, User
from links.models import Link, LinkQuerySet, LinkRequest, Opening

ENTRIES = 50
MOST_REQUESTS = 20


@dataclass(frozen=True, slots=True)
class OpeningCounts:
    """How often a link was opened, and when first and last."""

    count: int
    first: datetime | None
    last: datetime | None


def links_in_detail(user: User) -> LinkQuerySet:
    """Return the links that the user may see, each with everything that its own page shows."""
    return (
        Link.objects.visible_to(user)
        .with_page_and_hosts()
        .select_related("parent__page__organization", "owner", "created_by", "reissue_of", "batch")
    )


def openings_of(link: Link) -> dict[str, OpeningCounts]:
    """Return the openings by who opened the link: people's browsers, or scanners and previews."""
    rows = link.openings.order_by().values_list("by").annotate(Count("pk"), Min("at"), Max("at"))
    found = {by: OpeningCounts(count, first, last) for by, count, first, last in rows}
    return {by: found.get(by, OpeningCounts(0, None, None)) for by in Opening.By.values}


def requests_for(link: Link) -> QuerySet[LinkRequest]:
    """Return the latest requests for a new link in place of this one, newest first."""
    return link.requests.select_related("answered_by", "answer").order_by("-at", "-pk")[:MOST_REQUESTS]


def link_history(link: Link, before: int | None = None) -> tuple[list[HistoryEntry], int | None]:
    """Return a page of the link's history, newest first, and the id before which older entries begin, or None."""
    entries = HistoryEntry.objects.filter(
        organization_id=link.organization_id, subject=link._meta.model_name, subject_id=link.pk
    )
    if before is not None:
        entries = entries.filter(pk__lt=before)
    found = list(entries.select_related("actor").order_by("-pk")[: ENTRIES + 1])
    return found[:ENTRIES], found[ENTRIES - 1].pk if len(found) > ENTRIES else None
