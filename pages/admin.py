"""Django admin of what can be booked and when, and of the time that meetings take."""

from __future__ import annotations  # Django's generic classes take their types on paper only.

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actions import remember
from accounts.locks import changing_offers
from accounts.models import User
from accounts.scoped_admin import ReadOnlyAdmin, ScopedAdmin, ScopedInline, who
from pages.actions import archive_event_type, archive_page
from pages.errors import StillUsed
from pages.models import DateOverride, EventType, HostTime, Page, PageEventType, Schedule, WeeklyHours


class OfferAdmin(ScopedAdmin):
    """Whatever is offered: archived, never deleted; and the organization's history says who changed it."""

    changes_offers = True
    list_select_related = ["owner"]
    readonly_fields = ["archived_at"]
    autocomplete_fields = ["owner"]
    actions = ["archive"]

    def save_model(self, request: HttpRequest, obj: Any, form: forms.ModelForm[Any], change: bool) -> None:
        super().save_model(request, obj, form, change)
        remember(
            subject=obj,
            organization_id=obj.organization_id,
            verb="changed" if change else "made",
            actor=who(request),
            at=timezone.now(),
        )

    def archive_one(self, actor: User, row: Any, now: datetime) -> None:
        """Archives it by the application's own action. Raises a Refusal."""
        raise NotImplementedError

    @admin.action(description=_("Archive selected rows"), permissions=["change"])
    def archive(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Takes them out of what is offered; what was booked stays."""

        def deed(row: Any) -> bool:
            if row.archived_at is not None:
                return False
            self.archive_one(who(request), row, timezone.now())
            return True

        self.do_each(request, queryset, deed)


class HoursForm(forms.ModelForm):  # type: ignore[type-arg]  # generic on paper only
    """A range of minutes of the local day, which may be empty where the row's table says so."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        opens, closes = cleaned.get("opens"), cleaned.get("closes")
        if self.errors:
            return cleaned
        if (opens is None) != (closes is None):
            self.add_error("closes", _("Give both an opening and a closing, or neither."))
        if opens is not None and closes is not None and not opens < closes <= 1440:
            text = _("The closing comes after the opening, at minute 1440 (24:00) at the latest.")
            self.add_error("closes", text)
        return cleaned


class WeeklyHoursInline(ScopedInline):
    model = WeeklyHours
    form = HoursForm
    organization_path = "schedule__organization_id"


class DateOverrideInline(ScopedInline):
    model = DateOverride
    form = HoursForm
    organization_path = "schedule__organization_id"


class PageEventTypeInline(ScopedInline):
    model = PageEventType
    organization_path = "page__organization_id"
    autocomplete_fields = ["event_type"]


@admin.register(EventType)
class EventTypeAdmin(OfferAdmin):
    list_display = ["name", "owner", "duration", "archived_at"]
    list_filter = [("archived_at", admin.EmptyFieldListFilter)]
    search_fields = ["name", "owner__name"]
    fields = [
        "organization",
        "owner",
        "name",
        "description",
        "duration",
        "interval",
        "offset",
        ("buffer_before", "buffer_after"),
        "notice",
        "horizon_days",
        ("limit_per_day", "limit_per_week"),
        "archived_at",
    ]

    def archive_one(self, actor: User, row: EventType, now: datetime) -> None:
        archive_event_type(actor=actor, event_type=row, now=now)


@admin.register(Schedule)
class ScheduleAdmin(OfferAdmin):
    list_display = ["name", "owner", "time_zone", "archived_at"]
    list_filter = [("archived_at", admin.EmptyFieldListFilter)]
    search_fields = ["name", "owner__name"]
    fields = ["organization", "owner", "name", "time_zone", "archived_at"]
    inlines = [WeeklyHoursInline, DateOverrideInline]

    def archive_one(self, actor: User, row: Schedule, now: datetime) -> None:
        with changing_offers(row.organization_id):
            if row.pages.filter(archived_at=None).exists():
                raise StillUsed
            Schedule.objects.filter(pk=row.pk).update(archived_at=now)
            remember(subject=row, organization_id=row.organization_id, verb="archived", actor=actor, at=now)


class PageForm(forms.ModelForm):  # type: ignore[type-arg]  # generic on paper only
    """A booking page has a host, and the hours of that host."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.instance.kind != Page.Kind.BOOKING or self.errors:
            return cleaned
        host, schedule = cleaned.get("host"), cleaned.get("schedule")
        for name, value in (("host", host), ("schedule", schedule)):
            if name in self.fields and value is None:
                self.add_error(name, _("A booking page needs this."))
        if host and schedule and schedule.owner_id != host.pk:
            self.add_error("schedule", _("This is a schedule of somebody else. Choose one of the host's own."))
        return cleaned


@admin.register(Page)
class PageAdmin(OfferAdmin):
    form = PageForm
    list_display = ["name", "label", "slug", "owner", "accepts_bookings", "listed", "archived_at"]
    list_filter = ["kind", "accepts_bookings", "listed", ("archived_at", admin.EmptyFieldListFilter)]
    search_fields = ["name", "label", "slug", "owner__name"]
    fields = [
        "organization",
        "kind",
        "owner",
        "host",
        "schedule",
        "name",
        "label",
        "slug",
        "welcome",
        "accepts_bookings",
        "listed",
        "location_kind",
        "location",
        "archived_at",
        "created_at",
    ]
    readonly_fields = ["kind", "archived_at", "created_at"]
    autocomplete_fields = ["owner", "host", "schedule"]
    inlines = [PageEventTypeInline]

    def archive_one(self, actor: User, row: Page, now: datetime) -> None:
        archive_page(actor=actor, page=row, now=now)


@admin.register(HostTime)
class HostTimeAdmin(ReadOnlyAdmin):
    """Time taken from hosts; only a booking takes it, and only its end gives it back."""

    list_display = ["starts_at", "ends_at", "host", "page", "event_type", "active"]
    list_filter = ["active"]
    list_select_related = ["host", "page", "event_type"]
    search_fields = ["host__name", "host__email", "^meeting"]
    fields = [
        "host",
        "page",
        "event_type",
        "meeting",
        "starts_at",
        "ends_at",
        "buffer_before",
        "buffer_after",
        "active",
    ]
