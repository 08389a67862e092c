"""Reads connected calendars while their owner waits."""

from collections.abc import Callable, Sequence

from calendars.actions.choosing import FirstReading
from calendars.at_once import ask_at_once
from calendars.errors import CalendarRefusal
from calendars.models import Calendar, Connection
from calendars.providers import Access, Outcome
from calendars.reading import Whose
from calendars.secrets import open_access
from calendars.services import provider_of, there
from calendars.weeks import Span
from deliveries.queries import clock
from pages.queries.elsewhere import own_uids, reading_window


def first_readings(
    connection: Connection, calendars: Sequence[Calendar]
) -> tuple[dict[int, FirstReading], list[tuple[Calendar, CalendarRefusal]]]:
    """Read the calendars, all at once. Return what they say by their ids, and which could not be read and why."""
    if not calendars:
        return {}, []
    user, began = connection.user, clock()
    window = reading_window(connection.organization_id, began)
    addresses = frozenset({user.email.lower(), connection.account.lower()})
    whose = Whose(user.time_zone, addresses, own_uids(user.pk, began))
    try:
        access = open_access(connection)
    except CalendarRefusal as refusal:
        return {}, [(one, refusal) for one in calendars]
    answers = ask_at_once({one.pk: _asked(access, one, whose, window) for one in calendars})
    by_id = {one.pk: one for one in calendars}
    refusals = [(by_id[pk], said) for pk, said in answers.items() if isinstance(said, CalendarRefusal)]
    readings = {
        pk: FirstReading(began, window, said) for pk, said in answers.items() if not isinstance(said, CalendarRefusal)
    }
    return readings, refusals


def _asked(access: Access, calendar: Calendar, whose: Whose, window: Span) -> Callable[[], Outcome]:
    read, known = provider_of(calendar.connection).read_calendar, there(calendar)
    return lambda: read(access, known, {}, whose, window)
