"""The rule that assigns people to seats: each person gets at most one seat, and every seat is filled."""

from collections.abc import Collection, Sequence


def assign(preferences: Sequence[Sequence[int]]) -> list[int] | None:
    """Return one distinct person for each seat, or None if the seats cannot all be filled.

    `preferences` holds, for each seat, the ids of the free persons, the most preferred first. Seats are filled in
    order, each with the most preferred person who leaves the remaining seats fillable.
    """
    if not fillable(preferences):
        return None
    chosen: list[int] = []
    for seat, persons in enumerate(preferences):
        rest = preferences[seat + 1 :]
        chosen.append(next(p for p in persons if p not in chosen and fillable(rest, without={*chosen, p})))
    return chosen


def fillable(seats: Sequence[Sequence[int]], without: Collection[int] = ()) -> bool:
    """Return whether distinct persons can fill all seats, each from its own list of ids, without those in `without`."""
    seat_of: dict[int, int] = {}

    def place(seat: int, asked: set[int]) -> bool:
        for person in seats[seat]:
            if person in without or person in asked:
                continue
            asked.add(person)
            if person not in seat_of or place(seat_of[person], asked):
                seat_of[person] = seat
                return True
        return False

    return all(place(seat, set()) for seat in range(len(seats)))
