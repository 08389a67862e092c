"""The rules of who in a pool gets the next meeting. Knows no database.

Round robin compares levels: each meeting raises a level, each lost one lowers it, and only the lowest is next. Longest
idle compares the last bookings. Priority compares a number that the owner sets, with ties broken by longest idle and
then by the page's id.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Turn:
    """What decides when a member of a pool is next. `place` is the position in the pool's list."""

    page: int
    place: int = 0
    level: int = 0
    priority: int = 5


def next_in_line(members: Sequence[Turn]) -> int:
    """Return the index of the member with the lowest level. Ties go to the first in the list."""
    return min(range(len(members)), key=lambda index: (members[index].level, members[index].place, index))


def longest_idle(pages: Sequence[int], last: Mapping[int, int]) -> list[int]:
    """Return the pages, the one that has been idle longest first. Ties go to the lower id.

    `last` holds a number for each page's last booking, in the order in which bookings were made. A page without one
    comes first.
    """
    return sorted(pages, key=lambda page: (last.get(page, 0), page))


def by_priority(members: Sequence[Turn], last: Mapping[int, int]) -> list[int]:
    """Return the members' pages, the highest priority first. Ties are broken by longest idle."""
    ranked = sorted(members, key=lambda member: (-member.priority, last.get(member.page, 0), member.page))
    return [member.page for member in ranked]
