"""The list of links with the links of a batch folded into one row."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from itertools import groupby

from accounts.models import User
from core.database import fresh_plans
from core.paging import ROWS, newer_than
from links.models import LinkBatch
from links.queries.filters import Filters, matching, resolve_filters
from links.queries.lists import ListedLink, Listing, outstanding_links

# So many links of a batch are one row. Fewer stay rows of their own.
FOLDED_FROM = 5
# If folding leaves fewer rows than this, those of the next page are added; so often at most.
FEW_ROWS, MOST_PAGES = ROWS // 2, 3


@dataclass(frozen=True, slots=True)
class FoldedBatch:
    """Links of one batch that follow each other in the list, as one row.

    `count` is how many of the batch match. They may be more than `rows`, since only those of the page are read.
    """

    batch: LinkBatch
    rows: Sequence[ListedLink]
    count: int


@dataclass(frozen=True, slots=True)
class FoldedListing:
    """A page of the list: links and folded batches, newest first. `listing` tells its place and the number of links."""

    rows: Sequence[ListedLink | FoldedBatch]
    listing: Listing


@dataclass(frozen=True, slots=True)
class _Group:
    """Rows that follow each other and are of one batch, or of none. `pks` are all that match of a batch cut in two."""

    batch: int | None
    rows: list[ListedLink]
    pks: Sequence[int] = ()

    @property
    def folded(self) -> bool:
        return self.batch is not None and (len(self.rows) >= FOLDED_FROM or bool(self.pks))

    @property
    def row_count(self) -> int:
        return 1 if self.folded else len(self.rows)


def folded_links(
    *,
    user: User,
    now: datetime,
    filters: Filters,
    before: int | None = None,
    after: int | None = None,
    fold: bool = True,
) -> FoldedListing:
    """Return a page of `outstanding_links`, with the links of each batch as one row if `fold` is set.

    Going forward, a folded batch is on one page only: if the page ends within one, the next page begins after it.
    """
    next_listing = partial(outstanding_links, user=user, now=now, filters=filters)
    complete = partial(_complete, user=user, now=now, filters=filters)
    listing = next_listing(before=before, after=after)
    if not fold:
        return FoldedListing(listing.rows, listing)
    groups, newer, older = _groups(listing.rows), listing.newer, listing.older
    if newer is not None and groups:
        groups[0] = complete(groups[0])
        if groups[0].pks:
            newer = _place_of_newer(groups[0], user=user, now=now, filters=filters)
    pages = 1
    while older is not None:
        groups[-1] = complete(groups[-1])
        fill = pages < MOST_PAGES and _few(groups)
        if not (fill or groups[-1].pks):
            break
        end = min(groups[-1].pks, default=older)
        further = next_listing(before=end)
        if not (fill and further.rows):
            older = end if further.rows else None
            break
        groups, older, pages = groups + _groups(further.rows), further.older, pages + 1
    place = replace(listing, newer=newer, older=older)
    return FoldedListing(_rows_of(groups), place)


def _complete(group: _Group, *, user: User, now: datetime, filters: Filters) -> _Group:
    """Return the group with the ids of all links of its batch that match, if the page shows only some, and they are
    folded.
    """
    if group.batch is None or group.pks:
        return group
    with fresh_plans():
        found = matching(user=user, filters=resolve_filters(user, filters, now), now=now)
        pks = list(found.filter(batch=group.batch).order_by().values_list("pk", flat=True))
    return replace(group, pks=pks) if len(pks) > len(group.rows) and len(pks) >= FOLDED_FROM else group


def _place_of_newer(group: _Group, *, user: User, now: datetime, filters: Filters) -> int | None:
    """Return the newest of the group's links, before which the previous page ends; None if no match is newer."""
    newest = max(group.pks)
    with fresh_plans():
        found = matching(user=user, filters=resolve_filters(user, filters, now), now=now)
        # All links of a batch were made at one instant.
        is_first = not found.filter(newer_than((group.rows[0].link.created_at, newest))).exists()
    return None if is_first else newest


def _groups(rows: Sequence[ListedLink]) -> list[_Group]:
    return [_Group(batch, list(group)) for batch, group in groupby(rows, key=lambda row: row.link.batch_id)]


def _few(groups: Sequence[_Group]) -> bool:
    return sum(group.row_count for group in groups) < FEW_ROWS


def _rows_of(groups: Sequence[_Group]) -> list[ListedLink | FoldedBatch]:
    batches = LinkBatch.objects.in_bulk([group.batch for group in groups if group.batch and group.folded])
    rows: list[ListedLink | FoldedBatch] = []
    for group in groups:
        if group.batch is not None and group.folded:
            rows.append(FoldedBatch(batches[group.batch], group.rows, max(len(group.pks), len(group.rows))))
        else:
            rows += group.rows
    return rows
