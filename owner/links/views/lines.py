"""A link as one row of a list, in words."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import User
from links.models import Link, LinkBatch
from links.queries import FoldedBatch, ListedLink, paused_links
from links.status import OUTSTANDING, LinkStatus
from links.texts import BriefMoment, brief_end_text, brief_past_text


@dataclass(frozen=True, slots=True)
class LinkLine:
    """One row of the list, its times as texts for day and time."""

    link: Link
    status: LinkStatus
    created: BriefMoment
    # When the link got its status, if that is known.
    since: BriefMoment | None
    expires: BriefMoment | None
    inherited: bool
    withdrawn: bool
    # Whether it works, but all that could be booked through it is paused.
    paused: bool

    @property
    def kind(self) -> str:
        return kind_word(self.link)

    @property
    def word(self) -> str:
        return status_word(self.status)

    @property
    def outstanding(self) -> bool:
        return self.status in OUTSTANDING

    @property
    def revocable(self) -> bool:
        return self.outstanding or self.status in (LinkStatus.PAUSED, LinkStatus.DELETED)

    @property
    def extendable(self) -> bool:
        return (self.revocable or self.status == LinkStatus.EXPIRED) and self.link.expires_at is not None


@dataclass(frozen=True, slots=True)
class FoldedLine:
    """Links of one batch as one row of the list. `first` is the newest of them.

    The rest tells of those that were read: all, unless the page ends within the batch (`is_whole`).
    """

    batch: LinkBatch
    first: LinkLine
    # The private label, if all have the same.
    label: str
    count: int
    is_whole: bool
    # How many have which status.
    statuses: Sequence[tuple[str, int]]
    # Whether some close at another time than the first one.
    closes_differ: bool
    # The address's query for the list of these links.
    query: str


def folded_lines(
    rows: Sequence[ListedLink | FoldedBatch], user: User, now: datetime, query: Callable[[int], str]
) -> list[LinkLine | FoldedLine]:
    """Return the rows of a list with folded batches. `query` returns the address's query for the links of a batch."""
    parts = [row.rows if isinstance(row, FoldedBatch) else [row] for row in rows]
    lines = iter(lines_of([link for part in parts for link in part], user, now))
    shown: list[LinkLine | FoldedLine] = []
    for row, part in zip(rows, parts, strict=True):
        of_row = [next(lines) for _link in part]
        shown.append(_batch_line(row, of_row, query) if isinstance(row, FoldedBatch) else of_row[0])
    return shown


def _batch_line(row: FoldedBatch, lines: Sequence[LinkLine], query: Callable[[int], str]) -> FoldedLine:
    labels = {line.link.label for line in lines}
    paused = _("Paused")
    counts = Counter(paused if line.paused else line.word for line in lines)
    words = [paused, *(status_word(status) for status in LinkStatus)]
    return FoldedLine(
        batch=row.batch,
        first=lines[0],
        label=labels.pop() if len(labels) == 1 else "",
        count=row.count,
        is_whole=row.count == len(lines),
        statuses=[(word, counts[word]) for word in words if counts[word]],
        closes_differ=len({line.expires for line in lines}) > 1,
        query=query(row.batch.pk),
    )


def lines_of(rows: Sequence[ListedLink], user: User, now: datetime) -> list[LinkLine]:
    """Return the rows of a list, which say where all that could be booked is paused: two queries at most."""
    paused = paused_links([row.link for row in rows if row.status in OUTSTANDING])
    return [line(row, user, now, paused=row.link.pk in paused) for row in rows]


def line(row: ListedLink, user: User, now: datetime, *, paused: bool = False) -> LinkLine:
    """Return the row with its times in words for the user."""
    link = row.link
    sinces = {LinkStatus.OPENED: row.opened_at, LinkStatus.BOOKED: link.used_at, LinkStatus.REVOKED: link.revoked_at}
    since, (end, inherited) = sinces.get(row.status), end_of(link)
    return LinkLine(
        link=link,
        status=row.status,
        created=brief_past_text(link.created_at, user, now),
        since=brief_past_text(since, user, now) if since else None,
        expires=brief_end_text(end, user, now) if end else None,
        inherited=inherited,
        withdrawn=link.token() is None,
        paused=paused,
    )


def end_of(link: Link) -> tuple[datetime | None, bool]:
    """Return when the link expires, by its own expiry or its parent's, and whether it is its parent's."""
    end = link.ends_at
    return end, end != link.expires_at


def kind_word(link: Link) -> str:
    """Return the kind of the link in words, such as “One-time”."""
    if link.is_reusable:
        return _("Reusable")
    if link.parent is not None:
        return _("One-time, from %(name)s") % {"name": link.parent.label or link.target.name}
    return _("One-time") if link.is_single_use else _("For several bookings")


def status_word(word: LinkStatus) -> str:
    """Return the status as lists show it."""
    return {
        LinkStatus.NOT_OPENED: _("Not opened"),
        LinkStatus.OPENED: _("Opened"),
        LinkStatus.SCANNED: _("Opened (may be a scanner)"),
        LinkStatus.BOOKED: _("Booked"),
        LinkStatus.EXPIRED: _("Expired"),
        LinkStatus.REVOKED: _("Revoked"),
        LinkStatus.PAUSED: _("Page paused"),
        LinkStatus.DELETED: _("Page archived"),
    }[word]


def status_text(word: LinkStatus, *, paused: bool) -> str:
    """Return the status as files say it, for links that work also whether all their event types are paused."""
    words = [_("Paused"), status_word(word)] if paused else [status_word(word)]
    return " · ".join(words)
