"""Reads connected calendars while their owner waits."""

from collections.abc import Callable, Sequence
from datetime import datetime

from calendars.actions.choosing import FirstReading
from calendars.actions.claiming import claim_checked, note_failure, note_success
from calendars.actions.reading import OnChange, keep_reading
from calendars.at_once import ask_at_once
from calendars.errors import CalendarRefusal
from calendars.models import Calendar, Connection
from calendars.providers import Cursor, Outcome
from calendars.reading import Whose
from calendars.secrets import open_access
from calendars.services import provider_of, there
from calendars.weeks import Span
from deliveries.queries import clock
from pages.queries.elsewhere import own_uids, reading_window

Unreadable = tuple[Calendar, CalendarRefusal]


def first_readings(
    connection: Connection, calendars: Sequence[Calendar]
) -> tuple[dict[int, FirstReading], list[Unreadable]]:
    """Read the calendars, all at once. Return what they say by their ids, and which could not be read and why."""
    began = clock()
    window, answers = _ask(connection, calendars, began, {})
    readings, refusals = {}, []
    for calendar in calendars:
        said = answers[calendar.pk]
        if isinstance(said, CalendarRefusal):
            refusals.append((calendar, said))
        else:
            readings[calendar.pk] = FirstReading(began, window, said)
    return readings, refusals


def check_now(connection: Connection, on_change: OnChange) -> list[Unreadable]:
    """Read the connection's checked calendars, all at once, and keep what they say. Return which could not be read."""
    claims = claim_checked(connection)
    calendars = [one.calendar for one in claims]
    window, answers = _ask(connection, calendars, claims[0].began if claims else clock())
    refusals = []
    for claim in claims:
        calendar, said = claim.calendar, answers[claim.calendar.pk]
        if isinstance(said, CalendarRefusal):
            note_failure(calendar=calendar, error=said)
            refusals.append((calendar, said))
        elif keep_reading(calendar=calendar, began=claim.began, window=window, outcome=said, on_change=on_change):
            note_success(claim)
    return refusals


def _ask(
    connection: Connection, calendars: Sequence[Calendar], began: datetime, cursor: Cursor | None = None
) -> tuple[Span, dict[int, Outcome | CalendarRefusal]]:
    """Return the time that was asked for, and the answers, with the cursor given or else each calendar's own."""
    user = connection.user
    window = reading_window(connection.organization_id, began)
    addresses = frozenset({user.email.lower(), connection.account.lower()})
    whose = Whose(user.time_zone, addresses, own_uids(user.pk, began))
    try:
        access = open_access(connection)
    except CalendarRefusal as refusal:
        return window, {one.pk: refusal for one in calendars}
    read = provider_of(connection).read_calendar

    def asked(calendar: Calendar) -> Callable[[], Outcome]:
        known, last = there(calendar), calendar.cursor if cursor is None else cursor
        return lambda: read(access, known, last, whose, window)

    return window, ask_at_once({one.pk: asked(one) for one in calendars})
