"""Booking pages and master pages in Django admin, with event types, rules, seats, included pages and pictures."""

from __future__ import annotations  # Django's generic classes cannot be subscripted at run time.

from datetime import datetime
from typing import Any, cast

from django import forms
from django.contrib import admin
from django.db.models import Max, Model, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from accounts.actions import add_history
from accounts.models import User
from accounts.scoped_admin import ScopedAdmin, ScopedInline, request_user
from accounts.verbs import Verb
from pages.actions import archive_page
from pages.admin.base import OfferAdmin
from pages.admin.page_forms import OfferedForm, PageAdminForm, RuleSeatForm
from pages.models import IncludedPage, Page, PageEventType, PageImage, RuleSeat

BOOKING_ONLY = ("host", "schedule", "location_kind", "location")


class OfferedInline(ScopedInline):
    """The event types that a page offers.

    For a team or panel each is a rule, whose seats have a screen of their own.
    """

    model = PageEventType
    form = OfferedForm
    organization_path = "page__organization_id"
    autocomplete_fields = ["event_type"]
    show_change_link = True


class BookingPagesInline(ScopedInline):
    """An inline whose rows name a booking page or a pool. Archived rows and master pages cannot be chosen."""

    def _choices(self, model: type[Model], request: HttpRequest) -> QuerySet[Model]:
        rows = super()._choices(model, request).filter(archived_at=None)
        return rows.filter(kind=Page.Kind.BOOKING) if rows.model is Page else rows


class IncludedPageInline(BookingPagesInline):
    model = IncludedPage
    fk_name = "master"
    organization_path = "master__organization_id"
    autocomplete_fields = ["page"]


class PageImageInline(ScopedInline):
    """The page's picture, which can only be removed here. The page's own screen accepts uploads, and checks them."""

    model = PageImage
    organization_path = "page__organization_id"
    fields = ["digest", "width", "height"]
    readonly_fields = ["digest", "width", "height"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Model]:
        return super().get_queryset(request).defer("content")

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(Page)
class PageAdmin(OfferAdmin):
    form = PageAdminForm
    list_display = ["name", "label", "kind", "scenario", "slug", "owner", "accepts_bookings", "listed", "archived_at"]
    list_filter = ["kind", "scenario", "accepts_bookings", "listed", ("archived_at", admin.EmptyFieldListFilter)]
    search_fields = ["name", "label", "slug", "owner__name"]
    fields = [
        "organization",
        "kind",
        "scenario",
        "owner",
        "host",
        "schedule",
        "name",
        "label",
        "slug",
        "welcome",
        "contact",
        "accepts_bookings",
        "listed",
        "location_kind",
        "location",
        "archived_at",
        "created_at",
    ]
    readonly_fields = ["archived_at", "created_at"]
    autocomplete_fields = ["owner", "host", "schedule"]
    inlines = [OfferedInline, IncludedPageInline, PageImageInline]

    def get_fields(self, request: HttpRequest, obj: Page | None = None) -> list[Any]:
        fields = list(super().get_fields(request, obj))
        if obj is None:
            return fields
        hidden = BOOKING_ONLY if obj.kind == Page.Kind.MASTER else ("scenario",)
        return [name for name in fields if name not in hidden]

    def get_readonly_fields(self, request: HttpRequest, obj: Page | None = None) -> list[Any]:
        # A change of scenario drops data (see `save_master`). Only the page's own screen warns and asks about that.
        names = list(super().get_readonly_fields(request, obj))
        return names if obj is None else [*names, "kind", "scenario"]

    def get_inlines(self, request: HttpRequest, obj: Page | None) -> list[Any]:
        if obj is None:
            return []
        if obj.kind == Page.Kind.BOOKING:
            return [OfferedInline]
        return [OfferedInline, PageImageInline] if obj.is_team else list(self.inlines)

    def archive_one(self, actor: User, row: Page, now: datetime) -> None:
        archive_page(actor=actor, page=row, now=now)


class RuleSeatInline(BookingPagesInline):
    """The seats of a rule, the first of which leads.

    They cannot be reordered: a seat removed and added again is last.
    """

    model = RuleSeat
    form = RuleSeatForm
    organization_path = "rule__page__organization_id"
    fields = ["position", "page", "pool"]
    readonly_fields = ["position"]
    autocomplete_fields = ["page", "pool"]

    def organization_of(self, obj: Model) -> int:
        return cast(PageEventType, obj).page.organization_id


@admin.register(PageEventType)
class RuleAdmin(ScopedAdmin):
    """Event types that pages offer. Those of a team or panel are rules with seats. New ones are added on the page."""

    form = OfferedForm
    changes_offers = True
    organization_path = "page__organization_id"
    list_display = ["event_type", "page", "position"]
    list_filter = ["at_once"]
    list_select_related = ["event_type", "page__organization"]
    search_fields = ["event_type__name", "page__name", "page__label"]
    fields = ["page", "event_type", "position"]
    readonly_fields = ["page"]
    autocomplete_fields = ["event_type"]
    inlines = [RuleSeatInline]

    def get_inlines(self, request: HttpRequest, obj: PageEventType | None) -> list[Any]:
        return list(self.inlines) if obj is not None and obj.at_once else []

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        rows = formset.save(commit=False)
        for row in formset.deleted_objects:
            row.delete()
        for row in rows:
            if row.pk is None:
                last = RuleSeat.objects.filter(rule=row.rule).aggregate(last=Max("position"))["last"]
                row.position = 0 if last is None else last + 1
            row.save()

    def save_related(self, request: HttpRequest, form: forms.ModelForm[Any], formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        page = form.instance.page
        add_history(
            subject=page,
            organization_id=page.organization_id,
            verb=Verb.CHANGED,
            actor=request_user(request),
            at=timezone.now(),
        )
