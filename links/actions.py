"""Writes of links: minting, revoking, the record of openings."""

import logging
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import DatabaseError, connection, transaction

from accounts import locks
from accounts.actions import remember
from accounts.models import User
from links.errors import NothingToShare
from links.models import Link, Opening, signing_kid
from pages.models import EventType, Page

logger = logging.getLogger(__name__)


def mint(
    *,
    actor: User,
    page: Page,
    now: datetime,
    max_uses: int | None = 1,
    expires_at: datetime | None = None,
    recipient_name: str = "",
    recipient_email: str = "",
    locked_to_recipient: bool = False,
    event_types: Iterable[EventType] = (),
    first_day: date | None = None,
    last_day: date | None = None,
    label: str = "",
) -> Link:
    """Makes a link to the page: by default a one-time link, that admits one booking and never expires.

    Raises NothingToShare for a page of somebody else's, of another organization, or an archived one.
    """
    with transaction.atomic(durable=True):
        # Of the state that is current now, not of the page as it was when the form was shown.
        page_now = Page.objects.shareable_by(actor).select_related("organization", "owner").filter(pk=page.pk).first()
        if page_now is None:
            raise NothingToShare
        link = Link.objects.create(
            organization_id=page_now.organization_id,
            page=page_now,
            max_uses=max_uses,
            expires_at=expires_at,
            recipient_name=recipient_name,
            recipient_email=recipient_email,
            locked_to_recipient=locked_to_recipient,
            first_day=first_day,
            last_day=last_day,
            label=label,
            created_by=actor,
            created_at=now,
        )
        if chosen := list(event_types):
            link.event_types.set(chosen)
        remember(subject=link, organization_id=link.organization_id, verb="made", actor=actor, at=now)
    return link


def renew_signature(*, actor: User, link: Link) -> Link:
    """Signs the link with the current key, where its own key was dropped: the owner copies a new address."""
    with transaction.atomic(durable=True):
        link = Link.objects.select_for_update(no_key=True, of=("self",)).get(
            pk=link.pk, organization_id=actor.organization_id
        )
        link.kid = signing_kid()
        link.save(update_fields=["kid"])
    return link


def revoke(*, actor: User, link: Link, now: datetime) -> Link:
    """Ends the link at once; what was booked with it stays booked. Revoking again changes nothing.

    It takes the link's lock, so it and a booking never both win. A link with versions of its own changes what is
    offered to all of them, so then it waits for the organization's bookings too.
    """
    with transaction.atomic(durable=True):
        if Link.objects.filter(parent=link).exists():
            locks.hold_organization(actor.organization_id)
        link = (
            Link.objects.visible_to(actor).select_for_update(no_key=True, of=("self",)).get(pk=link.pk)
        )
        if link.revoked_at is None:
            link.revoked_at = now
            link.save(update_fields=["revoked_at"])
            remember(subject=link, organization_id=link.organization_id, verb="revoked", actor=actor, at=now)
    return link


def restore(*, actor: User, link: Link, now: datetime) -> Link:
    """Takes a revocation back: the same address works again, unless something else has ended it."""
    with transaction.atomic(durable=True):
        link = (
            Link.objects.visible_to(actor).select_for_update(no_key=True, of=("self",)).get(pk=link.pk)
        )
        if link.revoked_at is not None:
            link.revoked_at = None
            link.save(update_fields=["revoked_at"])
            remember(subject=link, organization_id=link.organization_id, verb="restored", actor=actor, at=now)
    return link


def note_opening(*, link: Link, by: str, now: datetime) -> None:
    """Records that the address was opened. It never waits for a booking, and its failure never fails a page."""
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '50ms'")
            Opening.objects.create(link=link, at=now, by=by)
    except DatabaseError:
        logger.info("An opening of link %s was not recorded.", link.pk)


def expiry(life_days: int, now: datetime) -> datetime | None:
    """When a link made now with this life ends; 0 days means never."""
    return now + timedelta(days=life_days) if life_days else None
