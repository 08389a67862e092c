"""Mails as the worker really sends them, and what a calendar makes of those that reach one reader."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from itertools import pairwise
from threading import Event as Stop
from typing import Any

import recurring_ical_events
import time_machine
from django.core.mail import EmailMessage as Mail
from django.utils import timezone
from icalendar import Calendar, Event

from bookings.emails import message
from deliveries.models import Delivery
from deliveries.worker import drain


@dataclass
class Mailbox:
    """What was sent, as (kind, recipient, sequence) and as mails, in the order of sending."""

    sent: list[tuple[str, str, int]] = field(default_factory=list)
    mails: list[tuple[str, EmailMessage]] = field(default_factory=list)

    def render(self, delivery: Delivery) -> Mail:
        letter = message(delivery)
        self.sent.append((delivery.kind, delivery.recipient, delivery.sequence))
        parsed = message_from_bytes(letter.message().as_bytes(), policy=SMTP)
        assert isinstance(parsed, EmailMessage)
        self.mails.append((delivery.recipient, parsed))
        return letter

    def send(self, at: datetime) -> list[str]:
        """Sends all that is due at that moment; the kinds of what went to the customer."""
        before = len(self.sent)
        with time_machine.travel(at, tick=False):
            drain(self.render, stop=Stop())
        return [kind for kind, recipient, _sequence in self.sent[before:] if recipient == "priya@example.com"]

    def streams(self) -> dict[str, list["Entry"]]:
        """Every calendar entry that came, by who got it."""
        found = defaultdict(list)
        for recipient, mail in self.mails:
            found[recipient] += [
                Entry(mail, part) for part in mail.walk() if part.get_content_type() == "text/calendar"
            ]
        return dict(found)


class Entry:
    """One calendar message, read by another library than ours."""

    def __init__(self, mail: EmailMessage, part: Any) -> None:
        file = Calendar.from_ical(part.get_payload(decode=True))
        (event,) = file.events
        (attached,) = [part for part in mail.walk() if part.get_content_type() == "application/ics"]
        assert attached.get_payload(decode=True) == part.get_payload(decode=True)
        assert file.errors == event.errors == []
        assert part["Content-Type"].params["method"] == str(file["METHOD"])
        self.method, self.event = str(file["METHOD"]), event

    @property
    def order(self) -> tuple[int, datetime]:
        return int(self.event["SEQUENCE"]), self.event.DTSTAMP


def calendar_of(stream: list[Entry]) -> list[Event]:
    """What a calendar shows that has got these messages: the latest of each UID, less what was cancelled."""
    kept: dict[str, Entry] = {}
    for entry in stream:
        uid = str(entry.event["UID"])
        if uid not in kept or entry.order >= kept[uid].order:
            kept[uid] = entry
    file = Calendar()
    for entry in kept.values():
        if entry.method != "CANCEL":
            file.add_component(entry.event)
    year = timedelta(days=365)
    found = recurring_ical_events.of(file).between(timezone.now() - year, timezone.now() + 10 * year)
    return sorted(found, key=lambda event: event.DTSTART)


def check_stream(stream: list[Entry]) -> None:
    """RFC 5546 for what one reader got of one meeting."""
    sequences = [int(entry.event["SEQUENCE"]) for entry in stream]
    stamps = [entry.event.DTSTAMP for entry in stream]
    assert len({str(entry.event["UID"]) for entry in stream}) == 1
    assert all(earlier < later for earlier, later in pairwise(sequences))
    assert stamps == sorted(stamps)
    methods = [entry.method for entry in stream]
    assert set(methods[:-1]) <= {"REQUEST"}
    for entry in stream:
        assert (str(entry.event["STATUS"]) == "CANCELLED") == (entry.method == "CANCEL")
        assert {"ORGANIZER", "ATTENDEE", "DTSTART", "DTEND"} <= set(entry.event)
