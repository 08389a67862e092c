"""The notifications about calendars: deliveries with their facts, created in the transaction of the event itself.

They name calendars and the kinds of meetings, and nothing that a calendar says, nor any customer.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NotRequired, TypedDict, cast
from uuid import UUID, uuid4

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from calendars.models import Connection
from deliveries.envelope import mail_to, user_facts
from deliveries.mails import Facts
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
    closing = max(now, closes_at)
    closed = facts | {"stamp": closing.isoformat(timespec="seconds")}
    mails = [mail_to(connection.user, CLOSED, closed, thread=thread, due_at=closing)]
    if closes_at <= now:
        return mails
    return [mail_to(connection.user, UNREAD, facts, thread=thread, due_at=now), *mails]


def conflict_mail(host: User, meetings: Sequence[MeetingWords], *, now: datetime) -> Delivery:
    """Return the unsaved mail that tells a host that they are busy elsewhere during these meetings."""
    facts = _frozen(host, now) | {"meetings": [*meetings]}
    return mail_to(host, CONFLICT, facts, thread=uuid4(), due_at=now)


def edits_mail(host: User, edits: Sequence[EditWords], *, now: datetime) -> Delivery:
    """Return the unsaved mail that asks a host what is to become of meetings that they have moved or deleted."""
    facts = _frozen(host, now) | {"edits": [*edits]}
    return mail_to(host, EDITED, facts, thread=uuid4(), due_at=now)


def _frozen(host: User, now: datetime) -> CalendarMailFacts:
    return cast(CalendarMailFacts, user_facts(host, now))
