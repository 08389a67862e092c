"""The first step: what, and when. Only plain links and forms that ask; nothing here acts."""

from collections import defaultdict
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import dates, timezone
from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import dates as wording
from core.months import Cell, weekdays, weeks
from core.zones import main_zones, zone, zone_label
from customer.choose import Choice, back, find_choice, options
from customer.entrance import Entrance, entry_of_link, entry_of_page
from customer.openings import who_opens
from customer.responses import customer_page, framed, message_page
from customer.several import next_address, picks_of
from customer.times import Shown, shown
from customer.visit import Visit, clock_now, read_address
from links.actions import note_opening
from pages.offers import Offer

# More times than this are listed under parts of the day.
UNGROUPED = 8


@customer_page()
def link(request: HttpRequest, token: str) -> HttpResponse:
    """The first step through a link. Opening it, any number of times, uses nothing up."""
    now = clock_now()
    entry = entry_of_link(token)
    entry.judge(now)
    response = choose(request, Visit.of(request, entry, now))
    by = who_opens(request.method or "", request.headers, read_address(request))
    if by is not None and entry.link is not None:
        note_opening(link=entry.link, by=by, now=now)
    return framed(request, response) if entry.embeddable else response


@customer_page()
def public_page(request: HttpRequest, organization: str, page: str) -> HttpResponse:
    """The first step at a page's public address."""
    now = clock_now()
    entry = entry_of_page(organization, page)
    entry.judge(now)
    return framed(request, choose(request, Visit.of(request, entry, now)))


def choose(request: HttpRequest, visit: Visit) -> HttpResponse:
    """What, and with whom, where there is a choice; then a month, and the times of a day."""
    if not visit.offers:
        return nothing_offered(request, visit.entry)
    found = find_choice(visit)
    with timezone.override(zone(visit.zone)):
        if isinstance(found, Choice):
            return render(request, "customer/choose.html", _choices(visit, found))
        return show_picker(request, visit, found, "customer/times.html", _around(visit, found))


def show_picker(
    request: HttpRequest, visit: Visit, offer: Offer, template: str, around: dict[str, object]
) -> HttpResponse:
    """The month, and the times of a day; alone where only they are swapped."""
    if request.headers.get("HX-Request-Type") == "partial":
        return render(request, "customer/_picker.html", _picker(visit, offer))
    return render(request, template, around | _picker(visit, offer))


def nothing_offered(request: HttpRequest, entry: Entrance) -> HttpResponse:
    """The way in is open, and leads to nothing: everything that could be booked has been archived."""
    return message_page(
        request,
        200,
        title=_("Nothing can be booked here at the moment."),
        text=_("Contact %(owner)s to find a time.") % {"owner": entry.contact.name},
        contact=entry.contact,
    )


def _choices(visit: Visit, choice: Choice) -> dict[str, object]:
    return {
        "who": visit.who(choice.offer, choice.part),
        "question": choice.question,
        "choices": options(visit, choice),
        "back": back(visit, choice),
    }


def _around(visit: Visit, offer: Offer) -> dict[str, object]:
    """What stands around the picker, and stays where only the picker is swapped."""
    return {"who": visit.who(offer), "back": back(visit, offer)}


def _picker(visit: Visit, offer: Offer) -> dict[str, object]:
    picks = picks_of(visit, offer)
    if picks is not None:
        if picks["full"]:
            return {"picks": picks, "zone": visit.zone}
        offer = replace(offer, beside=visit.chosen)
    seen = shown(visit, offer)
    columns = weekdays(visit.first_weekday)
    return {
        "picks": picks,
        "shown": seen,
        "month": wording.month_text(seen.month),
        "weekdays": [(dates.WEEKDAYS[day], dates.WEEKDAYS_ABBR[day]) for day in columns],
        "weeks": _weeks(visit, offer, seen),
        "previous": _turn(visit, offer, seen.previous),
        "next": _turn(visit, offer, seen.next),
        "elsewhere": _elsewhere(visit, offer, seen.elsewhere, seen.month),
        "day": wording.day_text(seen.day) if seen.day else "",
        "count": count_text(len(seen.times)),
        "groups": _groups(visit, offer, seen.times),
        "entry": visit.entry,
        "zone": visit.zone,
        "clock": visit.clock,
        "zone_label": zone_label(visit.zone, visit.now),
        "zone_options": _zone_options(visit.now.replace(minute=0, second=0, microsecond=0)),
        "kept": _kept_by_zone(visit, offer, seen),
        "action": visit.entry.address,
    }


def count_text(count: int) -> str:
    """“6 times”."""
    return ngettext("%(count)d time", "%(count)d times", count) % {"count": count}


def _weeks(visit: Visit, offer: Offer, seen: Shown) -> SafeString:
    """The rows of the month's table: a link for each day that has times, text for the others.

    Written here and not in the template, which took a fifth of the whole page's time for its forty cells.
    """
    counts = {day: len(times) for day, times in seen.days.items()}
    stem = _open_ended(visit.times_address(offer))
    today, own = escape(_("today")), escape(_("your time now"))
    own_day = None if visit.current is None else visit.local(visit.current).date()

    def cell(one: Cell | None) -> str:
        if one is None:
            return "<td></td>"
        is_today = one.day == seen.today
        mark = " data-today" if is_today else ""
        if not one.count:
            said = f'<span class="visually-hidden">, {today}</span>' if is_today else ""
            return f'<td><span class="day"{mark}>{one.day.day}{said}</span></td>'
        label = _day_label(one.day, one.count, visit.language) + (f", {today}" if is_today else "")
        if one.day == own_day:
            label += f", {own}"
        chosen = ' aria-current="date"' if one.day == seen.day else ""
        # Without JavaScript the page comes back at the times.
        address = f"{stem}day={one.day}#times"
        return f'<td><a class="day" href="{address}" aria-label="{label}"{chosen}{mark}>{one.day.day}</a></td>'

    table = weeks(seen.month, visit.first_weekday, counts)
    # All of it is escaped above.
    return mark_safe("".join(f"<tr>{''.join(map(cell, week))}</tr>\n" for week in table))  # noqa: S308


@lru_cache(maxsize=5_000)
def _day_label(day: date, count: int, _language: str) -> str:
    # Thirty of them in each month, the same for everybody.
    return escape(f"{wording.day_text(day)}, {count_text(count)}")


def _open_ended(address: str) -> str:
    """The address, escaped and ready for one more parameter."""
    return escape(address + ("&" if "?" in address else "?"))


def _turn(visit: Visit, offer: Offer, month: date | None) -> dict[str, str] | None:
    if month is None:
        return None
    return {"label": wording.month_text(month), "address": visit.times_address(offer, month=month)}


def _elsewhere(visit: Visit, offer: Offer, day: date | None, month: date) -> dict[str, object] | None:
    if day is None:
        return None
    return {"day": wording.short_day_text(day), "address": visit.times_address(offer, day=day), "earlier": day < month}


def _groups(visit: Visit, offer: Offer, starts: list[int]) -> list[tuple[str, SafeString]]:
    """The day's times, under parts of the day where there are many; like the month's rows, written here."""
    stem = _open_ended(next_address(visit, offer))
    chosen = visit.params.start
    parts: dict[str, list[str]] = defaultdict(list)
    for start in starts:
        local = visit.local(start)
        part = wording.part_of_day(local.hour) if len(starts) > UNGROUPED else ""
        text: str = escape(wording.time_text(local, visit.clock))
        if start == visit.current:
            text += f" <small>{escape(_('your time now'))}</small>"
        current = ' aria-current="true"' if start in {chosen, visit.current} else ""
        parts[part].append(f'<li><a class="time" href="{stem}start={start}"{current}>{text}</a></li>\n')
    # All of it is escaped above.
    return [(part, mark_safe("".join(rows))) for part, rows in parts.items()]  # noqa: S308


def _kept_by_zone(visit: Visit, offer: Offer, seen: Shown) -> list[tuple[str, str]]:
    """What the form for zone and clock carries along: the chosen time, or one of the chosen day, keeps its instant."""
    params = visit.kept(offer).but(zone="", clock="")
    if visit.params.start is not None:
        # Where several are chosen it is among them already.
        params = params.but(**{"near" if params.picked else "start": visit.params.start})
    elif seen.times:
        params = params.but(near=seen.times[0])
    else:
        params = params.but(month=seen.month)
    return params.pairs()


@lru_cache(maxsize=4)
def _zone_options(at: datetime) -> SafeString:
    """Every main zone with its offset in that hour, as options: the same for everybody."""
    return format_html_join("", "<option value={}>{}", ((name, zone_label(name, at)) for name in main_zones()))
