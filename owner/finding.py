"""Finding rows in a list that may be long: search words, and a number of rows to begin with."""

from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Generic, TypeVar

from django import forms
from django.db.models import Case, Model, Q, QuerySet, When
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from owner.address_filter import AddressFilter, search_field

# How many rows are shown at first and added each time. From how many rows on there is a search field.
STEP, MANY = 50, 8
MOST = 2_000

Row = TypeVar("Row", bound=Model)


class FindForm(AddressFilter):
    """The words of a search, and how many rows are shown. They live in the list's address."""

    widening = ("rows",)
    q = search_field(_("Search"), _("Search"))
    rows = forms.IntegerField(required=False, min_value=STEP, max_value=MOST, widget=forms.HiddenInput)

    @property
    def words(self) -> list[str]:
        return str(self.cleaned_data.get("q") or "").split()

    @property
    def limit(self) -> int:
        """How many rows are shown."""
        return self.cleaned_data.get("rows") or STEP


@dataclass(frozen=True, slots=True)
class Found(Generic[Row]):
    """The rows that are shown, and how many more there are."""

    form: FindForm
    rows: list[Row]
    more: int

    @property
    def is_long(self) -> bool:
        """Whether the list needs a search field."""
        return self.form.narrowed or len(self.rows) >= MANY

    @property
    def count(self) -> int:
        return len(self.rows) + self.more

    @property
    def next(self) -> int:
        """How many rows the next press adds."""
        return min(self.more, STEP)

    @property
    def onward(self) -> str:
        """The query that shows them."""
        return self.form.query(rows=self.form.limit + STEP)


def find(rows: QuerySet[Row], query: QueryDict, user: User, *columns: str) -> Found[Row]:
    """Return the rows that hold each of the words in one of the columns. One query; a second if there are more."""
    form = FindForm(query, user=user)
    for word in form.words:
        rows = rows.filter(reduce(or_, (Q(**{f"{column}__icontains": word}) for column in columns)))
    shown = list(rows[: form.limit + 1])
    more = rows.count() - form.limit if len(shown) > form.limit else 0
    return Found(form, shown[: form.limit], more)


def own_first(user: User, column: str = "owner") -> Case:
    """Return what orders the user's own rows before those of colleagues."""
    return Case(When(**{column: user}, then=0), default=1)
