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
# How long a reading counts, from when it began. A file at an address is read less often than what a server answers.
MAX_AGE = timedelta(hours=1)
# After this, readers that read nothing although something is due are not at their work.
LATE = timedelta(minutes=15)
# A week's row begins up to so long before what it has of a window.
WEEK = timedelta(days=7)
MAX_AGES = {Connection.Kind.ICS.value: timedelta(hours=3)}

# Whether the last reading of a calendar counts still, by the database's clock; NULL if it was never read. What was read
# within the shortest age counts for every kind, so most often the connection need not be looked at.
_AGES = " ".join(f"WHEN '{kind}' THEN interval '{age.total_seconds():.0f} s'" for kind, age in MAX_AGES.items())
_AGE, _SHORTEST = "clock_timestamp() - calendar.read_at", f"interval '{MAX_AGE.total_seconds():.0f} s'"
_COUNTS = f"""({_AGE} < {_SHORTEST} OR {_AGE} < (
    SELECT CASE way.kind {_AGES} ELSE {_SHORTEST} END
    FROM calendars_connection way WHERE way.id = calendar.connection_id
))"""  # noqa: S608 - constants of this module
_CHECKED = "calendars_calendar calendar WHERE calendar.checked"
# Two branches of the query of hosts' time, with its parameters: what calendars say, and what is not known, which is
# busy. So a calendar that is not read any more closes its host by the same judgement as a meeting does.
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
# A condition on a row of users called `host`: one of their calendars is not known at the moment.
CLOSED = f"EXISTS (SELECT FROM {_CHECKED} AND calendar.host_id = host.id AND ({_COUNTS}) IS NOT TRUE)"


# Whether a row of users has a calendar that counts.
HAS_CHECKED = Exists(Calendar.objects.filter(host=OuterRef("pk"), checked=True))


# Kinds of connections whose calendars make rooms for video calls.
MAKES_ROOMS = (Connection.Kind.GOOGLE, Connection.Kind.MICROSOFT)


def makers_of_rooms(users: Iterable[int]) -> set[int]:
    """Return those of the users whose meetings are added to a calendar that makes rooms for video calls."""
    targets = Target.objects.filter(host__in=users, calendar__connection__kind__in=MAKES_ROOMS)
    return set(targets.filter(calendar__connection__disconnected_at=None).values_list("host", flat=True))


def max_age(kind: str) -> timedelta:
    """Return how long a reading of a connection of this kind counts."""
    return MAX_AGES.get(kind, MAX_AGE)


@dataclass(frozen=True, slots=True)
class CalendarNotice:
    """What a host must know of a calendar that cannot be read. `since` is when it was read last, if it ever was.

    Nobody can book the host from `closes_at` on. `is_refused` means that only reconnecting helps.
    """

    calendar: Calendar
    since: datetime | None
    closes_at: datetime
    is_closed: bool
    is_refused: bool


def calendar_notices(user: User, now: datetime) -> list[CalendarNotice]:
    """Return what the user must know of their checked calendars: those that cannot, or could not for too long, be read.

    The latter also if nobody tried: nobody can book them, whatever the reason. One query.
    """
    told = Alert.objects.filter(kind=Alert.Kind.UNREAD, closed_at=None, calendar=OuterRef("pk"))
    checked = Calendar.objects.filter(host=user, checked=True).select_related("connection").order_by("pk")
    found = []
    for calendar in checked.annotate(is_told=Exists(told)):
        way, since = calendar.connection, calendar.read_at
        closes_at = now if since is None else since + max_age(way.kind)
        if calendar.is_told or closes_at <= now:
            is_refused = way.state == Connection.State.REFUSED
            found.append(CalendarNotice(calendar, since, closes_at, closes_at <= now, is_refused))
    return found


def unread_since(now: datetime) -> datetime | None:
    """Return since when calendars are due and none is read, or None if the readers are at their work.

    A calendar whose server refuses is not due.
    """
    waiting = Calendar.objects.filter(checked=True, connection__disconnected_at=None, due_at__lte=now - LATE)
    since = waiting.exclude(connection__state=Connection.State.REFUSED).aggregate(first=Min("due_at"))["first"]
    if since is None or Calendar.objects.filter(read_at__gt=now - LATE).exists():
        return None
    found: datetime = since
    return found


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
    """Return the host's busy time by all their checked calendars, in the weeks of the spans and between them."""
    edges = [edge for span in spans for edge in span]
    if not edges:
        return []
    weeks = BusyWeek.objects.filter(host=host, week__range=(from_epoch(week_of(min(edges))), from_epoch(max(edges))))
    rows = weeks.values_list("starts", "ends")
    return merge_spans(span for starts, ends in rows for span in zip(starts, ends, strict=True))


def connection_states(organization_id: int) -> dict[int, Connection]:
    """Return of each user who has connected a calendar the connection that fares worst. One query."""
    live = Connection.objects.filter(organization=organization_id, disconnected_at=None)
    # Those that work come last.
    found = live.only("user", "state", "failing_since").order_by("user", F("failing_since").asc(nulls_last=True), "pk")
    return {one.user_id: one for one in found.distinct("user")}


def written_entries(calendar: Calendar, now: datetime) -> tuple[WrittenEntry, ...]:
    """Return our entries in the calendar that are not over. One query."""
    ours = HostEntry.objects.filter(calendar=calendar, ends_at__gt=now).exclude(remote="")
    rows = ours.filter(state__in=[State.WRITTEN, State.MOVED, State.MISSING]).order_by("starts_at", "pk")
    return tuple(
        WrittenEntry(
            row=row.pk,
            uid=str(row.meeting),
            sequence=row.sequence,
            place=EntryPlace(row.remote, row.etag),
            starts=to_epoch(row.starts_at),
            known=_known(row),
            is_lost=row.lost_at is not None,
        )
        for row in rows
    )


def _known(row: HostEntry) -> Span | None:
    if row.state == State.MISSING:
        return None
    starts_at, ends_at = row.starts_at, row.ends_at
    if row.found_starts_at is not None and row.found_ends_at is not None:
        starts_at, ends_at = row.found_starts_at, row.found_ends_at
    return to_epoch(starts_at), to_epoch(ends_at)


def busy_elsewhere(user: User, window: Span) -> dict[int, list[Span]]:
    """Return when the user is busy within the window, by the id of the calendar that says so."""
    first, last = from_epoch(window[0]) - WEEK, from_epoch(window[1])
    found: dict[int, list[Span]] = defaultdict(list)
    rows = BusyWeek.objects.filter(host=user, week__gt=first, week__lt=last).values_list("calendar", "starts", "ends")
    for calendar, starts, ends in rows:
        found[calendar] += zip(starts, ends, strict=True)
    return {calendar: merge_spans(clip_spans(spans, window)) for calendar, spans in found.items()}
