"""Sending a link by email from the application."""

from datetime import datetime

from django.db import transaction

from accounts.actions import remember
from accounts.models import User
from deliveries.models import Delivery
from links.errors import DeadLink, NothingToShare
from links.models import Link
from links.owed import link_mail


def send(*, actor: User, link: Link, subject: str, text: str, now: datetime) -> Delivery:
    """Owes the link's recipient a mail with its address, as the actor wrote it; the actor gets the answer.

    Raises NothingToShare for a link of somebody else's or without a recipient, or DeadLink.
    """
    with transaction.atomic(durable=True):
        row = Link.objects.visible_to(actor).with_truth().filter(pk=link.pk).first()
        if row is None or not row.recipient_email:
            raise NothingToShare
        link = Link.objects.whole(pk=row.pk)
        reason = link.dead(now)
        if reason is not None:
            raise DeadLink(reason)
        delivery = link_mail(link, sender=actor, subject=subject, text=text, now=now)
        delivery.save()
        remember(
            subject=link,
            organization_id=link.organization_id,
            verb="sent",
            actor=actor,
            at=now,
            to=link.recipient_email,
            delivery=delivery.pk,
        )
    return delivery
