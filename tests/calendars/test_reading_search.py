"""Calendars at random: never less busy than the plainest reading of them, whatever is damaged."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
import recurring_ical_events
from icalendar import Calendar

from calendars.reading import HostProfile, read_busy
from calendars.streams import LINE, Unusable
from tests.calendars.corpus import all_cases
from tests.calendars.grid import WINDOW_DAYS, bits_of, random_series

# Around the changes of clocks of both halves of the earth, and of a year.
MIDDLES = [
    datetime(2027, 3, 28),
    datetime(2027, 4, 4),
    datetime(2027, 11, 1),
    datetime(2028, 1, 1),
    datetime(2028, 2, 29),
]
SIGNS = b"0123456789:;,=TZPDM-/ \r\nABCxyz\x00\xff"
FEW, MANY = range(150), [range(first, first + 10_000) for first in range(0, 50_000, 10_000)]


def world(seed):
    random = Random(seed)
    middle = random.choice(MIDDLES)
    noon = int(middle.replace(tzinfo=UTC).timestamp())
    window = (noon - WINDOW_DAYS * 43_200, noon + WINDOW_DAYS * 43_200)
    series = [random_series(random, middle) for _one in range(random.choice((1, 1, 3)))]
    for one in series:
        # Dates and floating times are read in the zone of whoever looks.
        one.zone = series[0].zone
    lines = [line for place, one in enumerate(series) for line in one.lines(f"s{place}")]
    text = "\r\n".join(("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", *lines, "END:VCALENDAR", ""))
    return random, series, window, text


def misread(seeds):
    """Seeds that are read as less busy than they are, as busier, and as less busy when they are damaged."""
    less, more, damaged_less = [], [], []
    for seed in seeds:
        random, series, window, text = world(seed)
        truth = 0
        for one in series:
            truth |= one.busy_minutes(window)
        as_written = read(text, series[0].zone, window)
        less += [seed] if truth & ~as_written else []
        # A local time that the clocks skip is busy in our reading, and does not exist in the other.
        more += [seed] if as_written & ~truth and series[0].zone == "UTC" else []
        damaged_less += [seed] if truth & ~read(damaged(text, random), series[0].zone, window) else []
    return less, more, damaged_less


def read(text, zone, window):
    return bits_of(read_busy([text.encode()], HostProfile(zone), window).busy, window)


def damaged(text, random):
    """The text with the value of one line spoilt, in a way that leaves it no other meaning."""
    lines = [one for one in LINE.finditer(text) if one[1] not in {"BEGIN", "END", "UID", "DTSTART"}]
    line = random.choice(lines)
    junk = random.choice(("", "x", "\\,;", "20279999T999999", "P", "FREQ=", "=;=", "9" * 40, "1e9", "TZID="))
    return text[: line.start()] + line[1] + ":" + junk + text[line.end() :]


def test_random_calendars_are_read_exactly():
    assert misread(FEW) == ([], [], [])


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("seeds", MANY, ids=str)
def test_many_random_calendars_are_read(seeds):
    assert misread(seeds) == ([], [], [])


def spoilt(stream, random):
    for _time in range(random.choice((1, 1, 2, 8))):
        place, length = random.randrange(len(stream) + 1), random.choice((0, 1, 1, 4, 40))
        signs = bytes(random.choice(SIGNS) for _one in range(random.choice((0, 1, 2, 5))))
        stream = stream[:place] + signs + stream[place + length :]
    return stream


def read_spoilt(cases, times):
    """Each reading is well-formed, or a refusal; nothing else is raised."""
    wrong = []
    for case in cases:
        random = Random(case.id)
        for _time in range(times):
            stream = spoilt(case.stream, random)
            try:
                busy = read_busy([stream], case.profile, case.window).busy
            except Unusable:
                continue
            edges = [case.window[0] - 1, *(one for span in busy for one in span), case.window[1] + 1]
            if edges != sorted(set(edges)):
                wrong.append((case.id, stream))
    return wrong


def test_spoilt_files_are_read_or_refused():
    assert read_spoilt(all_cases(), 20) == []


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_many_spoilt_files_are_read():
    assert read_spoilt(all_cases(), 1_000) == []


def test_another_reader_finds_no_more():
    """recurring-ical-events, on series in UTC, where its lengths are right."""
    less = []
    for seed in range(200):
        _random, series, window, text = world(seed)
        if series[0].zone == "UTC" and not any(one.minutes == 0 and not one.whole_days for one in series):
            begins, ends = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=one) for one in window)
            spans = []
            for found in recurring_ical_events.of(Calendar.from_ical(text)).between(begins, ends):
                if found.get("STATUS") != "CANCELLED":
                    edges = (found["DTSTART"].dt, found["DTEND"].dt)
                    spans.append(tuple(int(datetime(*one.timetuple()[:6], tzinfo=UTC).timestamp()) for one in edges))
            read = bits_of(read_busy([text.encode()], HostProfile("UTC"), window).busy, window)
            if bits_of(spans, window) & ~read:
                less.append(seed)
    assert less == []
