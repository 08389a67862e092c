from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.assignment import assign, can_fill_all
from tests.tables import table


@table(
    ("preferences", "chosen"),
    [
        ([], []),
        ([[]], None),
        ([[5, 3]], [5]),
        ([[1, 2], [1, 2]], [1, 2]),
        ([[1, 2], []], None),
        ([[1], [1]], None),
        ([[1, 2, 3], [1, 2], [1]], [3, 2, 1]),
    ],
)
def test_seats_get_their_hosts(preferences: list[list[int]], chosen: list[int] | None) -> None:
    assert assign(preferences) == chosen


@pytest.mark.feature("R18")
def test_scarce_person_is_kept_for_later_seat() -> None:
    a, b = 1, 2
    assert assign([[a, b], [a]]) == [b, a]


people = st.lists(st.integers(1, 5), max_size=5, unique=True)


@given(st.lists(people, max_size=4))
def test_assignment_is_best_by_preference(preferences: list[list[int]]) -> None:
    ways = [
        way
        for way in permutations(range(1, 6), len(preferences))
        if all(person in seat for person, seat in zip(way, preferences, strict=True))
    ]
    best = min(ways, key=lambda way: [s.index(p) for p, s in zip(way, preferences, strict=True)], default=None)
    assert assign(preferences) == (None if best is None else list(best))
    assert can_fill_all(preferences) == bool(ways)
