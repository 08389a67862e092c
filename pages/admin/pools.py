"""Pools in Django admin, with their members."""

from __future__ import annotations  # Django's generic classes cannot be subscripted at run time.

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from accounts.models import User
from pages.actions import archive_pool
from pages.actions.rotation import lowest_level, received_before
from pages.admin.base import OfferAdmin
from pages.admin.pages import BookingPagesInline
from pages.models import Distribution, Pool, PoolMember


class PoolMemberInline(BookingPagesInline):
    model = PoolMember
    organization_path = "pool__organization_id"
    fields = ["page", "position", "priority", "active", "received"]
    readonly_fields = ["received"]
    autocomplete_fields = ["page"]


@admin.register(Pool)
class PoolAdmin(OfferAdmin):
    list_display = ["name", "owner", "distribution", "archived_at"]
    list_filter = ["distribution", ("archived_at", admin.EmptyFieldListFilter)]
    search_fields = ["name", "owner__name"]
    fields = ["organization", "owner", "name", "distribution", "archived_at"]
    inlines = [PoolMemberInline]

    def archive_one(self, actor: User, row: Pool, now: datetime) -> None:
        archive_pool(actor=actor, pool=row, now=now)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Save the members as `save_pool` does: a new or resumed member starts at the lowest level."""
        rows = formset.save(commit=False)
        for gone in formset.deleted_objects:
            gone.delete()
        pool = form.instance
        taking_part = set(pool.members.filter(active=True).values_list("pk", flat=True))
        starting = [row for row in rows if row.active and row.pk not in taking_part]
        lowest = lowest_level(pool, without=[row.page_id for row in starting])
        received = received_before(pool, [row.page_id for row in rows if row.pk is None])
        for row in rows:
            if row in starting:
                row.level = lowest
            if row.pk is None:
                row.received = received[row.page_id]
                row.save()
            else:
                # Leave `received` alone: a meeting may have been lost since the rows were read.
                row.save(
                    update_fields=["page", "position", "priority", "active", *(["level"] if row in starting else [])]
                )

    def save_related(self, request: HttpRequest, form: forms.ModelForm[Any], formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if "distribution" in form.changed_data and form.instance.distribution == Distribution.ROUND_ROBIN:
            form.instance.members.update(level=0)
