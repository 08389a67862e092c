"""The notifications about calendars: deliveries with their facts, created in the transaction of the event itself.

They name calendars and the kinds of meetings, and nothing that a calendar says, nor any customer.
"""

from collections.abc import Sequence
from datetime import datetime
from email.utils import parseaddr
from typing import NotRequired, TypedDict
from uuid import UUID, uuid4

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from calendars.models import Connection
from deliveries.envelope import as_reader, message_identity
from deliveries.letters import Facts
from deliveries.models import Delivery

UNREAD, CLOSED, CONFLICT, EDITED = "calendar_unread", "calendar_closed", "calendar_conflict", "calendar_edited"
LABELS = {
    UNREAD: _("Calendar cannot be read"),
    CLOSED: _("Nobody can book, because a calendar cannot be read"),
    CONFLICT: _("Busy during a meeting"),
    EDITED: _("Meeting moved or deleted in the calendar"),
}


class MeetingWords(TypedDict):
    """A meeting as its host's mail names it. `page` is the path of its page here."""

    what: str
    starts_at: str
    ends_at: str
    page: str


class EditWords(MeetingWords):
    """A meeting that its host has moved in their own calendar to a time, or deleted, if that is empty."""

    moved_to: str


class CalendarMailFacts(Facts):
    """The facts of a mail about calendars, to their host."""

    # Of calendars that cannot be read.
    calendars: NotRequired[list[str]]
    service: NotRequired[str]
    account: NotRequired[str]
    refused: NotRequired[bool]
    since: NotRequired[str]
    closes_at: NotRequired[str]
    # Of meetings during which their host is busy.
    meetings: NotRequired[list[MeetingWords]]
    # Of meetings that their host has moved or deleted in their own calendar.
    edits: NotRequired[list[EditWords]]


def unread_mails(
    connection: Connection, names: Sequence[str], *, thread: UUID, since: datetime, closes_at: datetime, now: datetime
) -> list[Delivery]:
    """Return the unsaved mails that tell a host that calendars cannot be read, and when that closes them, of it.

    `since` is when they were read last. If the host is closed already, there is only the second one.
    """
    facts = _frozen(connection.user, now) | {
        "calendars": [*names],
        "service": connection.kind,
        "account": connection.account,
        "refused": connection.state == Connection.State.REFUSED,
        "since": since.isoformat(),
        "closes_at": closes_at.isoformat(),
    }
    closed = facts | {"stamp": max(now, closes_at).isoformat(timespec="seconds")}
    mails = [_delivery(connection.user, CLOSED, closed, thread, max(now, closes_at))]
    return mails if closes_at <= now else [_delivery(connection.user, UNREAD, facts, thread, now), *mails]


def conflict_mail(host: User, meetings: Sequence[MeetingWords], *, now: datetime) -> Delivery:
    """Return the unsaved mail that tells a host that they are busy elsewhere during these meetings."""
    return _delivery(host, CONFLICT, _frozen(host, now) | {"meetings": [*meetings]}, uuid4(), now)


def edits_mail(host: User, edits: Sequence[EditWords], *, now: datetime) -> Delivery:
    """Return the unsaved mail that asks a host what is to become of meetings that they have moved or deleted."""
    return _delivery(host, EDITED, _frozen(host, now) | {"edits": [*edits]}, uuid4(), now)


def _frozen(host: User, now: datetime) -> CalendarMailFacts:
    return {
        "stamp": now.isoformat(timespec="seconds"),
        "organization": host.organization.name,
        "organizer": parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
        "recipient": as_reader(host),
    }


def _delivery(host: User, kind: str, facts: CalendarMailFacts, thread: UUID, due_at: datetime) -> Delivery:
    return Delivery(
        organization_id=host.organization_id,
        thread=thread,
        kind=kind,
        recipient=host.email,
        due_at=due_at,
        facts={**facts, **message_identity(facts)},
    )
