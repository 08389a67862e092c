"""All mails: pure functions of the frozen facts, so that a repeated mail is the same to the byte.

No token is in the facts: addresses that contain one are made when the mail is rendered. A new kind of mail needs one
more line in RENDERERS. The apps below have mails of their own, which are in OTHERS.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.utils import translation

import calendars.emails
import deliveries.token_expiry
import deliveries.webhooks.emails
import links.emails
from bookings import digest, ical
from bookings.emails import customers, guests, hosts
from bookings.facts import BookingFacts
from bookings.notifications import REMINDERS, MailKind
from deliveries.mails import Content, FinishedMail, finish_mail
from deliveries.models import Delivery

RENDERERS: dict[str, Callable[[BookingFacts], Content]] = {
    MailKind.CUSTOMER_CONFIRMATION: customers.confirmation,
    MailKind.CUSTOMER_REQUEST: customers.request,
    MailKind.CUSTOMER_CHANGE: customers.change,
    MailKind.CUSTOMER_CANCELLATION: customers.cancellation,
    MailKind.CUSTOMER_DECLINE: customers.decline,
    MailKind.NEW_TIME_ASKED: customers.new_time_asked,
    **dict.fromkeys(REMINDERS, customers.reminder),
    MailKind.FOLLOW_UP: customers.follow_up,
    MailKind.HOST_CONFIRMATION: hosts.confirmation,
    MailKind.HOST_REQUEST: hosts.request,
    MailKind.HOST_CHANGE: hosts.change,
    MailKind.HOST_CANCELLATION: hosts.cancellation,
    MailKind.GUEST_CONFIRMATION: guests.confirmation,
    MailKind.GUEST_CHANGE: guests.change,
    MailKind.GUEST_CANCELLATION: guests.cancellation,
}
# Renderers of mails that are not about a booking.
OTHERS: dict[str, Callable[[Any], Content]] = {
    **links.emails.RENDERERS,
    **calendars.emails.RENDERERS,
    **deliveries.webhooks.emails.RENDERERS,
    **deliveries.token_expiry.RENDERERS,
    **digest.RENDERERS,
}


def message(delivery: Delivery) -> FinishedMail:
    """Render the mail of the delivery. Raise KeyError for a kind that this release does not know."""
    facts = delivery.facts
    with translation.override(facts["recipient"]["language"]):
        if delivery.kind in OTHERS:
            return finish_mail(facts, OTHERS[delivery.kind](facts))
        content = RENDERERS[delivery.kind](facts)
        if facts["method"]:
            content = replace(content, entry=ical.calendar(facts), method=facts["method"])
        return finish_mail(facts, content)
