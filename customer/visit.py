"""One visit of a customer's page: the way in, what the address asks for, and how times are printed."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl

from django.conf import settings
from django.http import HttpRequest
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import dates
from core.dates import Instant, to_epoch
from core.zones import zone
from customer.entrance import Entrance
from customer.params import BookingParams, read_params
from pages.models import LocationKind
from pages.offers import Offer, find_offer
from pages.questions import STANDARD_FIELDS

# Of a flood of parameters the last ones count.
MOST_PARAMETERS = 100
ICONS = {
    LocationKind.VIDEO: "video",
    LocationKind.HOST_CALLS: "phone",
    LocationKind.CUSTOMER_CALLS: "phone",
    LocationKind.ADDRESS: "pin",
    LocationKind.ASK: "pin",
}


def read_address(request: HttpRequest) -> BookingParams:
    """What the request's address asks for."""
    pairs = parse_qsl(request.META.get("QUERY_STRING", ""), keep_blank_values=True)
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
        forced = self.entry.page.organization.first_day
        return int(formats.get_format("FIRST_DAY_OF_WEEK", self.language)) if forced is None else forced

    @property
    def texts(self) -> dict[str, str]:
        """What is known of the customer's answers, by name; what the owner stored on the link wins over the address."""
        return dict(self.params.answers) | self.entry.stored

    @cached_property
    def _answers(self) -> tuple[tuple[str, str], ...]:
        """Of the address, the answers to what is asked by anything that can be booked here."""
        asked = {question["name"] for offer in self.offers for question in offer.event_type.questions}
        return tuple(one for one in self.params.answers if one[0] in asked or one[0] in STANDARD_FIELDS)

    @property
    def chosen(self) -> tuple[int, ...]:
        """All times that were chosen, where several are asked for, the earliest first."""
        last = () if self.params.start is None else (self.params.start,)
        return tuple(sorted({*self.params.picked, *last}))

    @property
    def current(self) -> int | None:
        """When the meeting is now that is being moved, in epoch seconds."""
        return None

    def kept(self, offer: Offer | None = None) -> BookingParams:
        """What goes from step to step: what was chosen where there is a choice, zone, clock, language and answers.

        Of the times only those that go together, of an offer that asks for several.
        """
        event, page = (offer.event_type.pk, offer.page) if offer and self.several else (None, None)
        picked = self.chosen if offer and asks_several(offer) else ()
        return self.params.kept().but(event=event, page=page, picked=picked, answers=self._answers)

    def times_address(self, offer: Offer | None = None, **changes: Any) -> str:
        """The step in which a time is chosen; without an offer, what is to be chosen before it."""
        return self.entry.address + self.kept(offer).but(**changes).query()

    def book_address(self, offer: Offer, start: int | None, **changes: Any) -> str:
        """The step in which the chosen time is booked; without one, what the time is to be added to."""
        # By then somebody else may be next in line, and the zone that stands in for an unknown one would be theirs.
        stated = {"zone": self.zone} if self.entry.is_master else {}
        params = self.kept(offer).but(event=offer.event_type.pk, page=offer.page, start=start, **stated)
        return self.entry.book_address + params.but(**changes).query()

    def local(self, instant: Instant) -> datetime:
        """An instant on the customer's wall clock."""
        return datetime.fromtimestamp(instant, zone(self.zone))

    def time(self, instant: Instant) -> str:
        """The time of an instant, in words."""
        return dates.time_text(self.local(instant), self.clock)

    def person(self, offer: Offer) -> str:
        """The name of the one person whom the customer meets; empty where several share the work."""
        return "" if self.entry.is_master and offer.page is None else offer.lead.host

    def who(self, offer: Offer | None = None, still: str = "") -> dict[str, Any]:
        """What stands beside every step: with whom, what, how long, where, as far as it has been chosen.

        `still` is what the customer is to choose now, `event` or `page`; the offer then stands for the rest of it.
        """
        entry, page = self.entry, self.entry.page
        event_type = offer.event_type if offer is not None and still != "event" else None
        lead = offer.lead if offer is not None and offer.page is not None and still != "page" else None
        host, name = (entry.host, page.name) if lead is None else (lead.host, lead.name)
        full_name, organization = (host if name == host else f"{name} · {host}"), page.organization.name
        titles = (organization, full_name) if entry.is_master else (full_name, organization)
        first_name = entry.recipient.get("name", "").split()[:1]
        context: dict[str, Any] = {
            "host": host,
            "heading": titles[0] if event_type is None else full_name,
            "title": titles[1] if event_type is None else event_type.name,
            "image": entry.image if lead is None else None,
            "welcome": page.welcome if lead is None else "",
            "contact": page.contact,
            "greeting": _("Hello %(name)s!") % {"name": first_name[0]} if first_name else "",
            "once": entry.link is not None and entry.link.is_single_use,
            "message": entry.message,
            "limits": self._limits(),
            "zone": self.zone,
        }
        if event_type is not None:
            context |= {"event_type": event_type, "duration": dates.duration_text(event_type.duration)}
            if event_type.sessions > 1:
                context["times"] = sessions_text(event_type.sessions)
            elif event_type.needs_approval:
                context["times"] = _("The host confirms the time")
        if offer is not None and not still:
            place = offer.location(offer.lead)
            several = len(offer.location_kinds) > 1
            context |= {
                "medium": _("Place sent by email") if several else medium(*place, self.person(offer)),
                "medium_icon": ICONS[LocationKind(place[0])],
            }
        return context

    def _limits(self) -> list[str]:
        """What narrows the link, in words: how often it works, on which days, until when."""
        link, (first, last), closes = self.entry.link, self.entry.days, self.entry.closes
        said = []
        if link is not None and link.max_uses is not None and link.max_uses > 1:
            left = link.max_uses - link.uses
            said.append(ngettext("Works for %(left)d more booking.", "Works for %(left)d more bookings.", left))
            said[-1] %= {"left": left}
        if first and last:
            said.append(_("For meetings from %(first)s to %(last)s.") % {"first": _day(first), "last": _day(last)})
        elif first or last:
            sentence = _("For meetings from %(day)s on.") if first else _("For meetings until %(day)s.")
            said.append(sentence % {"day": _day(first or last)})
        if closes is not None:
            at = to_epoch(closes)
            words = {"day": _day(self.local(at).date()), "time": self.time(at), "zone": self.zone}
            said.append(_("Book by %(day)s, %(time)s (%(zone)s).") % words)
        return said


def asks_several(offer: Offer) -> bool:
    """Whether its customers choose more than one time: the sessions of a package, or what they suggest."""
    return offer.event_type.times_asked[1] > 1


def sessions_text(count: int) -> str:
    """“4 sessions”."""
    return ngettext("%(count)d session", "%(count)d sessions", count) % {"count": count}


def _day(day: date | None) -> str:
    return "" if day is None else dates.full_day_text(day)


def medium(kind: str, details: str, host: str) -> str:
    """Where the meeting takes place, as far as somebody may know who has not booked it; `host` where it is one."""
    match kind:
        case LocationKind.VIDEO:
            return _("Video call, link sent by email")
        case LocationKind.HOST_CALLS:
            return _("Phone call: %(host)s calls you") % {"host": host} if host else _("Phone call: we call you")
        case LocationKind.CUSTOMER_CALLS:
            return _("Phone call: you call %(host)s") % {"host": host} if host else _("Phone call: you call us")
        case LocationKind.ADDRESS if details:
            return details
        case LocationKind.ASK:
            return _("You say where")
        case _other:
            return _("Place to be agreed")


def clock_now() -> datetime:
    """The one reading of the clock that a request makes."""
    return timezone.now()
