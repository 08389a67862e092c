"""Moves and cancels meetings whose entries the hosts have moved or deleted in their own calendars, if they chose so.

`bookings.actions.following` says which meetings may follow, and notes them with the reading that shows the edit. They
are changed here, beside the readers, because a deleted entry is looked for in the account's other calendars first.
"""

import logging
from dataclasses import replace
from functools import partial
from threading import Event

from django.db import Error, connection

from accounts.errors import Refusal
from bookings.actions.ending import cancel
from bookings.actions.following import EDITED_STATES, can_follow, finish_following
from bookings.actions.moving import reschedule
from bookings.models import Booking
from bookings.readings import host_profile, window_ahead
from bookings.steps import judge
from calendars.actions.renewing import usable_access
from calendars.models import HostEntry
from calendars.parallel import ask_in_parallel
from calendars.providers import Outcome
from calendars.services import provider_of, remote_calendar

# Seconds between looks at what is to follow.
PAUSE = 1.0
# Meetings for one look, and other calendars in which one is looked for: where there are more, its host is asked.
MOST_FOLLOWED, MOST_OTHERS = 20, 10

log = logging.getLogger(__name__)


def keep_following(stop: Event) -> None:
    """Follow edits until `stop` is set. Wait whenever the database is away."""
    while not stop.wait(PAUSE):
        try:
            follow_edits()
        except Error as error:
            # The worker, which runs beside this, reports outages.
            log.debug("The database cannot be used: %s", error)
            connection.close()


def follow_edits() -> None:
    """Change the meetings that are to follow their hosts' calendars. Call it outside of transactions.

    If the process dies, another one goes on: what is done twice changes nothing the second time.
    """
    waiting = HostEntry.objects.filter(follow_at__isnull=False).select_related("host", "calendar__connection")
    for entry in waiting.order_by("follow_at", "pk")[:MOST_FOLLOWED]:
        try:
            is_done = _apply_edit(entry)
        except Error:
            raise
        except Exception as error:
            if not isinstance(error, Refusal):
                log.exception("A meeting could not follow its host's calendar.")
            is_done = False
        finish_following(entry, is_done=is_done)


def _apply_edit(entry: HostEntry) -> bool:
    """Move or cancel the meeting as its host has done. Return False if they are to be asked. Raise Refusal."""
    booking = Booking.objects.get(uid=entry.meeting)
    if entry.state not in EDITED_STATES or booking.sequence != entry.sequence:
        # The meeting has changed here meanwhile, and its entry with it.
        return True
    if not entry.calendar.connection.follows_edits or not can_follow(booking, entry, judge.read_clock()):
        return False
    if entry.found_starts_at is not None:
        start = entry.found_starts_at
        reschedule(booking=booking, start=start, actor=entry.host, sequence=booking.sequence, anywhere=True)
    elif _may_be_in_other_calendar(entry):
        return False
    else:
        cancel(booking=booking, actor=entry.host, sequence=booking.sequence)
    return True


def _may_be_in_other_calendar(entry: HostEntry) -> bool:
    """Return whether the host may have moved the entry into another calendar of the account.

    Raise CalendarRefusal.
    """
    account, now = entry.calendar.connection, judge.read_clock()
    others = list(
        account.calendars.filter(writable=True).exclude(pk=entry.calendar_id).select_related("connection", "host")
    )
    if not others:
        return False
    if len(others) > MOST_OTHERS:
        return True
    uid, access, window = str(entry.meeting), usable_access(account), window_ahead(entry.host_id, now)
    read_calendar = provider_of(account).read_calendar
    requests = {}
    for calendar in others:
        profile = replace(host_profile(calendar, now), own=frozenset({uid}))
        requests[calendar.pk] = partial(read_calendar, access, remote_calendar(calendar), {}, profile, window)
    for answer in ask_in_parallel(requests).values():
        if not isinstance(answer, Outcome) or not answer.found or uid in answer.found.own:
            return True
    return False
