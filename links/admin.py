"""Django admin of links and related models: read-only, and without the data that addresses are made of."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from accounts.admin_search import IndexedSearchAdmin, id_condition, user_condition
from accounts.scoped_admin import ReadOnlyAdmin, request_user
from core.database import fresh_plans
from core.ids import read_id
from core.text import LazyText, join_sentences
from links import actions
from links.models import Link, LinkBatch, LinkRequest, ManagedLinks, Opening
from links.models.search import search_condition, whole_word_condition
from links.queries import few_with_words, newest_with_words, planner


def link_conditions(path: str, text: str, organization_id: int | None) -> list[Q]:
    """Return the condition for rows of the links with this number or these words."""
    number, mark = read_id(text), "" if organization_id is None else "#"
    words = search_condition(text, mark, organization_id)
    whole = whole_word_condition(text, mark, organization_id)
    ids = ids_with_words(Link.objects.all(), words, whole, organization_id)
    return id_condition(path, ids if number is None else [*ids, number])


def with_search_reach(about: LazyText) -> LazyText:
    """Return the help text of a search, with a sentence that says what `ids_with_words` finds among the newest only."""
    further = _("Beginnings of words, and words that most have, are found among the newest %(count)s only.")

    def text() -> str:
        count = number_format(planner.WINDOW, force_grouping=True)
        return join_sentences(str(about), str(further) % {"count": count})

    return lazy(text, str)()


def ids_with_words(rows: QuerySet[Any], words: Q, whole: Q | None, organization_id: int | None) -> list[int]:
    """Return the ids of the rows with the words; of words that most have, and of beginnings, among the newest rows."""
    own_rows = rows if organization_id is None else rows.filter(organization_id=organization_id)
    newest = own_rows.order_by("-pk").values_list("pk", flat=True)
    with fresh_plans():
        found = few_with_words(rows, words, newest, whole)
        return newest_with_words(rows, words, newest) if found is None else found


@admin.register(Link)
class LinkAdmin(IndexedSearchAdmin):
    """Links. They are made in the share pop-up, and their addresses are copied from the list of outstanding links."""

    list_display = ["pk", "__str__", "page", "owner", "uses", "max_uses", "expires_at", "revoked_at"]
    list_filter = [("revoked_at", admin.EmptyFieldListFilter), "locked_to_recipient"]
    list_select_related = ["page", "owner"]
    search_fields = ["id", "label", "recipient_name", "recipient_email", "owner"]
    search_help_text = with_search_reach(_("Number, words of the customer's name, email, label or note, or the owner."))
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

    def search_conditions(self, text: str, organization_id: int | None) -> Iterable[Q]:
        yield from user_condition("owner", text, organization_id)
        yield from link_conditions("pk", text, organization_id)

    @admin.action(description=_("Revoke selected links"), permissions=["view"])
    def revoke(self, request: HttpRequest, queryset: QuerySet[Link]) -> None:
        """Revoke the links at once. What was booked with them stays booked."""

        def revoke_one(link: Link) -> bool:
            live = link.revoked_at is None
            actions.revoke(actor=request_user(request), link=link, now=timezone.now())
            return live

        self.do_each(request, queryset, revoke_one)


@admin.register(Opening)
class OpeningAdmin(IndexedSearchAdmin):
    """Openings of links' addresses."""

    organization_path = "link__organization_id"
    list_display = ["at", "by", "link"]
    list_filter = ["by"]
    list_select_related = ["link"]
    search_fields = ["link"]
    search_help_text = with_search_reach(_("Words of the link."))
    fields = ["link", "at", "by"]

    def of_organization(self, organization_id: int) -> Q:
        # Openings that an earlier release recorded have no organization. They are few, or none.
        early = Opening.objects.filter(organization=None, link__organization_id=organization_id)
        return Q(organization=organization_id) | Q(pk__in=list(early.values_list("pk", flat=True)))

    def search_conditions(self, text: str, organization_id: int | None) -> Iterable[Q]:
        yield from link_conditions("link", text, organization_id)


@admin.register(ManagedLinks)
class ManagedLinksAdmin(ReadOnlyAdmin):
    """Managed links, which admins gave to other users. They are changed in the application."""

    list_display = ["name", "event_type", "expires_at", "created_by", "archived_at"]
    list_filter = [("archived_at", admin.EmptyFieldListFilter)]
    list_select_related = ["event_type", "created_by"]
    search_fields = ["name", "event_type__name"]
    fields = ["name", "event_type", "expires_at", "created_by", "created_at", "archived_at"]


@admin.register(LinkBatch)
class LinkBatchAdmin(IndexedSearchAdmin):
    """Batches of links."""

    list_display = ["created_at", "count", "emailed", "created_by"]
    list_filter = ["emailed"]
    list_select_related = ["created_by"]
    search_fields = ["id", "created_by"]
    fields = ["count", "emailed", "created_by", "created_at"]

    def search_conditions(self, text: str, organization_id: int | None) -> Iterable[Q]:
        number = read_id(text)
        yield from user_condition("created_by", text, organization_id)
        yield from id_condition("pk", [] if number is None else [number])


@admin.register(LinkRequest)
class LinkRequestAdmin(IndexedSearchAdmin):
    """Requests for new links. They are answered in the application."""

    list_display = ["at", "name", "email", "link", "answered_at"]
    list_filter = [("answered_at", admin.EmptyFieldListFilter)]
    list_select_related = ["link"]
    search_fields = ["email", "link"]
    search_help_text = with_search_reach(_("The whole email address, or words of the link."))
    fields = ["link", "name", "email", "message", "at", "answered_at", "answered_by", "answer"]

    def search_conditions(self, text: str, organization_id: int | None) -> Iterable[Q]:
        yield Q(email__iexact=text)
        yield from link_conditions("link", text, organization_id)
