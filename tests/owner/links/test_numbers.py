"""Links > Numbers: figures, chart, tables and file, for members and admins, with filters."""

import csv
import io
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.urls import reverse

from bookings.actions import book
from links.models import Link, Opening
from links.queries.numbers import DayNumbers, Numbers
from owner.chart import draw_chart
from owner.links.views.numbers import brief_duration
from owner.spreadsheet import BYTE_ORDER_MARK
from tests.builders import NOW, START, one_time_link, submission
from tests.markup import markup

pytestmark = [pytest.mark.django_db, pytest.mark.feature("O31")]
PAGE, EXPORT = reverse("link-numbers"), reverse("export-link-numbers")


@pytest.fixture
def history(ana, ben, event_type):
    """Of Ana's a link booked after a day, one opened and one for several; of Ben's one that only a scanner opened."""
    booked = one_time_link(ana, now=NOW - timedelta(days=1))
    book(submission=submission(event_type.pk, START), link=booked, now=NOW)
    Link.objects.filter(pk=booked.pk).update(used_at=NOW)
    Opening.objects.create(link=one_time_link(ana, now=NOW - timedelta(days=40)), at=NOW, by="browser")
    one_time_link(ana, max_uses=3)
    Opening.objects.create(link=one_time_link(ben), at=NOW, by="scanner")


def total(client, query=""):
    return client.get(f"{PAGE}?{query}").context["chart"].total


@pytest.mark.screen
def test_page_tells_figures_chart_and_tables(anas, ana, history):
    html = markup(anas.get(f"{PAGE}?days=90"))
    for expected in (
        "<dt>Made</dt><dd>4</dd>", "<dd>2<small>50%</small></dd>", "<dd>1<small>25%</small></dd>", "<b>24 hours</b>",
        'role="img" aria-labelledby="chart-title"', 'Links made, opened and booked, by week</title>',
        '<th scope="row">1 Jan – 7 Jan</th><td>3</td><td>1</td><td>1</td>',
        f'<a href="{PAGE}?days=90&amp;page={ana.pages.get().pk}">', "So are programs that open links",
        f'href="{EXPORT}?days=90"', "Each link counts on the day it was made",
    ):  # fmt: skip
        assert expected in html


def test_members_see_their_own(client, ana, ben, history):
    client.force_login(ana)
    assert total(client) == Numbers(3, 1, 1)
    client.force_login(ben)
    assert total(client) == Numbers(1, 0, 0)
    assert total(client, f"owner={ana.pk}") == Numbers(1, 0, 0)
    assert "filter-owner" not in markup(client.get(PAGE))


def test_filters_are_in_the_address(anas, ana, ben, history):
    of_page = f"days=90&page={ana.pages.get().pk}"
    queries = "days=90", of_page, f"owner={ben.pk}", "kind=several", "kind=version", "days=x&kind=y"
    found = [total(anas, query) for query in queries]
    assert found == [
        Numbers(4, 2, 1), Numbers(3, 2, 1), Numbers(1, 0, 0), Numbers(1, 0, 0), Numbers(), Numbers(3, 1, 1),
    ]  # fmt: skip


def test_nothing_made_is_said(anas, ana):
    def shows(query=""):
        html = markup(anas.get(f"{PAGE}?{query}"))
        assert '<svg class="chart"' not in html
        return [words in html for words in ("No links were made in these days.", "No links yet", 'name="days"')]

    # Without any link there is nothing to filter. A filter that is set stays; earlier links are in a longer period.
    assert shows() == shows("days=90") == [False, True, False]
    assert shows("kind=several") == [True, False, True]
    one_time_link(ana, now=NOW - timedelta(days=40))
    assert shows() == [True, False, True]


def test_file_has_the_days_of_the_page(anas, ben, history):
    response = anas.get(f"{EXPORT}?owner={ben.pk}")
    assert response["Content-Disposition"] == 'attachment; filename="numbers-2030-01-07.csv"'
    text = response.getvalue().decode()
    assert text.startswith(BYTE_ORDER_MARK)
    head, *rows = csv.reader(io.StringIO(text[1:], newline=""))
    assert head == ["Made from", "Made until", "Made", "Opened", "Booked"]
    assert (len(rows), rows[0], rows[-1]) == (
        30, ["2029-12-09", "2029-12-09", "0", "0", "0"], ["2030-01-07", "2030-01-07", "1", "0", "0"]
    )  # fmt: skip


@pytest.mark.parametrize("count", [1, 3])
def test_page_costs_constant_number_of_queries(client, ana, ben, count, django_assert_num_queries):
    for user in (ana, ben):
        for _number in range(count):
            one_time_link(user)
    # Session, user, choices of pages and for admins of owners; a transaction of three, what the planner is told
    # before and after the numbers and the median, the pages; who asks for a link.
    for user, queries in ((ana, 13), (ben, 12)):
        client.force_login(user)
        with django_assert_num_queries(queries):
            assert total(client).made == (2 * count if user == ana else count)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "Less than a minute"), (29, "Less than a minute"), (31, "1 minute"), (3_599, "1 hour"),
        (5_400, "1 hour 30 minutes"), (86_399, "24 hours"), (100_000, "28 hours"), (172_770, "2 days"),
        (864_000, "10 days"),
    ],
)  # fmt: skip
def test_durations_are_told_roughly(seconds, text):
    assert brief_duration(timedelta(seconds=seconds)) == text


def test_names_below_weeks_have_room():
    last = date(2030, 1, 7)
    weeks = [
        DayNumbers(last - timedelta(days=7 * back + 6), last - timedelta(days=7 * back), Numbers(1_000, 10, 1))
        for back in reversed(range(53))
    ]
    chart = draw_chart(weeks, width=944)
    named = [day for day in chart.days if day.name]
    assert (named[-1].name, named[-2].name) == ("1 Jan", "27 Nov")
    assert min(later.x - one.x for one, later in pairwise(named)) >= 56
    assert all(bar.x > 0 and bar.x + bar.width <= chart.width for day in chart.days for bar in day.bars)
