"""Reads connected calendars while somebody waits: their owner, or a customer whose booking is to be decided."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from time import monotonic

from django.conf import settings
from django.db import Error

from bookings.actions.edits import handle_reading
from bookings.errors import SlotTaken
from bookings.readings import whose_calendar, window_ahead
from bookings.steps.check import assign_places
from calendars.actions.choosing import FirstReading
from calendars.actions.claiming import Claim, claim_checked, claim_stale, hosts_to_ask, note_failure, note_success
from calendars.actions.reading import keep_reading
from calendars.actions.renewing import are_tokens_over, usable_access
from calendars.at_once import MOST_AT_ONCE, MOST_SECONDS, ask_at_once
from calendars.errors import CalendarRefusal, SecretLost
from calendars.models import Calendar, Connection
from calendars.providers import Access, Outcome
from calendars.queries import written_entries
from calendars.readers import PASSING, Answer, ReadingTask, insist_on_keeping, knows_less, read_there
from calendars.secrets import open_access
from calendars.weeks import Span
from core.database import read_clock, sqlstate
from pages.offers import Offer

Unreadable = tuple[Calendar, CalendarRefusal]
# Seconds that a customer waits for calendars, all together, and the hosts whose calendars are asked.
PATIENCE = 1.8
MOST_HOSTS = 10


def first_readings(
    connection: Connection, calendars: Sequence[Calendar]
) -> tuple[dict[int, FirstReading], list[Unreadable]]:
    """Read calendars of the connection, all at once. Return what they say by their ids, and which cannot be read.

    Raise CalendarRefusal, if there is no way to its server.
    """
    began = read_clock()
    answers = _ask(connection, [Claim(one, began, is_told=False) for one in calendars])
    readings = {
        task.claim.calendar.pk: FirstReading(began, task.window, said)
        for task, said in answers
        if not isinstance(said, CalendarRefusal)
    }
    return readings, _refused(answers)


def check_now(connection: Connection) -> list[Unreadable]:
    """Read the connection's checked calendars, all at once, and keep what they say. Return which cannot be read."""
    claims = claim_checked(connection)
    try:
        answers = _ask(connection, claims)
    except CalendarRefusal as refusal:
        for claim in claims:
            note_failure(calendar=claim.calendar, error=refusal)
        return [(claim.calendar, refusal) for claim in claims]
    for task, said in answers:
        if isinstance(said, CalendarRefusal):
            note_failure(calendar=task.claim.calendar, error=said)
        elif insist_on_keeping(task, said, handle_reading):
            note_success(task.claim)
    return _refused(answers)


def read_once_more(hosts: Collection[int]) -> None:
    """Read the hosts' calendars once more before a meeting of theirs is decided, and keep what they say.

    Call it outside of transactions. What does not answer within PATIENCE is judged by what is known of it.
    """
    if not settings.FRESH_CHECK or not (asked := hosts_to_ask(hosts)):
        return
    until = monotonic() + PATIENCE
    tasks = _tasks_in_time(claim_stale(hosts=asked, limit=MOST_AT_ONCE), until)
    answers = ask_at_once({number: partial(read_there, one) for number, one in enumerate(tasks)}, until - monotonic())
    for number, task in enumerate(tasks):
        said = answers[number]
        if not isinstance(said, CalendarRefusal) and monotonic() < until:
            _keep_in_time(task, said, until)


def read_for_booking(offer: Offer, starts: Sequence[datetime], now: datetime) -> None:
    """Read the calendars of whoever would hold meetings at these starts once more, as `read_once_more` does."""
    read_once_more(likely_hosts(offer, starts, now))


def likely_hosts(offer: Offer, starts: Sequence[datetime], now: datetime) -> set[int]:
    """Return who would hold meetings at these starts as things stand, of those whose calendars are to be read."""
    persons = hosts_to_ask(offer.persons) if settings.FRESH_CHECK else set[int]()
    if not persons or all(len(seat.open_to) == 1 for seat in offer.seats):
        return persons
    found = set[int]()
    for start in starts:
        try:
            found |= {place.person for place in assign_places(offer, start, now)}
        except SlotTaken:
            continue
    return set(sorted(found & persons)[:MOST_HOSTS])


def _tasks_in_time(claims: Sequence[Claim], until: float) -> list[ReadingTask]:
    found = []
    windows = {host: window_ahead(host, claims[0].began) for host in {one.calendar.host_id for one in claims}}
    for claim in claims:
        calendar = claim.calendar
        try:
            access = replace(open_access(calendar.connection), until=until)
        except SecretLost:
            continue
        if are_tokens_over(access, 0):
            # The readers renew tokens in good time; if they could not, no customer waits for it.
            continue
        found.append(_task(claim, access, windows[calendar.host_id]))
    return found


def _task(claim: Claim, access: Access, window: Span) -> ReadingTask:
    calendar, began = claim.calendar, claim.began
    return ReadingTask(claim, access, whose_calendar(calendar, began), window, written_entries(calendar, began))


def _keep_in_time(task: ReadingTask, said: Outcome, until: float) -> None:
    claim = task.claim
    if said.found is not None and knows_less(task, whose_calendar(claim.calendar, claim.began)):
        return
    try:
        keep_reading(
            calendar=claim.calendar,
            began=claim.began,
            window=task.window,
            outcome=said,
            on_change=handle_reading,
            patience=until - monotonic(),
        )
    except Error as error:
        if sqlstate(error) not in PASSING:
            raise


def _ask(connection: Connection, claims: Sequence[Claim]) -> list[tuple[ReadingTask, Answer]]:
    """Return what the server says of each calendar."""
    if not claims:
        return []
    # New tokens are waited for in the same time.
    until = monotonic() + MOST_SECONDS
    access, window = usable_access(connection, until=until), window_ahead(connection.user_id, claims[0].began)
    tasks = [_task(one, access, window) for one in claims]
    answers = ask_at_once({number: partial(read_there, one) for number, one in enumerate(tasks)}, until - monotonic())
    return [(task, answers[number]) for number, task in enumerate(tasks)]


def _refused(answers: Sequence[tuple[ReadingTask, Answer]]) -> list[Unreadable]:
    return [(task.claim.calendar, said) for task, said in answers if isinstance(said, CalendarRefusal)]
