"""Texts that mails and calendar entries share, made from the frozen facts of a booking (`frozen_facts.freeze_facts`).

The facts hold what people typed, unchanged. The functions here return it as plain text, cleaned for one line or for
several.
"""

import re
from collections.abc import Iterable, Mapping
from typing import NotRequired, TypedDict, cast

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from core.cldr import list_text
from core.dates import clock_or_default, day_text, parse_time, span_text, time_text
from core.text import address_key, clean_lines, clean_one_line
from core.tokens import Purpose, make_token
from core.zones import zone, zone_name, zone_text
from deliveries.mails import Facts, Person
from pages.standard_fields import STORED_FIELDS, FieldKind, StandardField, Value

CUSTOMER, HOST, GUEST, OPTIONAL = "customer", "host", "guest", "optional"
CUSTOMER_CHANGES = ("reschedule", "cancel")
WEB_ADDRESS = re.compile(r"https?://[^\s<>\"']+")


class Answer(TypedDict):
    """An answer to a custom question. The answers to checkboxes are separated by line breaks."""

    label: str
    value: str
    # Earlier releases did not write it.
    hidden: NotRequired[bool]


class BookingKey(TypedDict):
    """The key and handle from which the address of the customer's own page is made when a mail is rendered."""

    kid: str
    handle: str


class BookingFacts(Facts):
    """The facts of a message about a booking, as they were when it was decided, and as people typed them.

    Optional keys are missing where an earlier release did not write them or the message does not need them.
    """

    # The iCalendar method; empty: no calendar entry is attached.
    method: str
    uid: str
    sequence: int
    status: NotRequired[str]
    reference: str
    meeting: int
    title: str
    # The number of this session, and how many sessions its package has.
    session: NotRequired[list[int]]
    # The starts of all sessions, in the mail that announces a package: that of its first session.
    package: NotRequired[list[str]]
    starts_at: str
    ends_at: str
    location_kind: str
    location: str
    # The room of the video call is made by the calendar of the host who leads.
    in_calendar: NotRequired[bool]
    # The standard fields of the booking form stand here by their keys, those as text that nothing else reads.
    guests: NotRequired[list[str]]
    note: str
    answers: NotRequired[list[Answer]]
    optional: NotRequired[list[Person]]
    # The host who leads comes first.
    hosts: list[Person]
    customer: Person
    open_to: NotRequired[list[str]]
    manage: BookingKey
    # What happened; who did it (None: the customer); the former start; the reason in their words.
    event: NotRequired[str]
    by: NotRequired[Person | None]
    # Who booked in the customer's place; missing if the customer did. Only where guests or optional attendees read it.
    arranged_by: NotRequired[Person]
    was: NotRequired[str]
    reason: NotRequired[str]
    # The name of the host's calendar that has the entry; in a delivery to it, whether the meeting takes place there.
    calendar: NotRequired[str]
    present: NotRequired[bool]
    # The name of a calendar that was to have the entry, and now never will: the mail brings it instead.
    unwritten: NotRequired[str]
    # For requests only.
    suggested: NotRequired[list[str]]
    # For follow-ups only.
    text: NotRequired[str]


def customer_name(facts: BookingFacts) -> str:
    """Return the customer's name on one line, or a substitute if it has been erased."""
    return clean_one_line(facts["customer"]["name"]) or _("Erased customer")


def host_names(facts: BookingFacts) -> str:
    """Return the names of all hosts as a list in words."""
    return list_text([clean_one_line(host["name"]) for host in facts["hosts"]])


def lead_name(facts: BookingFacts) -> str:
    """Return the name of the host who leads the meeting."""
    return clean_one_line(facts["hosts"][0]["name"]) if facts["hosts"] else ""


def is_lead(facts: BookingFacts) -> bool:
    """Return whether the recipient leads the meeting."""
    return bool(facts["hosts"] and is_reader(facts, facts["hosts"][0]["email"]))


def is_reader(facts: BookingFacts, email: str) -> bool:
    """Return whether the recipient is the person with this email address."""
    return address_key(email) == address_key(facts["recipient"]["email"])


def role(facts: BookingFacts) -> str:
    """Return the recipient's role. A downloaded calendar entry has no recipient and counts as the customer's."""
    return facts["recipient"].get("role", CUSTOMER) if "recipient" in facts else CUSTOMER


def location_text(facts: BookingFacts) -> str:
    """Return where the meeting takes place, on one line."""
    place = clean_one_line(facts["location"])
    people = {"host": lead_name(facts), "customer": customer_name(facts), "place": place}
    match facts["location_kind"]:
        case "video":
            return _video_text(facts, people)
        case "host_calls":
            # The phone number is the customer's own; guests do not see it.
            if place and role(facts) in {CUSTOMER, HOST}:
                return _("Phone call: %(host)s calls %(customer)s at %(place)s") % people
            return _("Phone call: %(host)s calls %(customer)s") % people
        case "customer_calls" if place:
            return _("Phone call: %(customer)s calls %(place)s") % people
        case "customer_calls":
            return _("Phone call: %(customer)s calls %(host)s") % people
        case _other:
            return place or _("To be agreed")


def _video_text(facts: BookingFacts, people: dict[str, str]) -> str:
    """Return the address of the video call if the reader may know it, otherwise who sends it."""
    may_know = _may_know_address(facts)
    if not may_know and facts["status"] != "requested":
        return _("Video call")
    if not may_know and (people["place"] or facts.get("in_calendar")):
        return _("Video call, link sent by email")
    if people["place"]:
        return people["place"]
    leads = role(facts) == HOST and is_lead(facts)
    if facts.get("in_calendar") and leads:
        return _("Video call; your calendar has not made the address yet. Send one if none follows")
    if facts.get("in_calendar"):
        return _("Video call; the address follows")
    if leads:
        return _("Video call; send the address to %(customer)s") % people
    return _("Video call; %(host)s will send the address") % people


def video_address(facts: BookingFacts) -> str | None:
    """Return the web address of a video call; None if the location is anything else, or the reader may not know it."""
    place = clean_one_line(facts["location"])
    may_know = facts["location_kind"] == "video" and _may_know_address(facts)
    return place if may_know and WEB_ADDRESS.fullmatch(place) else None


def _may_know_address(facts: BookingFacts) -> bool:
    """Return whether the reader may know the address of a video call: hosts always, others while it is scheduled."""
    return role(facts) == HOST or facts.get("status", "scheduled") == "scheduled"


def time_texts(facts: BookingFacts, start: str | None = None) -> tuple[str, str]:
    """Return day and times in the recipient's zone, and the zone with its offset, so that no hour is ambiguous.

    `start` is given for another start than the meeting's own: its former one, or a suggested one.
    """
    recipient = facts["recipient"]
    starts = parse_time(start or facts["starts_at"])
    ends = starts + (parse_time(facts["ends_at"]) - parse_time(facts["starts_at"]))
    with timezone.override(zone(recipient["zone"])):
        times = span_text(starts, ends, clock_or_default(recipient["clock"]))
    return times, zone_text(recipient["zone"], starts)


def start_texts(facts: BookingFacts) -> tuple[str, str, str]:
    """Return the day and the time at which the meeting starts, in the recipient's zone, and how people call the
    zone.
    """
    recipient, starts = facts["recipient"], parse_time(facts["starts_at"])
    with timezone.override(zone(recipient["zone"])):
        day = day_text(timezone.localdate(starts))
        return day, time_text(starts, clock_or_default(recipient["clock"])), zone_name(recipient["zone"])


def details(facts: BookingFacts) -> list[tuple[str, str]]:
    """Return what the customer answered beside name, email and note, as (label, plain text).

    Answers to hidden questions are not among them: calendar entries show these rows, and are easily passed on.
    """
    answers = [
        *((str(field.label), _standard_answer(facts, field)) for field in STORED_FIELDS if field.key != "note"),
        *_answer_rows(visible_answers(facts.get("answers", []))),
    ]
    return [(label, text) for label, text in answers if text]


def _standard_answer(facts: BookingFacts, field: StandardField) -> str:
    """Return the answer to a standard field as plain text."""
    stored = cast(Mapping[str, Value], facts).get(field.key, field.empty)
    if isinstance(stored, str):
        return clean_lines(stored) if field.kind == FieldKind.TEXT else clean_one_line(stored)
    return "\n".join(map(clean_one_line, stored))


def hidden_details(facts: BookingFacts) -> list[tuple[str, str]]:
    """Return the answers to hidden questions, from the link or its address, as (label, plain text). For hosts only."""
    return _answer_rows(answer for answer in facts.get("answers", []) if answer.get("hidden", True))


def visible_answers(answers: Iterable[Answer]) -> list[Answer]:
    """Return the answers that the customer gave and may read, without those to hidden questions.

    Earlier releases did not write `hidden`; their answers count as hidden.
    """
    return [answer for answer in answers if not answer.get("hidden", True)]


def _answer_rows(answers: Iterable[Answer]) -> list[tuple[str, str]]:
    return [(clean_one_line(answer["label"]), clean_lines(answer["value"])) for answer in answers]


def guests(facts: BookingFacts) -> list[str]:
    """Return the guests' email addresses. Facts of an earlier release have none."""
    return facts.get("guests", [])


def optional_attendees(facts: BookingFacts) -> list[Person]:
    """Return the optional attendees by name and email. Facts of an earlier release have none."""
    return facts.get("optional", [])


def own_page_address(facts: BookingFacts) -> str | None:
    """Return the address of the recipient's own page of the booking, or None.

    A host's is the meeting's page, behind the sign-in; the customer's contains a token. Guests and optional attendees
    have none, since they must not get the customer's token; nor has the customer when the key that signed it has been
    dropped.
    """
    if role(facts) == HOST:
        return f"{settings.BASE_URL}/meetings/{facts['meeting']}/"
    if role(facts) != CUSTOMER:
        return None
    kid, handle = facts["manage"]["kid"], bytes.fromhex(facts["manage"]["handle"])
    if kid not in settings.LINK_KEYS:
        return None
    return f"{settings.BASE_URL}/b/{make_token(Purpose.MANAGE, kid, handle, settings.LINK_KEYS)}/"


def change_address(facts: BookingFacts, change: str) -> str | None:
    """Return where the customer reschedules or cancels; None if the policy forbids it or they have no own page.

    Facts of an earlier release do not say what the policies allow; then both are allowed.
    """
    page = own_page_address(facts) if role(facts) == CUSTOMER else None
    return f"{page}{change}/" if page and change in facts.get("open_to", CUSTOMER_CHANGES) else None


def reminders_address(facts: BookingFacts) -> str | None:
    """Return the address where the customer stops the reminders; None if they have no own page."""
    page = own_page_address(facts)
    return f"{page}reminders/" if page else None


def session_text(facts: BookingFacts) -> str:
    """Return which session of its package the meeting is, in words; empty for a single meeting."""
    number, count = facts.get("session", [1, 1])
    return _("Session %(number)d of %(count)d") % {"number": number, "count": count} if count > 1 else ""
