"""Writes of event types."""

from datetime import datetime

from django.db.models import Max
from django.utils.translation import gettext as _

from accounts import locks
from accounts.models import User
from calendars.actions.claiming import make_due
from pages.actions._save import archive, prepare_row, record_save, save, switch
from pages.errors import NotYours, TeamNeedsAutomaticBooking, WrongChoice
from pages.models import EventType, Page, PageEventType
from pages.standard_fields import ASK_SETTINGS

LONGEST_NAME = 100
EVENT_TYPE_FIELDS = [
    "name", "description", "duration", "interval", "offset", "buffer_before", "buffer_after", "notice", "horizon_days",
    "limit_per_day", "limit_per_week", "managed", "locked", "needs_approval", "holds_suggested", "sessions",
    "cancel_when", "cancel_before", "cancel_reason", "reschedule_when", "reschedule_before", "reschedule_reason",
    *ASK_SETTINGS, "questions", "location_kind", "location",
    "reminders", "follow_up", "follow_up_text", "redirect_to",
]  # fmt: skip


def save_event_type(*, actor: User, event_type: EventType, now: datetime, page: Page | None = None) -> EventType:
    """Create or update an event type. Meetings already booked keep the settings they were booked with.

    A new one is offered on `page`, a booking page that the actor may change, after what it offers already.

    Raise NotYours, WrongChoice when a member makes an admin-managed one or for another page, or
    TeamNeedsAutomaticBooking when a team or panel offers it and it would need approval or several sessions.
    """
    with locks.changing_offers(actor.organization_id):
        is_new = prepare_row(EventType.objects.editable_by(actor), actor, event_type)
        if event_type.managed and not actor.is_admin:
            raise WrongChoice
        if not is_new and (event_type.needs_approval or event_type.sessions > 1):
            refuse_in_teams(event_type)
        former_horizon = EventType.objects.filter(pk=event_type.pk).values_list("horizon_days", flat=True).first()
        save(event_type, is_new, EVENT_TYPE_FIELDS)
        record_save(actor, event_type, is_new, now)
        if is_new and page is not None:
            _offer_on(actor, page, event_type)
        if former_horizon is not None and event_type.horizon_days > former_horizon:
            make_due(actor.organization_id)
    return event_type


def _offer_on(actor: User, page: Page, event_type: EventType) -> None:
    booking_pages = Page.objects.editable_by(actor).filter(kind=Page.Kind.BOOKING)
    if not booking_pages.filter(pk=page.pk).exists():
        raise WrongChoice
    last = page.offered.aggregate(Max("position"))["position__max"]
    PageEventType.objects.create(page=page, event_type=event_type, position=0 if last is None else last + 1)


def refuse_in_teams(event_type: EventType) -> None:
    """Raise TeamNeedsAutomaticBooking, with the names of the pages, if a team or panel offers the event type."""
    names = [str(page) for page in Page.objects.teams_offering(event_type)]
    if names:
        raise TeamNeedsAutomaticBooking(names)


def duplicate_event_type(*, actor: User, event_type: EventType, now: datetime) -> EventType:
    """Create a copy, owned by the actor, of an event type that they may use. Raise NotYours.

    A member's copy is personal. It is locked if the source is locked or belongs to somebody else.
    """
    with locks.changing_offers(actor.organization_id):
        source = EventType.objects.usable_by(actor).filter(pk=event_type.pk).first()
        if source is None:
            raise NotYours
        copy = EventType(**{name: getattr(source, name) for name in EVENT_TYPE_FIELDS})
        copy.name = (_("Copy of %(name)s") % {"name": source.name})[:LONGEST_NAME]
        if not actor.is_admin:
            copy.managed, copy.locked = False, source.locked or source.owner_id != actor.pk
        prepare_row(EventType.objects.none(), actor, copy)
        save(copy, True, EVENT_TYPE_FIELDS)
        record_save(actor, copy, True, now)
    return copy


def switch_event_type(*, actor: User, event_type: EventType, accepts_bookings: bool, now: datetime) -> None:
    """Resume an event type, or pause it, on all pages that offer it. Its meetings stay.

    A second call with the same value changes nothing. Raise NotYours.
    """
    with locks.changing_offers(actor.organization_id):
        switch(EventType.objects.editable_by(actor), actor, event_type, accepts_bookings, now)


def archive_event_type(*, actor: User, event_type: EventType, now: datetime) -> None:
    """Archive an event type, which takes it off all pages. Its meetings stay. Raise NotYours."""
    with locks.changing_offers(actor.organization_id):
        archive(EventType.objects.editable_by(actor), actor, event_type, now)
