"""Times for an email: some of a link's free times, each with an address that leads to its booking."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from accounts.access import READ, MemberRequest, owner_view
from core.dates import from_epoch, full_day_text, time_text, to_epoch
from core.zones import zone, zone_name
from links.models import Link
from links.queries import offers_through
from links.texts import dead_link_text
from owner.links.forms.times import TimesForm, key_of
from pages.availability import by_day
from pages.offers import Offer
from pages.queries import horizon_end, list_starts

AHEAD = timedelta(days=45)
MOST_DAYS = 14


@dataclass(frozen=True, slots=True)
class OfferedTime:
    """A free time, with the address where it is booked."""

    start: int
    day: str
    text: str
    address: str
    ticked: bool


@owner_view(READ)
def link_times(request: MemberRequest, pk: int) -> HttpResponse:
    """Show free times to choose from, and the chosen ones as text to paste. Nothing is saved, and no time is held."""
    now, user = timezone.now(), request.user
    copyable = get_object_or_404(Link.objects.copyable_by(user), pk=pk)
    link = Link.objects.with_parent(pk=copyable.pk)
    dead = link.dead_reason(now)
    address = None if dead else link.address()
    context: dict[str, object] = {"link": link, "why": dead_link_text(dead) if dead else "", "address": address}
    if address is not None:
        offers = offers_through(link)
        if offers:
            form = TimesForm(request.GET, offers=offers, zone=user.time_zone, now=now)
            clock = user.shown_clock
            context |= _choice(form, address, clock, now)
    return render(request, "owner/links/times.html", context)


def _choice(form: TimesForm, address: str, clock: str, now: datetime) -> dict[str, object]:
    offer, zone_key = form.chosen_offer, form.chosen_zone
    free = list_starts(offer, _window(offer, now), now)
    form.set_times(free)
    with timezone.override(zone(zone_key)):
        days = {}
        for day, times in list(by_day(free, zone_key).items())[:MOST_DAYS]:
            days[full_day_text(day)] = [_time(form, offer, address, clock, time) for time in times]
        chosen: list[int] = form.cleaned_data["at"] if form.is_valid() else []
        picked = [_time(form, offer, address, clock, time) for time in chosen]
    return {
        "form": form,
        "days": days,
        "picked": picked,
        "zone": zone_name(zone_key),
        "offer": offer,
        "offer_key": key_of(offer),
    }


def _window(offer: Offer, now: datetime) -> tuple[int, int]:
    return to_epoch(now), min(to_epoch(now + AHEAD), horizon_end(offer, now))


def _time(form: TimesForm, offer: Offer, address: str, clock: str, start: int) -> OfferedTime:
    """Return the time in the active time zone, which is printed with it."""
    moment = timezone.localtime(from_epoch(start))
    return OfferedTime(
        start=start,
        day=full_day_text(moment.date()),
        text=time_text(moment, clock),
        address=book_address(address, offer, start, form.chosen_zone),
        ticked=str(start) in form.ticked,
    )


def book_address(address: str, offer: Offer, start: int, zone_key: str) -> str:
    """Return the address that asks to confirm this time. If it is taken by then, the page offers other times."""
    stem, _mark, query = address.partition("?")
    page = {} if offer.page is None else {"page": offer.page}
    params = urlencode({"event": offer.event_type.pk, **page, "start": start, "zone": zone_key})
    return f"{stem}book/?{'&'.join(filter(None, [params, query]))}"
