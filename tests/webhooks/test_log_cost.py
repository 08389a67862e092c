"""The log of a webhook costs what it shows, not all that the webhook was ever told: pages are counted."""

import pytest
from django.db import connection

from accounts.models import User
from deliveries.models import Delivery, Endpoint, HookEvent
from deliveries.webhooks.actions import missed_calls
from deliveries.webhooks.queries import STATES, newest_calls
from tests.bookings.pages_read import pages_read
from tests.builders import NOW
from tests.webhooks.receiver import make_call

pytestmark = [pytest.mark.django_db, pytest.mark.walk, pytest.mark.usefixtures("compact_tables")]
# The indexes of more rows are deeper: a page more for each range of them.
ROOM = 40
# Of ten calls nine are about bookings, one in fifty fails; nobody misses a meeting.
GROW = """
    INSERT INTO deliveries_delivery (organization_id, thread, kind, medium, recipient, sequence, copy, facts, due_at,
        attempts, last_error, sent_at, failed_at, created_at)
    SELECT organization_id, gen_random_uuid(), CASE n %% 10 WHEN 0 THEN 'booking.cancelled' ELSE 'booking.created' END,
        medium, recipient, 0, 0, facts - 'once', %(now)s - n * interval '1 day', 1, '',
        CASE WHEN n %% 50 <> 1 THEN %(now)s - n * interval '1 day' END,
        CASE WHEN n %% 50 = 1 THEN %(now)s - n * interval '1 day' END, %(now)s
    FROM deliveries_delivery, generate_series(%(first)s::int, %(last)s::int) n WHERE id = %(like)s
"""


def grow(like: Delivery, first: int, last: int) -> None:
    """Add as many calls of the same webhook, with new statistics, as autovacuum would."""
    with connection.cursor() as cursor:
        cursor.execute(GROW, {"like": like.pk, "now": NOW, "first": first, "last": last})
        cursor.execute("ANALYZE deliveries_delivery")


def read_of(endpoint: Endpoint) -> dict[tuple[str, str], int]:
    """Return the pages read for the newest calls, in each state and of each kind."""
    kinds = "", HookEvent.CREATED, HookEvent.CANCELLED, HookEvent.NO_SHOW
    return {
        (state, kind): pages_read(
            lambda state=state, kind=kind: newest_calls(endpoint, state=state, event=kind, most=5), False
        )
        for state in STATES
        for kind in kinds
    } | {("missed", ""): pages_read(lambda: missed_calls(endpoint, NOW).count(), False)}


def test_log_costs_the_same_however_long(ana: User):
    call = make_call(ana).delivery
    endpoint = Endpoint.objects.called_by(call).get()
    grow(call, 1, 500)
    before = read_of(endpoint)
    grow(call, 501, 6_000)
    more = {what: pages - before[what] for what, pages in read_of(endpoint).items() if pages > before[what] + ROOM}
    assert more == {}


def test_newest_calls_come_first_in_each_state(ana: User):
    call = make_call(ana).delivery
    endpoint = Endpoint.objects.called_by(call).get()
    grow(call, 1, 120)
    rows = Delivery.objects.filter(recipient=endpoint.recipient).order_by("-pk")
    page, before = newest_calls(endpoint)
    assert [one.pk for one in page] == [one.pk for one in rows[:50]]
    page, _before = newest_calls(endpoint, before=before)
    assert [one.pk for one in page] == [one.pk for one in rows[50:100]]
    for state, rightly in {
        "failed": rows.filter(failed_at__isnull=False),
        "delivered": rows.filter(sent_at__isnull=False),
        "waiting": rows.filter(sent_at=None, failed_at=None, superseded_at=None),
    }.items():
        assert [one.pk for one in newest_calls(endpoint, state=state)[0]] == [one.pk for one in rightly[:50]]
    cancelled = rows.filter(kind=HookEvent.CANCELLED)
    assert {one.pk for one in newest_calls(endpoint, event=HookEvent.CANCELLED)[0]} == {one.pk for one in cancelled}
    # Of a week.
    assert missed_calls(endpoint, NOW).count() == 1
