"""Calendar files that ask for a lot of work. Each may take two seconds of CPU, whatever its result is."""


def event(*lines: str, start: str = "20270301T090000Z") -> str:
    return calendar("BEGIN:VEVENT", "UID:a", f"DTSTART:{start}", "DURATION:PT30M", *lines, "END:VEVENT")


def calendar(*lines: str) -> str:
    return "\r\n".join(("BEGIN:VCALENDAR", "VERSION:2.0", *lines, "END:VCALENDAR", ""))


def listed(numbers: range) -> str:
    return ",".join(map(str, numbers))


EVERY_SECOND = f"BYHOUR={listed(range(24))};BYMINUTE={listed(range(60))};BYSECOND={listed(range(60))}"
EVERY_DAY = f"BYMONTH={listed(range(1, 13))};BYMONTHDAY={listed(range(1, 32))}"
ZONE = ("BEGIN:VTIMEZONE", "TZID:Mine", "BEGIN:STANDARD", "DTSTART:16010101T000000")
ZONE_END = ("TZOFFSETFROM:+0100", "TZOFFSETTO:+0200", "END:STANDARD", "END:VTIMEZONE")
IN_ZONE = ("BEGIN:VEVENT", "UID:z", "DTSTART;TZID=Mine:20270301T090000", "DURATION:PT1H", "END:VEVENT")
ATTACKS = {
    "every second since 1970": event("RRULE:FREQ=SECONDLY", start="19700101T000000Z"),
    "every minute for ten years": event("RRULE:FREQ=MINUTELY;COUNT=5256000", start="20200101T000000Z"),
    "a year of every second": event(f"RRULE:FREQ=YEARLY;{EVERY_DAY};{EVERY_SECOND}"),
    "a day of every second": event(f"RRULE:FREQ=DAILY;{EVERY_SECOND};BYSETPOS=-1", start="19700101T000000Z"),
    "a day that no month has": event("RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"),
    "a day that no month of these has": event("RRULE:FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=2,4,6,9,11"),
    "a day that no year of these has": event("RRULE:FREQ=YEARLY;INTERVAL=4;BYYEARDAY=366"),
    "a week that never comes": event("RRULE:FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6;BYDAY=MO"),
    "a position that is never there": event("RRULE:FREQ=DAILY;BYSETPOS=300;BYHOUR=1,2"),
    "an hour that never comes": event("RRULE:FREQ=HOURLY;INTERVAL=24;BYHOUR=3"),
    "no step at all": event("RRULE:FREQ=DAILY;INTERVAL=0"),
    "a step of a million years": event("RRULE:FREQ=YEARLY;INTERVAL=1000000"),
    "counting from the year one": event("RRULE:FREQ=HOURLY;COUNT=99999999", start="00010101T000000Z"),
    "every hour of a thousand rules": event(*["RRULE:FREQ=HOURLY"] * 1_000),
    "an end of the world": event(
        "RRULE:FREQ=WEEKLY;UNTIL=99991231T235959Z", "EXDATE:99991231", start="99990101T000000Z"
    ),
    "a length without end": event("RRULE:FREQ=DAILY").replace("PT30M", "P999999DT99999999H"),
    "rules that take away": event(
        "RRULE:FREQ=DAILY", "EXRULE:FREQ=SECONDLY", "EXRULE:FREQ=YEARLY;BYMONTHDAY=30;BYMONTH=2"
    ),
    "30,000 dates": event(
        f"RDATE:{','.join(f'2027{1 + n % 12:02}01T{n % 24:02}{n % 60:02}00Z' for n in range(30_000))}"
    ),
    "300,000 exceptions": event(f"RRULE:FREQ=DAILY\r\nEXDATE:{','.join(['20270304T090000Z'] * 300_000)}"),
    "a line of ten megabytes": event(f'ATTENDEE;CN="{"x" * 10_000_000}":mailto:a@b.example'),
    "a value of ten megabytes": event(f"RRULE:FREQ=DAILY;BYMONTHDAY={'1,' * 4_900_000}1"),
    "half of a quoted name": event(f'ATTENDEE{";X=" * 500_000}"{"x;" * 500_000}'),
    "100,000 beginnings": "BEGIN:VCALENDAR\r\n" * 100_000,
    "folds without end": calendar("DTSTART:2027\r\n " + "\r\n " * 2_000_000),
    "a zone that changes each second": calendar(*ZONE, "RRULE:FREQ=SECONDLY", *ZONE_END, *IN_ZONE),
    "a zone whose day never comes": calendar(*ZONE, "RRULE:FREQ=YEARLY;BYYEARDAY=366;INTERVAL=4", *ZONE_END, *IN_ZONE),
    "ten thousand overrides of the future": calendar(
        *("BEGIN:VEVENT", "UID:a", "DTSTART:20270301T090000Z", "RRULE:FREQ=HOURLY;COUNT=1900", "END:VEVENT"),
        *[
            f"BEGIN:VEVENT\r\nUID:a\r\nDTSTART:20270301T100000Z\r\n"
            f"RECURRENCE-ID;RANGE=THISANDFUTURE:20270301T{n % 24:02}{n % 60:02}{n % 57:02}Z\r\nEND:VEVENT"
            for n in range(10_000)
        ],
    ),
    "a zone for each event": calendar(
        *[f"BEGIN:VEVENT\r\nUID:{n}\r\nDTSTART;TZID=Mars/{n}:20270301T090000\r\nEND:VEVENT" for n in range(20_000)]
    ),
    "one name for all": calendar(
        *[f"BEGIN:VEVENT\r\nUID:a\r\nSEQUENCE:{n}\r\nDTSTART:20270301T090000Z\r\nEND:VEVENT" for n in range(40_000)]
    ),
}
