"""One visit of a customer's page: the way in, what the address asks for, and how times are printed."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl

from django.conf import settings
from django.http import HttpRequest
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

from accounts.zones import zone
from bookings import wording
from bookings.views.entry import Entry
from bookings.wishes import Wishes, read_wishes
from pages.models import LocationKind
from pages.offers import Offer, find_offer

# Of a flood of parameters the last ones count.
MOST_PARAMETERS = 100
ICONS = {
    LocationKind.VIDEO: "video",
    LocationKind.HOST_CALLS: "phone",
    LocationKind.CUSTOMER_CALLS: "phone",
    LocationKind.ADDRESS: "pin",
    LocationKind.ASK: "pin",
}


def read_address(request: HttpRequest) -> Wishes:
    """What the request's address asks for."""
    pairs = parse_qsl(request.META.get("QUERY_STRING", ""), keep_blank_values=True)
    return read_wishes(pairs[-MOST_PARAMETERS:], [code for code, _name in settings.LANGUAGES])


@dataclass(frozen=True)
class Visit:
    """`now` is read once, here; `zone` and `clock` are resolved, while `wishes` keeps what was asked."""

    entry: Entry
    wishes: Wishes
    now: datetime
    zone: str
    clock: str
    language: str

    @classmethod
    def of(cls, request: HttpRequest, entry: Entry, now: datetime) -> "Visit":
        """The visit that a request is."""
        wishes = read_address(request)
        language = translation.get_language() or settings.LANGUAGE_CODE
        return cls(
            entry,
            wishes,
            now,
            wishes.zone or entry.time_zone,
            wishes.clock or wording.usual_clock(language),
            language,
        )

    @cached_property
    def offers(self) -> list[Offer]:
        """What can be booked through the way in; read when it is first asked for, since a booking need not ask."""
        return self.entry.offers()

    @property
    def offer(self) -> Offer | None:
        """The offer that was asked for; where none was asked for, the only one there is."""
        return find_offer(self.offers, self.wishes.event)

    @property
    def several(self) -> bool:
        """Whether there is an event type to choose."""
        return len(self.offers) > 1

    @property
    def first_weekday(self) -> int:
        """The first column of the month, 0 for Sunday: the organization's, or the language's."""
        forced = self.entry.page.organization.first_day
        return int(formats.get_format("FIRST_DAY_OF_WEEK", self.language)) if forced is None else forced

    def kept(self, offer: Offer | None = None) -> Wishes:
        """What goes from step to step: the event type where there are several, zone, clock, language and prefills."""
        return self.wishes.kept().but(event=offer.event_type.pk if offer and self.several else None)

    def times_address(self, offer: Offer | None = None, **changes: Any) -> str:
        """The step in which a time is chosen; without an offer, the event type."""
        return self.entry.address + self.kept(offer).but(**changes).query()

    def book_address(self, offer: Offer, start: int, **changes: Any) -> str:
        """The step in which the chosen time is booked."""
        return self.entry.book_address + self.kept().but(event=offer.event_type.pk, start=start, **changes).query()

    def local(self, instant: int) -> datetime:
        """An instant on the customer's wall clock."""
        return datetime.fromtimestamp(instant, zone(self.zone))

    def time(self, instant: int) -> str:
        """The time of an instant, in words."""
        return wording.time_text(self.local(instant), self.clock)

    def who(self, offer: Offer | None = None) -> dict[str, Any]:
        """What stands beside every step: with whom, what, how long, where."""
        entry = self.entry
        name, host = entry.page.name, entry.host
        once = entry.link is not None and entry.link.is_single_use
        first_name = entry.recipient.get("name", "").split()[:1]
        context: dict[str, Any] = {
            "host": host,
            "heading": host if name == host else f"{name} · {host}",
            "organization": entry.page.organization.name,
            "welcome": entry.page.welcome,
            "greeting": _("Hello %(name)s!") % {"name": first_name[0]} if first_name else "",
            "once": once,
            "personal": bool(entry.recipient),
            "zone": self.zone,
        }
        if offer is not None:
            context |= {
                "event_type": offer.event_type,
                "duration": wording.duration_text(offer.event_type.duration),
                "medium": medium(offer, host),
                "medium_icon": ICONS[LocationKind(offer.location(offer.lead)[0])],
            }
        return context


def medium(offer: Offer, host: str) -> str:
    """Where the meeting takes place, as far as somebody may know who has not booked it."""
    if len(offer.location_kinds) > 1:
        return _("Place sent by email")
    kind, details = offer.location(offer.lead)
    match kind:
        case LocationKind.VIDEO:
            return _("Video call, link sent by email")
        case LocationKind.HOST_CALLS:
            return _("Phone call: %(host)s calls you") % {"host": host}
        case LocationKind.CUSTOMER_CALLS:
            return _("Phone call: you call %(host)s") % {"host": host}
        case LocationKind.ADDRESS if details:
            return details
        case _other:
            return _("Place to be agreed")


def instant(moment: datetime) -> int:
    """Epoch seconds."""
    return int(moment.timestamp())


def moment(epoch: int) -> datetime:
    """The aware datetime of epoch seconds."""
    return datetime.fromtimestamp(epoch, UTC)


def clock_now() -> datetime:
    """The one reading of the clock that a request makes."""
    return timezone.now()
