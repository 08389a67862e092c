"""What mails and calendar entries say alike, from the frozen facts of a booking (see `owed.frozen`).

What is in them was typed by somebody, and stays as it was typed: here it becomes plain text on lines of its own.
"""

import re
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.zones import zone
from bookings.wording import day_text, span_text, time_text, usual_clock, utc_offset
from deliveries.letters import Facts, instant
from deliveries.plain import lines, one_line
from links.tokens import Purpose, make

Answer = dict[str, Any]
CUSTOMER, HOST, GUEST, OPTIONAL = "customer", "host", "guest", "optional"
DEEDS = ("reschedule", "cancel")
WEB_ADDRESS = re.compile(r"https?://[^\s<>\"']+")


def customer_name(facts: Facts) -> str:
    """Whom the meeting was booked by."""
    return one_line(facts["customer"]["name"])


def host_names(facts: Facts) -> str:
    """Everybody who holds the meeting, as one would say it."""
    return get_text_list([one_line(host["name"]) for host in facts["hosts"]], _("and"))


def lead_name(facts: Facts) -> str:
    """Who leads the meeting: of a panel, one of those who hold it."""
    return one_line(facts["hosts"][0]["name"]) if facts["hosts"] else ""


def is_lead(facts: Facts) -> bool:
    """Whether the reader leads the meeting."""
    return bool(facts["hosts"] and facts["recipient"]["email"].lower() == facts["hosts"][0]["email"].lower())


def role(facts: Facts) -> str:
    """Whom the mail or the entry is for; a download, which is for nobody by name, is the customer's."""
    reader: str = facts.get("recipient", {}).get("role", CUSTOMER)
    return reader


def where(facts: Facts) -> str:
    """Where the meeting takes place, in one line."""
    place = one_line(facts["location"])
    people = {"host": lead_name(facts), "customer": customer_name(facts), "place": place}
    match facts["location_kind"]:
        case "video" if not _is_let_in(facts):
            return _("Video call, link sent by email") if facts["status"] == "requested" else _("Video call")
        case "video" if not place and role(facts) == HOST and is_lead(facts):
            return _("Video call; send the address to %(customer)s") % people
        case "video":
            return place or _("Video call; %(host)s will send the address") % people
        # The number is the customer's own, and no guest's business.
        case "host_calls" if place and role(facts) in {CUSTOMER, HOST}:
            return _("Phone call: %(host)s calls %(customer)s at %(place)s") % people
        case "host_calls":
            return _("Phone call: %(host)s calls %(customer)s") % people
        case "customer_calls" if place:
            return _("Phone call: %(customer)s calls %(place)s") % people
        case "customer_calls":
            return _("Phone call: %(customer)s calls %(host)s") % people
        case _other:
            return place or _("To be agreed")


def video_address(facts: Facts) -> str | None:
    """The web address of a video call, when there is one and nothing but one."""
    place = one_line(facts["location"])
    there = facts["location_kind"] == "video" and _is_let_in(facts)
    return place if there and WEB_ADDRESS.fullmatch(place) else None


def _is_let_in(facts: Facts) -> bool:
    """Whether the reader may know what opens a video call: a host, and whoever is booked, as long as they are."""
    return role(facts) == HOST or facts.get("status", "scheduled") == "scheduled"


def when(facts: Facts, start: str | None = None) -> tuple[str, str]:
    """Day and times in the recipient's zone, and the zone by name and offset, so that an hour is never in doubt.

    `start` is another one than the meeting's: its former, or a suggested one.
    """
    recipient = facts["recipient"]
    starts = instant(start or facts["starts_at"])
    ends = starts + (instant(facts["ends_at"]) - instant(facts["starts_at"]))
    with timezone.override(zone(recipient["zone"])):
        times = span_text(starts, ends, recipient["clock"] or usual_clock(get_language() or ""))
        offset = utc_offset(timezone.localtime(starts))
    return times, f"{zone(recipient['zone']).key} ({offset})"


def begin(facts: Facts) -> tuple[str, str]:
    """The day and the time at which the meeting starts where the recipient is."""
    recipient, starts = facts["recipient"], instant(facts["starts_at"])
    with timezone.override(zone(recipient["zone"])):
        day = day_text(timezone.localdate(starts))
        return day, time_text(starts, recipient["clock"] or usual_clock(get_language() or ""))


def details(facts: Facts) -> list[tuple[str, str]]:
    """What the customer said beside name, email and note, as (label, plain text).

    Calendar entries, which are passed on with one press, hold nothing else of the answers.
    """
    said = [
        (_("Company"), one_line(facts.get("company", ""))),
        (_("Phone"), one_line(facts.get("phone", ""))),
        (_("Guests"), "\n".join(one_line(guest) for guest in guests(facts))),
        *_as_said(given_answers(facts.get("answers", []))),
    ]
    return [(label, text) for label, text in said if text]


def hidden_details(facts: Facts) -> list[tuple[str, str]]:
    """What the link or its address said of the customer, as (label, plain text): for hosts only."""
    return _as_said(one for one in facts.get("answers", []) if one.get("hidden", True))


def given_answers(answers: Iterable[Answer]) -> list[Answer]:
    """The answers that the customer gave and may read: not those to hidden questions.

    What an earlier release wrote down says nothing of that, and is taken for hidden.
    """
    return [one for one in answers if not one.get("hidden", True)]


def _as_said(answers: Iterable[Answer]) -> list[tuple[str, str]]:
    return [(one_line(one["label"]), lines(one["value"])) for one in answers]


def labelled(label: str, text: str) -> str:
    """A label and what it says, on one line; a question needs no colon."""
    if label.endswith(("?", ":", ".", "!", "\u061f")):
        return f"{label} {text}"
    return _("%(label)s: %(text)s") % {"label": label, "text": text}


def guests(facts: Facts) -> list[str]:
    """The email addresses of whom the customer brings. Facts of an earlier release name nobody."""
    found: list[str] = facts.get("guests", [])
    return found


def optional(facts: Facts) -> list[dict[str, str]]:
    """Colleagues who are invited and need not come, by name and email. Facts of an earlier release name nobody."""
    found: list[dict[str, str]] = facts.get("optional", [])
    return found


def own_page(facts: Facts) -> str | None:
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


def step(facts: Facts, deed: str) -> str | None:
    """Where the customer reschedules or cancels; None where the terms do not let them, or without a page of their own.

    Facts of an earlier release do not say what the terms let.
    """
    page = own_page(facts) if role(facts) == CUSTOMER else None
    return f"{page}{deed}/" if page and deed in facts.get("open_to", DEEDS) else None


def reminders_page(facts: Facts) -> str | None:
    """Where the customer stops the reminders."""
    page = own_page(facts)
    return f"{page}reminders/" if page else None


def session(facts: Facts) -> str:
    """Which meeting of a session package it is; empty for a meeting that stands alone."""
    number, count = facts.get("session", [1, 1])
    return _("Session %(number)d of %(count)d") % {"number": number, "count": count} if count > 1 else ""
