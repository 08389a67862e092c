"""The form of the share pop-up."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.unique_labels import label_choices, load_labels
from links.actions import LinkFields
from links.errors import NothingToShare
from links.forms.days import ON_A_DATE
from links.forms.expiry import ExpiryForm
from links.forms.fields import choice_field
from links.queries import listed_address
from owner.links.forms.personal import PersonalForm
from pages.models import Page


class PageSelect(forms.Select):
    """A select whose options carry the page's public address, which the script puts into the field of the pop-up."""

    addresses: dict[str, str] = {}

    def create_option(
        self,
        name: str,
        value: object,
        label: int | str,
        selected: bool,
        index: int,
        subindex: int | None = None,
        attrs: dict[str, object] | None = None,
    ) -> dict[str, Any]:
        option = super().create_option(name, value, label, selected, index, subindex, attrs)
        if address := self.addresses.get(str(value)):
            option["attrs"]["data-address"] = address
        return option


class ShareForm(ExpiryForm, PersonalForm):
    """What to share, for which customer, and until when. Fields that are hidden by a choice are ignored."""

    page = forms.TypedChoiceField(
        label=gettext_lazy("Page"),
        widget=PageSelect,
        error_messages={"required": gettext_lazy("Choose a page."), "invalid_choice": NothingToShare.message},
    )
    one_time = forms.BooleanField(
        label=gettext_lazy("One-time link"),
        required=False,
        widget=forms.CheckboxInput(attrs={"role": "switch"}),
    )
    key = forms.CharField(required=False, widget=forms.HiddenInput)

    field_order = [*PersonalForm.personal, "page", "one_time", "expires", "expires_on", "key"]

    def __init__(
        self,
        data: Mapping[str, object] | None = None,
        *,
        user: User,
        now: datetime,
        one_time: bool = True,
        page: str = "",
        event_type: str = "",
        customer: tuple[str, str] = ("", ""),
        typed: QueryDict | None = None,
        auto_id: str = "id_%s",
    ):
        owned = Page.objects.shareable_by(user).order_by("name", "pk")
        # Only their labels are read; the chosen page is read whole below.
        self.pages = load_labels(owned, "kind", "listed")
        super().__init__(data, user=user, now=now, auto_id=auto_id)
        sent = data if typed is None else typed
        self._offer_pages(user, page if sent is None else sent.get("page", ""), is_asked=bool(page) or sent is not None)
        # Only the last page is remembered, not the switch: nobody should make a reusable link by mistake.
        remembered = str(user.shared_page)
        self.initial.update(
            one_time=one_time,
            page=page or (remembered if remembered in self.pages else ""),
            event_types=[event_type] if event_type else [],
            customer_name=customer[0],
            customer_email=customer[1],
            key=uuid.uuid4().hex,
        )
        if typed is not None:
            # Show what was typed, without errors for what is still missing.
            self.initial = {name: typed.get(name, "") for name in self.fields}
            self.initial["event_types"] = typed.getlist("event_types")
        chosen = self.pages.get(str(self["page"].value()))
        whole = owned.select_related("organization", "owner")
        self.chosen_page = whole.filter(pk=chosen.pk).first() if chosen else None
        self.choose_among(self.chosen_page)

    def _offer_pages(self, user: User, wanted: object, *, is_asked: bool) -> None:
        """Offer the pages. If a page is asked for that cannot be shared, none of them is chosen in its place."""
        choice = choice_field(self, "page")
        choice.choices = self._page_choices(label_choices(self.pages))
        if is_asked and wanted not in self.pages:
            choice.choices = [("", _("Choose a page")), *choice.choices]
        choice.coerce = self._coerce_page
        assert isinstance(choice.widget, PageSelect)
        slug, listed = user.organization.slug, [(pk, page) for pk, page in self.pages.items() if page.listed]
        choice.widget.addresses = {pk: listed_address(slug, page.slug) for pk, page in listed}

    def _coerce_page(self, _key: str) -> Page:
        if self.chosen_page is None:
            raise ValueError
        return self.chosen_page

    def _page_choices(self, names: dict[str, str]) -> list[tuple[str, list[tuple[str, str]]]] | list[tuple[str, str]]:
        """Return the pages to choose from, grouped by kind if there are several kinds."""
        all_groups = [
            (label, [(pk, names[pk]) for pk, page in self.pages.items() if page.kind == kind])
            for kind, label in ((Page.Kind.BOOKING, _("Booking pages")), (Page.Kind.MASTER, _("Master pages")))
        ]
        groups = [(label, choices) for label, choices in all_groups if choices]
        return groups if len(groups) > 1 else [choice for _label, choices in groups for choice in choices]

    # Texts of the summary of the folded options: when the link closes, by choice, and which other options are set.
    closing_texts = (
        ("1", gettext_lazy("closes in 24 hours")),
        ("7", gettext_lazy("closes in 7 days")),
        ("30", gettext_lazy("closes in 30 days")),
        (ON_A_DATE, gettext_lazy("closes on a date")),
        ("0", gettext_lazy("never closes")),
    )
    option_texts = (
        ("event_types", gettext_lazy("chosen event types")),
        ("first_day", gettext_lazy("from a day on")),
        ("last_day", gettext_lazy("until a day")),
        ("locked", gettext_lazy("only this email")),
        ("message", gettext_lazy("a note")),
        ("label", gettext_lazy("a label")),
        ("max_uses", gettext_lazy("several bookings")),
    )

    def clean(self) -> dict[str, object]:
        cleaned = self.cleaned_data
        if self.is_one_time:
            self.check_personal(self.today)
        else:
            self.ignore("expires", *self.personal)
            if "page" in cleaned and not cleaned["page"].listed:
                self.add_error(
                    "page", _("This page is not listed, so it has no public address. Share a one-time link instead.")
                )
        return super().clean()

    @property
    def is_one_time(self) -> bool:
        """Whether the form asks for a one-time link."""
        return bool(self.cleaned_data.get("one_time"))

    @property
    def only_event_type(self) -> str:
        """The key of the chosen event type, for the page's address; empty if none is chosen, or several."""
        value = self["event_types"].value() or []
        chosen = [key for key in map(str, value) if key in self.choosable]
        return chosen[0] if len(chosen) == 1 else ""

    def choices(self) -> LinkFields:
        """Return the values of the link that a valid form describes."""
        return {"expires_at": self.expires_at, **self.personal_choices()}
