"""Random calendars, and their busy time, which is worked out minute by minute as plainly as possible."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from calendars.weeks import Span

WINDOW_DAYS = 40
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Santiago", "Asia/Kathmandu")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass
class Series:
    """One event. Without a `frequency` it does not repeat. An empty list is a part that its rule does not have."""

    zone: str
    start: datetime
    minutes: int
    whole_days: int = 0
    frequency: str = ""
    interval: int = 1
    count: int = 0
    until: datetime | None = None
    weekdays: list[int] = field(default_factory=list)
    monthdays: list[int] = field(default_factory=list)
    months: list[int] = field(default_factory=list)
    left_out: list[datetime] = field(default_factory=list)
    added: list[datetime] = field(default_factory=list)
    moved: dict[datetime, datetime | None] = field(default_factory=dict)

    def lines(self, uid: str) -> list[str]:
        lines = ["BEGIN:VEVENT", f"UID:{uid}", self.time("DTSTART", self.start), self.duration()]
        if self.frequency:
            lines.append(self.rule())
        lines += [self.time("EXDATE", time) for time in self.left_out]
        lines += [self.time("RDATE", time) for time in self.added]
        lines.append("END:VEVENT")
        for instance, place in self.moved.items():
            lines += ["BEGIN:VEVENT", f"UID:{uid}", self.time("RECURRENCE-ID", instance)]
            lines += [self.time("DTSTART", place or instance), self.duration()]
            lines += ["END:VEVENT"] if place else ["STATUS:CANCELLED", "END:VEVENT"]
        return lines

    def rule(self) -> str:
        rule = f"RRULE:FREQ={self.frequency};INTERVAL={self.interval}"
        rule += f";COUNT={self.count}" if self.count else ""
        if self.until:
            utc = instant_of(self.until, self.zone)
            rule += f";UNTIL={EPOCH + timedelta(seconds=utc):%Y%m%dT%H%M%SZ}"
        rule += f";BYDAY={','.join(DAYS[weekday] for weekday in self.weekdays)}" if self.weekdays else ""
        rule += f";BYMONTHDAY={','.join(map(str, self.monthdays))}" if self.monthdays else ""
        return rule + (f";BYMONTH={','.join(map(str, self.months))}" if self.months else "")

    def time(self, name: str, at: datetime) -> str:
        if self.whole_days:
            return f"{name};VALUE=DATE:{at:%Y%m%d}"
        return f"{name}:{at:%Y%m%dT%H%M%SZ}" if self.zone == "UTC" else f"{name};TZID={self.zone}:{at:%Y%m%dT%H%M%S}"

    def duration(self) -> str:
        return f"DURATION:P{self.whole_days}D" if self.whole_days else f"DURATION:PT{self.minutes}M"

    def includes(self, day: date) -> bool:
        """Return whether the rule includes this day."""
        first = self.start.date()
        if self.frequency == "DAILY":
            steps, fits = (day - first).days, True
        elif self.frequency == "WEEKLY":
            monday, begun = day - timedelta(day.weekday()), first - timedelta(first.weekday())
            steps, fits = (monday - begun).days // 7, day.weekday() in (self.weekdays or [first.weekday()])
        elif self.frequency == "MONTHLY":
            steps = (day.year - first.year) * 12 + day.month - first.month
            fits = bool(self.weekdays or self.monthdays) or day.day == first.day
        else:
            steps = day.year - first.year
            fits = bool(self.weekdays or self.monthdays) or day.day == first.day
            fits = fits and (bool(self.months or self.weekdays or self.monthdays) or day.month == first.month)
        last = (day.replace(day=28) + timedelta(4)).replace(day=1) - timedelta(1)
        return (
            fits
            and steps % self.interval == 0
            and (not self.weekdays or day.weekday() in self.weekdays)
            and (not self.monthdays or day.day in self.monthdays or day.day - last.day - 1 in self.monthdays)
            and (not self.months or day.month in self.months)
        )

    def starts(self, until: date) -> list[datetime]:
        if not self.frequency:
            return [self.start, *self.added]
        found, day = [], self.start.date()
        while day <= until and not (self.count and len(found) >= self.count):
            time = datetime.combine(day, self.start.time())
            if self.includes(day) and (self.until is None or time <= self.until):
                found.append(time)
            day += timedelta(1)
        # The first start belongs to its series even if the rule does not include it.
        return [self.start, *found, *self.added]

    def busy_minutes(self, window: Span) -> int:
        """Return the busy minutes of the window, as the bits of a number."""
        last = (EPOCH + timedelta(seconds=window[1])).date() + timedelta(3)
        grid = 0
        for time in {*self.starts(last)} - {*self.left_out}:
            place = self.moved.get(time, time)
            if place is not None:
                grid |= self.bits(place, window)
        for place in self.moved.values():
            grid |= self.bits(place, window) if place else 0
        return grid

    def bits(self, time: datetime, window: Span) -> int:
        starts = instant_of(time, self.zone)
        if not exists(time, self.zone):
            return 0
        if self.whole_days:
            ends = instant_of(time + timedelta(self.whole_days), self.zone)
        else:
            ends = starts + 60 * self.minutes
        return bits_of([(starts, ends)], window)


def bits_of(spans: list[Span] | tuple[Span, ...], window: Span) -> int:
    grid = 0
    for starts, ends in spans:
        first, last = (min(max(instant, window[0]), window[1]) - window[0] for instant in (starts, ends))
        grid |= (1 << last // 60) - (1 << first // 60)
    return grid


def instant_of(time: datetime, zone: str) -> int:
    """Return the first instant with this local time."""
    return min(int(time.replace(tzinfo=ZoneInfo(zone), fold=fold).timestamp()) for fold in (0, 1))


def exists(time: datetime, zone: str) -> bool:
    instant = datetime.fromtimestamp(instant_of(time, zone), ZoneInfo(zone))
    return instant.replace(tzinfo=None) == time


def random_series(random: Random, middle: datetime) -> Series:
    """Return a series that begins at most some years before the middle of the window."""
    zone = random.choice(ZONES)
    start = middle + timedelta(minutes=15 * random.randint(-4 * 24 * random.choice((25, 400, 1500)), 4 * 24 * 25))
    series = Series(zone, start, random.choice((0, 15, 60, 90, 24 * 60, 3 * 24 * 60)))
    if random.random() < 0.25:
        series.whole_days = random.choice((1, 1, 2, 5))
        series.start = datetime.combine(start.date(), datetime.min.time())
    if random.random() < 0.2:
        return series
    series.frequency = random.choice(("DAILY", "WEEKLY", "WEEKLY", "MONTHLY", "YEARLY"))
    series.interval = random.choice((1, 1, 1, 2, 3))
    if series.frequency in {"WEEKLY", "MONTHLY"} and random.random() < 0.6:
        series.weekdays = random.sample(range(7), random.randint(1, 3))
    if series.frequency in {"MONTHLY", "YEARLY"} and random.random() < 0.5:
        series.monthdays = random.sample((-31, -2, -1, 1, 2, 15, 28, 29, 30, 31), random.randint(1, 3))
    if series.frequency != "WEEKLY" and random.random() < 0.3:
        series.months = random.sample(range(1, 13), random.randint(1, 8))
    bound(series, random, middle)
    change(series, random, middle)
    return series


def bound(series: Series, random: Random, middle: datetime) -> None:
    """End the series, or not. Move its start to the first day that its rule includes."""
    days = (series.start + timedelta(number) for number in range(3_000))
    series.start = next((day for day in days if series.includes(day.date())), series.start)
    if random.random() < 0.3:
        series.count = random.choice((1, 3, 10, 100))
    elif random.random() < 0.4:
        last = datetime.combine((middle + timedelta(random.randint(-30, 30))).date(), series.start.time())
        series.until = max(last, series.start)


def change(series: Series, random: Random, middle: datetime) -> None:
    """Leave out, add and move some instances near the middle of the window."""
    starts = series.starts((middle + timedelta(30)).date())
    starts = [start for start in starts if abs(start - middle) < timedelta(30)]
    random.shuffle(starts)
    if starts and random.random() < 0.4:
        series.left_out = [start for start in starts[:2] if start != series.start]
    if random.random() < 0.2:
        later = middle + timedelta(days=random.randint(-20, 20), minutes=15 * random.randint(0, 90))
        series.added = [max(later, series.start)]
        if series.whole_days:
            series.added = [datetime.combine(start.date(), datetime.min.time()) for start in series.added]
    for start in starts[2:4]:
        if random.random() < 0.4 and exists(start, series.zone):
            days = timedelta(random.randint(-9, 9), 0 if series.whole_days else 900 * random.randint(-9, 9))
            series.moved[start] = None if random.random() < 0.3 else start + days
