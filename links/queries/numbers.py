"""How many links were made, opened and booked: by the days on which they were made, and by page."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import (
    Aggregate,
    Case,
    Count,
    DateTimeField,
    DurationField,
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from accounts.models import User
from core.database import fresh_plans
from core.dates import start_of_day
from core.zones import zone
from links.models import Link, LinkQuerySet, Opening
from links.queries.filters import KINDS, VERSION, Filters, matching
from links.queries.planner import only_bitmaps
from pages.models import Page

# Up to this many days are counted by day, more of them by week.
DAY_BY_DAY = 31
MOST_PAGES = 10
SUMS = """
    SELECT number, leads_to, sum(made), sum(opened), sum(booked) FROM ({}) counted
    GROUP BY GROUPING SETS ((number), (leads_to))
"""


@dataclass(frozen=True, slots=True)
class Numbers:
    """Of some links: how many there are, how many of them a person has opened, and how many were booked."""

    made: int = 0
    opened: int = 0
    booked: int = 0

    def __add__(self, other: "Numbers") -> "Numbers":
        return Numbers(self.made + other.made, self.opened + other.opened, self.booked + other.booked)

    @property
    def opened_share(self) -> int | None:
        """What was opened of the links made, in percent."""
        return None if not self.made else round(100 * self.opened / self.made)

    @property
    def booked_share(self) -> int | None:
        """What was booked of the links made, in percent."""
        return None if not self.made else round(100 * self.booked / self.made)


@dataclass(frozen=True, slots=True)
class DayNumbers:
    """The numbers of the links made from the first of some days to the last of them."""

    first: date
    last: date
    numbers: Numbers


@dataclass(frozen=True, slots=True)
class PageNumbers:
    """The numbers of the links to a page. What the wizard made is called after its reusable link."""

    page: Page
    name: str
    numbers: Numbers


@dataclass(frozen=True, slots=True)
class LinkNumbers:
    """What became of the links that were made in a period.

    `median` is the time from made to booked that half of the booked links took at most. It is of links with a single
    use only: of others the first booking is not known.
    """

    days: list[DayNumbers]
    # Of the pages with most booked links, best first.
    pages: list[PageNumbers]
    median: timedelta | None

    @property
    def total(self) -> Numbers:
        return sum((one.numbers for one in self.days), Numbers())


class Median(Aggregate):
    """The middle one of durations; of an even number of them, the mean of the two."""

    function = "percentile_cont"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


def numbers_by_day(links: LinkQuerySet, *, last: date, days: int, time_zone: str) -> list[DayNumbers]:
    """Return the numbers of those of the links that were made on each of the days up to the last one, in one query.

    What counts is when a link was made, so a share of it is what became of these. Whoever books has opened a link, also
    where that was not noted. Reusable links are left out. It costs what was made in these days, by the indexes that
    begin with a link's organization or owner and go on with when it was made.
    """
    firsts = _first_days(last, days, 1)
    edges = _day_bounds(firsts, last, time_zone)
    made = links.exclude(max_uses=None).filter(created_at__gte=edges[0], created_at__lt=edges[-1])
    return _in_order(
        firsts, last, {number: numbers for (number,), numbers in _numbers_by(made, edges, "number").items()}
    )


def link_numbers(*, user: User, filters: Filters, days: int, now: datetime) -> LinkNumbers:
    """Return the numbers of the links that the user may see, that match the filters, and that were made in so many days
    up to today.

    They count as in `numbers_by_day`, in weeks if there are many days. The weeks end today; the first may be shorter.
    """
    last = now.astimezone(zone(user.time_zone)).date()
    firsts = _first_days(last, days, 1 if days <= DAY_BY_DAY else 7)
    edges = _day_bounds(firsts, last, user.time_zone)
    with fresh_plans():
        made = _matching(user, replace(filters, made_from=edges[0], made_before=edges[-1]), now)
        # What was made in a period lies together: each of its pages is read once, whatever the order of an index is.
        with only_bitmaps():
            by_number, by_page = _by_number_and_page(made, edges)
            booked = made.filter(max_uses=1, uses=1, used_at__isnull=False)
            median = booked.aggregate(median=Median(F("used_at") - F("created_at")))["median"]
        pages = _best_pages(by_page)
    # The database's clock, by which links are used, may be behind a web server's.
    return LinkNumbers(_in_order(firsts, last, by_number), pages, None if median is None else max(median, timedelta()))


def _matching(user: User, filters: Filters, now: datetime) -> QuerySet[Any]:
    """Return the links that match the filters, with the page that each leads to.

    Conditions on page and parent are written so that no index answers them. PostgreSQL would read all years of such an
    index, where those that go by when a link was made lead to the period alone.
    """
    links: QuerySet[Any] = matching(user=user, filters=replace(filters, page=None, kind=""), now=now)
    links = links.annotate(version_of=Coalesce("parent", Value(0)))
    if filters.page is None:
        links = links.annotate(leads_to=Coalesce("page", "parent__page"))
    else:
        # Its reusable links are read before: to join them would be to look one up for each link.
        parents = Link.objects.filter(organization_id=user.organization_id, has_versions=True, page=filters.page)
        leads_there = Q(of_page=filters.page.pk) | Q(version_of__in=list(parents.values_list("pk", flat=True)))
        links = links.annotate(leads_to=Value(filters.page.pk)).alias(of_page=Coalesce("page", Value(0)))
        links = links.filter(leads_there)
    if filters.kind == VERSION:
        return links.exclude(version_of=0)
    return links.filter(KINDS[filters.kind]) if filters.kind else links


def _first_days(last: date, days: int, step: int) -> list[date]:
    """Return the first day of each step: so many days up to the last one, counted from there."""
    later = [last - timedelta(days=back - 1) for back in range(step, days, step)]
    return [last - timedelta(days=days - 1), *reversed(later)]


def _day_bounds(firsts: Sequence[date], last: date, time_zone: str) -> list[datetime]:
    """Return the instants at which the days begin, and that at which the last one ends."""
    # Days begin where our own zone data says so.
    return [start_of_day(day, zone(time_zone)) for day in (*firsts, last + timedelta(days=1))]


def _numbers_by(made: QuerySet[Any], edges: list[datetime], *by: str) -> dict[tuple[Any, ...], Numbers]:
    """Return the numbers of the links by these columns, of which `number` is the place among the edges, from 1."""
    return {tuple(row[: len(by)]): Numbers(*row[len(by) :]) for row in _rows(made, edges, *by)}


def _by_number_and_page(made: QuerySet[Any], edges: list[datetime]) -> tuple[dict[int, Numbers], dict[int, Numbers]]:
    """Return the numbers of the links by place among the edges, and by page.

    PostgreSQL adds them up: of hundreds of pages and dozens of days only the sums are read.
    """
    query, params = _rows(made, edges, "number", "leads_to").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(SUMS.format(query), params)
        rows = cursor.fetchall()
    found = [(number, page, Numbers(*map(int, numbers))) for number, page, *numbers in rows]
    by_number = {number: numbers for number, _page, numbers in found if number is not None}
    return by_number, {page: numbers for _number, page, numbers in found if page is not None}


def _rows(made: QuerySet[Any], edges: list[datetime], *by: str) -> QuerySet[Any]:
    """Return the counts of the links by these columns."""
    bucket = Func(
        "created_at",
        Value(edges, ArrayField(DateTimeField())),
        function="width_bucket",
        output_field=IntegerField(),
    )
    # The second condition says nothing new, but keeps PostgreSQL from reading all openings of all years into a hash.
    openings = Opening.objects.filter(link=OuterRef("pk"), link__lte=OuterRef("pk"), by=Opening.By.BROWSER)
    rows: QuerySet[Any] = (
        made.annotate(number=bucket, was_opened=Exists(openings))
        .order_by()
        .values(*by)
        .annotate(
            made=Count("pk"),
            opened=Count("pk", filter=Q(uses__gt=0) | Q(was_opened=True)),
            booked=Count("pk", filter=Q(uses__gt=0)),
        )
        .values_list(*by, "made", "opened", "booked")
    )
    return rows


def _in_order(firsts: Sequence[date], last: date, found: dict[int, Numbers]) -> list[DayNumbers]:
    ends = [*(first - timedelta(days=1) for first in firsts[1:]), last]
    return [
        DayNumbers(first, end, found.get(number, Numbers()))
        for number, (first, end) in enumerate(zip(firsts, ends, strict=True), start=1)
    ]


def _best_pages(by_page: dict[int, Numbers]) -> list[PageNumbers]:
    """Return the pages with most booked links; of equal ones those with more openings, then more links."""

    def rank(pk: int) -> tuple[int, ...]:
        numbers = by_page[pk]
        return -numbers.booked, -numbers.opened, -numbers.made, pk

    chosen = sorted(by_page, key=rank)[:MOST_PAGES]
    label = Link.objects.reusable().filter(page=OuterRef("pk")).order_by("pk").values("label")[:1]
    # Not read for other pages, which may have very many links.
    named = Case(When(by_wizard=True, then=Subquery(label)))
    rows: QuerySet[Any] = Page.objects.select_related("owner").annotate(link_label=named)
    pages = rows.in_bulk(chosen)
    return [
        PageNumbers(page, page.link_label or page.name, by_page[page.pk]) for page in map(pages.__getitem__, chosen)
    ]
