"""The mails to the customer. They carry the hosts' names as sender, and replies go to the host who leads."""

from django.utils.translation import gettext as _

from bookings.emails.notice import (
    Button,
    NoticeRow,
    answer_rows,
    buttons,
    entry_sentence,
    hosts_row,
    invitations_sentence,
    is_approved,
    is_by_customer,
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
from bookings.facts import BookingFacts, change_address, own_page_address, reminders_address
from bookings.notifications import Event
from core.text import clean_lines, clean_one_line, join_sentences
from deliveries.mails import Content


def confirmation(facts: BookingFacts) -> Content:
    """Say that the meeting is certain: booked or approved."""
    values = sentence_values(facts)
    subject, heading = _("Booked: %(title)s with %(hosts)s, %(start)s"), _("You are booked")
    if values["booked"]:
        subject, heading = _("%(booked)s: %(title)s with %(hosts)s"), values["booked"]
        sentence = _("Hello %(customer)s, your sessions with %(hosts)s are confirmed.")
    elif not is_approved(facts):
        sentence = _(
            "Hello %(customer)s, your meeting with %(hosts)s is confirmed. The invitation for your calendar is "
            "attached."
        )
    else:
        sentence = _(
            "Hello %(customer)s, %(hosts)s approved your request. Here are the details of your meeting. The "
            "invitation for your calendar is attached."
        )
    return notice(
        facts,
        subject=subject % values,
        heading=heading,
        sentence=join_sentences(sentence % values, invitations_sentence(facts)),
        rows=[*meeting_rows(facts), *answer_rows(facts), reference_row(facts)],
        quotes=note_quotes(facts),
        buttons=buttons(facts, _("See your booking")),
        preheader=preheader_text(facts),
        closing=contact_sentence(facts),
    )


def request(facts: BookingFacts) -> Content:
    """Acknowledge a request, which is not certain yet."""
    values = sentence_values(facts)
    page, withdraw = own_page_address(facts), change_address(facts | {"open_to": ["cancel"]}, "cancel")
    return notice(
        facts,
        subject=_("Request sent: %(title)s with %(hosts)s") % values,
        heading=_("Your request has been sent"),
        sentence=_("Hello %(customer)s, %(hosts)s will reply by email. Nothing is booked until then.") % values,
        rows=[
            title_row(facts),
            *suggested_rows(facts),
            location_row(facts),
            hosts_row(facts),
            *answer_rows(facts),
            reference_row(facts),
        ],
        quotes=note_quotes(facts),
        buttons=_links((_("See your request"), page), (_("Withdraw the request"), withdraw)),
        closing=contact_sentence(facts),
    )


def change(facts: BookingFacts) -> Content:
    """Say that the meeting has another time, other hosts, or a room."""
    values = sentence_values(facts)
    if facts.get("event") == Event.REASSIGNED:
        subject, heading = (
            _("Updated: %(title)s with %(hosts)s, %(start)s"),
            _("You are now meeting %(hosts)s") % values,
        )
        sentence = _("Hello %(customer)s, you are now meeting %(hosts)s. The time has not changed.")
    elif facts.get("event") == Event.ROOM_MADE:
        subject, heading = _("Updated: %(title)s with %(hosts)s, %(start)s"), _("Your video call has an address")
        sentence = _(
            "Hello %(customer)s, here is the address of your video call with %(hosts)s. Nothing else has changed."
        )
    else:
        subject, heading = _("New time: %(title)s with %(hosts)s, %(start)s"), _("Your meeting has a new time")
        if is_by_customer(facts):
            sentence = _("Hello %(customer)s, you moved your meeting with %(hosts)s.")
        else:
            sentence = _("Hello %(customer)s, %(by)s moved your meeting.")
    return notice(
        facts,
        subject=subject % values,
        heading=heading,
        sentence=join_sentences(sentence % values, entry_sentence(facts)),
        rows=[*meeting_rows(facts), reference_row(facts)],
        quotes=reason_quotes(facts),
        buttons=buttons(facts, _("See your booking")),
        preheader=preheader_text(facts),
        closing=contact_sentence(facts),
    )


def cancellation(facts: BookingFacts) -> Content:
    """Say that the meeting is cancelled, or the request withdrawn."""
    values = sentence_values(facts)
    if facts.get("event") == Event.WITHDRAWN:
        subject, heading = _("Request withdrawn: %(title)s with %(hosts)s"), _("Your request is withdrawn")
        sentence = _("Hello %(customer)s, you withdrew your request. Nothing was booked.")
        if not is_by_customer(facts):
            sentence = _("Hello %(customer)s, %(by)s withdrew your request. Nothing was booked.")
        when, button_label, attached = suggested_rows(facts, struck=True), _("See your request"), ""
    else:
        subject, heading = _("Cancelled: %(title)s with %(hosts)s, %(start)s"), _("Your meeting is cancelled")
        if is_by_customer(facts):
            sentence = _("Hello %(customer)s, you cancelled your meeting with %(hosts)s.")
        else:
            sentence = _("Hello %(customer)s, %(by)s cancelled your meeting.")
        when, button_label, attached = time_rows(facts, struck=True), _("See your booking"), entry_sentence(facts)
    return notice(
        facts,
        subject=subject % values,
        heading=heading,
        sentence=join_sentences(sentence % values, attached),
        rows=[title_row(facts), *when, hosts_row(facts), reference_row(facts)],
        quotes=reason_quotes(facts),
        buttons=buttons(facts, button_label, with_changes=False),
        closing=questions_sentence(facts),
    )


def decline(facts: BookingFacts) -> Content:
    """Say that no suggested time suits."""
    values = sentence_values(facts)
    return notice(
        facts,
        subject=_("None of your suggested times work: %(title)s with %(hosts)s") % values,
        heading=_("None of your suggested times work"),
        sentence=_(
            "Hello %(customer)s, %(hosts)s cannot meet you at any of the times you suggested. Nothing is booked."
        )
        % values,
        rows=[title_row(facts), *suggested_rows(facts, struck=True), hosts_row(facts), reference_row(facts)],
        quotes=reason_quotes(facts),
        buttons=buttons(facts, _("See your request"), with_changes=False),
        closing=questions_sentence(facts),
    )


def new_time_asked(facts: BookingFacts) -> Content:
    """Ask the customer to choose another time. Until they do, the meeting stays as it is."""
    values, page = sentence_values(facts), own_page_address(facts)
    # A customer who was asked for a new time may choose one, whatever the policy says.
    move = change_address(facts | {"open_to": ["reschedule"]}, "reschedule")
    cancel = change_address(facts, "cancel")
    return notice(
        facts,
        subject=_("Please choose another time: %(title)s with %(hosts)s, %(start)s") % values,
        heading=_("Please choose another time"),
        sentence=_(
            "Hello %(customer)s, %(by)s has asked you to choose another time for your meeting. Until you do, the "
            "current time still stands."
        )
        % values,
        rows=[*meeting_rows(facts), reference_row(facts)],
        quotes=reason_quotes(facts),
        buttons=_links(
            (_("Choose another time"), move), (_("See your booking"), page), (_("Cancel the meeting"), cancel)
        ),
        preheader=preheader_text(facts),
        closing=contact_sentence(facts),
    )


def reminder(facts: BookingFacts) -> Content:
    """Remind the customer of the meeting."""
    values, stop = sentence_values(facts), reminders_address(facts)
    return notice(
        facts,
        subject=_("Reminder: %(title)s with %(hosts)s, %(start)s") % values,
        heading=_("Your meeting on %(day)s") % values,
        sentence=_("Hello %(customer)s, this is a reminder of your meeting with %(hosts)s.") % values,
        rows=[*meeting_rows(facts), reference_row(facts)],
        buttons=buttons(facts, _("See your booking")) + _links((_("Stop reminders"), stop)),
        preheader=preheader_text(facts),
        closing=contact_sentence(facts),
        unsubscribe=stop,
    )


def follow_up(facts: BookingFacts) -> Content:
    """Thank the customer after the meeting, in the host's own words if there are any."""
    values, stop = sentence_values(facts), reminders_address(facts)
    text = clean_lines(facts.get("text", ""))
    return notice(
        facts,
        subject=_("After your meeting with %(hosts)s: %(title)s") % values,
        heading=_("After your meeting with %(hosts)s") % values,
        sentence=text or _("Thank you for your time, %(customer)s.") % values,
        untrusted=not text,
        rows=[title_row(facts), *time_rows(facts), hosts_row(facts)],
        buttons=buttons(facts, _("See your booking"), with_changes=False)
        + _links((_("Stop emails about this meeting"), stop)),
        closing=questions_sentence(facts),
        unsubscribe=stop,
    )


def _links(*links: tuple[str, str | None]) -> list[Button]:
    """Return a button for each (label, address), except where there is no address."""
    return [Button(label, address) for label, address in links if address]


def meeting_rows(facts: BookingFacts) -> list[NoticeRow]:
    """Return the rows for what, when, where and with whom."""
    return [*session_rows(facts), location_row(facts), hosts_row(facts)]


def contact_sentence(facts: BookingFacts) -> str:
    """Return the closing sentence of mails about a meeting that takes place: how to reach the host who leads.

    If the customer's own page has no address, because its key was dropped, the sentence names the host's email address
    instead of asking for a reply.
    """
    if own_page_address(facts):
        reply = _("Something came up? Reply to this email to reach %(lead)s.") % sentence_values(facts)
        return join_sentences(_("Declining in your calendar does not notify anyone.") if facts["method"] else "", reply)
    return _("Something came up? Write to %(email)s.") % {"email": clean_one_line(facts["hosts"][0]["email"])}


def questions_sentence(facts: BookingFacts) -> str:
    return _("Questions? Reply to this email to reach %(lead)s.") % sentence_values(facts)
