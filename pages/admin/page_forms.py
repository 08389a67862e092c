"""The forms of pages and of what stands on them in Django admin: they refuse what the application refuses."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext as _

from pages.errors import TeamsBookAtOnce
from pages.models import EventType, Page


class PageAdminForm(forms.ModelForm):  # type: ignore[type-arg]  # generic on paper only
    """A booking page has a host, and the hours of that host; a master page has a scenario instead."""

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        self._check_kind(cleaned, cleaned.get("kind", self.instance.kind) == Page.Kind.BOOKING)
        host, schedule = cleaned.get("host"), cleaned.get("schedule")
        if host and schedule and schedule.owner_id != host.pk:
            self.add_error("schedule", _("This is a schedule of somebody else. Choose one of the host's own."))
        return cleaned

    def _check_kind(self, cleaned: Mapping[str, object], is_booking: bool) -> None:
        """Say what a page of its kind lacks, or has too much."""
        for name in {"host", "schedule", "scenario"} & set(self.fields):
            needed = is_booking == (name != "scenario")
            if needed and not cleaned.get(name):
                text = _("A booking page needs this.") if is_booking else _("A master page needs this.")
                self.add_error(name, text)
            elif cleaned.get(name) and not needed:
                self.add_error(name, _("A booking page has none.") if is_booking else _("A master page has none."))


class OfferedForm(forms.ModelForm):  # type: ignore[type-arg]  # generic on paper only
    """An event type of a page; on a team-or-panel page it is a rule, and books at once."""

    def clean_event_type(self) -> EventType:
        event_type: EventType = self.cleaned_data["event_type"]
        # The organization's lock is held by now: the event type is not switched in between.
        self.instance.at_once = True if self.instance.page.is_team else None
        if self.instance.at_once and not event_type.books_at_once:
            raise forms.ValidationError(str(TeamsBookAtOnce()))
        return event_type


class RuleSeatForm(forms.ModelForm):  # type: ignore[type-arg]  # generic on paper only
    """A seat of a rule: for a booking page or for a pool."""

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and (cleaned.get("page") is None) == (cleaned.get("pool") is None):
            self.add_error("page", _("Choose either a booking page or a pool."))
        return cleaned
