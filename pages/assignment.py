"""The rule that assigns people to seats: each person gets at most one seat, and every seat is filled."""

from collections.abc import Collection, Sequence


def assign(preferences: Sequence[Sequence[int]]) -> list[int] | None:
    """Return one distinct person for each seat, or None if the seats cannot all be filled.

    `preferences` holds, for each seat, the ids of the free persons, the most preferred first. Seats are filled in
    order, each with the most preferred person with whom the remaining seats can still be filled.
    """
    if not can_fill_all(preferences):
        return None
    chosen: list[int] = []
    for seat, persons in enumerate(preferences):
        later_seats = preferences[seat + 1 :]
        for person in persons:
            if person not in chosen and can_fill_all(later_seats, without={*chosen, person}):
                chosen.append(person)
                break
    return chosen


def can_fill_all(seats: Sequence[Sequence[int]], without: Collection[int] = ()) -> bool:
    """Return whether distinct persons can fill all seats, each from its own list of ids, without those in `without`."""
    seat_of: dict[int, int] = {}

    def find_seat(seat: int, tried: set[int]) -> bool:
        for person in seats[seat]:
            if person in without or person in tried:
                continue
            tried.add(person)
            if person not in seat_of or find_seat(seat_of[person], tried):
                seat_of[person] = seat
                return True
        return False

    return all(find_seat(seat, set()) for seat in range(len(seats)))
