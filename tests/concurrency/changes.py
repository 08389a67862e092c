"""What changes of a team's offers while its customers book: each by the application's own action, in a process apart.

Everybody goes by ids, and `actor` is an admin.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from accounts.actions import change_member
from accounts.models import User
from pages.actions import (
    Membership,
    Rule,
    archive_event_type,
    archive_page,
    save_master,
    save_pool,
    save_rules,
    switch_event_type,
    switch_page,
)
from pages.models import EventType, Page, Pool


def clock() -> datetime:
    return datetime.now(UTC)


def save_rule(*, actor: int, page: int, event_type: int, lead: int, pool: int) -> None:
    """The page has one rule: the booking page leads, and somebody of the pool joins."""
    rule = Rule(EventType.objects.get(pk=event_type), Page.objects.get(pk=lead), (Pool.objects.get(pk=pool),))
    save_rules(actor=User.objects.get(pk=actor), page=Page.objects.get(pk=page), rules=[rule], now=clock())


def change_scenario(*, actor: int, page: int, scenario: str) -> None:
    master = Page.objects.get(pk=page)
    master.scenario = scenario
    save_master(actor=User.objects.get(pk=actor), page=master, now=clock())


def pause_master(*, actor: int, page: int) -> None:
    master = Page.objects.get(pk=page)
    master.accepts_bookings = False
    save_master(actor=User.objects.get(pk=actor), page=master, now=clock())


def pause_booking_page(*, actor: int, page: int) -> None:
    switch_page(actor=User.objects.get(pk=actor), page=Page.objects.get(pk=page), accepts_bookings=False, now=clock())


def archive(*, actor: int, page: int) -> None:
    archive_page(actor=User.objects.get(pk=actor), page=Page.objects.get(pk=page), now=clock())


def share_out(
    *, actor: int, pool: int, pages: Sequence[int], distribution: str, priorities: Mapping[int, int] | None = None
) -> None:
    """The pool has these members, in this order, and shares out its meetings in this way."""
    changed = Pool.objects.get(pk=pool)
    changed.distribution = distribution
    given = priorities or {}
    members = [Membership(Page.objects.get(pk=page), given.get(page, 5)) for page in pages]
    save_pool(actor=User.objects.get(pk=actor), pool=changed, members=members, now=clock())


def archive_type(*, actor: int, event_type: int) -> None:
    archive_event_type(actor=User.objects.get(pk=actor), event_type=EventType.objects.get(pk=event_type), now=clock())


def pause_type(*, actor: int, event_type: int) -> None:
    paused = EventType.objects.get(pk=event_type)
    switch_event_type(actor=User.objects.get(pk=actor), event_type=paused, accepts_bookings=False, now=clock())


def take_out(*, actor: int, host: int) -> None:
    member = User.objects.get(pk=host)
    change_member(actor=User.objects.get(pk=actor), member=member, role=member.role, is_active=False)
