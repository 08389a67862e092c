"""Filters of lists. They live in the list's address, and are shared by all rooms."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.choices import BaseChoiceIterator
from django.utils.formats import number_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.unique_labels import label_choices, load_labels
from core.dates import DayField, start_of_day
from core.ids import LARGEST_ID
from core.text import LazyText
from core.zones import zone
from links.queries import planner
from pages.models import EventType


def hidden_id() -> forms.IntegerField:
    """Return a hidden field for the id of a row."""
    return forms.IntegerField(required=False, min_value=1, max_value=LARGEST_ID, widget=forms.HiddenInput)


def day_field(label: LazyText) -> forms.DateField:
    """Return an optional date field."""
    return DayField(label=label, required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))


def search_field(placeholder: LazyText, label: LazyText) -> forms.CharField:
    """Return a field for search words."""
    attributes = {"type": "search", "autocomplete": "off", "placeholder": placeholder}
    return forms.CharField(label=label, required=False, max_length=100, widget=forms.TextInput(attrs=attributes))


def describe_reach(rows: QuerySet[Any]) -> str:
    """Return among how many of the rows a search finds beginnings of words; empty if there are no more."""
    if not rows.order_by("-created_at").values_list("pk")[planner.WINDOW : planner.WINDOW + 1]:
        return ""
    count = number_format(planner.WINDOW, force_grouping=True)
    return _("Beginnings of words are found among the newest %(count)s only.") % {"count": count}


class Pairs(BaseChoiceIterator):
    """Choices without groups. Of a plain list Django looks at each choice for a group, which takes longer than to read
    five hundred names.
    """

    def __init__(self, pairs: Sequence[tuple[str, str]]) -> None:
        self.pairs = pairs

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self.pairs)


class AddressFilter(forms.Form):
    """The filters of a list, which live in its address. Invalid values are ignored."""

    # `passing` fields give the place in the list or a notice; `widening` fields show more rows. Neither narrows the
    # list.
    passing: ClassVar[Sequence[str]] = ("before", "after")
    widening: ClassVar[Sequence[str]] = ()
    # Fields that are hidden behind a disclosure at first.
    folded: ClassVar[Sequence[str]] = ()
    # Pairs of fields for the first and the last day of a range.
    ranges: ClassVar[Sequence[tuple[str, str]]] = ()

    def __init__(self, data: QueryDict, *, user: User):
        super().__init__(data, auto_id="filter-%s")
        self.user = user
        self.offer_choices()
        self.full_clean()

    def offer_choices(self) -> None:
        """Fill in the choices that depend on the user."""

    def choose(self, name: str, everything: str, rows: QuerySet[Any]) -> int:
        """Set the rows as the choices of the field, by their ids, and return how many. Equal names are told apart.

        Of hundreds of rows only what names them is read. The rest of the chosen row is read when it is needed.
        """
        by_key = load_labels(rows)
        columns = [column.attname for column in rows.model._meta.concrete_fields]

        def chosen_row(key: str) -> Any:
            values = {"id": by_key[key].pk, "name": by_key[key].name, "organization_id": self.user.organization_id}
            names = [name for name in columns if name in values]
            return rows.model.from_db(rows.db, names, [values[name] for name in names])

        field = self.fields[name]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = Pairs([("", everything), *label_choices(by_key).items()])
        field.coerce = chosen_row
        return len(by_key)

    def choose_user(self, name: str) -> None:
        """Set the organization's users as the choices of the field, which only admins have.

        One user alone has no choice; the field stays if the address sets it.
        """
        if self.user.is_admin:
            everybody = User.objects.filter(organization_id=self.user.organization_id)
            count = self.choose(name, _("Everyone"), everybody.order_by("name", "pk"))
            if count > 1 or self.data.get(name):
                return
        del self.fields[name]

    def choose_event_type(self) -> None:
        """Set the event types that the user may know as the choices of the field."""
        user = self.user
        event_types = EventType.objects.filter(organization_id=user.organization_id)
        if not user.is_admin:
            event_types = event_types.filter(Q(owner=user) | Q(managed=True) | Q(locked=False))
        self.choose("event_type", _("All event types"), event_types.order_by("name", "pk"))

    def clean(self) -> dict[str, object]:
        """Report an error at the last day of a range if it is before the first. That day is then ignored."""
        for first, last in self.ranges:
            first_day, last_day = self.cleaned_data.get(first), self.cleaned_data.get(last)
            if first_day and last_day and last_day < first_day:
                self.add_error(last, _("This day is before the first day. Choose a later one."))
        return self.cleaned_data

    def start_of(self, day: date | None) -> datetime | None:
        """Return the instant at which the day begins for the user: midnight, or the first instant after a skipped
        midnight.
        """
        return self._midnight(day)

    def end_of(self, day: date | None) -> datetime | None:
        """Return the instant at which the day ends for the user."""
        return self._midnight(day, days_later=1)

    def _midnight(self, day: date | None, days_later: int = 0) -> datetime | None:
        if day is None or not 1 < day.year < 9999:
            return None
        return start_of_day(day + timedelta(days=days_later), zone(self.user.time_zone))

    @property
    def narrowed(self) -> bool:
        """Whether any filter narrows the list."""
        other_fields = {*self.passing, *self.widening}
        return any(value for name, value in self.cleaned_data.items() if name not in other_fields)

    def searched_rows(self) -> QuerySet[Any]:
        """Return the rows that words are searched in. For filters that show `search_reach`."""
        raise NotImplementedError

    @cached_property
    def search_reach(self) -> str:
        """How far the search in use reaches, as `describe_reach` says it; empty without one."""
        return describe_reach(self.searched_rows()) if self.cleaned_data.get("q") else ""

    @property
    def set_count(self) -> int:
        """How many filters are set beside the search, of those that can be seen."""
        filters = [name for name in self.cleaned_data if name != "q" and not self[name].is_hidden]
        return sum(bool(self.cleaned_data[name]) for name in filters)

    @property
    def unfolded(self) -> bool:
        """Whether one of the folded filters is in use or invalid, so that they must be shown."""
        return any(self.cleaned_data.get(name) or name in self.errors for name in self.folded)

    def active_values(self) -> dict[str, str]:
        """Return the filters in use, as they are in the address."""
        return {
            name: self.data[name]
            for name, value in self.cleaned_data.items()
            if value and name not in self.passing and name in self.data
        }

    def query(self, **changes: object) -> str:
        """Return the address's query for the filters in use, with `changes` added. What changes to None is left out."""
        query = QueryDict(mutable=True)
        values = self.active_values() | changes
        query.update({name: str(value) for name, value in values.items() if value is not None})
        return query.urlencode()
