"""The mails of a booking: pure functions of the frozen facts, so that a repeat is the same to the byte.

No token is in the facts: the address that admits is made again at sending. A later kind of mail joins in one line of
RENDERERS.
"""

from collections.abc import Callable
from dataclasses import replace

from django.utils import translation

import links.emails
from bookings import ical, notifications
from bookings.emails import customers, guests, hosts
from deliveries.letters import Content, Facts, Letter, letter
from deliveries.models import Delivery

RENDERERS: dict[str, Callable[[Facts], Content]] = {
    notifications.CUSTOMER_CONFIRMATION: customers.confirmation,
    notifications.CUSTOMER_REQUEST: customers.request,
    notifications.CUSTOMER_CHANGE: customers.change,
    notifications.CUSTOMER_CANCELLATION: customers.cancellation,
    notifications.CUSTOMER_DECLINE: customers.decline,
    notifications.NEW_TIME_ASKED: customers.new_time_asked,
    **dict.fromkeys(notifications.REMINDERS, customers.reminder),
    notifications.FOLLOW_UP: customers.follow_up,
    notifications.HOST_CONFIRMATION: hosts.confirmation,
    notifications.HOST_REQUEST: hosts.request,
    notifications.HOST_CHANGE: hosts.change,
    notifications.HOST_CANCELLATION: hosts.cancellation,
    notifications.GUEST_CONFIRMATION: guests.confirmation,
    notifications.GUEST_CHANGE: guests.change,
    notifications.GUEST_CANCELLATION: guests.cancellation,
}


def message(delivery: Delivery) -> Letter:
    """The mail of the delivery. Raises KeyError for a kind this release does not know."""
    facts = delivery.facts
    with translation.override(facts["recipient"]["language"]):
        if delivery.kind in links.emails.RENDERERS:
            return letter(facts, links.emails.RENDERERS[delivery.kind](facts))
        content = RENDERERS[delivery.kind](facts)
        if facts["method"]:
            content = replace(content, entry=ical.calendar(facts), method=facts["method"])
        return letter(facts, content)
