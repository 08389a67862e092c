"""The mails to guests and optional attendees: without the customer's own page, answers and note.

They carry the hosts' names as sender, and replies go to the host who leads.
"""

from django.utils.translation import gettext as _

from bookings.emails.notice import (
    NoticeRow,
    buttons,
    entry_attached,
    gist,
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
from bookings.facts import OPTIONAL, BookingFacts, customer_name, role
from bookings.notifications import Event
from core.text import address_key, clean_one_line, isolate_direction, join_sentences
from deliveries.mails import Content


def confirmation(facts: BookingFacts) -> Content:
    """Invite the reader."""
    known = people(facts) | {"inviter": isolate_direction(inviter(facts))}
    sentence = _booked(facts)
    subject = _("Invitation: %(title)s with %(hosts)s, %(start)s")
    if known["booked"]:
        subject = _("%(booked)s: %(title)s with %(hosts)s")
    return notice(
        facts,
        subject=subject % known,
        heading=_("You are invited"),
        sentence=join_sentences(sentence % known, invitations(facts) or _("The calendar invitation is attached.")),
        rows=[*sessions(facts), place(facts), hosted_by(facts), invited_by(facts)],
        buttons=buttons(facts, ""),
        preheader=gist(facts),
        closing=questions(facts),
    )


def _booked(facts: BookingFacts) -> str:
    """Return the sentence that says who booked: the customer, the host, or somebody else for them."""
    is_optional = role(facts) == OPTIONAL
    if "arranged_by" not in facts:
        if is_optional:
            return _("%(customer)s has booked a meeting with %(hosts)s. Your attendance is optional.")
        return _("%(customer)s has booked a meeting with %(hosts)s and would like you to be there.")
    if [address_key(one["email"]) for one in facts["hosts"]] == [address_key(facts["arranged_by"]["email"])]:
        if is_optional:
            return _("%(inviter)s has booked a meeting with %(customer)s. Your attendance is optional.")
        return _("%(inviter)s has booked a meeting with %(customer)s and would like you to be there.")
    if is_optional:
        return _("%(inviter)s has booked a meeting of %(hosts)s with %(customer)s. Your attendance is optional.")
    return _("%(inviter)s has booked a meeting of %(hosts)s with %(customer)s and would like you to be there.")


def change(facts: BookingFacts) -> Content:
    """Say that the meeting has another time, other hosts, or a room."""
    known = people(facts)
    if facts.get("event") == Event.REASSIGNED:
        subject, heading = _("Updated: %(title)s with %(hosts)s, %(start)s"), _("You are now meeting %(hosts)s") % known
        sentence = _("You are now meeting %(hosts)s. The time has not changed.")
    elif facts.get("event") == Event.ROOM_MADE:
        subject, heading = _("Updated: %(title)s with %(hosts)s, %(start)s"), _("Your video call has an address")
        sentence = _("Here is the address of the video call with %(hosts)s. Nothing else has changed.")
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
        buttons=buttons(facts, ""),
        preheader=gist(facts),
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
    # The customer's name may be anybody's, a user's is not.
    return NoticeRow(_("Invited by"), inviter(facts), strange="arranged_by" not in facts)


def inviter(facts: BookingFacts) -> str:
    """Return the name of whoever booked, and so invites the reader: the customer, or a user in their place."""
    return clean_one_line(facts["arranged_by"]["name"]) if "arranged_by" in facts else customer_name(facts)


def questions(facts: BookingFacts) -> str:
    """Return the closing sentence: how to reach the host who leads. A guest may not know who invites them."""
    if role(facts) == OPTIONAL:
        return _("Questions? Reply to this email to reach %(lead)s.") % people(facts)
    return join_sentences(
        _("Cannot make it, or not sure who invited you? Reply to this email to reach %(lead)s.") % people(facts),
        _("Declining in your calendar does not notify anyone."),
    )
