"""Events as Microsoft Graph writes them: when they are, whether they take time, and which are meetings of ours.

Pure functions of what an answer says.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from calendars import errors
from calendars.events import Doubt, Presence, Taken
from calendars.instants import UNKNOWN, Moment, Zones, moment_of
from calendars.providers.http import Json
from calendars.reading import MOST_WARNINGS, BusyTime, OwnEntry, Whose
from calendars.weeks import Span, clip_spans, merge_spans
from core.dates import to_epoch
from core.zone_set import load_zone

UTC_TIME = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.0+)?")
# The property by which an event names its meeting. The set of its name is ours alone.
PROPERTY = "String {5c1b9f0e-7a3d-4d0b-9f0a-3b1e6f2c8d47} Name admit-one"
# Any other, as "unknown", is busy.
SHOWN_AS = {"tentative": Presence.TENTATIVE, "oof": Presence.AWAY, "workingElsewhere": Presence.ELSEWHERE}
# A UID from elsewhere, as Exchange keeps it: in its own form of 40 bytes and more ([MS-OXOCAL], 2.2.1.27).
FOREIGN, FOREIGN_HEAD = b"vCal-Uid\x01\x00\x00\x00", "040000008200E00074C5B7101A82E008"


def read_events(events: Iterable[Json], whose: Whose, window: Span) -> BusyTime:
    """Return what the events say about the window. Raise CalendarCut if one says not even when it is."""
    zones = Zones(load_zone(whose.zone), window, {})
    spans, own, warnings = list[Span](), dict[str, OwnEntry](), set[tuple[Doubt, int]]()
    for event in events:
        taken, uid = when_taken(event, zones), uid_of_event(event)
        # A copy that its host has made is theirs.
        if uid in whose.own and uid not in own and event.get("type") in {None, "singleInstance"}:
            own[uid] = OwnEntry(*taken.span, not event.get("isCancelled"))
            continue
        cut = clip_spans([taken.span], window) if takes_time(event, whose.counts) else []
        spans += cut
        warnings |= {(taken.doubt, starts) for starts, _ends in cut if taken.doubt}
    return BusyTime(tuple(merge_spans(spans)), own, tuple(sorted(warnings)[:MOST_WARNINGS]))


def takes_time(event: Json, counts: Collection[Presence]) -> bool:
    """Return whether somebody is busy during the event. What is not answered yet, and what is not known, is busy."""
    answer, shown = event.get("responseStatus"), event.get("showAs")
    declined = isinstance(answer, dict) and answer.get("response") == "declined"
    if event.get("isCancelled") or declined or shown == "free":
        return False
    return SHOWN_AS[shown] in counts if shown in SHOWN_AS else True


def when_taken(event: Json, zones: Zones) -> Taken:
    """Return the time of an event. A whole day is a date, at whichever place it is read. Raise CalendarCut."""
    try:
        if (span := _exact_span(event)) is not None:
            return Taken(span)
        start, end = (_moment(event[name], bool(event.get("isAllDay")), zones) for name in ("start", "end"))
    except (ValueError, AttributeError, KeyError, TypeError) as error:
        raise errors.CalendarCut from error
    # What ends before it begins takes the time between.
    span = min(start.first, end.first), max(start.last, end.last)
    return Taken(span, Doubt.UNKNOWN_ZONE if UNKNOWN in (start.zone, end.zone) else None)


def _exact_span(event: Json) -> Span | None:
    """Return the time of an event as nearly all are written, by a tenth of the work, or None if it is another."""
    found = [UTC_TIME.fullmatch(str(event[name]["dateTime"])) for name in ("start", "end")]
    if (
        event.get("isAllDay")
        or not all(found)
        or any(event[name].get("timeZone") != "UTC" for name in ("start", "end"))
    ):
        return None
    edges = [to_epoch(datetime.fromisoformat(f"{one[1]}+00:00")) for one in found if one]
    return min(edges), max(edges)


def uid_of_event(event: Json) -> str:
    """Return the UID of the meeting that an event is: as we wrote it, or as an invitation brought it."""
    for one in event.get("singleValueExtendedProperties") or ():
        if isinstance(one, dict) and str(one.get("id", "")).lower() == PROPERTY.lower():
            return str(one.get("value", "")).lower()
    name = str(event.get("iCalUId") or "")
    if name.upper().startswith(FOREIGN_HEAD):
        try:
            _head, _mark, rest = bytes.fromhex(name).partition(FOREIGN)
        except ValueError:
            return ""
        name = rest.partition(b"\0")[0].decode("ascii", "replace")
    return name.lower()


def _moment(answer: Mapping[str, Any], is_whole_day: bool, zones: Zones) -> Moment:
    text = str(answer["dateTime"])
    date, _mark, time = text.partition("T")
    if is_whole_day and not time.strip("0:."):
        return moment_of(date, {}, zones)
    return moment_of(text, {"TZID": str(answer.get("timeZone") or "UTC")}, zones)
