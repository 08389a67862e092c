"""What mails and calendar entries say alike, from the frozen facts of a booking (see `notifications.frozen`).

What is in them was typed by somebody, and stays as it was typed: here it becomes plain text on lines of its own.
"""

import re
from collections.abc import Iterable, Mapping
from typing import NotRequired, TypedDict, cast

from django.conf import settings
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from core.dates import clock_or_usual, day_text, parse_time, span_text, time_text, utc_offset
from core.text import clean_lines, clean_one_line
from core.tokens import Purpose, make
from core.zones import zone
from deliveries.letters import Facts, Person
from pages.standard_fields import KEPT_FIELDS, Answered, StandardField, Value

CUSTOMER, HOST, GUEST, OPTIONAL = "customer", "host", "guest", "optional"
DEEDS = ("reschedule", "cancel")
WEB_ADDRESS = re.compile(r"https?://[^\s<>\"']+")


class Answer(TypedDict):
    """An answer to a question of the owner's; of checkboxes, one on each line."""

    label: str
    value: str
    # An earlier release wrote nothing of that.
    hidden: NotRequired[bool]


class BookingKey(TypedDict):
    """What the address of the customer's own page is made of again, at sending."""

    kid: str
    handle: str


class BookingFacts(Facts):
    """The facts of a message about a booking: as things were when it was decided, and as they were typed.

    What an earlier release may not have written, or some messages do without, may be missing.
    """

    # What the calendar is to do; empty: there is no entry.
    method: str
    uid: str
    sequence: int
    status: NotRequired[str]
    reference: str
    meeting: int
    title: str
    # Which session of its package it is, and of how many.
    session: NotRequired[list[int]]
    starts_at: str
    ends_at: str
    location_kind: str
    location: str
    # The standard fields of the booking form stand here by their keys, those as text that nothing else reads.
    guests: NotRequired[list[str]]
    note: str
    answers: NotRequired[list[Answer]]
    optional: NotRequired[list[Person]]
    # Who leads comes first.
    hosts: list[Person]
    customer: Person
    open_to: NotRequired[list[str]]
    manage: BookingKey
    # What happened; who did it, None for the customer; the former start; why, in their words.
    event: NotRequired[str]
    by: NotRequired[Person | None]
    was: NotRequired[str]
    reason: NotRequired[str]
    # Of requests.
    suggested: NotRequired[list[str]]
    # Of a follow-up.
    text: NotRequired[str]


def customer_name(facts: BookingFacts) -> str:
    """Whom the meeting was booked by."""
    return clean_one_line(facts["customer"]["name"])


def host_names(facts: BookingFacts) -> str:
    """Everybody who holds the meeting, as one would say it."""
    return get_text_list([clean_one_line(host["name"]) for host in facts["hosts"]], _("and"))


def lead_name(facts: BookingFacts) -> str:
    """Who leads the meeting: of a panel, one of those who hold it."""
    return clean_one_line(facts["hosts"][0]["name"]) if facts["hosts"] else ""


def is_lead(facts: BookingFacts) -> bool:
    """Whether the reader leads the meeting."""
    return bool(facts["hosts"] and facts["recipient"]["email"].lower() == facts["hosts"][0]["email"].lower())


def role(facts: BookingFacts) -> str:
    """Whom the mail or the entry is for; a download, which is for nobody by name, is the customer's."""
    return facts["recipient"].get("role", CUSTOMER) if "recipient" in facts else CUSTOMER


def where(facts: BookingFacts) -> str:
    """Where the meeting takes place, in one line."""
    place = clean_one_line(facts["location"])
    people = {"host": lead_name(facts), "customer": customer_name(facts), "place": place}
    match facts["location_kind"]:
        case "video":
            return _video_text(facts, people)
        case "host_calls":
            # The number is the customer's own, and no guest's business.
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
    """The address of the video call for those who are let in; else who sends it."""
    if not _is_let_in(facts):
        return _("Video call, link sent by email") if facts["status"] == "requested" else _("Video call")
    if people["place"]:
        return people["place"]
    if role(facts) == HOST and is_lead(facts):
        return _("Video call; send the address to %(customer)s") % people
    return _("Video call; %(host)s will send the address") % people


def video_address(facts: BookingFacts) -> str | None:
    """The web address of a video call, when there is one and nothing but one."""
    place = clean_one_line(facts["location"])
    there = facts["location_kind"] == "video" and _is_let_in(facts)
    return place if there and WEB_ADDRESS.fullmatch(place) else None


def _is_let_in(facts: BookingFacts) -> bool:
    """Whether the reader may know what opens a video call: a host, and whoever is booked, as long as they are."""
    return role(facts) == HOST or facts.get("status", "scheduled") == "scheduled"


def when(facts: BookingFacts, start: str | None = None) -> tuple[str, str]:
    """Day and times in the recipient's zone, and the zone by name and offset, so that an hour is never in doubt.

    `start` is another one than the meeting's: its former, or a suggested one.
    """
    recipient = facts["recipient"]
    starts = parse_time(start or facts["starts_at"])
    ends = starts + (parse_time(facts["ends_at"]) - parse_time(facts["starts_at"]))
    with timezone.override(zone(recipient["zone"])):
        times = span_text(starts, ends, clock_or_usual(recipient["clock"]))
        offset = utc_offset(timezone.localtime(starts))
    return times, f"{zone(recipient['zone']).key} ({offset})"


def start_words(facts: BookingFacts) -> tuple[str, str]:
    """The day and the time at which the meeting starts where the recipient is."""
    recipient, starts = facts["recipient"], parse_time(facts["starts_at"])
    with timezone.override(zone(recipient["zone"])):
        day = day_text(timezone.localdate(starts))
        return day, time_text(starts, clock_or_usual(recipient["clock"]))


def details(facts: BookingFacts) -> list[tuple[str, str]]:
    """What the customer said beside name, email and note, as (label, plain text).

    Calendar entries, which are passed on with one press, hold nothing else of the answers.
    """
    said = [
        *((str(field.label), _standard(facts, field)) for field in KEPT_FIELDS if field.key != "note"),
        *_as_said(given_answers(facts.get("answers", []))),
    ]
    return [(label, text) for label, text in said if text]


def _standard(facts: BookingFacts, field: StandardField) -> str:
    """The answer to a standard field, as plain text."""
    kept = cast(Mapping[str, Value], facts).get(field.key, field.empty)
    if isinstance(kept, str):
        return clean_lines(kept) if field.answered == Answered.TEXT else clean_one_line(kept)
    return "\n".join(map(clean_one_line, kept))


def hidden_details(facts: BookingFacts) -> list[tuple[str, str]]:
    """What the link or its address said of the customer, as (label, plain text): for hosts only."""
    return _as_said(one for one in facts.get("answers", []) if one.get("hidden", True))


def given_answers(answers: Iterable[Answer]) -> list[Answer]:
    """The answers that the customer gave and may read: not those to hidden questions.

    What an earlier release wrote down says nothing of that, and is taken for hidden.
    """
    return [one for one in answers if not one.get("hidden", True)]


def _as_said(answers: Iterable[Answer]) -> list[tuple[str, str]]:
    return [(clean_one_line(one["label"]), clean_lines(one["value"])) for one in answers]


def labelled(label: str, text: str) -> str:
    """A label and what it says, on one line; a question needs no colon."""
    if label.endswith(("?", ":", ".", "!", "\u061f")):
        return f"{label} {text}"
    return _("%(label)s: %(text)s") % {"label": label, "text": text}


def guests(facts: BookingFacts) -> list[str]:
    """The email addresses of whom the customer brings. Facts of an earlier release name nobody."""
    return facts.get("guests", [])


def optional(facts: BookingFacts) -> list[Person]:
    """Colleagues who are invited and need not come, by name and email. Facts of an earlier release name nobody."""
    return facts.get("optional", [])


def own_page(facts: BookingFacts) -> str | None:
    """The recipient's own page of the booking: a host's is the meeting's, behind the sign-in; the customer's admits.

    None for guests and who may join, who must not hold the customer's key, and when the key that signed its address has
    been dropped.
    """
    if role(facts) == HOST:
        return f"{settings.BASE_URL}/meetings/{facts['meeting']}/"
    if role(facts) != CUSTOMER:
        return None
    kid, handle = facts["manage"]["kid"], bytes.fromhex(facts["manage"]["handle"])
    if kid not in settings.LINK_KEYS:
        return None
    return f"{settings.BASE_URL}/b/{make(Purpose.MANAGE, kid, handle, settings.LINK_KEYS)}/"


def step(facts: BookingFacts, deed: str) -> str | None:
    """Where the customer reschedules or cancels; None where the terms do not let them, or without a page of their own.

    Facts of an earlier release do not say what the terms let.
    """
    page = own_page(facts) if role(facts) == CUSTOMER else None
    return f"{page}{deed}/" if page and deed in facts.get("open_to", DEEDS) else None


def reminders_page(facts: BookingFacts) -> str | None:
    """Where the customer stops the reminders."""
    page = own_page(facts)
    return f"{page}reminders/" if page else None


def session(facts: BookingFacts) -> str:
    """Which meeting of a session package it is; empty for a meeting that stands alone."""
    number, count = facts.get("session", [1, 1])
    return _("Session %(number)d of %(count)d") % {"number": number, "count": count} if count > 1 else ""
