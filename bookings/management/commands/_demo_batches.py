"""The demo's batches of links: a list of people who got a mail, and cards to hand out at a fair."""

from datetime import datetime

from accounts.models import User
from deliveries.models import Delivery
from links.actions import expiry, make_batch
from links.actions.batches import BatchMail, Recipient
from links.models import Link

GUESTS = [
    "Amara Obi", "Bruno Keller", "Camille Roux", "Dmitri Orlov", "Elif Kaya", "Fatima Zahra", "Giulia Conti",
    "Hannah Lind", "Ivan Petrov", "Jun Sato", "Kofi Mensah", "Laura Vidal",
]  # fmt: skip
TEXT = (
    "Hello {name},\n\nthank you for your visit at our stand. Please choose a time for the call we spoke of. "
    "The link below is made for you, and works once.\n\nAna Ruiz"
)


def populate(ana: User, now: datetime) -> None:
    """Make the two batches. Call it after the reusable links are made, since one batch consists of versions of one."""
    written = make_batch(
        actor=ana,
        page=ana.pages.order_by("pk")[0],
        recipients=[Recipient(name, f"{name.split()[0].lower()}@example.net") for name in GUESTS],
        expires_at=expiry(30, now),
        life="30",
        label="Spring fair: visitors",
        mail=BatchMail("Our call: pick a time", TEXT),
        now=now,
    )
    # Act as if the worker had sent the mails; one mailbox does not exist.
    mails = Delivery.objects.filter(thread=written.thread)
    mails.update(sent_at=now, attempts=1)
    refused = mails.order_by("-pk")[0].pk
    mails.filter(pk=refused).update(sent_at=None, failed_at=now, last_error="550 5.1.1 No such mailbox here")
    demo = Link.objects.get(organization=ana.organization, label="Product demo, one to one")
    make_batch(actor=ana, parent=demo, recipients=[Recipient("", "")] * 25, label="Autumn fair: cards", now=now)
