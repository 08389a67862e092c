"""Django admin of links and their openings: read-only, and without what their addresses are made of."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.scoped_admin import ReadOnlyAdmin, who
from links import actions
from links.models import Link, Opening


@admin.register(Link)
class LinkAdmin(ReadOnlyAdmin):
    """Links are made in the share pop-up, and their addresses are copied from the list of outstanding links."""

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
        "note",
        "label",
        "metadata",
        "owner",
        "created_by",
        "created_at",
        "revoked_at",
    ]
    actions = ["revoke"]

    @admin.action(description=_("Revoke selected links"), permissions=["view"])
    def revoke(self, request: HttpRequest, queryset: QuerySet[Link]) -> None:
        """Ends them at once; what was booked with them stays booked."""

        def deed(link: Link) -> bool:
            live = link.revoked_at is None
            actions.revoke(actor=who(request), link=link, now=timezone.now())
            return live

        self.do_each(request, queryset, deed)


@admin.register(Opening)
class OpeningAdmin(ReadOnlyAdmin):
    """When the addresses were opened."""

    organization_path = "link__organization_id"
    list_display = ["at", "by", "link"]
    list_filter = ["by"]
    list_select_related = ["link"]
    search_fields = ["link__label", "link__recipient_name", "link__recipient_email"]
    fields = ["link", "at", "by"]
