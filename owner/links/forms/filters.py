"""The filters of the list of links, and the selection of links in it."""

from collections.abc import Sequence
from dataclasses import replace

from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.ids import read_id
from links.models import Link
from links.queries import ONE_TIME, SEVERAL, VERSION, Filters
from links.status import OUTSTANDING, LinkStatus
from owner.address_filter import AddressFilter, day_field, hidden_id, search_field
from pages.models import Page

OUTSTANDING_WORD, ALL = "outstanding", "all"
STATUSES = {
    ALL: frozenset[LinkStatus](),
    OUTSTANDING_WORD: OUTSTANDING,
    # SCANNED too: what looked like a mail scanner may have been the customer. That status says so in the list.
    LinkStatus.OPENED.value: frozenset({LinkStatus.OPENED, LinkStatus.SCANNED}),
}
MOST_TICKED = 500


class WhichLinks(AddressFilter):
    """The filters that lists and numbers of links have in common."""

    page = forms.TypedChoiceField(label=gettext_lazy("Page"), required=False, empty_value=None)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        required=False,
        choices=[
            ("", gettext_lazy("All kinds")),
            (ONE_TIME, gettext_lazy("One-time")),
            (SEVERAL, gettext_lazy("For several bookings")),
            (VERSION, gettext_lazy("From a reusable link")),
        ],
    )
    owner = forms.TypedChoiceField(label=gettext_lazy("Owner"), required=False, empty_value=None)

    def offer_choices(self) -> None:
        user = self.user
        pages = Page.objects.filter(organization_id=user.organization_id, by_wizard=False)
        if not user.is_admin:
            pages = pages.filter(Q(owner=user) | Q(kind=Page.Kind.MASTER))
        self.choose("page", _("All pages"), pages.order_by("name", "pk"))
        self.choose_user("owner")


class LinkFilter(WhichLinks):
    """The filters of the list of links. They live in its address; invalid values are ignored.

    Without a status the outstanding links are listed if no other filter is set, otherwise all.
    """

    passing = ("before", "after", "revoked", "undo")
    widening = ("old",)
    folded = ("kind", "event_type", "made_from", "made_to", "old")
    ranges = (("made_from", "made_to"),)
    field_order = ("q", "status", "page", "kind", "event_type", "owner")

    q = search_field(gettext_lazy("Name, email, label, note"), gettext_lazy("Search"))
    status = forms.ChoiceField(
        label=gettext_lazy("Status"),
        required=False,
        choices=[
            (OUTSTANDING_WORD, gettext_lazy("Outstanding")),
            (ALL, gettext_lazy("All")),
            (LinkStatus.NOT_OPENED.value, gettext_lazy("Not opened")),
            (LinkStatus.OPENED.value, gettext_lazy("Opened")),
            (LinkStatus.BOOKED.value, gettext_lazy("Booked")),
            (LinkStatus.EXPIRED.value, gettext_lazy("Expired")),
            (LinkStatus.REVOKED.value, gettext_lazy("Revoked")),
            (LinkStatus.PAUSED.value, gettext_lazy("Paused")),
            (LinkStatus.DELETED.value, gettext_lazy("Page archived")),
        ],
    )
    event_type = forms.TypedChoiceField(label=gettext_lazy("Event type"), required=False, empty_value=None)
    made_from = day_field(gettext_lazy("Made from"))
    made_to = day_field(gettext_lazy("Made until"))
    old = forms.BooleanField(label=gettext_lazy("Also those that ended more than 30 days ago"), required=False)
    parent, batch, before, after, revoked, undo = (hidden_id() for _number in range(6))

    def clean(self) -> dict[str, object]:
        """Fill in the default status."""
        cleaned = super().clean()
        self.is_default_status = not cleaned.get("status")
        if self.is_default_status:
            has_filter = any(value for name, value in cleaned.items() if name not in self.passing)
            cleaned["status"] = ALL if has_filter else OUTSTANDING_WORD
            self.data = {name: self.data[name] for name in self.data} | {"status": cleaned["status"]}
        return cleaned

    def searched_rows(self) -> QuerySet[Link]:
        return Link.objects.visible_to(self.user)

    @property
    def shown(self) -> list[forms.BoundField]:
        """The filters that stand above the list, not folded."""
        return [self[name] for name in ("q", "status", "page", "owner") if name in self.fields]

    @property
    def narrowed(self) -> bool:
        """Whether a filter leaves out some of all links, or some of all outstanding ones."""
        if self.cleaned_data["status"] not in (ALL, OUTSTANDING_WORD):
            return True
        other_fields = {"status", *self.passing, *self.widening}
        return any(value for name, value in self.cleaned_data.items() if name not in other_fields)

    @property
    def set_count(self) -> int:
        """How many filters are set beside the search. “Outstanding” does not count: the list is for these links."""
        return super().set_count - self.outstanding

    @property
    def outstanding(self) -> bool:
        """Whether only outstanding links are asked for."""
        return bool(self.cleaned_data["status"] == OUTSTANDING_WORD)

    @property
    def folds_batches(self) -> bool:
        """Whether links of a batch are one row: not if one of them may be looked for."""
        return not (self.cleaned_data.get("batch") or self.cleaned_data.get("q"))

    def query_of_batch(self, batch: int) -> str:
        """Return the address's query for those of the batch that match. A batch alone would have all statuses."""
        return self.query(batch=batch, status=self.cleaned_data["status"])

    def active_values(self) -> dict[str, str]:
        """Return the filters in use, as they are in the address, without a status that is the default."""
        return {
            name: value
            for name, value in super().active_values().items()
            if name != "status" or not self.is_default_status
        }

    def offer_choices(self) -> None:
        super().offer_choices()
        self.choose_event_type()

    def filters(self) -> Filters:
        """Return the filters as the queries expect them."""
        cleaned = self.cleaned_data
        word = cleaned["status"]
        return Filters(
            statuses=STATUSES[word] if word in STATUSES else frozenset({LinkStatus(word)}),
            paused_types=word == LinkStatus.PAUSED.value,
            page=cleaned.get("page"),
            kind=cleaned.get("kind") or "",
            owner=cleaned.get("owner"),
            event_type=cleaned.get("event_type"),
            made_from=self.start_of(cleaned.get("made_from")),
            made_before=self.end_of(cleaned.get("made_to")),
            text=cleaned.get("q") or "",
            parent=cleaned.get("parent"),
            batch=cleaned.get("batch"),
            old=bool(cleaned.get("old")),
        )


class Selection:
    """The links that were ticked in the list, or all that match the filters.

    `meant` are those of the latter that a question was about, if they are not many. Only these are changed then.
    """

    def __init__(self, data: QueryDict, *, user: User) -> None:
        self.form = LinkFilter(data, user=user)
        self.all = data.get("all") == "on"
        self.pks, self.meant = (self._ids(data.getlist(name)) for name in ("pk", "meant"))

    @staticmethod
    def _ids(texts: Sequence[str]) -> tuple[int, ...]:
        found = [pk for text in texts if (pk := read_id(text)) is not None]
        return tuple(sorted(set(found[:MOST_TICKED])))

    def __bool__(self) -> bool:
        return self.all or bool(self.pks)

    @property
    def is_wider(self) -> bool:
        """Whether a filter does not hold, or no more, so that all that match are more than was meant."""
        return self.all and bool(self.form.errors)

    def filters(self) -> Filters:
        """Return filters that select the links. Ticked links are selected whatever the form's own filters say."""
        asked = self.asked_filters()
        return replace(asked, pks=self.meant) if self.all and self.meant else asked

    def asked_filters(self) -> Filters:
        """Return filters that select what a question is about."""
        return self.form.filters() if self.all else Filters(pks=self.pks)

    def fields(self) -> list[tuple[str, str]]:
        """Return the selection as hidden fields of a form."""
        fields = list(self.form.active_values().items())
        if self.all:
            return [*fields, ("all", "on"), *(("meant", str(pk)) for pk in self.meant)]
        return [*fields, *(("pk", str(pk)) for pk in self.pks)]
