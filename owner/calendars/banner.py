"""The banner on every page of an owner whose calendar cannot be read."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from accounts.models import User
from calendars.queries import CalendarNotice, calendar_notices
from core.text import join_sentences
from owner.calendars.cards import account_text, service_of
from owner.calendars.connection_list import moment_text
from owner.calendars.texts import unread_reason


@dataclass(frozen=True, slots=True)
class ShownNotice:
    """A notice with its sentence, and with a shorter one for where several notices share a banner."""

    notice: CalendarNotice
    sentence: str
    short: str


def unread_calendars(request: HttpRequest) -> dict[str, object]:
    """Context processor: the user's calendars that cannot be read, those first that keep customers from booking.

    They are looked up only where a template shows them, and only if the user has checked calendars. The query that
    loads the user says whether.
    """

    def load_notices() -> list[ShownNotice]:
        if not isinstance(request.user, User) or not getattr(request.user, "has_checked_calendars", True):
            return []
        now, clock = timezone.now(), request.user.shown_clock
        notices = sorted(calendar_notices(request.user, now), key=lambda notice: not notice.is_closed)
        return [ShownNotice(notice, _sentence(notice, clock, now), _short(notice, clock, now)) for notice in notices]

    return {"unread_calendars": SimpleLazyObject(load_notices)}


def _sentence(notice: CalendarNotice, clock: str, now: datetime) -> str:
    connection = notice.calendar.connection
    values = {
        "name": notice.calendar.name,
        "service": service_of(connection).name,
        "account": account_text(connection),
        "since": moment_text(notice.since, clock, now) if notice.since else "",
        "closes": moment_text(notice.closes_at, clock, now),
    }
    closing = ""
    if notice.since is None:
        text = _("Nobody can book you: your calendar “%(name)s” (%(service)s, %(account)s) cannot be read.")
    elif notice.is_closed:
        text = _(
            "Nobody has been able to book you since %(closes)s: your calendar “%(name)s” (%(service)s, %(account)s) "
            "cannot be read."
        )
    else:
        text = _("Your calendar “%(name)s” (%(service)s, %(account)s) has not been read since %(since)s.")
        closing = _("From %(closes)s on nobody can book you, so that you are not booked twice.")
    return join_sentences(text % values, unread_reason(connection), closing % values)


def _short(notice: CalendarNotice, clock: str, now: datetime) -> str:
    text = _("“%(name)s” has not been read since %(since)s.") if notice.since else _("“%(name)s” cannot be read.")
    since = moment_text(notice.since, clock, now) if notice.since else ""
    known = {"name": notice.calendar.name, "since": since}
    return join_sentences(text % known, unread_reason(notice.calendar.connection))
