"""Filters of the lists of reusable links."""

from collections.abc import Mapping
from datetime import datetime

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.unique_labels import label_choices
from links.catalogue import conditions_by_status
from links.forms.fields import choice_field
from links.status import LinkStatus

IN_USE, ENDED, WITHDRAWN = "", "ended", "withdrawn"


class SearchForm(forms.Form):
    """A search field and the place in a list. They live in the list's address; invalid values are ignored."""

    q = forms.CharField(
        label=gettext_lazy("Search"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "placeholder": gettext_lazy("Search")}),
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
    """Filters of a list of one's own links: in use, ended (expired, or the page archived) or withdrawn."""

    def __init__(self, data: Mapping[str, object], *, user: User) -> None:
        self.user = user
        super().__init__(data)

    status = forms.ChoiceField(
        label=gettext_lazy("Status"),
        required=False,
        choices=[
            (IN_USE, gettext_lazy("In use")),
            (ENDED, gettext_lazy("Ended")),
            (WITHDRAWN, gettext_lazy("Withdrawn")),
        ],
    )

    def status_condition(self, now: datetime) -> Q:
        """Return the condition for the links of the chosen status."""
        conditions = conditions_by_status(self.user.organization_id, now)
        status = self.cleaned_data.get("status")
        if status == WITHDRAWN:
            return conditions[LinkStatus.REVOKED]
        if status == ENDED:
            return conditions[LinkStatus.EXPIRED] | conditions[LinkStatus.DELETED]
        return conditions[None]


class AllLinksForm(LinksForm):
    """Filters of the list of everybody's links: also by owner."""

    owner = forms.TypedChoiceField(label=gettext_lazy("Owner"), required=False, coerce=int, empty_value=None)

    def _set_up(self) -> None:
        people = User.objects.filter(organization_id=self.user.organization_id).order_by("name", "pk")
        rows = {str(user.pk): user for user in people.only("pk", "name", "email")}
        if len(rows) == 1 and not self.data.get("owner"):
            del self.fields["owner"]
            return
        choice_field(self, "owner").choices = [("", gettext_lazy("Everyone")), *label_choices(rows).items()]

    @property
    def owner_id(self) -> int | None:
        return self.cleaned_data.get("owner")
