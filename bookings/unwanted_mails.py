"""Which of the mails about a meeting its hosts want."""

from collections.abc import Iterable, Sequence

from accounts.models import User
from bookings.facts import HOST
from bookings.notifications import MailKind
from core.text import address_key
from deliveries.models import Delivery, Medium

# The user's setting that each mail to a host depends on.
USER_SETTINGS: dict[str, str] = {
    MailKind.HOST_CONFIRMATION: "mail_booked",
    MailKind.HOST_CHANGE: "mail_changed",
    MailKind.HOST_CANCELLATION: "mail_cancelled",
    MailKind.HOST_REQUEST: "mail_requested",
}


def drop_unwanted_mails(deliveries: Iterable[Delivery], hosts: Sequence[User]) -> list[Delivery]:
    """Return the deliveries without the mails that hosts have switched off.

    The cancellation of a meeting whose customer is erased goes to all, so that it leaves their calendars. A host who
    gets no mails about bookings, but wants those about cancellations, gets them although no mail went before.
    """
    hosts_by_email = {address_key(host.email): host for host in hosts}
    wanted = []
    for delivery in deliveries:
        host = hosts_by_email.get(address_key(delivery.recipient)) if _is_to_host(delivery) else None
        if host is not None and delivery.facts["customer"]["email"]:
            if not getattr(host, USER_SETTINGS[delivery.kind]):
                continue
            if not (host.mail_booked and host.mail_requested):
                delivery.facts.pop("if_told", None)
        wanted.append(delivery)
    return wanted


def _is_to_host(delivery: Delivery) -> bool:
    is_mail = delivery.medium == Medium.EMAIL and delivery.kind in USER_SETTINGS
    return is_mail and delivery.facts["recipient"]["role"] == HOST
