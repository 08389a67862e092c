"""Django admin of admissions, bookings and feeds. Read-only, since only the actions may change them."""

from collections.abc import Iterable

from django.contrib import admin
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.admin_search import IndexedSearchAdmin, id_condition, uuid_condition
from accounts.models import User
from accounts.scoped_admin import ReadOnlyAdmin, ScopedInline
from bookings.actions import cancel, mail_confirmation_again
from bookings.models import Admission, Booking, HostFeed, SuggestedTime
from bookings.queries import hosts_of
from bookings.search import CustomerSearchVector
from links.admin import ids_with_words, with_search_reach
from links.models.search import search_condition, whole_word_condition
from pages.standard_fields import STORED_FIELDS


def customer_conditions(path: str, text: str, organization_id: int | None) -> list[Q]:
    """Return the condition for rows whose admission, at `path`, has a customer with these words."""
    query = text, "" if organization_id is None else "#", organization_id, CustomerSearchVector
    words, whole = search_condition(*query), whole_word_condition(*query)
    return id_condition(path, ids_with_words(Admission.objects.all(), words, whole, organization_id))


@admin.register(Admission)
class AdmissionAdmin(IndexedSearchAdmin):
    """Admissions, with the link and the use that each one spent."""

    list_display = ["customer_name", "customer_email", "event_type", "page", "link", "use", "created_at"]
    list_select_related = ["event_type", "page", "link"]
    search_fields = ["customer_name", "customer_email"]
    search_help_text = with_search_reach(_("Words of the customer's name, email or company."))
    fields = [
        "link",
        "use",
        "page",
        "event_type",
        "customer_name",
        "customer_email",
        "customer_zone",
        "customer_clock",
        "customer_language",
        *(field.key for field in STORED_FIELDS),
        "answers",
        "created_at",
    ]

    def search_conditions(self, text: str, organization_id: int | None) -> Iterable[Q]:
        return customer_conditions("pk", text, organization_id)


class SuggestedTimeInline(ScopedInline):
    """The suggested times of a request, read-only."""

    model = SuggestedTime
    organization_path = "booking__organization_id"
    readonly_fields = ["starts_at"]

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(Booking)
class BookingAdmin(IndexedSearchAdmin):
    """Bookings, with their frozen terms."""

    list_display = ["reference", "starts_at", "title", "customer", "status", "created_at"]
    list_filter = ["status"]
    search_fields = ["uid", "admission"]
    search_help_text = with_search_reach(_("Reference, or words of the customer's name, email or company."))
    fields = [
        "reference",
        "status",
        "starts_at",
        "ends_at",
        "title",
        "hosts",
        "customer",
        "admission",
        "session",
        "uid",
        "sequence",
        "duration",
        "buffer_before",
        "buffer_after",
        "location_kind",
        "location",
        "decided_by",
        "decided_at",
        "reason",
        "rescheduled_at",
        "created_at",
    ]
    inlines = [SuggestedTimeInline]
    actions = ["resend_confirmation", "cancel_meetings"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Model]:
        # Joined, the admission would be looked up for all rows that a search finds, not for those of a page.
        return super().get_queryset(request).prefetch_related("admission")

    def search_conditions(self, text: str, organization_id: int | None) -> Iterable[Q]:
        yield from uuid_condition("uid", text)
        yield from customer_conditions("admission", text, organization_id)

    @admin.display(description=_("reference"))
    def reference(self, booking: Booking) -> str:
        return booking.reference

    @admin.display(description=_("customer"), ordering="admission__customer_name")
    def customer(self, booking: Booking) -> str:
        admission = booking.admission
        return f"{admission} <{admission.customer_email}>" if admission.customer_email else str(admission)

    @admin.display(description=_("hosts"))
    def hosts(self, booking: Booking) -> str:
        """Return the names of the hosts. Shown on the detail page only, since it costs one query for each booking."""
        return ", ".join(host.name for host in hosts_of(booking))

    @admin.action(description=_("Resend the confirmation to the customer"), permissions=["view"])
    def resend_confirmation(self, request: HttpRequest, queryset: QuerySet[Booking]) -> None:
        """Enqueue the confirmation again, to the address on file, unless one was created a short time ago."""
        self.do_each(request, queryset, lambda booking: mail_confirmation_again(booking=booking, now=timezone.now()))

    @admin.action(description=_("Cancel the chosen meetings"), permissions=["view"])
    def cancel_meetings(self, request: HttpRequest, queryset: QuerySet[Booking]) -> None:
        """Cancel requested and scheduled meetings as their hosts would: everybody is told. Skip all others."""
        actor = request.user
        assert isinstance(actor, User)

        def cancel_if_open(booking: Booking) -> bool:
            if booking.organization_id != actor.organization_id:
                raise Booking.DoesNotExist
            return booking.is_open and bool(cancel(booking=booking, actor=actor))

        self.do_each(request, queryset, cancel_if_open)


@admin.register(HostFeed)
class HostFeedAdmin(ReadOnlyAdmin):
    """Who reads their meetings in another calendar program, and whether with names. Never the address."""

    organization_path = "user__organization_id"
    list_display = ["user", "details", "created_at", "revoked_at"]
    list_filter = ["details", ("revoked_at", admin.EmptyFieldListFilter)]
    list_select_related = ["user"]
    search_fields = ["user__name"]
    fields = ["user", "details", "created_at", "revoked_at"]
