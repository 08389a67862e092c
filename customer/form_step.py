"""What the form's step shows: the form, or fresh times where some of the chosen ones cannot be had."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.errors import Refusal
from bookings.errors import SlotTaken
from bookings.facts import labelled
from core import dates
from core.dates import from_epoch
from customer import form_token, policies
from customer.details import Step
from customer.several import act_text, add_address, day_and_time, when
from customer.tickets import ticket
from customer.times import nearest, was_offered
from customer.visit import Visit, asks_several
from pages.offers import Offer
from pages.queries import offered_together

PURPOSE = "book"
NEAREST = 8


def show_details(request: HttpRequest, step: Step, status: int) -> HttpResponse:
    """The form, empty or as it was sent."""
    return render(request, "customer/details.html", _context(step), status=status)


def times_again(request: HttpRequest, step: Step, refusal: Refusal) -> HttpResponse:
    """Some of the times that a form names cannot be had, or they are too few or too many: what is left of them."""
    # What was read before the locks is old: by now somebody else may be next in line.
    step = replace(step, visit=replace(step.visit))
    offer, status = step.offer, 409 if isinstance(refusal, SlotTaken) else 422
    least, most = offer.event_type.times_asked
    if most == 1 and isinstance(refusal, SlotTaken):
        return show_conflict(request, step)
    free = tuple(offered_together(offer, step.starts, step.visit.now)[:most])
    if not free or len(free) < least:
        return show_conflict(request, step, free, status=status)
    gone = [one for one in step.starts if one not in free] if isinstance(refusal, SlotTaken) else []
    step.form.add_error(None, _gone_text(step, gone) if gone else str(refusal))
    return show_details(request, replace(step, starts=free), status)


def show_conflict(request: HttpRequest, step: Step, free: tuple[int, ...] = (), status: int = 409) -> HttpResponse:
    """A time is gone: fresh ones, each of which books with one press, and the form as it was filled in.

    `free` are the other times that were chosen, which stay; more may be missing than one press can add.
    """
    visit, offer = step.visit, step.offer
    gone = [one for one in step.starts if one not in free]
    if asks_several(offer):
        offer = replace(offer, beside=free)
    missing = offer.event_type.times_asked[0] - len(free)
    around = gone[0] if gone else step.starts[-1]
    context = _context(step) | {
        "taken": _gone_text(step, gone) if gone else _missing_text(missing),
        "kept": step.form.is_bound,
        "starts": free,
        "times": [when(visit, offer, one) for one in free],
        "adds": missing > 1 or bool(free),
        "nearest": [_near(visit, offer, one, free) for one in nearest(visit, offer, around, NEAREST)],
    }
    return render(request, "customer/conflict.html", context, status=status)


def _near(visit: Visit, offer: Offer, start: int, free: tuple[int, ...]) -> dict[str, object]:
    several = asks_several(offer)
    return {
        "start": start,
        "day": dates.brief_day_text(visit.local(start).date()),
        "time": visit.time(start),
        "address": add_address(visit, offer, (*free, start)) if several else visit.book_address(offer, start),
    }


def _gone_text(step: Step, gone: Sequence[int]) -> str:
    """Which times cannot be had, and why."""
    taken = all(was_offered(step.visit, step.offer, one) for one in gone)
    if len(step.starts) == 1:
        return _("That time was just taken.") if taken else _("That time is no longer offered.")
    if len(gone) > 1:
        return _("Some of these times were just taken.") if taken else _("Some of these times are no longer offered.")
    said = _("%(time)s was just taken.") if taken else _("%(time)s is no longer offered.")
    return said % {"time": day_and_time(step.visit, gone[0])}


def _missing_text(missing: int) -> str:
    text = ngettext("Choose one more time.", "Choose %(count)d more times.", missing)
    return text % {"count": missing}


def _context(step: Step) -> dict[str, Any]:
    visit, offer, several = step.visit, step.offer, asks_several(step.offer)
    starts, start = step.starts, None if several else step.starts[0]
    chosen = {"picked": starts} if several else {}
    more = several and len(starts) < offer.event_type.times_asked[1]
    return {
        "who": visit.who(offer),
        "form": step.form,
        "token": form_token.make(PURPOSE, visit.entry.name, step.key),
        "starts": starts,
        "action": visit.book_address(offer, start, **chosen),
        "known": [
            (name, text if name in {"name", "email"} else labelled(str(label), text))
            for name, label, text in step.form.told
        ],
        "confirming": not step.form.fields,
        "ticket": ticket(visit, offer, starts[0]),
        "times": [when(visit, offer, one) for one in starts] if several else [],
        "change": visit.times_address(offer, **chosen | {"near": starts[0]} if several else {"start": start}),
        "more": more,
        "all_details": visit.book_address(offer, start, skip=False, **chosen),
        "act": act_text(visit, offer.event_type, starts),
        "entry": visit.entry,
        "terms": policies.foretold(offer.event_type, from_epoch(starts[-1]), visit.now),
    }
