"""Writes of what can be booked: opening an account, ready to share; event types, schedules and pages.

Whatever changes what is offered holds the organization's lock, so that every booking is valid at its commit.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TypeVar

from django.db import transaction
from django.db.models import QuerySet
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts import locks
from accounts.actions import add_member, create_organization, find_invitation, remember, sign_up_is_open
from accounts.errors import SignUpsClosed
from accounts.models import User
from pages.errors import AddressInUse, NotYours, WrongChoice
from pages.models import DateOverride, EventType, Page, PageEventType, Schedule, WeeklyHours

NINE, FIVE = 9 * 60, 17 * 60
MONDAY_TO_FRIDAY = range(1, 6)
SHORTEST_SLUG, LONGEST_STEM = 4, 50
PAGE_FIELDS = [
    "owner", "host", "schedule", "name", "label", "slug", "welcome", "accepts_bookings", "listed", "location_kind",
    "location",
]  # fmt: skip
EVENT_TYPE_FIELDS = [
    "name", "description", "duration", "interval", "offset", "buffer_before", "buffer_after", "notice",
    "horizon_days", "limit_per_day", "limit_per_week",
]  # fmt: skip

Owned = TypeVar("Owned", EventType, Page, Schedule)


def open_account(
    *, signups: str, organization_name: str, name: str, email: str, password: str | None, time_zone: str
) -> User:
    """Makes an organization and its admin, ready to share at once.

    `signups` is the setting: under `first`, of several at once exactly one is the first. Raises SignUpsClosed or
    AddressTaken.
    """
    with transaction.atomic(durable=True):
        # Under `open` too: two organizations of one name must not reach for one public address.
        locks.hold_sign_up()
        if not sign_up_is_open(signups=signups):
            raise SignUpsClosed
        user = add_member(
            organization=create_organization(name=organization_name),
            email=email,
            name=name,
            role=User.Role.ADMIN,
            time_zone=time_zone,
            password=password,
        )
        make_ready(user)
    return user


def join(*, key: str, name: str, password: str, time_zone: str, now: datetime) -> User:
    """Accepts an invitation, once. Raises InvitationDead or AddressTaken."""
    with transaction.atomic(durable=True):
        # Who is in an organization is part of what it offers; its lock stands before every row's.
        locks.hold_organization(find_invitation(key=key, now=now).organization_id)
        invitation = find_invitation(key=key, now=now, lock=True)
        user = add_member(
            organization=invitation.organization,
            email=invitation.email,
            name=name,
            role=invitation.role,
            time_zone=time_zone,
            password=password,
        )
        invitation.accepted_at = now
        invitation.save(update_fields=["accepted_at"])
        make_ready(user)
    return user


def make_ready(user: User) -> Page:
    """Gives a new user a schedule, an event type and a booking page, inside the caller's transaction."""
    schedule = Schedule.objects.create(
        organization=user.organization, owner=user, name=_("Working hours"), time_zone=user.time_zone
    )
    WeeklyHours.objects.bulk_create(
        WeeklyHours(schedule=schedule, weekday=weekday, opens=NINE, closes=FIVE) for weekday in MONDAY_TO_FRIDAY
    )
    event_type = EventType.objects.create(
        organization=user.organization, owner=user, name=_("30-minute meeting"), duration=30
    )
    page = Page.objects.create(
        organization=user.organization,
        owner=user,
        host=user,
        schedule=schedule,
        name=user.name,
        slug=free_slug(user.organization_id, user.name),
    )
    PageEventType.objects.create(page=page, event_type=event_type)
    return page


def free_slug(organization_id: int, name: str) -> str:
    """A public link for a new page: its name, with a number where that is short or taken."""
    stem = slugify(name)[:LONGEST_STEM] or "page"
    if len(stem) < SHORTEST_SLUG:
        stem += "-page"
    slug, number = stem, 2
    while Page.objects.filter(organization_id=organization_id, slug=slug).exists():
        slug, number = f"{stem}-{number}", number + 1
    return slug


def save_page(*, actor: User, page: Page, event_types: Sequence[EventType], now: datetime) -> Page:
    """Makes a booking page, or changes one: `page` holds what is wanted, and `event_types` their order.

    Raises NotYours, AddressInUse, or WrongChoice for a host, schedule or event type that is not to be had.
    """
    with locks.changing_offers(actor.organization_id):
        is_new = _claim(Page.objects.editable_by(actor), actor, page)
        _check_choices(actor, page, event_types)
        namesakes = Page.objects.filter(organization_id=actor.organization_id, slug=page.slug)
        if page.slug and namesakes.exclude(pk=page.pk).exists():
            raise AddressInUse
        page.slug = page.slug or free_slug(actor.organization_id, page.name)
        page.owner = page.host or actor
        _save(page, is_new, PAGE_FIELDS)
        page.offered.all().delete()
        PageEventType.objects.bulk_create(
            PageEventType(page=page, event_type=event_type, position=position)
            for position, event_type in enumerate(event_types)
        )
        _remember_saved(actor, page, is_new, now)
    return page


def _check_choices(actor: User, page: Page, event_types: Sequence[EventType]) -> None:
    host, schedule = page.host_id, page.schedule_id
    if host is None or schedule is None or not (actor.is_admin or host == actor.pk):
        raise WrongChoice
    colleagues = User.objects.filter(organization_id=actor.organization_id, is_active=True)
    schedules = Schedule.objects.current().filter(organization_id=actor.organization_id, owner=host)
    usable = set(EventType.objects.for_page(page.pk, actor).values_list("pk", flat=True))
    if not (
        colleagues.filter(pk=host).exists()
        and schedules.filter(pk=schedule).exists()
        and all(event_type.pk in usable for event_type in event_types)
    ):
        raise WrongChoice


def archive_page(*, actor: User, page: Page, now: datetime) -> None:
    """Ends a page: its links say that it was deleted, its meetings stay. Raises NotYours."""
    with locks.changing_offers(actor.organization_id):
        _archive(Page.objects.editable_by(actor), actor, page, now)


def save_event_type(*, actor: User, event_type: EventType, now: datetime) -> EventType:
    """Makes an event type, or changes one; meetings already booked keep what they were booked with. Raises NotYours."""
    with locks.changing_offers(actor.organization_id):
        is_new = _claim(EventType.objects.editable_by(actor), actor, event_type)
        _save(event_type, is_new, EVENT_TYPE_FIELDS)
        _remember_saved(actor, event_type, is_new, now)
    return event_type


def archive_event_type(*, actor: User, event_type: EventType, now: datetime) -> None:
    """Takes an event type off all pages; its meetings stay. Raises NotYours."""
    with locks.changing_offers(actor.organization_id):
        _archive(EventType.objects.editable_by(actor), actor, event_type, now)


def save_schedule(
    *,
    actor: User,
    schedule: Schedule,
    weekly: Iterable[tuple[int, int, int]],
    dates: Iterable[tuple[date, int | None, int | None]],
    today: date,
    now: datetime,
) -> Schedule:
    """Makes a schedule, or changes one; meetings already booked keep their times. Raises NotYours.

    `weekly` holds (weekday, opens, closes), `dates` (date, opens, closes) from `today` on; a date without hours is
    closed. What was said of dates before today stays.
    """
    with locks.changing_offers(actor.organization_id):
        is_new = _claim(Schedule.objects.editable_by(actor), actor, schedule)
        _save(schedule, is_new, ["name", "time_zone"])
        schedule.weekly.all().delete()
        schedule.overrides.filter(date__gte=today).delete()
        WeeklyHours.objects.bulk_create(
            WeeklyHours(schedule=schedule, weekday=weekday, opens=opens, closes=closes)
            for weekday, opens, closes in weekly
        )
        DateOverride.objects.bulk_create(
            DateOverride(schedule=schedule, date=day, opens=opens, closes=closes) for day, opens, closes in dates
        )
        _remember_saved(actor, schedule, is_new, now)
    return schedule


def _claim(editable: QuerySet[Owned], actor: User, row: Owned) -> bool:
    """Whether the row is a new one, which becomes the actor's; an old one must be the actor's to change."""
    if row.pk is None:
        row.organization_id, row.owner = actor.organization_id, actor
        return True
    if not editable.filter(pk=row.pk).exists():
        raise NotYours
    return False


def _save(row: Owned, is_new: bool, fields: list[str]) -> None:
    # Only what a form changes: a full save would overwrite what somebody else has changed meanwhile.
    row.save(**({"force_insert": True} if is_new else {"update_fields": fields}))


def _remember_saved(actor: User, row: Owned, is_new: bool, now: datetime) -> None:
    verb = "made" if is_new else "changed"
    remember(subject=row, organization_id=actor.organization_id, verb=verb, actor=actor, at=now)


def _archive(editable: QuerySet[Owned], actor: User, row: Owned, now: datetime) -> None:
    if not editable.filter(pk=row.pk).update(archived_at=now):
        raise NotYours
    remember(subject=row, organization_id=actor.organization_id, verb="archived", actor=actor, at=now)
