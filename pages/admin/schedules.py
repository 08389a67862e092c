"""Schedules in Django admin, with their hours."""

from __future__ import annotations  # Django's generic classes cannot be subscripted at run time.

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.scoped_admin import ScopedInline
from pages.actions import archive_schedule
from pages.admin.base import OfferAdmin
from pages.models import DateOverride, Recurrence, Schedule, WeeklyHours


class HoursForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """A range of minutes of the local day. It may be empty where the model allows that."""

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        opens, closes = cleaned.get("opens"), cleaned.get("closes")
        if self.errors:
            return cleaned
        if (opens is None) != (closes is None):
            self.add_error("closes", _("Enter both opening and closing times, or leave both empty."))
        if opens is not None and closes is not None and not opens < closes <= 1440:
            text = _("The closing time must be after the opening time, and no later than minute 1440 (24:00).")
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


class RecurrenceForm(HoursForm):
    """A recurrence by weeks, or by months with the number of the weekday in the month."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        weekly = cleaned.get("frequency") == Recurrence.Frequency.WEEKLY
        allowed = [None] if weekly else [1, 2, 3, 4, 5, -1]
        if "nth" in cleaned and cleaned["nth"] not in allowed:
            text = _("Leave this empty for weeks.") if weekly else _("For months, enter 1 to 5, or -1 for the last.")
            self.add_error("nth", text)
        self._check_limits(cleaned)
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("The end must not be before the start."))
        return cleaned

    def _check_limits(self, cleaned: dict[str, Any]) -> None:
        for name, most in (("weekday", 7), ("every", 52)):
            if name in cleaned and not 1 <= cleaned[name] <= most:
                self.add_error(name, _("Enter a number from 1 to %(most)d.") % {"most": most})


class RecurrenceInline(ScopedInline):
    model = Recurrence
    form = RecurrenceForm
    organization_path = "schedule__organization_id"


@admin.register(Schedule)
class ScheduleAdmin(OfferAdmin):
    list_display = ["name", "owner", "time_zone", "archived_at"]
    list_filter = [("archived_at", admin.EmptyFieldListFilter)]
    search_fields = ["name", "owner__name"]
    fields = ["organization", "owner", "name", "time_zone", "archived_at"]
    inlines = [WeeklyHoursInline, DateOverrideInline, RecurrenceInline]

    def archive_one(self, actor: User, row: Schedule, now: datetime) -> None:
        archive_schedule(actor=actor, schedule=row, now=now)
