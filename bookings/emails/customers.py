"""The mails to the customer. They carry the hosts' names as sender, and replies go to the host who leads."""

from django.utils.translation import gettext as _

from bookings.emails.notice import (
    Button,
    NoticeRow,
    answers,
    buttons,
    entry_attached,
    gist,
    hosted_by,
    invitations,
    is_approved,
    is_by_customer,
    note,
    notice,
    people,
    place,
    reason,
    reference,
    sessions,
    suggested,
    times,
    what,
)
from bookings.facts import BookingFacts, own_page, reminders_page, step
from bookings.notifications import Event
from core.text import clean_lines, clean_one_line, join_sentences
from deliveries.mails import Content


def confirmation(facts: BookingFacts) -> Content:
    """Say that the meeting is certain: booked or approved."""
    known = people(facts)
    subject, heading = _("Booked: %(title)s with %(hosts)s, %(start)s"), _("You are booked")
    if known["booked"]:
        subject, heading = _("%(booked)s: %(title)s with %(hosts)s"), known["booked"]
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
        subject=subject % known,
        heading=heading,
        sentence=join_sentences(sentence % known, invitations(facts)),
        rows=[*meeting(facts), *answers(facts), reference(facts)],
        quotes=note(facts),
        buttons=buttons(facts, _("See your booking")),
        preheader=gist(facts),
        closing=something_came_up(facts),
    )


def request(facts: BookingFacts) -> Content:
    """Acknowledge a request, which is not certain yet."""
    known = people(facts)
    page, withdraw = own_page(facts), step(facts | {"open_to": ["cancel"]}, "cancel")
    return notice(
        facts,
        subject=_("Request sent: %(title)s with %(hosts)s") % known,
        heading=_("Your request has been sent"),
        sentence=_("Hello %(customer)s, %(hosts)s will reply by email. Nothing is booked until then.") % known,
        rows=[what(facts), *suggested(facts), place(facts), hosted_by(facts), *answers(facts), reference(facts)],
        quotes=note(facts),
        buttons=[
            Button(label, address)
            for label, address in ((_("See your request"), page), (_("Withdraw the request"), withdraw))
            if address
        ],
        closing=something_came_up(facts),
    )


def change(facts: BookingFacts) -> Content:
    """Say that the meeting has another time, other hosts, or a room."""
    known = people(facts)
    if facts.get("event") == Event.REASSIGNED:
        subject, heading = _("Updated: %(title)s with %(hosts)s, %(start)s"), _("You are now meeting %(hosts)s") % known
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
        subject=subject % known,
        heading=heading,
        sentence=join_sentences(sentence % known, entry_attached(facts)),
        rows=[*meeting(facts), reference(facts)],
        quotes=reason(facts),
        buttons=buttons(facts, _("See your booking")),
        preheader=gist(facts),
        closing=something_came_up(facts),
    )


def cancellation(facts: BookingFacts) -> Content:
    """Say that the meeting is cancelled, or the request withdrawn."""
    known = people(facts)
    if facts.get("event") == Event.WITHDRAWN:
        subject, heading = _("Request withdrawn: %(title)s with %(hosts)s"), _("Your request is withdrawn")
        sentence = _("Hello %(customer)s, you withdrew your request. Nothing was booked.")
        if not is_by_customer(facts):
            sentence = _("Hello %(customer)s, %(by)s withdrew your request. Nothing was booked.")
        when, see, attached = suggested(facts, gone=True), _("See your request"), ""
    else:
        subject, heading = _("Cancelled: %(title)s with %(hosts)s, %(start)s"), _("Your meeting is cancelled")
        if is_by_customer(facts):
            sentence = _("Hello %(customer)s, you cancelled your meeting with %(hosts)s.")
        else:
            sentence = _("Hello %(customer)s, %(by)s cancelled your meeting.")
        when, see, attached = times(facts, gone=True), _("See your booking"), entry_attached(facts)
    return notice(
        facts,
        subject=subject % known,
        heading=heading,
        sentence=join_sentences(sentence % known, attached),
        rows=[what(facts), *when, hosted_by(facts), reference(facts)],
        quotes=reason(facts),
        buttons=buttons(facts, see, changes=False),
        closing=questions(facts),
    )


def decline(facts: BookingFacts) -> Content:
    """Say that no suggested time suits."""
    known = people(facts)
    return notice(
        facts,
        subject=_("None of your suggested times work: %(title)s with %(hosts)s") % known,
        heading=_("None of your suggested times work"),
        sentence=_(
            "Hello %(customer)s, %(hosts)s cannot meet you at any of the times you suggested. Nothing is booked."
        )
        % known,
        rows=[what(facts), *suggested(facts, gone=True), hosted_by(facts), reference(facts)],
        quotes=reason(facts),
        buttons=buttons(facts, _("See your request"), changes=False),
        closing=questions(facts),
    )


def new_time_asked(facts: BookingFacts) -> Content:
    """Ask the customer to choose another time. Until they do, the meeting stays as it is."""
    known, page = people(facts), own_page(facts)
    # A customer who was asked for a new time may choose one, whatever the policy says.
    another, out = step(facts | {"open_to": ["reschedule"]}, "reschedule"), step(facts, "cancel")
    offered = ((_("Choose another time"), another), (_("See your booking"), page), (_("Cancel the meeting"), out))
    return notice(
        facts,
        subject=_("Please choose another time: %(title)s with %(hosts)s, %(start)s") % known,
        heading=_("Please choose another time"),
        sentence=_(
            "Hello %(customer)s, %(by)s has asked you to choose another time for your meeting. Until you do, the "
            "current time still stands."
        )
        % known,
        rows=[*meeting(facts), reference(facts)],
        quotes=reason(facts),
        buttons=[Button(label, address) for label, address in offered if address],
        preheader=gist(facts),
        closing=something_came_up(facts),
    )


def reminder(facts: BookingFacts) -> Content:
    """Remind the customer of the meeting."""
    known, stop = people(facts), reminders_page(facts)
    more = [Button(_("Stop reminders"), stop)] if stop else []
    return notice(
        facts,
        subject=_("Reminder: %(title)s with %(hosts)s, %(start)s") % known,
        heading=_("Your meeting on %(day)s") % known,
        sentence=_("Hello %(customer)s, this is a reminder of your meeting with %(hosts)s.") % known,
        rows=[*meeting(facts), reference(facts)],
        buttons=buttons(facts, _("See your booking")) + more,
        preheader=gist(facts),
        closing=something_came_up(facts),
        unsubscribe=stop,
    )


def follow_up(facts: BookingFacts) -> Content:
    """Thank the customer after the meeting, in the host's own words if there are any."""
    known, stop = people(facts), reminders_page(facts)
    said = clean_lines(facts.get("text", ""))
    return notice(
        facts,
        subject=_("After your meeting with %(hosts)s: %(title)s") % known,
        heading=_("After your meeting with %(hosts)s") % known,
        sentence=said or _("Thank you for your time, %(customer)s.") % known,
        strange=not said,
        rows=[what(facts), *times(facts), hosted_by(facts)],
        buttons=[*buttons(facts, _("See your booking"), changes=False), *_stop(stop)],
        closing=questions(facts),
        unsubscribe=stop,
    )


def _stop(address: str | None) -> list[Button]:
    return [Button(_("Stop emails about this meeting"), address)] if address else []


def meeting(facts: BookingFacts) -> list[NoticeRow]:
    """Return the rows for what, when, where and with whom."""
    return [*sessions(facts), place(facts), hosted_by(facts)]


def something_came_up(facts: BookingFacts) -> str:
    """Return the closing sentence of mails about a meeting that takes place: how to reach the host who leads.

    If the customer's own page has no address, because its key was dropped, the sentence names the host's email address
    instead of asking for a reply.
    """
    if own_page(facts):
        reply = _("Something came up? Reply to this email to reach %(lead)s.") % people(facts)
        return join_sentences(_("Declining in your calendar does not notify anyone.") if facts["method"] else "", reply)
    return _("Something came up? Write to %(email)s.") % {"email": clean_one_line(facts["hosts"][0]["email"])}


def questions(facts: BookingFacts) -> str:
    return _("Questions? Reply to this email to reach %(lead)s.") % people(facts)
