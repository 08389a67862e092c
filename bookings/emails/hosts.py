"""The mails to a host. The sender is the application, and replies go to the customer."""

from django.utils.translation import gettext as _

from bookings.emails.notice import (
    NoticeRow,
    answer_rows,
    buttons,
    customer_row,
    entry_sentence,
    invitations_sentence,
    is_approved,
    is_by_customer,
    is_by_reader,
    location_row,
    note_quotes,
    notice,
    preheader_text,
    reason_quotes,
    reference_row,
    sentence_values,
    session_rows,
    suggested_rows,
    time_rows,
    title_row,
)
from bookings.facts import BookingFacts
from bookings.notifications import Event
from core.text import clean_one_line, join_sentences
from deliveries.mails import Content


def confirmation(facts: BookingFacts) -> Content:
    """Tell of a new meeting: booked, approved, or taken over from a colleague."""
    values = sentence_values(facts)
    heading, quotes = _("New booking"), note_quotes(facts)
    subject = _("New booking: %(title)s with %(customer)s, %(start)s")
    if facts.get("event") == Event.REASSIGNED:
        heading, quotes = _("You are now hosting a meeting"), reason_quotes(facts) + note_quotes(facts)
        subject = _("Reassigned to you: %(title)s with %(customer)s, %(start)s")
        sentence = _("%(by)s reassigned the meeting with %(customer)s to %(hosts)s.")
    elif "unwritten" in facts:
        heading = _("Your meeting, for your calendar")
        subject = _("Invitation: %(title)s with %(customer)s, %(start)s")
        sentence = _("Your meeting with %(customer)s was not added to your calendar “%(calendar)s” in time.")
        values = values | {"calendar": clean_one_line(facts["unwritten"])}
    elif values["booked"]:
        heading, sentence = values["booked"], _booked_sentence(facts)
        subject = _("%(booked)s: %(title)s with %(customer)s")
    elif not is_approved(facts):
        sentence = _booked_sentence(facts)
    elif is_by_reader(facts):
        sentence = _("You approved the request from %(customer)s.")
    else:
        sentence = _("%(by)s approved the request from %(customer)s.")
    return notice(
        facts,
        subject=subject % values,
        heading=heading,
        sentence=join_sentences(sentence % values, _entry_sentence(facts)),
        rows=[*meeting_rows(facts), *answer_rows(facts), reference_row(facts)],
        quotes=quotes,
        buttons=buttons(facts, _("Open the meeting")),
        preheader=preheader_text(facts),
        closing=reply_sentence(facts),
    )


def _booked_sentence(facts: BookingFacts) -> str:
    """Return the sentence that says who booked: the customer, the reader or a colleague."""
    several = "package" in facts
    if is_by_customer(facts):
        single = _("%(customer)s has booked a meeting with %(hosts)s.")
        return _("%(customer)s has booked sessions with %(hosts)s.") if several else single
    if is_by_reader(facts):
        single = _("You booked a meeting with %(customer)s.")
        return _("You booked sessions with %(customer)s.") if several else single
    single = _("%(by)s booked a meeting of %(hosts)s with %(customer)s.")
    return _("%(by)s booked sessions of %(hosts)s with %(customer)s.") if several else single


def _entry_sentence(facts: BookingFacts) -> str:
    """Return the sentence that says how a new meeting comes into the host's calendar."""
    if "calendar" in facts:
        return _("It is added to your calendar “%(calendar)s”.") % {"calendar": clean_one_line(facts["calendar"])}
    return invitations_sentence(facts) or _("The calendar invitation is attached.")


def request(facts: BookingFacts) -> Content:
    """Tell of a request that waits for an answer."""
    values = sentence_values(facts)
    return notice(
        facts,
        subject=_("Request: %(title)s with %(customer)s") % values,
        heading=_("Someone would like to meet you"),
        sentence=_(
            "%(customer)s is waiting for your answer. Approve one of the times, or decline. Nothing is booked "
            "until then."
        )
        % values,
        rows=[
            title_row(facts),
            *suggested_rows(facts),
            location_row(facts),
            customer_row(facts),
            *answer_rows(facts),
            reference_row(facts),
        ],
        quotes=note_quotes(facts),
        buttons=buttons(facts, _("Answer the request")),
        closing=reply_sentence(facts),
    )


def change(facts: BookingFacts) -> Content:
    """Say that the meeting has another time or a room, or that other hosts hold it beside the reader."""
    values = sentence_values(facts)
    if facts.get("event") == Event.REASSIGNED:
        subject, heading = (
            _("Updated: %(title)s with %(customer)s, %(start)s"),
            _("The hosts of a meeting have changed"),
        )
        sentence = _("%(by)s changed the hosts of the meeting with %(customer)s to %(hosts)s.")
    elif facts.get("event") == Event.ROOM_MADE:
        subject, heading = _("Updated: %(title)s with %(customer)s, %(start)s"), _("A video call has an address")
        sentence = _("Here is the address of the video call with %(customer)s. Nothing else has changed.")
    else:
        subject, heading = _("New time: %(title)s with %(customer)s, %(start)s"), _("A meeting has a new time")
        sentence = (
            _("You moved your meeting with %(customer)s.")
            if is_by_reader(facts) and not is_by_customer(facts)
            else _("%(by)s moved the meeting between %(customer)s and %(hosts)s.")
        )
        if is_by_customer(facts):
            sentence = _("%(customer)s moved the meeting with %(hosts)s.")
    return notice(
        facts,
        subject=subject % values,
        heading=heading,
        sentence=join_sentences(sentence % values, entry_sentence(facts)),
        rows=[*meeting_rows(facts), reference_row(facts)],
        quotes=reason_quotes(facts),
        buttons=buttons(facts, _("Open the meeting")),
        preheader=preheader_text(facts),
        closing=reply_sentence(facts),
    )


def cancellation(facts: BookingFacts) -> Content:
    """Say that a meeting is cancelled, a request withdrawn, or the meeting handed on to other hosts."""
    if not facts["customer"]["email"]:
        return _erased_cancellation(facts)
    values, when = sentence_values(facts), time_rows(facts, struck=True)
    subject = _("Cancelled: %(title)s with %(customer)s, %(start)s")
    attached = _removal_sentence(facts)
    if facts.get("event") == Event.REASSIGNED:
        subject, heading = (
            _("Reassigned: %(title)s with %(customer)s, %(start)s"),
            _("You are no longer hosting a meeting"),
        )
        sentence = _("%(by)s reassigned your meeting with %(customer)s to %(hosts)s.")
        when = time_rows(facts)
    elif facts.get("event") == Event.WITHDRAWN:
        subject, heading = _("Request withdrawn: %(title)s with %(customer)s"), _("A request is withdrawn")
        sentence, when = _("%(by)s withdrew the request from %(customer)s."), suggested_rows(facts, struck=True)
        if is_by_customer(facts):
            sentence = _("%(customer)s withdrew the request. You do not need to answer.")
    else:
        heading = _("A meeting is cancelled")
        sentence = _("%(by)s cancelled the meeting between %(customer)s and %(hosts)s.")
        if is_by_customer(facts):
            sentence = _("%(customer)s cancelled the meeting with %(hosts)s.")
        elif is_by_reader(facts):
            sentence = _("You cancelled your meeting with %(customer)s.")
    return notice(
        facts,
        subject=subject % values,
        heading=heading,
        sentence=join_sentences(sentence % values, attached),
        rows=[title_row(facts), *when, customer_row(facts), reference_row(facts)],
        quotes=reason_quotes(facts),
        buttons=buttons(facts, _("Open the meeting")) if facts.get("event") != Event.REASSIGNED else [],
        closing=reply_sentence(facts),
    )


def _removal_sentence(facts: BookingFacts) -> str:
    """Return the sentence that says how the meeting goes from the host's calendar; empty if it never was there."""
    if "calendar" in facts:
        return _("It is removed from your calendar “%(calendar)s”.") % {"calendar": clean_one_line(facts["calendar"])}
    return entry_sentence(facts) if facts["method"] else ""


def _erased_cancellation(facts: BookingFacts) -> Content:
    """Say that a meeting or request has ended because its customer was erased. Their name is not known any more."""
    values, withdrawn = sentence_values(facts), facts.get("event") == Event.WITHDRAWN
    subject = _("Request withdrawn: %(title)s") if withdrawn else _("Cancelled: %(title)s, %(start)s")
    if is_by_reader(facts):
        sentence = _("You erased the customer’s data and cancelled what was still to come.")
    else:
        sentence = _("%(by)s erased the customer’s data and cancelled what was still to come.")
    return notice(
        facts,
        subject=subject % values,
        heading=_("A request is withdrawn") if withdrawn else _("A meeting is cancelled"),
        sentence=join_sentences(sentence % values, _("The customer was not told by email."), _removal_sentence(facts)),
        rows=[
            title_row(facts),
            *(suggested_rows(facts, struck=True) if withdrawn else time_rows(facts, struck=True)),
            customer_row(facts),
            reference_row(facts),
        ],
        quotes=reason_quotes(facts),
        buttons=buttons(facts, _("Open the meeting")),
        closing=_("Reply to this email to write to %(by)s.") % values,
    )


def meeting_rows(facts: BookingFacts) -> list[NoticeRow]:
    """Return the rows for what, when, where and who booked."""
    return [*session_rows(facts), location_row(facts), customer_row(facts)]


def reply_sentence(facts: BookingFacts) -> str:
    return _("Reply to this email to write to %(customer)s.") % sentence_values(facts)
