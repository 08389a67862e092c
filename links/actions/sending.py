"""The action that sends a link by email from the application."""

from collections.abc import Sequence
from datetime import datetime
from uuid import NAMESPACE_OID, UUID, uuid4, uuid5

from django.db import transaction

from accounts.actions import add_history
from accounts.errors import KeyReused
from accounts.idempotency import find_by_key, uuid_from_digest
from accounts.models import User
from accounts.verbs import Verb
from core.database import get_or_make
from deliveries.models import Delivery
from links.errors import DeadLink, NothingToShare
from links.models import Link
from links.notifications import LINK_SENT, link_mail


def send(*, actor: User, link: Link, subject: str, text: str, now: datetime, key: str = "") -> Delivery:
    """Mail the link's address to its recipient, with the actor's subject and text. Replies go to the actor.

    `key` is a random key of the form: if the same form is sent twice, one mail is created, and both calls return it.
    Without a key, or with another subject or text, another mail is created. Raise NothingToShare for a link that the
    actor may not see or that has no recipient, or DeadLink.
    """
    thread = _thread(actor, link, key, subject, text) if key else uuid4()
    earlier = Delivery.objects.filter(thread=thread, kind=LINK_SENT)
    return get_or_make(earlier, lambda: _send(actor, link, subject, text, now, thread))


def send_by_key(
    *, actor: User, link: Link, subject: str, text: str, key: str, body: Sequence[str], now: datetime
) -> tuple[Delivery, bool]:
    """Send as `send` does, but once under each key of the actor's program. Return the mail, and whether it existed.

    `body` are the marks of what was sent: the first is kept, any says that it is the same. Raise KeyReused if something
    else was sent with the key, also another link.
    """
    mails = Delivery.objects.filter(kind=LINK_SENT)
    earlier, thread = find_by_key(mails, "thread", uuid_from_digest, actor=actor, kind="mail", key=key, now=now)
    deliveries = []

    def send_now() -> Delivery:
        deliveries.append(_send(actor, link, subject, text, now, thread, mark=body[0]))
        return deliveries[0]

    mail = get_or_make(earlier, send_now)
    # A mail that was erased since has no mark; its customer is not written to again.
    if not deliveries and mail.facts.get("mark", body[0]) not in body:
        raise KeyReused
    return mail, not deliveries


def _thread(actor: User, link: Link, key: str, subject: str, text: str) -> UUID:
    """Return the thread of this form's mail. Nobody else can get the same one, even with the same key."""
    return uuid5(NAMESPACE_OID, "\0".join(["links.actions.sending", str(actor.pk), str(link.pk), key, subject, text]))


def _send(actor: User, link: Link, subject: str, text: str, now: datetime, thread: UUID, **more: str) -> Delivery:
    with transaction.atomic(durable=True):
        row = Link.objects.visible_to(actor).with_page_and_hosts().filter(pk=link.pk).first()
        if row is None or not row.recipient_email:
            raise NothingToShare
        link = Link.objects.with_parent(pk=row.pk)
        reason = link.dead_reason(now)
        if reason is not None:
            raise DeadLink(reason)
        delivery = link_mail(link, sender=actor, subject=subject, text=text, now=now)
        delivery.thread = thread
        delivery.facts |= more
        delivery.save()
        add_history(
            subject=link,
            organization_id=link.organization_id,
            verb=Verb.SENT,
            actor=actor,
            at=now,
            to=link.recipient_email,
            delivery=delivery.pk,
        )
    return delivery
