"""The mails to guests and optional attendees: without the customer's own page, answers and note.

They carry the hosts' names as sender, and replies go to the host who leads.
"""

from django.utils.translation import gettext as _

from bookings.emails.notice import (
    NoticeRow,
    buttons,
    entry_sentence,
    hosts_row,
    invitations_sentence,
    is_by_customer,
    location_row,
    notice,
    preheader_text,
    reason_quotes,
    sentence_values,
    session_rows,
    time_rows,
    title_row,
)
from bookings.facts import OPTIONAL, BookingFacts, customer_name, role
from bookings.notifications import Event
from core.text import address_key, clean_one_line, isolate_direction, join_sentences
from deliveries.mails import Content


def confirmation(facts: BookingFacts) -> Content:
    """Invite the reader."""
    values = sentence_values(facts) | {"inviter": isolate_direction(inviter_name(facts))}
    sentence = _booked_sentence(facts)
    subject = _("Invitation: %(title)s with %(hosts)s, %(start)s")
    if values["booked"]:
        subject = _("%(booked)s: %(title)s with %(hosts)s")
    return notice(
        facts,
        subject=subject % values,
        heading=_("You are invited"),
        sentence=join_sentences(
            sentence % values, invitations_sentence(facts) or _("The calendar invitation is attached.")
        ),
        rows=[*session_rows(facts), location_row(facts), hosts_row(facts), inviter_row(facts)],
        buttons=buttons(facts, ""),
        preheader=preheader_text(facts),
        closing=questions_sentence(facts),
    )


def _booked_sentence(facts: BookingFacts) -> str:
    """Return the sentence that says who booked: the customer, the host, or somebody else for them."""
    is_optional = role(facts) == OPTIONAL
    if "arranged_by" not in facts:
        if is_optional:
            return _("%(customer)s has booked a meeting with %(hosts)s. Your attendance is optional.")
        return _("%(customer)s has booked a meeting with %(hosts)s and would like you to be there.")
    if [address_key(host["email"]) for host in facts["hosts"]] == [address_key(facts["arranged_by"]["email"])]:
        if is_optional:
            return _("%(inviter)s has booked a meeting with %(customer)s. Your attendance is optional.")
        return _("%(inviter)s has booked a meeting with %(customer)s and would like you to be there.")
    if is_optional:
        return _("%(inviter)s has booked a meeting of %(hosts)s with %(customer)s. Your attendance is optional.")
    return _("%(inviter)s has booked a meeting of %(hosts)s with %(customer)s and would like you to be there.")


def change(facts: BookingFacts) -> Content:
    """Say that the meeting has another time, other hosts, or a room."""
    values = sentence_values(facts)
    if facts.get("event") == Event.REASSIGNED:
        subject, heading = (
            _("Updated: %(title)s with %(hosts)s, %(start)s"),
            _("You are now meeting %(hosts)s") % values,
        )
        sentence = _("You are now meeting %(hosts)s. The time has not changed.")
    elif facts.get("event") == Event.ROOM_MADE:
        subject, heading = _("Updated: %(title)s with %(hosts)s, %(start)s"), _("Your video call has an address")
        sentence = _("Here is the address of the video call with %(hosts)s. Nothing else has changed.")
    else:
        subject, heading = _("New time: %(title)s with %(hosts)s, %(start)s"), _("Your meeting has a new time")
        sentence = _("%(by)s moved a meeting you are invited to.")
    return notice(
        facts,
        subject=subject % values,
        heading=heading,
        sentence=join_sentences(sentence % values, entry_sentence(facts)),
        rows=[title_row(facts), *time_rows(facts), location_row(facts), hosts_row(facts), inviter_row(facts)],
        quotes=[] if is_by_customer(facts) else reason_quotes(facts),
        buttons=buttons(facts, ""),
        preheader=preheader_text(facts),
        closing=questions_sentence(facts),
    )


def cancellation(facts: BookingFacts) -> Content:
    """Say that the meeting is cancelled."""
    values = sentence_values(facts)
    return notice(
        facts,
        subject=_("Cancelled: %(title)s with %(hosts)s, %(start)s") % values,
        heading=_("Your meeting is cancelled"),
        sentence=join_sentences(_("%(by)s cancelled a meeting you were invited to.") % values, entry_sentence(facts)),
        rows=[title_row(facts), *time_rows(facts, struck=True), hosts_row(facts), inviter_row(facts)],
        quotes=[] if is_by_customer(facts) else reason_quotes(facts),
        closing=_("Questions? Reply to this email to reach %(lead)s.") % values,
    )


def inviter_row(facts: BookingFacts) -> NoticeRow:
    # The customer's name may be anybody's, a user's is not.
    return NoticeRow(_("Invited by"), inviter_name(facts), untrusted="arranged_by" not in facts)


def inviter_name(facts: BookingFacts) -> str:
    """Return the name of whoever booked, and so invites the reader: the customer, or a user in their place."""
    return clean_one_line(facts["arranged_by"]["name"]) if "arranged_by" in facts else customer_name(facts)


def questions_sentence(facts: BookingFacts) -> str:
    """Return the closing sentence: how to reach the host who leads. A guest may not know who invites them."""
    values = sentence_values(facts)
    if role(facts) == OPTIONAL:
        return _("Questions? Reply to this email to reach %(lead)s.") % values
    return join_sentences(
        _("Cannot make it, or not sure who invited you? Reply to this email to reach %(lead)s.")
        % sentence_values(facts),
        _("Declining in your calendar does not notify anyone."),
    )
