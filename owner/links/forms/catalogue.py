"""What narrows the lists of reusable links."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy

from accounts.models import User
from links.forms.fields import choice_field

IN_USE, WITHDRAWN = "", "withdrawn"


class SearchForm(forms.Form):
    """Lives in the address of a list; what makes no sense there is ignored."""

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
        """For further fields."""

    @property
    def text(self) -> str:
        return str(self.cleaned_data.get("q") or "")

    @property
    def place(self) -> int | None:
        """The id before which this page of the list begins."""
        return self.cleaned_data.get("before")

    @property
    def filtered(self) -> bool:
        """Whether anything narrows the list."""
        return any(value for name, value in self.cleaned_data.items() if name != "before")


class LinksForm(SearchForm):
    """Of one's own links: those in use, or those withdrawn."""

    status = forms.ChoiceField(
        label=gettext_lazy("Status"),
        required=False,
        choices=[(IN_USE, gettext_lazy("In use")), (WITHDRAWN, gettext_lazy("Withdrawn"))],
    )

    @property
    def withdrawn(self) -> bool:
        return self.cleaned_data.get("status") == WITHDRAWN


class AllLinksForm(LinksForm):
    """Of everybody's: also whose."""

    owner = forms.TypedChoiceField(label=gettext_lazy("Owner"), required=False, coerce=int, empty_value=None)

    def __init__(self, data: Mapping[str, object], *, user: User) -> None:
        self.user = user
        super().__init__(data)

    def _set_up(self) -> None:
        people = User.objects.filter(organization_id=self.user.organization_id).order_by("name", "pk")
        rows = [(str(pk), name) for pk, name in people.values_list("pk", "name")]
        choice_field(self, "owner").choices = [("", gettext_lazy("Everybody")), *rows]

    @property
    def of_whom(self) -> int | None:
        return self.cleaned_data.get("owner")
