"""Django admin of the outbox and its workers. Rows are read-only: only workers change them."""

import json
from collections.abc import Iterable

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.admin_list import MOST_COUNTED
from accounts.admin_search import IndexedSearchAdmin, id_condition, uuid_condition
from accounts.mentions import rows_mentioning
from accounts.scoped_admin import InstallationAdmin, ReadOnlyAdmin, request_user
from deliveries import actions
from deliveries.models import Beat, Call, Delivery, Endpoint

# Facts that hold the token of a booking's own page or of a link.
OPENS_THE_PAGE = {"manage", "link"}


@admin.register(Delivery)
class DeliveryAdmin(IndexedSearchAdmin):
    """Deliveries, and how far their sending got."""

    list_display = ["created_at", "kind", "recipient", "due_at", "attempts", "sent_at", "failed_at"]
    list_filter = [
        ("sent_at", admin.EmptyFieldListFilter),
        ("failed_at", admin.EmptyFieldListFilter),
    ]
    search_fields = ["recipient", "thread"]
    search_help_text = _("Email address, or the reference of the booking.")
    fields = [
        "kind",
        "recipient",
        "thread",
        "sequence",
        "copy",
        "due_at",
        "leased_until",
        "attempts",
        "last_error",
        "sent_at",
        "superseded_at",
        "failed_at",
        "created_at",
        "message",
    ]
    actions = ["retry"]

    def search_conditions(self, text: str, organization_id: int | None) -> Iterable[Q]:
        yield from uuid_condition("thread", text)
        if "@" in text:
            # Each mail names its recipient.
            mails = rows_mentioning(Delivery.objects.filter(recipient__iexact=text), text, "facts")
            yield from id_condition("pk", list(mails.values_list("pk", flat=True)[:MOST_COUNTED]))

    @admin.display(description=_("facts of the message"))
    def message(self, delivery: Delivery) -> str:
        """The facts of the message, without those that would open a customer's page."""
        shown: dict[str, object] = {name: fact for name, fact in delivery.facts.items() if name not in OPENS_THE_PAGE}
        return json.dumps(shown, ensure_ascii=False, indent=2)

    @admin.action(description=_("Try again"), permissions=["view"])
    def retry(self, request: HttpRequest, queryset: QuerySet[Delivery]) -> None:
        """Make failed deliveries due again, with no attempts counted."""

        def apply(delivery: Delivery) -> bool:
            if delivery.failed_at is None:
                return False
            actions.retry(actor=request_user(request), delivery_id=delivery.pk, now=timezone.now())
            return True

        self.do_each(request, queryset, apply)


@admin.register(Endpoint)
class EndpointAdmin(ReadOnlyAdmin):
    """Webhooks, and how they are doing. Their addresses may hold secrets of others: only the host is shown."""

    list_display = ["created_at", "about", "host", "failing_since", "disabled_at", "removed_at"]
    list_filter = [("disabled_at", admin.EmptyFieldListFilter), ("removed_at", admin.EmptyFieldListFilter)]
    search_fields = ["about"]
    fields = [
        *("about", "host", "events", "generation", "former_until", "created_by", "created_at"),
        *("failing_since", "failures", "resting_until", "last_status", "last_at", "disabled_at", "why", "removed_at"),
    ]


@admin.register(Call)
class CallAdmin(ReadOnlyAdmin):
    """Calls of webhooks, without their answers: these may repeat what is about a customer."""

    organization_path = "delivery__organization_id"
    list_display = ["at", "delivery", "attempt", "status", "error", "took_ms"]
    list_select_related = ["delivery"]
    fields = ["at", "delivery", "attempt", "status", "error", "took_ms"]


@admin.register(Beat)
class BeatAdmin(InstallationAdmin):
    """Which workers were seen, and when last."""

    list_display = ["process", "kind", "seen_at"]
    fields = ["process", "kind", "seen_at"]
    ordering = ("-seen_at",)
