"""Which of the mails about a meeting its hosts want."""

from collections.abc import Iterable, Sequence

from accounts.models import User
from bookings.facts import HOST
from bookings.notifications import MailKind
from core.text import address_key
from deliveries.models import Delivery, Medium

# The user's choice that each mail to a host depends on.
CHOICES: dict[str, str] = {
    MailKind.HOST_CONFIRMATION: "mail_booked",
    MailKind.HOST_CHANGE: "mail_changed",
    MailKind.HOST_CANCELLATION: "mail_cancelled",
    MailKind.HOST_REQUEST: "mail_requested",
}


def without_unwanted(owed: Iterable[Delivery], hosts: Sequence[User]) -> list[Delivery]:
    """Return what is owed without the mails that hosts have switched off.

    The end of a meeting whose customer is erased is told to all, so that it leaves their calendars. Whoever is not told
    of bookings is told of an end that they want to know of, although nothing went before.
    """
    people = {address_key(host.email): host for host in hosts}
    found = []
    for one in owed:
        host = people.get(address_key(one.recipient)) if _is_to_host(one) else None
        if host is not None and one.facts["customer"]["email"]:
            if not getattr(host, CHOICES[one.kind]):
                continue
            if not (host.mail_booked and host.mail_requested):
                one.facts.pop("if_told", None)
        found.append(one)
    return found


def _is_to_host(delivery: Delivery) -> bool:
    is_mail = delivery.medium == Medium.EMAIL and delivery.kind in CHOICES
    return is_mail and delivery.facts["recipient"]["role"] == HOST
