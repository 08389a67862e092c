"""The mails, compared whole with stored ones, and read back as a mail program would.

After a wanted change: UPDATE_SNAPSHOTS=1 python -m pytest tests/bookings/test_emails.py, and look at the difference.
"""

import errno
import os
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.validators import validate_email
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from bookings.emails import message
from bookings.notifications import REMINDERS, MailKind
from tests.bookings.facts_of_mails import EVENTS, FACTS, RECIPIENTS, delivery_of
from tests.bookings.test_ical import HOSTILE
from tests.tables import table

UNSUBSCRIBE = {"List-Unsubscribe", "List-Unsubscribe-Post"}
# The kinds that bring a calendar entry.
CALENDARS = {kind for kind, facts in EVENTS.items() if facts.get("method") != ""}
SNAPSHOTS = Path(__file__).parent / "snapshots"


@pytest.fixture(autouse=True)
def _installation(settings):
    settings.BASE_URL = "https://meet.example.org"
    settings.LINK_KEYS = {"a": b"k" * 32}


def raw_of(*args: Any, **changes: Any) -> bytes:
    return message(delivery_of(*args, **changes)).message().as_bytes()


def mail_of(*args: Any, **changes: Any) -> EmailMessage:
    parsed = message_from_bytes(raw_of(*args, **changes), policy=SMTP)
    assert isinstance(parsed, EmailMessage)
    return parsed


def part(parsed: EmailMessage, kind: str) -> str:
    (found,) = [mime_part for mime_part in parsed.walk() if mime_part.get_content_type() == kind]
    content: str = found.get_content()
    return content


class Anchors(HTMLParser):
    """Where the links of a page lead, and what stands in them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str | None] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.found.append(dict(attrs)["href"])
        assert tag not in {"script", "img", "iframe", "form", "object"}


class Words(HTMLParser):
    """What can be read of a page, and copied; `<br>` is a line end."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.text += "\n" if tag == "br" else ""

    def handle_data(self, data: str) -> None:
        self.text += data


@table("kind", EVENTS)
def test_the_whole_mail_is_the_stored_one(kind):
    stored = SNAPSHOTS / f"{kind}.eml"
    made = raw_of(kind).replace(b"\r\n", b"\n")
    if os.environ.get("UPDATE_SNAPSHOTS"):
        stored.write_bytes(made)
    assert made.decode() == stored.read_text()


@pytest.mark.feature("I8")
def test_repeated_mail_is_identical():
    assert raw_of(MailKind.CUSTOMER_CONFIRMATION) == raw_of(MailKind.CUSTOMER_CONFIRMATION)
    assert raw_of(MailKind.HOST_CONFIRMATION) == raw_of(MailKind.HOST_CONFIRMATION)


def test_customers_copy_comes_from_the_host():
    parsed = mail_of(MailKind.CUSTOMER_CONFIRMATION)
    assert {name: parsed[name] for name in ("From", "To", "Reply-To", "Subject", "Auto-Submitted", "Message-ID")} == {
        "From": "Ana Ruiz via Admit One <meet@example.org>",
        "To": "priya@example.com",
        "Reply-To": "ana@acme.example",
        "Subject": "Booked: Intro call with Ana Ruiz, Monday 7 January, 7:30 PM, India time",
        "Auto-Submitted": "auto-generated",
        "Message-ID": "<5f0c6a3e@example.org>",
    }
    assert parsed["Date"].datetime.isoformat() == FACTS["stamp"]


def test_hosts_copy_answers_to_the_customer():
    parsed = mail_of(MailKind.HOST_CONFIRMATION)
    assert (parsed["From"], parsed["To"], parsed["Reply-To"], parsed["Subject"]) == (
        "Admit One <meet@example.org>",
        "ana@acme.example",
        "priya@example.com",
        "New booking: Intro call with Priya Shah, Monday 7 January, 15:00, Madrid time",
    )


@pytest.mark.feature("A17")
def test_guests_copy_holds_no_key_or_answers():
    parsed = mail_of(MailKind.GUEST_CONFIRMATION, location_kind="host_calls", location="+91 98 7654 3210")
    assert (parsed["From"], parsed["To"], parsed["Reply-To"], parsed["Subject"]) == (
        "Ana Ruiz via Admit One <meet@example.org>",
        "tom@example.com",
        "ana@acme.example",
        "Invitation: Intro call with Ana Ruiz, Monday 7 January, 7:30 PM, India time",
    )
    assert "7:30 PM–8:00 PM, India time, UTC+5:30" in part(parsed, "text/plain")
    for kind in ("text/plain", "text/html", "text/calendar"):
        content = part(parsed, kind).replace("\r\n ", "")
        assert "Phone call: Ana Ruiz calls Priya Shah" in content
        assert not any(text in content for text in ("/b/", "/meetings/", "7654", "Shah & Sons", "10,000", "contract"))
    assert Anchors(part(parsed, "text/html")).found == []


@pytest.mark.feature("A12")
def test_panel_hosts_are_named_lead_gets_replies():
    hosts = [{"name": name, "email": f"{name.lower()}@acme.example"} for name in ("Cem", "Ana", "Ben")]
    parsed = mail_of(MailKind.CUSTOMER_CONFIRMATION, hosts=hosts)
    assert (parsed["From"], parsed["Reply-To"]) == (
        '"Cem, Ana and Ben via Admit One" <meet@example.org>',
        "cem@acme.example",
    )
    assert "With: Cem, Ana and Ben, Acme" in part(parsed, "text/plain")
    assert "Reply to this email to reach Cem." in part(parsed, "text/plain").replace("\r\n", " ")


def test_older_facts_are_still_mailed():
    for kind in (MailKind.CUSTOMER_CONFIRMATION, MailKind.HOST_CONFIRMATION):
        delivery = delivery_of(kind)
        for name in ("company", "phone", "guests", "answers"):
            del delivery.facts[name]
        text = message(delivery).message().as_bytes().decode()
        assert "0B8D3A52" in text
        assert "Company" not in text


def test_mail_parts_suit_calendar_programs():
    parsed = mail_of(MailKind.CUSTOMER_CONFIRMATION)
    assert [mime_part.get_content_type() for mime_part in parsed.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics",
    ]
    *_others, calendar, attached = parsed.walk()
    assert calendar["Content-Type"].params == {"charset": "utf-8", "method": "REQUEST"}
    assert attached.get_filename() == "invite.ics"
    assert calendar.get_payload(decode=True) == attached.get_payload(decode=True)
    assert Calendar.from_ical(attached.get_payload(decode=True))["METHOD"] == "REQUEST"


@table(
    ("recipient", "said"),
    [
        ({}, "Monday 7 January 2030, 7:30 PM–8:00 PM, India time, UTC+5:30"),
        ({"clock": "24"}, "Monday 7 January 2030, 19:30–20:00, India time, UTC+5:30"),
        ({"language": "en"}, "Monday, January 7, 2030, 7:30 PM–8:00 PM, India time, UTC+5:30"),
        ({"language": "en-gb"}, "Monday 7 January 2030, 19:30–20:00, India time, UTC+5:30"),
        (
            {"clock": "12", "zone": "Pacific/Auckland"},
            "Tuesday 8 January 2030, 3:00 AM–3:30 AM, Auckland time, UTC+13",
        ),
        ({"clock": "24", "zone": "gone/away"}, "Monday 7 January 2030, 14:00–14:30, UTC"),
    ],
)
@pytest.mark.feature("V24", "V26")
def test_times_use_the_readers_zone_and_clock(recipient, said):
    parsed = mail_of(MailKind.CUSTOMER_CONFIRMATION, recipient)
    assert f"When: {said}\n" in part(parsed, "text/plain").replace("\r\n", "\n")
    html = part(parsed, "text/html")
    assert all(phrase in html for phrase in said.split(", "))


def test_a_meeting_past_midnight_names_both_days():
    text = part(
        mail_of(MailKind.CUSTOMER_CONFIRMATION, {"clock": "24"}, ends_at="2030-01-07T19:00:00+00:00"), "text/plain"
    )
    assert "Monday 7 January 2030, 19:30–Tuesday 8 January 2030, 00:30, India time, UTC+5:30" in text


@override_settings(LINK_KEYS={"b": b"k" * 32})
def test_mail_without_key_says_whom_to_write():
    parsed = mail_of(MailKind.CUSTOMER_CONFIRMATION)
    for kind in ("text/plain", "text/html"):
        content = part(parsed, kind)
        assert "Something came up? Write to ana@acme.example." in content
        assert "/b/" not in content
    assert Anchors(part(parsed, "text/html")).found == ["https://video.example.com/ana"] * 2


def test_typed_text_is_never_a_link():
    typed = {
        "customer": {"name": "Click evil.example or <a href='//evil.example'>", "email": "priya@example.com"},
        "note": "Go to http://evil.example/now\n<a href='http://evil.example'>here</a>",
        "company": "http://evil.example",
        "location_kind": "ask",
        "location": "https://evil.example/j/1?pwd=ab.cd",
        "answers": [
            {"label": "Budget", "value": "www.evil.example/x\n<a href='http://evil.example'>here</a>", "hidden": False}
        ],
    }
    customers, hosts = mail_of(MailKind.CUSTOMER_CONFIRMATION, **typed), mail_of(MailKind.HOST_CONFIRMATION, **typed)
    guests = mail_of(MailKind.GUEST_CONFIRMATION, **typed)
    page = "https://meet.example.org/b/a05McJmDgrvc"
    assert [str(address)[: len(page)] for address in Anchors(part(customers, "text/html")).found] == [page] * 3
    assert Anchors(part(hosts, "text/html")).found == ["https://meet.example.org/meetings/7/"]
    # A stranger's address that was typed in gets nothing a mail program could make a link of: in HTML, that is, where
    # the same characters can be shown without one.
    for parsed in (customers, guests):
        assert "evil.example" not in part(parsed, "text/html")
        assert "https://evil.example/j/1?pwd=ab.cd" in Words(part(parsed, "text/html")).text
        assert "https://evil.example/j/1?pwd=ab.cd" in part(parsed, "text/plain")
    # The mail programs of hosts may help them.
    assert "https://evil.example/j/1?pwd=ab.cd" in part(hosts, "text/html")


@given(
    name=HOSTILE,
    host=HOSTILE,
    title=HOSTILE,
    organization=HOSTILE,
    note=HOSTILE,
    company=HOSTILE,
    # All of them each time would take minutes.
    kinds=st.sets(st.sampled_from(list(EVENTS)), min_size=3, max_size=3),
)
def test_no_text_becomes_header_or_recipient(name, host, title, organization, note, company, kinds):
    changes = {
        "by": {"name": host, "email": "ana@acme.example"},
        "reason": note,
        "text": note,
        "title": title,
        "organization": organization,
        "note": note,
        "company": company,
        "answers": [{"label": title, "value": company}],
        "customer": {"name": name, "email": "priya@example.com"},
        "hosts": [{"name": host, "email": "ana@acme.example"}],
    }
    for kind in kinds:
        recipient = RECIPIENTS[kind]["email"]
        letter = message(delivery_of(kind, {"name": name}, **changes))
        raw = letter.message().as_bytes()
        parsed = message_from_bytes(raw, policy=SMTP)
        assert letter.recipients() == [recipient]
        assert sorted(set(parsed.keys()) - UNSUBSCRIBE) == [
            "Auto-Submitted", "Content-Type", "Date", "From", "MIME-Version", "Message-ID", "Reply-To", "Subject", "To",
        ]  # fmt: skip
        assert len(parsed.keys()) == len(set(parsed.keys()))
        assert set(parsed.keys()) & UNSUBSCRIBE == (UNSUBSCRIBE if kind in {*REMINDERS, MailKind.FOLLOW_UP} else set())
        assert [(address.addr_spec, address.display_name) for address in parsed["To"].addresses] == [(recipient, "")]
        assert [address.addr_spec for address in parsed["From"].addresses] == ["meet@example.org"]
        assert [mime_part.get_content_type() for mime_part in parsed.walk()].count("text/calendar") == (
            kind in CALENDARS
        )
        assert raw.isascii()
        assert max(len(line) for line in raw.split(b"\r\n")) <= 998


@given(st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), min_size=1, max_size=100))
def test_any_host_name_works_as_sender(name):
    parsed = mail_of(MailKind.CUSTOMER_CONFIRMATION, hosts=[{"name": name, "email": "ana@acme.example"}])
    (sender,) = parsed["From"].addresses
    assert sender.addr_spec == "meet@example.org"
    # This reader puts a blank where a name was folded; `test_headers.py` reads them otherwise.
    assert "".join(sender.display_name.split()).endswith("viaAdmitOne")


@pytest.mark.parametrize(
    "address", ["a+b'c@x.example", '"quoted;name"@x.example', "a@[127.0.0.1]", "!#$%&*/=?^_`{|}~-@x.example"]
)
def test_unusual_addresses_that_forms_accept_are_reached(address):
    validate_email(address)
    letter = message(delivery_of(MailKind.CUSTOMER_CONFIRMATION, {"email": address}))
    (recipient,) = message_from_bytes(letter.message().as_bytes(), policy=SMTP)["To"].addresses
    assert (letter.recipients(), recipient.addr_spec) == ([address], address)


def test_international_address_is_mailed_in_ascii():
    letter = message(delivery_of(MailKind.CUSTOMER_CONFIRMATION, {"email": "priya@bücher.example"}))
    assert letter.recipients() == ["priya@xn--bcher-kva.example"]
    assert letter.message()["To"] == "priya@xn--bcher-kva.example"


def test_mails_become_files_without_mail_server(settings, tmp_path):
    settings.EMAIL_BACKEND = "deliveries.files.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    with mail.get_connection() as connection:
        connection.send_messages(
            [message(delivery_of(MailKind.CUSTOMER_CONFIRMATION)), message(delivery_of(MailKind.HOST_CONFIRMATION))]
        )
    written = {file.read_bytes() for file in tmp_path.iterdir()}
    assert written == {raw_of(MailKind.CUSTOMER_CONFIRMATION), raw_of(MailKind.HOST_CONFIRMATION)}


def test_full_disk_leaves_no_half_mail(settings, tmp_path, monkeypatch):
    settings.EMAIL_BACKEND = "deliveries.files.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)

    def full(part):
        part.file.truncate(100)
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("tempfile._TemporaryFileWrapper.flush", full, raising=False)
    with mail.get_connection() as connection, pytest.raises(OSError, match="No space left"):
        connection.send_messages([message(delivery_of(MailKind.CUSTOMER_CONFIRMATION))])
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_kind_is_not_rendered():
    delivery = delivery_of(MailKind.CUSTOMER_CONFIRMATION)
    delivery.kind = "of a later release"
    with pytest.raises(KeyError):
        message(delivery)
