"""The filters of the numbers of links."""

from django import forms
from django.utils.translation import gettext_lazy, ngettext

from links.queries import Filters
from owner.links.forms.filters import WhichLinks

PERIODS = (30, 90, 365)


class NumbersFilter(WhichLinks):
    """The period, and which links count. They live in the page's address; invalid values are ignored."""

    widening = ("days",)
    field_order = ("days", "page", "owner", "kind")

    days = forms.TypedChoiceField(label=gettext_lazy("Period"), required=False, coerce=int, empty_value=None)

    def offer_choices(self) -> None:
        super().offer_choices()
        field = self.fields["days"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [
            (days, ngettext("Last %(count)d day", "Last %(count)d days", days) % {"count": days}) for days in PERIODS
        ]

    @property
    def period(self) -> int:
        """How many days up to today the numbers are of."""
        return int(self.cleaned_data.get("days") or PERIODS[0])

    def filters(self) -> Filters:
        """Return which links count."""
        cleaned = self.cleaned_data
        return Filters(page=cleaned.get("page"), kind=cleaned.get("kind") or "", owner=cleaned.get("owner"))
