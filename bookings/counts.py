"""Counters of bookings made and refused, kept by each web process for `scheduler/metrics.py`.

They are counted in memory: a row that every booking writes would make bookings wait for each other.
"""

import re
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from prometheus_client import Counter

from accounts.errors import Refusal
from bookings.errors import SlotTaken
from links.errors import DeadLink
from links.liveness import DeadReason

Params = ParamSpec("Params")
Result = TypeVar("Result")

MADE = Counter("admit_one_bookings", "Bookings made; a package counts once.")
REFUSED = Counter("admit_one_refusals", "Complete forms that were refused, by the reason.", ["reason"])
LOST = Counter("admit_one_races_lost", "Of these, the ones that came second to a link or to a time.", ["for"])


def count_outcomes(action: Callable[Params, Result]) -> Callable[Params, Result]:
    """Make the action count bookings and refusals. The same form sent again is not counted."""

    @wraps(action)
    def count(*args: Params.args, **kwargs: Params.kwargs) -> Result:
        try:
            result = action(*args, **kwargs)
        except Refusal as refusal:
            _count(refusal)
            raise
        MADE.inc()
        return result

    return count


def reason_of(refusal: Refusal) -> str:
    """Return the refusal as a word, such as "slot_taken" or "link_used"."""
    if isinstance(refusal, DeadLink):
        return f"link_{refusal.reason.value}"
    return re.sub(r"(?<!^)([A-Z])", r"_\1", type(refusal).__name__).lower()


def _count(refusal: Refusal) -> None:
    REFUSED.labels(reason_of(refusal)).inc()
    if isinstance(refusal, SlotTaken):
        LOST.labels("time").inc()
    elif isinstance(refusal, DeadLink) and refusal.reason == DeadReason.USED:
        LOST.labels("link").inc()
