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
from bookings.readings import host_profile, window_ahead
from bookings.steps.judge import assign_places
from calendars.actions.choosing import FirstReading
from calendars.actions.claiming import (
    Claim,
    claim_checked,
    claim_stale,
    hosts_with_stale_calendars,
    note_failure,
    note_success,
)
from calendars.actions.reading import keep_reading
from calendars.actions.renewing import are_tokens_over, usable_access
from calendars.errors import CalendarRefusal, SecretLost
from calendars.models import Calendar, Connection
from calendars.parallel import MOST_AT_ONCE, MOST_SECONDS, ask_in_parallel
from calendars.providers import Access, Outcome
from calendars.queries import written_entries
from calendars.readers import PASSING, Answer, ReadingTask, has_new_meetings, keep_with_retries, read_remote_calendar
from calendars.secrets import open_access
from calendars.weeks import Span
from core.database import read_clock
from core.outages import sqlstate
from pages.offers import Offer

UnreadableCalendar = tuple[Calendar, CalendarRefusal]
# Seconds that a customer waits for calendars, all together, and the hosts whose calendars are asked.
PATIENCE = 1.8
MOST_HOSTS = 10


def first_readings(
    connection: Connection, calendars: Sequence[Calendar]
) -> tuple[dict[int, FirstReading], list[UnreadableCalendar]]:
    """Read calendars of the connection, all at once. Return what they say by their ids, and which cannot be read.

    Raise CalendarRefusal if its server cannot be reached.
    """
    began = read_clock()
    answers = _read_all(connection, [Claim(calendar, began, has_alert=False) for calendar in calendars])
    readings = {
        task.claim.calendar.pk: FirstReading(began, task.window, answer)
        for task, answer in answers
        if not isinstance(answer, CalendarRefusal)
    }
    return readings, _unreadable_calendars(answers)


def read_checked_calendars(connection: Connection) -> list[UnreadableCalendar]:
    """Read the connection's checked calendars, all at once, and keep what they say. Return which cannot be read."""
    claims = claim_checked(connection)
    try:
        answers = _read_all(connection, claims)
    except CalendarRefusal as refusal:
        for claim in claims:
            note_failure(calendar=claim.calendar, error=refusal)
        return [(claim.calendar, refusal) for claim in claims]
    for task, answer in answers:
        if isinstance(answer, CalendarRefusal):
            note_failure(calendar=task.claim.calendar, error=answer)
        elif keep_with_retries(task, answer, handle_reading):
            note_success(task.claim)
    return _unreadable_calendars(answers)


def refresh_readings(hosts: Collection[int]) -> None:
    """Read the hosts' calendars once more before a meeting of theirs is decided, and keep what they say.

    Call it outside of transactions. Calendars that do not answer within PATIENCE keep their last reading.
    """
    if not settings.FRESH_CHECK or not (stale_hosts := hosts_with_stale_calendars(hosts)):
        return
    deadline = monotonic() + PATIENCE
    tasks = _build_tasks(claim_stale(hosts=stale_hosts, limit=MOST_AT_ONCE), deadline)
    for task, answer in _ask_all(tasks, deadline):
        if not isinstance(answer, CalendarRefusal) and monotonic() < deadline:
            _keep_if_in_time(task, answer, deadline)


def read_for_booking(offer: Offer, starts: Sequence[datetime], now: datetime) -> None:
    """Read the calendars of whoever would hold meetings at these starts once more, as `refresh_readings` does."""
    refresh_readings(hosts_to_read(offer, starts, now))


def hosts_to_read(offer: Offer, starts: Sequence[datetime], now: datetime) -> set[int]:
    """Return the hosts who would hold meetings at these starts now, and whose calendars need a fresh reading."""
    persons = hosts_with_stale_calendars(offer.persons) if settings.FRESH_CHECK else set[int]()
    if not persons or all(len(seat.eligible) == 1 for seat in offer.seats):
        return persons
    hosts = set[int]()
    for start in starts:
        try:
            hosts |= {place.person for place in assign_places(offer, start, now)}
        except SlotTaken:
            continue
    return set(sorted(hosts & persons)[:MOST_HOSTS])


def _build_tasks(claims: Sequence[Claim], deadline: float) -> list[ReadingTask]:
    tasks = []
    hosts = {claim.calendar.host_id for claim in claims}
    windows = {host: window_ahead(host, claims[0].began) for host in hosts}
    for claim in claims:
        calendar = claim.calendar
        try:
            access = replace(open_access(calendar.connection), until=deadline)
        except SecretLost:
            continue
        if are_tokens_over(access, 0):
            # The readers renew tokens in time. If they could not, no customer should wait for it.
            continue
        tasks.append(_build_task(claim, access, windows[calendar.host_id]))
    return tasks


def _build_task(claim: Claim, access: Access, window: Span) -> ReadingTask:
    calendar, began = claim.calendar, claim.began
    return ReadingTask(claim, access, host_profile(calendar, began), window, written_entries(calendar, began))


def _keep_if_in_time(task: ReadingTask, outcome: Outcome, deadline: float) -> None:
    claim = task.claim
    if outcome.found is not None and has_new_meetings(task, host_profile(claim.calendar, claim.began)):
        return
    try:
        keep_reading(
            calendar=claim.calendar,
            began=claim.began,
            window=task.window,
            outcome=outcome,
            on_change=handle_reading,
            patience=deadline - monotonic(),
        )
    except Error as error:
        if sqlstate(error) not in PASSING:
            raise


def _read_all(connection: Connection, claims: Sequence[Claim]) -> list[tuple[ReadingTask, Answer]]:
    """Return what the server says of each calendar."""
    if not claims:
        return []
    # New tokens are waited for in the same time.
    deadline = monotonic() + MOST_SECONDS
    access, window = usable_access(connection, until=deadline), window_ahead(connection.user_id, claims[0].began)
    return _ask_all([_build_task(claim, access, window) for claim in claims], deadline)


def _ask_all(tasks: Sequence[ReadingTask], deadline: float) -> list[tuple[ReadingTask, Answer]]:
    requests = {number: partial(read_remote_calendar, task) for number, task in enumerate(tasks)}
    answers = ask_in_parallel(requests, deadline - monotonic())
    return [(task, answers[number]) for number, task in enumerate(tasks)]


def _unreadable_calendars(answers: Sequence[tuple[ReadingTask, Answer]]) -> list[UnreadableCalendar]:
    return [(task.claim.calendar, answer) for task, answer in answers if isinstance(answer, CalendarRefusal)]
