"""The list of links with the links of a batch folded into one row."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from itertools import groupby

from accounts.models import User
from core.database import fresh_plans
from core.paging import ROWS, Place, newer_than
from links.models import LinkBatch, LinkQuerySet
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
    """A page of the list: links and folded batches, newest first.

    `listing` tells its place and how many match; its own rows are those of the first page that was read.
    """

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


@dataclass
class _Search:
    """Asks for the links that the user may see and that match the filters."""

    user: User
    now: datetime
    filters: Filters

    def page(self, before: int | None = None, after: int | None = None) -> Listing:
        return outstanding_links(user=self.user, now=self.now, filters=self.filters, before=before, after=after)

    def of_batch(self, batch: int) -> list[int]:
        """Return the ids of all matches of the batch."""
        with fresh_plans():
            return list(self._matches.filter(batch=batch).order_by().values_list("pk", flat=True))

    def has_newer(self, place: Place) -> bool:
        """Return whether a match is newer than the place."""
        with fresh_plans():
            return self._matches.filter(newer_than(place)).exists()

    @cached_property
    def _matches(self) -> LinkQuerySet:
        """All matches. What the conditions are made of, such as the parents, is asked once."""
        filters = resolve_filters(self.user, self.filters, self.now)
        return matching(user=self.user, filters=filters, now=self.now)


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
    search = _Search(user, now, filters)
    listing = search.page(before, after)
    if not fold:
        return FoldedListing(listing.rows, listing)
    groups, newer = _groups(listing.rows), listing.newer
    if newer is not None and groups:
        groups[0] = _whole(groups[0], search)
        newer = _newer_place(groups[0], newer, search)
    groups, older = _filled(groups, listing.older, search)
    return FoldedListing(_rows_of(groups), replace(listing, newer=newer, older=older))


def _filled(groups: list[_Group], older: int | None, search: _Search) -> tuple[list[_Group], int | None]:
    """Return the groups, with those of the next pages while they are few rows, and the id of the link after which the
    page that follows begins; None if none follows.
    """
    pages = 1
    while older is not None:
        groups[-1] = _whole(groups[-1], search)
        end = min(groups[-1].pks, default=older)
        is_full = pages == MOST_PAGES or sum(group.row_count for group in groups) >= FEW_ROWS
        if is_full and end == older:
            break
        # What follows the links of the batch that are not shown is not known yet.
        following = search.page(before=end)
        if is_full or not following.rows:
            return groups, end if following.rows else None
        groups, older, pages = groups + _groups(following.rows), following.older, pages + 1
    return groups, older


def _whole(group: _Group, search: _Search) -> _Group:
    """Return the group with the ids of all links of its batch that match, if the page shows only some of a batch that
    is folded.
    """
    if group.batch is None or group.pks:
        return group
    pks = search.of_batch(group.batch)
    return replace(group, pks=pks) if len(pks) >= max(FOLDED_FROM, len(group.rows) + 1) else group


def _newer_place(group: _Group, newer: int, search: _Search) -> int | None:
    """Return the id of the link before which the previous page ends, if the page begins with the group; None if no
    match is newer. All links of a batch were made at one instant.
    """
    if not group.pks:
        return newer
    newest = max(group.pks)
    return newest if search.has_newer((group.rows[0].link.created_at, newest)) else None


def _groups(rows: Sequence[ListedLink]) -> list[_Group]:
    return [_Group(batch, list(group)) for batch, group in groupby(rows, key=lambda row: row.link.batch_id)]


def _rows_of(groups: Sequence[_Group]) -> list[ListedLink | FoldedBatch]:
    batches = LinkBatch.objects.in_bulk([group.batch for group in groups if group.batch and group.folded])
    rows: list[ListedLink | FoldedBatch] = []
    for group in groups:
        if group.batch is not None and group.folded:
            rows.append(FoldedBatch(batches[group.batch], group.rows, max(len(group.pks), len(group.rows))))
        else:
            rows += group.rows
    return rows
