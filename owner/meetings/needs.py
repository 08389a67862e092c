"""What needs the user: requests, people who ask for a link, links that close unopened, and failed mails."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from bookings.meetings import Meetings
from core.cldr import COMMAS, list_text
from core.dates import brief_time_text, start_of_day
from deliveries.models import Medium
from deliveries.queries import failed_of
from links.models import Link, LinkRequest
from links.queries.closing import closing_unopened
from links.queries.requests import MOST_WAITING, count_waiting

# How many names a line has, and for how long home shows a failed mail.
NAMED, FAILED_WITHIN = 3, timedelta(days=7)
MOST_COUNTED = 50


@dataclass(frozen=True, slots=True)
class Need:
    """One line: what it is, a second line with who or when, and a button that leads to where it is settled."""

    icon: str
    tone: str
    title: str
    detail: str
    button: str
    address: str


def needs_of(user: User, requests: Meetings, now: datetime) -> list[Need]:
    """Return what needs the user, the most pressing first. `requests` are the requests for a meeting."""
    return [*_requests(requests, user), *_link_requests(user), *_closing(user, now), *_failed(user, now)]


def _requests(requests: Meetings, user: User) -> Iterator[Need]:
    for booking in requests.bookings:
        more = max(requests.suggested[booking.pk] - 1, 0)
        when = brief_time_text(booking.starts_at, user.shown_clock)
        detail = ngettext("%(when)s or another time", "%(when)s or %(count)d other times", more) if more else "%(when)s"
        yield Need(
            "calendar",
            "accent",
            _("%(name)s asks for: %(title)s") % {"name": booking.admission.shown_name, "title": booking.title},
            detail % {"when": when, "count": more},
            _("Answer"),
            reverse("approve-request", args=[booking.pk]),
        )


def _link_requests(user: User) -> Iterator[Need]:
    count = count_waiting(user)
    if not count:
        return
    names = list(LinkRequest.objects.open_for(user).order_by("-pk").values_list("name", flat=True)[:NAMED])
    # A colleague may have answered meanwhile.
    if not names:
        return
    title = ngettext("%(name)s asks for a new link", "%(count)s people ask for a new link", count)
    shown = str(count) if count <= MOST_WAITING else f"{MOST_WAITING}+"
    detail = "" if count == 1 else _names_text(names, count)
    yield Need(
        "ticket", "accent", title % {"name": names[0], "count": shown}, detail, _("Review"), reverse("link-requests")
    )


def _closing(user: User, now: datetime) -> Iterator[Need]:
    after_tomorrow = timezone.localdate(now) + timedelta(days=2)
    links = closing_unopened(user, now, start_of_day(after_tomorrow), MOST_COUNTED)
    if not links:
        return
    title = ngettext(
        "A link for %(name)s closes by tomorrow and was never opened",
        "%(count)d links close by tomorrow and were never opened",
        len(links),
    )
    names = [_whom(link) for link in links]
    address = reverse("link-page", args=[links[0].pk]) if len(links) == 1 else f"{reverse('links')}?status=not-opened"
    detail = "" if len(links) == 1 else _names_text(names, len(links))
    yield Need("clock", "warning", title % {"name": names[0], "count": len(links)}, detail, _("Review"), address)


def _whom(link: Link) -> str:
    return link.recipient_name or link.recipient_email or link.label or _("anybody")


def _failed(user: User, now: datetime) -> Iterator[Need]:
    """Yield the organization's mails that could not be sent: only admins can send them again."""
    if not user.is_admin:
        return
    # With a lower bound alone, PostgreSQL would expect many rows and not use the index; with two it expects few.
    recent = Q(failed_at__gt=now - FAILED_WITHIN, failed_at__lte=now + FAILED_WITHIN)
    failed = failed_of(user).filter(recent, medium=Medium.EMAIL)
    addresses = list(failed.values_list("recipient", flat=True)[:MOST_COUNTED])
    if not addresses:
        return
    names = [*dict.fromkeys(addresses)]
    title = ngettext("An email to %(name)s failed", "%(count)d emails failed", len(addresses))
    detail = "" if len(addresses) == 1 else _names_text(names, len(names))
    values = {"name": addresses[0], "count": len(addresses)}
    yield Need("mail", "danger", title % values, detail, _("Fix"), reverse("deliveries"))


def _names_text(names: Sequence[str], count: int) -> str:
    """Return the first of the names; an ellipsis stands for the others, of `count` in all."""
    return list_text([*names[:NAMED], "…"] if count > NAMED else names, COMMAS)
