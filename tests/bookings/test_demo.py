"""`manage.py demo`, on whatever day and at whatever hour somebody tries Admit One."""

import io
import re
from datetime import UTC, datetime

import pytest
import time_machine
from django.core.management import call_command

from accounts.models import ApiToken
from bookings.models import Booking
from bookings.states import BookingStatus
from links.models import Link
from tests.customer.customers import read, times

pytestmark = pytest.mark.django_db
MOMENTS = {
    "the first of a month": datetime(2027, 5, 1, 0, 0, tzinfo=UTC),
    "late in a month": datetime(2026, 11, 29, 23, 50, tzinfo=UTC),
    "the end of a year": datetime(2027, 12, 31, 23, 50, tzinfo=UTC),
    "29 February": datetime(2028, 2, 29, 23, 50, tzinfo=UTC),
    "clocks go forward": datetime(2027, 3, 28, 0, 59, tzinfo=UTC),
    "clocks go back": datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
    "a Friday afternoon": datetime(2027, 6, 11, 14, 59, tzinfo=UTC),
}


def demo() -> str:
    said = io.StringIO()
    call_command("demo", stdout=said)
    return said.getvalue()


# Some seconds each.
SELDOM = MOMENTS.keys() - {"late in a month"}


@pytest.mark.walk
@pytest.mark.parametrize(
    "name", [pytest.param(moment, marks=pytest.mark.slow if moment in SELDOM else ()) for moment in MOMENTS]
)
def test_the_demo_is_whole_at_any_moment(client, settings, name):
    settings.DEVELOPMENT = True
    with time_machine.travel(MOMENTS[name], tick=False):
        said = demo()
        (address,) = re.findall(r"/l/\w+/", said)
        assert times(client, read(client.get(address)).one("a", "choice")["href"]) != []
        assert set(Booking.objects.values_list("status", flat=True)) == set(BookingStatus.values)
        assert {"program", "agent"} <= set(ApiToken.objects.values_list("made_for", flat=True))
        made = Booking.objects.count(), Link.objects.count()
        assert demo() == said
        assert (Booking.objects.count(), Link.objects.count()) == made
