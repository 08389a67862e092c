"""The base of the Django admin screens for everything that is offered."""

from __future__ import annotations  # Django's generic classes cannot be subscripted at run time.

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actions import add_history
from accounts.models import User
from accounts.scoped_admin import ScopedAdmin, request_user
from accounts.verbs import Verb
from pages.models import EventType, Page, Pool, Schedule

Owned = EventType | Page | Pool | Schedule


class OfferAdmin(ScopedAdmin):
    """The base of screens for offered rows. Rows are archived instead of deleted, and changes enter the history."""

    changes_offers = True
    list_select_related = ["owner"]
    readonly_fields = ["archived_at"]
    autocomplete_fields = ["owner"]
    actions = ["archive"]
    # Set by each screen: archives one row with the application's own action, which raises a Refusal.
    archive_one: Callable[[User, Any, datetime], None]

    def save_model(self, request: HttpRequest, obj: Owned, form: forms.ModelForm[Any], change: bool) -> None:
        super().save_model(request, obj, form, change)
        add_history(
            subject=obj,
            organization_id=obj.organization_id,
            verb=Verb.CHANGED if change else Verb.MADE,
            actor=request_user(request),
            at=timezone.now(),
        )

    @admin.action(description=_("Archive selected rows"), permissions=["change"])
    def archive(self, request: HttpRequest, queryset: QuerySet[Owned]) -> None:
        """Archive the selected rows, so that they are not offered any more. What was booked stays."""

        def archive_row(row: Owned) -> bool:
            if row.archived_at is not None:
                return False
            self.archive_one(request_user(request), row, timezone.now())
            return True

        self.do_each(request, queryset, archive_row)
