"""Event types in Django admin."""

from __future__ import annotations  # Django's generic classes cannot be subscripted at run time.

from datetime import datetime

from django.contrib import admin

from accounts.models import User
from pages.actions import archive_event_type
from pages.admin.base import OfferAdmin
from pages.admin.event_type_form import EventTypeAdminForm
from pages.models import EventType
from pages.standard_fields import ASK_SETTINGS


@admin.register(EventType)
class EventTypeAdmin(OfferAdmin):
    form = EventTypeAdminForm
    list_display = [
        "name", "owner", "duration", "managed", "locked", "needs_approval", "sessions", "accepts_bookings",
        "archived_at",
    ]  # fmt: skip
    list_filter = [
        "managed", "locked", "needs_approval", "accepts_bookings", ("archived_at", admin.EmptyFieldListFilter),
    ]  # fmt: skip
    search_fields = ["name", "owner__name"]
    fields = [
        "organization",
        "owner",
        "name",
        "description",
        "duration",
        ("location_kind", "location"),
        ("interval", "offset"),
        ("buffer_before", "buffer_after"),
        ("notice", "horizon_days"),
        ("limit_per_day", "limit_per_week"),
        ASK_SETTINGS,
        "questions",
        ("cancel_when", "cancel_before", "cancel_reason"),
        ("reschedule_when", "reschedule_before", "reschedule_reason"),
        ("needs_approval", "holds_suggested", "sessions"),
        ("reminders", "follow_up"),
        "follow_up_text",
        "redirect_to",
        ("managed", "locked"),
        "accepts_bookings",
        "archived_at",
    ]

    def archive_one(self, actor: User, row: EventType, now: datetime) -> None:
        archive_event_type(actor=actor, event_type=row, now=now)
