"""Writes of pools."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts import locks
from accounts.models import User
from pages.actions._save import archive, prepare_row, record_save, save
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
        record_save(actor, pool, is_new, now)
    return pool


def _save_members(pool: Pool, members: Sequence[Membership]) -> None:
    known = {row.page_id: row for row in pool.members.all()}
    page_ids = {member.page.pk for member in members}
    pool.members.exclude(page__in=page_ids).delete()
    active_before = {row.page_id for row in known.values() if row.active}
    starting = [member.page.pk for member in members if member.active and member.page.pk not in active_before]
    lowest = lowest_level(pool, without=starting)
    received = count_received(pool, page_ids - known.keys())
    rows = []
    for position, member in enumerate(members):
        page = member.page
        row = known.get(page.pk) or PoolMember(pool=pool, page=page, received=received[page.pk])
        if page.pk in starting:
            row.level = lowest
        row.position, row.priority, row.active = position, member.priority, member.active
        rows.append(row)
    _write_members(rows, known.keys())


def _write_members(rows: Sequence[PoolMember], known: Collection[int]) -> None:
    # No level can have changed since it was read: the organization's lock keeps bookings out, and the lock on the
    # pool's row, which was just saved, keeps out `uncount_turns`.
    PoolMember.objects.bulk_create([row for row in rows if row.pk is None])
    PoolMember.objects.bulk_update(
        [row for row in rows if row.page_id in known], ["position", "priority", "active", "level"]
    )


def archive_pool(*, actor: User, pool: Pool, now: datetime) -> None:
    """Archive a pool. Raise NotYours, or StillUsed if a master page uses it."""
    with locks.changing_offers(actor.organization_id):
        if pool.seats.filter(rule__page__archived_at=None).exists():
            raise StillUsed
        archive(Pool.objects.editable_by(actor), actor, pool, now)
