"""Several times chosen one after another: the sessions of a package, or the times that somebody suggests.

They live in the address, like everything else that a customer has chosen before the form.
"""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import dates
from core.dates import from_epoch
from customer.visit import Visit, asks_several
from pages.models import EventType
from pages.offers import Offer


def picks_of(visit: Visit, offer: Offer) -> dict[str, Any] | None:
    """The times chosen so far, what is to be chosen next, and the way on; None where one time is all."""
    if not asks_several(offer):
        return None
    chosen, (least, most) = visit.chosen, offer.event_type.times_asked
    return {
        "rows": [
            {
                "when": when(visit, offer, start),
                "remove": visit.times_address(offer, picked=_without(chosen, start), near=start),
            }
            for start in chosen
        ],
        "heading": _heading(offer.event_type, len(chosen)),
        "onward": visit.book_address(offer, None) if least <= len(chosen) <= most else "",
        "full": len(chosen) >= most,
    }


def next_address(visit: Visit, offer: Offer) -> str:
    """Where choosing one more time leads, which is to be added to it as `start`: to the next time, or to the form."""
    if asks_several(offer) and len(visit.chosen) + 1 < offer.event_type.times_asked[1]:
        return visit.times_address(offer)
    return visit.book_address(offer, None)


def add_address(visit: Visit, offer: Offer, chosen: tuple[int, ...]) -> str:
    """Where these times lead: to the form where they are enough, else to choosing more."""
    least, most = offer.event_type.times_asked
    chosen = tuple(sorted(chosen))
    if least <= len(chosen) <= most:
        return visit.book_address(offer, None, picked=chosen)
    return visit.times_address(offer, picked=chosen, near=chosen[-1] if chosen else None)


def when(visit: Visit, offer: Offer, start: int) -> str:
    """A chosen time, in words: for the active zone."""
    return dates.span_text(from_epoch(start), from_epoch(start + offer.event_type.duration * 60), visit.clock)


def act_text(visit: Visit, event_type: EventType, starts: tuple[int, ...]) -> str:
    """What the button says it does."""
    if event_type.sessions > 1:
        count = event_type.sessions
        return ngettext("Book %(count)d session", "Book %(count)d sessions", count) % {"count": count}
    if event_type.needs_approval and len(starts) > 1:
        return _("Request these times")
    template = _("Request %(time)s") if event_type.needs_approval else _("Book %(time)s")
    return template % {"time": day_and_time(visit, starts[0])}


def day_and_time(visit: Visit, start: int) -> str:
    """“3 December, 09:00”."""
    begins = timezone.localtime(from_epoch(start))
    return _("%(day)s, %(time)s") % {
        "day": dates.short_day_text(begins.date()),
        "time": dates.time_text(begins, visit.clock),
    }


def _heading(event_type: EventType, count: int) -> str:
    least, most = event_type.times_asked
    if count >= most:
        return _("You have chosen every time") if least == most else _("You have suggested enough times")
    if least == most:
        return _("Session %(number)d of %(count)d") % {"number": count + 1, "count": most}
    if count:
        return _("Suggest another time, or go on")
    return ngettext("Suggest a time", "Suggest up to %(count)d times", most) % {"count": most}


def _without(chosen: tuple[int, ...], start: int) -> tuple[int, ...]:
    return tuple(one for one in chosen if one != start)
