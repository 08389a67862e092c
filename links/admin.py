"""Django admin of links and related models: read-only, and without the data that addresses are made of."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.scoped_admin import ReadOnlyAdmin, who
from links import actions
from links.models import Link, LinkBatch, LinkRequest, ManagedLinks, Opening


@admin.register(Link)
class LinkAdmin(ReadOnlyAdmin):
    """Links. They are made in the share pop-up, and their addresses are copied from the list of outstanding links."""

    list_display = ["pk", "__str__", "page", "owner", "uses", "max_uses", "expires_at", "revoked_at"]
    list_filter = [("revoked_at", admin.EmptyFieldListFilter), "locked_to_recipient"]
    list_select_related = ["page", "owner"]
    search_fields = ["=id", "label", "recipient_name", "recipient_email", "page__name", "owner__name"]
    fields = [
        "page",
        "parent",
        "event_types",
        "first_day",
        "last_day",
        "max_uses",
        "uses",
        "expires_at",
        "recipient_name",
        "recipient_email",
        "locked_to_recipient",
        "answers",
        "message",
        "note",
        "label",
        "in_library",
        "managed",
        "batch",
        "reissue_of",
        "metadata",
        "owner",
        "created_by",
        "created_at",
        "revoked_at",
    ]
    actions = ["revoke"]

    @admin.action(description=_("Revoke selected links"), permissions=["view"])
    def revoke(self, request: HttpRequest, queryset: QuerySet[Link]) -> None:
        """Revoke the links at once. What was booked with them stays booked."""

        def deed(link: Link) -> bool:
            live = link.revoked_at is None
            actions.revoke(actor=who(request), link=link, now=timezone.now())
            return live

        self.do_each(request, queryset, deed)


@admin.register(Opening)
class OpeningAdmin(ReadOnlyAdmin):
    """Openings of links' addresses."""

    organization_path = "link__organization_id"
    list_display = ["at", "by", "link"]
    list_filter = ["by"]
    list_select_related = ["link"]
    search_fields = ["link__label", "link__recipient_name", "link__recipient_email"]
    fields = ["link", "at", "by"]


@admin.register(ManagedLinks)
class ManagedLinksAdmin(ReadOnlyAdmin):
    """Managed links, which admins gave to other users. They are changed in the application."""

    list_display = ["name", "event_type", "expires_at", "created_by", "archived_at"]
    list_filter = [("archived_at", admin.EmptyFieldListFilter)]
    list_select_related = ["event_type", "created_by"]
    search_fields = ["name", "event_type__name"]
    fields = ["name", "event_type", "expires_at", "created_by", "created_at", "archived_at"]


@admin.register(LinkBatch)
class LinkBatchAdmin(ReadOnlyAdmin):
    """Batches of links."""

    list_display = ["created_at", "count", "emailed", "created_by"]
    list_filter = ["emailed"]
    list_select_related = ["created_by"]
    search_fields = ["=id", "created_by__name"]
    fields = ["count", "emailed", "created_by", "created_at"]


@admin.register(LinkRequest)
class LinkRequestAdmin(ReadOnlyAdmin):
    """Requests for new links. They are answered in the application."""

    list_display = ["at", "name", "email", "link", "answered_at"]
    list_filter = [("answered_at", admin.EmptyFieldListFilter)]
    list_select_related = ["link"]
    search_fields = ["name", "email", "link__label"]
    fields = ["link", "name", "email", "message", "at", "answered_at", "answered_by", "answer"]
