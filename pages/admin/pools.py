"""Pools in Django admin, with their members."""

from __future__ import annotations  # Django's generic classes cannot be subscripted at run time.

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from accounts.models import User
from pages.actions import archive_pool
from pages.actions.rotation import count_received, lowest_level
from pages.admin.base import OfferAdmin
from pages.admin.pages import BookingPagesInline
from pages.models import Distribution, Pool, PoolMember


class PoolMemberInline(BookingPagesInline):
    model = PoolMember
    organization_path = "pool__organization_id"
    fields = ["page", "position", "priority", "active", "received"]
    readonly_fields = ["received"]
    autocomplete_fields = ["page"]


if TYPE_CHECKING:
    MemberFormSet = forms.BaseInlineFormSet[PoolMember, Pool, forms.ModelForm[PoolMember]]


@admin.register(Pool)
class PoolAdmin(OfferAdmin):
    list_display = ["name", "owner", "distribution", "archived_at"]
    list_filter = ["distribution", ("archived_at", admin.EmptyFieldListFilter)]
    search_fields = ["name", "owner__name"]
    fields = ["organization", "owner", "name", "distribution", "archived_at"]
    inlines = [PoolMemberInline]

    def archive_one(self, actor: User, row: Pool, now: datetime) -> None:
        archive_pool(actor=actor, pool=row, now=now)

    def save_formset(
        self, request: HttpRequest, form: forms.ModelForm[Pool], formset: MemberFormSet, change: bool
    ) -> None:
        """Save the members as `save_pool` does: a new or resumed member starts at the lowest level."""
        rows, pool = formset.save(commit=False), form.instance
        for row in formset.deleted_objects:
            row.delete()
        active_before = set(pool.members.filter(active=True).values_list("pk", flat=True))
        starting = [row.page_id for row in rows if row.active and row.pk not in active_before]
        lowest = lowest_level(pool, without=starting)
        received = count_received(pool, [row.page_id for row in formset.new_objects])
        for row in formset.new_objects:
            row.received = received[row.page_id]
        PoolMember.objects.bulk_create(formset.new_objects)
        # Leave `received` and other levels alone: a meeting may have been lost since the rows were read.
        known = [row for row, _changed in formset.changed_objects]
        PoolMember.objects.bulk_update(known, ["page", "position", "priority", "active"])
        pool.members.filter(page__in=starting).update(level=lowest)

    def save_related(
        self, request: HttpRequest, form: forms.ModelForm[Pool], formsets: Sequence[MemberFormSet], change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        if "distribution" in form.changed_data and form.instance.distribution == Distribution.ROUND_ROBIN:
            form.instance.members.update(level=0)
