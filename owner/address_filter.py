"""What narrows a list and lives in its address, for every app's lists."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, ClassVar

from django import forms
from django.db.models import Model
from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.models import User
from core.ids import LARGEST_ID
from core.zones import zone


def hidden_id() -> forms.IntegerField:
    """The id of a row, which nobody types."""
    return forms.IntegerField(required=False, min_value=1, max_value=LARGEST_ID, widget=forms.HiddenInput)


def day_field(label: Any) -> forms.DateField:
    """A day, which may be left empty."""
    return forms.DateField(
        label=label, required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )


def search_field(placeholder: Any, label: Any) -> forms.CharField:
    """Words to look for."""
    attributes = {"type": "search", "autocomplete": "off", "placeholder": placeholder}
    return forms.CharField(label=label, required=False, max_length=100, widget=forms.TextInput(attrs=attributes))


class AddressFilter(forms.Form):
    """Filters that live in the address of a list; what makes no sense there is ignored."""

    # Fields that say where in the list, or what has just happened to it; and those that widen it instead.
    passing: ClassVar[Sequence[str]] = ("before", "after")
    widening: ClassVar[Sequence[str]] = ()
    # Those that are folded away at first.
    folded: ClassVar[Sequence[str]] = ()
    # The first day of a range, and the last.
    ranges: ClassVar[Sequence[tuple[str, str]]] = ()

    def __init__(self, data: QueryDict, *, user: User):
        super().__init__(data, auto_id="filter-%s")
        self.user = user
        self.offer_choices()
        self.full_clean()

    def offer_choices(self) -> None:
        """Fills in the choices that depend on the user."""

    def choose(self, name: str, everything: str, rows: Iterable[Model]) -> None:
        """Offers the rows in the field, by their ids; those of one name with whose they are."""
        by_key: dict[str, object] = {str(row.pk): row for row in rows}
        called = Counter(map(str, by_key.values()))

        def words(row: Any) -> str:
            return f"{row} ({row.owner.name})" if called[str(row)] > 1 and hasattr(row, "owner") else str(row)

        field: Any = self.fields[name]
        field.choices = [("", everything), *((key, words(row)) for key, row in by_key.items())]
        field.coerce = by_key.__getitem__

    def clean(self) -> dict[str, object]:
        """Of days that are the wrong way round, the last is left out, and says so."""
        for first, last in self.ranges:
            begins, ends = self.cleaned_data.get(first), self.cleaned_data.get(last)
            if begins and ends and ends < begins:
                self.add_error(last, _("This day is before the first one."))
        return self.cleaned_data

    def begins(self, day: date | None) -> datetime | None:
        """The instant at which the day begins for the user: its midnight, or the first instant after a skipped one."""
        return self._midnight(day, 0)

    def ends(self, day: date | None) -> datetime | None:
        """The instant at which the day has ended for the user."""
        return self._midnight(day, 1)

    def _midnight(self, day: date | None, later: int) -> datetime | None:
        if day is None or not 1 < day.year < 9999:
            return None
        midnight = datetime.combine(day + timedelta(days=later), time.min, zone(self.user.time_zone))
        return datetime.fromtimestamp(midnight.timestamp(), UTC)

    @property
    def narrowed(self) -> bool:
        """Whether anything narrows the list."""
        return any(
            value for name, value in self.cleaned_data.items() if name not in self.passing and name not in self.widening
        )

    @property
    def unfolded(self) -> bool:
        """Whether one of the filters is on that are folded away at first, or cannot be."""
        return any(self.cleaned_data.get(name) or name in self.errors for name in self.folded)

    def kept(self) -> dict[str, str]:
        """The filters that are on, as they stand in the address."""
        return {
            name: self.data[name]
            for name, value in self.cleaned_data.items()
            if value and name not in self.passing and name in self.data
        }

    def query(self, **changes: object) -> str:
        """The address's query with the filters that are on; `changes` come in addition."""
        query = QueryDict(mutable=True)
        query.update(self.kept() | {name: str(value) for name, value in changes.items() if value is not None})
        return query.urlencode()
