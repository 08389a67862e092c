"""Writes of links: minting, revoking, the record of openings."""

import logging
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils.crypto import salted_hmac

from accounts import locks
from accounts.actions import remember
from accounts.models import User
from links.errors import NothingToShare
from links.models import Link, Opening, signing_kid
from links.tokens import HANDLE_BYTES, new_handle
from pages.models import EventType, Page

logger = logging.getLogger(__name__)

# A form that comes again within this time was pressed twice; later, another link is meant.
SAME_PRESS = timedelta(minutes=1)


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
    handle: bytes | None = None,
) -> Link:
    """Makes a link to the page: by default a one-time link, that admits one booking and never expires.

    Raises NothingToShare for a page of somebody else's, of another organization, or an archived one.
    """
    with transaction.atomic(durable=True):
        # Of the state that is current now, not of the page as it was when the form was shown.
        if not Page.objects.shareable_by(actor).filter(pk=page.pk).exists():
            raise NothingToShare
        link = Link.objects.create(
            organization_id=actor.organization_id,
            page=page,
            handle=handle or new_handle(),
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


def mint_once(*, actor: User, page: Page, now: datetime, form: str, **choices: Any) -> Link:
    """As `mint`, but of the same form sent twice at once only one link is made, and both get it.

    `form` is all that was sent, with a random key in it. The handle is drawn from it, so the unique index decides.
    """
    handle = salted_hmac("links.actions.mint_once", f"{actor.pk}\0{form}", algorithm="sha256").digest()[:HANDLE_BYTES]
    earlier = Link.objects.filter(handle=handle, created_by=actor)
    sent = earlier.first()
    if sent is not None and now - sent.created_at < SAME_PRESS:
        return sent
    try:
        return mint(actor=actor, page=page, now=now, handle=None if sent else handle, **choices)
    except IntegrityError:
        return earlier.get()


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

    It takes the link's lock, so it and a booking never both win. A link that has versions of its own, or may get
    one at this moment, changes what is offered to all of them: then it waits for the organization's bookings too.
    """
    with transaction.atomic(durable=True):
        if not link.is_single_use or Link.objects.filter(parent=link).exists():
            locks.hold_organization(actor.organization_id)
        link = Link.objects.visible_to(actor).select_for_update(no_key=True, of=("self",)).get(pk=link.pk)
        if link.revoked_at is None:
            link.revoked_at = now
            link.save(update_fields=["revoked_at"])
            remember(subject=link, organization_id=link.organization_id, verb="revoked", actor=actor, at=now)
    return link


def restore(*, actor: User, link: Link, now: datetime) -> Link:
    """Takes a revocation back: the same address works again, unless something else has ended it."""
    with transaction.atomic(durable=True):
        link = Link.objects.visible_to(actor).select_for_update(no_key=True, of=("self",)).get(pk=link.pk)
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


def remember_choice(*, actor: User, one_time: bool) -> None:
    """The share pop-up opens next time with what was shared last."""
    User.objects.filter(pk=actor.pk).update(shares_one_time=one_time)


def dismiss_checklist(*, actor: User, now: datetime) -> None:
    """The first steps are shown no more."""
    User.objects.filter(pk=actor.pk, checklist_dismissed_at=None).update(checklist_dismissed_at=now)
