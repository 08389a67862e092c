"""The mails to guests and optional attendees: without the customer's own page, answers and note.

They carry the hosts' names as sender, and replies go to the host who leads.
"""

from django.utils.translation import gettext as _

from bookings.emails.notice import (
    NoticeRow,
    entry_attached,
    hosted_by,
    invitations,
    is_by_customer,
    notice,
    people,
    place,
    reason,
    sessions,
    times,
    what,
)
from bookings.facts import OPTIONAL, BookingFacts, role
from bookings.notifications import Event
from core.text import join_sentences
from deliveries.letters import Content


def confirmation(facts: BookingFacts) -> Content:
    """Invite the reader."""
    known = people(facts)
    if role(facts) == OPTIONAL:
        sentence = _("%(customer)s has booked a meeting with %(hosts)s. Your attendance is optional.")
    else:
        sentence = _("%(customer)s has booked a meeting with %(hosts)s and would like you to be there.")
    subject = _("Invitation: %(title)s with %(hosts)s, %(start)s")
    if known["booked"]:
        subject = _("%(booked)s: %(title)s with %(hosts)s")
    return notice(
        facts,
        subject=subject % known,
        heading=_("You are invited"),
        sentence=join_sentences(sentence % known, invitations(facts) or _("The calendar invitation is attached.")),
        rows=[*sessions(facts), place(facts), hosted_by(facts), invited_by(facts)],
        closing=questions(facts),
    )


def change(facts: BookingFacts) -> Content:
    """Say that the meeting has another time or other hosts."""
    known = people(facts)
    if facts.get("event") == Event.REASSIGNED:
        subject, heading = _("Updated: %(title)s with %(hosts)s, %(start)s"), _("You are now meeting %(hosts)s") % known
        sentence = _("You are now meeting %(hosts)s. The time has not changed.")
    else:
        subject, heading = _("New time: %(title)s with %(hosts)s, %(start)s"), _("Your meeting has a new time")
        sentence = _("%(by)s moved a meeting you are invited to.")
    return notice(
        facts,
        subject=subject % known,
        heading=heading,
        sentence=join_sentences(sentence % known, entry_attached(facts)),
        rows=[what(facts), *times(facts), place(facts), hosted_by(facts), invited_by(facts)],
        quotes=[] if is_by_customer(facts) else reason(facts),
        closing=questions(facts),
    )


def cancellation(facts: BookingFacts) -> Content:
    """Say that the meeting is cancelled."""
    known = people(facts)
    return notice(
        facts,
        subject=_("Cancelled: %(title)s with %(hosts)s, %(start)s") % known,
        heading=_("Your meeting is cancelled"),
        sentence=join_sentences(_("%(by)s cancelled a meeting you were invited to.") % known, entry_attached(facts)),
        rows=[what(facts), *times(facts, gone=True), hosted_by(facts), invited_by(facts)],
        quotes=[] if is_by_customer(facts) else reason(facts),
        closing=_("Questions? Reply to this email to reach %(lead)s.") % known,
    )


def invited_by(facts: BookingFacts) -> NoticeRow:
    return NoticeRow(_("Invited by"), people(facts)["customer"], strange=True)


def questions(facts: BookingFacts) -> str:
    """Return the closing sentence: how to reach the host who leads. A guest may not know who invites them."""
    if role(facts) == OPTIONAL:
        return _("Questions? Reply to this email to reach %(lead)s.") % people(facts)
    return join_sentences(
        _("Cannot make it, or not sure who invited you? Reply to this email to reach %(lead)s.") % people(facts),
        _("Declining in your calendar does not notify anyone."),
    )
