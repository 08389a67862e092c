"""The form of the share pop-up."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Organization, User
from accounts.zones import zone
from links.actions import expiry
from links.forms.personal import PersonalForm
from links.queries import end_of_day, public_address
from links.views.wording import moment_text
from pages.models import Page

ONE_TIME, SCHEDULING, EMBED = "one-time", "scheduling", "embed"
ON_A_DATE = "date"
LATEST = timedelta(days=3650)


class PageSelect(forms.Select):
    """Each option carries its page's public address, for the script that fills the field of the pop-up."""

    addresses: dict[str, str] = {}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if address := self.addresses.get(str(value)):
            option["attrs"]["data-address"] = address
        return option


class ShareForm(PersonalForm):
    """What to share, for whom, and until when. Fields that the form's choices hide count for nothing."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of link"),
        choices=[
            (ONE_TIME, gettext_lazy("One-time link")),
            (SCHEDULING, gettext_lazy("Scheduling link")),
            (EMBED, gettext_lazy("Embed code")),
        ],
        widget=forms.RadioSelect,
    )
    page = forms.TypedChoiceField(label=gettext_lazy("Page"), widget=PageSelect)
    personalize = forms.BooleanField(
        label=gettext_lazy("Personalize link"),
        required=False,
        widget=forms.CheckboxInput(attrs={"role": "switch"}),
    )
    expires = forms.ChoiceField(
        label=gettext_lazy("Closes"),
        choices=[
            ("1", gettext_lazy("In 24 hours")),
            ("7", gettext_lazy("In 7 days")),
            ("30", gettext_lazy("In 30 days")),
            (ON_A_DATE, gettext_lazy("On a date")),
            ("0", gettext_lazy("Never")),
        ],
    )
    expires_on = forms.DateField(
        label=gettext_lazy("Last day"),
        error_messages={"required": gettext_lazy("Choose the last day on which the link works.")},
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    key = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        *,
        user: User,
        now: datetime,
        kind: str = "",
        page: str = "",
        personalize: bool = False,
        typed: QueryDict | None = None,
        **more: Any,
    ):
        super().__init__(data, **more)
        self.user, self.now, self.zone = user, now, zone(user.time_zone)
        owned = Page.objects.shareable_by(user).select_related("organization").order_by("name", "pk")
        self.pages = {str(one.pk): one for one in owned}
        choice: Any = self.fields["page"]
        choice.choices = self._kinds()
        choice.coerce = self.pages.__getitem__
        choice.widget.addresses = {pk: address for pk, one in self.pages.items() if (address := public_address(one))}
        self.fields["expires_on"].help_text = _("The link works until the end of that day, %(zone)s.") % {
            "zone": user.time_zone
        }
        self.initial = {
            "kind": kind or (ONE_TIME if user.shares_one_time else SCHEDULING),
            "page": page,
            "personalize": personalize,
            "expires": str(self.link_life),
            "key": uuid.uuid4().hex,
        }
        if typed is not None:
            # As it was left, without a word on what is still missing.
            kept = {name: typed.get(name, "") for name in self.fields}
            self.initial = kept | {"event_types": typed.getlist("event_types")}
        self.choose_among(self.pages.get(str(self["page"].value())))

    def _kinds(self) -> list[Any]:
        """The pages to choose from, under the names of their kinds where there are several."""
        kinds = [
            (label, [(pk, str(one)) for pk, one in self.pages.items() if one.kind == kind])
            for kind, label in ((Page.Kind.BOOKING, _("Booking pages")), (Page.Kind.MASTER, _("Master pages")))
        ]
        found = [(label, choices) for label, choices in kinds if choices]
        return found if len(found) > 1 else [choice for _label, choices in found for choice in choices]

    @property
    def link_life(self) -> int:
        """The organization's default, in days; read from its pages, which are loaded with it."""
        first: Page | None = next(iter(self.pages.values()), None)
        return Organization.LinkLife.WEEK if first is None else first.organization.link_life

    def closes(self) -> dict[str, str]:
        """For each choice of `expires` that fixes it, when a link made now would close."""
        return {str(days): self._closing(expiry(days, self.now)) for days in Organization.LinkLife.values}

    def _closing(self, instant: datetime | None) -> str:
        if instant is None:
            return _("It stays open until it is booked or revoked.")
        return _("That is %(moment)s, %(zone)s.") % {
            "moment": moment_text(instant, self.user),
            "zone": self.user.time_zone,
        }

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        one_time = cleaned.get("kind") not in {SCHEDULING, EMBED}
        if not (one_time and cleaned.get("personalize")):
            self._ignore(*self.personal)
        else:
            self.check_personal(self.now.astimezone(self.zone).date())
        if not (one_time and cleaned.get("expires") == ON_A_DATE):
            self._ignore("expires_on")
        elif "expires_on" not in self.errors:
            self._check_day()
        if not one_time:
            self._ignore("expires")
            if "page" in cleaned and not cleaned["page"].listed:
                self.add_error("page", _("This page has no public address: it is not listed. Share a one-time link."))
        return cleaned

    def _ignore(self, *names: str) -> None:
        for name in names:
            self.errors.pop(name, None)
            self.cleaned_data[name] = ""

    def _check_day(self) -> None:
        day, today = self.cleaned_data["expires_on"], self.now.astimezone(self.zone).date()
        if day < today:
            self.add_error("expires_on", _("This day is over. Choose today or a later day."))
        elif day > today + LATEST:
            self.add_error("expires_on", _("Choose a day within ten years, or “Never”."))

    @property
    def one_time(self) -> bool:
        """Whether a one-time link was chosen; of a valid form."""
        return bool(self.cleaned_data["kind"] == ONE_TIME)

    def choices(self) -> dict[str, Any]:
        """What a valid form says about the link to be made."""
        cleaned = self.cleaned_data
        day = cleaned["expires_on"]
        return {
            "expires_at": end_of_day(day, self.zone) if day else expiry(int(cleaned["expires"]), self.now),
            **self.personal_choices(),
        }
