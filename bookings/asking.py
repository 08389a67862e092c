"""Reads connected calendars while their owner waits."""

from collections.abc import Sequence
from functools import partial

from bookings.actions.conflicts import note_busy
from bookings.readings import whose_calendar, window_ahead
from calendars.actions.choosing import FirstReading
from calendars.actions.claiming import Claim, claim_checked, note_failure, note_success
from calendars.at_once import ask_at_once
from calendars.errors import CalendarRefusal, SecretLost
from calendars.models import Calendar, Connection
from calendars.readers import Answer, Errand, insist_on_keeping, read_there
from calendars.secrets import open_access
from deliveries.queries import clock

Unreadable = tuple[Calendar, CalendarRefusal]


def first_readings(
    connection: Connection, calendars: Sequence[Calendar]
) -> tuple[dict[int, FirstReading], list[Unreadable]]:
    """Read calendars of the connection, all at once. Return what they say by their ids, and which cannot be read.

    Raise SecretLost.
    """
    began = clock()
    answers = _ask(connection, [Claim(one, began, is_told=False) for one in calendars])
    readings = {
        errand.claim.calendar.pk: FirstReading(began, errand.window, said)
        for errand, said in answers
        if not isinstance(said, CalendarRefusal)
    }
    return readings, _refused(answers)


def check_now(connection: Connection) -> list[Unreadable]:
    """Read the connection's checked calendars, all at once, and keep what they say. Return which cannot be read."""
    claims = claim_checked(connection)
    try:
        answers = _ask(connection, claims)
    except SecretLost as lost:
        for claim in claims:
            note_failure(calendar=claim.calendar, error=lost)
        return [(claim.calendar, lost) for claim in claims]
    for errand, said in answers:
        if isinstance(said, CalendarRefusal):
            note_failure(calendar=errand.claim.calendar, error=said)
        elif insist_on_keeping(errand, said, note_busy):
            note_success(errand.claim)
    return _refused(answers)


def _ask(connection: Connection, claims: Sequence[Claim]) -> list[tuple[Errand, Answer]]:
    """Return what the server says of each calendar."""
    if not claims:
        return []
    access, window = open_access(connection), window_ahead(connection.user_id, claims[0].began)
    errands = [Errand(one, access, whose_calendar(one.calendar, one.began), window) for one in claims]
    answers = ask_at_once({number: partial(read_there, one) for number, one in enumerate(errands)})
    return [(errand, answers[number]) for number, errand in enumerate(errands)]


def _refused(answers: Sequence[tuple[Errand, Answer]]) -> list[Unreadable]:
    return [(errand.claim.calendar, said) for errand, said in answers if isinstance(said, CalendarRefusal)]
