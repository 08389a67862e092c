"""The cases of calendar files, and readings as they write them."""

import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from calendars.reading import BusyTime, Whose, read_busy
from calendars.weeks import Span

CASES = Path(os.environ.get("BUSY_CASES") or Path(__file__).parent / "cases/busy/cases.json")


@dataclass(frozen=True, slots=True)
class Case:
    id: str
    stream: bytes
    whose: Whose
    window: Span
    busy: list[Span] | None
    warned: bool
    why: str

    def read(self) -> BusyTime:
        return read_busy([self.stream], self.whose, self.window)


def all_cases() -> list[Case]:
    return [
        Case(
            row["id"],
            (CASES.parent / row["file"]).read_bytes(),
            Whose(row["zone"], frozenset(row["addresses"]), frozenset(row["own"])),
            span(row["window"]),
            None if row["refused"] else [span(one) for one in row["busy"]],
            row["warned"],
            row["why"],
        )
        for row in json.loads(CASES.read_text())
    ]


def span(written: list[str]) -> Span:
    starts, ends = (int(datetime.fromisoformat(one).timestamp()) for one in written)
    return starts, ends


def plain(spans: list[Span] | tuple[Span, ...]) -> list[str]:
    """Spans as people read them."""
    return [" - ".join(f"{datetime.fromtimestamp(one, UTC):%Y-%m-%d %H:%M:%S}" for one in both) for both in spans]
