"""Statistics of links: how many were made, opened and booked."""

from datetime import date, timedelta
from typing import Annotated, Literal

from django.utils import timezone
from ninja import Query
from pydantic import Field

from accounts.models import Scope, User
from api.auth import Caller
from api.door import NounRouter
from api.links import find_by_parameter
from api.problems import validate_parameter_names
from api.shapes import Id, Named, Out, QueryParams
from links.queries import Filters
from links.queries.numbers import LinkNumbers, Numbers, link_numbers
from pages.models import Page

router = NounRouter(tags=["Numbers"])
MOST_DAYS, DEFAULT_DAYS = 365, 30


class StatsQuery(QueryParams):
    """Which links are counted, and over how many days."""

    days: int = Field(
        DEFAULT_DAYS, ge=1, le=MOST_DAYS, description="Of how many days, up to today in the user's time zone."
    )
    page: Id | None = None
    owner: Id | None = None
    kind: Literal["one-time", "several", "version"] | None = Field(None, description="Reusable links never count.")


class NumbersOut(Out):
    """Of some links: how many were made, how many of them have been opened by a person, and how many were booked."""

    made: int
    opened: int
    booked: int


class StepOut(NumbersOut):
    """The numbers of the links made from the first day to the last."""

    first_day: date
    last_day: date


class PageStatsOut(NumbersOut):
    """The numbers of the links to a page."""

    page: Named


class StatsOut(NumbersOut):
    """What became of the links that were made in the period. A link counts on the day it was made.

    `steps` are days, or weeks if more than 31 days are asked for; the first week may be shorter. `pages` are the ten
    with most booked links. Half of the booked one-time links were booked within `median_seconds_to_book`.
    """

    first_day: date
    last_day: date
    time_zone: str
    median_seconds_to_book: Annotated[int, Field(ge=0)] | None
    steps: list[StepOut]
    pages: list[PageStatsOut]


@router.reads("/stats", Scope.STATS_READ, StatsOut)
def read_stats(request: Caller, query: Query[StatsQuery]) -> StatsOut:
    """Count the links that were made, opened and booked.

    A token that reaches the organization counts everybody's links, any other token its user's own. Openings by mail
    scanners are left out as far as they are recognised.
    """
    validate_parameter_names(request, StatsQuery.model_fields)
    user = request.user
    filters = Filters(
        page=find_by_parameter(Page.objects.filter(organization_id=user.organization_id), "page", query.page),
        owner=find_by_parameter(User.objects.filter(organization_id=user.organization_id), "owner", query.owner),
        kind=query.kind or "",
    )
    return _serialize(link_numbers(user=user, filters=filters, days=query.days, now=timezone.now()), user)


def _serialize(numbers: LinkNumbers, user: User) -> StatsOut:
    return StatsOut(
        **_counts(numbers.total),
        first_day=numbers.days[0].first,
        last_day=numbers.days[-1].last,
        time_zone=user.time_zone,
        median_seconds_to_book=None if numbers.median is None else round(numbers.median / timedelta(seconds=1)),
        steps=[StepOut(first_day=day.first, last_day=day.last, **_counts(day.numbers)) for day in numbers.days],
        pages=[
            PageStatsOut(page=Named(id=row.page.pk, name=row.name), **_counts(row.numbers)) for row in numbers.pages
        ],
    )


def _counts(numbers: Numbers) -> dict[str, int]:
    return {"made": numbers.made, "opened": numbers.opened, "booked": numbers.booked}
