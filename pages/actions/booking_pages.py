"""Writes of booking pages, and helpers for all kinds of pages."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q

from accounts import locks
from accounts.models import User
from pages.actions._save import archive, prepare_row, record_save, save, switch
from pages.actions.rules import check_event_types
from pages.actions.sign_up import free_page_slug
from pages.errors import AddressInUse, WrongChoice
from pages.models import EventType, IncludedPage, Page, PageEventType, PoolMember, Schedule

PAGE_FIELDS = [
    "owner", "host", "schedule", "name", "label", "slug", "welcome", "contact", "listed", "location_kind", "location",
]  # fmt: skip


def save_page(*, actor: User, page: Page, event_types: Sequence[EventType], now: datetime) -> Page:
    """Create or update a booking page. `page` holds the new values, `event_types` the offered ones in their order.
    Whether a saved page takes bookings is left alone: `switch_page` decides that.

    Raise NotYours, AddressInUse, or WrongChoice for a host, schedule or event type that the actor may not choose.
    """
    with locks.changing_offers(actor.organization_id):
        is_new = prepare_row(Page.objects.editable_by(actor), actor, page)
        _check_choices(actor, page, event_types)
        assign_slug(actor, page)
        page.owner = page.host or actor
        save(page, is_new, PAGE_FIELDS)
        replace_event_types(page, event_types)
        record_save(actor, page, is_new, now)
    return page


def replace_event_types(page: Page, event_types: Sequence[EventType]) -> None:
    """Offer these event types on the page, in their order, and no others."""
    page.offered.all().delete()
    PageEventType.objects.bulk_create(
        PageEventType(page=page, event_type=event_type, position=position)
        for position, event_type in enumerate(event_types)
    )


def assign_slug(actor: User, page: Page) -> None:
    """Make a public link from the page's name if it has none. Raise AddressInUse if its public link is taken."""
    same_slug = Page.objects.filter(organization_id=actor.organization_id, slug=page.slug)
    if page.slug and same_slug.exclude(pk=page.pk).exists():
        raise AddressInUse
    page.slug = page.slug or free_page_slug(actor.organization_id, page.name)


def _check_choices(actor: User, page: Page, event_types: Sequence[EventType]) -> None:
    host, schedule = page.host_id, page.schedule_id
    if host is None or schedule is None or not (actor.is_admin or host == actor.pk):
        raise WrongChoice
    colleagues = User.objects.filter(organization_id=actor.organization_id, is_active=True)
    schedules = Schedule.objects.current().filter(organization_id=actor.organization_id, owner=host)
    if not (colleagues.filter(pk=host).exists() and schedules.filter(pk=schedule).exists()):
        raise WrongChoice
    check_event_types(EventType.objects.for_page(page.pk, actor), event_types)


def save_place(*, actor: User, page: Page, now: datetime) -> None:
    """Save where the meetings of a booking page take place, and nothing else of it. Raise NotYours."""
    with locks.changing_offers(actor.organization_id):
        prepare_row(Page.objects.editable_by(actor), actor, page)
        save(page, False, ["location_kind", "location"])
        record_save(actor, page, False, now)


def switch_page(*, actor: User, page: Page, accepts_bookings: bool, now: datetime) -> None:
    """Let a page be booked, or pause it with its links, whose customers read so. Its meetings stay.

    Pressing the switch twice is one change. Raise NotYours.
    """
    with locks.changing_offers(actor.organization_id):
        switch(Page.objects.editable_by(actor), actor, page, accepts_bookings, now)


def archive_page(*, actor: User, page: Page, now: datetime) -> None:
    """Archive a page. Its links then say that it was deleted, and its meetings stay. Raise NotYours.

    The page is removed from all pools and choices of master pages. Rules keep their seat for it, so that nobody
    silently leaves a team. Such a rule offers nothing until the seat is given to somebody else.
    """
    with locks.changing_offers(actor.organization_id):
        archive(Page.objects.editable_by(actor), actor, page, now)
        PoolMember.objects.filter(page=page).delete()
        IncludedPage.objects.filter(Q(page=page) | Q(master=page)).delete()
        if page.kind == Page.Kind.MASTER:
            page.offered.all().delete()
