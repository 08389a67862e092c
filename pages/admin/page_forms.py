"""The forms of pages and their inline rows in Django admin. They refuse what the application refuses."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext as _

from pages.errors import TeamNeedsAutomaticBooking
from pages.models import EventType, Page


class PageAdminForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """A form that keeps pages complete.

    A booking page has a host and one of the host's schedules, and a master page has a scenario instead.
    """

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        self._check_kind(cleaned, cleaned.get("kind", self.instance.kind) == Page.Kind.BOOKING)
        host, schedule = cleaned.get("host"), cleaned.get("schedule")
        if host and schedule and schedule.owner_id != host.pk:
            self.add_error("schedule", _("This schedule belongs to someone else. Choose one of the host's schedules."))
        return cleaned

    def _check_kind(self, cleaned: Mapping[str, object], is_booking: bool) -> None:
        """Report what a page of its kind lacks, or must not have."""
        for name in {"host", "schedule", "scenario"} & set(self.fields):
            needed = is_booking == (name != "scenario")
            if needed and not cleaned.get(name):
                text = _("Required for a booking page.") if is_booking else _("Required for a master page.")
                self.add_error(name, text)
            elif cleaned.get(name) and not needed:
                self.add_error(
                    name, _("Leave empty for a booking page.") if is_booking else _("Leave empty for a master page.")
                )


class OfferedForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """An event type offered on a page. On a team-or-panel page it is a rule, so it must book at once.

    An event type books at once if it needs no approval and has a single session.
    """

    def clean_event_type(self) -> EventType:
        event_type: EventType = self.cleaned_data["event_type"]
        # The admin view holds the organization's lock by now, so the event type cannot change meanwhile.
        self.instance.at_once = True if self.instance.page.is_team else None
        if self.instance.at_once and not event_type.books_at_once:
            raise forms.ValidationError(str(TeamNeedsAutomaticBooking()))
        return event_type


class RuleSeatForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """A seat of a rule, for either a booking page or a pool."""

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and (cleaned.get("page") is None) == (cleaned.get("pool") is None):
            self.add_error("page", _("Choose either a booking page or a pool."))
        return cleaned
