"""The history of a link in sentences."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import HistoryEntry, User
from accounts.verbs import Verb
from core.dates import full_text, until_text


@dataclass(frozen=True, slots=True)
class LinkEvent:
    """One entry as a sentence and its time. `link` is the id of another link that it mentions, if any."""

    text: str
    moment: str
    link: int | None
    reference: str


def events_of(entries: list[HistoryEntry], user: User, seen: Container[int]) -> list[LinkEvent]:
    """Return the entries in words. `seen` holds the ids of the other links that the user may see."""
    return [
        LinkEvent(
            text=sentence(entry, user),
            moment=full_text(entry.at, user.shown_clock),
            link=other if (other := entry.details.get("new")) in seen else None,
            reference=entry.details.get("booking", ""),
        )
        for entry in entries
    ]


def sentence(entry: HistoryEntry, user: User) -> str:
    """Return an entry as a sentence, such as “Ana Ruiz copied the address.”"""
    actor = _("Someone") if entry.actor is None else entry.actor.name
    details = entry.details
    sentences: dict[str, str] = {
        Verb.MADE: _("%(who)s made the link."),
        Verb.COPIED: _("%(who)s copied the address."),
        Verb.SENT: _("%(who)s sent it to %(to)s."),
        Verb.REVOKED: _("%(who)s revoked it."),
        Verb.RESTORED: _("%(who)s undid the revocation."),
        Verb.EXTENDED: _("%(who)s extended it until %(until)s."),
        Verb.REISSUED: _("%(who)s made a new link like it."),
        Verb.CHANGED: _("%(who)s changed it."),
        Verb.REQUESTED: _("%(by)s asked for a new link."),
        Verb.USED: _("A customer booked with it."),
        Verb.ERASED: _("%(who)s erased the recipient’s data."),
    }
    if entry.verb == Verb.EXTENDED and not details.get("until"):
        sentences[Verb.EXTENDED] = _("%(who)s removed the expiry date.")
    if details.get("renewed"):
        sentences[Verb.COPIED] = _("%(who)s copied a new address, because the old one no longer works.")
    if "batch" in details:
        sentences[Verb.MADE] = _("%(who)s made the link as part of a list.")
    # A verb without a sentence is shown as it is, so that no entry is hidden.
    return sentences.get(entry.verb, _("%(who)s: %(deed)s")) % {
        "deed": entry.verb,
        "who": actor,
        "to": details.get("to", ""),
        "by": details.get("by", _("Someone")),
        "until": _moment(details.get("until"), user),
    }


def _moment(text: str | None, user: User) -> str:
    return "" if not text else until_text(datetime.fromisoformat(text), user.shown_clock)
