"""Texts about a link that was made, copied or ended."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from core.dates import (
    MICROSECOND,
    day_ending_at,
    days_text,
    end_of_text,
    full_day_text,
    past_day_text,
    time_text,
    until_text,
)
from core.text import join_sentences
from core.zones import zone_name
from links.liveness import DeadReason
from links.models import Link
from links.queries import event_types_through
from pages.models import Page
from pages.queries import event_types_of
from pages.queries.assignments import offers_nothing

ROUNDING = timedelta(minutes=1)


def terms_text(link: Link, user: User, now: datetime) -> str:
    """Return what the link allows, its parent's end included, such as “Works once, closes in 7 days.”"""
    times = link.max_uses
    if times is None:
        uses = _("Works any number of times")
    elif times == 1:
        uses = _("Works once")
    else:
        uses = ngettext("Works %(count)d time", "Works %(count)d times", times) % {"count": times}
    return _("%(uses)s, %(closes)s.") % {"uses": uses, "closes": _end_clause(link.ends_at, user, now)}


def new_address_text() -> str:
    """Return the text that says that an address was replaced."""
    return _("The address is new, because the old one no longer works.")


def copied_text(text: str, *, renewed: bool) -> str:
    """Return the text about an address that was just handed out; for a new one, say that it was replaced."""
    return join_sentences(new_address_text(), text) if renewed else text


def _end_clause(instant: datetime | None, user: User, now: datetime) -> str:
    if instant is None:
        return _("never expires")
    for days in (1, 7, 30):
        if abs(instant - now - timedelta(days=days)) < ROUNDING:
            return _("closes in 24 hours") if days == 1 else _("closes in %(days)d days") % {"days": days}
    return _("until %(end)s") % {"end": end_text(instant, user)}


def open_until_text(instant: datetime, user: User) -> str:
    """Return a text such as “Open until Thursday 3 December 2026, 09:00, Madrid time.”"""
    return _("Open until %(end)s.") % {"end": end_text(instant, user)}


def end_text(instant: datetime, user: User) -> str:
    """Return “Thursday 3 December 2026, 09:00, Madrid time”, or “the end of Wednesday 2 December 2026, Madrid time”."""
    values = {"end": until_text(instant, user.shown_clock), "zone": zone_name(timezone.get_current_timezone_name())}
    return _("%(end)s, %(zone)s") % values


def window_text(first: date | None, last: date | None) -> str:
    """Return the days of the meetings that a link allows, such as “until Thursday 3 December 2026”.

    Empty if it allows all days.
    """
    if first is not None and last is not None:
        return days_text(first, last)
    if first is not None:
        return _("from %(day)s on") % {"day": full_day_text(first)}
    return "" if last is None else _("until %(day)s") % {"day": full_day_text(last)}


class BriefMoment(NamedTuple):
    """A moment in two lines of a list, such as “3 December” (with the year if it is another one) and “09:00”."""

    day: str
    time: str
    # The same on one line, to stand after “until”.
    line: str


def brief_past_text(instant: datetime, user: User, now: datetime) -> BriefMoment:
    """Return when something happened."""
    day, time = past_day_text(instant, now), time_text(instant, user.shown_clock)
    return BriefMoment(day, time, _("%(day)s, %(time)s") % {"day": day, "time": time})


def brief_end_text(instant: datetime, user: User, now: datetime) -> BriefMoment:
    """Return until when something lasts. A midnight reads as the end of the day before, as in `end_text`."""
    if day_ending_at(instant) is None:
        return brief_past_text(instant, user, now)
    day = past_day_text(instant - MICROSECOND, now)
    return BriefMoment(day, _("end of the day"), end_of_text(day))


def outstanding_text(count: int, most: int) -> str:
    """Return a text such as “3 outstanding”, or “100+ outstanding” if the count reaches `most`."""
    if not count:
        return _("None outstanding")
    if count >= most:
        return _("%(count)d+ outstanding") % {"count": most}
    return ngettext("%(count)d outstanding", "%(count)d outstanding", count) % {"count": count}


def dead_link_text(dead: DeadReason) -> str:
    """Return why a link cannot be copied any more, and what to do instead."""
    return {
        DeadReason.USED: _("This link has been used. Make a new one."),
        DeadReason.REVOKED: _("This link has been revoked. Make a new one."),
        DeadReason.EXPIRED: _("This link has expired. Make a new one."),
        DeadReason.DELETED: _("The page of this link has been archived. Make a link from another page."),
        DeadReason.PAUSED: _("The page of this link is paused. Its links work again once it accepts bookings."),
    }[dead]


def link_warning(link: Link) -> str:
    """Return a warning if nothing can be booked through a link that works, or without a place to meet; otherwise an
    empty text.
    """
    warning = _closed_text(link.target)
    if not (warning or event_types_through(link)):
        warning = _("Customers cannot book with this link while its event types are paused.")
    return warning or _placeless_text(link.target)


def page_warning(page: Page) -> str:
    """Return a warning if the page offers nothing to book, only what is paused, or meetings without a place; otherwise
    an empty text.
    """
    return _closed_text(page) or _placeless_text(page)


def _closed_text(page: Page) -> str:
    if not offers_nothing(page):
        if event_types_of(page):
            return ""
        return _("Customers cannot book on “%(page)s” while its event types are paused.") % {"page": page}
    if page.kind == Page.Kind.BOOKING:
        return _("Customers cannot book on “%(page)s” until it offers an event type.") % {"page": page}
    return _("Customers cannot book on “%(page)s” until you add an event type and assign it.") % {"page": page}


def _placeless_text(page: Page) -> str:
    if not Page.objects.without_place().filter(pk=page.pk).exists():
        return ""
    return _("“%(page)s” has no place to meet yet: it is a video call without a link.") % {"page": page}
