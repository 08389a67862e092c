"""Recurrence rules as RFC 5545 (3.3.10) writes them: which are read, and which local times they give."""

from datetime import datetime, timedelta

import pytest

from calendars.recurring import LONGEST, BadRule, TooOften, expand, read_rule
from tests.tables import table

# A Monday.
START = datetime(2030, 1, 7, 9)


def days(text: str, after: datetime, before: datetime, start: datetime = START) -> list[str]:
    """The times that the rule gives, as days, or as minutes if they are not at nine."""
    times = expand(read_rule(text), start, after, before)
    return [f"{time:%Y-%m-%d}" if (time.hour, time.minute) == (9, 0) else f"{time:%Y-%m-%d %H:%M}" for time in times]


@table(
    "text",
    [
        "",
        "INTERVAL=2",
        "FREQ=",
        "FREQ=SOMETIMES",
        "FREQ=DAILY;FREQ=WEEKLY",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;INTERVAL=two",
        "FREQ=DAILY;COUNT=-1",
        "FREQ=DAILY;WKST=XX",
        "FREQ=DAILY;BYMOON=1",
        "FREQ=MONTHLY;BYMONTHDAY=32",
        "FREQ=MONTHLY;BYMONTHDAY=0",
        "FREQ=YEARLY;BYMONTH=-1",
        "FREQ=WEEKLY;BYDAY=1MO",
        "FREQ=YEARLY;BYWEEKNO=3;BYDAY=1MO",
        "FREQ=MONTHLY;BYDAY=0MO",
        "FREQ=MONTHLY;BYDAY=54MO",
        "FREQ=MONTHLY;BYDAY=M",
        f"FREQ=DAILY;BYMINUTE={'1,' * LONGEST}1",
    ],
)
def test_unreadable_rules_are_refused(text):
    with pytest.raises(BadRule):
        read_rule(text)


@table(
    ("text", "given"),
    [
        ("FREQ=WEEKLY", ["2030-02-04", "2030-02-11"]),
        ("freq=weekly;interval=2", ["2030-02-04"]),
        ("FREQ=WEEKLY;BYDAY=TU,FR;COUNT=9", ["2030-02-01", "2030-02-05"]),
        # Of UNTIL and COUNT, UNTIL counts; who calls it looks at that.
        ("FREQ=WEEKLY;COUNT=1;UNTIL=20300301T000000Z", ["2030-02-04", "2030-02-11"]),
        ("FREQ=MONTHLY", ["2030-02-07"]),
        ("FREQ=MONTHLY;BYDAY=2MO", ["2030-02-11"]),
        ("FREQ=MONTHLY;BYDAY=+1FR", ["2030-02-01"]),
        ("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=1", ["2030-02-04"]),
        ("FREQ=YEARLY;BYMONTH=2", ["2030-02-07"]),
        ("FREQ=YEARLY", []),
        ("FREQ=YEARLY;BYWEEKNO=6", ["2030-02-04"]),
        # 30 February: no month has the day.
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", []),
    ],
)
def test_rules_give_the_days_of_a_fortnight(text, given):
    assert days(text, datetime(2030, 2, 1), datetime(2030, 2, 14)) == given


def test_hours_and_leap_seconds_of_a_rule():
    day = datetime(2030, 2, 1), datetime(2030, 2, 1, 12)
    assert days("FREQ=HOURLY;INTERVAL=5", *day) == ["2030-02-01 04:00", "2030-02-01"]
    assert days("FREQ=HOURLY;BYHOUR=9,11", *day) == ["2030-02-01", "2030-02-01 11:00"]
    # A leap second is read as the second before it.
    assert read_rule("FREQ=DAILY;BYSECOND=0,60").lists == {"bysecond": [0, 59]}


def test_late_windows_find_early_series():
    begun = datetime(1990, 1, 1, 9)
    window = datetime(2030, 1, 1), datetime(2031, 1, 1)
    assert days("FREQ=YEARLY;INTERVAL=4", *window, begun) == ["2030-01-01"]
    assert days("FREQ=MONTHLY;INTERVAL=7", *window, begun) == ["2030-04-01", "2030-11-01"]
    assert days("FREQ=DAILY;COUNT=10", *window, begun) == []


def test_too_frequent_rules_are_not_expanded():
    for text in ("FREQ=MINUTELY", "FREQ=SECONDLY;COUNT=10", "FREQ=DAILY;BYMINUTE=0,1,2,3,4,5,6,7,8,9"):
        with pytest.raises(TooOften):
            expand(read_rule(text), START, START, START + timedelta(days=400))
    assert read_rule("FREQ=MINUTELY;INTERVAL=2;COUNT=30").longest == timedelta(hours=1)
    assert [read_rule(f"FREQ={text}").longest for text in ("SECONDLY", "DAILY;COUNT=3")] == [None, None]
