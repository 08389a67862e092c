"""The page of one link: everything about it, and its history."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from accounts.access import READ, MemberRequest, owner_view
from accounts.models import User
from bookings.log_filters import visible_among_few
from bookings.models import Booking
from core.dates import full_text, span_text, until_text
from links.liveness import DeadReason
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
    paused_through,
    requests_for,
)
from links.status import OUTSTANDING, LinkStatus, link_status
from links.texts import dead_link_text, link_warning, window_text
from owner.links.forms.filters import LinkFilter
from owner.links.views.history import events_of
from owner.links.views.lines import LinkLine, line, lines_of
from owner.links.views.undo import just_revoked
from pages.models import EventType, Page

MEETINGS, VERSIONS, OTHERS = 20, 10, 50


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting that was booked with the link, in words."""

    booking: Booking
    when: str
    word: str


@dataclass(frozen=True, slots=True)
class RequestRow:
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
    # The event types, if all of them are paused.
    paused: list[EventType]
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
    others = related_links(link, user)
    limits = limits_of(link, user)
    shown = _line(link, limits, opened, user, now)
    context = {
        "link": link,
        "line": shown,
        "limits": limits,
        "warning": _warning(link, shown, limits),
        "resumed_at": _resuming_address(link, shown, limits, user),
        "opened": _opening_texts(opened[Opening.By.BROWSER], user),
        "scanned": _opening_texts(opened[Opening.By.SCANNER], user),
        "made": full_text(link.created_at, user.shown_clock),
        "meetings": meetings_of(link, user, now),
        "requests": [_request(request, user, others) for request in requests_for(link)],
        "others": others,
        "reissues": [other for other in others.values() if other.reissue_of_id == link.pk],
        "deeds": events_of(entries, user, others),
        "further": further,
        "earlier": form.cleaned_data.get("before"),
        "notice": just_revoked(form, user, now),
    }
    if link.is_reusable:
        versions = outstanding_links(user=user, now=now, filters=Filters(parent=link.pk))
        context |= {"versions": lines_of(versions.rows[:VERSIONS], user, now), "listing": versions}
    return render(request, "owner/links/link.html", context)


def _warning(link: Link, line: LinkLine, limits: LinkLimits) -> str:
    """Return why nothing can be booked through a link that works otherwise; an empty text if something can."""
    if line.status == LinkStatus.PAUSED:
        return dead_link_text(DeadReason.PAUSED)
    return link_warning(link) if line.outstanding and not limits.event_types else ""


def _resuming_address(link: Link, line: LinkLine, limits: LinkLimits, user: User) -> str:
    """Return where the user can turn on again what is paused: the page, or one of its event types; empty if they may
    not, or if nothing is.
    """
    page = link.target
    if line.paused:
        own = EventType.objects.editable_by(user).filter(pk__in=[event_type.pk for event_type in limits.paused])
        return reverse("event-types") if own.exists() else ""
    if line.status == LinkStatus.PAUSED and (user.is_admin or page.owner_id == user.pk):
        return reverse("master-page" if page.kind == Page.Kind.MASTER else "booking-page", args=[page.pk])
    return ""


def related_links(link: Link, user: User) -> dict[int, Link]:
    """Return the other links to which this page may lead: its parent, the link it replaces, and its own
    replacements.
    """
    related = Q(pk__in=[link.parent_id or 0, link.reissue_of_id or 0]) | Q(reissue_of=link)
    return {link.pk: link for link in Link.objects.visible_to(user).filter(related).order_by("-pk")[:OTHERS]}


def _line(link: Link, limits: LinkLimits, opened: dict[str, OpeningCounts], user: User, now: datetime) -> LinkLine:
    by_people, by_scanners = opened[Opening.By.BROWSER], opened[Opening.By.SCANNER]
    word = link_status(link.dead_reason(now), opened=bool(by_people.count), scanned=bool(by_scanners.count))
    paused = word in OUTSTANDING and bool(limits.paused)
    return line(ListedLink(link, word, by_people.first), user, now, paused=paused)


def _opening_texts(opened: OpeningCounts, user: User) -> dict[str, object]:
    return {
        "count": opened.count,
        "first": "" if opened.first is None else full_text(opened.first, user.shown_clock),
        "last": "" if opened.last is None else full_text(opened.last, user.shown_clock),
    }


def limits_of(link: Link, user: User) -> LinkLimits:
    """Return the link's limits, its parent's separately."""
    parent = link.parent

    def days(link: Link | None) -> str:
        return "" if link is None else window_text(link.first_day, link.last_day)

    def end(link: Link | None) -> str:
        return "" if link is None or link.expires_at is None else until_text(link.expires_at, user.shown_clock)

    event_types = event_types_through(link)
    return LinkLimits(
        event_types=event_types,
        paused=[] if event_types else paused_through(link.target, link),
        event_types_inherited=parent is not None and not link.event_types.exists(),
        own_days=days(link),
        parents_days=days(parent),
        own_end=end(link),
        parents_end=end(parent),
    )


def meetings_of(link: Link, user: User, now: datetime) -> list[Meeting]:
    """Return what was booked with the link, newest first; the sessions of a package in their order."""
    clock = user.shown_clock
    bookings = visible_among_few(Booking.objects.filter(admission__link=link), user)
    # In the order of the index of a link's admissions: a reusable link may have any number.
    newest = bookings.order_by("-admission__created_at", "-admission", "session").select_related("admission")[:MEETINGS]
    return [
        Meeting(booking, span_text(booking.starts_at, booking.ends_at, clock), str(booking.state(now).label))
        for booking in newest
    ]


def _request(request: LinkRequest, user: User, others: dict[int, Link]) -> RequestRow:
    clock = user.shown_clock
    answered = "" if request.answered_at is None else full_text(request.answered_at, clock)
    return RequestRow(request, full_text(request.at, clock), answered, others.get(request.answer_id or 0))
