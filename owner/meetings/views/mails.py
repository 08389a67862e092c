"""The mails, calendar entries and webhook calls about a meeting, with the state of each in words."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import HistoryEntry, User
from accounts.verbs import Verb
from bookings.labels import LABELS
from bookings.models import Booking
from bookings.notifications import NOTICES
from bookings.queries import mails_of
from deliveries.models import Delivery, Medium
from owner.meetings.texts import moment_text

# The colours of states that ask for somebody's attention.
FAILED = "danger"
TROUBLE = (FAILED, "warning")


@dataclass(frozen=True, slots=True)
class MeetingMail:
    """One mail about a meeting, or an entry in a calendar or a call of a webhook, its state, and when it got that
    state. `overtaken` says that a newer mail replaced it.
    """

    delivery: Delivery
    kind: str
    word: str
    variant: str
    moment: str
    overtaken: bool


@dataclass(frozen=True, slots=True)
class Folded:
    """The summary of a folded list: how many are in each state. `flags` are the states that need attention."""

    line: str
    flags: list[tuple[str, str]]

    @classmethod
    def of(cls, mails: list[MeetingMail]) -> "Folded":
        texts, flags = [], []
        for (word, variant), count in Counter((mail.word, mail.variant) for mail in mails).items():
            text = word if count == 1 else f"{word}: {count}"
            if variant in TROUBLE:
                flags.append((text, variant))
            else:
                texts.append(text)
        return cls(" · ".join(texts), flags)


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
        return {name for name, mail in self.folded.items() if any(variant == FAILED for _text, variant in mail.flags)}


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
        shown.append(_mail(delivery, stopped.get(delivery.pk, ""), is_old, user, now))
    emails = [mail for mail in shown if mail.delivery.medium == Medium.EMAIL]
    return MeetingMails(
        live=[mail for mail in emails if not mail.overtaken],
        overtaken=[mail for mail in emails if mail.overtaken],
        programs=[mail for mail in shown if mail.delivery.medium != Medium.EMAIL],
    )


def _stopped(deliveries: list[Delivery], entries: list[HistoryEntry]) -> dict[int, str]:
    """Return why the reminders and follow-ups that were stopped are not sent, by the id of the mail."""
    words: dict[str, str] = {
        Verb.REMINDERS_STOPPED: _("Stopped by the customer"),
        Verb.NO_SHOW: _("Not sent: no-show"),
    }
    reasons = {entry.at: words[entry.verb] for entry in entries if entry.verb in words}
    return {
        notice.pk: reasons[notice.superseded_at]
        for notice in _newest_notices(deliveries)
        if notice.superseded_at in reasons
    }


def _mail(delivery: Delivery, why: str, is_old: bool, user: User, now: datetime) -> MeetingMail:
    kind, moment = str(LABELS.get(delivery.kind, delivery.kind)), moment_text(_when(delivery), user)
    waits = not (delivery.failed_at or delivery.sent_at)
    overtaken = is_old and not why and waits and delivery.medium == Medium.EMAIL
    word, variant = (_("Replaced by a newer email"), "") if overtaken else _state(delivery, why, now)
    return MeetingMail(delivery, kind, word, variant, moment, overtaken)


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


def _ended_mail(delivery: Delivery) -> tuple[str, str]:
    if delivery.failed_at and delivery.medium == Medium.WEBHOOK and not delivery.attempts:
        # The webhook was off: it can be sent later, from the webhook's page.
        return _("Missed"), ""
    return (_("Could not be sent"), "danger") if delivery.failed_at else (_("Sent"), "success")


def _ended_entry(delivery: Delivery) -> tuple[str, str]:
    if delivery.failed_at:
        return _("The calendar could not be changed"), "danger"
    is_present = delivery.facts.get("present")
    return _("Added to the calendar") if is_present else _("Removed from the calendar"), "success"


def _state(delivery: Delivery, why: str, now: datetime) -> tuple[str, str]:
    if delivery.failed_at or delivery.sent_at:
        return _ended_entry(delivery) if delivery.medium == Medium.CALENDAR else _ended_mail(delivery)
    if delivery.superseded_at:
        late = delivery.expires_at is not None and delivery.superseded_at >= delivery.expires_at
        return why or (_("Not sent: it was too late") if late else _("No longer needed")), ""
    if delivery.attempts:
        return _("Trying again"), "warning"
    return (_("Planned"), "") if delivery.due_at > now else (_("On its way"), "accent")
