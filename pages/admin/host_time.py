"""The time that meetings take, in Django admin."""

from __future__ import annotations  # Django's generic classes cannot be subscripted at run time.

from collections.abc import Iterable

from django.contrib import admin
from django.db.models import Q

from accounts.admin_search import IndexedSearchAdmin, user_condition, uuid_condition
from pages.models import HostTime


@admin.register(HostTime)
class HostTimeAdmin(IndexedSearchAdmin):
    """Read-only rows of host time. Only bookings take and free it."""

    list_display = ["starts_at", "ends_at", "host", "page", "event_type", "active"]
    list_filter = ["active"]
    list_select_related = ["host", "page", "event_type"]
    search_fields = ["host", "meeting"]
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

    def search_conditions(self, text: str, organization_id: int | None) -> Iterable[Q]:
        yield from user_condition("host", text, organization_id)
        yield from uuid_condition("meeting", text)
