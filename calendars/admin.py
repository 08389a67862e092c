"""Django admin of connected calendars: that they work, and since when not. Never a secret, an account or busy times."""

from collections.abc import Iterable

from django.contrib import admin
from django.db.models import Q

from accounts.admin_search import IndexedSearchAdmin, user_condition, uuid_condition
from accounts.scoped_admin import ReadOnlyAdmin
from calendars.models import COUNTS, Alert, BusyWeek, Calendar, Connection, HostEntry, Target


@admin.register(Connection)
class ConnectionAdmin(ReadOnlyAdmin):
    """Connections to calendar servers, and whether they work."""

    list_display = ["user", "kind", "state", "failing_since", "connected_at", "disconnected_at"]
    list_filter = ["kind", "state", ("disconnected_at", admin.EmptyFieldListFilter)]
    list_select_related = ["user"]
    search_fields = ["user__name"]
    fields = [
        *("user", "kind", "state", "failing_since", "follows_edits"),
        *("created_at", "connected_at", "disconnected_at"),
    ]


@admin.register(Calendar)
class CalendarAdmin(ReadOnlyAdmin):
    """Calendars, and when they were read."""

    list_display = ["connection", "host", "checked", "writable", "read_at", "known_until", "due_at"]
    list_filter = ["checked", "writable"]
    list_select_related = ["connection", "host"]
    search_fields = ["host__name"]
    fields = [
        *("connection", "host", "checked", *COUNTS.values(), "writable"),
        *("read_at", "known_until", "due_at", "attempts", "warnings"),
    ]


@admin.register(Target)
class TargetAdmin(ReadOnlyAdmin):
    """The calendars that meetings are added to."""

    organization_path = "host__organization_id"
    list_display = ["host", "since"]
    list_select_related = ["host"]
    search_fields = ["host__name"]
    fields = ["host", "since", "adds_upcoming"]


@admin.register(BusyWeek)
class BusyWeekAdmin(ReadOnlyAdmin):
    """Weeks of which busy time is known."""

    organization_path = "host__organization_id"
    list_display = ["week", "host"]
    list_select_related = ["host"]
    search_fields = ["host__name"]
    fields = ["week", "host"]


@admin.register(HostEntry)
class HostEntryAdmin(IndexedSearchAdmin):
    """Meetings in their hosts' calendars."""

    organization_path = "host__organization_id"
    list_display = ["meeting", "host", "state", "sequence", "starts_at", "found_at"]
    list_filter = ["state"]
    list_select_related = ["host"]
    search_fields = ["meeting", "host"]
    fields = [
        *("meeting", "host", "state", "sequence", "starts_at", "ends_at"),
        *("found_at", "answered_at", "follow_at", "followed_at"),
    ]

    def search_conditions(self, text: str, organization_id: int | None) -> Iterable[Q]:
        yield from user_condition("host", text, organization_id)
        yield from uuid_condition("meeting", text)


@admin.register(Alert)
class AlertAdmin(IndexedSearchAdmin):
    """What hosts were told about their calendars."""

    organization_path = "host__organization_id"
    list_display = ["at", "kind", "host", "meeting", "closed_at"]
    list_filter = ["kind", ("closed_at", admin.EmptyFieldListFilter)]
    list_select_related = ["host"]
    search_fields = ["meeting", "host"]
    fields = ["at", "kind", "host", "meeting", "closed_at"]

    def search_conditions(self, text: str, organization_id: int | None) -> Iterable[Q]:
        yield from user_condition("host", text, organization_id)
        yield from uuid_condition("meeting", text)
