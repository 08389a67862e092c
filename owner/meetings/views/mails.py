"""The mails, calendar entries and webhook calls about a meeting, with the state of each in words."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from accounts.models import HistoryEntry, User
from accounts.verbs import Verb
from bookings.labels import LABELS
from bookings.models import Booking
from bookings.notifications import NOTICES
from bookings.queries import mails_of
from deliveries.models import Delivery, Medium
from owner.meetings.mail_states import GIVEN_UP, SUMMARIES, TROUBLE, MailState
from owner.meetings.texts import moment_text


@dataclass(frozen=True, slots=True)
class MeetingMail:
    """One mail about a meeting, or an entry in a calendar or a call of a webhook, its state, and when it got that
    state.
    """

    delivery: Delivery
    kind: str
    state: MailState
    moment: str

    @property
    def overtaken(self) -> bool:
        return self.state == MailState.REPLACED


@dataclass(frozen=True, slots=True)
class Folded:
    """The summary of a folded list: how many are in each state. `flags` are the states that need attention."""

    line: str
    flags: list[tuple[str, str]]

    @classmethod
    def of(cls, mails: list[MeetingMail]) -> "Folded":
        counts = Counter(mail.state for mail in mails)
        texts = {state: str(SUMMARIES[state] % {"count": counts[state]}) for state in MailState if counts[state]}
        return cls(
            " · ".join(text for state, text in texts.items() if state not in TROUBLE),
            [(text, state.variant) for state, text in texts.items() if state in TROUBLE],
        )


@dataclass(frozen=True, slots=True)
class MeetingMails:
    """All mails about a meeting, separately those replaced by newer ones, and what calendars and webhooks received.

    Each list is in order of time.
    """

    live: list[MeetingMail]
    overtaken: list[MeetingMail]
    programs: list[MeetingMail]

    @property
    def folded(self) -> dict[str, Folded]:
        """The summaries of the mails and of the programs."""
        return {"mails": Folded.of(self.live), "programs": Folded.of(self.programs)}

    @property
    def unfolded(self) -> set[str]:
        """The lists that are shown open, because something in them failed for good."""
        lists = {"mails": self.live, "programs": self.programs}
        return {name for name, shown in lists.items() if any(mail.state in GIVEN_UP for mail in shown)}


def mails(booking: Booking, entries: list[HistoryEntry], user: User, now: datetime) -> MeetingMails:
    """Return what was sent about the meeting in words. Its history says why reminders were stopped."""
    deliveries = sorted(mails_of(booking), key=_when)
    newest: dict[str, int] = {}
    for delivery in deliveries:
        newest[delivery.recipient] = max(delivery.sequence, newest.get(delivery.recipient, 0))
    stopped = _stopped(deliveries, entries)
    shown = []
    for delivery in deliveries:
        is_old = delivery.sequence < newest[delivery.recipient]
        shown.append(_mail(delivery, stopped.get(delivery.pk), is_old, user, now))
    emails = [mail for mail in shown if mail.delivery.medium == Medium.EMAIL]
    return MeetingMails(
        live=[mail for mail in emails if not mail.overtaken],
        overtaken=[mail for mail in emails if mail.overtaken],
        programs=[mail for mail in shown if mail.delivery.medium != Medium.EMAIL],
    )


def _stopped(deliveries: list[Delivery], entries: list[HistoryEntry]) -> dict[int, MailState]:
    """Return why the reminders and follow-ups that were stopped are not sent, by the id of the mail."""
    states: dict[str, MailState] = {Verb.REMINDERS_STOPPED: MailState.STOPPED, Verb.NO_SHOW: MailState.NO_SHOW}
    reasons = {entry.at: states[entry.verb] for entry in entries if entry.verb in states}
    return {
        notice.pk: reasons[notice.superseded_at]
        for notice in _newest_notices(deliveries)
        if notice.superseded_at in reasons
    }


def _mail(delivery: Delivery, why: MailState | None, is_old: bool, user: User, now: datetime) -> MeetingMail:
    waits = not (delivery.failed_at or delivery.sent_at)
    overtaken = is_old and why is None and waits and delivery.medium == Medium.EMAIL
    state = MailState.REPLACED if overtaken else _state(delivery, why, now)
    return MeetingMail(
        delivery, str(LABELS.get(delivery.kind, delivery.kind)), state, moment_text(_when(delivery), user)
    )


def _when(delivery: Delivery) -> datetime:
    """Return when the mail got its current state, or when it is due."""
    return delivery.failed_at or delivery.sent_at or delivery.superseded_at or delivery.due_at


def _newest_notices(deliveries: list[Delivery]) -> list[Delivery]:
    """Return the reminders and follow-ups that would have been sent if they had not been stopped.

    They were superseded at the same instant as the history entry that stopped them. Older versions, which a newer one
    had replaced before, are superseded at that instant too and are left out.
    """
    notices = [delivery for delivery in deliveries if delivery.superseded_at and delivery.kind in NOTICES]
    last: dict[datetime | None, int] = {}
    for notice in notices:
        last[notice.superseded_at] = max(notice.sequence, last.get(notice.superseded_at, 0))
    return [notice for notice in notices if notice.sequence == last[notice.superseded_at]]


def _state(delivery: Delivery, why: MailState | None, now: datetime) -> MailState:
    if delivery.failed_at or delivery.sent_at:
        return _ended_entry(delivery) if delivery.medium == Medium.CALENDAR else _ended_mail(delivery)
    if delivery.superseded_at:
        late = delivery.expires_at is not None and delivery.superseded_at >= delivery.expires_at
        return why or (MailState.LATE if late else MailState.NEEDLESS)
    if delivery.attempts:
        return MailState.RETRIED
    return MailState.PLANNED if delivery.due_at > now else MailState.SENDING


def _ended_mail(delivery: Delivery) -> MailState:
    if not delivery.failed_at:
        return MailState.SENT
    was_off = delivery.medium == Medium.WEBHOOK and not delivery.attempts
    return MailState.WEBHOOK_OFF if was_off else MailState.FAILED


def _ended_entry(delivery: Delivery) -> MailState:
    if delivery.failed_at:
        return MailState.UNWRITTEN
    return MailState.ADDED if delivery.facts.get("present") else MailState.REMOVED
