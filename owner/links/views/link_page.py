"""The page of one link: everything about it, and its history."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from accounts.access import READ, MemberRequest, owner_view
from accounts.models import User
from bookings.log_filters import visible_among_few
from bookings.models import Booking
from core.dates import full_text, span_text, until_text
from links.models import Link, LinkRequest, Opening
from links.queries import (
    Filters,
    ListedLink,
    OpeningCounts,
    event_types_through,
    link_history,
    links_in_detail,
    openings_of,
    outstanding_links,
    requests_for,
)
from links.status import link_status
from links.texts import link_warning, window_text
from owner.links.forms.filters import LinkFilter
from owner.links.views.history import deeds
from owner.links.views.lines import LinkLine, line, lines_of
from owner.links.views.undo import just_revoked
from pages.models import EventType

MEETINGS, VERSIONS, OTHERS = 20, 10, 50


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting that was booked with the link, in words."""

    booking: Booking
    when: str
    word: str


@dataclass(frozen=True, slots=True)
class AskedRow:
    """A request for a new link, in words."""

    request: LinkRequest
    asked: str
    answered: str
    # The new link, if the user may see it.
    answer: Link | None


@dataclass(frozen=True, slots=True)
class LinkLimits:
    """The limits of the link: its own, and those that it inherits from its parent."""

    event_types: list[EventType]
    event_types_inherited: bool
    own_days: str
    parents_days: str
    own_end: str
    parents_end: str


@owner_view(READ)
def link_page(request: MemberRequest, pk: int) -> HttpResponse:
    """Show who the link is for, until when it works, what was booked with it, and its history."""
    now, user = timezone.now(), request.user
    link = get_object_or_404(links_in_detail(user), pk=pk)
    form = LinkFilter(request.GET, user=user)
    opened = openings_of(link)
    entries, further = link_history(link, form.cleaned_data.get("before"))
    others = others_of(link, user)
    shown, limits = _line(link, opened, user, now), limits_of(link, user)
    context = {
        "link": link,
        "line": shown,
        "limits": limits,
        "warning": link_warning(link) if shown.outstanding and not limits.event_types else "",
        "opened": _said(opened[Opening.By.BROWSER], user),
        "scanned": _said(opened[Opening.By.SCANNER], user),
        "made": full_text(link.created_at, user.shown_clock),
        "meetings": meetings_of(link, user, now),
        "requests": [_request(one, user, others) for one in requests_for(link)],
        "others": others,
        "reissues": [one for one in others.values() if one.reissue_of_id == link.pk],
        "deeds": deeds(entries, user, others),
        "further": further,
        "earlier": form.cleaned_data.get("before"),
        "notice": just_revoked(form, user, now),
    }
    if link.is_reusable:
        found = outstanding_links(user=user, now=now, filters=Filters(parent=link.pk))
        context |= {"versions": lines_of(found.rows[:VERSIONS], user, now), "listing": found}
    return render(request, "owner/links/link.html", context)


def others_of(link: Link, user: User) -> dict[int, Link]:
    """Return the other links to which this page may lead: its parent, the link it replaces, and its own
    replacements.
    """
    around = Q(pk__in=[link.parent_id or 0, link.reissue_of_id or 0]) | Q(reissue_of=link)
    return {one.pk: one for one in Link.objects.visible_to(user).filter(around).order_by("-pk")[:OTHERS]}


def _line(link: Link, opened: dict[str, OpeningCounts], user: User, now: datetime) -> LinkLine:
    by_people, by_scanners = opened[Opening.By.BROWSER], opened[Opening.By.SCANNER]
    word = link_status(link.dead_reason(now), opened=bool(by_people.count), scanned=bool(by_scanners.count))
    return line(ListedLink(link, word, by_people.first), user, now)


def _said(opened: OpeningCounts, user: User) -> dict[str, object]:
    return {
        "count": opened.count,
        "first": "" if opened.first is None else full_text(opened.first, user.shown_clock),
        "last": "" if opened.last is None else full_text(opened.last, user.shown_clock),
    }


def limits_of(link: Link, user: User) -> LinkLimits:
    """Return the link's limits, its parent's separately."""
    parent = link.parent

    def days(one: Link | None) -> str:
        return "" if one is None else window_text(one.first_day, one.last_day)

    def end(one: Link | None) -> str:
        return "" if one is None or one.expires_at is None else until_text(one.expires_at, user.shown_clock)

    return LinkLimits(
        event_types=event_types_through(link),
        event_types_inherited=parent is not None and not link.event_types.exists(),
        own_days=days(link),
        parents_days=days(parent),
        own_end=end(link),
        parents_end=end(parent),
    )


def meetings_of(link: Link, user: User, now: datetime) -> list[Meeting]:
    """Return what was booked with the link, newest first; the sessions of a package in their order."""
    clock = user.shown_clock
    made = visible_among_few(Booking.objects.filter(admission__link=link), user)
    # In the order of the index of a link's admissions: a reusable link may have any number.
    whole = made.order_by("-admission__created_at", "-admission", "session").select_related("admission")[:MEETINGS]
    return [Meeting(one, span_text(one.starts_at, one.ends_at, clock), str(one.state(now).label)) for one in whole]


def _request(one: LinkRequest, user: User, others: dict[int, Link]) -> AskedRow:
    clock = user.shown_clock
    answered = "" if one.answered_at is None else full_text(one.answered_at, clock)
    return AskedRow(one, full_text(one.at, clock), answered, others.get(one.answer_id or 0))
