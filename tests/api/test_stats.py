"""The numbers of links through the API: those of the screen."""

from datetime import timedelta

import pytest

from accounts.models import ApiToken, Scope
from links.models import Link, Opening
from tests.api.client import Program, code_of, token_of
from tests.builders import NOW, one_time_link

pytestmark = [pytest.mark.django_db, pytest.mark.page]


@pytest.fixture
def whole(ana):
    """A program that reaches what is the organization's, and may do nothing but count."""
    return Program(token_of(ana, Scope.STATS_READ, reach=ApiToken.Reach.ORGANIZATION))


def test_answer_has_all_numbers(whole, ana, ben):
    booked = one_time_link(ana, now=NOW - timedelta(days=1))
    Link.objects.filter(pk=booked.pk).update(uses=1, used_at=NOW - timedelta(hours=22, milliseconds=400))
    Opening.objects.create(link=one_time_link(ana), at=NOW, by="browser")
    Opening.objects.create(link=one_time_link(ben), at=NOW, by="scanner")
    pages = [{"id": one.pk, "name": one.name} for one in (ana.pages.get(), ben.pages.get())]
    response = whole("GET", "/stats?days=2")
    assert (response.status_code, response.json()) == (200, {
        "made": 3, "opened": 2, "booked": 1, "first_day": "2030-01-06", "last_day": "2030-01-07",
        "time_zone": "Europe/Madrid", "median_seconds_to_book": 7_200,
        "steps": [
            {"first_day": "2030-01-06", "last_day": "2030-01-06", "made": 1, "opened": 1, "booked": 1},
            {"first_day": "2030-01-07", "last_day": "2030-01-07", "made": 2, "opened": 1, "booked": 0},
        ],
        "pages": [
            {"page": pages[0], "made": 2, "opened": 2, "booked": 1},
            {"page": pages[1], "made": 1, "opened": 0, "booked": 0},
        ],
    })  # fmt: skip


def test_nothing_is_an_answer_too(whole):
    said = whole("GET", "/stats").json()
    assert (said["made"], said["median_seconds_to_book"], len(said["steps"]), said["pages"]) == (0, None, 30, [])


def test_filters_narrow_the_numbers(whole, ana, ben):
    one_time_link(ana), one_time_link(ben), one_time_link(ben, max_uses=2)
    queries = "", f"?owner={ben.pk}", f"?page={ana.pages.get().pk}", "?kind=several", "?kind=version"
    assert [whole("GET", f"/stats{query}").json()["made"] for query in queries] == [3, 2, 1, 1, 0]


def test_tokens_count_within_their_reach(ana, ben):
    one_time_link(ana), one_time_link(ben)
    made = [Program(token_of(user))("GET", "/stats").json()["made"] for user in (ana, ben)]
    assert made == [1, 1]


@pytest.mark.parametrize("query", ["days=0", "days=366", "days=x", "kind=reusable", "page=0", "owner=99999", "pages=1"])
def test_what_does_not_fit_is_refused(whole, query):
    assert code_of(whole("GET", f"/stats?{query}")) == (422, "invalid")


@pytest.mark.parametrize("count", [1, 3])
def test_stats_cost_constant_number_of_queries(whole, ana, count, django_assert_num_queries):
    for _number in range(count):
        one_time_link(ana)
    # The token, a transaction of three, what the planner is told, the numbers, the median, the pages.
    with django_assert_num_queries(9):
        assert whole("GET", "/stats").json()["made"] == count
