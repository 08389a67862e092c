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
    return any(one < end and one + timedelta(minutes=30) > start for one in busy)


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
        told = [one for one in self.conflicts if one.end() > self.now and overlaps(one.start, one.end(), busy)]
        ahead = [
            one for one in self.meetings if one.host == host and one.status == "scheduled" and one.start > self.now
        ]
        told += [one for one in ahead if one not in told and overlaps(one.start, one.end(), new)]
        self.conflicts = told

    def settled(self, one: Meeting) -> None:
        """It was moved or does not take place."""
        self.conflicts = [other for other in self.conflicts if other is not one]

    def free(
        self, host: str, kind: str, start: datetime, length: int, after: int, notice: int, but: Meeting | None = None
    ) -> bool:
        """Whether the host is offered then."""
        end = start + timedelta(minutes=length)
        if end > start.replace(hour=0, minute=0) + self.closes or start < self.now + timedelta(minutes=notice):
            return False
        if overlaps(start, end + timedelta(minutes=after), self.busy.get(host, set())):
            return False
        others = [one for one in self.meetings if one.host == host and one is not but]
        for one in others:
            for taken in one.takes:
                over = taken + timedelta(minutes=one.duration)
                if not (taken >= end + timedelta(minutes=after) or start >= over + timedelta(minutes=one.after)):
                    return False
        limit = self.kinds[kind].a_day
        that_day = [taken for one in others if one.kind == kind for taken in one.takes if taken.date() == start.date()]
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
        if not all(self.free(ticket.host, kind, one, rules.duration, rules.after, rules.notice) for one in starts):
            return "SlotTaken"
        ticket.used = True
        status, verb = ("requested", "requested") if rules.approval else ("scheduled", "booked")
        made = Meeting(ticket.host, kind, status, starts[0], rules.duration, rules.after, rules.moving, verbs=[verb])
        if rules.approval:
            made.suggested, made.held = ordered, rules.holds
        self.meetings.append(made)
        return "done"

    def reschedule(self, one: Meeting, start: datetime, by_host: bool) -> str:
        if one.status == "scheduled" and one.start == start:
            return "done"
        if one.status not in {"requested", "scheduled"}:
            return "NotTakingPlace"
        if one.start <= self.now:
            return "AlreadyStarted"
        if one.status == "requested":
            return "NotTakingPlace"
        if not by_host and not one.moving:
            return "TooLate"
        if one.host in self.left:
            return "HostLeft"
        notice = 0 if by_host else self.kinds[one.kind].notice
        if not self.free(one.host, one.kind, start, one.duration, one.after, notice, one):
            return "SlotTaken"
        self.settled(one)
        return one.change("rescheduled", start=start)

    def cancel(self, one: Meeting, by_host: bool) -> str:
        if one.status in {"cancelled", "withdrawn"}:
            return "done"
        if one.status not in {"requested", "scheduled"}:
            return "NotTakingPlace"
        if one.status == "scheduled" and (one.end() if by_host else one.start) <= self.now:
            return "AlreadyStarted"
        self.settled(one)
        return one.change("cancelled", status="withdrawn" if one.status == "requested" else "cancelled")

    def approve(self, one: Meeting, start: datetime) -> str:
        if one.status == "scheduled" and one.start == start:
            return "done"
        if one.status != "requested":
            return "NotRequested"
        if start not in one.suggested:
            return "SlotTaken"
        if one.host in self.left:
            return "HostLeft"
        if not self.free(one.host, one.kind, start, one.duration, one.after, 0, one):
            return "SlotTaken"
        return one.change("approved", status="scheduled", start=start)

    def decline(self, one: Meeting) -> str:
        if one.status == "declined":
            return "done"
        if one.status != "requested":
            return "NotRequested"
        return one.change("declined", status="declined")

    def miss(self, one: Meeting) -> str:
        if one.status == "no_show":
            return "done"
        if one.status != "scheduled":
            return "NotTakingPlace"
        if one.start > self.now:
            return "NotStarted"
        one.status = "no_show"
        one.verbs.append("no-show")
        return "done"
