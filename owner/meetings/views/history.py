"""The history of a meeting in sentences."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import HistoryEntry, User
from accounts.verbs import Verb
from core.dates import brief_time_text
from owner.meetings.texts import moment_text


@dataclass(frozen=True, slots=True)
class MeetingEvent:
    """One entry as a sentence, with the message that was written and the time."""

    text: str
    quote: str
    moment: str


def events_of(entries: list[HistoryEntry], user: User) -> list[MeetingEvent]:
    """Return all entries of a meeting in words."""
    verbs = {entry.verb for entry in entries}
    was_request = Verb.REQUESTED in verbs and Verb.APPROVED not in verbs
    return [
        MeetingEvent(
            sentence(entry, user, was_request=was_request),
            entry.details.get("reason") or entry.details.get("message", ""),
            moment_text(entry.at, user),
        )
        for entry in entries
    ]


def sentence(entry: HistoryEntry, user: User, *, was_request: bool = False) -> str:
    """Return an entry as a sentence, such as “Ana Ruiz moved it from Thu 3 Dec, 09:00 to Fri 4 Dec, 10:00.”

    `was_request` says that the booking was never approved: it is then withdrawn instead of cancelled.
    """
    sentences: dict[str, str] = {
        Verb.BOOKED: _("%(who)s booked it."),
        Verb.REQUESTED: _("%(who)s asked for it."),
        Verb.RESCHEDULED: _("%(who)s moved it from %(was)s to %(to)s."),
        Verb.REASSIGNED: _("%(who)s reassigned it from %(was)s to %(to)s."),
        Verb.CANCELLED: _("%(who)s withdrew it.") if was_request else _("%(who)s cancelled it."),
        Verb.APPROVED: _("%(who)s approved %(to)s."),
        Verb.DECLINED: _("%(who)s declined it."),
        Verb.NO_SHOW: _("%(who)s marked it as a no-show."),
        Verb.CAME: _("%(who)s undid the no-show."),
        Verb.ASKED_NEW_TIME: _("%(who)s asked the customer for a new time."),
        Verb.REMINDERS_STOPPED: _("%(who)s stopped the reminders."),
        Verb.NOTED: _("%(who)s changed the private note."),
        Verb.ERASED: _("%(who)s erased the customer’s data."),
        Verb.GUEST_ERASED: _("%(who)s erased a guest’s data."),
    }
    words = {name: _moment(entry.details.get(name, ""), user) for name in ("was", "to")}
    actor = _("The customer") if entry.actor is None else entry.actor.name
    # A verb without a sentence is shown as it is, so that no entry is hidden.
    return sentences.get(entry.verb, _("%(who)s: %(deed)s")) % {"who": actor, "deed": entry.verb, **words}


def _moment(text: str, user: User) -> str:
    """Return a stored start in words, and any other text (a name) unchanged."""
    try:
        return brief_time_text(datetime.fromisoformat(text), user.shown_clock)
    except ValueError:
        return text
