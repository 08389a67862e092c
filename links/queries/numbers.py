"""How many links were made, opened and booked, day by day."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.contrib.postgres.fields import ArrayField
from django.db.models import Count, DateTimeField, Exists, Func, IntegerField, OuterRef, Q, Value

from core.zones import zone
from links.models import LinkQuerySet, Opening


@dataclass(frozen=True, slots=True)
class DayNumbers:
    """Of the links made on a day: how many there are, how many a person has opened, and how many were booked."""

    day: date
    made: int = 0
    opened: int = 0
    booked: int = 0


def numbers_by_day(links: LinkQuerySet, *, last: date, days: int, time_zone: str) -> list[DayNumbers]:
    """Return the numbers of those of the links that were made on each of the days up to the last one, in one query.

    What counts is when a link was made, so a share of it is what became of these. Whoever books has opened a link, also
    where that was not noted. Reusable links are left out. It costs what was made in these days, by the indexes that
    begin with a link's organization or owner and go on with when it was made.
    """
    here = zone(time_zone)
    dates = [last + timedelta(days=number - days + 1) for number in range(days + 1)]
    # Days begin where our own zone data says so, also where midnight is skipped.
    edges = [datetime.fromtimestamp(datetime.combine(day, time(), here).timestamp(), UTC) for day in dates]
    bucket = Func(
        "created_at",
        Value(edges, ArrayField(DateTimeField())),
        function="width_bucket",
        output_field=IntegerField(),
    )
    seen = Exists(Opening.objects.filter(link=OuterRef("pk"), by=Opening.By.BROWSER))
    made = links.exclude(max_uses=None).filter(created_at__gte=edges[0], created_at__lt=edges[-1])
    rows = (
        made.annotate(number=bucket, was_opened=seen)
        .order_by()
        .values("number")
        .annotate(
            made=Count("pk"),
            opened=Count("pk", filter=Q(was_opened=True) | Q(uses__gt=0)),
            booked=Count("pk", filter=Q(uses__gt=0)),
        )
        .values_list("number", "made", "opened", "booked")
    )
    found = {number: counts for number, *counts in rows}
    return [DayNumbers(day, *found.get(number, ())) for number, day in enumerate(dates[:-1], start=1)]
