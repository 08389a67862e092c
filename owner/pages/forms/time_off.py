"""The forms of time off, blocked time and public holidays."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from accounts.models import User
from core import cldr
from core.dates import DayField, from_epoch, to_epoch
from core.text import LazyText, fold_accents, validate_one_line
from core.zones import country_names, zone
from owner.pages.forms.spans import UnreadableTime, read_span
from pages.days_off import Holidays, region_names, regions
from pages.hours import DAY, day_clock, day_number
from pages.models import LONGEST_BLOCK, LONGEST_TIME_OFF

# How many years ahead a day may be: nothing is offered further.
MOST_YEARS = 5
# Parts of a day that are often blocked, in hours.
MORNING, AFTERNOON, WHOLE_DAY = (8, 12), (12, 18), (0, 24)


def _day(label: LazyText) -> forms.DateField:
    return DayField(label=label, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))


def _time(label: LazyText, example: str) -> forms.CharField:
    return forms.CharField(label=label, max_length=20, widget=forms.TextInput(attrs={"placeholder": example}))


class AwayForm(forms.Form):
    """The user whose time it is, which admins may choose, and a note.

    `seen` is the time whose meetings were shown to the user: see `is_seen`.
    """

    owner = forms.ModelChoiceField(label=gettext_lazy("Who"), queryset=User.objects.none(), empty_label=None)
    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=100,
        validators=[validate_one_line],
        help_text=gettext_lazy("Only you and your administrators see it."),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None, *, user: User, now: datetime, query: QueryDict | None = None) -> None:
        self.now = now.astimezone(zone(user.time_zone))
        self.today = self.now.date()
        # Values from the address are validated when the form is sent.
        from_query = {name: query[name] for name in self.base_fields if query and name in query and name != "seen"}
        super().__init__(data, initial={"owner": user.pk, **self.default_values(), **from_query})
        self.user = user
        if user.is_admin:
            field = self.fields["owner"]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = User.objects.filter(organization=user.organization, is_active=True).order_by("name", "pk")
        else:
            del self.fields["owner"]

    def default_values(self) -> dict[str, object]:
        """Return the initial values."""
        return {}

    @property
    def presets(self) -> list[tuple[str, str]]:
        """Times that are often taken, as their names and the queries that fill them in."""
        return []

    @property
    def alone(self) -> list[forms.BoundField]:
        """The fields above the pair of fields for beginning and end."""
        return [self[name] for name in ("owner", "day") if name in self.fields]

    @property
    def pair(self) -> list[forms.BoundField]:
        """The fields for beginning and end."""
        return [self[name] for name in ("first_day", "last_day", "opens", "closes") if name in self.fields]

    @property
    def chosen_owner(self) -> User:
        """The user whose time it is. The form must be valid."""
        owner: User = self.cleaned_data.get("owner") or self.user
        return owner

    @property
    def span(self) -> tuple[datetime, datetime]:
        """The time whose meetings are listed. The form must be valid."""
        raise NotImplementedError

    @property
    def is_seen(self) -> bool:
        """Whether the user was shown the meetings within this very time."""
        return str(self.cleaned_data["seen"]) == self.mark

    @property
    def mark(self) -> str:
        """What `seen` is set to once the meetings have been shown."""
        start, end = self.span
        return f"{self.chosen_owner.pk} {to_epoch(start)} {to_epoch(end)}"

    def _check_day(self, name: str) -> date | None:
        day: date | None = self.cleaned_data.get(name)
        if day is None:
            return None
        if day < self.today:
            self.add_error(name, _("This date has passed."))
        elif day > self.today + timedelta(days=366 * MOST_YEARS):
            self.add_error(name, _("Choose a date within the next %(years)d years.") % {"years": MOST_YEARS})
        else:
            return day
        return None


class TimeOffForm(AwayForm):
    """Whole days off."""

    first_day = _day(gettext_lazy("First day"))
    last_day = _day(gettext_lazy("Last day"))
    field_order = ["owner", "first_day", "last_day", "note", "seen"]

    def default_values(self) -> dict[str, object]:
        return {"first_day": self.today + timedelta(days=1), "last_day": self.today + timedelta(days=1)}

    def clean(self) -> dict[str, Any]:
        # Time off may have begun already.
        first, last = self.cleaned_data.get("first_day"), self._check_day("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day is before the first."))
        elif first and last and last - first >= LONGEST_TIME_OFF:
            self.add_error("last_day", _("Enter at most a year at once."))
        return self.cleaned_data

    @property
    def span(self) -> tuple[datetime, datetime]:
        first, after = self.cleaned_data["first_day"], self.cleaned_data["last_day"] + timedelta(days=1)
        return _instant(first, 0, self.chosen_owner.time_zone), _instant(after, 0, self.chosen_owner.time_zone)


class BlockForm(AwayForm):
    """A part of a day, on the clock of the user whose time it is."""

    day = _day(gettext_lazy("Day"))
    # In minutes of the day, once the form is valid.
    minutes: tuple[int, int]
    opens = _time(gettext_lazy("From"), "9:00")
    closes = _time(gettext_lazy("To"), "17:30")
    field_order = ["owner", "day", "opens", "closes", "note", "seen"]

    def default_values(self) -> dict[str, object]:
        return {"day": self.today, "opens": "", "closes": ""}

    @property
    def presets(self) -> list[tuple[str, str]]:
        tomorrow = self.today + timedelta(days=1)
        offered = [
            (_("This afternoon"), self.today, AFTERNOON),
            (_("Tomorrow morning"), tomorrow, MORNING),
            (_("Tomorrow afternoon"), tomorrow, AFTERNOON),
            (_("All of tomorrow"), tomorrow, WHOLE_DAY),
        ]
        texts = [
            (name, urlencode({"day": day.isoformat(), "opens": f"{opens}:00", "closes": f"{closes}:00"}))
            for name, day, (opens, closes) in offered
        ]
        return texts if self.now.hour < AFTERNOON[1] else texts[1:]

    def clean(self) -> dict[str, Any]:
        day = self._check_day("day")
        if day is None or not {"opens", "closes"} <= self.cleaned_data.keys() or self.errors:
            return self.cleaned_data
        try:
            self.minutes = read_span(self.cleaned_data["opens"], self.cleaned_data["closes"])
        except UnreadableTime as error:
            self.add_error("opens", str(error))
            return self.cleaned_data
        start, end = self.span
        if start >= end:
            self.add_error("opens", _("The clocks skip these hours on that day. Choose other hours."))
        elif end - start > LONGEST_BLOCK:
            self.add_error("closes", _("That is more than 24 hours. Take the whole day off instead."))
        return self.cleaned_data

    @property
    def span(self) -> tuple[datetime, datetime]:
        start, end = (
            _instant(self.cleaned_data["day"], minute, self.chosen_owner.time_zone) for minute in self.minutes
        )
        return start, end


class HolidaysForm(forms.Form):
    """A country, and one of its regions if it has any. The ticked holidays are read from `closed`."""

    country = forms.ChoiceField(label=gettext_lazy("Country"), required=False)
    region = forms.ChoiceField(label=gettext_lazy("Region"), required=False)

    def __init__(self, data: Mapping[str, str]) -> None:
        super().__init__({name: data.get(name, "") for name in ("country", "region")})
        names, language = country_names(), get_language()
        countries = [(code, cldr.country_name(code, names.get(code, code), language)) for code in regions()]
        countries.sort(key=lambda country: fold_accents(country[1]))
        self._set_choices("country", [("", _("No public holidays")), *countries])
        country = data.get("country", "")
        self.known = region_names(country) if country in regions() else {}
        everywhere = _("The whole country")
        named = sorted((name, code) for code, name in self.known.items())
        self._set_choices("region", [("", everywhere), *((code, name) for name, code in named)])
        if not self.known:
            self.fields["region"].widget = forms.HiddenInput()
        if data.get("region") not in self.known:
            # Another country was chosen: show its holidays instead of an error about the former region.
            self.data = {"country": country}

    def _set_choices(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    @property
    def holidays(self) -> Holidays | None:
        """What was chosen, with no holiday worked; None without a country."""
        if not self.is_valid() or not self.cleaned_data["country"]:
            return None
        return Holidays(self.cleaned_data["country"], self.cleaned_data["region"])


def _instant(day: date, minute: int, zone_name: str) -> datetime:
    local = day_number(day) * DAY + minute * 60
    return from_epoch(day_clock(zone_name, local - DAY, local + DAY).instant(local))
