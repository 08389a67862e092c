"""A reference model of links and meetings in plain Python, kept in memory: the application is compared with it.

It knows no database, no locks and none of the application's code, only the words of the design. Lengths are minutes.
"""

import itertools
from dataclasses import dataclass, field
from datetime import datetime, timedelta


@dataclass
class Kind:
    """An event type as it is at the moment."""

    duration: int = 30
    after: int = 0
    notice: int = 60
    a_day: int | None = None
    approval: bool = False
    holds: bool = False
    moving: bool = True


@dataclass
class Ticket:
    """A one-time link to a host's page."""

    host: str
    expires_at: datetime | None = None
    used: bool = False
    revoked: bool = False

    def dead_reason(self, now: datetime) -> str:
        if self.used:
            return "used"
        if self.revoked:
            return "revoked"
        return "expired" if self.expires_at is not None and self.expires_at <= now else ""


@dataclass
class Meeting:
    """A booking, with its terms as they were when it was made."""

    host: str
    kind: str
    status: str
    start: datetime
    duration: int
    after: int
    moving: bool
    suggested: list[datetime] = field(default_factory=list)
    held: bool = False
    sequence: int = 0
    verbs: list[str] = field(default_factory=list)

    @property
    def takes(self) -> list[datetime]:
        """The starts at which it takes its host's time."""
        if self.status == "requested":
            return self.suggested if self.held else []
        return [self.start] if self.status in {"scheduled", "no_show"} else []

    def end(self) -> datetime:
        return self.start + timedelta(minutes=self.duration)

    def change(self, verb: str, **columns: object) -> str:
        for name, value in columns.items():
            setattr(self, name, value)
        self.sequence += 1
        self.verbs.append(verb)
        return "done"


def overlaps(start: datetime, end: datetime, busy: set[datetime]) -> bool:
    return any(busy_start < end and busy_start + timedelta(minutes=30) > start for busy_start in busy)


class World:
    """Hosts, event types, links and meetings, and what the next deed answers."""

    def __init__(self, now: datetime, closes: timedelta) -> None:
        # `closes` is from midnight, on every day; of when a day opens nobody asks.
        self.now, self.closes = now, closes
        self.left: set[str] = set()
        self.kinds = {"call": Kind(), "ask": Kind(approval=True), "hold": Kind(approval=True, holds=True)}
        self.tickets: list[Ticket] = []
        self.meetings: list[Meeting] = []
        # The half hours in which a calendar says that its host is busy, and of which meetings they were told so.
        self.busy: dict[str, set[datetime]] = {}
        self.conflicts: list[Meeting] = []

    def read(self, host: str, busy: set[datetime]) -> None:
        """The host's calendar says so now."""
        new, self.busy[host] = busy - self.busy.get(host, set()), busy
        told = [
            conflict
            for conflict in self.conflicts
            if conflict.end() > self.now and overlaps(conflict.start, conflict.end(), busy)
        ]
        ahead = [
            meeting
            for meeting in self.meetings
            if meeting.host == host and meeting.status == "scheduled" and meeting.start > self.now
        ]
        told += [meeting for meeting in ahead if meeting not in told and overlaps(meeting.start, meeting.end(), new)]
        self.conflicts = told

    def settled(self, meeting: Meeting) -> None:
        """It was moved or does not take place."""
        self.conflicts = [other for other in self.conflicts if other is not meeting]

    def free(
        self, host: str, kind: str, start: datetime, length: int, after: int, notice: int, but: Meeting | None = None
    ) -> bool:
        """Whether the host is offered then."""
        end = start + timedelta(minutes=length)
        if end > start.replace(hour=0, minute=0) + self.closes or start < self.now + timedelta(minutes=notice):
            return False
        if overlaps(start, end + timedelta(minutes=after), self.busy.get(host, set())):
            return False
        others = [meeting for meeting in self.meetings if meeting.host == host and meeting is not but]
        for other in others:
            for taken in other.takes:
                over = taken + timedelta(minutes=other.duration)
                if not (taken >= end + timedelta(minutes=after) or start >= over + timedelta(minutes=other.after)):
                    return False
        limit = self.kinds[kind].a_day
        that_day = [
            taken for other in others if other.kind == kind for taken in other.takes if taken.date() == start.date()
        ]
        return limit is None or len(that_day) < limit

    def book(self, ticket: Ticket, kind: str, starts: list[datetime]) -> str:
        if dead := ticket.dead_reason(self.now):
            return dead
        if ticket.host in self.left:
            return "NotOfferedHere"
        rules = self.kinds[kind]
        if not 1 <= len(starts) <= (3 if rules.approval else 1):
            return "TimesMissing"
        ordered = sorted(starts)
        length = timedelta(minutes=rules.duration)
        if any(later < earlier + length for earlier, later in itertools.pairwise(ordered)):
            return "Overlapping"
        if not all(self.free(ticket.host, kind, begin, rules.duration, rules.after, rules.notice) for begin in starts):
            return "SlotTaken"
        ticket.used = True
        status, verb = ("requested", "requested") if rules.approval else ("scheduled", "booked")
        made = Meeting(ticket.host, kind, status, starts[0], rules.duration, rules.after, rules.moving, verbs=[verb])
        if rules.approval:
            made.suggested, made.held = ordered, rules.holds
        self.meetings.append(made)
        return "done"

    def reschedule(self, meeting: Meeting, start: datetime, by_host: bool) -> str:
        if meeting.status == "scheduled" and meeting.start == start:
            return "done"
        if meeting.status not in {"requested", "scheduled"}:
            return "NotTakingPlace"
        if meeting.start <= self.now:
            return "AlreadyStarted"
        if meeting.status == "requested":
            return "NotTakingPlace"
        if not by_host and not meeting.moving:
            return "TooLate"
        if meeting.host in self.left:
            return "HostLeft"
        notice = 0 if by_host else self.kinds[meeting.kind].notice
        if not self.free(meeting.host, meeting.kind, start, meeting.duration, meeting.after, notice, meeting):
            return "SlotTaken"
        self.settled(meeting)
        return meeting.change("rescheduled", start=start)

    def cancel(self, meeting: Meeting, by_host: bool) -> str:
        if meeting.status in {"cancelled", "withdrawn"}:
            return "done"
        if meeting.status not in {"requested", "scheduled"}:
            return "NotTakingPlace"
        if meeting.status == "scheduled" and (meeting.end() if by_host else meeting.start) <= self.now:
            return "AlreadyStarted"
        self.settled(meeting)
        return meeting.change("cancelled", status="withdrawn" if meeting.status == "requested" else "cancelled")

    def approve(self, meeting: Meeting, start: datetime) -> str:
        if meeting.status == "scheduled" and meeting.start == start:
            return "done"
        if meeting.status != "requested":
            return "NotRequested"
        if start not in meeting.suggested:
            return "SlotTaken"
        if meeting.host in self.left:
            return "HostLeft"
        if not self.free(meeting.host, meeting.kind, start, meeting.duration, meeting.after, 0, meeting):
            return "SlotTaken"
        return meeting.change("approved", status="scheduled", start=start)

    def decline(self, meeting: Meeting) -> str:
        if meeting.status == "declined":
            return "done"
        if meeting.status != "requested":
            return "NotRequested"
        return meeting.change("declined", status="declined")

    def miss(self, meeting: Meeting) -> str:
        if meeting.status == "no_show":
            return "done"
        if meeting.status != "scheduled":
            return "NotTakingPlace"
        if meeting.start > self.now:
            return "NotStarted"
        meeting.status = "no_show"
        meeting.verbs.append("no-show")
        return "done"
