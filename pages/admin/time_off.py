"""Time off, public holidays and blocked time, in Django admin."""

from __future__ import annotations  # Django's generic classes cannot be subscripted at run time.

from django.contrib import admin

from accounts.scoped_admin import ReadOnlyAdmin
from pages.models import BlockedTime, PublicHolidays, TimeOff


@admin.register(TimeOff)
class TimeOffAdmin(ReadOnlyAdmin):
    list_display = ["first_day", "last_day", "owner", "note"]
    list_select_related = ["owner"]
    search_fields = ["owner__name", "owner__email"]
    fields = ["owner", "first_day", "last_day", "note"]


@admin.register(PublicHolidays)
class PublicHolidaysAdmin(ReadOnlyAdmin):
    list_display = ["owner", "country", "region"]
    list_select_related = ["owner"]
    search_fields = ["owner__name", "owner__email"]
    fields = ["owner", "country", "region", "worked"]


@admin.register(BlockedTime)
class BlockedTimeAdmin(ReadOnlyAdmin):
    list_display = ["starts_at", "ends_at", "owner", "note"]
    list_select_related = ["owner"]
    search_fields = ["owner__name", "owner__email"]
    fields = ["owner", "starts_at", "ends_at", "note"]
