"""What was stored before a withdrawn request had a status of its own."""

from importlib import import_module

import pytest
from django.db import connection

from bookings.actions import approve, cancel
from bookings.models import Booking
from tests.builders import NOW
from tests.owner.meetings.owners import HALF, TUESDAY, make_meeting, make_request

migration = import_module("bookings.migrations.0009_withdrawn")


@pytest.mark.django_db
def test_withdrawn_requests_are_found_and_given_back(ana):
    withdrawn, approved, meeting = make_request(ana), make_request(ana, TUESDAY), make_meeting(ana, TUESDAY + 8 * HALF)
    approve(booking=approved, start=TUESDAY, actor=ana, now=NOW)
    for booking in (withdrawn, approved, meeting):
        cancel(booking=booking, actor=None, now=NOW)
    now = {withdrawn.pk: "withdrawn", approved.pk: "cancelled", meeting.pk: "cancelled"}
    for query, expected in ((migration.EMPTY, dict.fromkeys(now, "cancelled")), (migration.FILL, now)):
        with connection.cursor() as cursor:
            cursor.execute(query)
        assert dict(Booking.objects.values_list("pk", "status")) == expected
