"""The cases of calendar files, and spans as these write them."""

import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from calendars.reading import BusyTime, HostProfile, read_busy
from calendars.weeks import Span

CASES = Path(os.environ.get("BUSY_CASES") or Path(__file__).parent / "cases/busy/cases.json")


@dataclass(frozen=True, slots=True)
class Case:
    id: str
    stream: bytes
    profile: HostProfile
    window: Span
    busy: list[Span] | None
    warned: bool
    why: str

    def read(self) -> BusyTime:
        return read_busy([self.stream], self.profile, self.window)


def all_cases() -> list[Case]:
    return [
        Case(
            row["id"],
            (CASES.parent / row["file"]).read_bytes(),
            HostProfile(row["zone"], frozenset(row["addresses"]), frozenset(row["own"])),
            span(row["window"]),
            None if row["refused"] else [span(pair) for pair in row["busy"]],
            row["warned"],
            row["why"],
        )
        for row in json.loads(CASES.read_text())
    ]


def span(written: list[str]) -> Span:
    starts, ends = (datetime.fromisoformat(text) for text in written)
    return int(starts.timestamp()), int(ends.timestamp())


def span_texts(spans: list[Span] | tuple[Span, ...]) -> list[str]:
    """Return the spans as text."""
    return [f"{_time_text(starts)} - {_time_text(ends)}" for starts, ends in spans]


def _time_text(instant: int) -> str:
    return f"{datetime.fromtimestamp(instant, UTC):%Y-%m-%d %H:%M:%S}"
