"""The time that meetings take, in Django admin."""

from __future__ import annotations  # Django's generic classes cannot be subscripted at run time.

from django.contrib import admin

from accounts.scoped_admin import ReadOnlyAdmin
from pages.models import HostTime


@admin.register(HostTime)
class HostTimeAdmin(ReadOnlyAdmin):
    """Read-only rows of host time. Only bookings take and free it."""

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
