"""The page for chosen times that cannot be booked: the nearest free ones, each of which books with one press."""

from collections.abc import Sequence
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bookings.picker import Picker, is_ever_offered
from core import dates
from core.zones import zone_text
from customer.details import Step, step_context
from customer.visit import Visit
from pages.offers import Offer

# How many free times are shown around one that is missing.
NEAREST = 8


def show_conflict(request: HttpRequest, step: Step, free: tuple[int, ...] = (), status: int = 409) -> HttpResponse:
    """Show free times instead of the missing ones, with the form as it was filled in.

    `free` are the other chosen times, which stay chosen. More times may be missing than one press can add.
    """
    visit, offer = step.visit, step.offer
    missing_starts = [start for start in step.starts if start not in free]
    if offer.event_type.asks_several:
        offer = replace(offer, chosen_starts=free)
    missing = offer.event_type.times_to_choose[0] - len(free)
    target = missing_starts[0] if missing_starts else step.starts[-1]
    near = Picker(offer, visit.now, visit.zone).nearest(target, NEAREST)
    context = step_context(step) | {
        "taken": missing_text(step, missing_starts) if missing_starts else _choose_more_text(missing),
        "kept": step.form.is_bound,
        "starts": free,
        "times": [visit.span(offer.event_type, start) for start in free],
        "adds": missing > 1 or bool(free),
        "nearest": [_near(visit, offer, start, free) for start in near],
    }
    return render(request, "customer/conflict.html", context, status=status)


def _near(visit: Visit, offer: Offer, start: int, free: tuple[int, ...]) -> dict[str, object]:
    several = offer.event_type.asks_several
    return {
        "start": start,
        "day": dates.brief_day_text(visit.local(start).date()),
        "time": visit.time(start),
        "address": visit.onward_address(offer, (*free, start)) if several else visit.book_address(offer, start),
    }


def missing_text(step: Step, missing: Sequence[int]) -> str:
    """Return a text that says which times cannot be booked, and why."""
    are_all_taken = all(is_ever_offered(step.offer, start, step.visit.now) for start in missing)
    if len(step.starts) == 1:
        return _("That time was just taken.") if are_all_taken else _("That time is no longer offered.")
    if len(missing) > 1:
        return (
            _("Some of these times were just taken.")
            if are_all_taken
            else _("Some of these times are no longer offered.")
        )
    text = _("%(time)s (%(zone)s) was just taken.") if are_all_taken else _("%(time)s (%(zone)s) is no longer offered.")
    zone = zone_text(step.visit.zone, dates.from_epoch(missing[0]))
    return text % {"time": step.visit.day_and_time(missing[0]), "zone": zone}


def _choose_more_text(missing: int) -> str:
    text = ngettext("Choose one more time.", "Choose %(count)d more times.", missing)
    return text % {"count": missing}
