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


class MeetingFacts(TypedDict):
    """The facts about one meeting. `what` is its title, `page` the path of its page."""

    what: str
    starts_at: str
    ends_at: str
    page: str


class EditFacts(MeetingFacts):
    """A meeting that its host has moved in their own calendar, or deleted there if `moved_to` is empty."""

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
    meetings: NotRequired[list[MeetingFacts]]
    # Of meetings that their host has moved or deleted in their own calendar.
    edits: NotRequired[list[EditFacts]]


def unread_mails(
    connection: Connection, names: Sequence[str], *, thread: UUID, since: datetime, closes_at: datetime, now: datetime
) -> list[Delivery]:
    """Return the unsaved mails to a host whose calendars cannot be read: one now, and one at `closes_at`.

    From then on nobody can book the host. If that time has come, there is only the second one. `since` is when the
    calendars were read last.
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


def conflict_mail(host: User, meetings: Sequence[MeetingFacts], *, now: datetime) -> Delivery:
    """Return the unsaved mail that tells a host that they are busy elsewhere during these meetings."""
    facts = _frozen(host, now) | {"meetings": [*meetings]}
    return mail_to(host, CONFLICT, facts, thread=uuid4(), due_at=now)


def edits_mail(host: User, edits: Sequence[EditFacts], *, now: datetime) -> Delivery:
    """Return the unsaved mail that asks a host what to do with meetings that they have moved or deleted."""
    facts = _frozen(host, now) | {"edits": [*edits]}
    return mail_to(host, EDITED, facts, thread=uuid4(), due_at=now)


def _frozen(host: User, now: datetime) -> CalendarMailFacts:
    return cast(CalendarMailFacts, user_facts(host, now))
