"""The form that chooses which calendars of a connection are checked, and where meetings are added."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.forms.boundfield import BoundWidget
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from calendars.events import Presence
from calendars.models import Calendar, Connection, Target
from core.text import LazyText
from owner.calendars.texts import COUNTED

# Values of the choice that are no calendars of this connection.
NOWHERE, ELSEWHERE = "nowhere", "elsewhere"
# What happens to meetings that their host moves or deletes in the calendar.
ASK, FOLLOW = "ask", "follow"


@dataclass(frozen=True, slots=True)
class Row:
    """A calendar in the form: its checkbox, those of what counts as busy, and a radio button if it is writable."""

    calendar: Calendar
    box: BoundWidget
    counts: Sequence[BoundWidget]
    button: BoundWidget | None


class ChooseForm(forms.Form):
    """For each calendar of a connection whether it is checked, and for what, and whether meetings are added to it."""

    checked = forms.TypedMultipleChoiceField(
        label=_("Check for conflicts"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    counts = forms.MultipleChoiceField(
        label=_("What counts as busy"), required=False, widget=forms.CheckboxSelectMultiple
    )
    # Missing from a form that was opened before there was anything to choose.
    asks_counts = forms.BooleanField(required=False, initial=True, widget=forms.HiddenInput)
    target = forms.ChoiceField(label=_("Add meetings to"), widget=forms.RadioSelect)
    upcoming = forms.BooleanField(required=False)
    follows = forms.TypedChoiceField(
        label=_("If I move or delete a meeting in this account’s calendars"),
        coerce=lambda value: value == FOLLOW,
        choices={ASK: _("Ask me first"), FOLLOW: _("Move or cancel it for the customer too, who gets an email")},
        widget=forms.RadioSelect,
        help_text=_(
            "You are asked in any case about meetings within the next hour or with other hosts, about more than three "
            "at once, and after five a day."
        ),
    )

    def __init__(
        self, data: QueryDict | None, *, calendars: Sequence[Calendar], target: Target | None, upcoming: int = 0
    ) -> None:
        """`upcoming` is how many meetings could be added that were made before."""
        super().__init__(data)
        self.fields["upcoming"].label = upcoming_text(upcoming)
        if not upcoming:
            del self.fields["upcoming"]
        # A form that was opened before there was this choice does not contain it.
        if not any(calendar.writable for calendar in calendars) or (data is not None and "follows" not in data):
            del self.fields["follows"]
        self.calendars = {calendar.pk: calendar for calendar in calendars}
        self.former = target
        self.fields["target"].required = self.can_add
        writable = [calendar for calendar in calendars if calendar.writable]
        self._set_choices("checked", [(calendar.pk, calendar.name) for calendar in calendars])
        self._set_choices("counts", [choice for calendar in calendars for choice in _count_choices(calendar)])
        self._set_choices("target", [*((calendar.pk, calendar.name) for calendar in writable), *self._other_targets()])
        self.initial.update(self._initial_values(calendars, target))

    def _initial_values(self, calendars: Sequence[Calendar], target: Target | None) -> dict[str, object]:
        """Return the initial values: what was chosen before, or else the usual choice."""
        here = target if target and target.calendar_id in self.calendars else None
        value: int | str
        if here:
            value = here.calendar_id
        elif target:
            value = ELSEWHERE
        else:
            value = _first_target(calendars)
        counts = [_count_value(calendar, kind) for calendar in calendars for kind in calendar.counts]
        follows = FOLLOW if any(calendar.connection.follows_edits for calendar in calendars) else ASK
        checked = [calendar.pk for calendar in _first_checked(calendars, here)]
        return {"checked": checked, "counts": counts, "target": value, "follows": follows}

    def _other_targets(self) -> list[tuple[str, LazyText]]:
        choices: list[tuple[str, LazyText]] = [(NOWHERE, _("Nowhere: I get an email with the invitation"))]
        if self.former and self.former.calendar_id not in self.calendars:
            name = self.former.calendar.name
            choices.insert(0, (ELSEWHERE, _("Where they go now: %(name)s") % {"name": name}))
        return choices

    def _set_choices(self, name: str, choices: Sequence[tuple[object, object]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    @property
    def rows(self) -> list[Row]:
        """The calendars, in the order of the form."""
        boxes = {int(box.data["value"]): box for box in self["checked"]}
        buttons = {str(button.data["value"]): button for button in self["target"]}
        kinds = {str(box.data["value"]): box for box in self["counts"]}
        return [
            Row(
                calendar,
                boxes[pk],
                [kinds[_count_value(calendar, kind)] for kind, _text in _count_kinds(calendar)],
                buttons.get(str(pk)),
            )
            for pk, calendar in self.calendars.items()
        ]

    @property
    def can_add(self) -> bool:
        """Whether there is anything to choose besides what is checked."""
        return any(calendar.writable for calendar in self.calendars.values()) or self.former is not None

    @property
    def others(self) -> list[BoundWidget]:
        """The buttons that belong to no calendar of this connection."""
        return [button for button in self["target"] if str(button.data["value"]) in {NOWHERE, ELSEWHERE}]

    @property
    def chosen_counts(self) -> dict[int, frozenset[Presence]]:
        """What counts as busy, by the ids of calendars. Kinds that a calendar does not offer stay as they were."""
        if not self.cleaned_data["asks_counts"]:
            return {pk: calendar.counts for pk, calendar in self.calendars.items()}
        ticked = set(self.cleaned_data["counts"])
        chosen = {}
        for pk, calendar in self.calendars.items():
            offered = dict(_count_kinds(calendar))
            counts = {kind for kind in offered if _count_value(calendar, kind) in ticked}
            chosen[pk] = frozenset(counts | (calendar.counts - offered.keys()))
        return chosen

    @property
    def to_read(self) -> list[Calendar]:
        """Calendars that will be checked anew, or for other kinds of events. They have to be read first."""
        counts = self.chosen_counts
        checked = [self.calendars[pk] for pk in self.cleaned_data["checked"]]
        return [calendar for calendar in checked if not calendar.checked or calendar.counts != counts[calendar.pk]]

    @property
    def chosen_target(self) -> Calendar | None:
        """The calendar that meetings are added to, or None for nowhere."""
        value: str = self.cleaned_data["target"]
        if value in {ELSEWHERE, ""}:
            return self.former.calendar if self.former else None
        return None if value == NOWHERE else self.calendars[int(value)]


def _count_kinds(calendar: Calendar) -> list[tuple[Presence, LazyText]]:
    """Return what may count as busy in the calendar or not. At Google a place of work says nothing of being busy."""
    is_google = calendar.connection.kind == Connection.Kind.GOOGLE
    return [(kind, text) for kind, text in COUNTED.items() if not (is_google and kind == Presence.ELSEWHERE)]


def _count_choices(calendar: Calendar) -> list[tuple[str, LazyText]]:
    return [(_count_value(calendar, kind), text) for kind, text in _count_kinds(calendar)]


def _count_value(calendar: Calendar, kind: Presence) -> str:
    return f"{calendar.pk}:{kind}"


def upcoming_text(count: int) -> str:
    text = ngettext("Also add the %(count)d upcoming meeting", "Also add the %(count)d upcoming meetings", count)
    return text % {"count": count}


def _first_target(calendars: Sequence[Calendar]) -> int | str:
    """Return where meetings go if nothing was chosen yet: to the first calendar, which is the account's main one."""
    if any(calendar.checked for calendar in calendars):
        return NOWHERE
    return next((calendar.pk for calendar in calendars if calendar.writable), NOWHERE)


def _first_checked(calendars: Sequence[Calendar], target: Target | None) -> list[Calendar]:
    """Return the calendars ticked at first: those checked, or the owner's own if nothing was chosen yet."""
    checked = [calendar for calendar in calendars if calendar.checked]
    if checked or target:
        return checked
    # The others (holidays, birthdays, subscriptions) are read-only.
    own = [calendar for calendar in calendars if calendar.writable]
    return own or (list(calendars) if len(calendars) == 1 else [])
