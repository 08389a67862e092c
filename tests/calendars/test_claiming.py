"""Which calendars are due and whose turn it is, and what follows from a reading that failed."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction

from bookings.emails import message
from calendars import errors
from calendars.actions.claiming import LEASE, claim_due, make_due, note_failure, note_success, pause_after_failure
from calendars.actions.connecting import uncheck_calendars
from calendars.actions.reading import keep_reading
from calendars.models import Alert, Calendar, Connection
from calendars.providers import Outcome
from core.database import read_clock
from deliveries.models import Delivery
from tests.builders import NOW
from tests.calendars.builders import calendar_of, connection_of

pytestmark = pytest.mark.django_db(transaction=True)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
AWAY = errors.ServerAway()


def due(user, place="https://dav.example/", *, at=NOW, **fields):
    way = {name: fields.pop(name) for name in ("kind", "state", "failing_since", "account") if name in fields}
    connection = connection_of(user, url=place, **{"account": str(uuid4()), **way})
    return calendar_of(connection, due_at=at, **fields)


def claimed(limit=16, now=NOW):
    return [claim.calendar for claim in claim_due(limit=limit, now=now)]


def test_due_calendars_are_taken_oldest_first(ana):
    late, early, next_one = (due(ana, f"https://{n}.example/", at=NOW + MINUTE * n) for n in (0, -1, 1))
    assert claimed(limit=1) == [early]
    assert claimed() == [late]
    assert claimed() == []
    assert claimed(now=NOW + MINUTE) == [next_one]
    row = Calendar.objects.get(pk=late.pk)
    assert (row.leased_until, row.lease is None) == (NOW + LEASE, False)
    assert claimed(now=NOW + LEASE) == [early, late]


def test_one_server_gets_two_at_most(ana, ben):
    same = [
        due(one, "https://DAV.example:8443/x/" if one == ben else "https://dav.example:8443/")
        for one in (ana, ben, ana)
    ]
    other = due(ana, "https://else.example/", at=NOW + timedelta(seconds=1))
    assert claimed(now=NOW + MINUTE) == [*same[:2], other]
    assert claimed(now=NOW + MINUTE) == []
    Calendar.objects.filter(pk=same[0].pk).update(lease=None, leased_until=None, due_at=NOW + HOUR)
    assert claimed(now=NOW + MINUTE) == [same[2]]


@pytest.mark.parametrize("kind", ["google", "microsoft"])
def test_one_vendor_leaves_threads_for_others(ana, kind):
    """Its accounts are servers of their own, and may all be waited for at once."""
    theirs = [due(ana, "https://api.example/", kind=kind) for _number in range(20)]
    other = due(ana, "https://else.example/", at=NOW + timedelta(seconds=1))
    assert claimed(now=NOW + MINUTE) == [*theirs[:12], other]
    assert claimed(now=NOW + MINUTE) == []
    Calendar.objects.filter(pk=theirs[0].pk).update(lease=None, leased_until=None, due_at=NOW + HOUR)
    assert claimed(now=NOW + MINUTE) == [theirs[12]]


def test_failure_with_old_password_is_no_failure(ana):
    """The connection was renewed while its server was asked: the calendar is read anew at once."""
    due(ana)
    (calendar,) = claimed()
    Connection.objects.update(secret="renewed")
    assert not note_failure(calendar=calendar, error=errors.Unauthorized())
    assert (Connection.objects.get().state, Alert.objects.count()) == ("ok", 0)
    assert claimed() == [calendar]


def test_secret_addresses_of_one_server(ana):
    files = [due(ana, f"{n}", kind="ics", account=f"files.example …{n}") for n in range(3)]
    other = due(ana, "9", kind="ics", account="else.example …1234")
    assert claimed() == [*files[:2], other]


def test_one_connection_is_read_one_by_one(ana):
    first = due(ana)
    second = calendar_of(first.connection, remote="second", due_at=NOW)
    assert claimed() == [first]
    assert claimed() == []
    Calendar.objects.filter(pk=first.pk).update(lease=None, leased_until=None, due_at=NOW + HOUR)
    assert claimed() == [second]


def test_who_is_not_to_be_read(ana):
    refused = {"state": "refused", "failing_since": NOW}
    due(ana, "https://1.example/", **refused)
    due(ana, "https://2.example/", checked=False)
    due(ana, "https://3.example/", at=None)
    ended = due(ana, "https://4.example/")
    Connection.objects.filter(pk=ended.connection_id).update(secret="", disconnected_at=NOW)
    again = due(ana, "https://5.example/", kind="google", **refused)
    assert claimed() == [again]


@pytest.mark.parametrize(
    ("error", "attempts", "minutes"),
    [
        *((AWAY, attempts, minutes) for attempts, minutes in enumerate((1, 2, 4, 8, 15, 15, 15), 1)),
        (errors.ServerBusy(600), 1, 10),
        (errors.ServerBusy(3), 3, 4),
        (errors.Gone(), 1, 60),
        (errors.Unauthorized(), 1, 24 * 60),
        (errors.CalendarCut(), 40, 15),
    ],
)
def test_pauses_grow_and_servers_are_heard(error, attempts, minutes):
    pause = pause_after_failure(attempts, error)
    assert 0.9 * minutes * MINUTE <= pause <= 1.1 * minutes * MINUTE


def fail(user, error, *, age=MINUTE, **fields):
    """A calendar that was read so long ago, and what was written of it when it then could not be."""
    calendar = due(user, read_at=read_clock() - age, known_until=NOW, **fields)
    (claim,) = claim_due(limit=1, now=NOW)
    assert note_failure(calendar=claim.calendar, error=error)
    return Calendar.objects.select_related("connection").get(pk=calendar.pk)


def state(calendar):
    way = Connection.objects.get(pk=calendar.connection_id)
    return way.state, way.failing_since is not None, way.last_error


def alerts():
    return list(Alert.objects.order_by("pk").values_list("kind", "host", "calendar", "closed_at"))


def test_first_failure_tells_nobody(ana):
    calendar = fail(ana, AWAY)
    assert state(calendar) == ("failing", True, str(errors.ServerAway.message))
    assert (calendar.attempts, calendar.lease, calendar.leased_until) == (1, None, None)
    assert timedelta(seconds=50) < calendar.due_at - read_clock() < timedelta(seconds=70)
    assert (alerts(), Delivery.objects.count()) == ([], 0)


def test_refusal_is_told_at_once(ana):
    before = read_clock()
    calendar = fail(ana, errors.Unauthorized(), age=10 * MINUTE)
    second = calendar_of(calendar.connection, remote="second", name="Home", read_at=before, known_until=NOW)
    assert state(calendar)[0] == "refused"
    assert alerts() == [("unread", ana.pk, calendar.pk, None)]
    soon, later = Delivery.objects.order_by("due_at")
    assert [(one.kind, one.recipient) for one in (soon, later)] == [
        ("calendar_unread", ana.email),
        ("calendar_closed", ana.email),
    ]
    assert (soon.thread, soon.due_at >= before) == (later.thread, True)
    assert later.due_at == calendar.read_at + HOUR
    Calendar.objects.filter(pk=second.pk).update(due_at=NOW)
    assert claimed() == []


def test_definite_failure_is_told_of_its_calendar(ana):
    other = due(ana, "https://other.example/", at=NOW + HOUR)
    calendar = fail(ana, errors.Gone())
    assert alerts() == [("unread", ana.pk, calendar.pk, None)]
    assert (state(calendar)[0], state(other)[0]) == ("failing", "ok")


def test_lasting_failure_is_told_once(ana):
    calendar = fail(ana, AWAY, age=19 * MINUTE)
    second = calendar_of(
        calendar.connection,
        remote="2",
        attempts=1,
        read_at=read_clock() - 30 * MINUTE,
        known_until=NOW,
        due_at=NOW + HOUR,
    )
    calendar_of(calendar.connection, remote="3", read_at=read_clock() - 30 * MINUTE, known_until=NOW)
    assert alerts() == []
    Calendar.objects.filter(pk=calendar.pk).update(due_at=NOW, read_at=read_clock() - 20 * MINUTE)
    for _again in range(2):
        (claim,) = claim_due(limit=1, now=NOW)
        note_failure(calendar=claim.calendar, error=AWAY)
        Calendar.objects.filter(pk=calendar.pk).update(due_at=NOW)
    assert alerts() == [("unread", ana.pk, one.pk, None) for one in (calendar, second)]
    mails = Delivery.objects.order_by("pk")
    assert [(one.kind, one.facts["calendars"]) for one in mails] == [
        ("calendar_unread", ["Work", "Work"]),
        ("calendar_closed", ["Work", "Work"]),
    ]


def test_closed_already_means_one_mail(ana):
    fail(ana, errors.Gone(), age=2 * HOUR)
    assert [one.kind for one in Delivery.objects.all()] == ["calendar_closed"]


def test_reading_again_ends_it_all(ana):
    calendar = fail(ana, errors.Unauthorized())
    Connection.objects.update(state="ok", failing_since=None)
    Calendar.objects.update(due_at=NOW)
    (claim,) = claim_due(limit=1, now=NOW)
    assert claim.has_alert
    keep_reading(calendar=claim.calendar, began=NOW, window=(0, 1), outcome=Outcome(None, {}), on_change=print)
    note_success(claim)
    assert state(calendar) == ("ok", False, "")
    assert [row[3] is not None for row in alerts()] == [True]
    assert not Delivery.objects.open().exists()
    # Then it is told of anew.
    Calendar.objects.update(due_at=NOW)
    (claim,) = claim_due(limit=1, now=NOW)
    assert not claim.has_alert
    note_failure(calendar=claim.calendar, error=errors.Unauthorized())
    assert [row[3] is not None for row in alerts()] == [True, False]
    assert Delivery.objects.open().count() == 2


def test_unticking_ends_it_too(ana):
    calendar = fail(ana, errors.Unauthorized())
    with transaction.atomic():
        uncheck_calendars(Calendar.objects.filter(host=ana, checked=True), NOW)
    assert [row[3] is not None for row in alerts()] == [True]
    assert (Delivery.objects.open().count(), Calendar.objects.get(pk=calendar.pk).checked) == (0, False)


def test_connection_fails_while_any_calendar_does(ana):
    calendar = fail(ana, errors.Gone())
    Calendar.objects.update(due_at=NOW + HOUR)
    well = calendar_of(calendar.connection, remote="2", due_at=NOW, read_at=NOW, known_until=NOW)
    (claim,) = claim_due(limit=1, now=NOW)
    assert claim.calendar == well
    keep_reading(calendar=well, began=NOW, window=(0, 1), outcome=Outcome(None, {}), on_change=print)
    note_success(claim)
    assert state(calendar)[0] == "failing"
    assert [row[3] for row in alerts()] == [None]


def test_lost_lease_notes_nothing(ana):
    due(ana)
    (claim,) = claim_due(limit=1, now=NOW)
    Calendar.objects.update(lease=uuid4())
    assert not note_failure(calendar=claim.calendar, error=errors.Unauthorized())
    assert (state(claim.calendar), alerts()) == (("ok", False, ""), [])


def test_changed_horizon_makes_calendars_due(ana, zoe):
    soon, later = due(ana, at=read_clock() + HOUR), due(zoe, at=read_clock() + HOUR)
    never = due(ana, at=None)
    make_due(ana.organization_id)
    assert Calendar.objects.get(pk=soon.pk).due_at <= read_clock()
    assert Calendar.objects.get(pk=later.pk).due_at == later.due_at
    assert Calendar.objects.get(pk=never.pk).due_at is None


def text_of(delivery):
    mime = message(delivery).message()
    return str(mime["Subject"]), mime.get_body(("plain",)).get_content()


def test_mails_say_since_when(ana):
    calendar = fail(ana, errors.Unauthorized())
    at = {"since": "2030-01-07T12:05:00+00:00", "closes_at": "2030-01-08T00:05:00+00:00"}
    facts = {"stamp": "2030-01-07T12:10:00+00:00", "account": "ana@acme.example", **at}
    soon, later = Delivery.objects.order_by("due_at")
    for one in (soon, later):
        one.facts |= facts
    subject, text = text_of(soon)
    assert subject == "Your calendar cannot be read: “Work”"
    assert (
        "“Work” (CalDAV, ana@acme.example) cannot be read. The last reading was at 13:05. From 8 January, 01:05 nobody "
        "can book you, so that you are not double-booked. The calendar’s server does not accept the password any more. "
        "Reconnect, or stop checking it.\n"
    ) in text
    assert "/availability/calendars/" in text
    subject, text = text_of(later)
    assert subject == "Nobody can book you: your calendar cannot be read"
    assert "Nobody can book you until it can be read again or you stop checking it." in text
    assert calendar.name not in subject


VENDORS_LINE = (
    "The access that {} gave was withdrawn or has ended. Connect the account again, or stop checking the calendar."
)
REFUSED = {
    "caldav": "The calendar’s server does not accept the password any more. Reconnect, or stop checking it.",
    "ics": "The calendar’s server does not accept the address any more. Reconnect with a new one, or stop checking it.",
    "google": VENDORS_LINE.format("Google"),
    "microsoft": VENDORS_LINE.format("Microsoft"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_mails_say_what_was_refused(ana, kind):
    """Only some calendars have a password."""
    fail(ana, errors.Unauthorized(), kind=kind)
    assert [REFUSED[kind] in text_of(one)[1] for one in Delivery.objects.all()] == [True, True]
    assert ("password" in text_of(Delivery.objects.first())[1]) == (kind == "caldav")


@pytest.mark.parametrize("kind", REFUSED)
def test_mails_of_absent_servers_name_no_refusal(ana, kind):
    fail(ana, errors.Gone(), kind=kind)
    soon, later = (text_of(one)[1] for one in Delivery.objects.order_by("due_at"))
    assert "If the calendar’s server answers again by then, you need to do nothing." in soon
    assert [word for word in ("password", "address any more", "withdrawn") if word in soon + later] == []
