"""What became of links: as figures, a chart and tables, and as a CSV file."""

from collections.abc import Iterator
from datetime import timedelta

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.access import READ, MemberRequest, owner_view
from accounts.unique_labels import unique_labels
from core.dates import duration_text
from links.queries import has_one_time
from links.queries.numbers import LinkNumbers, Numbers, PageNumbers, link_numbers
from owner.chart import WIDE, draw_chart
from owner.links.forms.numbers import NumbersFilter
from owner.spreadsheet import csv_lines

DAY = 24 * 60


@owner_view(READ)
def numbers(request: MemberRequest) -> HttpResponse:
    """Show how many links were made in a period, and how many of them were opened and booked."""
    now, user = timezone.now(), request.user
    form = NumbersFilter(request.GET, user=user)
    result = link_numbers(user=user, filters=form.filters(), days=form.period, now=now)
    chart = draw_chart(result.days, width=WIDE)
    context = {
        "form": form,
        "kept": form.query(),
        "chart": chart,
        # Whether there is nothing to count, in any period.
        "empty": not (chart.total.made or form.narrowed or has_one_time(user)),
        "median": None if result.median is None else brief_duration(result.median),
        "pages": list(_page_rows(result.pages, form)),
    }
    return render(request, "owner/links/numbers.html", context)


def _page_rows(rows: list[PageNumbers], form: NumbersFilter) -> Iterator[tuple[str, Numbers, str]]:
    """Yield each page's name, its numbers, and the query that shows only it; empty for one that the wizard made."""
    offered = {row.page.pk: row.page for row in rows if not row.page.by_wizard}
    names = dict(zip(offered, unique_labels(offered.values()), strict=True))
    for row in rows:
        pk = row.page.pk
        yield names.get(pk, row.name), row.numbers, form.query(page=pk) if pk in offered else ""


@owner_view(READ)
def export_numbers(request: MemberRequest) -> HttpResponse:
    """Return the table of the numbers as a CSV file, with the filters of the page."""
    now, user = timezone.now(), request.user
    form = NumbersFilter(request.GET, user=user)
    result = link_numbers(user=user, filters=form.filters(), days=form.period, now=now)
    return StreamingHttpResponse(  # type: ignore[return-value]  # Django's views may return either type
        csv_lines(_table(result)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="numbers-{timezone.localdate(now):%Y-%m-%d}.csv"'},
    )


def _table(found: LinkNumbers) -> Iterator[list[object]]:
    yield [_("Made from"), _("Made until"), _("Made"), _("Opened"), _("Booked")]
    for day in found.days:
        yield [day.first, day.last, day.numbers.made, day.numbers.opened, day.numbers.booked]


def brief_duration(duration: timedelta) -> str:
    """Return a duration in words, the longer the rougher: minutes, from a day on hours, from two days on days."""
    minutes = round(duration.total_seconds() / 60)
    if minutes < DAY:
        return duration_text(minutes) if minutes else _("Less than a minute")
    if minutes < 2 * DAY:
        return duration_text(round(minutes / 60) * 60)
    days = round(minutes / DAY)
    return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}
