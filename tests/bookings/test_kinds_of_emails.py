"""What each kind of mail says, where it leads, and which of them a mail program can end."""

import re
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from django.test import override_settings
from hypothesis import given, settings
from hypothesis import strategies as st

import calendars.emails
import calendars.notifications
import deliveries.token_expiry
import deliveries.webhooks.emails
import deliveries.webhooks.notifications
import links.emails
import links.notifications
from bookings import digest
from bookings.emails import RENDERERS
from bookings.facts import own_page_address
from bookings.labels import LABELS
from bookings.notifications import ENTRY, REMINDERS, MailKind
from core.zones import main_zones, zone_name
from deliveries.models import HookEvent
from tests.bookings.facts_of_mails import ANA, EVENTS, facts_for
from tests.bookings.test_emails import CALENDARS, Anchors, mail_of, part, raw_of
from tests.tables import table

BEN = {"name": "Ben", "email": "ben@acme.example"}
BODIES = ("text/plain", "text/html")


@pytest.fixture(autouse=True)
def _installation(settings):
    settings.BASE_URL = "https://meet.example.org"
    settings.LINK_KEYS = {"a": b"k" * 32}


def text_of(*args: Any, **changes: Any) -> str:
    return plain(mail_of(*args, **changes))


def plain(parsed: EmailMessage) -> str:
    return part(parsed, "text/plain").replace("\r\n", "\n")


def own_addresses(kind: str, **changes: Any) -> list[str]:
    """The addresses under the booking's own page: the same ones, in the same order, in both bodies."""
    page, parsed = str(own_page_address(facts_for(kind, {"role": "customer"}))), mail_of(kind, **changes)
    written = [line for line in plain(parsed).splitlines() if line.startswith(page)]
    linked = [str(address) for address in Anchors(part(parsed, "text/html")).found if str(address)[: len(page)] == page]
    assert written == linked
    return [address.removeprefix(page) for address in linked]


def test_every_mail_kind_has_renderer_and_label():
    others = {*links.notifications.LABELS, *calendars.notifications.LABELS, *deliveries.token_expiry.LABELS, ENTRY}
    others |= {*deliveries.webhooks.notifications.LABELS, *HookEvent.values, *digest.LABELS}
    assert set(digest.RENDERERS) == set(digest.LABELS)
    assert set(RENDERERS) == set(LABELS) - others == set(EVENTS)
    assert set(links.emails.RENDERERS) == set(links.notifications.LABELS)
    assert set(calendars.emails.RENDERERS) == set(calendars.notifications.LABELS)
    assert set(deliveries.token_expiry.RENDERERS) == set(deliveries.token_expiry.LABELS)
    assert set(deliveries.webhooks.emails.RENDERERS) == set(deliveries.webhooks.notifications.LABELS)


@pytest.mark.feature("A19")
def test_customer_mails_lead_to_open_steps():
    everything = ["", "reschedule/", "cancel/"]
    assert {kind: own_addresses(kind) for kind in EVENTS} == {
        MailKind.CUSTOMER_CONFIRMATION: everything,
        MailKind.CUSTOMER_CHANGE: everything,
        MailKind.CUSTOMER_REQUEST: ["", "cancel/"],
        MailKind.CUSTOMER_CANCELLATION: [""],
        MailKind.CUSTOMER_DECLINE: [""],
        MailKind.NEW_TIME_ASKED: ["reschedule/", "", "cancel/"],
        **{kind: [*everything, "reminders/"] for kind in REMINDERS},
        MailKind.FOLLOW_UP: ["", "reminders/"],
        **{kind: [] for kind in EVENTS if kind.startswith(("host", "guest"))},
    }


@pytest.mark.feature("A19")
def test_steps_closed_by_terms_are_not_offered():
    assert own_addresses(MailKind.CUSTOMER_CONFIRMATION, open_to=["cancel"]) == ["", "cancel/"]
    assert own_addresses(MailKind.CUSTOMER_CONFIRMATION, open_to=[]) == [""]
    # Who is asked for a new time may choose one whatever the terms; a request binds nobody.
    assert own_addresses(MailKind.NEW_TIME_ASKED, open_to=[]) == ["reschedule/", ""]
    assert own_addresses(MailKind.CUSTOMER_REQUEST, open_to=[]) == ["", "cancel/"]


@given(
    kind=st.sampled_from(sorted(EVENTS)),
    start=st.datetimes(datetime(2027, 1, 1), datetime(2032, 1, 1)).map(
        lambda moment: moment.replace(second=0, microsecond=0)
    ),
    where=st.sampled_from(main_zones()),
    clock=st.sampled_from(["", "12", "24"]),
)
@settings(max_examples=30)
@pytest.mark.feature("V26")
def test_every_time_in_mails_has_its_zone(kind, start, where, clock):
    def told(hours: int) -> str:
        return (start.replace(tzinfo=UTC) + timedelta(hours=hours)).isoformat()

    changes = {"starts_at": told(0), "ends_at": told(1)} | {
        name: [told(30), told(60)] if isinstance(EVENTS[kind][name], list) else told(-30)
        for name in {"was", "suggested", "package"} & set(EVENTS[kind])
    }
    with override_settings(BASE_URL="https://meet.example.org", LINK_KEYS={"a": b"k" * 32}):
        parsed = mail_of(kind, {"zone": where, "clock": clock}, **changes)
    said = [str(parsed["Subject"]), *re.split(r"\n(?=[A-Z]\w+:)", part(parsed, "text/plain"))]
    timed = [line for line in said if re.search(r"\b\d{1,2}:\d\d\b(?!\))", line.replace("UTC+", "UTC+x"))]
    assert timed
    assert [line for line in timed if zone_name(where) not in line] == []


@pytest.mark.feature("V42")
def test_call_address_is_mailed_only_when_booked():
    for kind, told in [
        (MailKind.CUSTOMER_REQUEST, False),
        (MailKind.HOST_REQUEST, True),
        (MailKind.CUSTOMER_CONFIRMATION, True),
        (MailKind.GUEST_CONFIRMATION, True),
    ]:
        for place in ("https://video.example.com/ana", "Room 7: https://video.example.com/ana"):
            assert ("video.example.com" in raw_of(kind, location=place).decode()) == told
    assert "\nWhere: Video call, link sent by email\n" in text_of(MailKind.CUSTOMER_REQUEST)
    # Nothing sends a link that there is not.
    assert "\nWhere: Video call; Ana Ruiz will send the address\n" in text_of(MailKind.CUSTOMER_REQUEST, location="")
    gone = {"status": "cancelled"}
    assert b"video.example.com" not in raw_of(MailKind.CUSTOMER_CANCELLATION, **gone)
    assert b"video.example.com" not in raw_of(MailKind.GUEST_CANCELLATION, **gone)


def test_request_mail_leads_host_to_meeting():
    address, parsed = "https://meet.example.org/meetings/7/", mail_of(MailKind.HOST_REQUEST)
    assert Anchors(part(parsed, "text/html")).found[-1] == address
    assert f"Answer the request:\n{address}\n" in plain(parsed)


def test_former_time_is_struck_and_named():
    for kind in (MailKind.CUSTOMER_CHANGE, MailKind.HOST_CHANGE, MailKind.GUEST_CHANGE):
        reader, was = {"zone": "Europe/Madrid", "clock": "24"}, "Friday 4 January 2030, 10:00–10:30"
        parsed = mail_of(kind, reader)
        text = plain(parsed)
        assert (
            f"\nWhen: Monday 7 January 2030, 15:00–15:30, Madrid time, UTC+1\nWas: {was}, Madrid time, UTC+1\n" in text
        )
        assert f">{was}</s>" in part(parsed, "text/html")


def test_customers_reason_is_linked_for_hosts_only():
    typed = "See http://evil.example/now"
    kinds = (MailKind.CUSTOMER_CHANGE, MailKind.HOST_CHANGE, MailKind.GUEST_CHANGE)
    mails = {kind: mail_of(kind, reason=typed) for kind in kinds}
    told = {kind: typed in plain(mail) for kind, mail in mails.items()}
    assert told == {MailKind.CUSTOMER_CHANGE: True, MailKind.HOST_CHANGE: True, MailKind.GUEST_CHANGE: False}
    linked = {kind: typed in part(mail, "text/html") for kind, mail in mails.items()}
    assert linked == {MailKind.CUSTOMER_CHANGE: False, MailKind.HOST_CHANGE: True, MailKind.GUEST_CHANGE: False}
    assert f"You wrote:\n> {typed}\n" in plain(mails[MailKind.CUSTOMER_CHANGE])
    said = text_of(MailKind.CUSTOMER_CHANGE, by=ANA, reason="See\nhttps://acme.example/x")
    assert "Ana Ruiz wrote:\n> See\n> https://acme.example/x\n" in said


@table(
    ("kind", "changes", "said"),
    [
        (MailKind.CUSTOMER_CHANGE, {}, "you moved your meeting with Ana Ruiz."),
        (MailKind.CUSTOMER_CHANGE, {"by": ANA}, "Hello Priya Shah, Ana Ruiz moved your meeting."),
        (
            MailKind.CUSTOMER_CHANGE,
            {"event": "reassigned", "by": ANA},
            "you are now meeting Ana Ruiz. The time has not changed.",
        ),
        (MailKind.CUSTOMER_CONFIRMATION, {"by": ANA, "sequence": 1}, "Ana Ruiz approved your request."),
        (MailKind.CUSTOMER_CANCELLATION, {}, "Hello Priya Shah, Ana Ruiz cancelled your meeting."),
        (
            MailKind.CUSTOMER_CANCELLATION,
            {"by": None},
            "you cancelled your meeting with Ana Ruiz. The attached file removes it",
        ),
        (
            MailKind.CUSTOMER_CANCELLATION,
            {"event": "withdrawn", "method": ""},
            "Ana Ruiz withdrew your request. Nothing was",
        ),
        (
            MailKind.CUSTOMER_CANCELLATION,
            {"event": "withdrawn", "method": "", "by": None},
            "Hello Priya Shah, you withdrew your request. Nothing was booked.",
        ),
        (MailKind.CUSTOMER_CANCELLATION, {"event": "withdrawn", "method": "", "by": None}, "See your request"),
        (MailKind.CUSTOMER_CHANGE, {"event": "reassigned", "by": ANA}, "You are now meeting Ana Ruiz"),
        (MailKind.GUEST_CHANGE, {"event": "reassigned", "by": ANA}, "You are now meeting Ana Ruiz"),
        (MailKind.CUSTOMER_DECLINE, {}, "None of your suggested times work"),
        ("reminder_1", {}, "Your meeting on Monday 7 January"),
        (MailKind.HOST_CONFIRMATION, {"by": ANA, "sequence": 1}, "You approved the request from Priya Shah."),
        (MailKind.HOST_CONFIRMATION, {"by": BEN, "sequence": 1}, "Ben approved the request from Priya Shah."),
        (MailKind.HOST_CONFIRMATION, {"event": "reassigned", "by": BEN}, "Ben reassigned the meeting with Priya Shah"),
        (MailKind.HOST_CHANGE, {}, "Priya Shah moved the meeting with Ana Ruiz."),
        (MailKind.HOST_CHANGE, {"by": ANA}, "You moved your meeting with Priya Shah."),
        (MailKind.HOST_CHANGE, {"by": BEN}, "Ben moved the meeting between Priya Shah and Ana Ruiz."),
        (
            MailKind.HOST_CHANGE,
            {"event": "reassigned", "by": ANA},
            "Ana Ruiz changed the hosts of the meeting with Priya Shah",
        ),
        (MailKind.HOST_CANCELLATION, {}, "You cancelled your meeting with Priya Shah."),
        (MailKind.HOST_CANCELLATION, {"by": BEN}, "Ben cancelled the meeting between Priya Shah and Ana Ruiz."),
        (MailKind.HOST_CANCELLATION, {"by": None}, "Priya Shah cancelled the meeting with Ana Ruiz."),
        (MailKind.HOST_CANCELLATION, {"event": "reassigned", "by": BEN}, "Ben reassigned your meeting with Priya Shah"),
        (
            MailKind.HOST_CANCELLATION,
            {"event": "withdrawn", "by": None, "method": ""},
            "withdrew the request. You do not need to answer.",
        ),
        (
            MailKind.GUEST_CHANGE,
            {"event": "reassigned", "by": ANA},
            "You are now meeting Ana Ruiz. The time has not changed.",
        ),
        (MailKind.FOLLOW_UP, {"text": ""}, "Thank you for your time, Priya Shah."),
    ],
)
def test_each_event_is_told_as_it_is(kind, changes, said):
    parsed = mail_of(kind, **changes)
    for body in BODIES:
        assert said in part(parsed, body)


def test_lead_is_told_to_send_the_address():
    lead, second = ANA, BEN
    hosts = {"hosts": [lead, second], "location": ""}
    assert "Where: Video call; send the address to Priya Shah\n" in text_of(MailKind.HOST_CONFIRMATION, **hosts)
    for kind, reader in (
        (MailKind.HOST_CONFIRMATION, second),
        (MailKind.CUSTOMER_CONFIRMATION, {}),
        (MailKind.GUEST_CONFIRMATION, {}),
    ):
        assert "Where: Video call; Ana Ruiz will send the address\n" in text_of(kind, reader, **hosts)


@pytest.mark.feature("A13")
def test_every_mail_names_its_session():
    for kind in EVENTS:
        parsed = mail_of(kind, session=[2, 4])
        for form in (*BODIES, *(["text/calendar"] if kind in CALENDARS else [])):
            assert "Session 2 of 4" in part(parsed, form)
        assert "Session" not in text_of(kind, session=[1, 1])


@pytest.mark.parametrize("base", ["https://meet.example.org", f"https://{'long.' * 30}example.org"])
def test_only_reminder_mails_have_unsubscribe_button(settings, base):
    """RFC 8058. The address stands on one line, however long: encoded it would be none."""
    settings.BASE_URL = base
    for kind in EVENTS:
        raw = raw_of(kind).decode()
        if kind in {*REMINDERS, MailKind.FOLLOW_UP}:
            stop = f"{own_page_address(facts_for(kind))}reminders/"
            assert f"\r\nList-Unsubscribe: <{stop}>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in raw
        else:
            assert "List-Unsubscribe" not in raw


def test_mails_without_key_hold_no_customer_address(settings):
    settings.LINK_KEYS = {"b": b"k" * 32}
    for kind in EVENTS:
        raw = raw_of(kind)
        assert b"/b/" not in raw
        assert b"List-Unsubscribe" not in raw


def test_optional_attendees_mail_holds_no_key():
    for kind in (MailKind.GUEST_CONFIRMATION, MailKind.GUEST_CHANGE, MailKind.GUEST_CANCELLATION):
        parsed = mail_of(kind, {"role": "optional"}, location_kind="host_calls", location="+91 98 7654 3210")
        for form in (*BODIES, "text/calendar"):
            assert not any(secret in part(parsed, form).replace("\r\n ", "") for secret in ("/b/", "7654"))


def test_suggested_times_each_name_their_offset():
    times = ["2030-03-30T09:00:00+00:00", "2030-04-01T09:00:00+00:00"]
    assert (
        "Suggested: Saturday 30 March 2030, 10:00–10:30, Madrid time, UTC+1\n"
        "  Monday 1 April 2030, 11:00–11:30, Madrid time, UTC+2\n"
    ) in text_of(MailKind.HOST_REQUEST, suggested=times)
