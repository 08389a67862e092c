"""Host time that was stored before it said when its meeting was booked."""

from importlib import import_module

import pytest
from django.db import connection

from pages.models import HostTime
from tests.owner.meetings.owners import HALF, TUESDAY, make_meeting, make_request

migration = import_module("bookings.migrations.0015_meeting_logs_by_host")


@pytest.mark.django_db
@pytest.mark.feature("C8")
def test_host_times_learn_when_booked(ana, ben, monkeypatch):
    monkeypatch.setattr(migration, "PIECE", 2)
    for made in (
        make_meeting(ana),
        make_meeting(ben, TUESDAY + 8 * HALF),
        make_meeting(ben),
        make_request(ana, TUESDAY, holds=True),
    ):
        assert made.created_at in HostTime.objects.filter(meeting=made.uid).values_list("booked_at", flat=True)
    stored = dict(HostTime.objects.values_list("pk", "booked_at"))
    assert sorted(stored.values(), key=bool).count(None) == 3
    HostTime.objects.update(booked_at=None)
    with connection.schema_editor(atomic=False) as editor:
        migration.fill(None, editor)
    assert dict(HostTime.objects.values_list("pk", "booked_at")) == stored
