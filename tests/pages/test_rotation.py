"""Who of a pool gets the next ten bookings: for each distribution a table of stories.

In a story a letter is a customer's booking and who gets it, `-` one who is refused; `=` before it means the same time
as the booking before, else everybody wants a time of their own. What happens between them stands in parentheses: a
member cancels or misses (loses) its last meeting, joins, leaves, pauses, resumes; its page closes, opens or is
archived; its host departs or returns; the pool is shared out `by` another distribution.
"""

import re

import pytest

from accounts.models import User
from bookings.actions import book
from bookings.models import Booking
from pages.actions.rotation import uncount_turns
from pages.models import Distribution, HostTime, Page, PoolMember
from tests.builders import NOW, START, add_colleagues, managed_event_type, pool_of, submission, team_page
from tests.pages.team import Team

pytestmark = pytest.mark.django_db

STEP = re.compile(
    r"(?P<same>=?)(?P<gets>[A-D-])|\((?P<who>[A-D]) (?P<does>\w+)(?: at (?P<priority>\d+))?\)|\(by (?P<by>\w+)\)"
)

ROUND_ROBIN = {
    "r19 twelve bookings are four each": ("A B C", "A B C A B C A B C A B C"),
    "r19 a cancellation makes them next": ("A B C", "A B C A B C (B cancels) B A B C"),
    "r19 who joins late is not flooded": ("A B", "A B A B A B (C joins) A B C A"),
    "r19 who joins within a round still has its turn": ("A B", "A B A (C joins) B C A B C A B"),
    "a no-show is lost as well, and two are made up at once": ("A B C", "A B C A B C (A cancels) (A misses) A A A B"),
    "who pauses is not owed what they missed": ("A B C", "A B (C pauses) A B A B (C resumes) A B C A"),
    "nor whose page is paused": ("A B C", "A B C (A closes) B C B C (A opens) A B C"),
    "nor who leaves and joins again, now as the last": ("A B C", "A B C (B leaves) A C A C (B joins) A C B"),
    "an archived page is left out": ("A B C", "A B C (B archives) A C A C A C A"),
    "where the next in line is busy nobody gets it": ("A B", "A =B =- A B =A B A =B =- A B"),
    "while nobody takes part nobody gets it, and a host who was away is not owed it": (
        "A B",
        "A B (A closes) (B departs) - (A opens) A A (B returns) A B A B A B",
    ),
    "what somebody away has lost is not made up by a newcomer": (
        "A B C",
        "A B C A B C (A closes) (A cancels) (A cancels) (D joins) B C D B",
    ),
    "a newcomer while all are away is not flooded": (
        "A B",
        "A B A B (A closes) (B closes) (C joins) (A opens) (B opens) A B C A B C",
    ),
    "all start anew when a pool becomes a round robin": (
        "A10 B C",
        "A B C A (by priority) A A A (by round_robin) A B C",
    ),
    "another distribution goes by the bookings before it": ("A B C", "A B C A (by longest_idle) B C A B C A"),
}
LONGEST_IDLE = {
    "in turns, new ones by id": ("A B C", "A B C A B C A B C A"),
    "a cancelled booking is as if it had not been": ("A B C", "A B C A (A cancels) A B C A B C"),
    "who has none left is new again": ("A B C", "A B C A (C cancels) C B A C B A"),
    "by a no-show too": ("A B C", "A B C (B misses) B A C B A C B"),
    "who joins comes first, and once": ("A B", "A B A B (C joins) C A B C A B"),
    "so does who paused": ("A B C", "A B C (B pauses) A C A C (B resumes) B A C"),
    "and whose page was paused": ("A B C", "A B C (A closes) B C B C (A opens) A B C"),
    "who leaves and joins again is known": ("A B C", "A B C (B leaves) A C (B joins) B A C B A"),
    "at one time each free one in turn": ("A B C", "A =B =C A =B =C =- A B C A"),
    "a cancelled time is free again": ("A B C", "A =B =C (B cancels) =B A C B A C B"),
    "a missed one is not": ("A B", "A =B (A misses) =- A B A B A B A B"),
}
PRIORITY = {
    "always the highest": ("A1 B10 C", "B B B B B B B B B B"),
    "the next where the highest is busy": ("A10 B C1", "A =B =C =- A =B =C =- A =B A A"),
    "equals in turns": ("A B C1", "A B A B A B A B A B"),
    "what equals lose is as if it had not been": ("A B", "A B A (A cancels) A B (B misses) B A B A B"),
    "a higher one joins": ("A B", "A B (C joins at 9) C C C C C C C C"),
    "the highest pauses, or is away": ("A10 B", "A A (A pauses) B B (A resumes) A A (A departs) B B (A returns) A A"),
}  # fmt: skip
# The first two of each distribution are told in `make test`.
STORIES = [
    pytest.param(
        distribution, members, story, id=f"{distribution}: {title}", marks=[pytest.mark.walk] if number > 1 else []
    )
    for distribution, table in (
        (Distribution.ROUND_ROBIN, ROUND_ROBIN),
        (Distribution.LONGEST_IDLE, LONGEST_IDLE),
        (Distribution.PRIORITY, PRIORITY),
    )
    for number, (title, (members, story)) in enumerate(table.items())
]


@pytest.mark.parametrize(("distribution", "members", "story"), STORIES)
@pytest.mark.feature("A11", "R19")
def test_the_next_ten_bookings(ana: User, distribution: str, members: str, story: str) -> None:
    cast = sorted(set(re.findall("[A-D]", members + story)))
    team = Team(ana, dict(zip(cast, add_colleagues(ana, len(cast)), strict=True)), members, distribution)
    told, happened = list(STEP.finditer(story)), []
    assert not STEP.sub("", story).split(), "a step that is not understood"
    for step in told:
        if step["gets"]:
            happened.append(step["same"] + team.book(same_time=bool(step["same"])))
        elif step["by"]:
            team.distribute(step["by"])
        else:
            given = {"priority": int(step["priority"])} if step["priority"] else {}
            getattr(team, step["does"])(step["who"], **given)
    assert " ".join(happened) == " ".join(step[0] for step in told if step["gets"])
    there = set(team.members)
    assert team.counted == team.kept
    assert team.received == {letter: count for letter, count in team.kept.items() if letter in there}


def test_longest_idle_counts_bookings_from_anywhere(ana: User) -> None:
    pages = dict(zip("ABC", add_colleagues(ana, 3), strict=True))
    team = Team(ana, pages, "A B C", Distribution.LONGEST_IDLE)
    other = managed_event_type(ana, "Something else")
    pages["A"].event_types.add(team.call, other)
    pages["B"].event_types.add(other)
    # A has had one of these at its own address; what B had was of another kind.
    for page, event_type, hours in ((pages["A"], team.call, 0), (pages["B"], other, 1)):
        form = submission(event_type.pk, START.replace(hour=START.hour - hours), email="early@example.com")
        book(submission=form, page=page, now=NOW)
    assert [team.book() for _ in range(4)] == ["B", "C", "A", "B"]


def test_panel_member_losing_meeting_is_next(ana: User) -> None:
    call, (ben, cem, dee, eve) = managed_event_type(ana), add_colleagues(ana, 4)
    leads, joins = pool_of(ana, [ben, cem], name="Lead"), pool_of(ana, [dee, eve], name="Join")
    panel = team_page(ana, call, leads, joins)

    def hosts_of_the_next(hour: int) -> list[Page]:
        form = submission(call.pk, START.replace(hour=hour), email=f"{hour}@example.com")
        booking = book(submission=form, page=panel, now=NOW).booking
        return [row.page for row in HostTime.objects.filter(meeting=booking.uid).order_by("pk")]

    assert hosts_of_the_next(10) == [ben, dee]
    for _twice in range(2):
        uncount_turns(meeting=Booking.objects.get().uid, hosts=[dee.host_id])
    standing = PoolMember.objects.filter(pool__in=[leads, joins]).order_by("pk")
    assert list(standing.values_list("page", "level", "received")) == [
        (ben.pk, 1, 1), (cem.pk, 0, 0), (dee.pk, 0, 0), (eve.pk, 0, 0),
    ]  # fmt: skip
    assert hosts_of_the_next(11) == [cem, dee]


@pytest.mark.parametrize("distribution", Distribution.values)
def test_two_pages_of_host_count_separately(ana: User, distribution: str) -> None:
    """Each gets what is its own: its share, and the times that only its hours reach."""
    pages = dict(zip("ABC", add_colleagues(ana, 3), strict=True))
    second = pages["B"]
    second.host = second.owner = pages["A"].host
    second.save()
    team = Team(ana, pages, "A B C", distribution)
    assert [team.book() for _ in range(9)] == ["A", "B", "C"] * 3
    assert team.received == team.counted == {"A": 3, "B": 3, "C": 3}
