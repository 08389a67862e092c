"""The calendar entry, read back as a calendar would."""

from datetime import UTC, datetime
from unittest import mock

import pytest
import recurring_ical_events
from django.test import override_settings
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event

from bookings.facts import own_page_address
from bookings.ical import CANCEL, calendar, download, summary
from bookings.notifications import MailKind
from deliveries.mails import Facts
from pages.models import LocationKind
from tests.bookings.facts_of_mails import FACTS, facts_for

CHANGE_LABELS = ("/reschedule/", "/cancel/")
PROPERTIES = {
    "UID", "SEQUENCE", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "LOCATION", "CONFERENCE", "ORGANIZER",
    "ATTENDEE", "STATUS", "TRANSP",
}  # fmt: skip


def event_of(raw: bytes) -> Event:
    (event,) = Calendar.from_ical(raw).events
    return event


def customers(**changes: object) -> Facts:
    return facts_for(MailKind.CUSTOMER_CONFIRMATION, **changes)


@pytest.mark.feature("V43")
def test_the_entry_says_what_was_booked():
    raw = calendar(customers())
    file, event = Calendar.from_ical(raw), event_of(raw)
    assert (file["METHOD"], file["VERSION"], file["PRODID"]) == ("REQUEST", "2.0", "-//Admit One//Admit One//EN")
    assert (event["UID"], event["SEQUENCE"], event["STATUS"], event["TRANSP"]) == (
        FACTS["uid"], 0, "CONFIRMED", "OPAQUE",
    )  # fmt: skip
    assert [
        datetime(2030, 1, 7, 8, tzinfo=UTC),
        datetime(2030, 1, 7, 14, tzinfo=UTC),
        datetime(2030, 1, 7, 14, 30, tzinfo=UTC),
    ] == [event.DTSTAMP, event.DTSTART, event.DTEND]
    assert b"DTSTART:20300107T140000Z\r\nDTEND:20300107T143000Z\r\n" in raw
    # In UTC, so that no zone's clocks as we know them reach a calendar that may know better.
    assert b"VTIMEZONE" not in raw
    assert event["SUMMARY"] == "Intro call: Priya Shah & Ana Ruiz"
    assert event["LOCATION"] == event["CONFERENCE"] == "https://video.example.com/ana"
    assert dict(event["CONFERENCE"].params) == {"FEATURE": "VIDEO", "LABEL": "Video call", "VALUE": "URI"}
    assert (event["ORGANIZER"], event["ORGANIZER"].params["CN"]) == ("mailto:meet@example.org", "Ana Ruiz")
    accepted = {"CUTYPE": "INDIVIDUAL", "ROLE": "REQ-PARTICIPANT", "PARTSTAT": "ACCEPTED", "RSVP": "FALSE"}
    invited = accepted | {"PARTSTAT": "NEEDS-ACTION"}
    assert {str(person): dict(person.params) for person in event["ATTENDEE"]} == {
        "mailto:ana@acme.example": accepted | {"CN": "Ana Ruiz"},
        "mailto:priya@example.com": accepted | {"CN": "Priya Shah"},
        "mailto:tom@example.com": invited | {"CN": "tom@example.com"},
        "mailto:lena@example.com": invited | {"CN": "lena@example.com"},
    }


@pytest.mark.feature("A12")
def test_panel_hosts_attend_with_lead_first():
    hosts = [{"name": name, "email": f"{name.lower()}@acme.example"} for name in ("Cem", "Ana", "Ben")]
    event = event_of(calendar(customers(hosts=hosts, location_kind="host_calls", location="+91 98 7654")))
    assert [str(person) for person in event["ATTENDEE"]][:3] == [f"mailto:{host['email']}" for host in hosts]
    assert event["SUMMARY"] == "Intro call: Priya Shah & Cem, Ana, Ben"
    assert event["LOCATION"] == "Phone call: Cem calls Priya Shah at +91 98 7654"


@pytest.mark.feature("V43")
def test_one_person_attends_once():
    """Whatever roles and ways of writing their address they have."""
    hosts = [{"name": "Ana Ruiz", "email": "Ana@Acme.example"}, {"name": "Zoë", "email": "zoe@bücher.example"}]
    event = event_of(
        calendar(
            customers(
                hosts=hosts,
                customer={"name": "Ana", "email": "ana@ACME.example"},
                guests=["tom@example.com", "ANA@acme.example", "Tom@example.com"],
                optional=[{"name": "Zoë", "email": "zoe@xn--bcher-kva.example"}],
            )
        )
    )
    assert [(str(attendee), attendee.params["CN"], attendee.params["ROLE"]) for attendee in event["ATTENDEE"]] == [
        ("mailto:Ana@Acme.example", "Ana Ruiz", "REQ-PARTICIPANT"),
        ("mailto:zoe@xn--bcher-kva.example", "Zoë", "REQ-PARTICIPANT"),
        ("mailto:tom@example.com", "tom@example.com", "REQ-PARTICIPANT"),
    ]
    former = facts_for(MailKind.HOST_CANCELLATION, {"email": "ANA@acme.EXAMPLE"}, hosts=hosts)
    assert len(event_of(calendar(former))["ATTENDEE"]) == 5


def test_attendees_are_addresses_of_the_web():
    (one,) = [
        str(attendee)
        for attendee in event_of(calendar(customers(guests=['"a b%c?"@example.com'])))["ATTENDEE"]
        if "example.com" in attendee and "priya" not in attendee
    ]
    assert one == "mailto:%22a%20b%25c%3F%22@example.com"


@pytest.mark.parametrize("language", ["en", "en-gb", "de"])
def test_title_is_the_same_in_every_language(language):
    with translation.override(language), mock.patch("bookings.ical._", side_effect=str.upper):
        assert summary(customers()) == "Intro call: Priya Shah & Ana Ruiz"


def test_download_holds_every_session():
    second = FACTS | {"uid": "0b8d3a52-6c47-4a8e-9f0a-3c4de2f1a002", "starts_at": "2030-01-08T14:00:00+00:00",
                      "ends_at": "2030-01-08T14:30:00+00:00"}  # fmt: skip
    file = Calendar.from_ical(download([FACTS, second]))
    assert file["METHOD"] == "PUBLISH"
    assert [(str(event["UID"])[-1], event.DTSTART.day) for event in file.events] == [("1", 7), ("2", 8)]


@pytest.mark.feature("V43")
def test_request_and_download_are_one_event():
    start, end = datetime(2030, 1, 1, tzinfo=UTC), datetime(2030, 2, 1, tzinfo=UTC)
    asked, taken = calendar(customers()), download([FACTS])
    for raw in (asked, taken):
        (event,) = recurring_ical_events.of(Calendar.from_ical(raw)).between(start, end)
        assert (event["UID"], event.DTSTART) == (FACTS["uid"], datetime(2030, 1, 7, 14, tzinfo=UTC))
    assert event_of(asked)["SEQUENCE"] == event_of(taken)["SEQUENCE"] == 0


def test_download_is_published_without_attendees():
    raw = download([FACTS])
    assert Calendar.from_ical(raw)["METHOD"] == "PUBLISH"
    assert set(event_of(raw)) == PROPERTIES - {"ATTENDEE"}


def test_a_cancellation_is_the_same_event_cancelled():
    event = event_of(calendar(customers(method=CANCEL, sequence=2)))
    assert (event["UID"], event["SEQUENCE"], event["STATUS"], len(event["ATTENDEE"])) == (
        FACTS["uid"], 2, "CANCELLED", 4,
    )  # fmt: skip


def test_each_copy_leads_to_readers_own_page():
    with override_settings(BASE_URL="https://meet.example.org", LINK_KEYS={"a": b"k" * 32}):
        customer, host = event_of(calendar(customers())), event_of(calendar(facts_for(MailKind.HOST_CONFIRMATION)))
        guest = event_of(calendar(facts_for(MailKind.GUEST_CONFIRMATION)))
        address = own_page_address(FACTS)
    assert address is not None
    assert address.startswith("https://meet.example.org/b/a")
    assert len(address) == len("https://meet.example.org/b//") + 34
    assert customer["DESCRIPTION"] == (
        f"With Ana Ruiz, Acme\n\nYour booking: {address}\n\nReschedule: {address}reschedule/\n\n"
        f"Cancel: {address}cancel/\n\nDeclining in your calendar does not notify anyone. To cancel, open the link "
        "above.\n\nReference: 0B8D3A52"
    )
    assert guest["DESCRIPTION"] == (
        "With Ana Ruiz, Acme\n\nDeclining in your calendar does not notify anyone. To change or cancel, write to "
        "ana@acme.example.\n\nReference: 0B8D3A52"
    )
    assert host["DESCRIPTION"] == (
        "Priya Shah, priya@example.com\n\nCompany: Shah & Sons\n\nPhone: +91 98 7654 3210\n\n"
        "Guests: tom@example.com\nlena@example.com\n\nWhat is your budget? 10,000\n\nTopics: Contract\nPrices\n\n"
        "Priya Shah wrote:\nCould we also speak about the contract?\n"
        "It is at https://files.example.net/contract.\n\n"
        "Open the meeting: https://meet.example.org/meetings/7/\n\nReference: 0B8D3A52"
    )


@override_settings(LINK_KEYS={"a": b"k" * 32})
def test_entry_offers_no_step_that_is_closed():
    assert "/cancel/" not in event_of(calendar(customers(open_to=["reschedule"])))["DESCRIPTION"]
    assert not any(label in event_of(calendar(customers(method=CANCEL)))["DESCRIPTION"] for label in CHANGE_LABELS)


@override_settings(LINK_KEYS={"a": b"k" * 32})
def test_optional_attendees_entry_holds_no_key():
    facts = facts_for(
        MailKind.GUEST_CONFIRMATION, {"role": "optional"}, location_kind="host_calls", location="+91 98 7654"
    )
    event = event_of(calendar(facts))
    assert "/b/" not in event["DESCRIPTION"]
    assert event["LOCATION"] == "Phone call: Ana Ruiz calls Priya Shah"


def test_former_host_is_removed_by_name():
    """As RFC 5546 asks of who no longer takes part."""
    facts = facts_for(MailKind.HOST_CANCELLATION, {"email": "ben@acme.example", "name": "Ben"}, event="reassigned")
    event = event_of(calendar(facts))
    assert event["STATUS"] == "CANCELLED"
    assert event["ATTENDEE"] == "mailto:ben@acme.example"


@pytest.mark.parametrize(
    ("status", "said"),
    [("scheduled", "CONFIRMED"), ("no_show", "CONFIRMED"), ("cancelled", "CANCELLED")],
)
@override_settings(LINK_KEYS={"a": b"k" * 32})
def test_download_says_what_became_of_meeting(status, said):
    event = event_of(download([FACTS | {"status": status}]))
    assert event["STATUS"] == said
    assert all((label in event["DESCRIPTION"]) == (status != "cancelled") for label in CHANGE_LABELS)
    # What opens a video call is for those who are booked, as long as they are.
    assert ("video.example.com" in str(event["LOCATION"])) == ("CONFERENCE" in event) == (status == "scheduled")


@override_settings(LINK_KEYS={"b": b"k" * 32})
def test_entry_without_key_names_no_address():
    assert event_of(calendar(customers()))["DESCRIPTION"] == (
        "With Ana Ruiz, Acme\n\nDeclining in your calendar does not notify anyone. To change or cancel, write to "
        "ana@acme.example.\n\nReference: 0B8D3A52"
    )


def test_every_kind_of_place_has_words():
    said = {
        (kind, place): str(event_of(calendar(customers(location_kind=kind, location=place)))["LOCATION"])
        # A meeting whose room is made for it is frozen as a video call with its address.
        for kind in set(LocationKind.values) - {LocationKind.JITSI, LocationKind.CALENDAR}
        for place in ("", "Room 5, +34 600")
    }
    assert said == {
        ("video", ""): "Video call; Ana Ruiz will send the address",
        ("video", "Room 5, +34 600"): "Room 5, +34 600",
        ("host_calls", ""): "Phone call: Ana Ruiz calls Priya Shah",
        ("host_calls", "Room 5, +34 600"): "Phone call: Ana Ruiz calls Priya Shah at Room 5, +34 600",
        ("customer_calls", ""): "Phone call: Priya Shah calls Ana Ruiz",
        ("customer_calls", "Room 5, +34 600"): "Phone call: Priya Shah calls Room 5, +34 600",
        ("address", ""): "To be agreed",
        ("address", "Room 5, +34 600"): "Room 5, +34 600",
        ("ask", ""): "To be agreed",
        ("ask", "Room 5, +34 600"): "Room 5, +34 600",
    }


# What would end a line, a parameter or a component, and the characters that are no text at all.
BREAKS = ["\r\n", "\n", "\r", "\0", "\x0b", "\x85", "\u2028", "\u2029", "\ud800", "\u202e"]
SIGNS = ['"', ":", ";", ",", "\\", "\\n", "^n", "^'", "<", "@", "a", "é", "日本"]
LINES = ["BEGIN:VALARM", "END:VEVENT", "ATTENDEE:mailto:evil@example.net", "Bcc: evil@example.net"]
HOSTILE = st.text(max_size=80) | st.lists(st.sampled_from(BREAKS + SIGNS + LINES), max_size=12).map("".join)


@given(name=HOSTILE, host=HOSTILE, title=HOSTILE, note=HOSTILE, place=HOSTILE, company=HOSTILE, answer=HOSTILE)
def test_text_never_becomes_a_property(name, host, title, note, place, company, answer):
    raw = calendar(
        facts_for(
            MailKind.HOST_CONFIRMATION,
            title=title,
            note=note,
            location=place,
            customer={"name": name, "email": "priya@example.com"},
            hosts=[{"name": host, "email": "ana@acme.example"}],
            company=company,
            answers=[{"label": answer, "value": company}, {"label": "Budget", "value": answer}],
        )
    )
    event = event_of(raw)
    assert event.subcomponents == []
    assert set(event) == PROPERTIES - {"CONFERENCE"}
    people = ["ana@acme.example", "priya@example.com", *FACTS["guests"]]
    assert [str(person) for person in event["ATTENDEE"]] == [f"mailto:{email}" for email in people]
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    assert not any(byte in raw.replace(b"\r\n", b"") for byte in (b"\r", b"\n", b"\0", b"\x0b"))


def test_calendar_files_name_the_product(settings):
    settings.PRODUCT_NAME = "Acme Booking"
    file = Calendar.from_ical(calendar(customers()))
    assert file["PRODID"] == "-//Acme Booking//Acme Booking//EN"
