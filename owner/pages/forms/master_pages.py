"""The form of a master page, without what the page offers."""

from __future__ import annotations  # Django's ModelForm is not generic at run time.

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from owner.pages.forms.booking_pages import PublicForm
from owner.pages.forms.explained import Explained, explained
from pages.models import Page

# In the order of the choices.
SCENARIOS_EXPLAINED = {
    Page.Scenario.TEAM: _(
        "Customers choose what to book. You decide who gets the meeting: one person, a pool, or several people."
    ),
    Page.Scenario.EVENT_TYPES_FIRST: _("Customers choose what to book, then who to meet."),
    Page.Scenario.PAGES_FIRST: _("Customers choose who to meet, then what to book."),
}


class MasterForm(PublicForm):
    """Names, address, texts and scenario of a master page. For a new page, the label and the texts are left out."""

    scenario = forms.ChoiceField(
        label=_("Scenario"),
        choices=Page.Scenario.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a scenario.")},
    )

    class Meta:
        model = Page
        fields = ["name", "label", "slug", "scenario", "welcome", "contact"]

    def __init__(self, data: QueryDict | None = None, *, instance: Page, initial: dict[str, str] | None = None) -> None:
        super().__init__(data, instance=instance, initial=initial)
        if self.instance._state.adding:
            for name in ("label", "welcome", "contact"):
                del self.fields[name]
            if data is None:
                self.fields["name"].widget.attrs["autofocus"] = True

    def scenarios(self) -> Explained:
        return explained(self["scenario"], SCENARIOS_EXPLAINED.values())
