"""The worker against a real mail server, with real commits."""

import smtplib
import time
from collections import Counter
from contextlib import contextmanager, suppress
from threading import Barrier, BrokenBarrierError, Event, Thread

import pytest
from django.db import connection
from hypothesis import given
from icalendar import Calendar

from bookings.actions import book
from bookings.emails import message
from bookings.notifications import MailKind
from deliveries import actions, worker
from deliveries.models import Delivery
from deliveries.worker import describe, drain, is_permanent, work
from tests.bookings.facts_of_mails import delivery_of
from tests.bookings.test_ical import HOSTILE
from tests.builders import one_time_link, submission
from tests.deliveries.builders import make_delivery
from tests.deliveries.sink import dripping_server, smtp_sink
from tests.patience import PATIENCE, wait_for
from tests.sample import examples

pytestmark = pytest.mark.django_db(transaction=True)
# Due by the database's own clock, which the worker goes by.
DUE = "2020-01-01T00:00:00Z"


def due(organization, recipient="priya@example.com", **fields):
    return make_delivery(organization, recipient, due_at=DUE, **fields)


def send_all(**options):
    drain(message, stop=Event(), **options)


@contextmanager
def workers(count, render=message, poll=0.02):
    """So many workers in threads with connections of their own; all have ended when the block is left."""
    stop = Event()
    threads = [
        Thread(target=work, args=[render], kwargs={"stop": stop, "poll": poll, "batch": 3}) for _ in range(count)
    ]
    for thread in threads:
        thread.start()
    try:
        yield stop
    finally:
        stop.set()
        for thread in threads:
            thread.join(PATIENCE)
        assert not any(thread.is_alive() for thread in threads)


def test_booking_reaches_customer_and_host_alike(ana, event_type, sink):
    admission = book(
        submission=submission(event_type.pk), link=one_time_link(ana), now=submission(1).start.replace(hour=8)
    )
    booking = admission.bookings.get()
    Delivery.objects.update(due_at=DUE)
    send_all()
    assert [one.recipients for one in sink.received] == [["priya@example.com"], ["ana@acme.example"]]
    assert Delivery.objects.exclude(sent_at=None).count() == 2
    for received in sink.received:
        (part,) = [one for one in received.message.walk() if one.get_content_type() == "text/calendar"]
        file = Calendar.from_ical(part.get_payload(decode=True))
        (event,) = file.events
        assert part["Content-Type"].params["method"] == file["METHOD"] == "REQUEST"
        assert (event["UID"], event["SEQUENCE"]) == (str(booking.uid), booking.sequence)
        assert event["ORGANIZER"] == f"mailto:{received.sender}"
        assert sorted(event["ATTENDEE"]) == ["mailto:ana@acme.example", "mailto:priya@example.com"]
        assert [booking.starts_at, booking.ends_at] == [event.DTSTART, event.DTEND]
    customers, hosts = (one.message for one in sink.received)
    assert (customers["From"].addresses[0].display_name, customers["Reply-To"]) == (
        "Ana Ruiz via Admit One",
        "ana@acme.example",
    )
    assert hosts["Reply-To"] == "priya@example.com"
    address = f"/b/{booking.token()}/"
    assert address in customers.get_body(("plain",)).get_content()
    assert address not in sink.received[1].raw.decode()
    assert f"/meetings/{booking.pk}/" in hosts.get_body(("plain",)).get_content()


def test_a_batch_goes_over_one_connection(acme, sink):
    for number in range(5):
        due(acme, f"p{number}@example.com")
    send_all()
    assert (len(sink.received), sink.connections) == (5, 1)


@pytest.mark.parametrize(
    ("step", "answer", "given_up"),
    [
        ("rcpt", "421 closing", False),
        ("rcpt", "450 greylisted", False),
        ("rcpt", "451 later", False),
        ("rcpt", "550 no such user", True),
        ("data", "421 closing", False),
        ("data", "451 later", False),
        ("data", "554 refused", True),
    ],
)
def test_what_the_server_says_decides(acme, sink, step, answer, given_up):
    bad, good = due(acme, "bad@example.com"), due(acme, "good@example.com")
    getattr(sink, step)["bad@example.com"] = answer
    send_all()
    bad.refresh_from_db()
    good.refresh_from_db()
    assert [one.recipients for one in sink.received] == [["good@example.com"]]
    assert good.sent_at is not None
    assert (bad.attempts, bad.last_error, bad.failed_at is not None, bad.lease) == (1, answer, given_up, None)
    getattr(sink, step).clear()
    Delivery.objects.filter(pk=bad.pk).update(due_at=DUE)
    send_all()
    bad.refresh_from_db()
    assert (bad.sent_at is not None, bad.attempts, len(sink.received)) == ((False, 1, 1) if given_up else (True, 2, 2))


def test_broken_connection_sends_same_message_again(acme, sink):
    delivery = due(acme)
    sink.drop_data.add("priya@example.com")
    send_all()
    delivery.refresh_from_db()
    assert (delivery.attempts, delivery.failed_at, delivery.sent_at) == (1, None, None)
    assert delivery.last_error == "The mail server closed the connection or took too long."
    Delivery.objects.update(due_at=DUE)
    send_all()
    assert [one.raw for one in sink.received] == [message(delivery).message().as_bytes()]


def test_without_a_mail_server_everything_waits(acme, settings):
    with smtp_sink() as gone:
        pass
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", gone.port
    deliveries = [due(acme, f"p{number}@example.com") for number in range(3)]
    send_all()
    for delivery in deliveries:
        delivery.refresh_from_db()
        assert (delivery.attempts, delivery.failed_at, delivery.lease) == (1, None, None)
        assert delivery.last_error == "The mail server could not be reached: [Errno 111] Connection refused"


@pytest.mark.race
def test_a_dripping_server_is_left(acme, settings, monkeypatch):
    monkeypatch.setattr(worker, "MESSAGE_TIMEOUT", 0.6)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    delivery = due(acme)
    with dripping_server() as settings.EMAIL_PORT:
        settings.EMAIL_HOST = "127.0.0.1"
        # It never ends by itself.
        send_all()
    delivery.refresh_from_db()
    assert (delivery.attempts, delivery.failed_at) == (1, None)
    assert delivery.last_error == "The mail server closed the connection or took too long."


def test_poison_delays_nobody_else(acme, sink):
    deliveries = [due(acme, f"p{number}@example.com") for number in range(20)]
    poison = deliveries[::5]

    def render(delivery):
        if delivery in poison:
            raise ValueError("poison\0")
        return message(delivery)

    drain(render, stop=Event())
    assert sorted(one.recipients[0] for one in sink.received) == sorted(
        one.recipient for one in deliveries if one not in poison
    )
    assert list(Delivery.objects.open().order_by("pk").values_list("pk", "attempts", "last_error")) == [
        (one.pk, 1, "ValueError: poison") for one in poison
    ]
    for _attempt in range(7):
        Delivery.objects.open().update(due_at=DUE)
        drain(render, stop=Event())
    assert list(Delivery.objects.failed().order_by("pk")) == poison


@pytest.mark.race
def test_two_workers_never_send_one_delivery_twice(acme, sink):
    recipients = [due(acme, f"p{number}@example.com").recipient for number in range(60)]
    with workers(3):
        wait_for(lambda: not Delivery.objects.open().exists())
    assert Counter(one.recipients[0] for one in sink.received) == Counter(recipients)


@pytest.mark.race
def test_control_without_lease_workers_send_twice(acme, sink, monkeypatch):
    for number in range(10):
        due(acme, f"p{number}@example.com")
    meeting = Barrier(3)

    def claim(limit, lease):
        """The same to all, since all ask before anybody sends."""
        claimed = list(Delivery.objects.open()[:limit])
        with suppress(BrokenBarrierError):
            meeting.wait(PATIENCE)
        meeting.abort()
        return claimed

    monkeypatch.setattr(worker, "claim", claim)
    monkeypatch.setattr(worker, "begin", lambda delivery: None)
    with workers(3):
        wait_for(lambda: not Delivery.objects.open().exists())
    assert len(sink.received) > 10


def test_a_newer_sequence_goes_out_instead(acme, sink):
    old = due(acme)
    due(acme, thread=old.thread, sequence=1)
    send_all()
    (received,) = sink.received
    assert b"SEQUENCE:1" in received.raw
    assert Delivery.objects.exclude(superseded_at=None).get() == old


@pytest.mark.race
def test_paused_before_sending_finds_it_taken(acme, sink, monkeypatch):
    delivery, paused, go_on = due(acme), Event(), Event()

    def pause(limit, lease):
        claimed = actions.claim(limit=limit, lease=lease)
        if claimed and not paused.is_set():
            paused.set()
            go_on.wait(PATIENCE)
        return claimed

    monkeypatch.setattr(worker, "claim", pause)
    with workers(1):
        wait_for(paused.is_set)
        Delivery.objects.update(leased_until=DUE)
        send_all()
        assert len(sink.received) == 1
        go_on.set()
        time.sleep(0.3)
    delivery.refresh_from_db()
    assert (len(sink.received), delivery.attempts) == (1, 1)


@pytest.mark.race
def test_paused_while_sending_repeats_the_bytes(acme, sink):
    delivery, sink.answer = due(acme), Event()
    with workers(1):
        assert sink.inside.wait(PATIENCE)
        delivery.refresh_from_db()
        Delivery.objects.update(leased_until=DUE)
        with workers(1):
            # Once another has taken it over, whatever the paused one writes comes too late.
            wait_for(lambda: Delivery.objects.get().lease not in {delivery.lease, None})
            sink.answer.set()
            wait_for(lambda: len(sink.received) == 2)
            wait_for(lambda: not Delivery.objects.open().exists())
    first, second = sink.received
    assert first.raw == second.raw
    delivery.refresh_from_db()
    assert delivery.sent_at is not None


@pytest.mark.race
def test_the_worker_survives_cut_database_connections(acme, sink):
    with workers(1) as stop:
        for number in range(4):
            due(acme, f"p{number}@example.com")
            wait_for(lambda sent=number + 1: len(sink.received) == sent)
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
        due(acme, "last@example.com")
        wait_for(lambda: not Delivery.objects.open().exists())
        assert not stop.is_set()
    assert {one.recipients[0] for one in sink.received} >= {"last@example.com"}


def test_stopping_worker_gives_back_the_rest(acme, sink):
    for number in range(3):
        due(acme, f"p{number}@example.com")
    stop = Event()

    def render(delivery):
        stop.set()
        return message(delivery)

    work(render, stop=stop, poll=0.01)
    assert len(sink.received) == 1
    assert list(Delivery.objects.open().values_list("attempts", "lease")) == [(0, None), (0, None)]


@pytest.mark.race
def test_an_idle_worker_stops_at_once(db):
    # They would look again in some minutes, and are not waited for so long.
    with workers(2, poll=10 * PATIENCE) as stop:
        time.sleep(0.1)
        stop.set()


@pytest.mark.parametrize(
    ("error", "permanent", "words"),
    [
        (smtplib.SMTPRecipientsRefused({"a@b.example": (550, b"no such user")}), True, "550 no such user"),
        (smtplib.SMTPRecipientsRefused({"a@b.example": (450, b"greylisted")}), False, "450 greylisted"),
        (smtplib.SMTPDataError(554, b"spam \xff"), True, "554 spam \ufffd"),
        (smtplib.SMTPDataError(451, "later"), False, "451 later"),
        (smtplib.SMTPSenderRefused(550, b"not yours", "me@b.example"), False, "550 not yours"),
        (smtplib.SMTPAuthenticationError(535, b"who?"), False, "535 who?"),
        (smtplib.SMTPConnectError(554, b"go away"), False, "554 go away"),
        (TimeoutError("timed out"), False, "The mail server could not be reached: timed out"),
        (smtplib.SMTPServerDisconnected("gone"), False, "The mail server closed the connection or took too long."),
        (ValueError(), False, "ValueError"),
        (KeyError("of a later release"), False, "KeyError: 'of a later release'"),
        (
            smtplib.SMTPDataError(554, b"blocked: https://meet.example.com/b/a215TjVkwFCW4YaFFMVp334dgxn85BM5IC/"),
            True,
            "554 blocked: https://meet.example.com/b/[token]/",
        ),
        (ValueError("half of a \ud83d"), False, "ValueError: half of a ?"),
    ],
)
def test_errors_are_told_apart(error, permanent, words):
    assert (is_permanent(error), describe(error)) == (permanent, words)


@pytest.mark.hypothesis
def test_names_change_no_recipients(sink):
    server = worker.connect()

    @examples(60)
    @given(name=HOSTILE, host=HOSTILE, title=HOSTILE)
    def arrives(name, host, title):
        sink.received.clear()
        delivery = delivery_of(
            MailKind.CUSTOMER_CONFIRMATION,
            {"name": name},
            title=title,
            customer={"name": name, "email": "priya@example.com"},
            hosts=[{"name": host, "email": "ana@acme.example"}],
        )
        worker.send(server, message(delivery))
        (received,) = sink.received
        assert (received.sender, received.recipients) == ("meet@example.org", ["priya@example.com"])
        assert received.raw == message(delivery).message().as_bytes()
        assert {"Bcc", "Cc"}.isdisjoint(received.message.keys())

    arrives()
    worker.close_connection(server)
