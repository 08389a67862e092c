"""Writes of pools."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts import locks
from accounts.models import User
from pages.actions._save import archive, prepare_row, remember_saved, save
from pages.actions.rotation import count_received, lowest_level
from pages.actions.rules import check_usable
from pages.errors import NotYours, StillUsed
from pages.models import Distribution, Page, Pool, PoolMember
from pages.models.pools import USUAL_PRIORITY


@dataclass(frozen=True, slots=True)
class Membership:
    """A booking page that a pool is to contain, with its settings there."""

    page: Page
    priority: int = USUAL_PRIORITY
    active: bool = True


def save_pool(*, actor: User, pool: Pool, members: Sequence[Membership], now: datetime) -> Pool:
    """Create or update a pool. `members` are in the order of the list.

    A member who is new or resumes starts at the lowest level of the active ones. A change to round robin resets all
    levels. Raise NotYours if the actor is no admin, or WrongChoice for a page that is unavailable or given twice.
    """
    with locks.changing_offers(actor.organization_id):
        is_new = prepare_row(Pool.objects.editable_by(actor), actor, pool)
        if not actor.is_admin:
            raise NotYours
        check_usable(actor.organization_id, [member.page for member in members])
        before = None if is_new else Pool.objects.values_list("distribution", flat=True).get(pk=pool.pk)
        save(pool, is_new, ["name", "distribution"])
        _save_members(pool, members)
        if pool.distribution == Distribution.ROUND_ROBIN and before != Distribution.ROUND_ROBIN:
            pool.members.update(level=0)
        remember_saved(actor, pool, is_new, now)
    return pool


def _save_members(pool: Pool, members: Sequence[Membership]) -> None:
    known = {member.page_id: member for member in pool.members.all()}
    wanted = {member.page.pk for member in members}
    pool.members.exclude(page__in=wanted).delete()
    starting = [one.page.pk for one in members if one.active and not _takes_part(known.get(one.page.pk))]
    lowest = lowest_level(pool, without=starting)
    received = count_received(pool, wanted - known.keys())
    rows = []
    for position, one in enumerate(members):
        member = known.get(one.page.pk) or PoolMember(pool=pool, page=one.page, received=received[one.page.pk])
        if one.page.pk in starting:
            member.level = lowest
        member.position, member.priority, member.active = position, one.priority, one.active
        rows.append(member)
    _write_members(rows, known.keys())


def _write_members(rows: Sequence[PoolMember], known: Collection[int]) -> None:
    # No level can have changed since it was read: the organization's lock keeps bookings out, and the lock on the
    # pool's row, which was just saved, keeps out `uncount_turns`.
    PoolMember.objects.bulk_create([row for row in rows if row.pk is None])
    PoolMember.objects.bulk_update(
        [row for row in rows if row.page_id in known], ["position", "priority", "active", "level"]
    )


def _takes_part(member: PoolMember | None) -> bool:
    return member is not None and member.active


def archive_pool(*, actor: User, pool: Pool, now: datetime) -> None:
    """Archive a pool. Raise NotYours, or StillUsed if a master page uses it."""
    with locks.changing_offers(actor.organization_id):
        if pool.seats.filter(rule__page__archived_at=None).exists():
            raise StillUsed
        archive(Pool.objects.editable_by(actor), actor, pool, now)
