"""One visit of a customer's page: the way in, what the address asks for, where steps lead, how times are printed."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from urllib.parse import parse_qsl

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from bookings.picker import Picker, PickerMonth
from core import dates
from core.dates import Instant, from_epoch
from core.months import first_column, month_of
from core.zones import zone
from customer.entrance import Entrance
from customer.params import BookingParams, read_params
from pages.models import EventType
from pages.offers import Offer, find_offer
from pages.questions import FORM_FIELDS

# Of a flood of parameters the last ones count.
MOST_PARAMETERS = 100


def read_address(request: HttpRequest) -> BookingParams:
    """What the request's address asks for, read once."""
    kept = request.__dict__
    if "booking_params" not in kept:
        kept["booking_params"] = _read_query(request.META.get("QUERY_STRING", ""))
    found: BookingParams = kept["booking_params"]
    return found


def _read_query(query: str) -> BookingParams:
    pairs = parse_qsl(query, keep_blank_values=True)
    return read_params(pairs[-MOST_PARAMETERS:], [code for code, _name in settings.LANGUAGES])


@dataclass(frozen=True)
class Visit:
    """`now` is read once, here; `zone` and `clock` are resolved, while `params` keeps what was asked."""

    entry: Entrance
    params: BookingParams
    now: datetime
    clock: str
    language: str

    @classmethod
    def of(cls, request: HttpRequest, entry: Entrance, now: datetime) -> "Visit":
        """The visit that a request is."""
        params = read_address(request)
        language = translation.get_language() or settings.LANGUAGE_CODE
        return cls(entry, params, now, params.clock or dates.usual_clock(language), language)

    @cached_property
    def offers(self) -> list[Offer]:
        """What can be booked through the way in; read when it is first asked for, since a booking need not ask."""
        return self.entry.offers()

    @cached_property
    def offer(self) -> Offer | None:
        """The offer that was asked for; where none was asked for, the only one there is."""
        return find_offer(self.offers, self.params.event, self.params.page)

    @cached_property
    def zone(self) -> str:
        """The customer's time zone; until it is known, that of the hours: on a master page, of those of who leads.

        Of a pool's members another leads each time, and whose turn it is is nobody's business: there the first's.
        """
        page = self.entry.page
        if self.params.zone:
            return self.params.zone
        if page.schedule is not None:
            return page.schedule.time_zone
        first = (self.offer or self.offers[0]) if self.entry.is_master and self.offers else None
        return page.owner.time_zone if first is None else first.seats[0].candidates[0].hours.zone

    @property
    def several(self) -> bool:
        """Whether there is something to choose before the time."""
        return len(self.offers) > 1

    @property
    def first_weekday(self) -> int:
        """The first column of the month, 0 for Sunday: the organization's, or the language's."""
        return first_column(self.entry.page.organization.first_day, self.language)

    @property
    def texts(self) -> dict[str, str]:
        """What is known of the customer's answers, by name; what the owner stored on the link wins over the address."""
        return dict(self.params.answers) | self.entry.stored

    @cached_property
    def _answers(self) -> tuple[tuple[str, str], ...]:
        """Of the address, the answers to what is asked by anything that can be booked here."""
        asked = {question["name"] for offer in self.offers for question in offer.event_type.questions}
        return tuple(one for one in self.params.answers if one[0] in asked or one[0] in FORM_FIELDS)

    @property
    def chosen(self) -> tuple[int, ...]:
        """All times that were chosen, where several are asked for, the earliest first."""
        last = () if self.params.start is None else (self.params.start,)
        return tuple(sorted({*self.params.picked, *last}))

    @property
    def current(self) -> Instant | None:
        """When the meeting is now that is being moved."""
        return None

    @property
    def asked_day(self) -> date | None:
        """The day that the address asks for, itself or by a time."""
        at = self.params.near if self.params.start is None else self.params.start
        return self.params.day if at is None else self.local(at).date()

    def look(self, offer: Offer) -> tuple[PickerMonth, date | None]:
        """The month that is asked for, else the first with a free time, and the day of it whose times are shown.

        That is the asked day, though its times may be gone by now; else the month's first free one.
        """
        day = self.asked_day
        wanted = self.params.month or (None if day is None else month_of(day))
        seen = Picker(offer, self.now, self.zone).month(wanted)
        if day is not None and month_of(day) == seen.month and seen.days:
            return seen, day
        return seen, seen.first_day()

    def kept(self, offer: Offer | None = None) -> BookingParams:
        """What goes from step to step: what was chosen where there is a choice, zone, clock, language and answers.

        Of the times only those that go together, of an offer that asks for several.
        """
        event, page = (offer.event_type.pk, offer.page) if offer and self.several else (None, None)
        picked = self.chosen if offer and asks_several(offer) else ()
        return self.params.kept().but(event=event, page=page, picked=picked, answers=self._answers)

    def times_address(self, offer: Offer | None = None, **changes: object) -> str:
        """The step in which a time is chosen; without an offer, what is to be chosen before it."""
        return self.entry.address + self.kept(offer).but(**changes).query()

    def book_address(self, offer: Offer, start: int | None, **changes: object) -> str:
        """The step in which the chosen time is booked; without one, what the time is to be added to."""
        # By then somebody else may be next in line, and the zone that stands in for an unknown one would be theirs.
        stated = {"zone": self.zone} if self.entry.is_master else {}
        params = self.kept(offer).but(event=offer.event_type.pk, page=offer.page, start=start, **stated)
        return self.entry.book_address + params.but(**changes).query()

    def next_address(self, offer: Offer) -> str:
        """Where choosing one more time leads, to be added to it as `start`: to the next time, or to the form."""
        if asks_several(offer) and len(self.chosen) + 1 < offer.event_type.times_asked[1]:
            return self.times_address(offer)
        return self.book_address(offer, None)

    def onward_address(self, offer: Offer, chosen: tuple[Instant, ...]) -> str:
        """Where these times lead: to the form where they are enough, else to choosing more."""
        least, most = offer.event_type.times_asked
        chosen = tuple(sorted(chosen))
        if least <= len(chosen) <= most:
            return self.book_address(offer, None, picked=chosen)
        return self.times_address(offer, picked=chosen, near=chosen[-1] if chosen else None)

    def local(self, instant: Instant) -> datetime:
        """An instant on the customer's wall clock."""
        return datetime.fromtimestamp(instant, zone(self.zone))

    def time(self, instant: Instant) -> str:
        """The time of an instant, in words."""
        return dates.local_text(self.local(instant), self.clock)

    def day_and_time(self, instant: Instant) -> str:
        """“3 December, 09:00”."""
        day = dates.short_day_text(self.local(instant).date())
        return _("%(day)s, %(time)s") % {"day": day, "time": self.time(instant)}

    def span(self, event_type: EventType, start: Instant) -> str:
        """A meeting that begins then, in words: for the active zone."""
        return dates.span_text(from_epoch(start), from_epoch(start + event_type.duration * 60), self.clock)

    def ticket(self, event_type: EventType, start: Instant) -> dict[str, object]:
        """A meeting that begins then, as a ticket shows it."""
        begins, ends = from_epoch(start), from_epoch(start + event_type.duration * 60)
        return ticket_of(begins, ends, self.clock, self.zone)

    def person(self, offer: Offer) -> str:
        """The name of the one person whom the customer meets; empty where several share the work."""
        return "" if self.entry.is_master and offer.page is None else offer.lead.host


def asks_several(offer: Offer) -> bool:
    """Whether its customers choose more than one time: the sessions of a package, or what they suggest."""
    return offer.event_type.times_asked[1] > 1


def ticket_of(begins: datetime, ends: datetime, clock: str, zone_name: str) -> dict[str, object]:
    """A time as a ticket shows it: for the active zone, whose name is printed with it."""
    return {
        "day": timezone.localdate(begins),
        "when": dates.span_text(begins, ends, clock),
        "zone": zone_name,
    }


def clock_now() -> datetime:
    """The one reading of the clock that a request makes."""
    return timezone.now()
