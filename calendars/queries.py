"""Reads of connected calendars."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, F, Min, OuterRef

from accounts.models import User
from calendars.models import Alert, BusyWeek, Calendar, Connection, HostEntry, Target
from calendars.providers import EntryPlace, WrittenEntry
from calendars.weeks import Row, Span, clip_spans, merge_spans, week_of
from core.dates import from_epoch, to_epoch

State = HostEntry.State
# How long a reading counts, from when it began. Files at an address are read less often than calendars of servers.
MAX_AGE = timedelta(hours=1)
# If nothing was read for this long although something is due, the readers are not running.
LATE = timedelta(minutes=15)
# A row that has time of a window begins up to a week before the window.
WEEK = timedelta(days=7)
MAX_AGES = {Connection.Kind.ICS.value: timedelta(hours=3)}

# Whether the last reading of a calendar still counts, by the database's clock; NULL if it was never read. A reading
# younger than the shortest age counts for every kind, so the connection is read for older ones only.
_AGES = " ".join(f"WHEN '{kind}' THEN interval '{age.total_seconds():.0f} s'" for kind, age in MAX_AGES.items())
_AGE, _SHORTEST = "clock_timestamp() - calendar.read_at", f"interval '{MAX_AGE.total_seconds():.0f} s'"
_COUNTS = f"""({_AGE} < {_SHORTEST} OR {_AGE} < (
    SELECT CASE connection.kind {_AGES} ELSE {_SHORTEST} END
    FROM calendars_connection connection WHERE connection.id = calendar.connection_id
))"""  # noqa: S608 - constants of this module
_CHECKED = "calendars_calendar calendar WHERE calendar.checked"
# Two branches of the query of hosts' time, with its parameters: the busy time of calendars, and the time for which no
# reading counts, which is busy, too. So nobody can book a host whose calendar cannot be read.
BUSY_ELSEWHERE = f"""
    SELECT host_id, NULL, unnest(starts), unnest(ends), 0, 0 FROM calendars_busyweek
    WHERE host_id = ANY(%(hosts)s) AND week BETWEEN %(first)s - interval '7 days' AND %(last)s
    UNION ALL
    SELECT calendar.host_id, NULL,
           extract(epoch FROM CASE WHEN {_COUNTS} THEN calendar.known_until ELSE %(first)s END)::bigint,
           extract(epoch FROM %(last)s)::bigint, 0, 0
    FROM {_CHECKED} AND calendar.host_id = ANY(%(hosts)s)
      AND (({_COUNTS}) IS NOT TRUE OR calendar.known_until < %(last)s)
"""  # noqa: S608 - constants of this module
# A condition on a row of users called `host`: no reading counts for one of their calendars.
CLOSED = f"EXISTS (SELECT FROM {_CHECKED} AND calendar.host_id = host.id AND ({_COUNTS}) IS NOT TRUE)"


# Whether a row of users has a calendar that counts.
HAS_CHECKED = Exists(Calendar.objects.filter(host=OuterRef("pk"), checked=True))


# Kinds of connections whose calendars make rooms for video calls.
MAKES_ROOMS = (Connection.Kind.GOOGLE, Connection.Kind.MICROSOFT)


def hosts_with_rooms(users: Iterable[int]) -> set[int]:
    """Return those of the users whose meetings are added to a calendar that makes rooms for video calls."""
    targets = Target.objects.filter(host__in=users, calendar__connection__kind__in=MAKES_ROOMS)
    return set(targets.filter(calendar__connection__disconnected_at=None).values_list("host", flat=True))


def max_age(kind: str) -> timedelta:
    """Return how long a reading of a connection of this kind counts."""
    return MAX_AGES.get(kind, MAX_AGE)


@dataclass(frozen=True, slots=True)
class CalendarNotice:
    """A notice to a host about a calendar that cannot be read. `since` is when it was read last, if it ever was.

    Nobody can book the host from `closes_at` on. `is_refused` means that only reconnecting helps.
    """

    calendar: Calendar
    since: datetime | None
    closes_at: datetime
    is_closed: bool
    is_refused: bool


def calendar_notices(user: User, now: datetime) -> list[CalendarNotice]:
    """Return a notice for each checked calendar of the user that cannot be read, or was not read for too long.

    In the latter case nobody can book them, whatever the reason is. One query.
    """
    alerts = Alert.objects.filter(kind=Alert.Kind.UNREAD, closed_at=None, calendar=OuterRef("pk"))
    checked = Calendar.objects.filter(host=user, checked=True).select_related("connection").order_by("pk")
    found = []
    for calendar in checked.annotate(is_told=Exists(alerts)):
        connection, since = calendar.connection, calendar.read_at
        closes_at = now if since is None else since + max_age(connection.kind)
        if calendar.is_told or closes_at <= now:
            is_refused = connection.state == Connection.State.REFUSED
            found.append(CalendarNotice(calendar, since, closes_at, closes_at <= now, is_refused))
    return found


def unread_since(now: datetime) -> datetime | None:
    """Return since when calendars are due and none is read, or None if the readers are running.

    A calendar whose server refuses access is not due.
    """
    waiting = Calendar.objects.filter(checked=True, connection__disconnected_at=None, due_at__lte=now - LATE)
    waiting = waiting.exclude(connection__state=Connection.State.REFUSED)
    since: datetime | None = waiting.aggregate(first=Min("due_at"))["first"]
    if since is None or Calendar.objects.filter(read_at__gt=now - LATE).exists():
        return None
    return since


def weeks_of(calendar: Calendar) -> dict[int, Row]:
    """Return all that is known of the calendar's busy time, by the beginning of each week."""
    rows = BusyWeek.objects.filter(calendar=calendar).values_list("week", "starts", "ends")
    return {to_epoch(week): (tuple(starts), tuple(ends)) for week, starts, ends in rows}


def week_rows(calendar: Calendar, rows: Iterable[tuple[int, Row]]) -> list[BusyWeek]:
    """Return the unsaved rows of the calendar's weeks."""
    return [
        BusyWeek(
            calendar_id=calendar.pk, host_id=calendar.host_id, week=from_epoch(week), starts=[*starts], ends=[*ends]
        )
        for week, (starts, ends) in rows
    ]


def busy_around(host: int, spans: Iterable[Span]) -> list[Span]:
    """Return the host's busy time by all their checked calendars, from the first week of the spans to the last."""
    edges = [edge for span in spans for edge in span]
    if not edges:
        return []
    weeks = BusyWeek.objects.filter(host=host, week__range=(from_epoch(week_of(min(edges))), from_epoch(max(edges))))
    rows = weeks.values_list("starts", "ends")
    return merge_spans(span for starts, ends in rows for span in zip(starts, ends, strict=True))


def connection_states(organization_id: int) -> dict[int, Connection]:
    """Return the connection that has failed longest of each user who has connected a calendar. One query."""
    live = Connection.objects.filter(organization=organization_id, disconnected_at=None)
    # Those that work come last.
    found = live.only("user", "state", "failing_since").order_by("user", F("failing_since").asc(nulls_last=True), "pk")
    return {connection.user_id: connection for connection in found.distinct("user")}


def written_entries(calendar: Calendar, now: datetime) -> tuple[WrittenEntry, ...]:
    """Return our entries in the calendar that are not over. One query."""
    entries = HostEntry.objects.filter(calendar=calendar, ends_at__gt=now).exclude(remote="")
    rows = entries.filter(state__in=[State.WRITTEN, State.MOVED, State.MISSING]).order_by("starts_at", "pk")
    return tuple(
        WrittenEntry(
            row=row.pk,
            uid=str(row.meeting),
            sequence=row.sequence,
            place=EntryPlace(row.remote, row.etag),
            starts=to_epoch(row.starts_at),
            known=_known_span(row),
            is_lost=row.lost_at is not None,
        )
        for row in rows
    )


def _known_span(row: HostEntry) -> Span | None:
    if row.state == State.MISSING:
        return None
    return to_epoch(row.found_starts_at or row.starts_at), to_epoch(row.found_ends_at or row.ends_at)


def busy_elsewhere(user: User, window: Span) -> dict[int, list[Span]]:
    """Return when the user is busy within the window, by the id of the calendar that says so."""
    first, last = from_epoch(window[0]) - WEEK, from_epoch(window[1])
    found: dict[int, list[Span]] = defaultdict(list)
    rows = BusyWeek.objects.filter(host=user, week__gt=first, week__lt=last).values_list("calendar", "starts", "ends")
    for calendar, starts, ends in rows:
        found[calendar] += zip(starts, ends, strict=True)
    return {calendar: merge_spans(clip_spans(spans, window)) for calendar, spans in found.items()}
