"""Filters of the lists of reusable links."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy

from accounts.models import User
from links.forms.fields import choice_field

IN_USE, WITHDRAWN = "", "withdrawn"


class SearchForm(forms.Form):
    """A search field and the place in a list. They live in the list's address; invalid values are ignored."""

    q = forms.CharField(
        label=gettext_lazy("Search"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    before = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, object]) -> None:
        super().__init__(data, auto_id="filter-%s")
        self._set_up()
        self.full_clean()

    def _set_up(self) -> None:
        """Set up the fields of subclasses. Called before the form is cleaned."""

    @property
    def text(self) -> str:
        return str(self.cleaned_data.get("q") or "")

    @property
    def place(self) -> int | None:
        """The id before which this page of the list begins."""
        return self.cleaned_data.get("before")

    @property
    def filtered(self) -> bool:
        """Whether any filter narrows the list."""
        return any(value for name, value in self.cleaned_data.items() if name != "before")


class LinksForm(SearchForm):
    """Filters of a list of one's own links: in use or withdrawn."""

    status = forms.ChoiceField(
        label=gettext_lazy("Status"),
        required=False,
        choices=[(IN_USE, gettext_lazy("In use")), (WITHDRAWN, gettext_lazy("Withdrawn"))],
    )

    @property
    def withdrawn(self) -> bool:
        return self.cleaned_data.get("status") == WITHDRAWN


class AllLinksForm(LinksForm):
    """Filters of the list of everybody's links: also by owner."""

    owner = forms.TypedChoiceField(label=gettext_lazy("Owner"), required=False, coerce=int, empty_value=None)

    def __init__(self, data: Mapping[str, object], *, user: User) -> None:
        self.user = user
        super().__init__(data)

    def _set_up(self) -> None:
        people = User.objects.filter(organization_id=self.user.organization_id).order_by("name", "pk")
        rows = [(str(pk), name) for pk, name in people.values_list("pk", "name")]
        choice_field(self, "owner").choices = [("", gettext_lazy("Everyone")), *rows]

    @property
    def of_whom(self) -> int | None:
        return self.cleaned_data.get("owner")
