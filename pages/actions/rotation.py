"""Writes of who of a pool is next. All inside the caller's transaction, under the pools' locks."""

from collections import Counter
from collections.abc import Collection, Sequence
from uuid import UUID

from django.db.models import Count, F, Min

from pages.models import HostTime, Pool, PoolMember
from pages.offers import Offer, Place, Seat
from pages.rotation import starting_level


def lock_pool_rows(pools: Collection[int]) -> None:
    """Waits, in the order of their ids, until nobody else is given a meeting of any of the pools."""
    if pools:
        list(Pool.objects.select_for_update(no_key=True).filter(pk__in=pools).order_by("pk").values_list("pk"))


def receive(offer: Offer, places: Sequence[Place]) -> None:
    """Counts a meeting for whoever takes a seat of a pool: one place for each seat of the offer."""
    for seat, place in zip(offer.seats, places, strict=True):
        if seat.pool is not None:
            _receive(seat, place.page)


def _receive(seat: Seat, page: int) -> None:
    members = PoolMember.objects.filter(pool=seat.pool)
    members.filter(page=page).update(level=F("level") + 1, received=F("received") + 1)
    # Whoever cannot be chosen now, because a page is paused or its host away, is not owed what they missed.
    there = [place.page for place in seat.candidates]
    away = members.exclude(page__in=there)
    if away.exists():
        away.update(level=members.filter(page__in=there).aggregate(lowest=Min("level"))["lowest"])


def lose(*, meeting: UUID, hosts: Collection[int] | None = None) -> None:
    """Takes a meeting off the count of those who held it: it was cancelled, nobody came, or somebody else took it.

    `hosts` are the ids of those who lose it; all of them when left out. Doing it again changes nothing. It locks the
    pools, so it comes after the booking's lock and before the hosts'.
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


def take_over(*, pool: int, page: int) -> bool:
    """Counts a meeting for the member who takes it from another; False, and nothing counted, where they are none."""
    member = PoolMember.objects.filter(pool=pool, page=page, active=True)
    return bool(member.update(level=F("level") + 1, received=F("received") + 1))


def lowest_level(pool: Pool, without: Collection[int] = ()) -> int:
    """The level at which a new or resumed member starts; `without` are the pages whose own levels do not count."""
    members = pool.members.filter(active=True).exclude(page__in=without)
    # What somebody has lost who cannot be chosen now is not for a newcomer to make up.
    there = members.filter(page__archived_at=None, page__accepts_bookings=True, page__host__is_active=True)
    return starting_level([member.level for member in there] or [member.level for member in members])


def received_before(pool: Pool, pages: Collection[int]) -> Counter[int]:
    """How many meetings each of the pages holds of an earlier time in the pool: one statement for all of them."""
    held = HostTime.objects.filter(pool=pool, page__in=pages, counts=True)
    return Counter(dict(held.order_by("page").values_list("page").annotate(Count("pk"))))
