"""The sessions of a package that is booked for a customer: the times chosen so far, which live in the address."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import User
from bookings.picker import is_free
from core.dates import Instant, day_text, from_epoch, local_text
from core.ids import read_number
from core.zones import zone
from owner.meetings.forms.acts import LAST
from pages.offers import Offer

# As long as the starts of the largest package are.
LONGEST = 500


@dataclass(frozen=True, slots=True)
class Sessions:
    """How many sessions the package has, and the starts chosen for them, the earliest first."""

    count: int
    chosen: tuple[Instant, ...]

    @classmethod
    def of(cls, offer: Offer, texts: Iterable[str]) -> "Sessions | None":
        """Parse the texts, which are lists of starts; None if the event type has only one session."""
        count = offer.event_type.sessions
        if count == 1:
            return None
        parts = ",".join(texts)[:LONGEST].split(",")
        starts = {start for text in parts if (start := read_number(text.strip(), LAST)) is not None}
        return cls(count, tuple(sorted(starts)[:count]))

    @property
    def full(self) -> bool:
        return len(self.chosen) == self.count

    @property
    def heading(self) -> str:
        if self.full:
            return _("All sessions have a time")
        return _("Session %(number)d of %(count)d") % {"number": len(self.chosen) + 1, "count": self.count}

    @property
    def text(self) -> str:
        return _joined(self.chosen)

    def still_free(self, offer: Offer, now: datetime) -> "Sessions":
        """Return the sessions without the times that somebody else has taken meanwhile."""
        return replace(self, chosen=tuple(start for start in self.chosen if is_free(offer, start, now)))

    def rows(self, stem: str, user: User) -> list[tuple[str, str]]:
        """Return each chosen time in words, with the address that removes it."""
        rows = []
        for start in self.chosen:
            others = [other for other in self.chosen if other != start]
            rows.append((_when(start, user), f"{stem}&picked={_joined(others)}"))
        return rows


def _joined(starts: Iterable[Instant]) -> str:
    return ",".join(map(str, starts))


def _when(start: Instant, user: User) -> str:
    at = from_epoch(start).astimezone(zone(user.time_zone))
    return _("%(day)s, %(time)s") % {"day": day_text(at.date()), "time": local_text(at, user.shown_clock)}
