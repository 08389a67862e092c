"""Who of a pool gets the next meeting. Knows no database.

Round robin goes by levels: each meeting raises one, each loss lowers it, and only the lowest is next in line. Longest
idle goes by the last booking, priority by a number that the owner gives; ties by longest idle, then by the page's id.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Turn:
    """Where a member of a pool stands. `place` is its place in the pool's list."""

    page: int
    place: int = 0
    level: int = 0
    priority: int = 5


def next_in_line(members: Sequence[Turn]) -> int:
    """The index of the member with the lowest level, ties by the list's order."""
    return min(range(len(members)), key=lambda index: (members[index].level, members[index].place, index))


def longest_idle(pages: Sequence[int], last: Mapping[int, int]) -> list[int]:
    """The pages, idle for longest first. `last` numbers each one's last booking in the order they were made.

    A page without one comes first; ties by id.
    """
    return sorted(pages, key=lambda page: (last.get(page, 0), page))


def by_priority(members: Sequence[Turn], last: Mapping[int, int]) -> list[int]:
    """The members' pages, the highest priority first, ties by longest idle."""
    ranked = sorted(members, key=lambda one: (-one.priority, last.get(one.page, 0), one.page))
    return [one.page for one in ranked]


def starting_level(levels: Sequence[int]) -> int:
    """Where a new or resumed member starts: at the lowest level of those who take part, so that none is flooded."""
    return min(levels, default=0)
