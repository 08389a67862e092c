"""How many links were made, opened and booked, day by day."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import TruncDate

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
    first, here = last - timedelta(days=days - 1), zone(time_zone)
    edges = (datetime.combine(day, time(), here) for day in (first, last + timedelta(days=1)))
    since, until = (datetime.fromtimestamp(edge.timestamp(), here) for edge in edges)
    seen = Exists(Opening.objects.filter(link=OuterRef("pk"), by=Opening.By.BROWSER))
    made = links.exclude(max_uses=None).filter(created_at__gte=since, created_at__lt=until)
    rows = (
        made.annotate(day=TruncDate("created_at", tzinfo=here), was_opened=seen)
        .order_by()
        .values("day")
        .annotate(
            made=Count("pk"),
            opened=Count("pk", filter=Q(was_opened=True) | Q(uses__gt=0)),
            booked=Count("pk", filter=Q(uses__gt=0)),
        )
        .values_list("day", "made", "opened", "booked")
    )
    found = {day: DayNumbers(day, *counts) for day, *counts in rows}
    return [found.get(day, DayNumbers(day)) for day in (first + timedelta(days=number) for number in range(days))]
