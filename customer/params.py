"""What a customer's address asks for: the state of the customer's pages, which lives in the URL and nowhere else.

Names of parameters are case-insensitive, unknown ones are ignored, of one that comes twice the last counts. A plus that
was not encoded is put back where only a plus makes sense. Whatever makes no sense is as if it had not been asked.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlencode

from bookings import pluses
from core.dates import Instant, to_epoch
from core.ids import read_id
from core.zones import is_zone
from pages.questions import NAME, STEPS, UTM
from pages.standard_fields import STANDARD_FIELDS

CLOCKS = ("12", "24")
# Meetings lie between these; what is further away is a slip or an attack.
EARLIEST, LATEST = 0, to_epoch(datetime(2200, 1, 1, tzinfo=UTC))
FIRST_DAY, LAST_DAY = date(1970, 1, 2), date(2199, 12, 31)
LENGTHS = {"name": 100, "email": 254} | {field.key: field.longest for field in STANDARD_FIELDS}
# How a plus that got lost is put back, by the parameter's name; in all others it is before a long number only.
PLUSES = {"phone": pluses.in_phone, "email": pluses.in_emails, "guests": pluses.in_emails}
LONGEST_ANSWER, MOST_ANSWERS = 2_000, 50
LONGEST_CAMPAIGN, MOST_CAMPAIGN = 200, 10
# No package has more sessions.
MOST_PICKED = 20
# Parameters that hold pairs themselves.
PAIRS = {"utm", "answers"}


@dataclass(frozen=True, slots=True)
class BookingParams:
    """Parsed parameters; None or an empty text is what was not asked, or made no sense.

    `start` is the chosen time, in epoch seconds; `picked` are those chosen before it, where several are asked for, in
    their order; `near` a time to stay close to when the zone changes. `page` is the id
    of the booking page that a master page's customer chose. `utm` says which campaign led here. `answers` holds
    everything else by its name: which of it the form asks, an event type knows.
    """

    event: int | None = None
    page: int | None = None
    month: date | None = None
    day: date | None = None
    start: int | None = None
    picked: tuple[int, ...] = ()
    near: int | None = None
    zone: str = ""
    clock: str = ""
    lang: str = ""
    skip: bool | None = None
    utm: tuple[tuple[str, str], ...] = ()
    answers: tuple[tuple[str, str], ...] = ()

    def but(self, **changes: Any) -> "BookingParams":
        """The same, with some params changed."""
        return replace(self, **changes)

    def kept(self) -> "BookingParams":
        """What goes from step to step: everything but the day and the times."""
        return replace(self, month=None, day=None, start=None, picked=(), near=None)

    def pairs(self) -> list[tuple[str, str]]:
        """As parameters of an address, less all that is empty."""
        values = ((one.name, getattr(self, one.name)) for one in fields(self) if one.name not in PAIRS)
        own = [(name, _text(name, value)) for name, value in values if value not in (None, "", ())]
        return [*own, *self.utm, *self.answers]

    def query(self) -> str:
        """The end of an address, with its question mark; empty when nothing is asked."""
        pairs = self.pairs()
        return f"?{urlencode(pairs)}" if pairs else ""


def read_params(pairs: Iterable[tuple[str, str]], languages: Collection[str]) -> BookingParams:
    """Reads parameters, in their order; `languages` are those that can be asked for. Never fails."""
    readers: dict[str, Callable[[str], Any]] = {
        "event": _number,
        "page": _number,
        "month": _month,
        "day": _day,
        "start": read_start,
        "picked": _picked,
        "near": read_start,
        "zone": _zone,
        "clock": lambda text: text if text in CLOCKS else "",
        "lang": lambda text: text.lower() if text.lower() in languages else "",
        "skip": {"1": True, "0": False}.get,
    }
    asked = {name.lower(): text for name, text in pairs}
    return BookingParams(
        **{name: read(asked[name]) for name, read in readers.items() if name in asked},
        utm=tuple(_campaign(asked.items()))[-MOST_CAMPAIGN:],
        answers=tuple(_answers(asked.items()))[-MOST_ANSWERS:],
    )


def read_start(text: str) -> Instant | None:
    """Epoch seconds, of digits or of an ISO time with its offset; None for anything else."""
    if text.isascii() and text.isdigit():
        instant = int(text) if len(text) < 12 else LATEST + 1
    else:
        try:
            moment = datetime.fromisoformat(pluses.in_time(text))
        except ValueError:
            return None
        if moment.tzinfo is None or moment.microsecond:
            return None
        instant = to_epoch(moment)
    return instant if EARLIEST <= instant <= LATEST else None


def _answers(asked: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    """What can be an answer by its name, no longer than the form would take it."""
    for name, text in asked:
        if name not in STEPS and NAME.fullmatch(name) and not name.startswith(UTM):
            whole = PLUSES.get(name, pluses.in_answer)(text)
            clipped = whole.strip()[: LENGTHS.get(name, LONGEST_ANSWER)].rstrip()
            if clipped:
                yield name, clipped


def _campaign(asked: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    """Which campaign led here, as the address says: `utm_source` and so on."""
    for name, text in asked:
        clipped = "".join(one for one in text if one.isprintable()).strip()[:LONGEST_CAMPAIGN]
        if name.startswith(UTM) and NAME.fullmatch(name) and clipped:
            yield name, clipped


def _zone(text: str) -> str:
    name = pluses.in_zone(text)
    return name if is_zone(name) else ""


def _picked(text: str) -> tuple[int, ...]:
    """The times between the commas, each once, the earliest first."""
    found = (read_start(one.strip()) for one in text[: MOST_PICKED * 32].split(","))
    return tuple(sorted({one for one in found if one is not None})[:MOST_PICKED])


def _number(text: str) -> int | None:
    return read_id(text)


def _month(text: str) -> date | None:
    return _day(f"{text}-01") if len(text) == len("2026-12") else None


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_DAY <= day <= LAST_DAY else None


def _text(name: str, value: Any) -> str:
    if name == "month":
        return f"{value:%Y-%m}"
    if name == "picked":
        return ",".join(map(str, value))
    return str(int(value)) if isinstance(value, bool) else str(value)
