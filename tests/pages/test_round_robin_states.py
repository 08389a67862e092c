"""Round robin, whatever happens: bookings, losses, members who come and go, pause and resume, close and open (R19)."""

from collections.abc import Callable, Mapping

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from accounts.models import User
from pages.models import Distribution, HostTime, Page, PoolMember
from tests.builders import add_colleagues
from tests.pages.team import NOBODY, Team

pytestmark = pytest.mark.walk

LETTERS = "ABCDE"


class RoundRobin(RuleBasedStateMachine):
    """One pool, and beside it only what nobody may doubt: who takes part, and who holds which meetings."""

    # Of every example: the organization stays, pool and page are new each time.
    admin: User
    pages: Mapping[str, Page]

    def __init__(self) -> None:
        super().__init__()
        self.team = Team(self.admin, self.pages, "A B C", Distribution.ROUND_ROBIN)
        self.closed: set[str] = set()
        self.nothing_lost = True

    def teardown(self) -> None:
        for letter in self.closed:
            self.team.opens(letter)
        # The next example has the same hosts, and wants the same times.
        HostTime.objects.update(active=False)

    @property
    def takes_part(self) -> list[str]:
        """Those who can be chosen, in the list's order."""
        return [letter for letter in self.active if letter not in self.closed]

    @property
    def active(self) -> list[str]:
        return [letter for letter, member in self.team.members.items() if member.active]

    def levels(self) -> dict[str, int]:
        rows = PoolMember.objects.filter(pool=self.team.pool).values_list("page", "level")
        return {self.team.letters[page]: level for page, level in rows}

    # Several in a row, or hardly a round would ever be completed.
    @rule(times=st.integers(1, 3))
    def book(self, times: int) -> None:
        for _ in range(times):
            before, there = self.levels(), self.takes_part
            gets = self.team.book()
            if not there:
                assert gets == NOBODY
                continue
            # min takes the first of equals: the list's order.
            assert gets == min(there, key=before.__getitem__)
            expected = {letter: before[letter] + (letter == gets) for letter in there}
            # Whoever could not be chosen is not owed what they missed.
            away = dict.fromkeys(before.keys() - expected.keys(), min(expected.values()))
            assert self.levels() == expected | away

    @precondition(lambda self: self.team.meetings)
    @rule(which=st.integers(0, 99), how=st.sampled_from(["cancels", "misses"]))
    def lose(self, which: int, how: str) -> None:
        loser = self.team.meetings[which % len(self.team.meetings)][0]
        before = self.levels()
        getattr(self.team, how)(loser)
        self.nothing_lost = False
        assert self.levels() == before | ({loser: before[loser] - 1} if loser in before else {})

    @precondition(lambda self: len(self.team.members) < len(LETTERS))
    @rule(which=st.integers(0, 99))
    def join(self, which: int) -> None:
        outside = [letter for letter in LETTERS if letter not in self.team.members]
        self._starts(outside[which % len(outside)], self.team.joins)

    @precondition(lambda self: self.active)
    @rule(which=st.integers(0, 99))
    def pause(self, which: int) -> None:
        self.team.pauses(self.active[which % len(self.active)])

    @precondition(lambda self: len(self.active) < len(self.team.members))
    @rule(which=st.integers(0, 99))
    def resume(self, which: int) -> None:
        resting = [letter for letter in self.team.members if letter not in self.active]
        self._starts(resting[which % len(resting)], self.team.resumes)

    def _starts(self, letter: str, how: Callable[[str], None]) -> None:
        """Whoever starts is at the lowest level of those who take part; nobody else moves."""
        before, there = self.levels(), self.takes_part
        how(letter)
        after = self.levels()
        assert not there or after[letter] == min(before[one] for one in there)
        assert {one: after[one] for one in before if one != letter} == {
            one: before[one] for one in before if one != letter
        }

    @precondition(lambda self: len(self.team.members) > 1)
    @rule(which=st.integers(0, 99))
    def leave(self, which: int) -> None:
        self.team.leaves(list(self.team.members)[which % len(self.team.members)])

    @rule(letter=st.sampled_from(LETTERS))
    def close(self, letter: str) -> None:
        self.closed.add(letter)
        self.team.closes(letter)

    @precondition(lambda self: self.closed)
    @rule(which=st.integers(0, 99))
    def open(self, which: int) -> None:
        letter = sorted(self.closed)[which % len(self.closed)]
        self.closed.remove(letter)
        self.team.opens(letter)

    @invariant()
    def without_losses_levels_of_those_who_take_part_differ_by_one_at_most(self) -> None:
        if self.nothing_lost and (there := self.takes_part):
            levels = self.levels()
            assert max(levels[one] for one in there) - min(levels[one] for one in there) <= 1

    @invariant()
    def received_is_what_was_counted(self) -> None:
        members, kept = self.team.members, self.team.kept
        assert self.team.counted == kept
        assert self.team.received == {letter: count for letter, count in kept.items() if letter in members}


def run(ana: User, examples: int, steps: int) -> None:
    RoundRobin.admin, RoundRobin.pages = ana, dict(zip(LETTERS, add_colleagues(ana, len(LETTERS)), strict=True))
    run_state_machine_as_test(
        RoundRobin,
        settings=settings(max_examples=examples, stateful_step_count=steps),
    )


@pytest.mark.django_db
@pytest.mark.feature("R19")
def test_next_booking_goes_to_lowest_level(ana: User) -> None:
    run(ana, examples=25, steps=15)


@pytest.mark.slow
@pytest.mark.timeout(1200)
@pytest.mark.django_db
@pytest.mark.feature("R19")
def test_lowest_level_holds_in_long_histories(ana: User) -> None:
    run(ana, examples=300, steps=50)
