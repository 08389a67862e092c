"""Writes of the turns in pools. They all run inside the caller's transaction, under the pools' locks."""

from collections import Counter
from collections.abc import Collection, Sequence
from uuid import UUID

from django.db.models import Count, F, Min

from pages.models import HostTime, Pool, PoolMember
from pages.offers import CandidatePage, Offer, Seat


def lock_pool_rows(pools: Collection[int]) -> None:
    """Lock the pools in the order of their ids. Until the transaction ends, nobody else changes their turns."""
    if pools:
        list(Pool.objects.select_for_update(no_key=True).filter(pk__in=pools).order_by("pk").values_list("pk"))


def count_turns(offer: Offer, assigned: Sequence[CandidatePage]) -> None:
    """Count a new meeting for the pool members who take a seat. `assigned` has one candidate for each seat."""
    for seat, candidate in zip(offer.seats, assigned, strict=True):
        if seat.pool is not None:
            _count_turn(seat, candidate.page)


def _count_turn(seat: Seat, page: int) -> None:
    members = PoolMember.objects.filter(pool=seat.pool)
    members.filter(page=page).update(level=F("level") + 1, received=F("received") + 1)
    # Members who cannot be chosen now (page paused, host away) move to the lowest level of those who can, so that they
    # do not catch up on missed meetings later. A member whose calendar cannot be read for a while does catch up.
    available = [candidate.page for candidate in seat.candidates]
    unavailable = members.exclude(page__in=[*available, *seat.closed])
    if unavailable.exists():
        unavailable.update(level=members.filter(page__in=available).aggregate(lowest=Min("level"))["lowest"])


def uncount_turns(*, meeting: UUID, hosts: Collection[int] | None = None) -> None:
    """Stop counting a meeting for the hosts who lost it: it was cancelled, nobody came, or another host took it over.

    `hosts` are the ids of those who lose it; None means all of them. A second call changes nothing. The function locks
    the pools, so call it after locking the booking and before locking the hosts.
    """
    rows = HostTime.objects.filter(meeting=meeting)
    if hosts is not None:
        rows = rows.filter(host__in=hosts)
    lock_pool_rows(sorted(rows.exclude(pool=None).values_list("pool", flat=True).distinct()))
    for row in rows.filter(counts=True):
        if HostTime.objects.filter(pk=row.pk, counts=True).update(counts=False) and row.pool_id is not None:
            member = PoolMember.objects.filter(pool=row.pool_id, page=row.page_id)
            member.update(level=F("level") - 1)
            member.filter(received__gt=0).update(received=F("received") - 1)


def recount_turns(*, meeting: UUID) -> None:
    """Count a meeting again for its hosts who lost it, as if they never had. A second call changes nothing.

    It locks the pools, as `uncount_turns` does. Members who have left their pool since get nothing.
    """
    rows = HostTime.objects.filter(meeting=meeting)
    lock_pool_rows(sorted(rows.exclude(pool=None).values_list("pool", flat=True).distinct()))
    for row in rows.filter(counts=False):
        if HostTime.objects.filter(pk=row.pk, counts=False).update(counts=True) and row.pool_id is not None:
            member = PoolMember.objects.filter(pool=row.pool_id, page=row.page_id)
            member.update(level=F("level") + 1, received=F("received") + 1)


def give_turn_to(*, pool: int, page: int) -> bool:
    """Count a meeting for the pool member who takes it over.

    Return False, and count nothing, if the page is no active member of the pool.
    """
    member = PoolMember.objects.filter(pool=pool, page=page, active=True)
    return bool(member.update(level=F("level") + 1, received=F("received") + 1))


def lowest_level(pool: Pool, without: Collection[int] = ()) -> int:
    """Return the level at which a new or resumed member starts. `without` are pages whose levels do not count."""
    members = pool.members.filter(active=True).exclude(page__in=without)
    # Use the levels of members who can be chosen now. One who is away may have lost meetings and have a low level,
    # for which a newcomer must not make up.
    available = members.filter(page__archived_at=None, page__accepts_bookings=True, page__host__is_active=True)
    levels = [member.level for member in available] or [member.level for member in members]
    # From a lower level, the member would get all meetings until they had caught up.
    return min(levels, default=0)


def count_received(pool: Pool, pages: Collection[int]) -> Counter[int]:
    """Return how many meetings each of the pages still holds from an earlier membership in the pool. One query."""
    held = HostTime.objects.filter(pool=pool, page__in=pages, counts=True)
    return Counter(dict(held.order_by("page").values_list("page").annotate(Count("pk"))))
