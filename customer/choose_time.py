"""The first step of booking: choosing what and when. It consists of links and GET forms; nothing here writes a booking.

A package or a request asks for several times. They are chosen one after another and kept in the address.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from bookings.picker import PickerMonth
from bookings.picker_table import count_context, group_by_part_of_day, month_context
from core.dates import Instant, full_day_text, short_day_text
from core.zones import main_zones, zone, zone_label, zone_text
from customer.choose import Choice, find_choice, options, previous_step
from customer.entrance import Entrance, entrance_of_link, entrance_of_page
from customer.openings import who_opens
from customer.paused import refuse_paused
from customer.responses import customer_page, framed, message_page
from customer.summary import shown_beside, ticket_line
from customer.visit import Visit
from links.actions import record_opening
from pages.days_off import last_day_off_in_row
from pages.models import EventType
from pages.offers import Offer


@customer_page()
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Show the first step through a link. Opening the link never uses it up, however often it happens."""
    now = timezone.now()
    entrance = entrance_of_link(token)
    entrance.judge(now)
    visit = Visit.of(request, entrance, now)
    response = show_next_choice(request, visit)
    by = who_opens(request.method or "", request.headers, visit.params)
    if by is not None and entrance.link is not None:
        record_opening(link=entrance.link, by=by, now=now)
    return framed(request, response, entrance.page.organization) if entrance.embeddable else response


@customer_page()
def public_page(request: HttpRequest, organization: str, page: str) -> HttpResponse:
    """Show the first step at a page's public address."""
    now = timezone.now()
    entrance = entrance_of_page(organization, page)
    entrance.judge(now)
    return framed(request, show_next_choice(request, Visit.of(request, entrance, now)), entrance.page.organization)


def show_next_choice(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the next choice of event type or host, if there is one, else a month and the times of a day."""
    if visit.lacks_asked and (paused := refuse_paused(request, visit)) is not None:
        return paused
    if not visit.offers:
        return nothing_offered(request, visit.entrance)
    found = find_choice(visit) if visit.several else visit.offers[0]
    with timezone.override(zone(visit.zone)):
        if isinstance(found, Choice):
            template = "customer/_part.html" if asks_part(request) else "customer/choose.html"
            return render(request, template, _choices(visit, found))
        return show_picker(request, visit, found, "customer/times.html", lambda: _around(visit, found))


def show_picker(
    request: HttpRequest, visit: Visit, offer: Offer, template: str, around: Callable[[], dict[str, object]]
) -> HttpResponse:
    """Render the month and the times of a day.

    For a request that exchanges only the picker, return the picker without what is `around` it, and without the list of
    zones: the script that asks for a part reads them from a file of their own, once somebody looks for one.
    """
    if asks_part(request):
        return render(request, "customer/_part.html", _picker(visit, offer) | {"who": ticket_line(visit)})
    at = visit.now.replace(minute=0, second=0, microsecond=0)
    return render(
        request, template, around() | _picker(visit, offer) | {"zone_options": _zone_options(at, get_language())}
    )


def asks_part(request: HttpRequest) -> bool:
    """Return whether a script asks for the part of the page that it exchanges."""
    return request.headers.get("HX-Request-Type") == "partial"


def nothing_offered(request: HttpRequest, entrance: Entrance) -> HttpResponse:
    """Say that nothing can be booked: the way in is open, but everything behind it has been archived."""
    return message_page(
        request,
        200,
        title=_("Nothing can be booked here at the moment."),
        text=_("Contact %(owner)s to find a time.") % {"owner": entrance.contact.name},
        contact=entrance.contact,
        entrance=entrance,
        brand=entrance.brand,
    )


def _choices(visit: Visit, choice: Choice) -> dict[str, object]:
    return {
        "who": shown_beside(visit, choice.offer, choice.part),
        "question": choice.question,
        "choices": options(visit, choice),
        "back": previous_step(visit, choice),
        "entrance": visit.entrance,
        "brand": visit.entrance.brand,
    }


def _around(visit: Visit, offer: Offer) -> dict[str, object]:
    return {
        "who": shown_beside(visit, offer),
        "back": previous_step(visit, offer) if visit.several else None,
        "brand": visit.entrance.brand,
        "entrance": visit.entrance,
    }


def _picker(visit: Visit, offer: Offer) -> dict[str, object]:
    """Return the context of the picker."""
    picks = _picks(visit, offer)
    if picks is not None:
        if picks["full"]:
            return {"picks": picks, "zone_text": zone_text(visit.zone, visit.local(visit.chosen[0]))}
        offer = replace(offer, chosen_starts=visit.chosen)
    current = visit.current
    own = None if current is None else visit.local(current).date()
    seen, day = visit.look(offer)
    times = [] if day is None else seen.days.get(day, [])
    at = visit.local(times[0]) if times else visit.now
    addresses = visit.picker_addresses(offer, seen.month, times, to_form=picks is None or bool(picks["last"]))
    where, label = zone_text(visit.zone, at), zone_label(visit.zone, visit.now)
    column = visit.entrance.page.organization.first_day
    return {
        "picks": picks,
        **month_context(seen, addresses.here, first_day=column, day=day, own=own),
        **count_context(len(times), where),
        "any_day": bool(seen.days),
        "away": _away(visit, offer),
        "elsewhere": _elsewhere(seen, addresses.here),
        "groups": _groups(visit, addresses.onward, current, times),
        "entrance": visit.entrance,
        "zone": visit.zone,
        "language": visit.language,
        "zone_text": where,
        "clock": visit.clock,
        "zone_label": label,
        "kept": addresses.hidden,
        "action": visit.entrance.address,
    }


def _away(visit: Visit, offer: Offer) -> str:
    """Return the sentence that the host is off today, and until when; empty if not, or if several could meet.

    Why is theirs to know.
    """
    place, *others = (one for seat in offer.seats for one in seat.candidates)
    if others or not place.hours.days_off:
        return ""
    last = last_day_off_in_row(place.hours.days_off, visit.now.astimezone(zone(place.hours.zone)).date())
    if last is None:
        return ""
    return _("%(host)s is away until %(day)s.") % {"host": place.host, "day": full_day_text(last)}


def _elsewhere(seen: PickerMonth, stem: str) -> dict[str, object] | None:
    day = seen.nearest_day
    if day is None:
        return None
    return {"day": short_day_text(day), "address": f"{stem}day={day}", "earlier": day < seen.month}


def _groups(visit: Visit, onward: str, current: Instant | None, starts: list[Instant]) -> list[tuple[str, SafeString]]:
    """Return the day's times as lists of links, under parts of the day when there are many.

    `onward` is the address to which the time is added, `current` the start of the meeting that is being moved.
    The HTML is written here and not in a template, because that is faster for many rows.
    """
    stem = escape(onward)
    chosen = {visit.params.start, current}

    def chosen_row(start: Instant, said: str) -> str:
        own = format_html(" <small>{}</small>", _("current time")) if start == current else ""
        return f'<li><a class="time" href="{stem}start={start}" aria-current="true">{said}{own}</a></li>\n'

    def rows(times: list[tuple[Instant, str]]) -> list[str]:
        return [
            chosen_row(start, _escaped(text))
            if start in chosen
            else f'<li><a class="time" href="{stem}start={start}">{_escaped(text)}</a></li>\n'
            for start, text in times
        ]

    parts = group_by_part_of_day(starts, visit.zone, visit.clock)
    # Everything in the rows is escaped above.
    return [(part, mark_safe("".join(rows(times)))) for part, times in parts.items()]  # noqa: S308


@lru_cache(maxsize=10_000)
def _escaped(time_text: str) -> str:
    """Return the text of a time, escaped. There are few, and a page shows a hundred of them."""
    return escape(time_text)


@lru_cache(maxsize=40)
def _zone_options(at: datetime, _language: str | None) -> SafeString:
    """Return all main zones with their offset in that hour as <option> elements.

    They are the same for every customer of a language.
    """
    return format_html_join("", "<option value={}>{}", ((name, zone_label(name, at)) for name in main_zones()))


def _picks(visit: Visit, offer: Offer) -> dict[str, object] | None:
    """Return the times chosen so far, a heading for the next one, and the address to go on; None if only one is asked
    for.
    """
    if not offer.event_type.asks_several:
        return None
    chosen, (least, most) = visit.chosen, offer.event_type.times_to_choose
    return {
        "rows": [
            {
                "when": visit.span(offer.event_type, start),
                "remove": visit.times_address(offer, picked=tuple(one for one in chosen if one != start), near=start),
            }
            for start in chosen
        ],
        "heading": _picks_heading(offer.event_type, len(chosen)),
        "onward": visit.book_address(offer, None) if least <= len(chosen) <= most else "",
        "last": len(chosen) + 1 >= most,
        "full": len(chosen) >= most,
    }


def _picks_heading(event_type: EventType, count: int) -> str:
    least, most = event_type.times_to_choose
    if count >= most:
        return _("You have chosen every time") if least == most else _("You have suggested enough times")
    if least == most:
        return _("Session %(number)d of %(count)d") % {"number": count + 1, "count": most}
    if count:
        return _("Suggest another time, or continue")
    return ngettext("Suggest a time", "Suggest up to %(count)d times", most) % {"count": most}
