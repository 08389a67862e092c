"""One visit of a customer's page: the way in, the parameters, the addresses of the steps, and times in words."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import NamedTuple
from urllib.parse import parse_qsl

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.languages import browser_language, customers_languages
from accounts.models import Organization
from bookings.picker import Picker, PickerMonth
from core import cldr, dates
from core.dates import Instant, from_epoch
from core.months import month_of
from core.zones import zone, zone_text
from customer.entrance import Entrance
from customer.params import BookingParams, read_params
from pages.models import EventType
from pages.offers import Offer, find_offer
from pages.questions import FORM_FIELDS

# If an address has more parameters, only the last ones are read.
MOST_PARAMETERS = 100


def read_address(request: HttpRequest) -> BookingParams:
    """Return the parameters of the request's address, parsed once per request."""
    kept = request.__dict__
    if "booking_params" not in kept:
        kept["booking_params"] = _read_query(request.META.get("QUERY_STRING", ""))
    found: BookingParams = kept["booking_params"]
    return found


def language_of(request: HttpRequest) -> str:
    """Return the language that the address or else the browser asks for; empty if neither asks for one of ours."""
    return read_address(request).lang or browser_language(request)


def follow_organization(request: HttpRequest, organization: Organization) -> None:
    """Activate the organization's language for whoever asks for none of ours."""
    # Empty if none is chosen.
    if organization.language in {"", translation.get_language()}:
        return
    if organization.language in customers_languages() and not language_of(request):
        translation.activate(organization.language)


def _read_query(query: str) -> BookingParams:
    pairs = parse_qsl(query, keep_blank_values=True)
    return read_params(pairs[-MOST_PARAMETERS:], [code for code, _name in settings.LANGUAGES])


class PickerAddresses(NamedTuple):
    """Where a picker leads.

    `here` is an address to which another `month` or `day` is appended, `onward` one to which a `start` is. `hidden` are
    the hidden fields of its form for zone and clock.
    """

    here: str
    onward: str
    hidden: list[tuple[str, str]]


@dataclass(frozen=True)
class Visit:
    """A request to a customer's page.

    `now` is read once. `zone` and `clock` are resolved, while `params` keeps what the address asks for.
    """

    entrance: Entrance
    params: BookingParams
    now: datetime
    clock: str
    language: str

    @classmethod
    def of(cls, request: HttpRequest, entrance: Entrance, now: datetime) -> "Visit":
        """Return the visit for a request."""
        params = read_address(request)
        follow_organization(request, entrance.page.organization)
        language = translation.get_language() or settings.LANGUAGE_CODE
        return cls(entrance, params, now, dates.clock_or_default(params.clock, language), language)

    @cached_property
    def offers(self) -> list[Offer]:
        """What can be booked through the way in. It is read on first use, because booking need not read it."""
        return self.entrance.offers()

    @cached_property
    def offer(self) -> Offer | None:
        """The offer that the address asks for; if it asks for none, the only one. None if there is still a choice."""
        return find_offer(self.offers, self.params.event, self.params.page)

    @cached_property
    def zone(self) -> str:
        """The customer's time zone. Until it is known, the zone of the page's schedule; on a master page, of the lead's
        hours.

        For a pool it is the zone of the first member: the next lead differs each time, and must not show whose turn it
        is.
        """
        page = self.entrance.page
        if self.params.zone:
            return self.params.zone
        if page.schedule is not None:
            return page.schedule.time_zone
        first = (self.offer or self.offers[0]) if self.entrance.is_master and self.offers else None
        return page.owner.time_zone if first is None else first.seats[0].candidates[0].hours.zone

    @cached_property
    def several(self) -> bool:
        """Whether there is something to choose before the time."""
        return len(self.offers) > 1

    @property
    def lacks_asked(self) -> bool:
        """Whether the event type that the address asks for is not offered; if it asks for none, whether none is."""
        asked = self.params.event
        return not any(asked in {None, offer.event_type.pk} for offer in self.offers)

    @property
    def texts(self) -> dict[str, str]:
        """The known answers of the customer, by name. What is stored on the link overrides the address."""
        return dict(self.params.answers) | self.entrance.stored

    @cached_property
    def _answers(self) -> tuple[tuple[str, str], ...]:
        """The answers in the address that any event type offered here asks for."""
        asked = {question["name"] for offer in self.offers for question in offer.event_type.questions}
        return tuple(one for one in self.params.answers if one[0] in asked or one[0] in FORM_FIELDS)

    @cached_property
    def chosen(self) -> tuple[int, ...]:
        """All chosen times, where several are asked for, the earliest first."""
        last = () if self.params.start is None else (self.params.start,)
        return tuple(sorted({*self.params.picked, *last}))

    @property
    def current(self) -> Instant | None:
        """The current start of the meeting that is being moved; None unless one is."""
        return None

    @property
    def asked_day(self) -> date | None:
        """The day that the address asks for, directly or by one of its times."""
        at = self.params.near if self.params.start is None else self.params.start
        return self.params.day if at is None else self.local(at).date()

    def look(self, offer: Offer) -> tuple[PickerMonth, date | None]:
        """Return the month that the address asks for, else the first with a free time, and the day whose times are
        shown.

        That is the day asked for, even if its times are gone by now, else the first free day of the month. Where a time
        only tells which month to stay close to, a month that has none left gives way to that of the next free day.
        """
        day = self.asked_day
        wanted = self.params.month or (None if day is None else month_of(day))
        picker = Picker(offer, self.now, self.zone)
        seen = picker.month(wanted)
        if seen.nearest_day is not None and self.params.month is None and self.params.day is None:
            seen = picker.month(month_of(seen.nearest_day))
        if day is not None and seen.days and month_of(day) == seen.month:
            return seen, day
        return seen, seen.first_day()

    def kept(self, offer: Offer | None = None) -> BookingParams:
        """Return the parameters to keep from step to step: choices made, zone, clock, language and answers.

        The times are kept only for an offer that asks for several.
        """
        event, page = (offer.event_type.pk, offer.page) if offer and self.several else (None, None)
        chosen = self.chosen
        picked = chosen if chosen and offer is not None and offer.event_type.asks_several else ()
        return self.params.kept(event=event, page=page, picked=picked, answers=self._answers)

    def times_address(self, offer: Offer | None = None, **changes: object) -> str:
        """Return the address of the step that chooses a time; without an offer, of the choices before it."""
        return self.entrance.address + self.kept(offer).but(**changes).query()

    def book_address(self, offer: Offer, start: int | None, **changes: object) -> str:
        """Return the address of the step that books the chosen time; without a start, an address to which it is
        added.
        """
        added = self.form_params(offer) | {"start": start} | changes
        return self.entrance.book_address + self.kept(offer).but(**added).query()

    def form_params(self, offer: Offer) -> dict[str, object]:
        """Return the parameters that only the form's address has: the offer, even if there was no choice."""
        # State the zone: when the form is sent, another host may be next, and the unstated zone would become that
        # host's.
        unstated = not self.params.zone and self.entrance.is_master
        return {"event": offer.event_type.pk, "page": offer.page} | ({"zone": self.zone} if unstated else {})

    def picker_addresses(self, offer: Offer, month: date, times: list[Instant], *, to_form: bool) -> PickerAddresses:
        """Return where the picker of a month, with the times of its chosen day, leads.

        The times lead to the form, or else to the next choice of a time. In the form for zone and clock, the chosen
        time or else the first of the day keeps its instant, so that a new zone shows the same moment.
        """
        added, kept = self.form_params(offer), self.kept(offer)
        at: dict[str, object] = {"month": month}
        if self.params.start is not None:
            # If several times are chosen, the start is already among them.
            at = {"near" if kept.picked else "start": self.params.start}
        elif times:
            at = {"near": times[0]}
        here = self.entrance.address + kept.query()
        onward = self.entrance.book_address + kept.but(**added).query() if to_form else here
        hidden = kept.but(zone="", clock="", **at).pairs()
        return PickerAddresses(_open_ended(here), _open_ended(onward), hidden)

    def onward_address(self, offer: Offer, chosen: tuple[Instant, ...]) -> str:
        """Return where these times lead: to the form if they are enough, else to choosing more."""
        least, most = offer.event_type.times_to_choose
        chosen = tuple(sorted(chosen))
        if least <= len(chosen) <= most:
            return self.book_address(offer, None, picked=chosen)
        return self.times_address(offer, picked=chosen, near=chosen[-1] if chosen else None)

    def local(self, instant: Instant) -> datetime:
        """Return an instant in the customer's time zone."""
        return datetime.fromtimestamp(instant, zone(self.zone))

    def time(self, instant: Instant) -> str:
        """Return the time of day of an instant, in words."""
        return dates.local_text(self.local(instant), self.clock)

    def day_and_time(self, instant: Instant) -> str:
        """Return day and time of an instant, such as “3 December, 09:00”."""
        day = dates.short_day_text(self.local(instant).date())
        return _("%(day)s, %(time)s") % {"day": day, "time": self.time(instant)}

    def span(self, event_type: EventType, start: Instant) -> str:
        """Return the times of a meeting with this start in words, in the active time zone."""
        return dates.span_text(from_epoch(start), from_epoch(start + event_type.duration * 60), self.clock)

    def ticket(self, event_type: EventType, start: Instant) -> dict[str, object]:
        """Return a meeting with this start, as the ticket template needs it."""
        begins, ends = from_epoch(start), from_epoch(start + event_type.duration * 60)
        return ticket_of(begins, ends, self.clock, self.zone)


def ticket_of(begins: datetime, ends: datetime, clock: str, zone_name: str) -> dict[str, object]:
    """Return a time as the ticket template needs it, in the active time zone, whose name is shown with it."""
    day, language = timezone.localdate(begins), get_language()
    return {
        "day": day,
        "month": cldr.short_month(day.month, language),
        "weekday": cldr.short_weekday(day.weekday(), language),
        "when": dates.span_text(begins, ends, clock),
        "zone": zone_text(zone_name, begins),
    }


def _open_ended(address: str) -> str:
    """Return the address with a trailing `?` or `&`, ready for one more parameter."""
    return address + ("&" if "?" in address else "?")
