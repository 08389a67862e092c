"""A server that does not answer any more, and hundreds of hosts who have their calendars there."""

from datetime import timedelta

import pytest
from django.db.models import Count

from accounts.models import User
from calendars import errors
from calendars.actions import alerts
from calendars.actions.alerts import ALERT_AFTER, alert_hosts_of_waiting
from calendars.actions.claiming import MOST_PER_SERVER, claim_due, note_failure, note_success
from calendars.actions.reading import keep_reading
from calendars.models import Alert, Calendar, Connection
from calendars.providers import Outcome
from calendars.queries import MAX_AGE, calendar_notices
from calendars.readers import WaitingAlerts
from core.database import read_clock
from deliveries.models import Delivery
from tests.builders import NOW
from tests.calendars.builders import calendar_of, connection_of

pytestmark = pytest.mark.django_db(transaction=True)
MINUTE = timedelta(minutes=1)
HOSTS, TOLD_AT_ONCE = 120, 20


def crowd(ana, number):
    """So many hosts whose calendars, on one server, were read 25 minutes ago, and are due since 20."""
    now = read_clock()
    known = {"organization": ana.organization, "time_zone": ana.time_zone}
    users = User.objects.bulk_create(User(email=f"{n}@acme.example", name=f"Host {n}", **known) for n in range(number))
    ways = Connection.objects.bulk_create(
        Connection(
            organization=ana.organization,
            user=user,
            kind="caldav",
            account=user.email,
            url="https://dead.example/",
            secret="00a:x",
            connected_at=NOW,
        )
        for user in users
    )
    read = {"read_at": now - 25 * MINUTE, "known_until": now + timedelta(days=60), "due_at": now - 20 * MINUTE}
    Calendar.objects.bulk_create(
        Calendar(organization=ana.organization, connection=way, host=way.user, name="Work", checked=True, **read)
        for way in ways
    )


def told():
    """How many hosts were told how often, by the kind of mail."""
    counts = Delivery.objects.values("kind", "recipient").annotate(number=Count("pk"))
    return sorted({(one["kind"], one["number"]) for one in counts}), counts.values("recipient").distinct().count()


@pytest.fixture
def others(ana):
    """Calendars that are no part of it: read on time, just due, being read, refused, unticked, ended."""
    now = read_clock()
    known = {"read_at": now - 25 * MINUTE, "known_until": now}
    calendar_of(connection_of(ana, url="https://1.example/"), due_at=now + MINUTE, **known)
    calendar_of(connection_of(ana, url="https://2.example/"), due_at=now - 5 * MINUTE, **known)
    long = {"due_at": now - 20 * MINUTE, **known}
    leased = {"lease": "00000000-0000-0000-0000-000000000001", "leased_until": now + 60 * MINUTE}
    calendar_of(connection_of(ana, url="https://3.example/"), **long, **leased)
    refused = {"state": "refused", "failing_since": now}
    calendar_of(connection_of(ana, url="https://4.example/", **refused), **long)
    calendar_of(connection_of(ana, url="https://5.example/"), **long | {"checked": False})
    calendar_of(connection_of(ana, url="https://6.example/", secret="", disconnected_at=now), **long)


def test_hundreds_are_told_before_they_close(ana, others, monkeypatch):
    monkeypatch.setattr(alerts, "MOST_ALERTED", TOLD_AT_ONCE)
    crowd(ana, HOSTS)
    # The readers try, as often as they may within some minutes.
    tried = set()
    for _round in range(3):
        claims = [one for one in claim_due(limit=16) if one.calendar.connection.url == "https://dead.example/"]
        assert len(claims) <= MOST_PER_SERVER
        tried |= {one.calendar.pk for one in claims}
        for claim in claims:
            note_failure(calendar=claim.calendar, error=errors.ServerAway())
    assert Alert.objects.count() == len(tried) == 3 * MOST_PER_SERVER
    rounds = 0
    while alert_hosts_of_waiting():
        rounds += 1
    assert rounds == -(-(HOSTS - len(tried)) // TOLD_AT_ONCE)
    assert told() == ([("calendar_closed", 1), ("calendar_unread", 1)], HOSTS)
    assert set(Alert.objects.values_list("calendar__connection__url", flat=True)) == {"https://dead.example/"}
    (closes,) = {one.due_at for one in Delivery.objects.filter(kind="calendar_closed")}
    assert closes == Calendar.objects.filter(connection__url="https://dead.example/")[0].read_at + MAX_AGE
    host = User.objects.get(email=f"{HOSTS - 1}@acme.example")
    (notice,) = calendar_notices(host, read_clock())
    assert (notice.closes_at, notice.is_closed) == (closes, False)


def test_turn_that_comes_ends_it(ana):
    crowd(ana, 1)
    assert (alert_hosts_of_waiting(), alert_hosts_of_waiting()) == (1, 0)
    (claim,) = claim_due(limit=1)
    keep_reading(calendar=claim.calendar, began=claim.began, window=(0, 1), outcome=Outcome(None, {}), on_change=print)
    note_success(claim)
    assert Alert.objects.get().closed_at is not None
    assert not Delivery.objects.open().exists()


def test_failure_after_telling_tells_no_more(ana):
    crowd(ana, 1)
    alert_hosts_of_waiting()
    (claim,) = claim_due(limit=1)
    note_failure(calendar=claim.calendar, error=errors.ServerAway())
    assert told() == ([("calendar_closed", 1), ("calendar_unread", 1)], 1)


def test_nobody_is_told_just_after_a_pause(ana):
    """The readers were stopped: everything is due, and most of it is read within a minute."""
    crowd(ana, 1)
    times = [0.0]
    teller = WaitingAlerts(lambda: times[-1])
    for seconds, count in ((0, 0), (1, 0), (ALERT_AFTER.total_seconds() - 1, 0), (ALERT_AFTER.total_seconds(), 1)):
        times.append(seconds)
        teller.open_if_due()
        assert Alert.objects.count() == count
