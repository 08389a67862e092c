"""The parameters in a customer's address. All state of the customer's pages lives in the address.

Parameter names are case-insensitive and unknown ones are ignored. Of a repeated parameter the last one counts. A plus
sign that was not encoded is restored where only a plus makes sense. An invalid value is ignored.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlencode

from core.dates import Instant, to_epoch
from core.ids import read_id, read_number
from core.text import read_email
from core.zones import canonical_zone, is_zone
from customer import pluses
from pages.questions import ADDRESS_PARAMETERS, NAME, UTM
from pages.standard_fields import STANDARD_FIELDS

CLOCKS = ("12", "24")
# Limits for the time of a meeting. A time outside them is a typing error or an attack.
EARLIEST, LATEST = 0, to_epoch(datetime(2200, 1, 1, tzinfo=UTC))
FIRST_DAY, LAST_DAY = date(1970, 1, 2), date(2199, 12, 31)
LENGTHS = {"name": 100, "email": 254} | {field.key: field.longest for field in STANDARD_FIELDS}
# How to restore a lost plus sign, by parameter name. In all other answers, only one before a long number is restored.
PLUSES = {
    "phone": pluses.in_phone,
    "email": lambda text: read_email(pluses.in_emails(text)),
    "guests": pluses.in_emails,
}
LONGEST_ANSWER, MOST_ANSWERS = 2_000, 50
LONGEST_CAMPAIGN, MOST_CAMPAIGN = 200, 10
# No package has more sessions than this.
MOST_PICKED = 20
# Fields that hold several parameters, as pairs.
PAIRS = {"utm", "answers"}


@dataclass(frozen=True, slots=True)
class BookingParams:
    """Parsed parameters. None or an empty value stands for a missing or invalid one.

    `start` is the chosen time in epoch seconds. `picked` are the times chosen before it, where several are asked for,
    the earliest first. `near` is a time to stay close to when the zone changes. `page` is the id of the booking page
    that the customer of a master page chose. `utm` names the campaign that led here. `answers` holds all other
    parameters by name; the event type decides which of them its form uses.
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
        """Return a copy with some parameters changed."""
        return replace(self, **changes)

    def kept(self, **changes: Any) -> "BookingParams":
        """Return what is kept from step to step, with some changes: everything but the month, the day and the times."""
        return replace(self, **{"month": None, "day": None, "start": None, "picked": (), "near": None} | changes)

    def pairs(self) -> list[tuple[str, str]]:
        """Return the parameters of an address, without empty ones."""
        values = ((field.name, getattr(self, field.name)) for field in fields(self) if field.name not in PAIRS)
        own = [(name, _text(name, value)) for name, value in values if value not in (None, "", ())]
        return [*own, *self.utm, *self.answers]

    def query(self) -> str:
        """Return the query of an address with its question mark; empty without parameters."""
        pairs = self.pairs()
        return f"?{urlencode(pairs)}" if pairs else ""


def read_params(pairs: Iterable[tuple[str, str]], languages: Collection[str]) -> BookingParams:
    """Parse parameters in their order. Invalid values are ignored, so this never fails.

    `languages` are the language codes that an address may ask for.
    """
    readers: dict[str, Callable[[str], Any]] = {
        "event": read_id,
        "page": read_id,
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
    """Return epoch seconds, read from digits or from an ISO time with an offset; None for anything else."""
    if text.isascii() and text.isdigit():
        return read_number(text, LATEST)
    try:
        moment = datetime.fromisoformat(pluses.in_time(text))
    except ValueError:
        return None
    if moment.tzinfo is None or moment.microsecond:
        return None
    instant = to_epoch(moment)
    return instant if EARLIEST <= instant <= LATEST else None


def _answers(asked: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    """Yield the parameters that can be answers, by their name, cut to the length that the form accepts."""
    for name, text in asked:
        if name not in ADDRESS_PARAMETERS and NAME.fullmatch(name) and not name.startswith(UTM):
            whole = PLUSES.get(name, pluses.in_answer)(text)
            clipped = whole.strip()[: LENGTHS.get(name, LONGEST_ANSWER)].rstrip()
            if clipped:
                yield name, clipped


def _campaign(asked: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    """Yield the parameters that name the campaign: `utm_source` and so on."""
    for name, text in asked:
        clipped = "".join(char for char in text if char.isprintable()).strip()[:LONGEST_CAMPAIGN]
        if name.startswith(UTM) and NAME.fullmatch(name) and clipped:
            yield name, clipped


def _zone(text: str) -> str:
    name = pluses.in_zone(text)
    return canonical_zone(name) if is_zone(name) else ""


def _picked(text: str) -> tuple[int, ...]:
    """Return the times between the commas, without duplicates, the earliest first."""
    starts = (read_start(part.strip()) for part in text[: MOST_PICKED * 32].split(","))
    return tuple(sorted({start for start in starts if start is not None})[:MOST_PICKED])


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
