"""Django admin of the outbox: read-only, since a row is sent, superseded or given up by the worker only."""

import json

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.scoped_admin import ReadOnlyAdmin, who
from deliveries import actions
from deliveries.models import Delivery

# What the addresses of a booking's own page, and of a link, are made of.
OPENS_THE_PAGE = {"manage", "link"}


@admin.register(Delivery)
class DeliveryAdmin(ReadOnlyAdmin):
    """What is owed to whom, and how far its sending got."""

    list_display = ["created_at", "kind", "recipient", "due_at", "attempts", "sent_at", "failed_at"]
    list_filter = [
        ("sent_at", admin.EmptyFieldListFilter),
        ("failed_at", admin.EmptyFieldListFilter),
    ]
    search_fields = ["recipient", "^thread", "^kind"]
    search_help_text = _("Email address, kind, or the reference of the booking.")
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

    @admin.display(description=_("facts of the message"))
    def message(self, delivery: Delivery) -> str:
        """All it is made of, less what opens a page to customers."""
        shown: dict[str, object] = {name: fact for name, fact in delivery.facts.items() if name not in OPENS_THE_PAGE}
        return json.dumps(shown, ensure_ascii=False, indent=2)

    @admin.action(description=_("Try again"), permissions=["view"])
    def retry(self, request: HttpRequest, queryset: QuerySet[Delivery]) -> None:
        """For what was given up: owed once more, from the beginning."""

        def deed(delivery: Delivery) -> bool:
            if delivery.failed_at is None:
                return False
            actions.retry(actor=who(request), delivery_id=delivery.pk, now=timezone.now())
            return True

        self.do_each(request, queryset, deed)
