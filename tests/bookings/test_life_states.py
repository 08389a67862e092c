"""Links and meetings, whatever happens to them in whatever order, against a plain model in Python."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from unittest import mock

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from accounts.actions import change_member
from accounts.errors import Refusal
from accounts.models import HistoryEntry, User
from bookings.actions import approve, book, cancel, decline, mark_missed, reschedule
from bookings.actions.edits import handle_reading
from bookings.models import Booking
from bookings.steps import judge
from bookings.submission import Submission
from calendars.actions.reading import keep_reading
from calendars.models import Alert, Calendar
from calendars.providers import Outcome
from calendars.reading import BusyTime
from calendars.weeks import merge_spans
from core.database import read_clock
from links.actions import mint, revoke
from links.errors import DeadLink
from links.models import Link
from pages.models import EventType, HostTime, Page, PageEventType
from tests.bookings.meetings import change_settings
from tests.bookings.reference_model import Meeting, Ticket, World
from tests.builders import NOW, START, submission
from tests.calendars.builders import claim_again, read_calendar_of, span
from tests.concurrency.invariants import BROKEN
from tests.owner.meetings.owners import listed_pks, sorted_by_hand

pytestmark = pytest.mark.walk

# Two afternoons of half hours in Madrid, which close at 17:00: 16:00 in UTC.
STARTS = [START + timedelta(days=day, minutes=30 * half) for day in (0, 1) for half in range(-2, 4)]
WHICH, BY_HOST = st.integers(0, 99), st.booleans()
EDITS = st.sampled_from(
    [
        {"duration": 60},
        {"duration": 30},
        {"after": 30},
        {"after": 0},
        {"a_day": 1},
        {"a_day": None},
        {"notice": 180},
        {"notice": 0},
        {"moving": False},
        {"moving": True},
    ]
)


# What was answered, so that a run which met no refusal is seen.
ANSWERS: Counter[str] = Counter()


def answer(deed: Callable[[], object]) -> str:
    """`done`, or the name of the refusal; of a link that is dead the reason."""
    try:
        deed()
    except DeadLink as refusal:
        heard = str(refusal.reason)
    except Refusal as refusal:
        heard = type(refusal).__name__
    else:
        heard = "done"
    ANSWERS[heard] += 1
    return heard


class Life(RuleBasedStateMachine):
    """Ana's page has three event types, Ben's one; whatever is done is done in the application and in the model."""

    # Of every example; what it writes is rolled back.
    users: dict[str, User]
    pages: dict[str, Page]
    kinds: dict[tuple[str, str], EventType]
    calendar: Calendar

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.savepoint()
        self.world = World(NOW, timedelta(hours=16))
        self.links: list[Link] = []
        self.bookings: list[Booking] = []
        self.forms: list[tuple[Link, Submission]] = []
        Calendar.objects.update(read_at=read_clock())

    def teardown(self) -> None:
        self.keeps_its_promises()
        transaction.savepoint_rollback(self.savepoint)

    def pick(self, which: int) -> tuple[Meeting, Booking]:
        number = which % len(self.bookings)
        return self.world.meetings[number], self.bookings[number]

    def actor(self, by_host: bool) -> User | None:
        return self.users["ana"] if by_host else None

    @rule(host=st.sampled_from(["ana", "ben"]), hours=st.sampled_from([None, 1, 5]))
    def mint(self, host: str, hours: int | None) -> None:
        # Nobody makes links to whoever has left.
        host = "ana" if host in self.world.left else host
        expires_at = None if hours is None else self.world.now + timedelta(hours=hours)
        page = self.pages[host]
        self.links.append(mint(actor=self.users["ana"], page=page, now=self.world.now, expires_at=expires_at))
        self.world.tickets.append(Ticket(host, expires_at))

    @precondition(lambda self: self.links)
    @rule(which=WHICH)
    def open(self, which: int) -> None:
        number = which % len(self.links)
        link = Link.objects.with_parent(pk=self.links[number].pk)
        assert (link.dead_reason(self.world.now) or "") == self.world.tickets[number].dead_reason(self.world.now)

    def books(self, number: int, kind: str, starts: list[datetime]) -> None:
        link, ticket = self.links[number], self.world.tickets[number]
        if ticket.host == "ben":
            kind = "call"
        form = submission(
            self.kinds[ticket.host, kind].pk,
            starts[0],
            further=tuple(starts[1:]),
            email=f"customer{len(self.forms)}@example.com",
        )
        made: list[Booking] = []
        heard = answer(lambda: made.append(book(submission=form, link=link, now=self.world.now).booking))
        assert heard == self.world.book(ticket, kind, starts)
        if made:
            self.bookings += made
            self.forms.append((link, form))

    @rule(host=st.sampled_from(["ana", "ana", "ben"]), start=st.sampled_from(STARTS))
    def books_a_call(self, host: str, start: datetime) -> None:
        self.mint(host, None)
        self.books(-1, "call", [start])

    @rule(kind=st.sampled_from(["ask", "hold"]), starts=st.lists(st.sampled_from(STARTS), min_size=1, max_size=4))
    def requests(self, kind: str, starts: list[datetime]) -> None:
        self.mint("ana", None)
        self.books(-1, kind, starts)

    @precondition(lambda self: self.links)
    @rule(which=WHICH, start=st.sampled_from(STARTS))
    def books_with_an_old_link(self, which: int, start: datetime) -> None:
        self.books(which % len(self.links), "call", [start])

    @precondition(lambda self: self.forms)
    @rule(which=WHICH)
    def replay(self, which: int) -> None:
        number = which % len(self.forms)
        link, form = self.forms[number]
        assert book(submission=form, link=link, now=self.world.now) == self.bookings[number].admission

    @precondition(lambda self: self.bookings)
    @rule(which=WHICH, start=st.sampled_from(STARTS), by_host=BY_HOST)
    def reschedule(self, which: int, start: datetime, by_host: bool) -> None:
        meeting, booking = self.pick(which)
        who, now = self.actor(by_host), self.world.now
        heard = answer(lambda: reschedule(booking=booking, start=start, actor=who, now=now))
        assert heard == self.world.reschedule(meeting, start, by_host)

    @precondition(lambda self: self.bookings)
    @rule(which=WHICH, by_host=BY_HOST)
    def cancel(self, which: int, by_host: bool) -> None:
        meeting, booking = self.pick(which)
        heard = answer(lambda: cancel(booking=booking, actor=self.actor(by_host), now=self.world.now))
        assert heard == self.world.cancel(meeting, by_host)

    @precondition(lambda self: self.bookings)
    @rule(which=WHICH, suggested=st.integers(0, 2))
    def approve(self, which: int, suggested: int) -> None:
        meeting, booking = self.pick(which)
        start = meeting.suggested[suggested % len(meeting.suggested)] if meeting.suggested else meeting.start
        ana, now = self.users["ana"], self.world.now
        heard = answer(lambda: approve(booking=booking, start=start, actor=ana, now=now))
        assert heard == self.world.approve(meeting, start)

    @precondition(lambda self: self.bookings)
    @rule(which=WHICH)
    def decline(self, which: int) -> None:
        meeting, booking = self.pick(which)
        heard = answer(lambda: decline(booking=booking, actor=self.users["ana"], now=self.world.now))
        assert heard == self.world.decline(meeting)

    @precondition(lambda self: self.bookings)
    @rule(which=WHICH)
    def miss(self, which: int) -> None:
        meeting, booking = self.pick(which)
        heard = answer(lambda: mark_missed(booking=booking, actor=self.users["ana"], now=self.world.now))
        assert heard == self.world.miss(meeting)

    @precondition(lambda self: self.links)
    @rule(which=WHICH)
    def revoke(self, which: int) -> None:
        number = which % len(self.links)
        revoke(actor=self.users["ana"], link=self.links[number], now=self.world.now)
        self.world.tickets[number].revoked = True

    @rule(busy=st.sets(st.sampled_from(STARTS), max_size=3))
    def reads_a_calendar(self, busy: set[datetime]) -> None:
        # What overlaps a meeting that has begun is of no use to anybody, and is told to nobody.
        busy = {start for start in busy if start >= self.world.now + timedelta(hours=1)}
        claim_again(self.calendar)
        spans = tuple(merge_spans(span(start, 30) for start in busy))
        outcome = Outcome(BusyTime(spans, {}, ()), {})
        window = span(NOW, 60 * 24 * 60)
        with mock.patch.object(judge, "read_clock", return_value=self.world.now):
            assert keep_reading(
                calendar=self.calendar, began=read_clock(), window=window, outcome=outcome, on_change=handle_reading
            )
        self.world.read("ana", busy)

    @rule(hours=st.sampled_from([1, 5]), often=st.integers(0, 2))
    def wait(self, hours: int, often: int) -> None:
        # Now and then, or all is over before it began.
        if not often and self.world.now < STARTS[-1] + timedelta(days=1):
            self.world.now += timedelta(hours=hours)

    @rule(kind=st.sampled_from(["call", "ask", "hold"]), edit=EDITS)
    def edit(self, kind: str, edit: dict[str, Any]) -> None:
        for name, value in edit.items():
            setattr(self.world.kinds[kind], name, value)
        rules = self.world.kinds[kind]
        for (_host, its), event_type in self.kinds.items():
            if its == kind:
                change_settings(
                    event_type,
                    duration=rules.duration,
                    buffer_after=rules.after,
                    notice=rules.notice,
                    limit_per_day=rules.a_day,
                    reschedule_when="any" if rules.moving else "never",
                )

    @precondition(lambda self: "ben" not in self.world.left and len(self.bookings) > 2)
    @rule()
    def ben_leaves(self) -> None:
        ben = self.users["ben"]
        change_member(actor=self.users["ana"], member=ben, role=ben.role, is_active=False)
        self.world.left.add("ben")

    @invariant()
    def what_is_stored_is_what_the_model_remembers(self) -> None:
        rows = Booking.objects.order_by("pk").values_list("status", "starts_at", "sequence")
        assert list(rows) == [(meeting.status, meeting.start, meeting.sequence) for meeting in self.world.meetings]
        taken = HostTime.objects.active().values_list("host", "starts_at")
        remembered = [
            (self.users[meeting.host].pk, start) for meeting in self.world.meetings for start in meeting.takes
        ]
        assert sorted(taken) == sorted(remembered)
        uses = Link.objects.order_by("pk").values_list("uses", flat=True)
        assert list(uses) == [int(ticket.used) for ticket in self.world.tickets]

    @invariant()
    def each_meeting_says_all_that_happened(self) -> None:
        said: dict[int, list[str]] = {booking.pk: [] for booking in self.bookings}
        for pk, verb in HistoryEntry.objects.filter(subject="booking").order_by("pk").values_list("subject_id", "verb"):
            said[pk].append(verb)
        assert list(said.values()) == [meeting.verbs for meeting in self.world.meetings]

    @invariant()
    def hosts_know_of_their_conflicts(self) -> None:
        told = Alert.objects.filter(closed_at=None).values_list("host", "meeting")
        uids = {id(meeting): booking.uid for meeting, booking in zip(self.world.meetings, self.bookings, strict=True)}
        assert set(told) == {(self.users["ana"].pk, uids[id(meeting)]) for meeting in self.world.conflicts}

    def keeps_its_promises(self) -> None:
        with connection.cursor() as cursor:
            for what, query in BROKEN.items():
                cursor.execute(query)
                assert cursor.fetchall() == [], what
        for user in self.users.values():
            assert listed_pks(user, self.world.now) == sorted_by_hand(user, self.world.now)


def live(ana: User, ben: User, runs: int, steps: int) -> None:
    """So many lives of so many steps."""
    Life.users = {"ana": ana, "ben": ben}
    Life.calendar = read_calendar_of(ana)
    Life.pages = {name: user.pages.get() for name, user in Life.users.items()}
    Life.kinds = {(name, "call"): user.event_types.get() for name, user in Life.users.items()}
    for kind in ("ask", "hold"):
        event_type = EventType.objects.create(organization=ana.organization, owner=ana, name=kind)
        change_settings(event_type, needs_approval=True, holds_suggested=kind == "hold")
        PageEventType.objects.create(page=Life.pages["ana"], event_type=event_type)
        Life.kinds["ana", kind] = event_type
    for event_type in Life.kinds.values():
        change_settings(event_type, interval=30, notice=60)
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=runs,
            stateful_step_count=steps,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.django_db
@pytest.mark.feature("R20")
def test_whatever_happens_to_a_meeting(ana, ben):
    live(ana, ben, 15, 20)


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.django_db
@pytest.mark.feature("R20")
def test_500_random_histories_match_the_model(ana, ben):
    ANSWERS.clear()
    live(ana, ben, 500, 50)
    print(dict(ANSWERS.most_common()))
    assert set(ANSWERS) >= {
        "done",
        "used",
        "revoked",
        "Overlapping",
        "SlotTaken",
        "NotTakingPlace",
        "NotRequested",
        "NotStarted",
    }
