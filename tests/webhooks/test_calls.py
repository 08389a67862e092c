"""Webhooks: what other programs are told, signed and repeated, and what becomes of those that do not answer."""

import json
from datetime import UTC, timedelta
from ipaddress import ip_network

import pytest
import time_machine
from django.utils import timezone
from standardwebhooks import Webhook

from accounts.actions import change_member
from bookings.actions import approve, book, cancel, decline, mark_missed, reassign, reschedule, unmark_missed
from deliveries.actions import claim
from deliveries.models import Call, Delivery, DeliveryQuerySet, Endpoint, HookEvent, Medium
from deliveries.webhooks.actions import (
    disable_endpoint,
    enable_endpoint,
    remove_endpoint,
    rotate_secret,
    send_again,
    send_test,
)
from deliveries.webhooks.bodies import build_body
from deliveries.webhooks.calling import requested_wait
from deliveries.webhooks.signing import secret_text
from links.actions import request_link, restore, revoke
from tests.bookings.meetings import book_meeting, change_settings
from tests.builders import NOW, START, add_colleague, one_time_link, submission
from tests.core.servers import answering
from tests.webhooks.receiver import call_all, endpoint_at, receiving

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
AWAY = "http://127.0.0.1:9/hook"


@pytest.fixture(autouse=True)
def this_machine_is_named(settings, monkeypatch):
    """It may be called, and what is put off is put off by the clock of the test."""
    monkeypatch.setattr("deliveries.actions.Now", timezone.now)
    monkeypatch.setattr("deliveries.webhooks.health.read_clock", timezone.now)
    settings.PRIVATE_NETWORKS, settings.PRIVATE_PLAIN_HTTP = (ip_network("127.0.0.0/8"),), True


def kinds_of_calls(endpoint):
    """What the endpoint is owed or was told: the events, in their order."""
    rows = Delivery.objects.filter(medium=Medium.WEBHOOK, recipient=endpoint.recipient)
    return list(rows.order_by("pk").values_list("kind", flat=True))


def newest(endpoint):
    return Delivery.objects.filter(recipient=endpoint.recipient).latest("pk")


def verified(endpoint, call):
    """The body, if the independent receiver takes its signature."""
    headers, body = call
    Webhook(secret_text(endpoint)).verify(body, headers)
    return json.loads(body)


def test_a_booking_is_told_whole(ana, event_type):
    with receiving() as receiver:
        endpoint = endpoint_at(receiver.url, ana)
        link = one_time_link(ana, label="Deal 7", metadata={"crm": "0061"})
        booking = book(submission=submission(event_type.pk), link=link, now=NOW).booking
        call_all()
        created, used = [verified(endpoint, call) for call in receiver.calls]
    told = created["data"]["booking"]
    assert (created["type"], created["version"], created["organization"]) == ("booking.created", 1, "acme")
    assert (created["timestamp"], created["data"]["by"]) == ("2030-01-07T08:00:00Z", "customer")
    assert (told["uid"], told["status"], told["starts_at"]) == (str(booking.uid), "scheduled", "2030-01-07T14:00:00Z")
    assert told["link"] == {
        "id": link.pk, "label": "Deal 7", "recipient": {"name": "", "email": ""}, "metadata": {"crm": "0061"}
    }  # fmt: skip
    assert told["manage_url"] == booking.address()
    assert used["data"] == {"booking": str(booking.uid), "link": told["link"], "use": 1}
    assert (used["type"], created["id"] != used["id"]) == ("link.used", True)
    assert receiver.calls[0][0]["user-agent"] == "AdmitOne-Webhooks/1"
    assert list(Call.objects.values_list("status", "attempt", "error")) == [(204, 1, "")] * 2


@pytest.mark.parametrize("endpoints", [0, 1, 3])
@pytest.mark.parametrize("is_request", [False, True])
def test_bookings_pay_one_statement(ana, event_type, endpoints, is_request, django_assert_num_queries):
    change_settings(event_type, needs_approval=is_request)
    told = [endpoint_at(AWAY, ana) for _one in range(endpoints)]
    link = one_time_link(ana)
    # Of them, one asks for endpoints. Their calls are written with the mails.
    with django_assert_num_queries(20 if is_request else 19):
        book(submission=submission(event_type.pk), link=link, now=NOW)
    kinds = ["booking.requested" if is_request else "booking.created", "link.used"]
    assert [kinds_of_calls(one) for one in told] == [kinds] * endpoints
    suggested = ["2030-01-07T14:00:00Z"] if is_request else []
    calls = Delivery.objects.filter(medium=Medium.WEBHOOK, kind=kinds[0])
    assert [one.facts["data"]["booking"]["suggested"] for one in calls] == [suggested] * endpoints


def test_each_decision_is_told_once(ana, ben, event_type):
    endpoint = endpoint_at(AWAY, ana)
    booking = book_meeting(ana, event_type)
    reschedule(booking=booking, start=START + HOUR, actor=ana, now=NOW)
    reassign(booking=booking, former=ana, page=ben.pages.get(), actor=ana, now=NOW)
    cancel(booking=booking, actor=None, now=NOW)
    cancel(booking=booking, actor=None, now=NOW)
    kinds = ["booking.created", "link.used", "booking.rescheduled", "booking.reassigned", "booking.cancelled"]
    assert kinds_of_calls(endpoint) == kinds
    facts = {one.kind: one.facts["data"] for one in Delivery.objects.filter(recipient=endpoint.recipient)}
    assert facts["booking.rescheduled"]["was"] == {"starts_at": "2030-01-07T14:00:00Z"}
    assert facts["booking.rescheduled"]["booking"]["starts_at"] == "2030-01-07T15:00:00Z"
    assert facts["booking.reassigned"]["was"] == {"host": ana.name}
    assert [one["id"] for one in facts["booking.reassigned"]["booking"]["hosts"]] == [ben.pk]
    assert (facts["booking.cancelled"]["by"], facts["booking.rescheduled"]["by"]["id"]) == ("customer", ana.pk)


def test_requests_are_told_with_their_answer(ana, event_type):
    change_settings(event_type, needs_approval=True)
    endpoint = endpoint_at(AWAY, ana)
    first, second = book_meeting(ana, event_type), book_meeting(ana, event_type, START + HOUR)
    approve(booking=first, start=START, actor=ana, now=NOW)
    decline(booking=second, actor=ana, now=NOW)
    used = ["booking.requested", "link.used"]
    assert kinds_of_calls(endpoint) == [*used, *used, "booking.created", "booking.declined"]


def test_what_happens_twice_is_told_twice(ana, event_type):
    endpoint = endpoint_at(AWAY, ana, "booking.no_show", "booking.came", "link.revoked")
    booking, link = book_meeting(ana, event_type), one_time_link(ana)
    for _again in range(2):
        mark_missed(booking=booking, actor=ana, now=START + HOUR)
        unmark_missed(booking=booking, actor=ana, now=START + HOUR)
        revoke(actor=ana, link=link, now=NOW)
        restore(actor=ana, link=link, now=NOW)
    assert kinds_of_calls(endpoint) == ["booking.no_show", "booking.came", "link.revoked"] * 2


def test_asking_for_another_link_is_told(ana):
    endpoint, link = endpoint_at(AWAY, ana), one_time_link(ana, label="Deal 7")
    revoke(actor=ana, link=link, now=NOW)
    request_link(link=link, name="Priya", email="priya@example.com", message="Again?", now=NOW)
    assert kinds_of_calls(endpoint) == ["link.revoked", "link.requested"]
    said = newest(endpoint).facts["data"]
    assert (said["link"]["label"], said["request"]["email"]) == ("Deal 7", "priya@example.com")


def test_only_chosen_events_of_ones_own(ana, zoe, event_type):
    few, none = endpoint_at(AWAY, ana, "booking.cancelled"), endpoint_at(AWAY, zoe)
    removed = endpoint_at(AWAY, ana)
    remove_endpoint(actor=ana, endpoint_id=removed.pk, now=NOW)
    cancel(booking=book_meeting(ana, event_type), actor=ana, now=NOW)
    assert (kinds_of_calls(few), kinds_of_calls(none), kinds_of_calls(removed)) == (["booking.cancelled"], [], [])


def test_each_try_is_the_same(ana, event_type):
    with receiving(answering("500 Oops", b"<h1>no</h1>"), answering("204 No Content")) as receiver:
        endpoint = endpoint_at(receiver.url, ana, "booking.created")
        book_meeting(ana, event_type)
        call_all()
        delivery = newest(endpoint)
        assert (delivery.attempts, delivery.last_error) == (1, "The server answered 500.")
        assert timedelta(seconds=4) < delivery.due_at - NOW < timedelta(seconds=6)
        with time_machine.travel(NOW + HOUR, tick=False):
            call_all()
            again = send_again(actor=ana, delivery_id=delivery.pk, now=timezone.now())
            assert send_again(actor=ana, delivery_id=delivery.pk, now=timezone.now()) == again
            call_all()
    (first, body), *others = receiver.calls
    assert [one[1] for one in others] == [body] * 2
    assert {one[0]["webhook-id"] for one in receiver.calls} == {first["webhook-id"]}
    assert [int(one[0]["webhook-timestamp"]) - int(NOW.timestamp()) for one in receiver.calls] == [0, 3_600, 3_600]
    assert list(Call.objects.order_by("pk").values_list("attempt", "status", "answer")) == [
        (1, 500, "<h1>no</h1>"), (2, 204, ""), (1, 204, "")
    ]  # fmt: skip


def test_both_secrets_sign_for_a_day(ana):
    with receiving() as receiver:
        former = endpoint_at(receiver.url, ana)
        for hours in (0, 1, 25):
            with time_machine.travel(NOW + hours * HOUR, tick=False):
                if hours == 1:
                    endpoint = rotate_secret(actor=ana, endpoint_id=former.pk, now=timezone.now())
                send_test(actor=ana, endpoint_id=former.pk, now=timezone.now())
                call_all()
                if hours == 1:
                    verified(former, receiver.calls[-1])
                    verified(endpoint, receiver.calls[-1])
        with time_machine.travel(NOW + 25 * HOUR, tick=False):
            verified(endpoint, receiver.calls[-1])
            with pytest.raises(Exception, match="No matching signature"):
                verified(former, receiver.calls[-1])
    assert [len(headers["webhook-signature"].split()) for headers, _body in receiver.calls] == [1, 2, 1]
    assert secret_text(former) != secret_text(endpoint)


def test_a_gone_server_is_disabled(ana, event_type, settings):
    bea = add_colleague(ana, "Bea", "bea@acme.example", role="admin")
    with receiving(answering("410 Gone")) as receiver:
        endpoint = endpoint_at(receiver.url, ana, "booking.created", "booking.cancelled")
        booking = book_meeting(ana, event_type)
        call_all()
        cancel(booking=booking, actor=ana, now=NOW)
        call_all()
        assert len(receiver.calls) == 1
    endpoint.refresh_from_db()
    assert (endpoint.disabled_at, endpoint.why) == (NOW, "gone")
    mails = Delivery.objects.filter(kind="webhook_disabled")
    assert sorted(mails.values_list("recipient", flat=True)) == [ana.email, bea.email]
    with receiving() as receiver:
        Endpoint.objects.update(url=receiver.url)
        assert enable_endpoint(actor=ana, endpoint_id=endpoint.pk, send_missed=True, now=NOW) == 2
        call_all()
        assert [json.loads(body)["type"] for _headers, body in receiver.calls] == kinds_of_calls(endpoint)


def test_servers_that_fail_may_rest(ana):
    with receiving(answering("500 Oops")) as receiver:
        endpoint = endpoint_at(receiver.url, ana)
        for number in range(7):
            one_time_link(ana)
            revoke(actor=ana, link=one_time_link(ana, label=str(number)), now=NOW)
        call_all()
        endpoint.refresh_from_db()
        assert (endpoint.failures, endpoint.resting_until, len(receiver.calls)) == (5, NOW + timedelta(minutes=1), 5)
        for failures, minutes in ((6, 5), (7, 30), (8, 30)):
            with time_machine.travel(endpoint.resting_until, tick=False) as clock:
                call_all()
                endpoint.refresh_from_db()
                assert (endpoint.failures, endpoint.resting_until) == (
                    failures, timezone.now() + timedelta(minutes=minutes)
                )  # fmt: skip
                del clock
        # What somebody asks for is tried all the same, and a success ends the rest.
        receiver.answers = [answering("200 OK")]
        send_test(actor=ana, endpoint_id=endpoint.pk, now=NOW)
        call_all(1)
    endpoint.refresh_from_db()
    assert (endpoint.failures, endpoint.resting_until, endpoint.failing_since) == (0, None, None)


def test_five_days_of_failures_disable(ana, event_type):
    failing = {"failing_since": NOW - timedelta(days=5), "failures": 9}
    endpoint = endpoint_at(AWAY, ana, "booking.created", **failing)
    book_meeting(ana, event_type)
    call_all()
    endpoint.refresh_from_db()
    assert (endpoint.disabled_at, endpoint.why) == (NOW, "failed")
    assert Delivery.objects.filter(kind="webhook_disabled").count() == 1


def test_tests_say_nothing_of_failing(ana):
    endpoint = endpoint_at(AWAY, ana)
    delivery = send_test(actor=ana, endpoint_id=endpoint.pk, now=NOW)
    call_all()
    delivery.refresh_from_db()
    endpoint.refresh_from_db()
    assert (delivery.failed_at, endpoint.failures, endpoint.last_at) == (NOW, 0, NOW)
    assert json.loads(build_body(delivery))["data"] == {"by": {"id": ana.pk, "name": ana.name}}


@pytest.mark.parametrize(("status", "text", "wait"), [
    ("429 Slow", "120", timedelta(minutes=2)), ("503 Away", "Mon, 07 Jan 2030 09:00:00 GMT", HOUR),
    ("503 Away", "99999999", timedelta(hours=24)), ("500 Oops", "120", None), ("502 Bad", "soon", None),
])  # fmt: skip
def test_servers_may_ask_for_time(ana, event_type, status, text, wait):
    with receiving(answering(status, b"", f"Retry-After: {text}")) as receiver:
        endpoint = endpoint_at(receiver.url, ana, "booking.created")
        book_meeting(ana, event_type)
        call_all()
    endpoint.refresh_from_db()
    assert endpoint.resting_until == (None if wait is None else NOW + wait)
    if wait is not None:
        assert newest(endpoint).due_at == NOW + wait


def test_waiting_time_of_odd_headers():
    odd = ["", "-1", "1.5", "x" * 50, "Mon, 99 Foo 2030", "Mon, 07 Jan 1999 09:00:00 GMT", "٣"]
    assert [requested_wait({"retry-after": text}, NOW.astimezone(UTC)) for text in odd] == [timedelta()] * len(odd)


def test_redirects_and_large_answers(ana, event_type):
    with receiving(answering("302 Found", b"", "Location: /other"), answering("200 OK", b"x" * 100_000)) as receiver:
        endpoint_at(receiver.url, ana)
        book_meeting(ana, event_type)
        call_all()
    calls = Call.objects.order_by("pk")
    assert [(one.status, one.error, len(one.answer)) for one in calls] == [
        (302, "The server answered 302.", 0), (200, "", 1_024)
    ]  # fmt: skip


def test_one_call_at_a_time(ana, event_type):
    one, other = endpoint_at(AWAY, ana), endpoint_at(AWAY, ana)
    book_meeting(ana, event_type)
    first = claim(limit=9, medium=Medium.WEBHOOK, now=NOW)
    assert sorted(row.recipient for row in first) == sorted([one.recipient, other.recipient])
    assert {row.kind for row in first} == {"booking.created"}
    assert claim(limit=9, medium=Medium.WEBHOOK, now=NOW) == []


def test_cancelling_does_not_overtake_moving(ana, event_type):
    endpoint = endpoint_at(AWAY, ana, "booking.rescheduled", "booking.cancelled")
    booking = book_meeting(ana, event_type)
    reschedule(booking=booking, start=START + HOUR, actor=ana, now=NOW)
    cancel(booking=booking, actor=ana, now=NOW)
    assert kinds_of_calls(endpoint) == ["booking.rescheduled", "booking.cancelled"]
    with receiving() as receiver:
        Endpoint.objects.update(url=receiver.url)
        call_all()
    assert [json.loads(body)["type"] for _headers, body in receiver.calls] == kinds_of_calls(endpoint)


def test_control_supersession_would_lose_moving(ana, event_type, monkeypatch):
    endpoint = endpoint_at(AWAY, ana, "booking.rescheduled", "booking.cancelled")
    booking = book_meeting(ana, event_type)
    reschedule(booking=booking, start=START + HOUR, actor=ana, now=NOW)
    cancel(booking=booking, actor=ana, now=NOW)
    calendar = DeliveryQuerySet.outdated

    def as_for_calendars(rows):
        Delivery.objects.filter(recipient=endpoint.recipient).update(medium=Medium.CALENDAR)
        found = list(calendar(rows).values_list("pk", flat=True))
        Delivery.objects.filter(recipient=endpoint.recipient).update(medium=Medium.WEBHOOK)
        return rows.filter(pk__in=found)

    monkeypatch.setattr(DeliveryQuerySet, "outdated", as_for_calendars)
    with receiving() as receiver:
        Endpoint.objects.update(url=receiver.url)
        call_all()
    assert [json.loads(body)["type"] for _headers, body in receiver.calls] == ["booking.cancelled"]


def test_webhooks_outlive_whoever_made_them(ana):
    bea = add_colleague(ana, "Bea", "bea@acme.example", role="admin")
    endpoint = endpoint_at(AWAY, bea)
    change_member(actor=ana, member=bea, role="admin", is_active=False)
    endpoint.refresh_from_db()
    assert endpoint.created_by == ana
    assert list(Delivery.objects.filter(kind="webhook_inherited").values_list("recipient", flat=True)) == [ana.email]


def test_switched_off_ones_keep_a_week(ana, event_type):
    endpoint = endpoint_at(AWAY, ana, "booking.created")
    disable_endpoint(actor=ana, endpoint_id=endpoint.pk, now=NOW)
    book_meeting(ana, event_type)
    with time_machine.travel(NOW + timedelta(days=8), tick=False):
        book(submission=submission(event_type.pk, START + timedelta(days=14)), link=one_time_link(ana))
    assert kinds_of_calls(endpoint) == ["booking.created"]
    assert (newest(endpoint).failed_at, newest(endpoint).last_error) == (NOW, "The webhook was disabled.")
    assert enable_endpoint(actor=ana, endpoint_id=endpoint.pk, send_missed=True, now=NOW + HOUR) == 1


def test_events_fit_their_columns():
    longest = Delivery._meta.get_field("kind").max_length
    assert all(len(event) <= longest for event in HookEvent.values)
