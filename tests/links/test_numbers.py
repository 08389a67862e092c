"""How many links were made, opened and booked, day by day."""

from datetime import date, datetime, timedelta

import pytest

from core.zones import zone
from links.models import Link
from links.queries.numbers import DayNumbers, Numbers, numbers_by_day
from tests.builders import one_time_link

pytestmark = [pytest.mark.django_db, pytest.mark.feature("O31")]
LAST = date(2030, 1, 7)


def made(user, at, **fields):
    link = one_time_link(user)
    Link.objects.filter(pk=link.pk).update(created_at=at, **fields)
    return link


def numbers(user, days=2, time_zone="Europe/Madrid"):
    return numbers_by_day(Link.objects.filter(owner=user), last=LAST, days=days, time_zone=time_zone)


def test_days_are_those_of_the_zone(ana, ben):
    here = zone("Europe/Madrid")
    for at in (datetime(2030, 1, 6, tzinfo=here), datetime(2030, 1, 6, 23, 59, tzinfo=here)):
        made(ana, at)
    made(ana, datetime(2030, 1, 7, 23, 59, 59, tzinfo=here))
    for outside in (datetime(2030, 1, 5, 23, 59, 59, tzinfo=here), datetime(2030, 1, 8, tzinfo=here)):
        made(ana, outside)
    made(ben, datetime(2030, 1, 7, 12, tzinfo=here))
    assert [(day_numbers.first.day, day_numbers.numbers.made) for day_numbers in numbers(ana)] == [(6, 2), (7, 1)]
    assert [
        (day_numbers.first.day, day_numbers.numbers.made) for day_numbers in numbers(ana, time_zone="America/Lima")
    ] == [(6, 1), (7, 2)]


def test_links_count_on_their_first_day(ana):
    noon = datetime(2030, 1, 7, 12, tzinfo=zone("Europe/Madrid"))
    made(ana, noon).openings.create(at=noon, by="browser")
    made(ana, noon).openings.create(at=noon, by="scanner")
    made(ana, noon, uses=1)
    made(ana, noon, max_uses=None)
    twice = made(ana, noon)
    for hours in (1, 2):
        twice.openings.create(at=noon + timedelta(hours=hours), by="browser")
    assert numbers(ana, days=1) == [DayNumbers(LAST, LAST, Numbers(made=4, opened=3, booked=1))]


@pytest.mark.parametrize("count", [1, 3])
def test_numbers_cost_one_query(ana, count, django_assert_num_queries):
    for _number in range(count):
        made(ana, datetime(2030, 1, 7, 12, tzinfo=zone("Europe/Madrid")))
    with django_assert_num_queries(1):
        assert numbers(ana, days=30)[-1].numbers.made == count
