"""Queries of batches: what links may be made from, what was made, and the state of the mails."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from accounts.models import User
from core.database import fresh_plans
from core.ids import read_id
from core.paging import ROWS, newest_rows
from deliveries.models import Delivery
from links.models import Link, LinkBatch
from pages.models import Page

# Only so many of the newest reusable links are offered as source; any other one can be asked for by its id.
MOST_SOURCES = 500
MOST_FAILED = 100


@dataclass(frozen=True, slots=True)
class BatchMails:
    """How many mails of a batch were sent, failed or wait."""

    sent: int = 0
    failed: int = 0
    waiting: int = 0

    @property
    def total(self) -> int:
        return self.sent + self.failed + self.waiting


@dataclass(frozen=True, slots=True)
class BatchRow:
    """One line of the list of batches. `link` is any one of the batch's links, for what all of them have in common."""

    batch: LinkBatch
    link: Link
    mails: BatchMails


def bulk_sources(user: User, now: datetime, wanted: str = "") -> tuple[list[Page], list[Link]]:
    """Return the pages and reusable links from which the user may make one-time links, in two queries.

    `wanted` is the id of a reusable link; if it is not among the newest, a third query adds it.
    """
    pages = list(Page.objects.shareable_by(user).select_related("owner").order_by("name", "pk"))
    usable = Link.objects.copyable_by(user).reusable().filter(revoked_at=None, page__archived_at=None)
    usable = usable.filter(Q(expires_at=None) | Q(expires_at__gt=now)).select_related("page", "owner")
    links = list(usable.order_by("-pk")[:MOST_SOURCES])
    asked = read_id(wanted) or 0
    if len(links) == MOST_SOURCES and asked not in {one.pk for one in links}:
        links += usable.filter(pk=asked)
    return pages, links


def batches_of(user: User) -> QuerySet[LinkBatch]:
    """Return the batches that the user may see, newest first.

    An admin sees the organization's, a member their own.
    """
    batches = LinkBatch.objects.filter(organization_id=user.organization_id)
    if not user.is_admin:
        batches = batches.filter(created_by=user)
    return batches.select_related("created_by").order_by("-pk")


def batch_rows(user: User, before: int | None = None) -> tuple[list[BatchRow], int | None]:
    """Return a page of the list of batches, and the id before which the next page begins, in three queries.

    Planned for any organization, one that has made few would be looked for among the batches of all others.
    """
    any_link = Link.objects.filter(batch=OuterRef("pk")).values("pk")[:1]
    batches: QuerySet[Any] = batches_of(user).annotate(any_link=Subquery(any_link))
    with fresh_plans():
        shown, older = newest_rows(batches, before)
        links = Link.objects.select_related("page", "parent__page").in_bulk([one.any_link for one in shown])
        mails = count_mails([one.thread for one in shown])
    rows = [BatchRow(one, links[one.any_link], mails.get(one.thread, BatchMails())) for one in shown]
    return rows, older


def count_mails(threads: Iterable[UUID]) -> dict[UUID, BatchMails]:
    """Return how many mails of each thread were sent, failed or wait."""
    counted = Delivery.objects.filter(thread__in=list(threads)).values("thread").order_by("thread")
    counted = counted.annotate(
        sent=Count("pk", filter=Q(sent_at__isnull=False)),
        failed=Count("pk", filter=Q(failed_at__isnull=False)),
        waiting=Count("pk", filter=Q(sent_at=None, failed_at=None)),
    )
    return {one["thread"]: BatchMails(one["sent"], one["failed"], one["waiting"]) for one in counted}


def links_of(batch: LinkBatch) -> list[Link]:
    """Return all links of the batch in the order of its list, with their page and parent loaded, in two queries."""
    links = list(Link.objects.filter(batch=batch).select_related("organization").order_by("pk"))
    share_source(links)
    return links


def share_source(links: Sequence[Link]) -> None:
    """Read page and parent of the first link, and set them on all links, which must share them."""
    if links:
        whole = Link.objects.with_parent(pk=links[0].pk)
        for link in links:
            link.page, link.parent = whole.page, whole.parent


def some_links(batch: LinkBatch, after: int | None = None) -> tuple[list[Link], int | None]:
    """Return a page of the batch's links, in the order of its list, and the id after which the next page begins."""
    links = Link.objects.filter(batch=batch, pk__gt=after or 0).order_by("pk")
    found = list(links[: ROWS + 1])
    share_source(found)
    return found[:ROWS], found[ROWS - 1].pk if len(found) > ROWS else None


def mails_to(batch: LinkBatch, links: Iterable[Link]) -> dict[str, Delivery]:
    """Return the batch's mails to the recipients of these links, by email address."""
    recipients = [link.recipient_email for link in links]
    found = Delivery.objects.filter(thread=batch.thread, recipient__in=recipients).defer("facts")
    return {mail.recipient: mail for mail in found}


def failed_mails(batch: LinkBatch) -> QuerySet[Delivery]:
    """Return the batch's mails that could not be sent, oldest failure first."""
    return Delivery.objects.failed().filter(thread=batch.thread).defer("facts").order_by("failed_at", "pk")
